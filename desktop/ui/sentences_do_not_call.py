"""Texts of the do-not-call list with values in them."""

from collections.abc import Sequence
from datetime import datetime

from desktop import numbers
from desktop.domain.do_not_call import DoNotCallEntry, ListImport, ListRow, ListVerdict
from desktop.ui import strings_do_not_call as strings
from desktop.ui import times
from desktop.ui.kit.outside import shown, within
from desktop.ui.sentences import counted, listed


def number(text: str) -> str:
    """Return a listed number as it is read."""
    return shown(numbers.display(text, None))


def since(entry: DoNotCallEntry, now: datetime) -> str:
    """`14:05`, `Yesterday 14:05`, `12 Jan`."""
    return times.stamp(entry.added_at, now)


def row(entry: DoNotCallEntry, now: datetime) -> str:
    """Return a row as a screen reader says it."""
    reason = shown(entry.reason) or strings.NO_REASON
    return listed([number(entry.number), reason, shown(entry.source), f"since {since(entry, now)}"])


def total(count: int) -> str:
    """`1,284 numbers`."""
    return counted(count, "number", "numbers")


def found(count: int, total: int) -> str:
    """`12 of 1,284 numbers`."""
    return f"{times.number(count)} of {counted(total, 'number', 'numbers')}"


def added(entry: DoNotCallEntry) -> str:
    """Say that a number is listed."""
    return f"{number(entry.number)} is on the do-not-call list"


def reason_saved(entry: DoNotCallEntry) -> str:
    """Say that the reason of a listed number is another one."""
    return f"The reason for {number(entry.number)} is saved"


def removed(entries: Sequence[DoNotCallEntry]) -> str:
    """Say that numbers are not listed any more."""
    who = number(entries[0].number) if len(entries) == 1 else total(len(entries))
    return f"{who} may be called again"


def is_listed(entry: DoNotCallEntry, now: datetime) -> str:
    """Say that a number is listed, since when and why: for a banner."""
    reason = f": {within(entry.reason)}" if entry.reason else ""
    return f"{number(entry.number)} is on the do-not-call list since {since(entry, now)}{reason}"


def already(entry: DoNotCallEntry, now: datetime) -> str:
    """Say in the form that a number is listed already."""
    reason = f": {within(entry.reason)}" if entry.reason else ", without a reason"
    return f"It is on the list since {since(entry, now)}{reason}"


def judged(one: ListRow) -> str:
    """Say what a text that is typed would be on the list."""
    if not one.raw or one.verdict is ListVerdict.OK:
        return ""
    return f"{one.reason}."


def for_whom(name: str, text: str) -> str:
    """`Ada Lovelace, +33 6 12 34 56 78`."""
    return listed([shown(name), number(text)])


def exported(count: int, name: str) -> str:
    """`1,284 numbers saved in list.csv`."""
    return f"{total(count)} saved in {within(name)}"


def import_action(count: int) -> str:
    """`Add 120 numbers`."""
    return f"Add {total(count)}"


def would(done: ListImport) -> str:
    """Say what would become of a file."""
    return f"{counted(done.rows, 'row', 'rows')} read, {total(done.added)} can be added"


def imported(done: ListImport) -> str:
    """Say what became of a file."""
    return f"{total(done.added)} added to the do-not-call list"


def more_left_out(count: int) -> str:
    """Say that not all rows that are not added are listed."""
    return f"and {counted(count, 'more row', 'more rows')}"


def left_out_row(one: ListRow) -> str:
    """Return a row that is not added as a screen reader says it."""
    return listed([f"{strings.LINE} {times.number(one.line)}", shown(one.raw), one.reason])
