-- Proposals that every judge scores before the queue opens, with what a reference panel gave and why
-- ("document" is a JSON text), and what a judge gave. None of it counts.
CREATE TABLE benchmark (
    edition TEXT NOT NULL REFERENCES edition (slug),
    key TEXT NOT NULL,
    position BIGINT NOT NULL,
    document TEXT NOT NULL,
    PRIMARY KEY (edition, key)
);
CREATE TABLE benchmark_sheet (
    edition TEXT NOT NULL REFERENCES edition (slug),
    benchmark TEXT NOT NULL,
    judge TEXT NOT NULL REFERENCES account (id),
    marks TEXT NOT NULL,
    saved_at BIGINT NOT NULL,
    sent_at BIGINT,
    PRIMARY KEY (edition, benchmark, judge)
);
