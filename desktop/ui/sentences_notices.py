"""Texts with values on the notices that the desktop shows. Names come from outside: one line, not endless."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from desktop.domain.calls import CallRecord, Outcome
from desktop.domain.notices import NoticeKind
from desktop.ui import sentences, strings_notices, times
from desktop.ui.recents.face import who
from desktop.ui.sentences_tray import callers, one_line

if TYPE_CHECKING:
    from desktop.domain.uploads import Upload

_COUNTED = {
    NoticeKind.MISSED: ("missed call", "missed calls"),
    NoticeKind.VOICEMAIL: ("voicemail", "voicemails"),
    NoticeKind.TRANSCRIPT: ("transcript is ready", "transcripts are ready"),
    NoticeKind.UPLOAD: ("upload has ended", "uploads have ended"),
    NoticeKind.SIGN_IN: ("account needs signing in", "accounts need signing in"),
    NoticeKind.KEY_ENDS: ("key ends soon", "keys end soon"),
}


def counted(kind: NoticeKind, number: int, calls: Sequence[CallRecord] = ()) -> str:
    """Return a line of what was held back: `3 missed calls: Ada Lovelace, +33 1 99 00 17 42 and 1 more`."""
    line = sentences.counted(number, *_COUNTED[kind])
    return f"{line}: {callers(calls)}" if calls else line


def how_many(calls: Sequence[CallRecord]) -> str:
    """Return a notice's title: `4 missed calls and 1 voicemail`."""
    messages = sum(call.outcome is Outcome.VOICEMAIL for call in calls)
    missed = len(calls) - messages
    both = ((NoticeKind.MISSED, missed), (NoticeKind.VOICEMAIL, messages))
    return sentences.together([counted(kind, number) for kind, number in both if number])


def while_away(calls: Sequence[CallRecord]) -> str:
    """Return the title of what came while nobody was there."""
    return f"{how_many(calls)} while you were away"


def voicemail_from(call: CallRecord) -> str:
    """Return a notice's title: `Voicemail from Ada Lovelace`."""
    return f"Voicemail from {one_line(who(call))}" if call.other else strings_notices.VOICEMAIL_WITHHELD


def call_with(call: CallRecord, now: datetime) -> str:
    """Say which call a transcript is of: `Ada Lovelace, Yesterday 14:05`."""
    return sentences.listed([one_line(who(call)), times.moment(call.sorted_at, now)])


def upload(told: "Upload") -> str:
    """Say what became of an upload: `Spring: 9,798 of 9,812 numbers are in, 14 were refused`, and why."""
    from desktop.domain.uploads import RowState, UploadState  # noqa: PLC0415 - no start needs to wait for it

    refused, unknown = told.states.get(RowState.REFUSED, 0), told.states.get(RowState.UNKNOWN, 0)
    sent = times.number(told.states.get(RowState.SENT, 0))
    said = sentences.listed(
        [
            f"{sent} of {sentences.counted(told.wanted, 'number', 'numbers')} are in",
            sentences.counted(refused, "was refused", "were refused") if refused else "",
            f"{times.number(unknown)} of unknown outcome" if unknown else "",
        ]
    )
    why = told.reason if told.state is UploadState.STOPPED else ""
    return "\n".join(part for part in (f"{one_line(told.campaign)}: {said}.", why) if part)


def sign_in_to(account: str) -> str:
    """Return the title of an account that must be signed in to."""
    return f"Sign in to {one_line(account)} again"
