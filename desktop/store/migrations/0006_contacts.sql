-- Contacts as they are shown: the provider's entry with the edits that wait laid over it. A card is a JSON
-- array: the name, then a text for each place that the phonebook has for a number
CREATE TABLE contacts (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    account_id INTEGER NOT NULL REFERENCES accounts ON DELETE CASCADE,
    provider_id TEXT,                         -- null: not known yet, or an entry without one
    there TEXT,                               -- card of the provider's last list; null: it was in none yet
    name TEXT NOT NULL,
    numbers TEXT NOT NULL,                    -- JSON array: for each place its text, and E.164 or null
    folded TEXT NOT NULL,                     -- the name without case and accents
    letter TEXT NOT NULL,                     -- the heading it stands under
    shown INTEGER NOT NULL DEFAULT 1,         -- 0 while its deletion waits
    read_only INTEGER NOT NULL DEFAULT 0,
    favourite INTEGER NOT NULL DEFAULT 0,
    UNIQUE (account_id, provider_id)
);
CREATE INDEX contacts_by_letter ON contacts (letter, folded, id, account_id) WHERE shown;
CREATE INDEX contacts_favourite ON contacts (letter, folded, id) WHERE shown AND favourite;

-- The numbers of contacts that are shown. number: as calls have it; key: what search looks in
CREATE TABLE contact_numbers (
    contact_id INTEGER NOT NULL REFERENCES contacts ON DELETE CASCADE,
    place INTEGER NOT NULL,
    account_id INTEGER NOT NULL,
    label TEXT NOT NULL,
    raw TEXT NOT NULL,
    number TEXT NOT NULL,
    key TEXT NOT NULL,
    PRIMARY KEY (contact_id, place)
) WITHOUT ROWID;
CREATE INDEX contact_numbers_by_number ON contact_numbers (number, account_id, contact_id);

-- The outbox: what is not at the provider yet. Those of one contact are sent in the order of their ids.
-- Times in microseconds
CREATE TABLE contact_edits (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    account_id INTEGER NOT NULL REFERENCES accounts ON DELETE CASCADE,
    contact_id INTEGER NOT NULL REFERENCES contacts ON DELETE CASCADE,
    kind TEXT NOT NULL,                       -- Pending
    state TEXT NOT NULL,                      -- EditState
    seen TEXT,                                -- card the person saw; null for an addition
    wanted TEXT,                              -- card the person wants; null for a deletion
    there TEXT,                               -- of a conflict: the card found; null: the entry is gone
    since INTEGER,                            -- of a conflict: when it was found
    due_at INTEGER,                           -- it is not sent before
    sent_at INTEGER,                          -- when a request of it last left
    tries INTEGER NOT NULL DEFAULT 0,         -- how often it was tried in vain
    error TEXT                                -- the sentence why it is not sent
);
CREATE INDEX contact_edits_by_contact ON contact_edits (contact_id, id);
CREATE INDEX contact_edits_by_account ON contact_edits (account_id, state, id);

CREATE TABLE contact_trash (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    account_id INTEGER NOT NULL REFERENCES accounts ON DELETE CASCADE,
    contact_id INTEGER,                       -- while its deletion waits: the contact
    card TEXT NOT NULL,
    favourite INTEGER NOT NULL,
    deleted_at INTEGER NOT NULL
);
CREATE INDEX contact_trash_by_time ON contact_trash (deleted_at);
CREATE INDEX contact_trash_by_contact ON contact_trash (contact_id) WHERE contact_id IS NOT NULL;

CREATE TABLE books (
    account_id INTEGER PRIMARY KEY REFERENCES accounts ON DELETE CASCADE,
    listed_at INTEGER,                        -- when it was last read whole
    places TEXT NOT NULL,                     -- JSON array: what the places for numbers are called
    region TEXT                               -- the one that contact_numbers were read with
);

-- Entries that an account's list once had: one of these that comes back is none that was just added
CREATE TABLE book_gone (
    account_id INTEGER NOT NULL REFERENCES accounts ON DELETE CASCADE,
    provider_id TEXT NOT NULL,
    PRIMARY KEY (account_id, provider_id)
) WITHOUT ROWID;
