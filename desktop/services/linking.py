"""Links attempts to the calls that they became, once the history shows them."""

from datetime import datetime, timedelta

from desktop.domain.calls import CallFilter, Direction
from desktop.store import Db, attempts, query

BEFORE = timedelta(minutes=1)
AFTER = timedelta(minutes=10)
"""An attempt's call starts between one minute before it (clocks differ) and ten after."""

LOOK_BACK = timedelta(days=3)


def link(db: Db, now: datetime) -> frozenset[str]:
    """Link what can be linked, oldest attempt first, and return the attempts' ids.

    An attempt gets the first call of the same line and number in its time that no other attempt has.
    """
    linked = set()
    for attempt in attempts.unlinked(db, now - LOOK_BACK):
        wanted = CallFilter(
            since=attempt.created_at - BEFORE,
            until=attempt.created_at + AFTER,
            account_ids=frozenset({attempt.account_id}),
            directions=frozenset({Direction.OUTBOUND, Direction.INTERNAL, Direction.UNKNOWN}),
        )
        fits = [
            call
            for call in query.select(db, wanted)
            if attempt.number in (call.callee, call.other) and call.line_id in (attempt.line_id, None)
        ]
        for call in reversed(fits):
            if attempts.link(db, attempt.id, call.id):
                linked.add(attempt.id)
                break
    return frozenset(linked)
