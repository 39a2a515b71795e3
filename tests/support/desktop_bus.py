"""Looking at programs from outside: the session's bus, and what a screen reader sees over it."""

import time
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from jeepney import DBusAddress, new_method_call
from jeepney.io.blocking import open_dbus_connection
from jeepney.wrappers import unwrap_msg

T = TypeVar("T")

# AT-SPI's numbers of the states that tests ask for.
STATES = {"checked": 4, "enabled": 8, "focusable": 11, "focused": 12, "selected": 23, "showing": 25}


def eventually(look: Callable[[], T], what: str, seconds: float = 20) -> T:
    """Return the first true value; what a half-built desktop refuses meanwhile is looked at again."""
    end, refused = time.monotonic() + seconds, None
    while True:
        try:
            if found := look():
                return found
        except Exception as error:
            refused = error
        assert time.monotonic() < end, f"{what}: not within {seconds} s ({refused!r})"
        time.sleep(0.05)


class Bus:
    """A D-Bus connection."""

    def __init__(self, address: str) -> None:
        self._connection = open_dbus_connection(address)

    def call(self, name: str, path: str, interface: str, method: str, *signed: Any) -> Any:
        """Call a method; `signed` is its signature and arguments. One result comes bare."""
        message = new_method_call(
            DBusAddress(path, name, interface), method, signed[0] if signed else None, signed[1:]
        )
        results = unwrap_msg(self._connection.send_and_get_reply(message, timeout=5))
        return results[0] if len(results) == 1 else results

    def get(self, name: str, path: str, interface: str, field: str) -> Any:
        """Read a property."""
        return self.call(name, path, "org.freedesktop.DBus.Properties", "Get", "ss", interface, field)[1]

    def is_owned(self, name: str) -> bool:
        """Whether a service of this name is there."""
        bus = "org.freedesktop.DBus"
        return bool(self.call(bus, "/org/freedesktop/DBus", bus, "NameHasOwner", "s", name))

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()


class Node:
    """One accessible thing: what a screen reader knows of it."""

    _INTERFACE = "org.a11y.atspi."

    def __init__(self, bus: Bus, name: str, path: str) -> None:
        self._bus = bus
        self._at = (name, path)

    def __repr__(self) -> str:
        return f"<{self.role} {self.name!r}>"

    @property
    def name(self) -> str:
        """Its name."""
        return str(self._bus.get(*self._at, self._INTERFACE + "Accessible", "Name"))

    @property
    def description(self) -> str:
        """What is said of it besides its name."""
        return str(self._bus.get(*self._at, self._INTERFACE + "Accessible", "Description"))

    @property
    def role(self) -> str:
        """Its role, in words."""
        return str(self._bus.call(*self._at, self._INTERFACE + "Accessible", "GetRoleName"))

    @property
    def text(self) -> str:
        """What stands in it, for a field."""
        return str(self._bus.call(*self._at, self._INTERFACE + "Text", "GetText", "ii", 0, -1))

    @property
    def extents(self) -> tuple[int, int, int, int]:
        """Where it is: x, y, width, height, in pixels of the screen."""
        x, y, wide, high = self._bus.call(*self._at, self._INTERFACE + "Component", "GetExtents", "u", 0)
        return x, y, wide, high

    @property
    def centre(self) -> tuple[int, int]:
        """Where to click it, in pixels of the screen."""
        x, y, wide, high = self.extents
        return x + wide // 2, y + high // 2

    def has(self, state: str) -> bool:
        """Whether it is in one of `STATES`."""
        low, high = self._bus.call(*self._at, self._INTERFACE + "Accessible", "GetState")
        return bool((low | high << 32) >> STATES[state] & 1)

    def act(self, action: str = "Press") -> None:
        """Do one of its actions, as a screen reader's user does."""
        actions = self._bus.call(*self._at, self._INTERFACE + "Action", "GetActions")
        names = [name for name, *_ in actions]
        self._bus.call(*self._at, self._INTERFACE + "Action", "DoAction", "i", names.index(action))

    def set_text(self, text: str) -> None:
        """Put a text into a field, whatever the keyboard's layout."""
        self._bus.call(*self._at, self._INTERFACE + "EditableText", "SetTextContents", "s", text)

    def children(self) -> list["Node"]:
        """Return what is in it."""
        found = self._bus.call(*self._at, self._INTERFACE + "Accessible", "GetChildren")
        return [Node(self._bus, name, path) for name, path in found]

    def first(self, count: int) -> Iterator["Node"]:
        """Give the first things in it, one by one: a table may hold thousands."""
        for index in range(count):
            interface = self._INTERFACE + "Accessible"
            name, path = self._bus.call(*self._at, interface, "GetChildAtIndex", "i", index)
            if path.endswith("/null"):
                return
            yield Node(self._bus, name, path)

    def walk(self) -> Iterator["Node"]:
        """Give it and all below it, but for what tables hold."""
        yield self
        if self.role != "table":
            for child in self.children():
                yield from child.walk()

    def find(self, role: str, starts: str) -> "Node":
        """Return the first with this role whose name starts so."""
        return next(node for node in self.walk() if node.role == role and node.name.startswith(starts))

    def shown(self) -> Iterator["Node"]:
        """Give what is on the screen of it and of all below it, tables' cells left out."""
        role = self.role
        if role != "application" and not self.has("showing"):
            return
        yield self
        if role != "table":
            for child in self.children():
                yield from child.shown()
