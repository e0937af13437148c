-- What is shown when, as data ("document" is a JSON text); a show without a row plays the usual order.
CREATE TABLE rundown (
    show TEXT PRIMARY KEY,
    rev BIGINT NOT NULL,
    document TEXT NOT NULL,
    changed_by TEXT NOT NULL REFERENCES account (id),
    changed_at BIGINT NOT NULL
);
CREATE TABLE rundown_history (
    show TEXT NOT NULL,
    rev BIGINT NOT NULL,
    document TEXT NOT NULL,
    changed_by TEXT NOT NULL,
    changed_at BIGINT NOT NULL,
    PRIMARY KEY (show, rev)
);
