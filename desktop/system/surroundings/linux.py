"""Linux: logind tells of sleep over the system's bus, and the kernel of addresses and links by rtnetlink."""

import asyncio
import logging
from collections.abc import Callable
from typing import TYPE_CHECKING

from desktop.domain.surroundings import Stir
from desktop.system.bus import Bus, Connect, NobodyThereError, connect_to_system
from desktop.system.surroundings.links import Links

if TYPE_CHECKING:
    from dbus_fast import Message

log = logging.getLogger(__name__)

LOGIND, PATH = "org.freedesktop.login1", "/org/freedesktop/login1"
MANAGER, SLEEP = f"{LOGIND}.Manager", "PrepareForSleep"
_RULE = f"type='signal',sender='{LOGIND}',path='{PATH}',interface='{MANAGER}',member='{SLEEP}'"


class LinuxSurroundings:
    """A `domain.ports.Surroundings`. Nothing of it wakes up before the system has something to tell."""

    def __init__(
        self, connect: Connect = connect_to_system, links: Callable[[Callable[[], None]], Links] = Links
    ) -> None:
        self._bus = Bus(self._heard, service=LOGIND, rules=(_RULE,), connect=connect)
        self._links = links(self._changed)
        self._told: Callable[[Stir], None] | None = None

    async def listen(self, told: Callable[[Stir], None]) -> None:
        """Tell from now on."""
        self._told = told
        self._links.start(asyncio.get_running_loop())
        try:
            if not await self._bus.is_owned(LOGIND):
                log.info("nobody tells of sleep on this system's bus")
        except NobodyThereError as nobody:
            log.info("nobody tells of sleep: %s", nobody)

    async def close(self) -> None:
        """Tell nothing more."""
        self._told = None
        self._links.close()
        await self._bus.close()

    def _heard(self, message: "Message") -> None:
        if message.interface == MANAGER and message.member == SLEEP and message.body == [False]:
            self._tell(Stir.WOKE)  # True comes before the sleep

    def _changed(self) -> None:
        self._tell(Stir.NETWORK)

    def _tell(self, stir: Stir) -> None:
        if self._told is not None:
            self._told(stir)
