-- A sheet that was sent can come back; what it held each time it was sent, undone or opened stays
-- ("act" is 'sent', 'undone' or 'reopened'; "document" is the whole sheet as JSON text).
ALTER TABLE score_sheet ADD COLUMN reopened_at BIGINT;
CREATE TABLE score_history (
    id TEXT PRIMARY KEY,
    assignment TEXT NOT NULL REFERENCES assignment (id),
    act TEXT NOT NULL,
    by_account TEXT NOT NULL,
    at BIGINT NOT NULL,
    document TEXT NOT NULL
);
CREATE INDEX score_history_assignment ON score_history (assignment, at);
-- A judge asks for a sheet back; the committee answers.
CREATE TABLE reopening (
    id TEXT PRIMARY KEY,
    assignment TEXT NOT NULL REFERENCES assignment (id),
    reason TEXT NOT NULL,
    asked_at BIGINT NOT NULL,
    decided_by TEXT REFERENCES account (id),
    granted_at BIGINT,
    refused_at BIGINT
);
CREATE INDEX reopening_assignment ON reopening (assignment, asked_at);
