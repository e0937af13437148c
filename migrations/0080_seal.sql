-- The seal holds the whole result: what becomes public ("document"), the office's part of it
-- ("annex", bound by its hash in the document), the nonce of the commitment, and the signed manifest.
ALTER TABLE seal ADD COLUMN annex TEXT;
ALTER TABLE seal ADD COLUMN nonce TEXT;
ALTER TABLE seal ADD COLUMN manifest TEXT;
ALTER TABLE seal ADD COLUMN signature TEXT;
-- One officer asks for the seal to be broken, the other does it.
ALTER TABLE seal ADD COLUMN break_by TEXT;
ALTER TABLE seal ADD COLUMN break_at BIGINT;
ALTER TABLE seal ADD COLUMN break_reason TEXT;
-- A broken seal stays as it was.
CREATE TABLE broken_seal (
    id TEXT PRIMARY KEY,
    edition TEXT NOT NULL REFERENCES edition (slug),
    document TEXT NOT NULL,
    annex TEXT,
    sha256 TEXT NOT NULL,
    nonce TEXT,
    manifest TEXT,
    signature TEXT,
    first_by TEXT NOT NULL,
    first_at BIGINT NOT NULL,
    second_by TEXT NOT NULL,
    second_at BIGINT NOT NULL,
    break_by TEXT NOT NULL,
    break_at BIGINT NOT NULL,
    break_reason TEXT NOT NULL,
    broken_by TEXT NOT NULL,
    broken_at BIGINT NOT NULL
);
CREATE INDEX broken_seal_edition ON broken_seal (edition, broken_at);
-- Public halves of the keys that seals were signed with; the private half never enters a database.
CREATE TABLE seal_key (
    public_key TEXT PRIMARY KEY,
    made_at BIGINT NOT NULL
);
