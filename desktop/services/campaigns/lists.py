"""The list of an upload's rows that can be saved, before and after it is sent."""

import csv
from pathlib import Path

from desktop.services.export import defused
from desktop.services.files import whole_text
from desktop.services.threads import Stop
from desktop.store import UploadStore, uploads

_AT_ONCE = 2_000
HEADER = ("line", "number", "as_written", "verdict", "reason", "state")


def write_list(store: UploadStore, upload_id: str, file: Path, stop: Stop) -> int:
    """Write a CSV with a line for each row; returns how many. Runs in a thread of the caller's."""
    db = store.reader()
    try:
        with whole_text(file, encoding="utf-8-sig") as out:
            writer = csv.writer(out)
            writer.writerow(HEADER)
            after = -1
            while rows := uploads.page(db, upload_id, after, _AT_ONCE):
                stop()
                after = rows[-1].index
                for row in rows:
                    texts = (row.number, row.raw, row.verdict.value, row.reason, row.state.value)
                    writer.writerow([row.line or row.index + 1, *map(defused, texts)])
    finally:
        db.close()
    return after + 1
