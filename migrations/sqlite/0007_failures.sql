-- How long a try waits follows from how often it failed, not from how often it was begun.

-- How many tries of this work failed; those that only waited for something else are none.
ALTER TABLE outbox ADD COLUMN failures INTEGER NOT NULL DEFAULT 0;
