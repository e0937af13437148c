-- Who reminded which judge on which day of the region's calendar; once a day at most.
CREATE TABLE nudge (
    judge TEXT NOT NULL REFERENCES account (id),
    day TEXT NOT NULL,
    nudged_by TEXT NOT NULL REFERENCES account (id),
    nudged_at BIGINT NOT NULL,
    -- When a letter was put into the outbox, if the judge has an address.
    mailed_at BIGINT,
    PRIMARY KEY (judge, day)
);
