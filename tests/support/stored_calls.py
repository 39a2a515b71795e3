"""Makes calls as the store takes them."""

from datetime import UTC, datetime, timedelta

from desktop.domain.calls import Call, Direction, Outcome, Tag
from desktop.store.calls import StoredCall

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
OWN = "+33100000002"


def call(
    provider_id: str = "1",
    *,
    other: str | None = "+33612345678",
    direction: Direction = Direction.INBOUND,
    outcome: Outcome = Outcome.ANSWERED,
    at: datetime = NOON,
    duration_s: int | None = 61,
    line: str | None = "31",
    recording: str | None = None,
    tags: tuple[Tag, ...] = (),
) -> StoredCall:
    """Make a call of one far side; the near one is always ours."""
    caller, callee = (OWN, other) if direction is Direction.OUTBOUND else (other, OWN)
    return StoredCall(
        Call(
            provider_id=provider_id,
            direction=direction,
            outcome=outcome,
            caller=caller,
            callee=callee,
            line_provider_id=line,
            registered_at=at - timedelta(seconds=1),
            started_at=at,
            wait_s=7,
            duration_s=duration_s,
            recording_url=recording,
            tags=tags,
            raw_type=direction.value,
            raw_status=outcome.value,
        ),
        caller,
        callee,
        other,
    )
