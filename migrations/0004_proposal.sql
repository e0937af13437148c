-- Proposals: what is being written, its history, and the frozen versions that were submitted.
CREATE TABLE proposal (
    id TEXT PRIMARY KEY,
    edition TEXT NOT NULL REFERENCES edition (slug),
    number BIGINT,
    owner TEXT NOT NULL REFERENCES account (id),
    agency TEXT NOT NULL REFERENCES agency (code),
    unit TEXT NOT NULL REFERENCES service_unit (code),
    acronym TEXT NOT NULL,
    expansion TEXT NOT NULL,
    title TEXT NOT NULL,
    title_key TEXT NOT NULL,
    category TEXT NOT NULL,
    track TEXT NOT NULL,
    started_on TEXT NOT NULL,
    status TEXT NOT NULL,
    version BIGINT NOT NULL,
    changed_at BIGINT,
    sample_at BIGINT,
    created_at BIGINT NOT NULL
);
CREATE INDEX proposal_owner ON proposal (owner);
CREATE INDEX proposal_edition ON proposal (edition, status);
CREATE UNIQUE INDEX proposal_number ON proposal (edition, number);
CREATE TABLE proposal_counter (
    edition TEXT PRIMARY KEY REFERENCES edition (slug),
    last BIGINT NOT NULL
);
CREATE TABLE section (
    proposal TEXT NOT NULL REFERENCES proposal (id),
    field TEXT NOT NULL,
    rev BIGINT NOT NULL,
    value TEXT NOT NULL,
    saved_at BIGINT NOT NULL,
    saved_by TEXT NOT NULL,
    PRIMARY KEY (proposal, field)
);
CREATE TABLE section_history (
    id TEXT PRIMARY KEY,
    proposal TEXT NOT NULL REFERENCES proposal (id),
    field TEXT NOT NULL,
    rev BIGINT NOT NULL,
    value TEXT NOT NULL,
    saved_at BIGINT NOT NULL,
    saved_by TEXT NOT NULL,
    branch_at BIGINT
);
CREATE INDEX section_history_field ON section_history (proposal, field);
CREATE TABLE section_op (
    op TEXT NOT NULL,
    proposal TEXT NOT NULL,
    field TEXT NOT NULL,
    rev BIGINT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (proposal, field, op)
);
CREATE TABLE submission (
    proposal TEXT NOT NULL REFERENCES proposal (id),
    version BIGINT NOT NULL,
    document TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    code TEXT NOT NULL UNIQUE,
    submitted_at BIGINT NOT NULL,
    submitted_by TEXT NOT NULL,
    PRIMARY KEY (proposal, version)
);
