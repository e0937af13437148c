-- One year's competition: its rules are one document, its phase is what people moved it to.
CREATE TABLE edition (
    slug TEXT PRIMARY KEY,
    document TEXT NOT NULL,
    phase TEXT NOT NULL,
    phase_rev BIGINT NOT NULL,
    clock_shift BIGINT NOT NULL,
    opened_at BIGINT NOT NULL
);
