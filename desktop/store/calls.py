"""Calls: taking a page of history over, and reading one call."""

# ruff: noqa: S608 - only text of our own is put together; values are parameters

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from desktop.domain.calls import Call, CallRecord, Outcome
from desktop.domain.errors import ErrorKind, Trouble
from desktop.store import far_sides, lines, tags
from desktop.store.connection import Db
from desktop.store.records import SELECT, records
from desktop.store.times import to_seconds, to_seconds_or_none


class StoredCall(NamedTuple):
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

_ROW = ("id", *_KEY, *_VALUES)
_TAG_IDS = _ROW.index("tag_ids")
_INSERT = f"INSERT INTO calls ({', '.join(_ROW)}) VALUES ({', '.join('?' * len(_ROW))})"

# A row that says the same is not written, so it is not returned: what comes back has really changed.
_UPDATE = (
    f"UPDATE calls SET {', '.join(f'{column} = ?{place}' for place, column in enumerate(_VALUES, 4))}"
    f" WHERE id = ?1 AND ({', '.join(_VALUES)}) IS NOT"
    f" ({', '.join(f'?{place}' for place in range(4, 4 + len(_VALUES)))}) RETURNING id"
)

# Built once the first sync has ended: bulk inserts run faster without them. They hold all that counts need.
_INDEXES = (
    "calls_by_quarter ON calls (sorted_at / 900, talk_s)",
    "calls_by_other ON calls (other_id, sorted_at, talk_s)",
    "calls_by_outcome ON calls (outcome, sorted_at, talk_s)",
    "calls_by_direction ON calls (direction, sorted_at, talk_s)",
    "calls_by_account ON calls (account_id, sorted_at, talk_s)",
    "calls_by_line ON calls (line_id, sorted_at, talk_s)",
)


def upsert(db: Db, account_id: str, rows: Sequence[StoredCall]) -> Upserted:
    """Take calls over. Ids of ours stay, tags are replaced, what is known of transcripts is kept.

    Raises `Trouble` NO_ACCOUNT when the account was removed meanwhile.
    """
    account = int(account_id)
    if db.execute("SELECT 1 FROM accounts WHERE id = ?", (account,)).fetchone() is None:
        raise Trouble(ErrorKind.NO_ACCOUNT, name=account_id)
    if not rows:
        return Upserted(0, 0, (), frozenset())
    latest = {row.call.provider_id: row for row in rows}
    known: dict[str, int] = dict(
        db.execute(
            "SELECT provider_id, id FROM calls WHERE account_id = ?"
            " AND provider_id IN (SELECT value FROM json_each(?))",
            (account, json.dumps(list(latest))),
        )
    )
    # Ids of ours given out here and not by the insert: asking it for them costs a third of its speed.
    last = db.execute("SELECT max(seq) FROM sqlite_sequence WHERE name = 'calls'").get or 0
    fresh = [row for provider_id, row in latest.items() if provider_id not in known]
    known |= {row.call.provider_id: call_id for call_id, row in enumerate(fresh, last + 1)}
    parameters = _parameters(db, account, known, latest.values())
    inserted = [row for row in parameters if row[0] > last]
    db.executemany(_INSERT, inserted)
    if inserted:
        db.execute("UPDATE accounts SET calls = calls + ? WHERE id = ?", (len(inserted), account))
    updated = {
        call_id for (call_id,) in db.executemany(_UPDATE, [row for row in parameters if row[0] <= last])
    }
    _write_tags(db, updated, inserted + [row for row in parameters if row[0] in updated])
    return Upserted(
        new=len(inserted),
        changed=len(updated),
        newly_missed=tuple(
            str(known[row.call.provider_id]) for row in fresh if row.call.outcome is Outcome.MISSED
        ),
        ids=frozenset(map(str, updated)) | frozenset(str(row[0]) for row in inserted),
    )


def _write_tags(db: Db, updated: set[int], written: Iterable[tuple[Any, ...]]) -> None:
    """Let `call_tags` say what the rows just written say."""
    if updated:
        db.execute(
            "DELETE FROM call_tags WHERE tag_id IN (SELECT id FROM tags)"
            " AND call_id IN (SELECT value FROM json_each(?))",
            (json.dumps(list(updated)),),
        )
    db.executemany(
        "INSERT INTO call_tags VALUES (?, ?)",
        [(int(tag), row[0]) for row in written if row[_TAG_IDS] for tag in row[_TAG_IDS].split(",")],
    )


def _parameters(
    db: Db, account: int, ids: Mapping[str, int], rows: Collection[StoredCall]
) -> list[tuple[Any, ...]]:
    """Spell calls as rows (`_ROW`), with our ids for themselves and what they name."""
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
    tag_ids = tags.ids_of(db, account, dict.fromkeys(tag for row in rows for tag in row.call.tags))
    found = []
    for call, caller, callee, other in rows:
        # Taken apart at once: a history has a hundred thousand of these.
        (
            provider_id, direction, outcome, _, _, answered_by, line, answered_line, registered_at,
            started_at, answered_at, ended_at, wait_s, duration_s, recording_url, carried, raw_type,
            raw_status,
        ) = call  # fmt: skip
        started_s = to_seconds_or_none(started_at)
        line = line or answered_line
        found.append(
            (
                ids[provider_id],
                account,
                provider_id,
                max(0, to_seconds(call.sorted_at) if started_s is None else started_s),
                direction,
                outcome,
                caller,
                callee,
                answered_by,
                None if other is None else numbers[other],
                None if line is None else line_ids[line],
                None if answered_line is None else line_ids[answered_line],
                to_seconds_or_none(registered_at),
                started_s,
                to_seconds_or_none(answered_at),
                to_seconds_or_none(ended_at),
                wait_s,
                duration_s,
                recording_url,
                tags.joined([tag_ids[tag.provider_id] for tag in carried]) if carried else None,
                raw_type,
                raw_status,
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
