"""Uploads and their rows: the million of a file as well as the one that a person typed.

How many rows have which verdict and state is kept beside them (`tallies`); `upload_changes` is what changes
rows that are there.
"""

# ruff: noqa: S608 - only text of our own is put together; values are parameters

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from desktop.domain.errors import ErrorKind
from desktop.domain.uploads import RowState, RowVerdict, Upload, UploadRow, UploadState
from desktop.store import upload_pieces
from desktop.store.connection import Db
from desktop.store.times import from_micros, to_micros
from desktop.store.upload_pieces import SHIFT

MOST_ROWS = 1 << SHIFT
MAKING = "making"
"""The state of an upload whose rows are still being written; nobody sees it, and a crash leaves it behind."""

_COLUMNS = (
    "id, campaign_id, campaign, account_id, source, variables, region, state, rows, made_at, began_at, "
    "ended_at, reason, trouble, retry_at, most_rows"
)
ROW = "id, line, raw, coalesce(number, raw), variables, verdict, reason, state, piece"
GOES_IN = frozenset({RowVerdict.OK, RowVerdict.REPAIRED, RowVerdict.WARNING})
"""Verdicts of rows that are sent unless a person leaves them out."""
CHANGES = "changes of "
"""Before a verdict or a state in `tallies`: how often rows came to it or left it since they were checked."""
_FIRST_STATES = {each: "waiting" if each in GOES_IN else "left_out" for each in RowVerdict}
_AT_ONCE = 500
_MARK = "\x1f"  # before each variable


class Judged(NamedTuple):
    """A row of a file as it is by itself. `number` is None where it is as `raw`, `key` where it has none."""

    line: int
    raw: str
    number: str | None
    variables: tuple[str, ...]
    key: int | None
    verdict: RowVerdict
    reason: str


class Keyed(NamedTuple):
    """A row among those with its number, at an index; `own_...` is what it is by itself."""

    at: int
    line: int
    verdict: RowVerdict
    reason: str
    own_verdict: RowVerdict
    own_reason: str


class Sentence(NamedTuple):
    """What a row at an index is to be, because of others or of lists."""

    at: int
    verdict: RowVerdict
    reason: str


@dataclass(frozen=True, slots=True)
class Made:
    """What is known of an upload before its rows are."""

    campaign_id: str
    campaign: str
    account_id: str
    source: str
    variables: int
    region: str | None
    fingerprint: str | None
    made_at: datetime


def key_of(digits: str) -> int | None:
    """Return a campaign key as the store keeps it; None for none, and for what is no number's."""
    return int(f"1{digits}") if digits and len(digits) <= 17 else None


def digits_of(key: int) -> str:
    """Return a key's digits."""
    return str(key)[1:]


# -- making


def make(db: Db, made: Made) -> str:
    """Begin an upload that nobody sees yet; returns its id."""
    db.execute(
        "INSERT INTO uploads (campaign_id, campaign, account_id, source, variables, region, state, "
        "fingerprint, made_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            made.campaign_id,
            made.campaign,
            made.account_id,
            made.source,
            made.variables,
            made.region,
            MAKING,
            made.fingerprint,
            to_micros(made.made_at),
        ),
    )
    return str(db.last_insert_rowid())


def append(db: Db, upload_id: str, first: int, rows: Sequence[Judged]) -> None:
    """Add rows, the first of them at index `first`; `index` makes them findable by their numbers.

    Does nothing for an upload that was given up meanwhile.
    """
    if db.execute("SELECT 1 FROM uploads WHERE id = ?", (int(upload_id),)).get is None:
        return
    base = (int(upload_id) << SHIFT) + first
    db.executemany(
        "INSERT INTO rows (id, line, raw, number, variables, key, verdict, reason, state) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (at, line, raw, number, pack(variables), key, verdict, reason, _FIRST_STATES[verdict])
            for at, (line, raw, number, variables, key, verdict, reason) in enumerate(rows, base)
        ],
    )


def index(db: Db, upload_id: str, first: int, last: int) -> None:
    """Let rows be found by their numbers, from index `first` to before `last`.

    Many at once and in the numbers' order: one after the other, each would change another page.
    """
    base = int(upload_id) << SHIFT
    db.execute(
        "INSERT INTO keys SELECT ?, key, id FROM rows WHERE id >= ? AND id < ? AND key IS NOT NULL "
        "ORDER BY key, id",
        (int(upload_id), base + first, base + last),
    )


def pack(variables: Sequence[str]) -> str:
    """Spell a row's variables as one text; they have no control characters."""
    return _MARK + _MARK.join(variables) if variables else ""


def unpack(packed: str) -> tuple[str, ...]:
    """Read what `pack` spelled."""
    return tuple(packed.split(_MARK)[1:])


def finish(db: Db, upload_id: str) -> Upload:
    """Count the rows and let the upload be seen."""
    number = int(upload_id)
    db.execute("DELETE FROM tallies WHERE upload = ?", (number,))
    for column, values in (("verdict", RowVerdict), ("state", RowState)):
        for value in values:  # one by one, each from its index: grouping would sort all rows in memory
            db.execute(
                f"INSERT INTO tallies SELECT ?, ?, count(*) FROM rows INDEXED BY rows_by_{column} "
                f"WHERE {column} = ? AND id BETWEEN ? AND ?",
                (number, value, value, *span(upload_id)),
            )
    rows = db.execute("SELECT count(*) FROM rows WHERE id BETWEEN ? AND ?", span(upload_id)).get
    db.execute("UPDATE uploads SET state = ?, rows = ? WHERE id = ?", (UploadState.CHECKED, rows, number))
    found = get(db, upload_id)
    assert found is not None
    return found


def span(upload_id: str) -> tuple[int, int]:
    """Return the first and the last id that an upload's rows can have."""
    base = int(upload_id) << SHIFT
    return base, base + MOST_ROWS - 1


# -- reading uploads


def is_id(text: str) -> bool:
    """Whether a text can be an upload's id."""
    return text.isascii() and text.isdecimal() and len(text) <= 9


def get(db: Db, upload_id: str) -> Upload | None:
    """Read an upload; None when there is none."""
    if not is_id(upload_id):
        return None
    return next(_uploads(db, "id = ?", (int(upload_id),)), None)


def making(db: Db, upload_id: str) -> Upload:
    """Read an upload whose rows are still being written."""
    row = db.execute(f"SELECT {_COLUMNS} FROM uploads WHERE id = ?", (int(upload_id),)).get
    return _upload(db, (*row[:7], UploadState.CHECKED, *row[8:]))


def with_fingerprint(db: Db, campaign_id: str, fingerprint: str) -> list[Upload]:
    """Return the uploads of the same file for the same campaign, the newest first."""
    return list(_uploads(db, "campaign_id = ? AND fingerprint = ?", (campaign_id, fingerprint)))


def every(db: Db) -> list[Upload]:
    """Return all uploads, the newest first."""
    return list(_uploads(db, "1", ()))


def _uploads(db: Db, where: str, values: tuple[object, ...]) -> Iterator[Upload]:
    found = db.execute(
        f"SELECT {_COLUMNS} FROM uploads WHERE {where} AND state <> ? ORDER BY id DESC",
        (*values, MAKING),
    ).fetchall()
    for row in found:
        yield _upload(db, row)


def _upload(db: Db, row: tuple[Any, ...]) -> Upload:
    number, *texts, variables, region, state, rows_, made, began, ended, reason, trouble, retry, most = row
    found: list[Any] = db.execute("SELECT what, rows FROM tallies WHERE upload = ?", (number,)).fetchall()
    tallies: dict[str, int] = dict(found)
    states = {each: tallies[each] for each in RowState if tallies.get(each)}
    pieces, answered = upload_pieces.count(db, number)
    waiting = states.get(RowState.WAITING, 0)
    return Upload(
        id=str(number),
        campaign_id=texts[0],
        campaign=texts[1],
        account_id=texts[2],
        source=texts[3],
        variables=variables,
        region=region,
        state=UploadState(state),
        rows=rows_,
        verdicts={each: tallies[each] for each in RowVerdict if tallies.get(each)},
        states=states,
        pieces=answered,
        pieces_total=pieces + (-(-waiting // most) if most else 0),
        made_at=from_micros(made),
        began_at=None if began is None else from_micros(began),
        ended_at=None if ended is None else from_micros(ended),
        reason=reason,
        retry_at=None if retry is None else from_micros(retry),
        trouble=None if trouble is None else ErrorKind(trouble),
    )


# -- reading rows


def rows(db: Db, upload_id: str, indexes: Sequence[int]) -> list[UploadRow]:
    """Read rows by their indexes, in that order; those that are not there are left out."""
    base = int(upload_id) << SHIFT
    found: dict[int, UploadRow] = {}
    for some in chunks([base + index for index in indexes if 0 <= index < MOST_ROWS]):
        marks = ", ".join("?" * len(some))
        for row in db.execute(f"SELECT {ROW} FROM rows WHERE id IN ({marks})", some):
            read = read_row(row)
            found[read.index] = read
    return [found[index] for index in indexes if index in found]


def page(db: Db, upload_id: str, after: int, limit: int) -> list[UploadRow]:
    """Read rows in the file's order, from the one behind index `after` (-1: the first)."""
    low, high = span(upload_id)
    sql = f"SELECT {ROW} FROM rows WHERE id BETWEEN ? AND ? ORDER BY id LIMIT ?"
    return [read_row(row) for row in db.execute(sql, (low + after + 1, high, limit))]


def in_state(db: Db, upload_id: str, state: RowState, after: int, limit: int) -> list[tuple[UploadRow, int]]:
    """Read rows of a state with their keys (0: none), in the file's order, behind index `after`."""
    low, high = span(upload_id)
    found = db.execute(
        f"SELECT {ROW}, coalesce(key, 0) FROM rows INDEXED BY rows_by_state "
        "WHERE state = ? AND id BETWEEN ? AND ? ORDER BY id LIMIT ?",
        (state, low + after + 1, high, limit),
    )
    return [(read_row(row[:-1]), row[-1]) for row in found]


def waiting(db: Db, upload_id: str, limit: int) -> list[tuple[UploadRow, int]]:
    """Read the next rows to be sent, with their keys (0: none)."""
    low, high = span(upload_id)
    found: list[Any] = db.execute(
        f"SELECT {ROW}, coalesce(key, 0) FROM rows INDEXED BY rows_by_state "
        "WHERE state = ? AND id BETWEEN ? AND ? ORDER BY id LIMIT ?",
        (RowState.WAITING, low, high, limit),
    ).fetchall()
    return [(read_row(row[:-1]), row[-1]) for row in found]


def read_row(row: tuple[Any, ...]) -> UploadRow:
    """Make a row of what `ROW` names."""
    number, line, raw, text, packed, verdict, reason, state, piece = row
    at = number & (MOST_ROWS - 1)
    return UploadRow(at, line, raw, text, unpack(packed), RowVerdict(verdict), reason, RowState(state), piece)


def of_piece(db: Db, upload_id: str, piece: int, state: RowState) -> list[int]:
    """Return the indexes of a piece's rows that are in a state."""
    low, _ = span(upload_id)
    found: list[Any] = db.execute(
        "SELECT r.id FROM pieces p CROSS JOIN rows r INDEXED BY rows_by_state ON r.state = ? "
        "AND r.id BETWEEN ? + p.from_row AND ? + p.to_row AND r.piece = p.number "
        "WHERE p.upload = ? AND p.number = ? ORDER BY r.id",
        (state, low, low, int(upload_id), piece),
    ).fetchall()
    return [row - low for (row,) in found]


def place_of(db: Db, upload_id: str, index: int) -> int:
    """Return which of the rows that go in stands at an index, counted from 1."""
    low, _ = span(upload_id)
    before: int = db.execute(
        "SELECT count(*) FROM rows WHERE id >= ? AND id < ? AND state <> ?",
        (low, low + index, RowState.LEFT_OUT),
    ).get
    return before + 1


def key_at(db: Db, upload_id: str, index: int) -> int | None:
    """Return a row's key; None for none."""
    where = (int(upload_id) << SHIFT) + index
    return db.execute("SELECT key FROM rows WHERE id = ?", (where,)).get  # type: ignore[no-any-return]


def keys_of(db: Db, upload_id: str, indexes: Sequence[int]) -> list[int]:
    """Return the keys of rows."""
    base = int(upload_id) << SHIFT
    keys: list[int] = []
    for some in chunks([base + index for index in indexes]):
        marks = ", ".join("?" * len(some))
        found: list[Any] = db.execute(f"SELECT key FROM rows WHERE id IN ({marks})", some).fetchall()
        keys += [key for (key,) in found if key is not None]
    return keys


def chunks(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    """Yield so many ids as one statement takes."""
    for first in range(0, len(ids), _AT_ONCE):
        yield ids[first : first + _AT_ONCE]


def numbers(db: Db, upload_id: str, after: int, limit: int) -> list[tuple[int, int]]:
    """Return keys behind a key, each with how many rows have it."""
    sql = "SELECT key, count(*) FROM keys WHERE upload = ? AND key > ? GROUP BY key ORDER BY key LIMIT ?"
    found: list[Any] = db.execute(sql, (int(upload_id), after, limit)).fetchall()
    return found


def of_key(db: Db, upload_id: str, key: int, after: int, limit: int) -> list[Keyed]:
    """Read the rows with a number, in the file's order, behind index `after` (-1: the first)."""
    base = int(upload_id) << SHIFT
    found: list[Any] = db.execute(
        "SELECT r.id, r.line, r.verdict, r.reason, coalesce(r.own_verdict, r.verdict), "
        "coalesce(r.own_reason, r.reason) FROM keys k JOIN rows r ON r.id = k.row "
        "WHERE k.upload = ? AND k.key = ? AND k.row > ? ORDER BY k.row LIMIT ?",
        (int(upload_id), key, base + after, limit),
    ).fetchall()
    return [
        Keyed(row & (MOST_ROWS - 1), line, RowVerdict(verdict), reason, RowVerdict(own), own_reason)
        for row, line, verdict, reason, own, own_reason in found
    ]


def counted(db: Db, upload_id: str, keys: Sequence[int], state: RowState) -> Mapping[int, int]:
    """Count the rows of a state with each of these numbers."""
    counts: dict[int, int] = {}
    for some in chunks(keys):
        marks = ", ".join("?" * len(some))
        found: list[Any] = db.execute(
            "SELECT k.key, count(*) FROM keys k JOIN rows r ON r.id = k.row "
            f"WHERE k.upload = ? AND k.key IN ({marks}) AND r.state = ? GROUP BY k.key",
            (int(upload_id), *some, state),
        ).fetchall()
        counts.update(found)
    return counts


def perhaps_sent(db: Db, upload: Upload, keys: Sequence[int]) -> Mapping[int, str]:
    """Return which numbers another upload of the campaign perhaps brought there, and that one's source."""
    others: list[Any] = db.execute(
        "SELECT id, source FROM uploads WHERE campaign_id = ? AND id <> ? AND began_at IS NOT NULL "
        "AND EXISTS (SELECT 1 FROM tallies WHERE upload = uploads.id AND what IN ('unknown', 'sending') "
        "AND rows > 0)",
        (upload.campaign_id, int(upload.id)),
    ).fetchall()
    found: dict[int, str] = {}
    for number, source in others:
        for state in (RowState.UNKNOWN, RowState.SENDING):
            found |= dict.fromkeys(counted(db, str(number), keys, state), source)
    return found
