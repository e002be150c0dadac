-- The clock asks by workspace.

DROP INDEX incident_by_reminder;
CREATE INDEX incident_by_reminder ON incident (workspace, next_reminder_at);
