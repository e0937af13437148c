-- What is said about a proposal, who sent it back, and who had which page open.
CREATE TABLE remark (
    id TEXT PRIMARY KEY,
    proposal TEXT NOT NULL REFERENCES proposal (id),
    page TEXT NOT NULL,
    thread TEXT,
    author TEXT NOT NULL REFERENCES account (id),
    words TEXT NOT NULL,
    at BIGINT NOT NULL,
    resolved_by TEXT REFERENCES account (id),
    resolved_at BIGINT
);
CREATE INDEX remark_proposal ON remark (proposal, at);
CREATE TABLE sent_back (
    id TEXT PRIMARY KEY,
    proposal TEXT NOT NULL REFERENCES proposal (id),
    note TEXT NOT NULL,
    made_by TEXT NOT NULL REFERENCES account (id),
    made_at BIGINT NOT NULL,
    ended_at BIGINT
);
CREATE INDEX sent_back_proposal ON sent_back (proposal, ended_at);
CREATE TABLE presence (
    proposal TEXT NOT NULL REFERENCES proposal (id),
    page TEXT NOT NULL,
    account TEXT NOT NULL REFERENCES account (id),
    at BIGINT NOT NULL,
    PRIMARY KEY (proposal, page, account)
);
