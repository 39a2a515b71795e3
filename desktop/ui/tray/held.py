"""What was held back while it was quiet, in one notice."""

from collections.abc import Sequence
from datetime import datetime

from desktop.domain.calls import CallRecord
from desktop.domain.notices import Notice, NoticeAction, NoticeKind
from desktop.ui import sentences_notices, strings, strings_notices
from desktop.ui.context import Context
from desktop.ui.tray.pictures import symbol

HELD, OPEN = "held", "open"
_CALL = "call:"
_CALLS = frozenset({NoticeKind.MISSED, NoticeKind.VOICEMAIL})


async def summary(context: Context, held: Sequence[tuple[str, NoticeKind]]) -> Notice | None:
    """Return a notice of facts and their kinds, without calls that were returned; None when none is left."""
    calls = {fact: call for fact, kind in held if kind in _CALLS and (call := _call(context, fact))}
    done = (
        await context.bridge.run(context.services.missed.returned({call.id for call in calls.values()}))
        if calls
        else frozenset()
    )
    left = [(fact, kind) for fact, kind in held if fact not in calls or calls[fact].id not in done]
    if not left:
        return None
    lines = []
    for kind in NoticeKind:
        facts = [fact for fact, its in left if its is kind]
        if facts:
            known = sorted((calls[fact] for fact in facts if fact in calls), key=_when, reverse=True)
            lines.append(sentences_notices.counted(kind, len(facts), known))
    kinds = {kind for _, kind in left}
    picture = "missed" if NoticeKind.MISSED in kinds and kinds <= _CALLS else "bell"
    return Notice(
        HELD,
        strings_notices.WHILE_QUIET,
        "\n".join(lines),
        (NoticeAction(OPEN, strings.OPEN),),
        picture=symbol(picture),
    )


def notice_id(call_id: str) -> str:
    """Return the id of the notice of a call that was missed, or that left a message."""
    return f"{_CALL}{call_id}"


def _when(call: CallRecord) -> datetime:
    return call.sorted_at


def _call(context: Context, fact: str) -> CallRecord | None:
    return context.rows.get(fact.removeprefix(_CALL)) if fact.startswith(_CALL) else None
