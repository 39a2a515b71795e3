-- Since when a transcript that is being made is known to be; a restart goes on counting from there
ALTER TABLE transcripts ADD COLUMN asked_at INTEGER;
