-- Later closings: for all (agency and proposal empty), for one agency, or for one proposal. The
-- office prepares one, the chair applies it; none is ever changed or taken back afterwards.
CREATE TABLE extension (
    id TEXT PRIMARY KEY,
    edition TEXT NOT NULL REFERENCES edition (slug),
    agency TEXT REFERENCES agency (code),
    proposal TEXT,
    old_closes BIGINT NOT NULL,
    closes BIGINT NOT NULL,
    reason TEXT NOT NULL,
    letter TEXT NOT NULL,
    made_by TEXT NOT NULL REFERENCES account (id),
    made_at BIGINT NOT NULL,
    applied_by TEXT REFERENCES account (id),
    applied_at BIGINT,
    dropped_at BIGINT
);
CREATE INDEX extension_edition ON extension (edition, applied_at);
