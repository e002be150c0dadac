-- What ended last is shown, whatever its number is.

-- When the work on it ended; 0 while it goes on, and where an older version ended it.
ALTER TABLE incident ADD COLUMN ended_at INTEGER NOT NULL DEFAULT 0;

UPDATE incident
    SET ended_at = CAST(ROUND((julianday(COALESCE(json_extract(state, '$.stage.closed_at'), json_extract(state, '$.stage.cancelled_at'))) - 2440587.5) * 86400000) AS INTEGER)
    WHERE is_open = 0 AND COALESCE(json_extract(state, '$.stage.closed_at'), json_extract(state, '$.stage.cancelled_at')) IS NOT NULL;

CREATE INDEX incident_by_end ON incident (workspace, is_open, ended_at, number);
