-- Pages of a submitted proposal that the committee opens again, with what is to be mended and until
-- when; "pages" are their parts of the address, joined by spaces. It ends with the next submission,
-- or when the committee takes it back.
CREATE TABLE repair (
    id TEXT PRIMARY KEY,
    edition TEXT NOT NULL REFERENCES edition (slug),
    proposal TEXT NOT NULL REFERENCES proposal (id),
    pages TEXT NOT NULL,
    message TEXT NOT NULL,
    closes BIGINT NOT NULL,
    made_by TEXT NOT NULL REFERENCES account (id),
    made_at BIGINT NOT NULL,
    ended_at BIGINT
);
CREATE INDEX repair_proposal ON repair (proposal);
CREATE INDEX repair_edition ON repair (edition, ended_at);
