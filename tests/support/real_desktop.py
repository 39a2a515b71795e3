"""A throw-away desktop: an X server, a window manager, a session bus and accessibility, all real."""

import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Self, TypeVar

from jeepney import DBusAddress, new_method_call
from jeepney.io.blocking import open_dbus_connection
from jeepney.wrappers import unwrap_msg

T = TypeVar("T")

A11Y_LAUNCHER = "/usr/libexec/at-spi-bus-launcher"
NEEDED = ("Xvfb", "openbox", "xdotool", "xprop", "dbus-daemon", "setpriv", A11Y_LAUNCHER)
MISSING = [name for name in NEEDED if shutil.which(name) is None]

# No folder of services but accessibility's own: nothing of this machine starts by itself.
_BUS = """<busconfig><type>session</type><listen>unix:dir={folder}</listen><auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/>
<allow own="*"/></policy></busconfig>"""


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
    """A D-Bus connection for looking at programs from outside."""

    def __init__(self, address: str) -> None:
        self._connection = open_dbus_connection(address)

    def call(self, name: str, path: str, interface: str, method: str, *signed: Any) -> Any:
        """Call a method; `signed` is its signature and arguments. One result comes bare."""
        message = new_method_call(
            DBusAddress(path, name, interface), method, signed[0] if signed else None, signed[1:]
        )
        results = unwrap_msg(self._connection.send_and_get_reply(message, timeout=5))
        return results[0] if len(results) == 1 else results

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()


class Node:
    """One accessible thing: what a screen reader knows of it."""

    _INTERFACE = "org.a11y.atspi."

    def __init__(self, bus: Bus, name: str, path: str) -> None:
        self._bus = bus
        self._at = (name, path)

    @property
    def name(self) -> str:
        """Its name."""
        properties = "org.freedesktop.DBus.Properties"
        wanted = ("ss", self._INTERFACE + "Accessible", "Name")
        return str(self._bus.call(*self._at, properties, "Get", *wanted)[1])

    @property
    def role(self) -> str:
        """Its role, in words."""
        return str(self._bus.call(*self._at, self._INTERFACE + "Accessible", "GetRoleName"))

    @property
    def centre(self) -> tuple[int, int]:
        """Where to click it, in pixels of the screen."""
        x, y, wide, high = self._bus.call(*self._at, self._INTERFACE + "Component", "GetExtents", "u", 0)
        return x + wide // 2, y + high // 2

    def children(self) -> list["Node"]:
        """Return what is in it."""
        found = self._bus.call(*self._at, self._INTERFACE + "Accessible", "GetChildren")
        return [Node(self._bus, name, path) for name, path in found]

    def first(self, count: int) -> Iterator["Node"]:
        """Give the first things in it, one by one: a table may hold thousands."""
        for index in range(count):
            interface = self._INTERFACE + "Accessible"
            yield Node(self._bus, *self._bus.call(*self._at, interface, "GetChildAtIndex", "i", index))

    def walk(self) -> Iterator["Node"]:
        """Give it and all below it, but for what tables hold."""
        yield self
        if self.role != "table":
            for child in self.children():
                yield from child.walk()

    def find(self, role: str, starts: str) -> "Node":
        """Return the first with this role whose name starts so."""
        return next(node for node in self.walk() if node.role == role and node.name.startswith(starts))


class RealDesktop:
    """The desktop; a context manager that leaves no process behind, also when the test is killed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._running: list[subprocess.Popen[bytes]] = []
        self._buses: list[Bus] = []
        self.env = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "HOME": str(folder)}
        for name in ("RUNTIME_DIR", "CONFIG_HOME", "DATA_HOME", "CACHE_HOME"):
            (folder / name.lower()).mkdir(mode=0o700)
            self.env[f"XDG_{name}"] = str(folder / name.lower())

    def __enter__(self) -> Self:
        # X first: what the bus starts needs a display.
        ours, theirs = os.pipe()
        self.start(
            "Xvfb", "-displayfd", str(theirs), "-screen", "0", "1280x860x24", "-nolisten", "tcp", "-noreset",
            pass_fds=(theirs,),
        )  # fmt: skip
        os.close(theirs)
        with os.fdopen(ours) as told:
            self.env["DISPLAY"] = ":" + told.readline().strip()
        self.start("openbox")
        managed = ("xprop", "-root", "_NET_SUPPORTING_WM_CHECK")
        eventually(lambda: "window id" in self.run(*managed), "the window manager")
        configuration = self._folder / "bus.conf"
        configuration.write_text(_BUS.format(folder=self._folder))
        bus = self.start(
            "dbus-daemon", f"--config-file={configuration}", "--print-address=1", "--nofork",
            stdout=subprocess.PIPE,
        )  # fmt: skip
        assert bus.stdout is not None
        self.env["DBUS_SESSION_BUS_ADDRESS"] = bus.stdout.readline().decode().strip()
        self.start(A11Y_LAUNCHER, "--launch-immediately")
        self.env["QT_LINUX_ACCESSIBILITY_ALWAYS_ON"] = "1"
        return self

    def __exit__(self, *_: object) -> None:
        for connection in self._buses:
            connection.close()
        for process in reversed(self._running):
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            if process.stdout is not None:
                process.stdout.close()

    def start(self, *command: str, **options: Any) -> subprocess.Popen[bytes]:
        """Start a program on this desktop; it ends with the test."""
        options = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, **options}
        environment = {**self.env, **options.pop("env", {})}
        process: subprocess.Popen[bytes] = subprocess.Popen(
            # The kernel ends it with us, also after a kill -9 of the test.
            ["setpriv", "--pdeathsig", "TERM", *command],
            env=environment,
            stdin=subprocess.DEVNULL,
            **options,
        )
        self._running.append(process)
        return process

    def run(self, *command: str) -> str:
        """Run a program on this desktop to its end and return what it printed."""
        return subprocess.run(
            command, env=self.env, capture_output=True, text=True, timeout=20, check=True
        ).stdout

    def bus(self, address: str | None = None) -> Bus:
        """Connect to the session's bus, or to another one."""
        connection = Bus(address or self.env["DBUS_SESSION_BUS_ADDRESS"])
        self._buses.append(connection)
        return connection

    def program(self, name: str) -> Node:
        """Return the root of a program's accessible tree, once it is there."""
        session = self.bus()
        where = ("org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus", "GetAddress")
        bus = self.bus(eventually(lambda: session.call(*where), "accessibility"))
        root = Node(bus, "org.a11y.atspi.Registry", "/org/a11y/atspi/accessible/root")
        return eventually(
            lambda: next((node for node in root.children() if node.name == name and node.children()), None),
            name,
        )

    def click(self, node: Node) -> None:
        """Click it with the mouse."""
        x, y = node.centre
        self.run("xdotool", "mousemove", str(x), str(y), "click", "1")

    def press(self, *keys: str) -> None:
        """Press keys, by xdotool's names."""
        self.run("xdotool", "key", *keys)
