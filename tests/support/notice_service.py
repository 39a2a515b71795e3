"""A session bus of a test's own, and a notification service on it that does what the test wants."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from dbus_fast import Message, MessageType, RequestNameReply
from dbus_fast.aio import MessageBus

SERVICE, PATH = "org.freedesktop.Notifications", "/org/freedesktop/Notifications"
_BUS = """<busconfig><type>session</type><listen>unix:dir={folder}</listen><auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/>
<allow own="*"/></policy></busconfig>"""


@contextmanager
def running_bus(folder: Path) -> Iterator[tuple[str, "subprocess.Popen[str]"]]:
    """Run a bus without any service; gives its address and its process."""
    configuration = folder / "bus.conf"
    configuration.write_text(_BUS.format(folder=folder))
    process = subprocess.Popen(
        ["dbus-daemon", f"--config-file={configuration}", "--print-address=1", "--nofork"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        assert process.stdout is not None
        yield process.stdout.readline().strip(), process
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


@dataclass
class Shown:
    """One Notify as it came."""

    number: int
    replaces: int
    icon: str
    title: str
    body: str
    actions: list[str]
    hints: dict[str, Any]
    stays: int


@dataclass
class NoticeService:
    """The service. Change its fields while a test runs; `shown` and `closed` are what it was asked for."""

    address: str
    abilities: list[str] = field(default_factory=lambda: ["body", "actions", "body-markup"])
    answers: bool = True
    error: str = ""
    press_at_once: str = ""
    shown: list[Shown] = field(default_factory=list)
    closed: list[int] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    _bus: MessageBus | None = None

    async def __aenter__(self) -> Self:
        self._bus = await MessageBus(bus_address=self.address).connect()
        self._bus.add_message_handler(self._called)
        reply = await self._bus.request_name(SERVICE)
        assert reply is RequestNameReply.PRIMARY_OWNER
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._bus is not None
        self._bus.disconnect()
        await self._bus.wait_for_disconnect()

    def press(self, number: int, action: str) -> None:
        """Say that a person pressed a button, after which this service takes the notice away."""
        self._signal("ActionInvoked", "us", number, action)
        self.end(number, 2)

    def end(self, number: int, reason: int = 1) -> None:
        """Say that a notice is gone: 1 its time was over, 2 a person closed it, 3 a program did."""
        self._signal("NotificationClosed", "uu", number, reason)

    def _signal(self, member: str, signature: str, *body: Any) -> None:
        assert self._bus is not None
        self._bus.send(Message.new_signal(PATH, SERVICE, member, signature, list(body)))

    def _called(self, message: Message) -> Message | bool | None:
        if message.message_type is not MessageType.METHOD_CALL or message.interface != SERVICE:
            return None
        self.asked.append(message.member)
        if not self.answers:
            return True
        if self.error:
            return Message.new_error(message, self.error, "no")
        if message.member == "GetCapabilities":
            return Message.new_method_return(message, "as", [self.abilities])
        if message.member == "GetServerInformation":
            return Message.new_method_return(message, "ssss", ["Test", "Tester", "1.0", "1.2"])
        if message.member == "CloseNotification":
            self.closed.append(message.body[0])
            self.end(message.body[0], 3)
            return Message.new_method_return(message)
        _app, replaces, icon, title, body, actions, hints, stays = message.body
        number = replaces or 40 + len(self.shown)
        plain = {name: value.value for name, value in hints.items()}
        self.shown.append(Shown(number, replaces, icon, title, body, actions, plain, stays))
        reply = Message.new_method_return(message, "u", [number])
        if self.press_at_once:
            assert self._bus is not None
            self._bus.send(reply)
            self.press(number, self.press_at_once)
            return True
        return reply
