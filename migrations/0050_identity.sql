-- Page 0 counts its changes, its earlier answers are in the history of the texts (fields that begin
-- with "identity."), and every form that brought it is remembered with what was typed in it: the
-- same form may come again, and stands on what it brought before.
ALTER TABLE proposal ADD COLUMN identity_rev BIGINT NOT NULL DEFAULT 0;
CREATE TABLE identity_op (
    proposal TEXT NOT NULL REFERENCES proposal (id),
    op TEXT NOT NULL,
    attempt TEXT NOT NULL,
    typed TEXT NOT NULL,
    made_by TEXT NOT NULL REFERENCES account (id),
    at BIGINT NOT NULL,
    PRIMARY KEY (proposal, op)
);
CREATE INDEX identity_op_made_by ON identity_op (made_by, at);
