"""Calls: taking a page of history over, and reading one call."""

# ruff: noqa: S608 - only text of our own is put together; values are parameters

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from desktop.domain.calls import Call, CallRecord, Outcome
from desktop.domain.errors import ErrorKind, Trouble
from desktop.store import far_sides, lines, tags
from desktop.store.connection import Db
from desktop.store.records import SELECT, records
from desktop.store.times import to_seconds, to_seconds_or_none


@dataclass(frozen=True, slots=True)
class StoredCall:
    """A call with its numbers normalised, its far side found and its direction final."""

    call: Call
    caller: str | None
    callee: str | None
    other: str | None


@dataclass(frozen=True, slots=True)
class Upserted:
    """What a page changed. `ids` are those of the new and the changed calls; all ids are ours."""

    new: int
    changed: int
    newly_missed: tuple[str, ...]
    ids: frozenset[str]


_KEY = ("account_id", "provider_id")
_VALUES = (
    "sorted_at", "direction", "outcome", "caller", "callee", "answered_by", "other_id", "line_id",
    "answered_line_id", "registered_at", "started_at", "answered_at", "ended_at", "wait_s", "duration_s",
    "recording_url", "tag_ids", "raw_type", "raw_status",
)  # fmt: skip

# Equal rows are not written, so they are not returned: what comes back is new or really changed.
_UPSERT = (
    f"INSERT INTO calls ({', '.join(_KEY + _VALUES)}) VALUES ({', '.join('?' * len(_KEY + _VALUES))})"
    f" ON CONFLICT ({', '.join(_KEY)}) DO UPDATE SET {', '.join(f'{c} = excluded.{c}' for c in _VALUES)}"
    f" WHERE ({', '.join(_VALUES)}) IS NOT ({', '.join(f'excluded.{c}' for c in _VALUES)})"
    " RETURNING id, outcome, tag_ids"
)

# Built once the first sync has ended: bulk inserts run faster without them.
_INDEXES = (
    "calls_by_quarter ON calls (sorted_at / 900, talk_s)",
    "calls_by_other ON calls (other_id, sorted_at)",
    "calls_by_outcome ON calls (outcome, sorted_at)",
    "calls_by_direction ON calls (direction, sorted_at)",
    "calls_by_line ON calls (line_id, sorted_at)",
)


def upsert(db: Db, account_id: str, rows: Sequence[StoredCall]) -> Upserted:
    """Take calls over. Ids of ours stay, tags are replaced, what is known of transcripts is kept.

    Raises `Trouble` NO_ACCOUNT when the account was removed meanwhile.
    """
    account = int(account_id)
    if db.execute("SELECT 1 FROM accounts WHERE id = ?", (account,)).fetchone() is None:
        raise Trouble(ErrorKind.NO_ACCOUNT, name=account_id)
    last = db.execute("SELECT coalesce(max(id), 0) FROM calls").get
    written: dict[int, tuple[str, str | None]] = {}
    again: set[int] = set()
    for call_id, outcome, tag_ids in db.executemany(_UPSERT, _parameters(db, account, rows)):
        if call_id <= last or call_id in written:
            again.add(call_id)
        written[call_id] = (outcome, tag_ids)
    _write_tags(db, again, written)
    new = [call_id for call_id in written if call_id > last]
    return Upserted(
        new=len(new),
        changed=len(written) - len(new),
        newly_missed=tuple(str(call_id) for call_id in new if written[call_id][0] == Outcome.MISSED.value),
        ids=frozenset(map(str, written)),
    )


def _write_tags(db: Db, again: set[int], written: Mapping[int, tuple[str, str | None]]) -> None:
    """Let `call_tags` say what the rows just written say; `again` are those that may have had tags."""
    if again:
        db.execute(
            "DELETE FROM call_tags WHERE tag_id IN (SELECT id FROM tags)"
            " AND call_id IN (SELECT value FROM json_each(?))",
            (json.dumps(list(again)),),
        )
    db.executemany(
        "INSERT INTO call_tags VALUES (?, ?)",
        [
            (int(tag), call_id)
            for call_id, (_, tag_ids) in written.items()
            if tag_ids is not None
            for tag in tag_ids.split(",")
        ],
    )


def _parameters(db: Db, account: int, rows: Sequence[StoredCall]) -> list[tuple[Any, ...]]:
    """Spell calls as rows, with our ids for what they name."""
    numbers = far_sides.ids_of(db, {row.other for row in rows if row.other is not None})
    line_ids = lines.ids_of(
        db,
        account,
        {
            line
            for row in rows
            for line in (row.call.line_provider_id, row.call.answered_line_provider_id)
            if line is not None
        },
    )
    tag_ids = tags.ids_of(db, account, {tag for row in rows for tag in row.call.tags})
    found = []
    for row in rows:
        call = row.call
        line = call.line_provider_id or call.answered_line_provider_id
        answered_line = call.answered_line_provider_id
        found.append(
            (
                account,
                call.provider_id,
                max(0, to_seconds(call.sorted_at)),
                call.direction.value,
                call.outcome.value,
                row.caller,
                row.callee,
                call.answered_by,
                None if row.other is None else numbers[row.other],
                None if line is None else line_ids[line],
                None if answered_line is None else line_ids[answered_line],
                to_seconds_or_none(call.registered_at),
                to_seconds_or_none(call.started_at),
                to_seconds_or_none(call.answered_at),
                to_seconds_or_none(call.ended_at),
                call.wait_s,
                call.duration_s,
                call.recording_url,
                tags.joined({tag_ids[tag.provider_id] for tag in call.tags}) if call.tags else None,
                call.raw_type,
                call.raw_status,
            )
        )
    return found


def indexes_ready(db: Db) -> None:
    """Build the indexes that filters need; call it when the first sync ends.

    Costs little when they are there.
    """
    for index in _INDEXES:
        db.execute(f"CREATE INDEX IF NOT EXISTS {index}")
    db.pragma("analysis_limit", 1_000)
    db.execute("ANALYZE")


def get(db: Db, call_id: str) -> CallRecord | None:
    """Read one call by our id."""
    rows = db.execute(f"{SELECT} WHERE c.id = CAST(? AS INTEGER)", (call_id,))
    return next(records(db, rows), None)


def by_provider_id(db: Db, account_id: str, provider_id: str) -> CallRecord | None:
    """Read one call by the provider's id."""
    rows = db.execute(
        f"{SELECT} WHERE c.account_id = ? AND c.provider_id = ?", (int(account_id), provider_id)
    )
    return next(records(db, rows), None)


def as_call(db: Db, call_id: str) -> Call | None:
    """Read a call as its provider knows it: its own ids and links. Numbers come normalised."""
    row = db.execute(
        "SELECT answered_by, l.provider_id, a.provider_id, recording_url FROM calls c"
        " LEFT JOIN lines l ON l.id = c.line_id LEFT JOIN lines a ON a.id = c.answered_line_id"
        " WHERE c.id = CAST(? AS INTEGER)",
        (call_id,),
    ).fetchone()
    record = get(db, call_id)
    if row is None or record is None:
        return None
    answered_by, line, answered_line, recording_url = row
    return Call(
        provider_id=record.provider_id,
        direction=record.direction,
        outcome=record.outcome,
        caller=record.caller,
        callee=record.callee,
        answered_by=answered_by,
        line_provider_id=line,
        answered_line_provider_id=answered_line,
        registered_at=record.registered_at,
        started_at=record.started_at,
        answered_at=record.answered_at,
        ended_at=record.ended_at,
        wait_s=record.wait_s,
        duration_s=record.duration_s,
        recording_url=recording_url,
        tags=record.tags,
        raw_type=record.raw_type,
        raw_status=record.raw_status,
    )


def set_has_transcript(db: Db, call_id: str, has: bool | None) -> None:
    """Note whether a call has a transcript; None when that is not known any more."""
    db.execute("UPDATE calls SET has_transcript = ? WHERE id = ?", (has, int(call_id)))
