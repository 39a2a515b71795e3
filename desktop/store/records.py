"""Rows of SQL to the values that every view shows."""

# ruff: noqa: S608 - only text of our own is put together

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any

import apsw

from desktop.domain.calls import CallRecord, Direction, Outcome, Tag
from desktop.store.connection import Db
from desktop.store.names import WHOSE
from desktop.store.pages import at_once
from desktop.store.tags import by_id
from desktop.store.times import EPOCH

CALLS = (
    "calls c LEFT JOIN accounts a ON a.id = c.account_id"
    " LEFT JOIN numbers n ON n.id = c.other_id LEFT JOIN lines l ON l.id = c.line_id"
)
"""Calls `c` with their account `a`, the number of their far side `n` and their line `l`."""

SELECT = (
    "SELECT c.id, c.account_id, a.name, a.provider, c.provider_id, c.direction, c.outcome, c.caller,"
    " c.callee, n.number, c.line_id, coalesce(l.name, l.number), c.registered_at, c.started_at,"
    " c.answered_at, c.ended_at, c.wait_s, c.duration_s, c.tag_ids, c.recording_url IS NOT NULL,"
    f" c.has_transcript, c.raw_type, c.raw_status, c.sorted_at, {WHOSE}"
    f" FROM {CALLS}"
)
"""The columns that `records` reads: add WHERE and ORDER BY.

A name is a column of its own and no join, so that it is looked up only for rows that are read, and not for
those that OFFSET passes over.
"""

_COLUMNS = 25
_DIRECTIONS = {direction.value: direction for direction in Direction}
_OUTCOMES = {outcome.value: outcome for outcome in Outcome}


def records(db: Db, rows: apsw.Cursor) -> Iterator[CallRecord]:
    """Turn rows of `SELECT` into records as they come; tags are read when the first call has some.

    However the reading ends, the cursor is closed. One that is only dropped after another statement ran
    keeps its snapshot (seen with apsw 3.54.0), and its connection never sees a later commit.
    """
    try:
        yield from _records(db, rows)
    finally:
        rows.close()


def page(db: Db, sql: str, values: Sequence[Any]) -> list[CallRecord]:
    """Read a page of `SELECT` for somebody who paints it."""
    return list(_records(db, at_once(db, sql, values, _COLUMNS)))


def _records(db: Db, rows: Iterable[Sequence[Any]]) -> Iterator[CallRecord]:
    tags: Mapping[str, Tag] | None = None
    for (
        call_id, account_id, account, provider, provider_id, direction, outcome, caller, callee, other,
        line_id, line, registered_at, started_at, answered_at, ended_at, wait_s, duration_s, tag_ids,
        has_recording, has_transcript, raw_type, raw_status, sorted_at, whose,
    ) in rows:  # fmt: skip
        carried: tuple[Tag, ...] = ()
        if tag_ids is not None:
            if tags is None:
                tags = by_id(db)
            carried = tuple([tags[tag_id] for tag_id in tag_ids.split(",")])
        contact_id, _, name = whose.partition(" ") if whose is not None else (None, "", None)
        # By position and in one expression: this runs for every row that is painted.
        yield CallRecord(
            str(call_id),
            str(account_id),
            account,
            provider,
            provider_id,
            _DIRECTIONS[direction],
            _OUTCOMES[outcome],
            caller,
            callee,
            other,
            name,
            None if line_id is None else str(line_id),
            line,
            None if registered_at is None else EPOCH + timedelta(0, registered_at),
            None if started_at is None else EPOCH + timedelta(0, started_at),
            None if answered_at is None else EPOCH + timedelta(0, answered_at),
            None if ended_at is None else EPOCH + timedelta(0, ended_at),
            wait_s,
            duration_s,
            carried,
            bool(has_recording),
            None if has_transcript is None else bool(has_transcript),
            None,  # note
            raw_type,
            raw_status,
            EPOCH + timedelta(0, sorted_at),
            contact_id,
        )
