-- Whether a person was told what became of an attempt: the window may have ended in the middle of it.
ALTER TABLE attempts ADD COLUMN told INTEGER NOT NULL DEFAULT 0;
UPDATE attempts SET told = 1;
CREATE INDEX attempts_untold ON attempts (id) WHERE told = 0;
