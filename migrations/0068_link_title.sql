-- What the page or film behind a link calls itself.
ALTER TABLE link ADD COLUMN title TEXT NOT NULL DEFAULT '';
