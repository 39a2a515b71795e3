"""Texts about lines: their facts, what speaks against one, and the sentence that a row reads as."""

from collections.abc import Sequence

from desktop import numbers
from desktop.domain.accounts import Ability, Account, AccountState
from desktop.domain.lines import SOFTPHONE, Line, LineStatus
from desktop.ui import sentences, strings, times

_ON_OFF: dict[bool | None, str] = {True: strings.ON, False: strings.OFF, None: strings.NOT_TOLD}

_WHY_NOT = {
    LineStatus.INACTIVE: "It is not active.",
    LineStatus.NOT_ACTIVATED: "It was never activated.",
    LineStatus.UNKNOWN: "Sidetone does not know the status that the provider tells.",
}


def status(line: Line) -> str:
    """Return a line's status in words."""
    if line.trouble:
        return strings.CANNOT_CALL
    words = strings.ACTIVE if line.status is LineStatus.ACTIVE else sentences.line_inactive(line)
    return words[:1].upper() + words[1:]


def meta(line: Line) -> tuple[str, ...]:
    """Return the second line of a row: why it cannot be chosen, else number, extension and group."""
    parts = [] if line.can_dial else [status(line)]
    if line.is_softphone:
        parts.append(strings.OPENS_LINKS if line.id == SOFTPHONE else strings.GETS_LINKS)
    if line.number:
        parts.append(numbers.display(line.number, None))
    if line.extension and line.extension != line.name:
        parts.append(sentences.extension(line.extension))
    if line.settings.group:
        parts.append(line.settings.group)
    return tuple(parts)


def row(line: Line, *, chosen: bool) -> str:
    """Return a row for a screen reader: `Sales desk, +33 1 23 45 67 89, Extension 204, chosen`."""
    parts = [sentences.line_name(line), *meta(line)]
    if chosen:
        parts.append(strings.CHOSEN)
    elif not line.can_dial:
        parts.append(strings.CANNOT_BE_CHOSEN)
    return sentences.listed([*parts, *warnings(line)])


def facts(line: Line) -> tuple[tuple[str, str], ...]:
    """Return what is known of a line, as labels and values, always in the same places."""
    if line.is_softphone:
        return (
            (strings.STATUS, strings.READY if line.can_dial else strings.CANNOT_CALL),
            (strings.CALLS_HOW, strings.CALLS_BY_LINK),
            (strings.OUTCOME, strings.SEEN_THERE),
        )
    settings = line.settings
    return (
        (strings.EXTENSION, line.extension or strings.NOT_TOLD),
        (strings.GROUP, settings.group or strings.NOT_TOLD),
        (strings.STATUS, status(line)),
        (strings.CALLEE_SEES, _seen(line)),
        (strings.RECORDING, _recording(settings.record_outbound, settings.record_inbound)),
        (strings.FORWARDING, forwarding(line)),
        (strings.VOICEMAIL, _ON_OFF[settings.voicemail]),
    )


def _seen(line: Line) -> str:
    shown = line.settings.shown_number
    if not shown:
        return strings.NOT_TOLD
    return strings.THIS_NUMBER if shown == line.number else _phone(shown)


def _recording(out: bool | None, inbound: bool | None) -> str:
    if out is None and inbound is None:
        return strings.NOT_TOLD
    if out == inbound:
        return strings.RECORDING_BOTH if out else strings.OFF
    return sentences.listed([f"{strings.OUTGOING} {_lower(out)}", f"{strings.INCOMING} {_lower(inbound)}"])


def _lower(value: bool | None) -> str:
    return _ON_OFF[value].lower()


def forwarding(line: Line) -> str:
    """Say where a line's calls go: always, when nobody answers, or nowhere else."""
    settings = line.settings
    if settings.forced_forward:
        return f"Always, to {_phone(settings.forced_forward_to)}"
    if settings.conditional_forward:
        to = _phone(settings.conditional_forward_to)
        after = settings.conditional_after_s
        return f"Not answered for {times.duration(after)}: to {to}" if after else f"Not answered: to {to}"
    return strings.OFF


def _phone(number: str | None) -> str:
    """Return a number that stays on one line, since its groups read wrongly apart."""
    return numbers.display(number, None).replace(" ", "\u00a0") if number else strings.ANOTHER_PHONE


def warnings(line: Line) -> tuple[str, ...]:
    """Return what a person must know before this line rings, worst first."""
    found = []
    if line.trouble:
        found.append(f"{line.trouble.rstrip('.')}.")
    elif not line.can_dial:
        found.append(f"{strings.CANNOT_CALL_FROM_IT} {_WHY_NOT[line.status]}")
    if line.settings.forced_forward:
        found.append(f"Another phone will ring: {_phone(line.settings.forced_forward_to)}.")
    shown = line.settings.shown_number
    if shown and line.number and shown != line.number:
        found.append(f"The other side sees another number: {_phone(shown)}.")
    return tuple(found)


def why_none(accounts: Sequence[Account]) -> str:
    """Say why there is no line: who does not show any, and for what reason."""
    reasons = [
        f"{account.name}: {account.missing[Ability.LINES].rstrip('.')}."
        for account in accounts
        if account.missing and Ability.LINES in account.missing
    ]
    return " ".join(reasons) or strings.NO_LINES_TEXT


def as_of_then(accounts: Sequence[Account]) -> str:
    """Say whose lines may have changed because it cannot be asked now; "" when all can."""
    away = [one.name for one in accounts if one.state is AccountState.OFFLINE]
    return f"No connection to {sentences.listed(away)}: as last read." if away else ""
