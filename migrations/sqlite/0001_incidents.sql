-- Incidents, what is remembered of them, what is still owed to the world, and which requests were already served.
-- Times are epoch milliseconds. JSON holds what is only ever read whole; columns beside it exist to be searched.

CREATE TABLE workspace (
    id TEXT NOT NULL PRIMARY KEY,
    -- The highest number given to an incident; the next one gets one more.
    last_number INTEGER NOT NULL
) STRICT;

CREATE TABLE incident (
    workspace TEXT NOT NULL REFERENCES workspace (id),
    number INTEGER NOT NULL,
    -- Counts the saves: whoever saves says which version they had read.
    version INTEGER NOT NULL,
    -- The incident as JSON.
    state TEXT NOT NULL,
    is_open INTEGER NOT NULL,
    -- The incident's own channel; empty until it exists.
    channel TEXT NOT NULL,
    -- When the clock has to look at it next; the largest integer where it need not.
    next_reminder_at INTEGER NOT NULL,
    PRIMARY KEY (workspace, number)
) STRICT;

CREATE INDEX incident_by_reminder ON incident (next_reminder_at);
CREATE INDEX incident_by_channel ON incident (workspace, channel);
CREATE INDEX incident_by_openness ON incident (workspace, is_open, number);

CREATE TABLE timeline_entry (
    workspace TEXT NOT NULL,
    number INTEGER NOT NULL,
    -- The order of recording, from 1.
    position INTEGER NOT NULL,
    -- The entry as JSON.
    entry TEXT NOT NULL,
    PRIMARY KEY (workspace, number, position),
    FOREIGN KEY (workspace, number) REFERENCES incident (workspace, number)
) STRICT;

CREATE TABLE outbox (
    -- Never used again, since messages in Slack bear it to be found by.
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    workspace TEXT NOT NULL,
    number INTEGER NOT NULL,
    -- What must happen in order shares a lane.
    lane TEXT NOT NULL,
    errand TEXT NOT NULL,
    -- The effect as JSON.
    effect TEXT NOT NULL,
    -- 'owed', or 'given up'; what is done is deleted.
    state TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    -- Not to be tried before.
    run_at INTEGER NOT NULL,
    -- Whoever works on it, until when, and the how-manieth try it is: together they fence off a late worker.
    lease_owner TEXT NOT NULL,
    lease_until INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    -- What an earlier try already achieved, in the errand's own words; empty at first.
    checkpoint TEXT NOT NULL,
    last_error TEXT NOT NULL
) STRICT;

CREATE INDEX outbox_by_time ON outbox (state, run_at);
CREATE INDEX outbox_by_lane ON outbox (workspace, number, lane, id);

CREATE TABLE receipt (
    workspace TEXT NOT NULL,
    -- What names the request, given by whoever sent it.
    request TEXT NOT NULL,
    -- The incident that it went to.
    number INTEGER NOT NULL,
    received_at INTEGER NOT NULL,
    PRIMARY KEY (workspace, request)
) STRICT;

CREATE TABLE person (
    workspace TEXT NOT NULL,
    id TEXT NOT NULL,
    -- As people call them.
    name TEXT NOT NULL,
    -- Such as ko-KR; empty where unknown.
    locale TEXT NOT NULL,
    -- 'member', 'guest' or 'gone'.
    standing TEXT NOT NULL,
    PRIMARY KEY (workspace, id)
) STRICT;
