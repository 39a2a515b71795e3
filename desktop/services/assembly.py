"""Puts the services of one profile together on the floors below."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from desktop.domain.ports import Provider, Vault
from desktop.services import Services
from desktop.services.changes import Changes
from desktop.services.settings import Settings
from desktop.store import Store


def _utc_now() -> datetime:
    return datetime.now(UTC)


async def assemble(
    *,
    store: Store,
    vault: Vault,
    providers: Mapping[str, Provider],
    settings: Settings,
    changes: Changes,
    now: Callable[[], datetime] = _utc_now,
    wait_scale: float | None = None,
    report: Callable[[BaseException], None] | None = None,
) -> Services:
    """Build the services and settle what a crash left behind. Sends nothing.

    `wait_scale` None means the setting `network.wait_scale`. `report` hears of our own bugs in
    background tasks; without one they are logged.
    """
    raise NotImplementedError
