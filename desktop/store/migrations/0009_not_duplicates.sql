-- Contacts that look like one, of which a person said that they are not: a digest of what is alike and whose
CREATE TABLE not_duplicates (
    digest TEXT PRIMARY KEY,
    said_at INTEGER NOT NULL                  -- seconds
) WITHOUT ROWID;
