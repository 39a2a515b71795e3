"""Texts with values in them of the settings' window: accounts' health, sizes, what is allowed."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QLocale

from desktop.domain.accounts import Ability, Account, AccountState
from desktop.domain.errors import ErrorKind
from desktop.domain.health import HALF_HOUR, HalfHour
from desktop.domain.notices import NotifierState
from desktop.services.health import AccountHealth, Figures
from desktop.ui import sentences, times
from desktop.ui import strings_settings as strings

_ABILITIES = {
    Ability.HISTORY: "calls",
    Ability.DIAL: "calling",
    Ability.RECORDINGS: "recordings",
    Ability.TRANSCRIPTS: "transcripts",
    Ability.TAGS: "tags",
    Ability.PHONEBOOK: "contacts",
    Ability.CAMPAIGNS: "campaigns",
}

_LACKED = {
    Ability.ACCOUNT: "details of the account",
    Ability.LINES: "lines",
    Ability.TRANSCRIPT_REQUESTS: "transcripts on request",
    Ability.SUMMARIES: "summaries",
    Ability.MISSED_CALLS: "missed calls",
}

_FAULTS = {
    ErrorKind.OFFLINE: "not reached",
    ErrorKind.TIMEOUT: "timeout",
    ErrorKind.INTERRUPTED: "broken off",
    ErrorKind.CERTIFICATE: "certificate",
    ErrorKind.SIGN_IN: "sign-in refused",
    ErrorKind.SERVER: "a fault of the provider",
    ErrorKind.PROTOCOL: "unreadable answer",
}

_STATES = {
    AccountState.SIGN_IN: "sign-in needed",
    AccountState.OFFLINE: "offline",
    AccountState.PAUSED: "paused",
    AccountState.ERROR: "trouble",
}

_MONTH_DAYS = 30.44


def fault(kind: ErrorKind) -> str:
    """Return a kind of failure in a word or two."""
    return _FAULTS.get(kind, "refused")


def abilities(account: Account) -> str:
    """Return `Calls, calling, recordings, transcripts, tags`, or "" while it is not known."""
    if account.missing is None:
        return ""
    words = [word for ability, word in _ABILITIES.items() if ability not in account.missing]
    return ", ".join(words).capitalize()


def lacks(account: Account) -> str:
    """Say what an account cannot do, and why: `No calling: the provider offers none.`."""
    by_reason: dict[str, list[str]] = {}
    missing = account.missing or {}
    for ability, reason in sorted(missing.items(), key=lambda one: list(Ability).index(one[0])):
        word = _LACKED.get(ability, _ABILITIES.get(ability, ability.value))
        by_reason.setdefault(reason.rstrip("."), []).append(word)
    return " ".join(f"No {sentences.together(words)}: {reason}." for reason, words in by_reason.items())


def calls(number: int) -> str:
    """`48,210 calls`."""
    return sentences.counted(number, "call", "calls")


def lines(number: int) -> str:
    """`4 lines`."""
    return sentences.counted(number, "line", "lines")


def last_sync(then: datetime | None, now: datetime) -> str:
    """`last sync 40 s ago`, `last sync Yesterday 22:04`."""
    return f"last sync {times.ago(then, now)}" if then else "never synced"


def last_pass(new: int | None, interval_s: float) -> str:
    """`3 new calls, every 30 s`."""
    minutes, rest = divmod(int(interval_s), 60)
    whole = minutes and not rest
    every = f"every {times.hours(minutes * 60) if whole else times.duration(int(interval_s))}"
    return every if new is None else f"{sentences.counted(new, 'new call', 'new calls')}, {every}"


def limits_met(figures: Figures) -> str:
    """`None met this week`, `Met 3 times this week`."""
    if not figures.limited:
        return strings.NONE_MET
    often = "once" if figures.limited == 1 else f"{times.number(figures.limited)} times"
    return f"Met {often} this week"


def limit_note(provider: str, figures: Figures, now: datetime) -> str:
    """`Acme names no figure`, or when it was met last."""
    if figures.limited_at is not None:
        return f"Last about {times.moment(figures.limited_at, now)}"
    return f"{provider} names no figure"


def next_try(until: datetime, now: datetime) -> str:
    """`Next try in 24 s`."""
    return f"Next try in {times.duration(int((until - now).total_seconds()) + 1)}"


def found(number: int) -> str:
    """Return what a screen reader is told while one searches."""
    return sentences.counted(number, "setting found", "settings found")


def failed(figures: Figures) -> str:
    """`1 of 2,880 requests`."""
    if not figures.requests:
        return strings.NOT_COUNTED
    count = times.number(figures.failures) if figures.failures else "None"
    return f"{count} of {sentences.counted(figures.requests, 'request', 'requests')}"


def last_failure(figures: Figures, now: datetime) -> str:
    """`Yesterday 22:04, timeout`, or "" when there was none."""
    if figures.last_failure is None:
        return ""
    when, kind = figures.last_failure
    return f"{times.moment(when, now)}, {fault(kind)}"


def kept_here(since: datetime | None, sound: int, now: datetime) -> str:
    """`12 months, 214 MB`: how far back calls are here, and what the kept recordings take."""
    parts = []
    if since is not None:
        days = (now - since).days
        months = round(days / _MONTH_DAYS)
        parts.append(
            sentences.counted(months, "month", "months") if months else sentences.counted(days, "day", "days")
        )
    if sound:
        parts.append(size(sound))
    return ", ".join(parts)


def size(number: int) -> str:
    """Return a number of bytes as `214 MB`, `3 kB`, `0 MB`."""
    if 0 < number < 1 << 20:
        return f"{times.number(max(1, number >> 10))} kB"
    return f"{times.number(round(number / (1 << 20)))} MB"


def kept_of(kept: int, limit_mb: int) -> str:
    """`214 MB of 512 MB`."""
    return f"{size(kept)} of {times.number(limit_mb)} MB"


def emptied(kept: int) -> str:
    """Return what is said after the cache was emptied."""
    return f"{size(kept)} of recordings deleted"


def empty_text(kept: int) -> str:
    """Return what the question before it says."""
    return (
        f"{size(kept)} of recordings are deleted from this computer. They stay at the provider, and are "
        "fetched again when you listen to them."
    )


def key_refused(provider: str, account: Account, figures: Figures | None, now: datetime) -> str:
    """Say since when a sign-in is not accepted, and what stays usable."""
    when = ""
    if figures is not None and figures.last_failure and figures.last_failure[1] is ErrorKind.SIGN_IN:
        when = f" at {times.moment(figures.last_failure[0], now)}"
    kept = ""
    if account.last_sync is not None:
        kept = f" Calls stay readable as they were at {times.moment(account.last_sync, now)}."
    return f"{provider} refused the key{when}, perhaps it has expired.{kept}"


def works(provider: str, company: str | None, seconds: float) -> str:
    """Say that a test of the connection went well."""
    who = f", as {company}" if company else ""
    took = QLocale().toString(max(seconds, 0.1), "f", 1)
    return f"{provider} answered in {took} s{who}."


def health(accounts: Sequence[AccountHealth]) -> str:
    """Return how all accounts do, for the dot in the command bar."""
    ailing = [one for one in accounts if one.state is not AccountState.OK]
    if not ailing:
        return "Accounts: all working"
    return f"Accounts: {', '.join(f'{one.account}: {_STATES[one.state]}' for one in ailing)}"


def bar(hour: HalfHour) -> str:
    """Return the tool tip of one bar: `14:00 to 14:30: 60 requests, 1 failed (timeout)`."""
    span = f"{times.clock(hour.start)} to {times.clock(hour.start + HALF_HOUR)}"
    if not hour.requests:
        return f"{span}: no requests"
    parts = [sentences.counted(hour.requests, "request", "requests")]
    if hour.failures:
        why = f" ({fault(hour.failed)})" if hour.failed else ""
        parts.append(f"{times.number(hour.failures)} failed{why}")
    if hour.limited:
        parts.append(f"{times.number(hour.limited)} asked to wait")
    return f"{span}: {', '.join(parts)}"


def bars(figures: Figures) -> str:
    """Return all bars as one sentence for a screen reader."""
    bad = sum(1 for hour in figures.hours if hour.failures)
    if not figures.requests:
        return "No requests in the last 24 hours"
    if not bad:
        return "Requests of the last 24 hours: none failed"
    return f"Requests of the last 24 hours: failures in {sentences.counted(bad, 'half hour', 'half hours')}"


def remove_title(name: str) -> str:
    """Return the question before an account is removed."""
    return f"Remove {name}?"


def remove_text(account: Account, provider: str, sound: int, contacts: int, uploads: int) -> str:
    """Say what is lost: calls, contacts, so many bytes of recordings, and uploads that are under way."""
    lost = [sentences.counted(account.calls, "call", "calls")]
    if contacts:
        lost.append(sentences.counted(contacts, "contact", "contacts"))
    if sound:
        lost.append(f"{size(sound)} of recordings")
    stopped = (
        f"{sentences.counted(uploads, 'upload', 'uploads')} under way {'ends' if uploads == 1 else 'end'}. "
    )
    return (
        f"{', '.join(lost)}, its lines, its transcripts and its sign-in are deleted from this computer. "
        f"{stopped * bool(uploads)}Nothing is deleted at {provider}: signing in again brings back what it "
        "still has."
    )


def remove_do(unsent: int) -> str:
    """Return the button that removes an account."""
    return f"{strings.REMOVE_DO}, and lose the edits" if unsent else strings.REMOVE_DO


def unsent(number: int) -> str:
    """Say how many edits of contacts are not at the provider yet."""
    are = "is" if number == 1 else "are"
    return f"{sentences.counted(number, 'change', 'changes')} to contacts {are} not at the provider yet."


def removed(name: str) -> str:
    """Return what is said after an account was removed."""
    return f"{name} removed"


def range_of(least: float | None, most: float | None, unit: str) -> str:
    """Say which numbers are allowed."""
    tail = f" {unit}" if unit else ""
    if least is not None and most is not None:
        return f"From {times.number(int(least))} to {times.number(int(most))}{tail}."
    return f"{times.number(int(least or 0))}{tail} or more."


def shown_by(state: NotifierState) -> str:
    """Say who shows notices here, and what to do where somebody lacks something."""
    if not state.service:
        return "Nobody: this desktop has no notification service. The tray's icon counts missed calls."
    if not state.buttons:
        return f"{state.service}, without buttons: open Sidetone to call back."
    return f"{state.service}."


def locked(vault: str) -> str:
    """Say how the data is locked."""
    if vault == "this session only":
        return "Encrypted with a key that is thrown away when Sidetone quits."
    if "passphrase" in vault:
        return "Encrypted; the key and the sign-ins lie in a file that only your passphrase opens."
    return f"Encrypted; the key and the sign-ins lie in the {vault}."


def page_of(title: str, page: str) -> str:
    """Return a hit of the search as a screen reader says it."""
    return f"{title}, on the page {page}"


def needing(number: int) -> str:
    """`1 needs attention`, for the badge."""
    return f"{times.number(number)} {'needs' if number == 1 else 'need'} something"


def account_state(name: str, state: str, parts: Sequence[str]) -> str:
    """Return a card as one sentence."""
    return sentences.listed([name, state, *parts])


def percent(share: float) -> str:
    """`125 %`."""
    return f"{round(share * 100)} %"
