"""The buses of the desktop and of the system: a connection made when it is needed, calls that end in time."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dbus_fast import Message
    from dbus_fast.aio import MessageBus

BUS, BUS_PATH = "org.freedesktop.DBus", "/org/freedesktop/DBus"
TRAY, TRAY_PATH = "org.kde.StatusNotifierWatcher", "/StatusNotifierWatcher"

ANSWER_S = 5.0  # a service that takes longer hangs

Connect = Callable[[], Awaitable["MessageBus"]]


class NobodyThereError(Exception):
    """The bus or a service is missing, or does not answer. Its text says which."""


async def connect() -> "MessageBus":
    """Connect to the session's bus. Raises whatever keeps us from it."""
    from dbus_fast.aio import MessageBus  # noqa: PLC0415 - 60 ms, and only for those who need the bus

    return await MessageBus().connect()


async def connect_to_system() -> "MessageBus":
    """Connect to the system's bus. Raises whatever keeps us from it."""
    from dbus_fast import BusType  # noqa: PLC0415 - as above
    from dbus_fast.aio import MessageBus  # noqa: PLC0415

    return await MessageBus(bus_type=BusType.SYSTEM).connect()


class Bus:
    """Calls on a bus, from one loop.

    `heard` gets what `rules` let through of what `service` sends, and the bus' own word that another
    connection is that service now (NameOwnerChanged). Anybody may send such signals, past all rules if
    they name us: what comes from others is dropped.
    """

    def __init__(
        self,
        heard: "Callable[[Message], None] | None" = None,
        *,
        service: str = "",
        rules: tuple[str, ...] = (),
        connect: Connect = connect,
    ) -> None:
        self._heard = heard
        self._service = service
        self._rules = rules
        self._connect = connect
        self._bus: MessageBus | None = None
        self._owner = ""

    @property
    def is_connected(self) -> bool:
        """Whether there is a connection, and the bus has not gone away."""
        return self._bus is not None and bool(self._bus.connected)

    async def ask(self, service: str, path: str, member: str, signature: str = "", *body: Any) -> list[Any]:
        """Call a method (`member` of the interface that is named as the service) and return its results.

        Raises `NobodyThereError`.
        """
        from dbus_fast import Message, MessageType  # noqa: PLC0415 - imported with the bus

        interface, _, name = member.rpartition(".")
        call = Message(
            destination=service,
            path=path,
            interface=interface or service,
            member=name,
            signature=signature,
            body=list(body),
        )
        bus = await self._reached()
        try:
            async with asyncio.timeout(ANSWER_S):
                reply = await bus.call(call)
        except TimeoutError as error:
            raise NobodyThereError(f"{service} does not answer") from error
        except (EOFError, OSError) as error:
            raise NobodyThereError("the bus has gone") from error
        if reply.message_type is MessageType.ERROR:
            raise NobodyThereError(f"{member}: {reply.error_name}")
        return list(reply.body)

    async def is_owned(self, service: str) -> bool:
        """Whether a service runs. Raises `NobodyThereError` where there is no bus."""
        return bool((await self.ask(BUS, BUS_PATH, "NameHasOwner", "s", service))[0])

    async def is_startable(self, service: str) -> bool:
        """Whether the bus would start a service that is called."""
        return service in (await self.ask(BUS, BUS_PATH, "ListActivatableNames"))[0]

    async def close(self) -> None:
        """Leave the bus."""
        bus, self._bus = self._bus, None
        if bus is not None:
            bus.disconnect()
            await bus.wait_for_disconnect()  # type: ignore[no-untyped-call]

    async def _reached(self) -> "MessageBus":
        if self._bus is not None and self._bus.connected:
            return self._bus
        try:
            async with asyncio.timeout(ANSWER_S):
                bus = await self._connect()
        except Exception as error:  # no address, no socket, no right: there are as many as desktops
            raise NobodyThereError(f"there is no bus ({type(error).__name__})") from error
        self._bus = bus
        if self._heard is not None:
            try:
                await self._hear(bus)
            except NobodyThereError:
                await self.close()  # it would stay deaf: the next call connects anew
                raise
        return bus

    async def _hear(self, bus: "MessageBus") -> None:
        self._owner = ""
        bus.add_message_handler(self._received)
        owners = f"type='signal',sender='{BUS}',member='NameOwnerChanged',arg0='{self._service}'"
        for rule in (owners, *self._rules):
            await self.ask(BUS, BUS_PATH, "AddMatch", "s", rule)
        if await self.is_owned(self._service):
            (owner,) = await self.ask(BUS, BUS_PATH, "GetNameOwner", "s", self._service)
            self._owner = self._owner or owner  # it may be another one since that was answered

    def _received(self, message: "Message") -> None:
        assert self._heard is not None
        if message.sender == BUS and message.member == "NameOwnerChanged":
            name, _, owner = message.body
            if name != self._service:
                return
            self._owner = owner
        elif not self._owner or message.sender != self._owner:
            return
        self._heard(message)


async def has_tray_host() -> bool | None:
    """Whether a panel of this session shows status icons; None where there is no session bus to ask."""
    bus = Bus()
    try:
        if not await bus.is_owned(TRAY):
            return False
        wanted = ("ss", TRAY, "IsStatusNotifierHostRegistered")
        (found,) = await bus.ask(TRAY, TRAY_PATH, "org.freedesktop.DBus.Properties.Get", *wanted)
        return bool(found.value)
    except NobodyThereError:
        return None if not bus.is_connected else False
    finally:
        await bus.close()
