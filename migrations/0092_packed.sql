-- The figures of a show that was packed into a file: where it is unpacked there are no proposals to count.
CREATE TABLE show_figures (
    edition TEXT PRIMARY KEY REFERENCES edition (slug),
    document TEXT NOT NULL
);
