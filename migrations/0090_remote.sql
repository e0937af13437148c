-- Who holds the remote of a show; whoever stops giving signs of life loses it to the next press.
CREATE TABLE show_lease (
    show TEXT PRIMARY KEY REFERENCES show (slug),
    account TEXT NOT NULL REFERENCES account (id),
    since BIGINT NOT NULL,
    beat_at BIGINT NOT NULL
);
-- A number that lets one more device press in an operator's name, once and for a few minutes.
CREATE TABLE show_pairing (
    id TEXT PRIMARY KEY,
    show TEXT NOT NULL,
    code_hash TEXT NOT NULL UNIQUE,
    account TEXT NOT NULL REFERENCES account (id),
    made_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT
);
-- A session of a paired device can do no more than it was paired for: the only role it has, if one is named.
ALTER TABLE session ADD COLUMN role TEXT;
