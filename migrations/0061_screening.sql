-- A decision names the revision it was made on, so that two officers never decide over each other,
-- and the submitted version it is about. "decision" is the last act: accept, propose,
-- confirm, repair, reopen (older rows: accepted, rejected); a rejection takes effect with
-- "confirmed_by", another officer.
ALTER TABLE screening ADD COLUMN rev BIGINT NOT NULL DEFAULT 0;
ALTER TABLE screening ADD COLUMN version BIGINT NOT NULL DEFAULT 0;
ALTER TABLE screening ADD COLUMN confirmed_by TEXT;
ALTER TABLE screening ADD COLUMN confirmed_at BIGINT;
-- Everything that was decided or said about a proposal in screening; nothing is changed here.
CREATE TABLE screening_event (
    id TEXT PRIMARY KEY,
    proposal TEXT NOT NULL REFERENCES proposal (id),
    rev BIGINT NOT NULL,
    action TEXT NOT NULL,
    version BIGINT NOT NULL,
    reason TEXT NOT NULL,
    note TEXT NOT NULL,
    made_by TEXT NOT NULL REFERENCES account (id),
    made_at BIGINT NOT NULL,
    UNIQUE (proposal, rev)
);
