"""Calls as CSV: the eight columns of the vendor's own export sample, then the rest."""

import csv
import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import TextIO

from desktop.domain.calls import CallRecord, Outcome

COLUMNS = (
    # The sample of a vendor's guide "Working with Calls", in its order.
    "id",
    "call_type",
    "sip_status",
    "caller_number",
    "target_number",
    "duration_sec",
    "start_time",
    "answered",
    # What Sidetone knows besides.
    "sidetone_id",
    "provider",
    "account",
    "direction",
    "outcome",
    "other",
    "name",
    "line",
    "answered_time",
    "end_time",
    "wait_sec",
    "tags",
    "has_recording",
    "has_transcript",
    "note",
)

_SIGNED_DIGITS = re.compile(r"[+-][0-9]+")


def defused(text: str) -> str:
    """Keep a spreadsheet from taking a text for a formula; `+33...` and `-5` stay readable.

    A cell is dangerous when it starts with `=`, `@`, tab or CR, or with a sign that is not followed by
    digits alone. The leading apostrophe is the spreadsheets' own mark for a text.
    """
    if text.startswith(("=", "@", "\t", "\r")):
        return "'" + text
    if text.startswith(("+", "-")) and not _SIGNED_DIGITS.fullmatch(text):
        return "'" + text
    return text


def stamp(moment: datetime | None) -> str:
    """Write a time as the vendor does: UTC, whole seconds, `Z`."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if moment else ""


def cells(call: CallRecord) -> Iterator[str]:
    """Return one call's cells in the order of `COLUMNS`."""
    values: tuple[object, ...] = (
        call.provider_id,
        call.raw_type,
        call.raw_status,
        call.caller,
        call.callee,
        call.duration_s,
        stamp(call.started_at or call.registered_at),
        call.outcome is Outcome.ANSWERED,
        call.id,
        call.provider,
        call.account,
        call.direction.value,
        call.outcome.value,
        call.other,
        call.name,
        call.line,
        stamp(call.answered_at),
        stamp(call.ended_at),
        call.wait_s,
        ", ".join(tag.name for tag in call.tags),
        call.has_recording,
        call.has_transcript,
        call.note,
    )
    for value in values:
        if value is None:
            yield ""
        else:
            yield defused(str(value))  # a bool is "True", as the sample's own writer spells it


def write_csv(out: TextIO, calls: Iterable[CallRecord]) -> int:
    """Write the header and the rows; returns how many calls. Open `out` with `newline=""`."""
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    count = 0
    for call in calls:
        writer.writerow(cells(call))
        count += 1
    return count
