-- Every change of who reads what is first a plan: made from the pairs that hold ("base" is their
-- fingerprint), looked at, and then applied as a whole or not at all. "document" is a JSON text.
CREATE TABLE assignment_plan (
    id TEXT PRIMARY KEY,
    edition TEXT NOT NULL REFERENCES edition (slug),
    kind TEXT NOT NULL,
    seed BIGINT NOT NULL,
    base TEXT NOT NULL,
    document TEXT NOT NULL,
    made_by TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    applied_by TEXT,
    applied_at BIGINT
);
CREATE INDEX assignment_plan_applied ON assignment_plan (edition, applied_at);
-- A judge who reads no more in this edition; "cause" takes back what was sent as well.
CREATE TABLE judge_leave (
    edition TEXT NOT NULL REFERENCES edition (slug),
    judge TEXT NOT NULL REFERENCES account (id),
    why TEXT NOT NULL,
    cause_at BIGINT,
    left_by TEXT NOT NULL,
    left_at BIGINT NOT NULL,
    PRIMARY KEY (edition, judge)
);
