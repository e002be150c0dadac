-- Private incidents: who may know of them is asked wherever somebody looks.

ALTER TABLE incident ADD COLUMN is_private BIGINT NOT NULL DEFAULT 0;

-- Who knows of a private incident; of the others, nobody is kept here.
CREATE TABLE incident_member (
    workspace TEXT NOT NULL,
    person TEXT NOT NULL,
    number BIGINT NOT NULL,
    PRIMARY KEY (workspace, person, number),
    FOREIGN KEY (workspace, number) REFERENCES incident (workspace, number)
);

DROP INDEX incident_by_openness;
CREATE INDEX incident_by_openness ON incident (workspace, is_open, number, is_private, channel);
