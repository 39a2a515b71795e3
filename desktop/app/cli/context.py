"""What a command gets: the services, the options that every command has, and a way to speak."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.app.cli import shapes
from desktop.app.cli.console import Console
from desktop.domain.errors import ErrorKind, Trouble
from desktop.domain.policy import Feature

if TYPE_CHECKING:
    from desktop.app.container import Container
    from desktop.services import Services
    from desktop.services.policy import Policy
    from desktop.services.settings import Settings
    from desktop.system.paths import Paths

# Control characters of names and numbers from outside must not reach a terminal; new lines are ours.
_CONTROLS = {code: " " for code in (*range(0x20), 0x7F, *range(0x80, 0xA0)) if code != 0x0A}


class Access(Enum):
    """What of the profile a command touches, and so how it is run."""

    NOTHING = auto()  # runs by itself, without a profile
    FILES = auto()  # the settings and paths alone; no key is needed
    CHANGE_FILES = auto()  # the same, with the profile's lock
    READ = auto()  # the store, without the lock
    CHANGE = auto()  # everything, with the lock, or inside the process that holds it


@dataclass(frozen=True, slots=True)
class Common:
    """The options that stand before or after every command."""

    json: bool = False
    quiet: bool = False
    verbose: bool = False


@dataclass
class Context:
    """One run of one command. `container` is None for commands that open nothing."""

    console: Console
    common: Common
    container: "Container | None" = None
    paths: "Paths | None" = None
    failed: bool = False

    @property
    def services(self) -> "Services":
        """The services of the profile."""
        assert self.container is not None
        return self.container.services

    @property
    def settings(self) -> "Settings":
        """The settings: the running program's, or those in the profile's file."""
        if self.container is not None:
            return self.container.services.settings
        from desktop.services.settings import Settings

        assert self.paths is not None
        return Settings(self.paths.config, policy=self.policy)

    @property
    def policy(self) -> "Policy":
        """What the administrator has settled: the running program's, or what stands in the file now."""
        if self.container is not None:
            return self.container.services.policy
        from desktop.services.policy import Policy
        from desktop.system.paths import Paths

        return Policy.load((self.paths or Paths()).policy)

    def demand(self, features: tuple[Feature, ...]) -> None:
        """Raise `Trouble` LOCKED where an administrator has switched off what a command needs."""
        if features:
            policy = self.policy
            for feature in features:
                policy.demand(feature)

    def out(self, shape: Mapping[str, object], plain: str | Callable[[], str] = "") -> None:
        """Print one thing: its JSON object with `--json`, else the plain text ("" prints nothing)."""
        if self.common.json:
            self.console.out(json.dumps(shape, ensure_ascii=False))
            return
        text = plain() if callable(plain) else plain
        if text:
            self.console.out(text.translate(_CONTROLS))

    def say(self, text: str) -> None:
        """Tell a person what goes on; `--quiet` keeps it back."""
        if not self.common.quiet:
            self.console.err(text.translate(_CONTROLS))

    def fail(self, trouble: Trouble) -> None:
        """Say a trouble's sentence, and with `--json` print its object as the last line."""
        self.console.err(str(trouble).translate(_CONTROLS))
        if self.common.json:
            self.console.out(json.dumps({"error": shapes.error(trouble)}, ensure_ascii=False))

    async def confirm(self, question: str) -> bool:
        """Ask a yes or no question on the terminal; anything but yes is no."""
        answer = await self.console.ask(f"{question} [y/N] ")
        return answer is not None and answer.strip().lower() in {"y", "yes"}

    async def secret(self, label: str) -> str:
        """Get a secret: typed without echo on a terminal, else the next line of standard input."""
        if self.console.is_terminal:
            value = await self.console.ask(f"{label}: ", secret=True)
        else:
            value = await self.console.line()
        if not value:
            raise Trouble(ErrorKind.USAGE, detail=f"{label} is missing: give it as a line of standard input.")
        return value

    def path(self, text: str) -> Path:
        """Return a file's path as the person who typed it means it. Raises `Trouble` USAGE."""
        from desktop.system.paths import as_meant

        try:
            return self.console.cwd / as_meant(text)
        except ValueError:
            detail = f"{text!r} names no home that is known here."
            raise Trouble(ErrorKind.USAGE, detail=detail) from None


def tell_bug(ctx: Context, bug: Exception) -> None:
    """Say that we made a mistake; the log has the rest, and with `--verbose` the terminal too."""
    import logging
    import traceback

    if logging.getLogger().handlers:  # without any, it would go to the terminal
        logging.getLogger(__name__).error("a command failed", exc_info=bug)
    if ctx.common.verbose:
        ctx.console.err("".join(traceback.format_exception(bug)))
    ctx.fail(shapes.as_trouble(bug))
