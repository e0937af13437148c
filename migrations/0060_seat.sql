-- A seat that somebody left (a conflict, a withdrawal, a new plan) stays as a record and counts no
-- more; "ended_why" is 'conflict', 'withdrawn', 'cause' or 'plan'. Every plan is a revision.
ALTER TABLE assignment ADD COLUMN ended_at BIGINT;
ALTER TABLE assignment ADD COLUMN ended_why TEXT;
-- A judge declares that they must not read a proposal; only the committee lifts it.
CREATE TABLE conflict (
    judge TEXT NOT NULL REFERENCES account (id),
    proposal TEXT NOT NULL REFERENCES proposal (id),
    kind TEXT NOT NULL,
    note TEXT NOT NULL,
    declared_at BIGINT NOT NULL,
    lifted_by TEXT REFERENCES account (id),
    lifted_at BIGINT,
    PRIMARY KEY (judge, proposal)
);
