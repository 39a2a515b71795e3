"""What a provider's part in the sandbox gets and gives."""

import asyncio
from collections.abc import Coroutine, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from starlette.routing import Route

from desktop.sandbox.speech import Studio
from desktop.sandbox.world import World


@dataclass(frozen=True)
class Options:
    """How the sandbox was started, as far as providers care. Times are seconds.

    Without a `token_lifetime_s` tokens hold as long as the provider's own do.
    """

    token_lifetime_s: float | None = None
    transcription_delay_s: float = 3
    call_delay_s: float = 2
    busy_s: float = 0.5
    upload_limit: int = 1 << 20  # bytes of a file
    upload_delay_s: float = 0  # until its numbers are there
    scopes: tuple[str, ...] | None = None


class Tasks:
    """The sandbox's background tasks, kept from being collected and cancelled at the end."""

    def __init__(self) -> None:
        self._running: set[asyncio.Task[None]] = set()

    def start(self, work: Coroutine[Any, Any, None], name: str) -> None:
        """Start a coroutine."""
        task: asyncio.Task[None] = asyncio.get_running_loop().create_task(work, name=name)
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    def cancel(self) -> None:
        """End them all."""
        for task in self._running:
            task.cancel()


@dataclass(frozen=True)
class Stage:
    """All that a provider's part needs. `origin` is the server's, `provider` the folder's name."""

    world: World
    studio: Studio
    options: Options
    tasks: Tasks
    origin: str
    provider: str

    @property
    def prefix(self) -> str:
        """Where the part's routes hang."""
        return f"/{self.provider}"


class Part(Protocol):
    """A provider as the sandbox plays it; `part(stage)` in its `sandbox.py` makes one."""

    secret_paths: frozenset[str]  # request bodies there are never kept
    numbers_are_text: bool  # its numbers stand in quotes, so one of a wrong type stands without

    def routes(self) -> Sequence[Route]:
        """Give the routes, relative to the prefix."""
        ...

    def hello(self) -> dict[str, str]:
        """Tell what a client needs to connect."""
        ...

    def truth(self) -> dict[str, list[dict[str, Any]]]:
        """Tell the world's calls, lines and so on as this provider shows them, in our own words.

        Campaigns come with all numbers that ever arrived, also those that are `gone` from the list.
        """
        ...

    def arrived(self) -> None:
        """Hear that a call has just arrived in the world; a part with calls of its own may add one."""
        ...

    def error(self, status: int, path: str, message: str) -> Any:
        """Spell an error the provider's way."""
        ...
