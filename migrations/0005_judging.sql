-- Screening decisions, who reads what, and the scores.
CREATE TABLE screening (
    proposal TEXT PRIMARY KEY REFERENCES proposal (id),
    decision TEXT NOT NULL,
    reason TEXT NOT NULL,
    note TEXT NOT NULL,
    decided_by TEXT NOT NULL,
    decided_at BIGINT NOT NULL
);
CREATE TABLE assignment (
    id TEXT PRIMARY KEY,
    proposal TEXT NOT NULL REFERENCES proposal (id),
    judge TEXT NOT NULL REFERENCES account (id),
    position BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    UNIQUE (proposal, judge)
);
CREATE INDEX assignment_judge ON assignment (judge);
CREATE TABLE score_sheet (
    assignment TEXT PRIMARY KEY REFERENCES assignment (id),
    rev BIGINT NOT NULL,
    comment TEXT NOT NULL,
    saved_at BIGINT NOT NULL,
    sent_at BIGINT
);
CREATE TABLE score (
    assignment TEXT NOT NULL REFERENCES assignment (id),
    criterion TEXT NOT NULL,
    value BIGINT,
    note TEXT NOT NULL,
    PRIMARY KEY (assignment, criterion)
);
CREATE TABLE seal (
    edition TEXT PRIMARY KEY REFERENCES edition (slug),
    document TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    first_by TEXT NOT NULL,
    first_at BIGINT NOT NULL,
    second_by TEXT,
    second_at BIGINT
);
