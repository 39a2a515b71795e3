-- What a person was told of by a notice of the desktop, so that nobody is told twice. `held` has the kind of
-- what was held back while it was quiet, until that has been said.
CREATE TABLE told (
    id TEXT PRIMARY KEY,
    at INTEGER NOT NULL,                      -- seconds
    held TEXT
) WITHOUT ROWID;
