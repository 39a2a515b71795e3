-- Numbers that must not be called
CREATE TABLE do_not_call (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,                 -- the digits that spellings of the number have in common
    number TEXT NOT NULL,                     -- E.164 where it can be
    reason TEXT NOT NULL,
    source TEXT NOT NULL,
    added_at INTEGER NOT NULL,                -- seconds
    digits TEXT NOT NULL,                     -- all spellings, to be searched
    words TEXT NOT NULL                       -- reason and source, folded
);
CREATE INDEX do_not_call_by_time ON do_not_call (added_at DESC, id DESC);
