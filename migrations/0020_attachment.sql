-- Attachments, the uploads they come from, and which of them a submission holds.
CREATE TABLE attachment (
    id TEXT PRIMARY KEY,
    proposal TEXT NOT NULL REFERENCES proposal (id),
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    format TEXT NOT NULL,
    size BIGINT NOT NULL,
    sha256 TEXT NOT NULL,
    file TEXT NOT NULL,
    small TEXT,
    description TEXT NOT NULL,
    consent_at BIGINT,
    added_by TEXT NOT NULL REFERENCES account (id),
    added_at BIGINT NOT NULL,
    removed_at BIGINT
);
CREATE INDEX attachment_proposal ON attachment (proposal);
CREATE TABLE upload (
    id TEXT PRIMARY KEY,
    proposal TEXT NOT NULL REFERENCES proposal (id),
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    length BIGINT NOT NULL,
    head TEXT NOT NULL,
    received BIGINT NOT NULL,
    started_by TEXT NOT NULL REFERENCES account (id),
    touched_at BIGINT NOT NULL,
    done_at BIGINT,
    attachment TEXT,
    refusal TEXT
);
CREATE INDEX upload_proposal ON upload (proposal);
CREATE TABLE upload_piece (
    upload TEXT NOT NULL REFERENCES upload (id),
    place BIGINT NOT NULL,
    length BIGINT NOT NULL,
    file TEXT NOT NULL,
    PRIMARY KEY (upload, place)
);
CREATE TABLE enclosed (
    proposal TEXT NOT NULL,
    version BIGINT NOT NULL,
    attachment TEXT NOT NULL REFERENCES attachment (id),
    PRIMARY KEY (proposal, version, attachment)
);
CREATE INDEX enclosed_attachment ON enclosed (attachment);
