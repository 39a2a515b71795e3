"""Texts with values on the notices that the desktop shows. Names come from outside: one line, not endless."""

from collections.abc import Sequence

from desktop.domain.calls import CallRecord
from desktop.domain.notices import NoticeKind
from desktop.ui import sentences
from desktop.ui.sentences_tray import callers

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
