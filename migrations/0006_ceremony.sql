-- The show: one row of live state, and the presses that made it, so that none counts twice.
CREATE TABLE show (
    slug TEXT PRIMARY KEY,
    edition TEXT NOT NULL REFERENCES edition (slug),
    epoch BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    cue BIGINT NOT NULL,
    phase TEXT NOT NULL,
    seen BIGINT NOT NULL,
    began BIGINT NOT NULL,
    started_at BIGINT NOT NULL,
    pressed_at BIGINT NOT NULL,
    blank_at BIGINT,
    hold_at BIGINT,
    opened_at BIGINT,
    published_at BIGINT,
    theme TEXT NOT NULL
);
CREATE TABLE show_op (
    show TEXT NOT NULL REFERENCES show (slug),
    op TEXT NOT NULL,
    seq BIGINT NOT NULL,
    PRIMARY KEY (show, op)
);
