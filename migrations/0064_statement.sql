-- Once a year a judge states that they have looked for conflicts of interest among what they were
-- given; until then nothing of it is handed out to them.
CREATE TABLE conflict_statement (
    judge TEXT NOT NULL REFERENCES account (id),
    edition TEXT NOT NULL REFERENCES edition (slug),
    stated_at BIGINT NOT NULL,
    PRIMARY KEY (judge, edition)
);
