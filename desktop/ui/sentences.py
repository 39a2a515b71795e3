"""Texts with values in them: sentences made from calls, lines, numbers and times."""

import html
from collections.abc import Sequence
from datetime import datetime

from desktop import numbers
from desktop.domain.accounts import Ability
from desktop.domain.attempts import Attempt, AttemptState, DialSource
from desktop.domain.calls import CallRecord, Direction, Outcome
from desktop.domain.lines import Line, LineStatus
from desktop.domain.numbers import LineType, NumberInfo, NumberKind
from desktop.domain.transcripts import Speaker
from desktop.ui import strings, times
from desktop.ui.kit.outside import shown

_OUTCOMES = {
    Outcome.ANSWERED: "answered",
    Outcome.MISSED: "missed",
    Outcome.VOICEMAIL: "voicemail",
    Outcome.BUSY: "busy",
    Outcome.NO_ANSWER: "no answer",
    Outcome.CANCELLED: "cancelled",
    Outcome.FAILED: "unavailable",
    Outcome.OTHER: "other",
    Outcome.UNKNOWN: "result not known",
}

_DIRECTIONS = {
    Direction.INBOUND: "inbound",
    Direction.OUTBOUND: "outbound",
    Direction.INTERNAL: "internal",
    Direction.UNKNOWN: "direction not known",
}

_LINE_TYPES = {
    LineType.FIXED: "fixed line",
    LineType.MOBILE: "mobile",
    LineType.FIXED_OR_MOBILE: "",
    LineType.TOLL_FREE: "free of charge",
    LineType.PREMIUM: "premium rate",
    LineType.SHARED_COST: "shared cost",
    LineType.VOIP: "internet telephony",
}

_SOURCES = {
    DialSource.ROW: "From the list",
    DialSource.FIELD: "From the number field",
    DialSource.LINK: "From a link, opened just now",
    DialSource.COMMAND_LINE: "From the command line, just now",
    DialSource.CLIPBOARD: "From the clipboard, just now",
    DialSource.TRAY: "From the tray's menu, just now",
    DialSource.NOTICE: "From the notification of the missed call",
}

_RECORDED: dict[bool | None, str] = {
    True: "the call is recorded",
    False: "the call is not recorded",
    None: "",
}

_ABILITIES = {
    Ability.DIAL: "calling",
    Ability.RECORDINGS: "recordings",
    Ability.TRANSCRIPTS: "transcripts",
    Ability.HISTORY: "the call history",
    Ability.MISSED_CALLS: "missed calls",
    Ability.PHONEBOOK: "a phonebook",
    Ability.TAGS: "tags",
    Ability.CAMPAIGNS: "campaigns",
    Ability.TRANSCRIPT_REQUESTS: "transcripts on request",
}


SHORTEST_NUMBER = 7
"""With so many digits it is a number of the outside world, not an extension."""


def tip(text: str) -> str:
    """Return a tool tip that shows a text from outside as it is: Qt reads tool tips as HTML."""
    return f"<qt>{html.escape(text)}</qt>" if text else ""


def counted(number: int, one: str, many: str) -> str:
    """Return a count with its noun: `1 call`, `1,284 calls`."""
    return f"{times.number(number)} {one if number == 1 else many}"


def together(words: Sequence[str]) -> str:
    """Return words in a row: `calls, recordings and contacts`."""
    return " and ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)


def total(calls: int, talk_s: int) -> str:
    """Return the header over the list: `1,284 calls, 41 h 12 min talk`."""
    count = counted(calls, "call", "calls")
    return f"{count}, {times.hours(talk_s)} talk" if talk_s else count


def accounts(number: int) -> str:
    """`2 accounts`."""
    return counted(number, "account", "accounts")


def up_to_date(last: datetime, now: datetime) -> str:
    """Return the status line when all is well."""
    return f"Up to date, {times.ago(last, now)}"


def reading(account: str, calls: int) -> str:
    """Return the status line while a sync runs; no provider tells a total."""
    return f"Reading {account}, {counted(calls, 'call', 'calls')} so far"


def offline_since(moment: datetime, now: datetime) -> str:
    """Return the strong half of the status line when the provider cannot be reached."""
    return f"No connection since {times.stamp(moment, now)}"


def next_try(seconds: int) -> str:
    """Return the other half: what stays usable, and when the next try is."""
    return f"Calls as of then. Next try in {times.duration(seconds)}."


def waiting(reason: str, duration: str) -> str:
    """Return the status line during a back-off."""
    return f"{reason.rstrip('.')}. Next try in {duration}."


def found_nothing(text: str) -> str:
    """Return the title when a search finds nothing."""
    return f"No call with “{text}”"


def without_search(number: int) -> str:
    """Return what clearing the filter would bring."""
    return (
        f"Without the search there are {counted(number, 'call', 'calls')}."
        if number != 1
        else ("Without the search there is 1 call.")
    )


def outcome(value: Outcome) -> str:
    """Return a result in words."""
    return _OUTCOMES[value]


def direction(value: Direction) -> str:
    """Return a direction in words."""
    return _DIRECTIONS[value]


def unusual_outcome(call: CallRecord) -> str:
    """Return the result in words where the row's symbol does not say it already, else ""."""
    if call.outcome in (Outcome.ANSWERED, Outcome.MISSED, Outcome.VOICEMAIL):
        return ""
    return _OUTCOMES[call.outcome]


def call_sentence(call: CallRecord, who: str, now: datetime) -> str:
    """One row for a screen reader: `Missed call from Ada Lovelace, yesterday 14:05`."""
    if call.outcome is Outcome.VOICEMAIL:
        lead = "Voicemail from"
    elif call.outcome is Outcome.MISSED:
        lead = "Missed call from"
    else:
        lead = {
            Direction.OUTBOUND: "Call to",
            Direction.INTERNAL: "Internal call with",
            Direction.INBOUND: "Call from",
        }.get(call.direction, "Call with")
    when = times.stamp(call.sorted_at, now)
    parts = [f"{lead} {who}", when[:1].lower() + when[1:] if when.startswith("Yesterday") else when]
    if unusual := unusual_outcome(call):
        parts.append(unusual)
    if call.duration_s:
        parts.append(times.duration(call.duration_s))
    parts += [tag.name for tag in call.tags]
    if call.has_recording:
        parts.append("recorded")
    if call.has_transcript:
        parts.append("with transcript")
    return ", ".join(parts)


def call_parts(call: CallRecord, now: datetime) -> list[str]:
    """Return what the call was, in facts: `Yesterday 13:41`, `inbound`, `12 min 4 s`, `waited 7 s`."""
    parts = [times.moment(call.sorted_at, now), direction(call.direction)]
    if call.outcome is not Outcome.ANSWERED:
        parts.append(outcome(call.outcome))
    if call.duration_s:
        parts.append(times.duration(call.duration_s))
    if call.wait_s is not None:
        parts.append(f"waited {times.duration(call.wait_s)}")
    return parts


def speaker(value: Speaker, call: CallRecord) -> str:
    """Return who speaks, seen from our side of the call."""
    if value is Speaker.UNKNOWN:
        return strings.SPEAKER
    role = strings.CALLER if value is Speaker.CALLER else strings.CALLEE
    ours = {Direction.INBOUND: Speaker.CALLEE, Direction.OUTBOUND: Speaker.CALLER}.get(call.direction)
    if value is ours:
        return strings.YOU
    words = [word for word in shown(call.name or "").split() if not word.endswith(".")]
    return words[0] if words and ours is not None else role


def extension(number: str) -> str:
    """Return a phone inside the company: `Extension 204`."""
    return f"Extension {number}" if number.isdecimal() and len(number) < SHORTEST_NUMBER else number


def line_name(line: Line) -> str:
    """Return a line's name; one that has none but its extension is called by that: `Extension 1004`."""
    return extension(line.name) if line.name == line.extension else line.name


def will_dial(number: str) -> str:
    """Return what pressing Call dials."""
    return f"Dials {number}"


def pending_for(seconds: int) -> str:
    """How long a transcript has been under way."""
    return f"Asked for {times.duration(seconds)} ago. It appears here by itself."


def line_type(value: LineType) -> str:
    """Return the line type in words; "" when it says nothing."""
    return _LINE_TYPES.get(value, "")


def place(number: NumberInfo) -> str:
    """Return where a number is, as a sentence: `Sydney, Australia, fixed line.` for instance."""
    if number.kind is NumberKind.EXTENSION:
        return "Internal extension."
    where = [part for part in (number.place, number.country) if part]
    where = list(dict.fromkeys(where))
    if kind := line_type(number.line_type):
        where.append(kind)
    return ", ".join(where) + "." if where else ""


def source(value: DialSource) -> str:
    """Return where the wish to call came from."""
    return _SOURCES[value]


def line_text(line: Line) -> str:
    """Return a line by name and number: `Sales desk, +33 1 23 45 67 89`."""
    if line.is_softphone:
        return f"{line.name}, {line.account[:1].lower()}{line.account[1:]}"
    return listed([line.name, numbers.display(line.number, None) if line.number else line.extension or ""])


def line_chosen(line: Line) -> str:
    """Return the line selector's name for a screen reader."""
    lead = "What gets the number" if line.is_softphone else "Line that will ring"
    return f"{lead}: {line_text(line)}"


def theme_named(label: str) -> str:
    """Return a theme's entry in the menu."""
    return f"{strings.THEME}: {label[:1].lower()}{label[1:]}"


def line_note(line: Line) -> str:
    """Return what a person should know of the line before it rings."""
    if line.is_softphone:
        return line.trouble or "It is handed a link with the number, and asks or calls by itself."
    parts = []
    if line.extension:
        parts.append(f"Extension {line.extension}.")
    shown = line.settings.shown_number
    number = "this number" if shown == line.number else numbers.display(shown, None) if shown else ""
    seen = f"the other side sees {number}" if shown else ""
    said = [seen, _RECORDED[line.recorded]]
    sentence = "; ".join(part for part in said if part)
    if sentence:
        parts.append(sentence[:1].upper() + sentence[1:] + ".")
    return " ".join(parts)


def key_refused(account: str) -> str:
    """Say why an account's calls are not read any more."""
    return f"The provider does not accept the key of {account}."


def forwarded(line: Line) -> str:
    """Return the warning that another phone will ring."""
    to = line.settings.forced_forward_to
    # A number stays on one line, since its groups read wrongly apart.
    other = numbers.display(to, None).replace(" ", "\u00a0") if to else strings.ANOTHER_PHONE
    return f"Another phone will ring, not {line.name}: {other}."


def line_inactive(line: Line) -> str:
    """Why a line cannot be chosen."""
    words = {
        LineStatus.INACTIVE: "not active",
        LineStatus.NOT_ACTIVATED: "never activated",
        LineStatus.UNKNOWN: "of unknown status",
    }
    return words.get(line.status, "")


def asking_for_call(provider: str) -> str:
    """Return the first step while it is not done."""
    return f"{provider} is asked for the call"


def took_call(provider: str) -> str:
    """Return the first step of a placed call."""
    return f"{provider} took the call"


def placed(line: Line, account: str = "") -> str:
    """Return the second step: `Placed: Sales desk, extension 204, should ring`; of which of the accounts."""
    of = f" of {account}" if account else ""
    extension = f", extension {line.extension}," if line.extension else ""
    if line.settings.forced_forward:
        return f"Placed: another phone rings, not {line.name}"
    return f"Placed: {line.name}{of}{extension} should ring"


def try_of(tries: int, most: int, whom: str) -> str:
    """Return how often a busy line is tried again, and for whom: `Try 1 of 3, +33 6 12 34 56 78`."""
    return f"Try {tries} of {most}, {whom}"


def left_over(attempt: Attempt, count: int, now: datetime) -> str:
    """Say at a start what became of the call that was under way when Sidetone ended."""
    when = times.stamp(attempt.created_at, now)
    said = f"It was under way when Sidetone ended ({when})"
    if attempt.state is AttemptState.PLACED:
        said += ", and the provider took it."
    elif attempt.state is AttemptState.HANDED_OVER:
        said += ", and your softphone has the number."
    elif attempt.state is AttemptState.UNKNOWN:
        said += ". Look at your phone and at the history before you call again."
    else:
        said += f". {attempt.trouble}" if attempt.trouble else ", and nothing rang."
    more = f" So were {count - 1} others: the numbers' earlier attempts have them." if count > 1 else ""
    return said + more


def since_placed(seconds: int) -> str:
    """How long ago the call was placed."""
    return f"{times.position(seconds)} since the call was placed"


def busy(line: str) -> str:
    """Say whose line is busy."""
    return f"{line} is in a call."


def busy_next(line: str, seconds: int) -> str:
    """Return the busy card's sentence."""
    return f"{line} is in a call. Next try in {times.duration(seconds)}."


def listed(parts: Sequence[str]) -> str:
    """Parts in one sentence, without the empty ones."""
    return ", ".join(part for part in parts if part)


def key_line(text: str, keys: Sequence[str]) -> str:
    """Say a row of the sheet of shortcuts: "Search the list: Ctrl+F"."""
    return f"{text}: {' or '.join(keys)}"


def cannot(ability: Ability, account: str, reason: str) -> str:
    """Why something is not offered."""
    return f"{account} does not offer {_ABILITIES.get(ability, ability.value)}: {reason}"
