-- What ended last is shown, whatever its number is.

-- When the work on it ended; 0 while it goes on, and where an older version ended it.
ALTER TABLE incident ADD COLUMN ended_at BIGINT NOT NULL DEFAULT 0;

UPDATE incident
    SET ended_at = CAST(EXTRACT(EPOCH FROM CAST(COALESCE(CAST(state AS JSON) -> 'stage' ->> 'closed_at', CAST(state AS JSON) -> 'stage' ->> 'cancelled_at') AS TIMESTAMPTZ)) * 1000 AS BIGINT)
    WHERE is_open = 0 AND COALESCE(CAST(state AS JSON) -> 'stage' ->> 'closed_at', CAST(state AS JSON) -> 'stage' ->> 'cancelled_at') IS NOT NULL;

CREATE INDEX incident_by_end ON incident (workspace, is_open, ended_at, number);
