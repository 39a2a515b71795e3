-- What became of each account's requests, by half hours; see domain/health. Kept for a week
CREATE TABLE health (
    account_id INTEGER NOT NULL REFERENCES accounts ON DELETE CASCADE,
    start_at INTEGER NOT NULL,
    requests INTEGER NOT NULL,
    failures INTEGER NOT NULL,
    limited INTEGER NOT NULL,
    failed_at INTEGER,
    failed TEXT,
    PRIMARY KEY (account_id, start_at)
) WITHOUT ROWID;
