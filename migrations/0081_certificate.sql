-- A certificate's code follows from the seal; only what was taken back is stored.
CREATE TABLE certificate_revocation (
    code TEXT PRIMARY KEY,
    reason TEXT NOT NULL,
    revoked_by TEXT NOT NULL REFERENCES account (id),
    revoked_at BIGINT NOT NULL
);
