"""Notices: what the desktop shows beside its clock, and what a person answers there."""

from dataclasses import dataclass
from enum import StrEnum

DEFAULT = "default"
"""The action of a click on the notice itself, as the desktops' specification names it."""


class NoticeKind(StrEnum):
    """What a notice is about."""

    MISSED = "missed"
    VOICEMAIL = "voicemail"
    TRANSCRIPT = "transcript"
    UPLOAD = "upload"
    SIGN_IN = "sign_in"
    KEY_ENDS = "key_ends"

    @property
    def switch(self) -> str:
        """The setting that says whether a person wants to hear of it."""
        return _SWITCHES[self]


_SWITCHES = {
    NoticeKind.MISSED: "notify.missed",
    NoticeKind.VOICEMAIL: "notify.voicemail",
    NoticeKind.TRANSCRIPT: "notify.transcripts",
    NoticeKind.UPLOAD: "notify.uploads",
    NoticeKind.SIGN_IN: "notify.sign_in",
    NoticeKind.KEY_ENDS: "notify.sign_in",  # who wants to hear of the one wants to hear of the other in time
}


@dataclass(frozen=True, slots=True)
class NoticeAction:
    """A button: `key` is what comes back when it is pressed."""

    key: str
    label: str


@dataclass(frozen=True, slots=True)
class NoticePicture:
    """A square picture: `side` pixels across, `pixels` four bytes each (red, green, blue, alpha)."""

    side: int
    pixels: bytes


@dataclass(frozen=True, slots=True)
class Notice:
    """What is shown. The same `id` again replaces what stands there; all texts are plain.

    A click on the notice itself answers with `DEFAULT`. `unaided` is added to the body where the desktop
    offers no buttons: what to do instead. `category` is one of the desktops' specification.
    """

    id: str
    title: str
    body: str = ""
    actions: tuple[NoticeAction, ...] = ()
    unaided: str = ""
    category: str = ""
    picture: NoticePicture | None = None


@dataclass(frozen=True, slots=True)
class NoticeEvent:
    """What became of a notice: the action that was pressed, or None when it is not shown any more."""

    id: str
    action: str | None = None


@dataclass(frozen=True, slots=True)
class NotifierState:
    """Who shows notices here ("" is nobody), and whether buttons can be pressed on them."""

    service: str = ""
    buttons: bool = False
