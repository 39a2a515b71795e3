"""A logind on a bus of a test's own: it says when the computer sleeps and wakes up."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from dbus_fast import Message, MessageType
from dbus_fast.aio import MessageBus

from desktop.system.surroundings.linux import LOGIND, MANAGER, PATH, SLEEP


async def connected(address: str) -> MessageBus:
    """Connect to a bus."""
    return await MessageBus(bus_address=address).connect()


def say(bus: MessageBus, *, sleeps: bool, member: str = SLEEP) -> None:
    """Say that the computer is about to sleep, or that it woke up."""
    bus.send(
        Message(
            path=PATH,
            interface=MANAGER,
            member=member,
            message_type=MessageType.SIGNAL,
            signature="b",
            body=[sleeps],
        )
    )


@asynccontextmanager
async def logind(address: str, name: str | None = LOGIND) -> AsyncIterator[MessageBus]:
    """Be on a bus under logind's name; under none for who only says so."""
    bus = await connected(address)
    if name is not None:
        await bus.request_name(name)
    try:
        yield bus
    finally:
        bus.disconnect()
        await bus.wait_for_disconnect()
