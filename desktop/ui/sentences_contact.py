"""Texts with values in them of an opened contact: numbers, calls, the form, two versions of it."""

from collections.abc import Sequence
from datetime import datetime

from desktop import numbers
from desktop.domain.calls import CallRecord, Outcome
from desktop.domain.contacts import Conflict, Contact
from desktop.domain.numbers import Finding, LineType, NumberCheck, NumberInfo, NumberKind
from desktop.ui import sentences, times
from desktop.ui import strings_contact as strings

_COUNTS = (
    "no", "one", "two", "three", "four", "five", "six", "seven", "eight",
    "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen",
)  # fmt: skip
_ORDINALS = ("main", "second", "third", "fourth", "fifth", "sixth")

_KINDS = {
    LineType.FIXED: "landline",
    LineType.MOBILE: "mobile",
    LineType.TOLL_FREE: "toll-free",
    LineType.PREMIUM: "premium-rate",
    LineType.SHARED_COST: "shared-cost",
    LineType.VOIP: "internet",
}


def _count(number: int) -> str:
    return _COUNTS[number] if 0 <= number < len(_COUNTS) else times.number(number)


def capital(text: str) -> str:
    """Return a text with a capital first letter."""
    return text[:1].upper() + text[1:]


def book(account: str) -> str:
    """Return which phone book a contact stands in: `Sales phone book`."""
    return f"{account} phone book"


def place(info: NumberInfo) -> str:
    """Return where a number is, and what it is where no place is known: `France, landline`."""
    if info.kind is NumberKind.EXTENSION:
        return strings.INSIDE
    if info.kind is NumberKind.EMERGENCY:
        return strings.EMERGENCY_PLACE
    if info.kind is NumberKind.SHORT:
        return sentences.listed([strings.SHORT_PLACE, info.country or ""])
    if info.e164 is None:
        return strings.NO_PLACE
    said = numbers.describe(info.e164)
    if info.place is None and info.line_type is LineType.FIXED:
        return sentences.listed([said, _KINDS[LineType.FIXED]])
    return said


def not_callable(info: NumberInfo) -> str:
    """Say why a number is not called from here; "" when it can be."""
    return {
        NumberKind.EXTENSION: strings.EXTENSION_NOT_CALLED,
        NumberKind.EMERGENCY: strings.EMERGENCY_NOT_CALLED,
        NumberKind.UNDIALLABLE: strings.UNDIALLABLE_NOT_CALLED,
    }.get(info.kind, "")


def dials(number: str) -> str:
    """Return what pressing Call dials."""
    return sentences.will_dial(number)


def copy_number(shown: str) -> str:
    """Return the name of the button that copies a number."""
    return f"{strings.COPY_NUMBER}: {shown}"


def call_number(label: str, shown: str) -> str:
    """Return the name of the button that calls one of several numbers."""
    return f"{strings.CALL} {label}, {shown}"


def copied(what: str) -> str:
    """Say what was copied."""
    return f"Copied: {what}"


def total(calls: int, talk_s: int) -> str:
    """Return the heading over somebody's calls: `14 calls, 2 h 36 min talk`."""
    return sentences.total(calls, talk_s)


def call_words(call: CallRecord, *, returned: bool) -> str:
    """Return what became of a call: how long was talked, or why not."""
    if call.outcome is Outcome.MISSED:
        return strings.MISSED_RETURNED if returned else strings.MISSED
    if call.outcome is Outcome.VOICEMAIL:
        return strings.VOICEMAIL_RETURNED if returned else strings.VOICEMAIL
    if call.outcome is not Outcome.ANSWERED:
        return capital(sentences.outcome(call.outcome))
    return times.duration(call.duration_s) if call.duration_s else strings.ANSWERED


def call_stamp(call: CallRecord, now: datetime) -> str:
    """Return when a call was, with the day: `Today 11:42`, `Yesterday 16:20`, `Tue 09:14`, `4 Mar`."""
    said = times.stamp(call.sorted_at, now)
    return f"Today {said}" if call.sorted_at.astimezone().date() == now.astimezone().date() else said


# ---- not at the provider yet


def not_sent(reason: str, next_try: datetime | None, now: datetime) -> str:
    """Say when a change is tried next, and why it was not sent: `Next try in 40 s.`."""
    said = f"{reason.rstrip('.')}." if reason else ""
    if next_try is None:
        return said
    seconds = max(0, round((next_try - now).total_seconds()))
    wait = f"Next try in {times.duration(seconds)}." if seconds else "It is being tried."
    return f"{said} {wait}".strip()


# ---- the number while it is typed


def missing(check: NumberCheck) -> str:
    """Say how many digits are missing or too many: `Two digits are missing: London numbers have ...`."""
    number = abs(check.missing)
    several = "At least " if check.finding is Finding.TOO_FEW and len(check.digits) > 1 else ""
    if check.finding is Finding.TOO_FEW:
        lead = f"{several}{_count(number)} {'digit is' if number == 1 else 'digits are'} missing"
    else:
        lead = f"{_count(number)} {'digit' if number == 1 else 'digits'} too many"
    kind = _KINDS.get(check.line_type, "")
    whose = f"{check.place} numbers" if check.place else f"{kind} numbers".strip()
    prefix = check.prefix.replace(" ", "\u00a0")
    return f"{capital(lead)}: {whose} have {_lengths(check.digits)} digits after {prefix}."


def _lengths(digits: Sequence[int]) -> str:
    """Return how many digits there may be: `eight`, `nine or ten`, `four to nine`."""
    if len(digits) == 1:
        return _count(digits[0])
    if len(digits) == digits[-1] - digits[0] + 1 and len(digits) > 2:
        return f"{_count(digits[0])} to {_count(digits[-1])}"
    return f"{', '.join(_count(one) for one in digits[:-1])} or {_count(digits[-1])}"


def finding(check: NumberCheck) -> str:
    """Say what is known of a number while it is typed; "" for none."""
    if check.finding in (Finding.WHOLE, Finding.SHORT):
        return place(check.info)
    if check.finding in (Finding.TOO_FEW, Finding.TOO_MANY):
        return missing(check) if check.digits else strings.GO_ON
    if check.finding is Finding.NO_TRUNK:
        return f"Its beginning is missing: {check.prefix} and the area code, or {check.country_prefix}."
    if check.finding is Finding.UNASSIGNED:
        return capital(sentences.listed([check.info.country or "", strings.UNASSIGNED]))
    return {
        Finding.NO_COUNTRY: strings.NO_COUNTRY,
        Finding.UNKNOWN_COUNTRY: strings.UNKNOWN_COUNTRY,
        Finding.EXTENSION: strings.EXTENSION,
        Finding.EMERGENCY: strings.EMERGENCY,
        Finding.NO_NUMBER: strings.NO_NUMBER,
    }.get(check.finding, "")


def also(name: str, others: int) -> str:
    """Return the link to somebody else with the same number."""
    return f"Same number: {name}" + (f" and {times.number(others)} more" if others else "")


# ---- the form


def field_in_words(index: int, label: str) -> str:
    """Return a field inside a sentence: `the name`, `the third number`, `the number Fax`."""
    if index < 0:
        return "the name"
    if index < len(_ORDINALS) and (label.lower() in _ORDINALS or not label):
        return f"the {_ORDINALS[index]} number"
    return f"the number {label}"


def fill_in(what: str) -> str:
    """Say what is needed before the form can be saved."""
    return f"Fill in {what} to save"


def complete(what: str) -> str:
    """Say which number is not complete: `Complete the third number to save`."""
    return f"Complete {what} to save"


def or_as_it_is(said: str) -> str:
    """Add to what is not complete that it can be kept: `Complete the main number to save, or press ...`."""
    return f"{said}, or press this to save it as it is"


def too_long(what: str) -> str:
    """Say what is longer than a phone book takes."""
    return f"Shorten {what} to save"


def unsaved(name: str) -> str:
    """Say whose changes are not saved."""
    return f"The changes of {name} are not saved." if name else "The new contact is not saved."


# ---- two versions


def changed_by_somebody(conflict: Conflict, now: datetime) -> str:
    """Say that there are two versions, and since when that is known."""
    when = times.stamp(conflict.since, now)
    when = when[:1].lower() + when[1:] if when.startswith("Yesterday") else f"at {when}"
    return f"Somebody else changed this contact {when}"


def theirs(provider: str) -> str:
    """Return the heading over the other version."""
    return f"Theirs, at {provider}"


def one_sided(what: str, *, by_them: bool, theirs: bool) -> str:
    """Say which version stands of a field that one side changed: `... only by you, so yours is kept.`."""
    who, kept = "them" if by_them else "you", "theirs" if theirs else "yours"
    join = "so" if by_them == theirs else "but"
    return f"{capital(what)} was changed only by {who}, {join} {kept} is kept."


def side(label: str, owner: str, text: str) -> str:
    """Return one version of a field for a screen reader: `Main, yours: +33 1 99 00 42 17`."""
    return f"{label}, {owner[:1].lower()}{owner[1:]}: {text or strings.NOTHING_THERE}"


# ---- passing on


def as_text(contact: Contact, rows: Sequence[tuple[str, str]]) -> str:
    """Return a contact as lines of text; `rows` are labels and numbers."""
    return "\n".join([contact.name, *(f"{label}: {number}" for label, number in rows)])


def file_name(name: str) -> str:
    """Return the name of a contact's file: its name, without what file systems refuse."""
    safe = "".join(letter if letter.isalnum() or letter in " -_'" else " " for letter in name)
    return f"{' '.join(safe.split())[:60].strip() or strings.CONTACT}.vcf"


def shared(file: str) -> str:
    """Say where a contact was written."""
    return f"Saved as {file}"
