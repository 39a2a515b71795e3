"""The shipped program on a desktop of its own, used by keys and looked at over AT-SPI."""

import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.support.desktop_bus import Node, eventually
from tests.support.processes import is_alive
from tests.support.real_desktop import RealDesktop
from tests.support.sandbox import world

PASSPHRASE = "correct horse battery staple"
NEVER_NIGHT = (("dial.night_from", "3"), ("dial.night_to", "3"))
"""Settings for calls at any hour: whenever a test runs, somewhere it is night."""


class Program:
    """The window on a profile. Without a Secret Service on the desktop, a passphrase opens it."""

    def __init__(self, desktop: RealDesktop, profile: Path, *, passphrase: bool = True) -> None:
        self.desktop = desktop
        self.profile = profile
        desktop.env["SIDETONE_PROFILE"] = str(profile)
        if passphrase:
            desktop.env["SIDETONE_PASSPHRASE"] = PASSPHRASE
        self._process: subprocess.Popen[bytes] | None = None
        self._root: Node | None = None

    # ---- before it runs

    def sign_in(self, hello: dict[str, Any], name: str = "Main", *, test: bool = True) -> None:
        """Add the sandbox's account, as an admin's script does; `test` asks the provider first."""
        values = hello["sipsim"]
        fields = [f"{key}={values[key]}" for key in ("base_url", "token_url", "client_id")]
        options = [part for field in fields for part in ("--field", field)]
        secret = ("--secret", "client_secret")
        options += [] if test else ["--no-test"]
        self.desktop.sidetone(
            "account",
            "add",
            "sipsim",
            "--name",
            name,
            *options,
            *secret,
            stdin=values["client_secret"] + "\n",
        )

    def sign_in_quiet(self, hello: dict[str, Any], name: str = "Quiet") -> None:
        """Add an account of the provider that cannot place calls."""
        values = hello["sipalto"]
        fields = [f"{key}={values[key]}" for key in ("base_url", "username", "extensions")]
        options = [part for field in fields for part in ("--field", field)]
        self.desktop.sidetone(
            *("account", "add", "sipalto", "--name", name, *options, "--secret", "password"),
            stdin=values["password"] + "\n",
        )

    def set(self, *settings: tuple[str, str]) -> None:
        """Change settings."""
        for key, value in settings:
            self.desktop.sidetone("settings", "set", key, value)

    # ---- while it runs

    def start(self, *arguments: str) -> None:
        """Start it and wait until its window has the keyboard."""
        self._process = self.desktop.start_sidetone(*arguments)
        self.attach()

    def attach(self, title: str = "") -> None:
        """Wait for its window, whoever started it."""
        self._root = self.desktop.program("Sidetone")
        self.to_front(title)

    def left(self) -> None:
        """Wait until a program that somebody else started is gone."""
        eventually(lambda: not self.desktop.programs("Sidetone"), "the end of Sidetone")

    def to_front(self, title: str = "") -> None:
        """Wait until its window of this title, or any of its windows, has the keyboard."""

        def there() -> bool:
            now = self.desktop.active_window()
            if title == "Sidetone":
                return now == title
            return now.startswith(title) and now.endswith("Sidetone")

        eventually(there, f"{title or 'a window'} in front")

    @property
    def pid(self) -> int:
        """The number of its process."""
        assert self._process is not None
        return self._process.pid

    @property
    def runs(self) -> bool:
        """Whether it has not ended."""
        return is_alive(self.pid)

    def ends(self) -> int:
        """Wait for its end and return its exit code."""
        assert self._process is not None
        return self._process.wait(20)

    def quit(self) -> None:
        """Quit it with its key."""
        self.desktop.press("ctrl+q")
        assert self.ends() == 0

    def end(self) -> None:
        """End it if it still runs, whatever it shows: for the end of a test."""
        if self._process is not None and self.runs:
            self.desktop.end(self._process)

    # ---- what it shows

    @property
    def root(self) -> Node:
        """The root of its accessible tree."""
        assert self._root is not None
        return self._root

    def all(self, fits: Callable[[Node], bool]) -> list[Node]:
        """Return all that is on the screen and fits, tables' cells left out."""
        return [node for node in self.root.shown() if fits(node)]

    def see(self, role: str, starts: str = "", *, seconds: float = 20) -> Node:
        """Return the first on the screen with this role whose name starts so, once it is there."""

        def look() -> Node | None:
            found = (node for node in self.root.shown() if node.role == role and node.name.startswith(starts))
            return next(found, None)

        node = eventually(look, f"{role} {starts!r}", seconds)
        assert node is not None
        return node

    def gone(self, role: str, starts: str) -> None:
        """Wait until nothing such is on the screen any more."""
        eventually(
            lambda: not self.all(lambda node: node.role == role and node.name.startswith(starts)),
            f"no more {role} {starts!r}",
        )

    def says(self, *words: str) -> None:
        """Wait until something on the screen has all these words in its name."""
        eventually(
            lambda: self.all(lambda node: all(word in node.name for word in words)), f"the words {words}"
        )

    def focus(self) -> Node | None:
        """Return what has the keyboard's focus."""
        focused = [node for node in self.root.shown() if node.has("focused")]
        # Qt says of the chosen tab that it has the focus also when its bar has none.
        roles = {node.role for node in focused}
        tabs = set() if "page tab list" in roles else {"page tab"}
        return next((node for node in focused if node.role not in tabs), None)

    def calls(self, count: int = 12) -> list[Node]:
        """Return the first rows of the list of calls, headings left out, once there are some."""

        def look() -> list[Node]:
            table = self.root.find("table", "Calls")
            return [cell for cell in table.first(count) if ":" in cell.name]

        return eventually(look, "calls in the list", 30)


@contextmanager
def signed_in(
    hello: dict[str, Any], folder: Path, *settings: tuple[str, str], seconds: int | None = None
) -> Iterator[Program]:
    """Yield the program on a desktop and a profile of its own below `folder`, with the sandbox's account.

    It asks nobody whether it is night; `seconds` is how often it looks for new calls.
    """
    with RealDesktop(folder / "desktop") as desktop:
        made = Program(desktop, folder / "profile")
        made.sign_in(hello)
        often = () if seconds is None else (("sync.interval_s", str(seconds)),)
        made.set(*NEVER_NIGHT, *often, *settings)
        yield made


def placed(hello: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the requests for a call that came to the sandbox."""
    return [
        request
        for request in world(hello)["requests"]
        if request["method"] == "POST" and request["path"].endswith("/calls")
    ]
