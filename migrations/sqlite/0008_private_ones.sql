-- What is done for all private incidents reads no others.

CREATE INDEX incident_private ON incident (workspace, number) WHERE is_private = 1;
