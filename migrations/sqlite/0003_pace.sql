-- Work that waits for Slack's limits, and what was spent of them.

-- The less, the more important; what an older version owes is neither first nor last.
ALTER TABLE outbox ADD COLUMN importance INTEGER NOT NULL DEFAULT 2;
-- The budget that it is most likely to wait for; empty where that is not known.
ALTER TABLE outbox ADD COLUMN toll TEXT NOT NULL DEFAULT '';
-- How many of the tries were put back before they began, since it was not their turn.
ALTER TABLE outbox ADD COLUMN put_back INTEGER NOT NULL DEFAULT 0;

UPDATE outbox SET importance = CASE
    WHEN errand = 'announce' THEN 0
    WHEN errand IN ('open-channel', 'invite-people', 'invite-groups') THEN 1
    WHEN errand IN ('post-panel', 'say', 'inform', 'remind', 'upload-postmortem') THEN 2
    ELSE 3 END;

CREATE TABLE pace (
    workspace TEXT NOT NULL PRIMARY KEY,
    -- The budgets as JSON: when each was spent, what Slack said about it, and whether others wait for it.
    ledger TEXT NOT NULL
) STRICT;
