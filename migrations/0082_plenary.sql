-- The plenary: who is there, what is decided (lines are only ever added), and what the screen shows.
CREATE TABLE plenary_presence (
    edition TEXT NOT NULL REFERENCES edition (slug),
    account TEXT NOT NULL REFERENCES account (id),
    came_at BIGINT NOT NULL,
    left_at BIGINT,
    noted_by TEXT NOT NULL REFERENCES account (id),
    PRIMARY KEY (edition, account)
);

CREATE TABLE plenary_line (
    id TEXT PRIMARY KEY,
    edition TEXT NOT NULL REFERENCES edition (slug),
    -- From 1; two officers who write at once write the same number, and one of them is told.
    seq BIGINT NOT NULL,
    proposal TEXT NOT NULL REFERENCES proposal (id),
    outcome TEXT NOT NULL,
    reason TEXT NOT NULL,
    votes_yes BIGINT,
    votes_no BIGINT,
    votes_abstain BIGINT,
    -- Members who were there, and the names of those of them who had left the room, as JSON.
    present BIGINT NOT NULL,
    away TEXT NOT NULL,
    decided_by TEXT NOT NULL REFERENCES account (id),
    decided_at BIGINT NOT NULL,
    UNIQUE (edition, seq)
);

CREATE TABLE plenary_screen (
    edition TEXT PRIMARY KEY REFERENCES edition (slug),
    proposal TEXT REFERENCES proposal (id)
);
