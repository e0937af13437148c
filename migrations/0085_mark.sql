-- What a judge types saves itself as the form's texts do: each score, note and comment of a sheet is
-- a text with its own revisions ("field" is its name on the page). What it says is read into "score"
-- and "score_sheet" in the same transaction; everything that counts is counted from those.
CREATE TABLE mark (
    assignment TEXT NOT NULL REFERENCES assignment (id),
    field TEXT NOT NULL,
    rev BIGINT NOT NULL,
    value TEXT NOT NULL,
    saved_at BIGINT NOT NULL,
    saved_by TEXT NOT NULL,
    device TEXT NOT NULL,
    PRIMARY KEY (assignment, field)
);
CREATE TABLE mark_history (
    id TEXT PRIMARY KEY,
    assignment TEXT NOT NULL REFERENCES assignment (id),
    field TEXT NOT NULL,
    rev BIGINT NOT NULL,
    value TEXT NOT NULL,
    saved_at BIGINT NOT NULL,
    saved_by TEXT NOT NULL,
    device TEXT NOT NULL,
    branch_at BIGINT,
    settled_at BIGINT
);
CREATE INDEX mark_history_assignment ON mark_history (assignment, field);
CREATE TABLE mark_op (
    op TEXT NOT NULL,
    assignment TEXT NOT NULL REFERENCES assignment (id),
    field TEXT NOT NULL,
    rev BIGINT NOT NULL,
    at BIGINT NOT NULL,
    branch TEXT,
    overtaken_at BIGINT,
    PRIMARY KEY (assignment, field, op)
);
-- Sheets from before: hundredths as they are typed, then notes and comments.
INSERT INTO mark (assignment, field, rev, value, saved_at, saved_by, device)
SELECT s.assignment, s.criterion || '-score', 1,
    CAST(s.value / 100 AS TEXT) || CASE
        WHEN s.value % 100 = 0 THEN ''
        WHEN s.value % 100 < 10 THEN ',0' || CAST(s.value % 100 AS TEXT)
        WHEN s.value % 10 = 0 THEN ',' || CAST(s.value % 100 / 10 AS TEXT)
        ELSE ',' || CAST(s.value % 100 AS TEXT)
    END,
    t.saved_at, a.judge, ''
FROM score s
JOIN score_sheet t ON t.assignment = s.assignment
JOIN assignment a ON a.id = s.assignment
WHERE s.value IS NOT NULL;
INSERT INTO mark (assignment, field, rev, value, saved_at, saved_by, device)
SELECT s.assignment, s.criterion || '-note', 1, s.note, t.saved_at, a.judge, ''
FROM score s
JOIN score_sheet t ON t.assignment = s.assignment
JOIN assignment a ON a.id = s.assignment
WHERE s.note <> '';
INSERT INTO mark (assignment, field, rev, value, saved_at, saved_by, device)
SELECT t.assignment, 'comment', 1, t.comment, t.saved_at, a.judge, ''
FROM score_sheet t
JOIN assignment a ON a.id = t.assignment
WHERE t.comment <> '';
