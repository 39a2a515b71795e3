"""Choosing the line that rings, and reading the lines anew."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Protocol

from PySide6.QtCore import QObject, Signal, SignalInstance

from desktop.domain.accounts import Ability, Account
from desktop.domain.changes import SyncStatus
from desktop.domain.errors import Trouble
from desktop.domain.lines import Line
from desktop.ui import sentences_lines, strings
from desktop.ui.context import Context


class Shell(Protocol):
    """What the choice of a line needs to know of accounts and lines, and asks for."""

    known: bool
    accounts: tuple[Account, ...]
    lines: tuple[Line, ...]
    softphones: tuple[Line, ...]
    sync: SyncStatus

    @property
    def changed(self) -> SignalInstance:
        """Come when something of it did."""
        ...

    def expect_line(self, line_id: str | None, /) -> None:
        """Show a line as the one that rings; None reads which one does."""
        ...

    def read_again(self) -> None:
        """Read accounts and lines anew."""
        ...

    def look_for_softphones(self) -> None:
        """Look which programs of this computer could call."""
        ...


class LinesState(Enum):
    """What there is to show."""

    LOADING = "loading"
    READY = "ready"
    NONE = "none"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class LinesView:
    """The lines of all accounts, and this computer's softphones where they could call or are needed.

    `sentence` says why there is none, what `failed`, or how old they are.
    """

    state: LinesState
    lines: tuple[Line, ...] = ()
    sentence: str = ""
    failed: bool = False
    reading: bool = False
    may_refresh: bool = False


class LinesPresenter(QObject):
    """Knows the lines by the shell, and asks the providers for them anew. `changed` says: read `view`.

    `refused` carries why a line that was chosen is not taken.
    """

    changed = Signal()
    refused = Signal(str)

    def __init__(self, context: Context, shell: Shell, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._shell = shell
        self._scope = context.scope()
        self._reading = False
        self.trouble = ""
        shell.changed.connect(self.changed)

    @property
    def view(self) -> LinesView:
        """Return what to show now."""
        shell = self._shell
        lines, accounts = shell.lines, shell.accounts
        state, sentence = LinesState.READY, sentences_lines.as_of_then(accounts)
        softphones = self._softphones()
        if not lines:
            state, sentence = self._without_lines(accounts)
            if state is LinesState.NONE and any(one.can_dial or one.default for one in softphones):
                state = LinesState.READY
            elif state is LinesState.NONE and accounts:
                sentence = " ".join([sentence, *(one.trouble for one in softphones[:1])])
        return LinesView(
            state,
            (*lines, *softphones) if state is LinesState.READY else lines,
            self.trouble or sentence,
            failed=bool(self.trouble),
            reading=self._reading,
            may_refresh=bool(self._readable()) and not self._reading,
        )

    def _without_lines(self, accounts: Sequence[Account]) -> tuple[LinesState, str]:
        coming = bool(self._readable()) and bool(self._shell.sync.running)
        if not self._shell.known or self._reading or coming:
            return LinesState.LOADING, ""
        if self.trouble:
            return LinesState.FAILED, self.trouble
        return LinesState.NONE, sentences_lines.why_none(accounts) if accounts else strings.NO_ACCOUNT_TEXT

    def look(self) -> None:
        """Look for softphones anew, since somebody is about to choose."""
        self._shell.look_for_softphones()

    def _softphones(self) -> tuple[Line, ...]:
        """Return those to show: what cannot call only where nothing else can, to say what to do about it."""
        found, lines = self._shell.softphones, self._shell.lines
        needed = not any(line.can_dial for line in lines)
        useful = any(line.can_dial or line.default for line in found)
        return found if needed or useful else ()

    def choose(self, line_id: str) -> None:
        """Make a line the one that rings; it shows at once, and goes back when it is not taken."""
        self._shell.expect_line(line_id)
        self._scope.start("choose", self._choose(line_id), replace=True)

    def refresh(self) -> None:
        """Ask the providers for their lines; a second press is the same press."""
        if self._reading:
            return
        self._reading, self.trouble = True, ""
        self.changed.emit()
        self._scope.start("refresh", self._refresh())

    async def close(self) -> None:
        """End all tasks."""
        await self._scope.close()

    def _readable(self) -> tuple[Account, ...]:
        return tuple(a for a in self._shell.accounts if Ability.LINES not in (a.missing or {}))

    async def _choose(self, line_id: str) -> None:
        try:
            await self._context.bridge.run(self._context.services.lines.choose(line_id))
        except Trouble as trouble:
            self.refused.emit(trouble.sentence)
        self._shell.expect_line(None)

    async def _refresh(self) -> None:
        try:
            for account in self._readable():
                try:
                    await self._context.bridge.run(self._context.services.lines.refresh(account.id))
                except Trouble as trouble:
                    self.trouble = trouble.with_context(account=account.name).sentence
        finally:
            self._reading = False
            self.changed.emit()
            self._shell.read_again()
