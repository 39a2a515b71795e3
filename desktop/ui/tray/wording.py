"""What the notices say: title, text, buttons and picture of each kind."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from desktop.domain.accounts import Account
from desktop.domain.calls import CallRecord, Outcome
from desktop.domain.notices import Notice, NoticeAction, NoticeKind
from desktop.services.endings import Ending
from desktop.ui import sentences_endings, sentences_notices, sentences_tray, strings, strings_notices
from desktop.ui.tray.pictures import app_picture, symbol

if TYPE_CHECKING:
    from desktop.domain.uploads import Upload

CALL, OPEN, SIGN_IN = "call", "open", "sign-in"
"""What comes back from the buttons."""
SUMMARY, AWAY, HELD, GOES_ON = "missed", "missed-away", "held", "goes-on"
"""The ids of the notices that there is one of."""

CALLS = frozenset({NoticeKind.MISSED, NoticeKind.VOICEMAIL})
"""The kinds whose facts are calls: `call_id` names them."""

_OPEN = NoticeAction(OPEN, strings.OPEN)
_UNANSWERED = "call.unanswered"


def kind_of(call: CallRecord) -> NoticeKind:
    """Return which kind of news a call is."""
    return NoticeKind.VOICEMAIL if call.outcome is Outcome.VOICEMAIL else NoticeKind.MISSED


def notice_id(call_id: str) -> str:
    """Return the id of the notice of a call that was missed, or that left a message."""
    return f"call:{call_id}"


def transcript_id(call_id: str) -> str:
    """Return the id of the notice of a call's transcript."""
    return f"transcript:{call_id}"


def sign_in_id(account_id: str) -> str:
    """Return the id of the notice that an account must be signed in to."""
    return f"sign-in:{account_id}"


def key_ends_id(account_id: str) -> str:
    """Return the id of the notice that an account's key ends."""
    return f"key-ends:{account_id}"


def one_call(call: CallRecord, now: datetime) -> Notice:
    """Say who called, and how long ago."""
    left_message = kind_of(call) is NoticeKind.VOICEMAIL
    return Notice(
        id=notice_id(call.id),
        title=sentences_notices.voicemail_from(call) if left_message else sentences_tray.missed_from(call),
        body=sentences_tray.missed_how(call, now),
        actions=(NoticeAction(CALL, strings.CALL_BACK), _OPEN) if call.other else (_OPEN,),
        unaided=strings.NO_BUTTONS if call.other else "",
        category=_UNANSWERED,
        picture=symbol("voicemail" if left_message else "missed"),
    )


def several_calls(calls: Sequence[CallRecord], *, away: bool = False) -> Notice:
    """Say how many called; `away` is for those that came while nobody was there."""
    missed = any(kind_of(call) is NoticeKind.MISSED for call in calls)
    return Notice(
        id=AWAY if away else SUMMARY,
        title=sentences_notices.while_away(calls) if away else sentences_notices.how_many(calls),
        body=sentences_tray.callers(calls),
        actions=(_OPEN,),
        category=_UNANSWERED,
        picture=symbol("missed" if missed else "voicemail"),
    )


def transcript_ready(call: CallRecord, now: datetime) -> Notice:
    """Say of which call there is a transcript now."""
    return Notice(
        id=transcript_id(call.id),
        title=strings_notices.TRANSCRIPT_READY,
        body=sentences_notices.call_with(call, now),
        actions=(_OPEN,),
        picture=symbol("transcript"),
    )


def upload_over(upload: "Upload") -> Notice:
    """Say what became of an upload that is done, or that stopped."""
    from desktop.domain.uploads import UploadState  # noqa: PLC0415 - no start needs to wait for it

    done = upload.state is UploadState.DONE
    return Notice(
        id=f"upload:{upload.id}",
        title=strings_notices.UPLOAD_DONE if done else strings_notices.UPLOAD_STOPPED,
        body=sentences_notices.upload(upload),
        actions=(_OPEN,),
        category="transfer.complete" if done else "transfer.error",
        picture=symbol("upload" if done else "warning"),
    )


def sign_in_needed(account: Account) -> Notice:
    """Say which account must be signed in to, and why."""
    return Notice(
        id=sign_in_id(account.id),
        title=sentences_notices.sign_in_to(account.name),
        body=account.trouble or "",
        actions=(NoticeAction(SIGN_IN, strings.SIGN_IN),),
        unaided=strings_notices.SIGN_IN_THERE,
        picture=symbol("key"),
    )


def key_ends(ending: Ending) -> Notice:
    """Say when an account's key ends, or that it has ended."""
    return Notice(
        id=key_ends_id(ending.account_id),
        title=sentences_endings.title(ending),
        body=sentences_endings.body(ending),
        actions=(NoticeAction(SIGN_IN, strings.SIGN_IN),),
        unaided=strings_notices.SIGN_IN_THERE,
        picture=symbol("key"),
    )


def held_back(facts: Sequence[NoticeKind], calls: Sequence[CallRecord]) -> Notice:
    """Say what was held back: the kind of each fact, and what is known of the calls among them."""
    lines = []
    for kind in NoticeKind:
        known = sorted((call for call in calls if kind_of(call) is kind), key=_when, reverse=True)
        if kind in facts:
            lines.append(sentences_notices.counted(kind, facts.count(kind), known))
    only_calls = NoticeKind.MISSED in facts and CALLS.issuperset(facts)
    return Notice(
        id=HELD,
        title=strings_notices.WHILE_QUIET,
        body="\n".join(lines),
        actions=(_OPEN,),
        picture=symbol("missed" if only_calls else "bell"),
    )


def goes_on() -> Notice:
    """Say that closing the window was no end."""
    return Notice(GOES_ON, strings.GOES_ON, strings.GOES_ON_TEXT, picture=app_picture())


def _when(call: CallRecord) -> datetime:
    return call.sorted_at
