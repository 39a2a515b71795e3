"""A throw-away desktop: an X server, a window manager, a session bus and accessibility, all real.

What more a test wants (a tray, notifications, a keyring, sound, links) it starts from `desktop_parts`.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, Self

import pytest

from tests.support.desktop_bus import Bus, Node, eventually

A11Y_LAUNCHER = "/usr/libexec/at-spi-bus-launcher"
ROOT = Path(__file__).parents[2]


def _library(name: str) -> str:
    """Find one of Xfce's services, which lie where each system keeps its libraries."""
    places = [*Path("/usr/lib").glob(f"*/xfce4/{name}"), *Path("/usr").glob(f"lib*/xfce4/{name}")]
    return str(places[0]) if places else name


XFCONFD = _library("xfconf/xfconfd")
NOTIFYD = _library("notifyd/xfce4-notifyd")
PROMPTER = "/usr/libexec/gcr-prompter"
NEEDED = {
    "desktop": (
        "Xvfb", "openbox", "setxkbmap", "xdotool", "xprop", "import", "dbus-daemon", "setpriv", A11Y_LAUNCHER,
    ),
    "tray": ("xfce4-panel", XFCONFD),
    "notifications": (NOTIFYD, XFCONFD),
    "secrets": ("gnome-keyring-daemon", PROMPTER),
    "sound": ("pulseaudio", "pactl", "parec"),
    "links": ("xdg-open", "xdg-mime", "gdbus"),
}  # fmt: skip
"""The commands of each part of a desktop; `packaging/run.py` knows their packages."""

# No folder of services but accessibility's own: nothing of this machine starts by itself.
_BUS = """<busconfig><type>session</type><listen>unix:dir={folder}</listen><auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/>
<allow own="*"/></policy></busconfig>"""


def missing(*parts: str) -> list[str]:
    """Return the commands that these parts lack on this machine."""
    return [name for part in parts for name in NEEDED[part] if shutil.which(name) is None]


def marks(*parts: str) -> list[pytest.MarkDecorator]:
    """Return a module's marks: without its parts it is skipped loudly, and in CI it fails."""
    lacking = missing("desktop", *parts) if sys.platform == "linux" else []
    return [
        pytest.mark.desktop,
        pytest.mark.slow,
        pytest.mark.skipif(sys.platform != "linux", reason="the X server is of Linux"),
        pytest.mark.skipif(
            bool(lacking) and not os.environ.get("CI"), reason=f"NOT TESTED: install {lacking}"
        ),
    ]


class RealDesktop:
    """The desktop; a context manager that leaves no process behind, also when the test is killed.

    `size` is the screen's. Keys and typed characters sent to it are counted in `keys_pressed`.
    """

    def __init__(self, folder: Path, *, size: tuple[int, int] = (1280, 860)) -> None:
        folder.mkdir(exist_ok=True)
        folder.chmod(0o700)  # gnome-keyring refuses a folder that others can see
        self.folder = folder
        self.keys_pressed = 0
        self._size = size
        self._running: list[subprocess.Popen[bytes]] = []
        self._buses: list[Bus] = []
        self._access: Bus | None = None
        self.env = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "HOME": str(folder)}
        for name in ("CONFIG_HOME", "DATA_HOME", "CACHE_HOME"):
            (folder / name.lower()).mkdir(mode=0o700)
            self.env[f"XDG_{name}"] = str(folder / name.lower())
        # Sockets lie here, whose paths may have no more than 107 bytes; a worker's own folder is too deep.
        self._sockets = tempfile.TemporaryDirectory(prefix="sidetone-", ignore_cleanup_errors=True)
        self.env["XDG_RUNTIME_DIR"] = self._sockets.name

    def __enter__(self) -> Self:
        lacking = missing("desktop")
        assert not lacking, f"install {lacking}"
        try:
            self._start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def _start(self) -> None:
        # X first: what the bus starts needs a display.
        ours, theirs = os.pipe()
        wide, high = self._size
        self.start(
            "Xvfb", "-displayfd", str(theirs), "-screen", "0", f"{wide}x{high}x24", "-nolisten", "tcp",
            "-noreset", pass_fds=(theirs,),
        )  # fmt: skip
        os.close(theirs)
        with os.fdopen(ours) as told:
            self.env["DISPLAY"] = ":" + told.readline().strip()
        self.start("openbox")
        # A fixed map that has accents: otherwise xdotool changes the map for them, and loses some.
        self.run("setxkbmap", "-layout", "us", "-variant", "altgr-intl")
        managed = ("xprop", "-root", "_NET_SUPPORTING_WM_CHECK")
        eventually(lambda: "window id" in self.run(*managed), "the window manager")
        configuration = self.folder / "bus.conf"
        configuration.write_text(_BUS.format(folder=self.folder))
        bus = self.start(
            "dbus-daemon", f"--config-file={configuration}", "--print-address=1", "--nofork",
            stdout=subprocess.PIPE,
        )  # fmt: skip
        assert bus.stdout is not None
        self.env["DBUS_SESSION_BUS_ADDRESS"] = bus.stdout.readline().decode().strip()
        self.bus = self.connect(self.env["DBUS_SESSION_BUS_ADDRESS"])
        self.start_service("org.a11y.Bus", A11Y_LAUNCHER, "--launch-immediately")
        self.env["QT_LINUX_ACCESSIBILITY_ALWAYS_ON"] = "1"

    def __exit__(self, *_: object) -> None:
        for connection in self._buses:
            connection.close()
        for process in reversed(self._running):
            self.end(process)
        self._sockets.cleanup()

    # ---- programs

    def start(self, *command: str, **options: Any) -> subprocess.Popen[bytes]:
        """Start a program on this desktop; it ends with the test. `env` adds to the desktop's."""
        quiet = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.DEVNULL)
        environment = {**self.env, **options.pop("env", {})}
        process: subprocess.Popen[bytes] = subprocess.Popen(
            # The kernel ends it with us, also after a kill -9 of the test.
            ["setpriv", "--pdeathsig", "TERM", *command],
            env=environment,
            **{**quiet, **options},
        )
        self._running.append(process)
        return process

    def start_service(self, name: str, *command: str, **options: Any) -> subprocess.Popen[bytes]:
        """Start a program and wait until it owns its name on the bus."""
        process = self.start(*command, **options)
        eventually(lambda: self.bus.is_owned(name), name)
        return process

    def start_sidetone(self, *arguments: str, **options: Any) -> subprocess.Popen[bytes]:
        """Start the shipped command."""
        env = {"PYTHONPATH": str(ROOT), **options.pop("env", {})}
        return self.start(sys.executable, "-m", "desktop", *arguments, env=env, **options)

    def sidetone(self, *arguments: str, stdin: str = "") -> str:
        """Run the shipped command to its end and return what it printed."""
        done = subprocess.run(
            [sys.executable, "-m", "desktop", *arguments],
            env={**self.env, "PYTHONPATH": str(ROOT)},
            input=stdin,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    @staticmethod
    def end(process: subprocess.Popen[bytes]) -> None:
        """End a program that was started here."""
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if process.stdout is not None:
            process.stdout.close()

    def run(self, *command: str) -> str:
        """Run a program on this desktop to its end and return what it printed."""
        return subprocess.run(
            command, env=self.env, capture_output=True, text=True, timeout=20, check=True
        ).stdout

    # ---- what is on the screen

    def connect(self, address: str) -> Bus:
        """Connect to a bus; closed with the desktop."""
        connection = Bus(address)
        self._buses.append(connection)
        return connection

    def program(self, name: str) -> Node:
        """Return the root of a program's accessible tree, once there is something in it."""
        return eventually(lambda: next((one for one in self.programs(name) if one.children()), None), name)

    def programs(self, name: str) -> list[Node]:
        """Return the roots of the accessible programs of this name, also of those that show nothing."""
        if self._access is None:
            where = ("org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus", "GetAddress")
            self._access = self.connect(eventually(lambda: self.bus.call(*where), "accessibility"))
        root = Node(self._access, "org.a11y.atspi.Registry", "/org/a11y/atspi/accessible/root")
        return [one for one in root.children() if one.name == name]

    def picture(self, file: Path) -> Path:
        """Keep a picture of the screen, for a person to look at."""
        self.run("import", "-window", "root", str(file))
        return file

    def find_windows(self, *search: str) -> list[str]:
        """Return the ids of the windows on the screen that xdotool's search finds."""
        asked = subprocess.run(
            ("xdotool", "search", "--onlyvisible", *search),
            env=self.env, capture_output=True, text=True, timeout=20, check=False,
        )  # fmt: skip
        return asked.stdout.split()

    def active_window(self) -> str:
        """Return the title of the window that has the keyboard; "" for none."""
        asked = subprocess.run(
            ("xdotool", "getactivewindow", "getwindowname"),
            env=self.env, capture_output=True, text=True, timeout=20, check=False,
        )  # fmt: skip
        return asked.stdout.strip()

    # ---- mouse and keys

    def click(self, node: Node) -> None:
        """Click it with the mouse."""
        self.click_at(node.centre)

    def click_at(self, place: tuple[int, int]) -> None:
        """Click a place on the screen, in its pixels."""
        self.run("xdotool", "mousemove", *map(str, place), "click", "1")

    def press(self, *keys: str) -> None:
        """Press keys, by xdotool's names; a chord counts as one."""
        self.keys_pressed += len(keys)
        self.run("xdotool", "key", *keys)

    def type(self, text: str) -> None:
        """Type a text."""
        self.keys_pressed += len(text)
        self.run("xdotool", "type", "--delay", "20", "--", text)
