"""Uploads and the mirror of campaigns' numbers: a second encrypted file with a writer of its own.

A million rows are written without the calls' writer waiting, and every commit reaches the disk: that a piece
was being sent is known even after the power failed.
"""

from pathlib import Path
from typing import Self

from desktop.store.connection import as_trouble, open_encrypted, raw_key, use_wal
from desktop.store.migrate import migrate
from desktop.store.store import Store
from desktop.store.writer import Writer

UPLOADS = "uploads.db"
_FULL = 2
_CACHE_KIB = 24_576

# An upload's rows have ids from `upload << 32`, in the file's order, so that a span of rows is a span of ids
# and each index reads in that order. `number` is NULL where it is as `raw`. A key is the digits of
# `numbers.campaign_key` behind a 1, which keeps their zeros, as a whole number. `own_verdict` and
# `own_reason` are what a row is by itself, where what others are makes it something else.
_FIRST = """
CREATE TABLE uploads (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    campaign_id TEXT NOT NULL,
    campaign TEXT NOT NULL,
    account_id TEXT NOT NULL,
    source TEXT NOT NULL,
    fingerprint TEXT,
    variables INTEGER NOT NULL,
    region TEXT,
    state TEXT NOT NULL,
    rows INTEGER NOT NULL DEFAULT 0,
    made_at INTEGER NOT NULL,
    began_at INTEGER,
    ended_at INTEGER,
    reason TEXT NOT NULL DEFAULT '',
    trouble TEXT,
    retry_at INTEGER,
    most_rows INTEGER
);
CREATE INDEX uploads_by_campaign ON uploads (campaign_id);

CREATE TABLE rows (
    id INTEGER PRIMARY KEY,
    line INTEGER NOT NULL,
    raw TEXT NOT NULL,
    number TEXT,
    variables TEXT NOT NULL,
    key INTEGER,
    verdict TEXT NOT NULL,
    reason TEXT NOT NULL,
    own_verdict TEXT,
    own_reason TEXT,
    chosen INTEGER,
    state TEXT NOT NULL,
    piece INTEGER
);
CREATE INDEX rows_by_verdict ON rows (verdict);
CREATE INDEX rows_by_state ON rows (state);

CREATE TABLE keys (
    upload INTEGER NOT NULL,
    key INTEGER NOT NULL,
    row INTEGER NOT NULL,
    PRIMARY KEY (upload, key, row)
) WITHOUT ROWID;

CREATE TABLE tallies (
    upload INTEGER NOT NULL,
    what TEXT NOT NULL,
    rows INTEGER NOT NULL,
    PRIMARY KEY (upload, what)
) WITHOUT ROWID;

CREATE TABLE pieces (
    upload INTEGER NOT NULL,
    number INTEGER NOT NULL,
    from_row INTEGER NOT NULL,
    to_row INTEGER NOT NULL,
    first INTEGER NOT NULL,
    rows INTEGER NOT NULL,
    state TEXT NOT NULL,
    unknown INTEGER NOT NULL DEFAULT 0,
    said TEXT NOT NULL DEFAULT '',
    sent_at INTEGER,
    took_ms INTEGER,
    PRIMARY KEY (upload, number)
) WITHOUT ROWID;

CREATE TABLE listings (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    campaign_id TEXT NOT NULL,
    account_id TEXT NOT NULL,
    began_at INTEGER NOT NULL,
    page_at INTEGER NOT NULL,
    ended_at INTEGER,
    next INTEGER NOT NULL DEFAULT 0,
    total INTEGER,
    seconds REAL NOT NULL DEFAULT 0
);
CREATE INDEX listings_by_campaign ON listings (campaign_id);

CREATE TABLE mirror (
    key INTEGER NOT NULL,
    campaign_id INTEGER NOT NULL,
    listing INTEGER NOT NULL,
    PRIMARY KEY (key, campaign_id)
) WITHOUT ROWID;
"""
STEPS = (_FIRST,)


class UploadStore(Store):
    """The uploads' file. It holds what nobody else has: one that cannot be read is never made anew."""

    @classmethod
    def open(cls, folder: Path, key: bytes) -> Self:
        """Open or make the file. Raises `Trouble` STORE_NEWER, STORE_DAMAGED, DISK."""
        path, secret = folder / UPLOADS, raw_key(key)
        with as_trouble():
            db = open_encrypted(path, secret)
            try:
                if db.pragma("user_version") == 0:
                    db.pragma("auto_vacuum", 2)  # only takes effect before the first table
                use_wal(db)
                db.pragma("synchronous", _FULL)
                db.pragma("cache_size", -_CACHE_KIB)
                migrate(db, path, STEPS)
            except BaseException:
                db.close()
                raise
        return cls(path, secret, Writer(db))
