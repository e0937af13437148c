-- Until when one assignment stays open after scoring has closed: a further read that was asked for late.
ALTER TABLE assignment ADD COLUMN open_until BIGINT;
