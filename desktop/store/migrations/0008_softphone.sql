-- What this computer's softphone was handed has no line, and may be of no account
CREATE TABLE attempts_new (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    account_id INTEGER REFERENCES accounts ON DELETE CASCADE,
    line_id INTEGER REFERENCES lines ON DELETE CASCADE,
    number TEXT NOT NULL,
    source TEXT,
    state TEXT NOT NULL,
    created_at INTEGER NOT NULL,              -- microseconds
    provider_id TEXT,
    request_id TEXT,
    trouble TEXT,
    call_id INTEGER,
    told INTEGER NOT NULL DEFAULT 0
);
INSERT INTO attempts_new SELECT id, account_id, line_id, number, source, state, created_at, provider_id,
    request_id, trouble, call_id, told FROM attempts;
DELETE FROM sqlite_sequence WHERE name = 'attempts_new';
INSERT INTO sqlite_sequence (name, seq) SELECT 'attempts_new', seq FROM sqlite_sequence WHERE name = 'attempts';
DROP TABLE attempts;
ALTER TABLE attempts_new RENAME TO attempts;
CREATE INDEX attempts_by_time ON attempts (created_at);
CREATE INDEX attempts_by_number ON attempts (number, created_at);
CREATE UNIQUE INDEX attempts_by_call ON attempts (call_id) WHERE call_id IS NOT NULL;
CREATE INDEX attempts_untold ON attempts (id) WHERE told = 0;
