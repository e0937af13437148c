-- The public learns of which kind the reason of a revocation is; the reason itself stays in the office.
ALTER TABLE certificate_revocation ADD COLUMN kind TEXT NOT NULL DEFAULT 'other';
