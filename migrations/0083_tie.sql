-- Equals that the declared chain leaves level: the lot, declared before it is drawn, and what the
-- plenary makes of them (lines are only ever added).
CREATE TABLE plenary_lot (
    edition TEXT PRIMARY KEY REFERENCES edition (slug),
    -- Which public number will be taken, in words.
    source TEXT NOT NULL,
    -- The edition's phase at that time.
    phase TEXT NOT NULL,
    -- SHA-256 of the secret's text, public at once; the secret itself only when it is drawn.
    commitment TEXT NOT NULL,
    secret TEXT NOT NULL,
    declared_by TEXT NOT NULL REFERENCES account (id),
    declared_at BIGINT NOT NULL,
    -- The public number, as typed: once.
    value TEXT,
    drawn_by TEXT REFERENCES account (id),
    drawn_at BIGINT
);

CREATE TABLE plenary_tie (
    id TEXT PRIMARY KEY,
    edition TEXT NOT NULL REFERENCES edition (slug),
    -- From 1; two officers who write at once write the same number, and one of them is told.
    seq BIGINT NOT NULL,
    -- The proposals as JSON, best first if the chair ordered them.
    proposals TEXT NOT NULL,
    way TEXT NOT NULL,
    reason TEXT NOT NULL,
    present BIGINT NOT NULL,
    decided_by TEXT NOT NULL REFERENCES account (id),
    decided_at BIGINT NOT NULL,
    UNIQUE (edition, seq)
);
