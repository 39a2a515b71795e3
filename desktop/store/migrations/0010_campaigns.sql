-- Campaigns as their providers tell of them. They stay when a list has them no more: uploads refer to them
CREATE TABLE campaigns (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    account_id INTEGER NOT NULL REFERENCES accounts ON DELETE CASCADE,
    provider_id TEXT NOT NULL,
    name TEXT NOT NULL,
    told TEXT NOT NULL,                       -- all else that was told, JSON
    read_at INTEGER NOT NULL,                 -- microseconds
    UNIQUE (account_id, provider_id)
);
CREATE INDEX campaigns_by_name ON campaigns (name);

-- Lists that a provider answers page by page, as far as pages are kept
CREATE TABLE listings (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    account_id INTEGER NOT NULL REFERENCES accounts ON DELETE CASCADE,
    campaign_id INTEGER REFERENCES campaigns ON DELETE CASCADE,   -- whose numbers these are; else campaigns
    query TEXT NOT NULL,                      -- what was asked, JSON
    total INTEGER NOT NULL DEFAULT 0,         -- how many rows there are, or are known
    exact INTEGER NOT NULL DEFAULT 0,
    kept INTEGER NOT NULL DEFAULT 0,          -- how many of them are here
    read_at INTEGER,                          -- when the first page was, microseconds
    used INTEGER NOT NULL,                    -- counts up: the lowest was read longest ago
    UNIQUE (account_id, query)
);
CREATE INDEX listings_by_use ON listings (used);
CREATE INDEX listings_by_campaign ON listings (campaign_id) WHERE campaign_id IS NOT NULL;
CREATE TABLE listed_campaigns (
    listing_id INTEGER NOT NULL REFERENCES listings ON DELETE CASCADE,
    place INTEGER NOT NULL,                   -- from 0
    campaign_id INTEGER NOT NULL REFERENCES campaigns ON DELETE CASCADE,
    PRIMARY KEY (listing_id, place)
) WITHOUT ROWID;
CREATE INDEX listed_campaigns_by_campaign ON listed_campaigns (campaign_id);
CREATE TABLE listed_numbers (
    listing_id INTEGER NOT NULL REFERENCES listings ON DELETE CASCADE,
    place INTEGER NOT NULL,
    provider_id TEXT NOT NULL,
    key TEXT NOT NULL,                        -- what the provider wants back to delete it
    number TEXT NOT NULL,
    variables TEXT NOT NULL,                  -- JSON
    extra TEXT NOT NULL,                      -- JSON
    PRIMARY KEY (listing_id, place)
) WITHOUT ROWID;

-- What a person calls the ids that a provider gives no names
CREATE TABLE campaign_labels (
    account_id INTEGER NOT NULL REFERENCES accounts ON DELETE CASCADE,
    kind TEXT NOT NULL,
    raw_id TEXT NOT NULL,
    label TEXT NOT NULL,
    PRIMARY KEY (account_id, kind, raw_id)
) WITHOUT ROWID;
