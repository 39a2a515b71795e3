"""Rows of SQL to the values that every view shows."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from desktop.domain.calls import CallRecord, Direction, Outcome, Tag
from desktop.store.connection import Db
from desktop.store.tags import by_id
from desktop.store.times import from_seconds, from_seconds_or_none

SELECT = (
    "SELECT c.id, c.account_id, a.name, a.provider, c.provider_id, c.direction, c.outcome, c.caller,"
    " c.callee, n.number, c.line_id, coalesce(l.name, l.number), c.registered_at, c.started_at,"
    " c.answered_at, c.ended_at, c.wait_s, c.duration_s, c.tag_ids, c.recording_url IS NOT NULL,"
    " c.has_transcript, c.raw_type, c.raw_status, c.sorted_at"
    " FROM calls c JOIN accounts a ON a.id = c.account_id"
    " LEFT JOIN numbers n ON n.id = c.other_id LEFT JOIN lines l ON l.id = c.line_id"
)
"""The columns that `records` reads. `c` are the calls: add WHERE and ORDER BY."""

_DIRECTIONS = {direction.value: direction for direction in Direction}
_OUTCOMES = {outcome.value: outcome for outcome in Outcome}


def records(db: Db, rows: Iterable[tuple[Any, ...]]) -> Iterator[CallRecord]:
    """Turn rows of `SELECT` into records as they come; tags are read when the first call has some."""
    tags: Mapping[str, Tag] | None = None
    for row in rows:
        carried: tuple[Tag, ...] = ()
        if row[18] is not None:
            if tags is None:
                tags = by_id(db)
            carried = tuple(tags[tag_id] for tag_id in row[18].split(","))
        yield CallRecord(
            id=str(row[0]),
            account_id=str(row[1]),
            account=row[2],
            provider=row[3],
            provider_id=row[4],
            direction=_DIRECTIONS[row[5]],
            outcome=_OUTCOMES[row[6]],
            caller=row[7],
            callee=row[8],
            other=row[9],
            name=None,
            line_id=None if row[10] is None else str(row[10]),
            line=row[11],
            registered_at=from_seconds_or_none(row[12]),
            started_at=from_seconds_or_none(row[13]),
            answered_at=from_seconds_or_none(row[14]),
            ended_at=from_seconds_or_none(row[15]),
            wait_s=row[16],
            duration_s=row[17],
            tags=carried,
            has_recording=bool(row[19]),
            has_transcript=None if row[20] is None else bool(row[20]),
            note=None,
            raw_type=row[21],
            raw_status=row[22],
            sorted_at=from_seconds(row[23]),
        )
