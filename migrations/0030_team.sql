-- An invitation may be to write a proposal with its owner: once used, it is the membership, and
-- revoking it ends the membership. An unused one that is revoked is dead.
ALTER TABLE invitation ADD COLUMN proposal TEXT;
ALTER TABLE invitation ADD COLUMN revoked_at BIGINT;
CREATE INDEX invitation_proposal ON invitation (proposal, used_by);
CREATE INDEX invitation_agency ON invitation (agency);
