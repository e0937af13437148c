-- A finalist is visited where the service is given; what was found there is seen by the panel. Answers
-- are 'yes', 'partly' or 'no'; a photo that is taken back stays in the record and is shown to nobody.
CREATE TABLE field_visit (
    slot TEXT PRIMARY KEY REFERENCES panel_slot (id),
    rev BIGINT NOT NULL,
    visited_on TEXT NOT NULL,
    findings TEXT NOT NULL,
    saved_by TEXT NOT NULL REFERENCES account (id),
    saved_at BIGINT NOT NULL
);
CREATE TABLE field_answer (
    slot TEXT NOT NULL REFERENCES panel_slot (id),
    question TEXT NOT NULL,
    answer TEXT NOT NULL,
    PRIMARY KEY (slot, question)
);
CREATE TABLE field_photo (
    id TEXT PRIMARY KEY,
    slot TEXT NOT NULL REFERENCES panel_slot (id),
    name TEXT NOT NULL,
    format TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    file TEXT NOT NULL,
    small TEXT,
    added_by TEXT NOT NULL REFERENCES account (id),
    added_at BIGINT NOT NULL,
    removed_at BIGINT
);
CREATE INDEX field_photo_slot ON field_photo (slot);
