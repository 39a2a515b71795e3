"""Reads where the secrets lie and moves them, for their row in the settings."""

from collections.abc import Callable, Coroutine
from typing import Any

from PySide6.QtCore import QObject, Signal

from desktop.domain.changes import Change, Topic
from desktop.domain.errors import Trouble
from desktop.domain.vaults import VaultKind
from desktop.services.secrecy import VaultState
from desktop.ui import strings_secrecy as strings
from desktop.ui.context import Context


class VaultPresenter(QObject):
    """`changed` says that the state is another one, `refused` why something was not done.

    `done` carries what to say in passing once it was.
    """

    changed = Signal()
    refused = Signal(str)
    done = Signal(str)

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._scope = context.scope()
        self.state: VaultState | None = None
        self.waiting = False
        """Whether somebody is being asked to open the keyring."""
        context.bridge.changed.connect(self._heard)

    def start(self) -> None:
        """Read where they lie now."""
        self._scope.start("state", self._read(), replace=True)

    def change(self, now: str, wanted: str) -> None:
        """Have another passphrase open everything; a second wish meanwhile is the same wish."""
        secrecy = self._context.services.secrecy
        self._scope.start("work", self._work(lambda: secrecy.change_passphrase(now, wanted), strings.CHANGED))

    def use_file(self, passphrase: str) -> None:
        """Move everything from the keyring into a file."""
        secrecy = self._context.services.secrecy
        self._scope.start("work", self._work(lambda: secrecy.move_to_file(passphrase), strings.MOVED_TO_FILE))

    def use_keyring(self) -> None:
        """Move everything from the file to the keyring."""
        secrecy = self._context.services.secrecy
        self._scope.start("work", self._work(secrecy.move_to_keyring, strings.MOVED_TO_KEYRING))

    def unlock(self) -> None:
        """Have the keyring opened."""
        self._scope.start("unlock", self._work(self._context.services.accounts.unlock, ""))

    async def close(self) -> None:
        """End all tasks; what is half moved stays where it was."""
        await self._scope.close()

    async def _read(self) -> None:
        safe, bridge = self._context.services.safe, self._context.bridge
        if safe.kind is VaultKind.SESSION:  # there is nothing to move, and no place to move it to
            self.state = VaultState(safe.kind, safe.title)
        else:
            self.state = await bridge.run(self._context.services.secrecy.state())
        self.waiting = safe.waiting
        self.changed.emit()

    async def _work(self, work: Callable[[], Coroutine[Any, Any, object]], done: str) -> None:
        """Do it, read how it is then, and only then say how it went: the next wish may come at once."""
        refusal = ""
        try:
            await self._context.bridge.run(work())
        except Trouble as trouble:
            refusal = trouble.sentence
        await self._read()
        if refusal:
            self.refused.emit(refusal)
        elif done:
            self.done.emit(done)

    def _heard(self, change: Change) -> None:
        if Topic.SYNC in change.topics and self._context.services.safe.waiting != self.waiting:
            self.start()
