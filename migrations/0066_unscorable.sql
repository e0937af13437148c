-- An aspect that a judge cannot score (a dead link, a missing page): the committee answers, and the
-- sheet waits for it. It is never a zero: a sheet without every score is not sent.
CREATE TABLE unscorable (
    id TEXT PRIMARY KEY,
    assignment TEXT NOT NULL REFERENCES assignment (id),
    criterion TEXT NOT NULL,
    reason TEXT NOT NULL,
    asked_at BIGINT NOT NULL,
    answer TEXT NOT NULL,
    answered_by TEXT REFERENCES account (id),
    answered_at BIGINT
);
CREATE INDEX unscorable_assignment ON unscorable (assignment);
