"""Notices over the session bus, as the desktops' specification describes them (version 1.2).

A service may be missing, be started by the bus when it is first called, lack buttons, hang, or be
restarted in the middle; the bus itself may be missing or go away. All of that only means that nobody
shows the notice.
"""

import asyncio
import html
import logging
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from desktop import APP_ID
from desktop.domain.listeners import Listeners
from desktop.domain.notices import DEFAULT, Notice, NoticeEvent, NoticePicture, NotifierState
from desktop.system.bus import BUS, Bus, Connect, NobodyThereError, connect
from desktop.system.notifications import APP_NAME

if TYPE_CHECKING:
    from dbus_fast import Message

log = logging.getLogger(__name__)

SERVICE = "org.freedesktop.Notifications"
PATH = "/org/freedesktop/Notifications"

NORMAL = 1  # urgency: shown at once, and not for ever
BY_SERVICE = -1  # how long it stays is the desktop's decision
_SIGNALS = ("ActionInvoked", "NotificationClosed")
_RULES = (f"type='signal',interface='{SERVICE}',path='{PATH}'",)


class SessionBusNotifier:
    """A `Notifier` over `org.freedesktop.Notifications`. All of it runs on one loop."""

    def __init__(self, connect: Connect = connect) -> None:
        self._bus = Bus(self._heard, service=SERVICE, rules=_RULES, connect=connect)
        self._turn = asyncio.Lock()  # one notice after the other: a repeat must know the first one's number
        self._listeners: Listeners[NoticeEvent] = Listeners()
        self._abilities: frozenset[str] | None = None
        self._numbers: dict[str, int] = {}
        self._early: list[tuple[int, str | None]] = []
        self._complained = False

    async def show(self, notice: Notice) -> bool:
        """Show or replace a notice; False when nobody shows it."""
        async with self._turn:
            self._early.clear()
            try:
                await self._look_for_service()
                abilities = await self._known_abilities()
                spelled = self._spelled(notice, abilities)
                (number,) = await self._bus.ask(SERVICE, PATH, "Notify", "susssasa{sv}i", *spelled)
            except NobodyThereError as nobody:
                self._complain(nobody)
                return False
            self._complained = False
            self._numbers[notice.id] = int(number)
        for early, action in self._early:  # it was answered before we knew its number
            self._answered(early, action)
        return True

    async def withdraw(self, notice_id: str) -> None:
        """Take a notice away, if it stands."""
        await self._take_away((notice_id,))

    async def _take_away(self, notice_ids: Iterable[str]) -> None:
        """Take notices away, up to the first that nobody takes: who hangs would hang with each of them."""
        for notice_id in notice_ids:
            async with self._turn:
                number = self._numbers.pop(notice_id, None)
                if number is None or not self._bus.is_connected:
                    continue
                try:
                    await self._bus.ask(SERVICE, PATH, "CloseNotification", "u", number)
                except NobodyThereError as nobody:
                    log.info("a notice could not be taken away: %s", nobody)
                    return

    def listen(self, listener: Callable[[NoticeEvent], None]) -> Callable[[], None]:
        """Hear of answers until the returned function is called."""
        return self._listeners.add(listener)

    async def state(self) -> NotifierState:
        """Ask the service for its name; it may be started by that."""
        async with self._turn:
            try:
                await self._look_for_service()
                name, vendor, version, _ = await self._bus.ask(SERVICE, PATH, "GetServerInformation")
                abilities = await self._known_abilities()
            except NobodyThereError:
                return NotifierState()
        title = " ".join(part for part in (name, version, f"({vendor})" if vendor else "") if part)
        return NotifierState(title, "actions" in abilities)

    async def close(self) -> None:
        """Take away what stands, and leave the bus."""
        self._listeners.clear()
        await self._take_away(tuple(self._numbers))
        await self._bus.close()

    async def _look_for_service(self) -> None:
        """Raise `NobodyThereError` unless the service runs, or the bus would start it."""
        if not self._bus.is_connected:
            self._forget()
        if not await self._bus.is_owned(SERVICE):
            self._forget()
            if not await self._bus.is_startable(SERVICE):
                raise NobodyThereError("no notification service runs in this session")

    async def _known_abilities(self) -> frozenset[str]:
        if self._abilities is None:
            (names,) = await self._bus.ask(SERVICE, PATH, "GetCapabilities")
            self._abilities = frozenset(names)
        return self._abilities

    def _complain(self, nobody: NobodyThereError) -> None:
        """Say it once until it works again; a desktop without the service is no fault."""
        if not self._complained:
            self._complained = True
            log.info("nobody shows notices: %s", nobody)

    # ---- what is said

    def _spelled(self, notice: Notice, abilities: frozenset[str]) -> list[Any]:
        """Return the arguments of Notify."""
        from dbus_fast import Variant  # noqa: PLC0415 - imported with the bus

        buttons = "actions" in abilities
        parts = (notice.body,) if buttons else (notice.body, notice.unaided)
        body = "\n".join(part for part in parts if part)
        if "body-markup" in abilities:
            body = html.escape(body, quote=False)
        # The first is a click on the notice itself. Some services make a button of it if it has a label.
        labels = [(DEFAULT, ""), *((action.key, action.label) for action in notice.actions)]
        hints = {"desktop-entry": Variant("s", APP_ID), "urgency": Variant("y", NORMAL)}
        if notice.category:
            hints["category"] = Variant("s", notice.category)
        if notice.picture is not None:
            hints["image-data"] = Variant("(iiibiiay)", _image(notice.picture))
        return [
            APP_NAME,
            self._numbers.get(notice.id, 0),
            APP_ID,
            notice.title,
            body,
            [text for pair in labels for text in pair] if buttons else [],
            hints,
            BY_SERVICE,
        ]

    # ---- what is answered

    def _heard(self, message: "Message") -> None:
        """Take the signals of the service; what it says of other programs' notices is not ours."""
        if message.interface == SERVICE and message.member in _SIGNALS:
            number, detail = message.body
            self._answered(number, str(detail) if message.member == "ActionInvoked" else None)
        elif message.interface == BUS:  # another service
            self._forget()

    def _answered(self, number: int, action: str | None) -> None:
        notice_id = next((ours for ours, theirs in self._numbers.items() if theirs == number), None)
        if notice_id is None:
            if self._turn.locked():
                self._early.append((number, action))
            return
        if action is None:
            del self._numbers[notice_id]
        self._listeners.tell(NoticeEvent(notice_id, action))

    def _forget(self) -> None:
        """Take the service for another one: it shows nothing of ours, and may do other things."""
        self._abilities = None
        gone, self._numbers = tuple(self._numbers), {}
        for notice_id in gone:
            self._listeners.tell(NoticeEvent(notice_id))


def _image(picture: NoticePicture) -> list[Any]:
    """Spell a picture: width, height, bytes a row, alpha, bits a sample, channels, pixels."""
    return [picture.side, picture.side, picture.side * 4, True, 8, 4, picture.pixels]
