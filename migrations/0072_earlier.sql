-- What competed in earlier editions, so that the same innovation is noticed when it comes again.
CREATE TABLE earlier_proposal (
    edition TEXT NOT NULL REFERENCES edition (slug),
    year BIGINT NOT NULL,
    title TEXT NOT NULL,
    place TEXT NOT NULL,
    PRIMARY KEY (edition, year, title)
);
