"""What was held back while it was quiet, in one notice."""

from collections.abc import Sequence

from desktop.domain.calls import CallRecord
from desktop.domain.notices import Notice, NoticeKind
from desktop.ui.context import Context
from desktop.ui.tray.wording import CALLS, held_back, notice_id

_CALL = notice_id("")


async def summary(context: Context, held: Sequence[tuple[str, NoticeKind]]) -> Notice | None:
    """Return a notice of facts and their kinds, without calls returned or gone meanwhile; None for none."""
    calls = {fact: call for fact, kind in held if kind in CALLS and (call := _call(context, fact))}
    ids = {call.id for call in calls.values()}
    done = await context.bridge.run(context.services.missed.returned(ids)) if ids else frozenset()
    over = {fact for fact, _ in held if fact.startswith(_CALL) and fact not in calls}
    over |= {fact for fact, call in calls.items() if call.id in done}
    left = [(fact, kind) for fact, kind in held if fact not in over]
    if not left:
        return None
    return held_back([kind for _, kind in left], [calls[fact] for fact, _ in left if fact in calls])


def _call(context: Context, fact: str) -> CallRecord | None:
    return context.rows.get(fact.removeprefix(_CALL)) if fact.startswith(_CALL) else None
