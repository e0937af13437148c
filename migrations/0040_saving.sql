-- A text that lost a conflict waits beside the present one until somebody chooses; every version
-- tells the device it was written on, and every attempt what became of it.
ALTER TABLE section ADD COLUMN device TEXT NOT NULL DEFAULT '';
ALTER TABLE section_history ADD COLUMN device TEXT NOT NULL DEFAULT '';
ALTER TABLE section_history ADD COLUMN settled_at BIGINT;
ALTER TABLE section_op ADD COLUMN branch TEXT;
ALTER TABLE section_op ADD COLUMN overtaken_at BIGINT;
