-- A panel hears the finalists once the desk's scores are closed. Each panelist has a sheet for each
-- finalist; "typed_by" is whoever typed a sheet that was written on paper, "confirmed_by" the second
-- person who compared it. A sheet counts once it is sent.
CREATE TABLE panel (
    edition TEXT PRIMARY KEY REFERENCES edition (slug),
    starts_at BIGINT NOT NULL,
    convened_by TEXT NOT NULL REFERENCES account (id),
    convened_at BIGINT NOT NULL,
    closed_by TEXT REFERENCES account (id),
    closed_at BIGINT
);
CREATE TABLE panel_slot (
    id TEXT PRIMARY KEY,
    edition TEXT NOT NULL REFERENCES edition (slug),
    proposal TEXT NOT NULL REFERENCES proposal (id),
    position BIGINT NOT NULL,
    begun_at BIGINT,
    ended_at BIGINT,
    UNIQUE (edition, proposal)
);
CREATE TABLE panel_sheet (
    id TEXT PRIMARY KEY,
    slot TEXT NOT NULL REFERENCES panel_slot (id),
    judge TEXT NOT NULL REFERENCES account (id),
    saved_at BIGINT,
    sent_at BIGINT,
    typed_by TEXT REFERENCES account (id),
    typed_at BIGINT,
    confirmed_by TEXT REFERENCES account (id),
    UNIQUE (slot, judge)
);
CREATE INDEX panel_sheet_judge ON panel_sheet (judge);
CREATE TABLE panel_score (
    sheet TEXT NOT NULL REFERENCES panel_sheet (id),
    criterion TEXT NOT NULL,
    value BIGINT NOT NULL,
    PRIMARY KEY (sheet, criterion)
);
-- What is typed into a sheet saves itself, as every other text does.
CREATE TABLE panel_mark (
    sheet TEXT NOT NULL REFERENCES panel_sheet (id),
    field TEXT NOT NULL,
    rev BIGINT NOT NULL,
    value TEXT NOT NULL,
    saved_at BIGINT NOT NULL,
    saved_by TEXT NOT NULL,
    device TEXT NOT NULL,
    PRIMARY KEY (sheet, field)
);
CREATE TABLE panel_mark_history (
    id TEXT PRIMARY KEY,
    sheet TEXT NOT NULL REFERENCES panel_sheet (id),
    field TEXT NOT NULL,
    rev BIGINT NOT NULL,
    value TEXT NOT NULL,
    saved_at BIGINT NOT NULL,
    saved_by TEXT NOT NULL,
    device TEXT NOT NULL,
    branch_at BIGINT,
    settled_at BIGINT
);
CREATE INDEX panel_mark_history_sheet ON panel_mark_history (sheet, field);
CREATE TABLE panel_mark_op (
    op TEXT NOT NULL,
    sheet TEXT NOT NULL REFERENCES panel_sheet (id),
    field TEXT NOT NULL,
    rev BIGINT NOT NULL,
    at BIGINT NOT NULL,
    branch TEXT,
    overtaken_at BIGINT,
    PRIMARY KEY (sheet, field, op)
);
