-- Letters on their way out, written with the change that causes them; and who was reminded when.
ALTER TABLE account ADD COLUMN email TEXT;
CREATE TABLE outbox (
    id TEXT PRIMARY KEY,
    recipient TEXT NOT NULL,
    subject TEXT NOT NULL,
    words TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    tries BIGINT NOT NULL,
    next_at BIGINT NOT NULL,
    sent_at BIGINT,
    given_up_at BIGINT
);
CREATE INDEX outbox_due ON outbox (next_at);
CREATE TABLE reminder (
    account TEXT NOT NULL REFERENCES account (id),
    proposal TEXT NOT NULL REFERENCES proposal (id),
    closes BIGINT NOT NULL,
    days BIGINT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (account, proposal, closes, days)
);
