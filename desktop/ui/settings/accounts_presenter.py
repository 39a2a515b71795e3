"""Reads how the accounts do, and tests, renames, pauses and removes them."""

import asyncio
import time
from collections.abc import Coroutine, Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Signal

from desktop.domain.accounts import Account
from desktop.domain.errors import ErrorKind, Trouble
from desktop.domain.policy import Lock
from desktop.services.health import Figures
from desktop.ui import sentences_settings as sentences
from desktop.ui.context import Context
from desktop.ui.settings.account_view import CardView, card_view, needs_something
from desktop.ui.shell.presenter import ShellPresenter

READ_GAP_S = 0.5
"""A sync that runs tells of itself 25 times a second; the figures are not read that often."""


@dataclass(frozen=True, slots=True)
class Tested:
    """How a test of a connection ended."""

    worked: bool
    sentence: str


class AccountsPresenter(QObject):
    """`changed` says: read `cards` again. `failed` carries an account's name and why something was refused.

    `removal_asked` carries the name of one that is to be removed, and how many of its edits would be lost.

    `said` is told in passing. It reads only while `watch(True)` holds: while the page can be seen.
    """

    changed = Signal()
    failed = Signal(str, str)
    renamed = Signal()
    removal_asked = Signal(str, int)
    said = Signal(str)

    def __init__(self, context: Context, shell: ShellPresenter, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._shell = shell
        self._scope = context.scope()
        self._watched = False
        self._dirty = False
        self.figures: dict[str, Figures] = {}
        self.testing: set[str] = set()
        self.tested: dict[str, Tested] = {}
        shell.changed.connect(self._accounts_changed)

    @property
    def known(self) -> bool:
        """Whether the accounts were read."""
        return self._shell.known

    @property
    def needing(self) -> int:
        """How many accounts a person has to do something about."""
        return sum(needs_something(account) for account in self._shell.accounts)

    def cards(self) -> tuple[CardView, ...]:
        """Return what each card says now."""
        now, interval = self._context.now(), self._context.services.settings.number("sync.interval_s")
        return tuple(
            card_view(
                account,
                self._shell.manifests.get(account.provider),
                self.figures.get(account.name),
                lines=sum(line.account_id == account.id for line in self._shell.lines),
                interval_s=interval,
                locks=self.locks(account.provider),
                waiting=next((one for one in self._shell.sync.waiting if one.account == account.name), None),
                now=now,
            )
            for account in self._shell.accounts
        )

    def locks(self, provider: str) -> Mapping[str, Lock]:
        """Return the fields of a provider's accounts that an administrator has settled."""
        policy = self._context.services.policy
        found = {key: policy.field(provider, key) for key in policy.locked_fields(provider)}
        return {key: lock for key, lock in found.items() if lock is not None}

    def account(self, name: str) -> Account | None:
        """Return an account by its name."""
        return next((account for account in self._shell.accounts if account.name == name), None)

    def provider(self, name: str) -> str:
        """Return the provider's title of an account."""
        account = self.account(name)
        return self._shell.provider_title(account.id) if account else ""

    def contacts(self, name: str) -> int:
        """Return how many contacts an account's phone book has."""
        return sum(book.contacts for book in self._shell.books if book.account == name)

    def uploads(self, name: str) -> int:
        """Return how many uploads of an account are under way."""
        account = self.account(name)
        return self._shell.uploads.under_way(account.id) if account else 0

    def watch(self, watched: bool) -> None:
        """Begin or stop to follow what changes."""
        self._watched = watched
        if watched:
            self._read_again()
        else:
            self.tested.clear()

    def test(self, name: str) -> None:
        """Ask the provider who we are; a second press is the same press."""
        if name not in self.testing:
            self.testing.add(name)
            self.tested.pop(name, None)
            self.changed.emit()
            self._scope.start(f"test {name}", self._test(name))

    def pause(self, name: str, paused: bool) -> None:
        """Leave an account out of the background sync, or take it in again."""
        self._scope.start(f"pause {name}", self._pause(name, paused))

    def rename(self, name: str, wanted: str) -> None:
        """Give an account another name; `renamed` comes when it has it."""
        self._scope.start(f"rename {name}", self._rename(name, wanted))

    def ask_removal(self, name: str) -> None:
        """Find out what removing an account would lose; `removal_asked` tells."""
        self._scope.start(f"ask {name}", self._ask_removal(name))

    def remove(self, name: str, unsent: int) -> None:
        """Delete an account with all that is kept of it, also the edits that the person was told of."""
        self._scope.start(f"remove {name}", self._remove(name, unsent))

    async def close(self) -> None:
        """End all tasks."""
        await self._scope.close()

    async def _done(self, name: str, work: Coroutine[Any, Any, object]) -> bool:
        try:
            await self._context.bridge.run(work)
        except Trouble as trouble:
            self.failed.emit(name, trouble.sentence)
            return False
        return True

    async def _test(self, name: str) -> None:
        began = time.monotonic()
        try:
            info = await self._context.bridge.run(self._context.services.accounts.test(name))
        except Trouble as trouble:
            self.tested[name] = Tested(False, trouble.sentence)
        else:
            took = time.monotonic() - began
            self.tested[name] = Tested(True, sentences.works(self.provider(name), info.company, took))
        finally:
            self.testing.discard(name)
        self._read_again()

    async def _pause(self, name: str, paused: bool) -> None:
        await self._done(name, self._context.services.accounts.pause(name, paused=paused))

    async def _rename(self, name: str, wanted: str) -> None:
        if await self._done(name, self._context.services.accounts.rename(name, wanted)):
            self.renamed.emit()

    async def _ask_removal(self, name: str) -> None:
        account = self.account(name)
        if account is not None:
            unsent = await self._context.bridge.run(self._context.services.contacts.unsent(account.id))
            self.removal_asked.emit(name, unsent)

    async def _remove(self, name: str, unsent: int) -> None:
        try:
            await self._context.bridge.run(self._context.services.accounts.remove(name, force=unsent > 0))
        except Trouble as trouble:
            if trouble.kind is ErrorKind.UNSENT_EDITS:  # written since the question was asked
                await self._ask_removal(name)
            else:
                self.failed.emit(name, trouble.sentence)
            return
        self.figures.pop(name, None)
        self.said.emit(sentences.removed(name))

    def _accounts_changed(self) -> None:
        self.changed.emit()
        if self._watched:
            self._read_again()

    def _read_again(self) -> None:
        self._dirty = True
        self._scope.start("figures", self._read())

    async def _read(self) -> None:
        bridge, health = self._context.bridge, self._context.services.health
        while self._dirty:
            self._dirty = False
            for account in self._shell.accounts:
                try:
                    self.figures[account.name] = await bridge.run(health.figures(account.name))
                except Trouble:
                    self.figures.pop(account.name, None)
            self.changed.emit()
            await asyncio.sleep(READ_GAP_S)
