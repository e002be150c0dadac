-- Work is given up for having been tried in vain for long, not for its age.

-- How long it was waited after failures of this work, in milliseconds; time in which nobody tried it is no part of that.
ALTER TABLE outbox ADD COLUMN tried_for INTEGER NOT NULL DEFAULT 0;
