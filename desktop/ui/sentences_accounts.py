"""Texts of the account form: what a test of the connection found, and what it may not."""

from desktop.domain.accounts import Ability, ConnectionTest
from desktop.domain.errors import ErrorKind, Trouble
from desktop.ui import sentences, times

_READS: tuple[tuple[Ability, str], ...] = (
    (Ability.HISTORY, "calls"),
    (Ability.RECORDINGS, "recordings"),
    (Ability.TRANSCRIPTS, "transcripts"),
    (Ability.PHONEBOOK, "contacts"),
    (Ability.CAMPAIGNS, "campaigns"),
)

_LACKS: tuple[tuple[Ability, str], ...] = (
    (Ability.DIAL, "No calling"),
    (Ability.LINES, "No lines"),
    (Ability.HISTORY, "No call history"),
    (Ability.RECORDINGS, "No recordings"),
    (Ability.MISSED_CALLS, "No missed calls"),
)


def open_site(host: str) -> str:
    """Return the label of the button that opens the provider's page."""
    return f"Open {host}"


def twin(name: str) -> str:
    """Say which account signs in as the same user, and what two of them mean."""
    return f"{name} has it: all of its calls would stand in the list twice. Save once more to keep both."


def pasted(fields: int) -> str:
    """Say what a whole block of credentials filled in."""
    return f"{sentences.counted(fields, 'field', 'fields')} filled in from what you pasted"


def connected(test: ConnectionTest) -> str:
    """Say how quickly it went: `Connected in 0.4 s`."""
    return f"Connected in {times.tenths(max(test.took_s, 0.1))} s"


def found(test: ConnectionTest) -> str:
    """Say what there is and what may be done, and what may not and why."""
    parts = []
    if test.info.company:
        parts.append(f"{test.info.company}.")
    if test.lines is not None:
        parts.append(f"{sentences.counted(test.lines, 'line', 'lines')} found.")
    reads = sentences.together([word for ability, word in _READS if ability in test.abilities])
    may = [f"read {reads}"] if reads else []
    if Ability.DIAL in test.abilities:
        may.append("place calls")
    if may:
        parts.append(f"May {', and '.join(may)}.")
    return " ".join([*parts, *lacking(test)])


def refused(trouble: Trouble) -> str:
    """Say why there is no connection; nothing goes on by itself before an account is kept."""
    if trouble.kind is ErrorKind.OFFLINE:
        provider = trouble.provider or "The provider"
        return f"{provider} cannot be reached. Check the network connection, and the address under Advanced."
    return trouble.sentence


def lacking(test: ConnectionTest) -> list[str]:
    """Say what the account may not do, and why; what has the same reason in one sentence."""
    by_reason: dict[str, list[str]] = {}
    for ability, word in _LACKS:
        if ability in test.missing:
            by_reason.setdefault(test.missing[ability].rstrip("."), []).append(word)
    return [
        f"{sentences.together([first, *(word[:1].lower() + word[1:] for word in more)])}: {reason}."
        for reason, (first, *more) in by_reason.items()
    ]
