-- Up to which call, and when, an account was looked through for missed calls to tell of. Null while its
-- history is read for the first time: none of that is news.
ALTER TABLE accounts ADD COLUMN told_call INTEGER;
ALTER TABLE accounts ADD COLUMN told_at INTEGER;
-- Missed calls that a person was told of, or would have been, and has not looked at yet
CREATE TABLE missed_news (call_id INTEGER PRIMARY KEY REFERENCES calls ON DELETE CASCADE);
