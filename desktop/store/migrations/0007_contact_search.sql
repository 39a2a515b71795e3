-- What finds contacts, see store/contact_search. It keeps no text of its own: what a row says is in contacts
CREATE VIRTUAL TABLE contacts_fts USING fts5(
    name, numbers, content='', contentless_delete=1, tokenize='trigram'
);
-- Another number after each change of what is shown: whoever keeps the list's order reads it again then
CREATE TABLE contacts_revision (revision INTEGER NOT NULL);
INSERT INTO contacts_revision VALUES (0);
