-- What became of opening each link of the form, when, and when it is tried again. Empty
-- "checked_at" is "nobody could tell yet".
CREATE TABLE link (
    edition TEXT NOT NULL REFERENCES edition (slug),
    address TEXT NOT NULL,
    reach TEXT NOT NULL,
    checked_at BIGINT,
    asked_at BIGINT NOT NULL,
    tries BIGINT NOT NULL,
    next_at BIGINT NOT NULL,
    PRIMARY KEY (edition, address)
);
CREATE INDEX link_asked ON link (edition, asked_at);
