-- Times are seconds since 1970 in UTC unless said. Ids that the program shows are these rowids as text;
-- AUTOINCREMENT where one that was forgotten must never come back for something else.

CREATE TABLE accounts (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    provider TEXT NOT NULL,
    name TEXT NOT NULL UNIQUE,
    fields TEXT NOT NULL,                     -- JSON object, never a secret
    state TEXT NOT NULL DEFAULT 'ok',
    trouble TEXT,
    missing TEXT,                             -- JSON object: ability -> reason
    grant_text TEXT,
    last_sync INTEGER,
    calls INTEGER NOT NULL DEFAULT 0          -- how many it has: counting a million takes 10 ms
);

-- presence: 'listed' by the provider; 'gone' from its list; 'mentioned' by a call only
CREATE TABLE lines (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    account_id INTEGER NOT NULL REFERENCES accounts ON DELETE CASCADE,
    provider_id TEXT NOT NULL,
    name TEXT,
    number TEXT,
    extension TEXT,
    status TEXT NOT NULL DEFAULT 'unknown',
    settings TEXT NOT NULL DEFAULT '{}',      -- JSON object of LineSettings
    presence TEXT NOT NULL,
    UNIQUE (account_id, provider_id)
);

-- The distinct far sides of calls. key: digits as people type them, for search. The full-text tables are
-- written with a statement for many rows, not by triggers: those flush it at every row, 20 times slower
CREATE TABLE numbers (
    id INTEGER PRIMARY KEY,
    number TEXT NOT NULL UNIQUE,
    key TEXT NOT NULL
);
CREATE VIRTUAL TABLE numbers_fts USING fts5(
    key, content='numbers', content_rowid='id', tokenize='trigram', columnsize=0
);

CREATE TABLE calls (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    account_id INTEGER NOT NULL REFERENCES accounts ON DELETE CASCADE,
    provider_id TEXT NOT NULL,
    sorted_at INTEGER NOT NULL,
    direction TEXT NOT NULL,
    outcome TEXT NOT NULL,
    caller TEXT,
    callee TEXT,
    answered_by TEXT,
    other_id INTEGER,                         -- numbers
    line_id INTEGER,                          -- lines
    answered_line_id INTEGER,                 -- lines
    registered_at INTEGER,
    started_at INTEGER,
    answered_at INTEGER,
    ended_at INTEGER,
    wait_s INTEGER,
    duration_s INTEGER,
    recording_url TEXT,
    tag_ids TEXT,                             -- ids of tags joined by commas; as call_tags has them
    raw_type TEXT,
    raw_status TEXT,
    has_transcript INTEGER,                   -- null until it was asked for
    talk_s INTEGER AS (CASE WHEN outcome = 'answered' THEN coalesce(duration_s, 0) ELSE 0 END) VIRTUAL,
    UNIQUE (account_id, provider_id)
);
CREATE INDEX calls_by_time ON calls (sorted_at);
-- More indexes come when the first sync has ended: calls.indexes_ready

CREATE TABLE tags (
    id INTEGER PRIMARY KEY,
    account_id INTEGER NOT NULL REFERENCES accounts ON DELETE CASCADE,
    provider_id TEXT NOT NULL,
    name TEXT NOT NULL,
    folded TEXT NOT NULL,                     -- the name without case and accents
    colour TEXT,
    description TEXT,
    UNIQUE (account_id, provider_id)
);
CREATE TABLE call_tags (
    tag_id INTEGER NOT NULL REFERENCES tags ON DELETE CASCADE,
    call_id INTEGER NOT NULL,
    PRIMARY KEY (tag_id, call_id)
) WITHOUT ROWID;

-- How far the history was read: windows of time, each with the token of its next page
CREATE TABLE windows (
    account_id INTEGER NOT NULL REFERENCES accounts ON DELETE CASCADE,
    start_at INTEGER NOT NULL,                -- microseconds
    end_at INTEGER NOT NULL,                  -- microseconds
    token TEXT,
    done INTEGER NOT NULL,
    seen INTEGER NOT NULL,
    PRIMARY KEY (account_id, start_at, end_at)
) WITHOUT ROWID;

CREATE TABLE attempts (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    account_id INTEGER NOT NULL REFERENCES accounts ON DELETE CASCADE,
    line_id INTEGER NOT NULL REFERENCES lines ON DELETE CASCADE,
    number TEXT NOT NULL,
    source TEXT,
    state TEXT NOT NULL,
    created_at INTEGER NOT NULL,              -- microseconds
    provider_id TEXT,
    request_id TEXT,
    trouble TEXT,
    call_id INTEGER
);
CREATE INDEX attempts_by_time ON attempts (created_at);
CREATE INDEX attempts_by_number ON attempts (number, created_at);
CREATE UNIQUE INDEX attempts_by_call ON attempts (call_id) WHERE call_id IS NOT NULL;

CREATE TABLE transcripts (
    call_id INTEGER PRIMARY KEY,
    state TEXT NOT NULL,
    summary TEXT
);
CREATE TABLE segments (
    id INTEGER PRIMARY KEY,
    call_id INTEGER NOT NULL,
    start_s REAL NOT NULL,
    end_s REAL NOT NULL,
    speaker TEXT NOT NULL,
    channel INTEGER,
    text TEXT NOT NULL
);
CREATE INDEX segments_by_call ON segments (call_id);
CREATE VIRTUAL TABLE segments_fts USING fts5(
    text, content='segments', content_rowid='id', tokenize='unicode61 remove_diacritics 2'
);

-- What only a provider could answer: which of its calls fit a question
CREATE TABLE answers (
    id INTEGER PRIMARY KEY,
    account_id INTEGER NOT NULL REFERENCES accounts ON DELETE CASCADE,
    kind TEXT NOT NULL,
    folded TEXT NOT NULL,                     -- the question's text without case and accents
    asked_at INTEGER NOT NULL,
    UNIQUE (account_id, kind, folded)
);
CREATE TABLE answer_calls (
    answer_id INTEGER NOT NULL REFERENCES answers ON DELETE CASCADE,
    provider_id TEXT NOT NULL,
    PRIMARY KEY (answer_id, provider_id)
) WITHOUT ROWID;
