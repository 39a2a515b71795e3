"""Texts with values in the tray and on notices. Names come from outside: one line, and not endless."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from desktop.domain.calls import CallRecord
from desktop.domain.quiet import QuietState
from desktop.services.lookup import Match
from desktop.ui import sentences, strings, strings_tray, times
from desktop.ui.kit.outside import shown
from desktop.ui.recents.face import formatted, name, who
from desktop.ui.shell.state import Mood, StatusView

if TYPE_CHECKING:
    from desktop.ui.copied import CopiedNumber

LONGEST = 60
NAMED = 3
"""How many callers a notice of several calls names."""


def one_line(text: str) -> str:
    """Return a text from outside on one line, cut where a menu or a notice would grow too wide."""
    return shown(text, LONGEST)


def state(status: StatusView, accounts: int, synced: datetime | None, now: datetime, *, exact: bool) -> str:
    """Return the menu's first line: `3 accounts, synced 12 s ago`, or what is wrong.

    A menu that stands open is `exact`. One that a desktop keeps for later names the time of day, which
    stays true.
    """
    if status.mood is Mood.TROUBLE:
        return one_line(status.strong or status.text.partition(". ")[0].rstrip("."))
    if status.mood is Mood.GOOD and synced is not None:
        when = times.ago(synced, now) if exact else times.moment(synced, now)
        return f"{sentences.accounts(accounts)}, synced {when}"
    if status.mood is Mood.RUNNING and not exact:
        return strings.SYNCING
    return one_line(status.text)


def tip(state_line: str, unseen: int, quiet: QuietState, now: datetime) -> str:
    """Return what hovering over the icon shows: all that the icon says, in words."""
    first = f"{strings.PRODUCT}: {missed_calls(unseen)}" if unseen else strings.PRODUCT
    said = _quiet_until(strings_tray.QUIET if quiet.by_person else strings_tray.QUIET_HOURS, quiet, now)
    return "\n".join([first, *([said] if quiet.on else []), state_line])


def quiet_menu(quiet: QuietState, now: datetime) -> str:
    """Return the name of the menu of do not disturb: `Do not disturb (until 14:35)`."""
    if not quiet.on:
        return strings_tray.QUIET
    return f"{strings_tray.QUIET} ({_quiet_until('', quiet, now) or strings_tray.QUIET_IS_ON})"


def quiet_state(quiet: QuietState, now: datetime) -> str:
    """Return how quiet it is: `On until tomorrow 08:00`, `Quiet hours until 08:00`; "" for not at all."""
    if not quiet.on:
        return ""
    if quiet.until is None:
        return strings_tray.QUIET_ON
    return _quiet_until(strings_tray.ON if quiet.by_person else strings_tray.QUIET_HOURS, quiet, now)


def _quiet_until(what: str, quiet: QuietState, now: datetime) -> str:
    return f"{what} until {_coming(quiet.until, now)}".lstrip() if quiet.until is not None else what


def _coming(then: datetime, now: datetime) -> str:
    days = (then.astimezone().date() - now.astimezone().date()).days
    return f"tomorrow {times.clock(then)}" if days == 1 else times.moment(then, now)


def missed_calls(number: int) -> str:
    """`3 missed calls`."""
    return sentences.counted(number, "missed call", "missed calls")


def missed_menu(unseen: int) -> str:
    """Return the name of the menu of missed calls: `Missed (7)`."""
    return f"{strings.MISSED} ({times.number(unseen)})" if unseen else strings.MISSED


def missed_entry(call: CallRecord, now: datetime) -> str:
    """Return a missed call as a menu's entry: `Ada Lovelace, 14:05`."""
    return f"{one_line(who(call))}, {times.stamp(call.sorted_at, now)}"


def favourite_entry(match: Match) -> str:
    """Return a favourite as a menu's entry: `Ada Lovelace, +44 20 7946 0018`."""
    return sentences.listed([one_line(match.name), match.number.formatted or match.number.text])


def recent_entry(match: Match, now: datetime) -> str:
    """Return a number of late as a menu's entry: `Ada Lovelace, 14:05`."""
    call = match.call
    whom = one_line(match.name or (who(call) if call is not None else match.number.formatted))
    return sentences.listed([whom, times.stamp(call.sorted_at, now) if call is not None else ""])


def copied_entry(copied: "CopiedNumber | None", *, known: bool) -> str:
    """Return the entry that calls the one copied number; it has two lines also where there is none.

    So it stays as high as it is, for it is filled a moment after the menu has opened.
    """
    below = copied_number(copied) if copied is not None else ""
    below = below or (strings_tray.NONE_COPIED if known else strings_tray.NOT_LOOKED)
    return f"{strings_tray.CALL_COPIED}\n{below}"


def copied_number(copied: "CopiedNumber") -> str:
    """Return a copied number as a menu's entry: `Ada Lovelace, +44 20 7946 0018`."""
    return sentences.listed([copied.name, copied.number.formatted or copied.number.text])


def several_copied(number: int) -> str:
    """Return what stands over copied numbers to choose from: `3 numbers on the clipboard`."""
    return f"{sentences.counted(number, 'number', 'numbers')} on the clipboard"


def missed_from(call: CallRecord) -> str:
    """Return a notice's title: `Missed call from Ada Lovelace`."""
    return f"Missed call from {one_line(who(call))}" if call.other else strings.MISSED_WITHHELD


def missed_how(call: CallRecord, now: datetime) -> str:
    """Return a notice's text: `+44 20 7946 0018, to Sales desk`, and when that was."""
    number = formatted(call.other) if name(call) and call.other else ""
    line = f"to {one_line(call.line)}" if call.line else ""
    first = sentences.listed([number, line])
    when = times.ago(call.sorted_at, now)
    clock = times.moment(call.sorted_at, now)
    second = clock if when == clock else f"{clock}, {when}"
    return "\n".join(part for part in (first[:1].upper() + first[1:], second) if part)


def callers(calls: Sequence[CallRecord]) -> str:
    """Return who called, each once: `Ada Lovelace, +33 1 99 00 17 42 and 2 more`."""
    names = list(dict.fromkeys(map(_whole, calls)))
    shown, rest = names[:NAMED], len(names) - NAMED
    if rest == 1:
        shown, rest = names, 0
    listed = sentences.listed(shown)
    return f"{listed} and {rest} more" if rest > 0 else listed


def _whole(call: CallRecord) -> str:
    """Return who called; a number is broken over two lines nowhere."""
    whom = one_line(who(call))
    return whom if name(call) else whom.replace(" ", "\u00a0")
