"""The encrypted SQLite cache of one profile. The only floor that imports apsw; it knows nobody above."""

from desktop.store.connection import Db
from desktop.store.media import Media
from desktop.store.store import Store
from desktop.store.upload_store import UploadStore

__all__ = ["Db", "Media", "Store", "UploadStore"]
