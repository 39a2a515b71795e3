"""Notices in the centre of Windows or macOS. Written from the library's documentation, and not run there."""

import asyncio
import logging
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from desktop.domain.listeners import Listeners
from desktop.domain.notices import DEFAULT, Notice, NoticeEvent, NotifierState
from desktop.system.notifications import APP_NAME

if TYPE_CHECKING:
    from desktop_notifier import DesktopNotifier  # type: ignore[import-not-found,unused-ignore]

log = logging.getLogger(__name__)


def _made() -> "DesktopNotifier":
    from desktop_notifier import DesktopNotifier  # noqa: PLC0415 - only for those with a notice to show

    return DesktopNotifier(app_name=APP_NAME)


class CentreNotifier:
    """A `Notifier` over desktop-notifier. `make` makes its notifier when it is first needed."""

    def __init__(self, make: "Callable[[], DesktopNotifier]" = _made) -> None:
        self._make = make
        self._made: Any = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._listeners: Listeners[NoticeEvent] = Listeners()
        self._known: dict[str, str] = {}

    async def show(self, notice: Notice) -> bool:
        """Show a notice in place of the one of the same id; False when the system refuses it."""
        from desktop_notifier import Button  # noqa: PLC0415 - imported with its notifier

        await self.withdraw(notice.id)
        try:
            centre = self._centre()
            if not await centre.has_authorisation() and not await centre.request_authorisation():
                return False
            buttons = tuple(
                Button(title=action.label, on_pressed=self._teller(notice.id, action.key))
                for action in notice.actions
            )
            self._known[notice.id] = await centre.send(
                title=notice.title,
                message=notice.body,
                buttons=buttons,
                on_clicked=self._teller(notice.id, DEFAULT),
                on_dismissed=self._teller(notice.id, None),
            )
        except Exception as error:  # the library has no errors of its own
            log.info("the system shows no notice: %s", error)
            return False
        return True

    async def withdraw(self, notice_id: str) -> None:
        """Take a notice away."""
        known = self._known.pop(notice_id, None)
        if known is None:
            return
        try:
            await self._centre().clear(known)
        except Exception as error:  # it may be gone already, and the library has no errors of its own
            log.info("a notice could not be taken away: %s", error)

    def listen(self, listener: Callable[[NoticeEvent], None]) -> Callable[[], None]:
        """Hear of answers until the returned function is called."""
        return self._listeners.add(listener)

    async def state(self) -> NotifierState:
        """Name the system's own centre, if it lets us in."""
        try:
            allowed = await self._centre().has_authorisation()
        except Exception as error:
            log.info("the system's notices cannot be asked: %s", error)
            allowed = False
        return NotifierState("the system's own", buttons=True) if allowed else NotifierState()

    async def close(self) -> None:
        """Take away what stands."""
        self._listeners.clear()
        for notice_id in tuple(self._known):
            await self.withdraw(notice_id)

    def _centre(self) -> Any:
        if self._made is None:
            self._loop = asyncio.get_running_loop()
            self._made = self._make()
        return self._made

    def _teller(self, notice_id: str, action: str | None) -> Callable[[], None]:
        """Return what the system calls, in whatever thread that may be."""

        def tell() -> None:
            assert self._loop is not None
            self._loop.call_soon_threadsafe(self._tell, NoticeEvent(notice_id, action))

        return tell

    def _tell(self, event: NoticeEvent) -> None:
        if event.action is None:
            self._known.pop(event.id, None)
        self._listeners.tell(event)
