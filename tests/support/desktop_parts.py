"""What a desktop may have besides: a tray, notifications, a keyring, sound, links. Each starts when asked."""

import array
import os
import shlex
import statistics
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.support.desktop_bus import Node, eventually
from tests.support.real_desktop import NOTIFYD, PROMPTER, XFCONFD, RealDesktop, missing

_WATCHER, _ITEM, _MENU = (
    "org.kde.StatusNotifierWatcher",
    "org.kde.StatusNotifierItem",
    "com.canonical.dbusmenu",
)
# One panel at the bottom, with a tray in it and nothing else.
_PANEL = """<?xml version="1.0" encoding="UTF-8"?><channel name="xfce4-panel" version="1.0">
<property name="configver" type="int" value="2"/>
<property name="panels" type="array"><value type="int" value="1"/><property name="panel-1" type="empty">
<property name="position" type="string" value="p=8;x=640;y=840"/>
<property name="size" type="uint" value="32"/><property name="length" type="uint" value="100"/>
<property name="plugin-ids" type="array"><value type="int" value="1"/></property></property></property>
<property name="plugins" type="empty"><property name="plugin-1" type="string" value="systray"/></property>
</channel>"""


def _need(part: str) -> None:
    lacking = missing(part)
    assert not lacking, f"install {lacking}"


def _start_settings(desktop: RealDesktop) -> None:
    if not desktop.bus.is_owned("org.xfce.Xfconf"):
        desktop.start_service("org.xfce.Xfconf", XFCONFD)


class Tray:
    """A panel with a tray: watcher and host of status items."""

    def __init__(self, desktop: RealDesktop) -> None:
        _need("tray")
        folder = Path(desktop.env["XDG_CONFIG_HOME"]) / "xfce4/xfconf/xfce-perchannel-xml"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "xfce4-panel.xml").write_text(_PANEL)
        self._desktop = desktop
        _start_settings(desktop)
        self.start()

    def start(self) -> None:
        """Start the panel, also again after `stop`."""
        panel = ("xfce4-panel", "--disable-wm-check", "--sm-client-disable")
        self._panel = self._desktop.start_service(_WATCHER, *panel)
        eventually(lambda: self._watched("IsStatusNotifierHostRegistered"), "the tray's host")

    def stop(self) -> None:
        """Take the tray away, as when a panel crashes."""
        self._desktop.end(self._panel)
        eventually(lambda: not self._desktop.bus.is_owned(_WATCHER), "the tray's end")

    def items(self) -> list["TrayItem"]:
        """Return what is in the tray."""
        found = self._watched("RegisteredStatusNotifierItems")
        return [TrayItem(self._desktop, text) for text in found]

    def item(self) -> "TrayItem":
        """Return the only thing in the tray, once it is there."""

        def only() -> TrayItem | None:
            found = self.items()
            return found[0] if len(found) == 1 else None

        item = eventually(only, "one thing in the tray")
        assert item is not None
        return item

    def _watched(self, field: str) -> Any:
        return self._desktop.bus.get(_WATCHER, "/StatusNotifierWatcher", _WATCHER, field)


class TrayItem:
    """A program's icon in the tray, with its menu."""

    def __init__(self, desktop: RealDesktop, registered: str) -> None:
        name, _, path = registered.partition("/")
        self._bus = desktop.bus
        self._at = (name, "/" + path)

    def read(self, field: str) -> Any:
        """Read a property: Id, Title, Status, ToolTip, IconPixmap and so on."""
        return self._bus.get(*self._at, _ITEM, field)

    @property
    def tip(self) -> str:
        """What hovering over it shows."""
        return str(self.read("ToolTip")[2])

    @property
    def sizes(self) -> list[tuple[int, int]]:
        """The sizes of its icon, in pixels."""
        return [(wide, high) for wide, high, _ in self.read("IconPixmap")]

    @property
    def pixels(self) -> bytes:
        """Its largest icon, as ARGB in the network's order."""
        return bytes(max(self.read("IconPixmap"), key=lambda one: one[0])[2])

    def activate(self) -> None:
        """Click it."""
        self._bus.call(*self._at, _ITEM, "Activate", "ii", 0, 0)

    def activate_otherwise(self) -> None:
        """Click it with the middle button."""
        self._bus.call(*self._at, _ITEM, "SecondaryActivate", "ii", 0, 0)

    def menu(self) -> dict[str, dict[str, Any]]:
        """Return the menu's entries in their order, without separators.

        "Missed/Ada" is one of a menu below. Each has the properties that are not the default, and its `id`.
        """
        at = (self._at[0], self.read("Menu"))
        self._bus.call(*at, _MENU, "AboutToShow", "i", 0)
        _, root = self._bus.call(*at, _MENU, "GetLayout", "iias", 0, -1, [])
        return dict(self._entries(root, ""))

    def _entries(self, node: Any, above: str) -> Iterator[tuple[str, dict[str, Any]]]:
        for _, (number, properties, below) in node[2]:
            read = {key: value for key, (_, value) in properties.items()}
            if not read.get("visible", True) or read.get("type") == "separator":
                continue
            # An underscore marks the letter that chooses the entry; two of them are one.
            label = read.get("label", "").replace("__", "\0").replace("_", "").replace("\0", "_")
            yield above + label, {**read, "id": number}
            yield from self._entries((number, properties, below), f"{above}{label}/")

    def choose(self, label: str) -> None:
        """Choose the entry whose path is or starts with `label`, as a click does."""
        menu = self.menu()
        path = label if label in menu else next(path for path in menu if path.startswith(label))
        assert menu[path].get("enabled", True), f"{path} is greyed"
        at = (self._at[0], self.read("Menu"))
        self._bus.call(*at, _MENU, "Event", "isvu", menu[path]["id"], "clicked", ("s", ""), 0)


class Notifications:
    """A notification service, whose bubbles are found and pressed like any window."""

    def __init__(self, desktop: RealDesktop) -> None:
        _need("notifications")
        self._desktop = desktop
        _start_settings(desktop)
        self._daemon = desktop.start_service("org.freedesktop.Notifications", NOTIFYD)

    def texts(self) -> list[str]:
        """Return what the bubbles on the screen say."""
        return [node.name for node in self._nodes() if node.role == "label" and node.name]

    def buttons(self) -> dict[str, Node]:
        """Return the buttons of the bubbles on the screen."""
        return {node.name: node for node in self._nodes() if node.role == "push button" and node.name}

    def press(self, button: str) -> None:
        """Press a button with the mouse, once it is there."""
        self._desktop.click(eventually(lambda: self.buttons().get(button), f"the button {button}"))

    def stop(self) -> None:
        """End the service."""
        self._desktop.end(self._daemon)

    def _nodes(self) -> list[Node]:
        programs = self._desktop.programs(Path(NOTIFYD).name)
        return [node for program in programs for node in program.shown()]


class Secrets:
    """A Secret Service. `password` unlocks what it keeps; with None it stays locked."""

    NAME = "org.freedesktop.secrets"

    def __init__(self, desktop: RealDesktop, password: str | None = "of the login") -> None:
        _need("secrets")
        self._desktop = desktop
        self.start(password)

    def start(self, password: str | None) -> None:
        """Start it, also again after `stop`."""
        ours, theirs = os.pipe()
        if password is not None:
            os.write(theirs, password.encode())  # a line end would be a part of it, which nobody can type
        os.close(theirs)
        unlock = [] if password is None else ["--unlock"]
        try:
            self._daemon = self._desktop.start_service(
                self.NAME, "gnome-keyring-daemon", "--foreground", "--components=secrets", *unlock, stdin=ours
            )
        finally:
            os.close(ours)

    def stop(self) -> None:
        """End it."""
        self._desktop.end(self._daemon)
        eventually(lambda: not self._desktop.bus.is_owned(self.NAME), "the end of the keyring")

    def lock(self) -> None:
        """Lock it while it runs, as a screen saver may."""
        service, path = "org.freedesktop.Secret.Service", "/org/freedesktop/secrets"
        self._desktop.bus.call(self.NAME, path, service, "Lock", "ao", [f"{path}/collection/login"])


class Prompter:
    """What asks for the keyring's password; without one, a locked keyring asks nobody."""

    def __init__(self, desktop: RealDesktop) -> None:
        _need("secrets")
        self._desktop = desktop
        desktop.start_service("org.gnome.keyring.SystemPrompter", PROMPTER)

    def wait(self) -> None:
        """Wait until it asks."""
        eventually(self._asks, "the question for the keyring's password")

    def answer(self, password: str = "of the login") -> None:
        """Type the password, once it asks."""
        self.wait()
        self._desktop.type(password)
        self._desktop.press("Return")

    def dismiss(self) -> None:
        """Answer nothing, once it asks."""
        self.wait()
        self._desktop.press("Escape")

    @property
    def asks(self) -> bool:
        """Whether its window is there."""
        return self._asks()

    def _asks(self) -> bool:
        found = self._desktop.find_windows("--class", "gcr-prompter")
        return bool(found)


class Sound:
    """A sound sink whose every sample can be kept."""

    RATE = 44_100

    def __init__(self, desktop: RealDesktop) -> None:
        _need("sound")
        self._desktop = desktop
        socket = desktop.folder / "pulse"
        desktop.start(
            "pulseaudio", "-n", "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no",
            "-L", f"module-native-protocol-unix auth-anonymous=1 socket={socket}",
            "-L", f"module-null-sink sink_name=null rate={self.RATE} channels=1",
        )  # fmt: skip
        desktop.env["PULSE_SERVER"] = f"unix:{socket}"
        eventually(lambda: "null" in desktop.run("pactl", "list", "short", "sinks"), "the sound sink")

    @contextmanager
    def recording(self, file: Path) -> Iterator[None]:
        """Keep what is played meanwhile as signed 16-bit samples, one channel, `RATE` a second."""
        with file.open("wb") as out:
            recorder = self._desktop.start(
                "parec", "-d", "null.monitor", "--format=s16le", f"--rate={self.RATE}", "--channels=1",
                "--raw", "--latency-msec=50", stdout=out,
            )  # fmt: skip
            listed = ("pactl", "list", "source-outputs")
            eventually(lambda: "parec" in self._desktop.run(*listed), "the recorder")
            yield
            recorder.terminate()  # it writes what it has
            recorder.wait(10)

    @classmethod
    def pitch(cls, file: Path) -> tuple[float, float]:
        """Return the pitch of a tone in Hz and the seconds of it that were heard.

        It is the median over windows of 50 ms, each looked at by itself: a pause would spoil a mean.
        """
        samples = array.array("h", file.read_bytes()[: file.stat().st_size // 2 * 2])
        window = cls.RATE // 20
        found = []
        for start in range(0, len(samples) - window, window):
            part = samples[start : start + window]
            if max(part) < 1000:
                continue
            ups = [k for k in range(1, window) if part[k - 1] < 0 <= part[k]]
            if len(ups) > 2:
                found.append((len(ups) - 1) * cls.RATE / (ups[-1] - ups[0]))
        return (statistics.median(found) if found else 0.0), len(found) * window / cls.RATE


def handle_links(
    desktop: RealDesktop, command: list[str], *schemes: str, name: str = "links", default: bool = True
) -> None:
    """Install a command as a program for links, which are its last argument; `default` makes it the one."""
    _need("links")
    opener = desktop.folder / f"open-{name}"  # xdg-open splits what stands in Exec at every space
    opener.write_text(f'#!/bin/sh\nexec {shlex.join(command)} "$1"\n')
    opener.chmod(0o700)
    folder = Path(desktop.env["XDG_DATA_HOME"]) / "applications"
    folder.mkdir(exist_ok=True)
    types = [f"x-scheme-handler/{scheme}" for scheme in schemes]
    (folder / f"{name}.desktop").write_text(
        f"[Desktop Entry]\nType=Application\nName={name.title()}\nExec={opener} %u\n"
        f"MimeType={';'.join(types)};\n"
    )
    for kind in types if default else ():
        desktop.run("xdg-mime", "default", f"{name}.desktop", kind)


class FakeSoftphone:
    """A program for links that writes down what it gets, and may take its time."""

    def __init__(self, desktop: RealDesktop, name: str = "linphone", *, default: bool = True) -> None:
        self._taken = desktop.folder / f"{name}-taken"
        script = f'echo "$0" >> {self._taken}; sleep 0.3'
        handle_links(desktop, ["sh", "-c", script], "tel", name=name, default=default)

    @property
    def links(self) -> list[str]:
        """The links that it got, in their order."""
        return self._taken.read_text().splitlines() if self._taken.exists() else []


def open_link(desktop: RealDesktop, link: str) -> None:
    """Open a link, as a browser does. It may last as long as the program that this starts."""
    desktop.start("xdg-open", link)


@contextmanager
def copied(desktop: RealDesktop, text: str) -> Iterator[subprocess.Popen[bytes]]:
    """Hold a text in the clipboard, as another program does that somebody copied it from; yield that one."""
    holder = desktop.start(
        sys.executable, "-c",
        "import sys; from PySide6.QtGui import QGuiApplication as A; app = A([]);"
        "app.clipboard().setText(sys.argv[1]); app.processEvents(); print(flush=True); app.exec()",
        text, stdout=subprocess.PIPE,
    )  # fmt: skip
    assert holder.stdout is not None
    holder.stdout.readline()
    yield holder
    desktop.end(holder)
