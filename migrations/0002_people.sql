-- People, what they may do, and how they prove who they are.
CREATE TABLE agency (
    code TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    short TEXT NOT NULL
);
CREATE TABLE service_unit (
    code TEXT PRIMARY KEY,
    agency TEXT NOT NULL REFERENCES agency (code),
    name TEXT NOT NULL
);
CREATE TABLE account (
    id TEXT PRIMARY KEY,
    username TEXT NOT NULL UNIQUE,
    phone TEXT UNIQUE,
    name TEXT NOT NULL,
    password TEXT,
    agency TEXT REFERENCES agency (code),
    unit TEXT REFERENCES service_unit (code),
    created_at BIGINT NOT NULL,
    disabled_at BIGINT
);
CREATE TABLE account_role (
    account TEXT NOT NULL REFERENCES account (id),
    role TEXT NOT NULL,
    PRIMARY KEY (account, role)
);
CREATE TABLE session (
    token_hash TEXT PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    account TEXT NOT NULL REFERENCES account (id),
    created_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    device TEXT NOT NULL,
    address TEXT NOT NULL,
    ended_at BIGINT
);
CREATE INDEX session_account ON session (account);
CREATE TABLE sign_in_attempt (
    id TEXT PRIMARY KEY,
    who TEXT NOT NULL,
    at BIGINT NOT NULL
);
CREATE INDEX sign_in_attempt_who ON sign_in_attempt (who, at);
CREATE TABLE invitation (
    id TEXT PRIMARY KEY,
    code_hash TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    role TEXT NOT NULL,
    name TEXT NOT NULL,
    agency TEXT REFERENCES agency (code),
    unit TEXT REFERENCES service_unit (code),
    account TEXT REFERENCES account (id),
    created_by TEXT NOT NULL REFERENCES account (id),
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT,
    used_by TEXT REFERENCES account (id)
);
