"""Opens the profile on the engine's loop for a window that is there already and may be closed any moment."""

import asyncio
import secrets
import tempfile
from collections.abc import Coroutine
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.app.reporter import Reporter

if TYPE_CHECKING:
    from desktop.app.container import Container
    from desktop.domain.ports import Vault
    from desktop.system.paths import Paths


class Opener:
    """Holds what was opened, so that it is closed also when nobody waited for it any more."""

    def __init__(self, paths: "Paths", report: Reporter) -> None:
        self._paths = paths
        self._report = report
        self._opening: asyncio.Task[Container] | None = None
        self._ends = ExitStack()
        self._fresh_key = secrets.token_bytes(32)  # one, for a keyring that is asked twice may take both
        self.asks_keyring = False
        """Whether the opening that is under way waits for the vault's answer, perhaps for a person's."""

    @property
    def is_new(self) -> bool:
        """Whether the profile has no database yet, whose key would lie in some vault."""
        from desktop.app.container import has_store

        return not has_store(self._paths.data)

    async def open(self, passphrase: str | None, *, vault: "Vault | None" = None) -> "Container":
        """Open the profile. Raises `Trouble` when it does not open; it may be tried again then."""
        from desktop.app.container import open_container
        from desktop.system.notifications import system_notifier

        self.asks_keyring = True
        try:
            return await self._start(
                open_container(
                    self._paths,
                    passphrase=passphrase,
                    vault=vault,
                    report=self._report,
                    notifier=system_notifier(),
                    patient=True,
                    fresh_key=self._fresh_key,
                    opened=self._has_key,
                    alone=True,
                )
            )
        finally:
            self.asks_keyring = False

    def _has_key(self) -> None:
        self.asks_keyring = False

    async def open_for_session(self, *, demo: bool = False) -> "Container":
        """Open one that lasts as long as the session."""
        from desktop.app.container import open_container
        from desktop.system.notifications import system_notifier
        from desktop.system.secrets import SessionVault

        folder = self._ends.enter_context(tempfile.TemporaryDirectory(prefix="sidetone-session-"))
        return await self._start(
            open_container(
                self._paths,
                kept_in=Path(folder),
                vault=SessionVault(),
                demo=demo,
                report=self._report,
                notifier=system_notifier(),
            )
        )

    async def close(self) -> None:
        """Stop an opening that is under way, and close what is open."""
        with self._ends:
            await self.give_up()

    async def give_up(self) -> None:
        """Stop an opening that is under way, and close what it opened; it may be tried again then."""
        opening, self._opening = self._opening, None
        if opening is not None:
            opening.cancel()
            await asyncio.wait([opening])
            if not opening.cancelled() and opening.exception() is None:
                await opening.result().close()

    async def _start(self, work: Coroutine[Any, Any, "Container"]) -> "Container":
        self._opening = asyncio.create_task(work, name="opening")
        return await asyncio.shield(self._opening)
