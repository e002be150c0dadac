-- Old receipts are forgotten by their age, a few at a time.

CREATE INDEX receipt_by_age ON receipt (received_at);

-- Every worker asks twice a second when there is next something to do, however much waits.

CREATE INDEX outbox_by_turn ON outbox
    (workspace, state, (CASE WHEN lease_until > run_at THEN lease_until ELSE run_at END));
