"""Accounts, lines and sync as the window's frame shows them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, Signal

from desktop.domain.accounts import Account, Manifest
from desktop.domain.changes import Change, SyncStatus, Topic
from desktop.domain.contacts import Book, Outbox
from desktop.domain.lines import Line
from desktop.domain.policy import Feature
from desktop.services.health import AccountHealth
from desktop.ui import sentences_calling
from desktop.ui.context import Context
from desktop.ui.lines.presenter import LinesPresenter
from desktop.ui.shell.state import StatusView, status_view
from desktop.ui.shell.uploads import UploadWatch

CARES = frozenset({Topic.ACCOUNTS, Topic.LINES, Topic.SYNC, Topic.SETTINGS, Topic.CONTACTS, Topic.CLOCK})


class ShellPresenter(QObject):
    """Keeps what the frame and the screens need to know of accounts and lines.

    `changed` says that something of it did; `first_read` comes once, after the first reading.
    """

    changed = Signal()
    first_read = Signal()

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._scope = context.scope()
        self._dirty = False
        self._asked_sync = False
        self._aside = ""
        self.known = False
        self.accounts: tuple[Account, ...] = ()
        self.lines: tuple[Line, ...] = ()
        self.softphones: tuple[Line, ...] = ()
        self._look = False
        self.health: tuple[AccountHealth, ...] = ()
        self.sync = SyncStatus()
        self.books: tuple[Book, ...] = ()
        self.outbox: tuple[Outbox, ...] = ()
        self._doing = ""
        self.manifests: Mapping[str, Manifest] = {}
        self._expected_line: str | None = None
        self.line_choice = LinesPresenter(context, self, self)
        self.uploads = UploadWatch(context, self._scope, self)
        context.bridge.changed.connect(self._heard)

    def start(self) -> None:
        """Read everything once."""
        self.read_again()

    def account(self, account_id: str) -> Account | None:
        """One account by our id."""
        return next((one for one in self.accounts if one.id == account_id), None)

    def provider_title(self, account_id: str) -> str:
        """Return the provider's name of an account, as a person knows it."""
        account = self.account(account_id)
        manifest = self.manifests.get(account.provider) if account else None
        return manifest.title if manifest else ""

    @property
    def writable_books(self) -> tuple[Book, ...]:
        """The phone books that a contact can be added to."""
        return tuple(book for book in self.books if book.refusal is None)

    def may(self, feature: Feature) -> bool:
        """Whether people may use a feature here, which an administrator can switch off."""
        return self._context.services.policy.allows(feature)

    @property
    def has_campaigns(self) -> bool:
        """Whether a provider of these accounts calls lists of numbers, and people may use them here."""
        if not self.may(Feature.CAMPAIGNS):
            return False
        manifests = (self.manifests.get(one.provider) for one in self.accounts)
        return any(one is not None and one.upload_rows > 0 for one in manifests)

    @property
    def ways(self) -> tuple[Line, ...]:
        """Return all that a call could go through: the lines, and this computer's softphones where known."""
        return (*self.lines, *self.softphones)

    def line(self) -> Line | None:
        """Return the line that will ring."""
        return next((one for one in self.ways if one.default), None)

    def cannot_call(self) -> str:
        """Say why nothing here can call; "" while something can, or while that is not known yet."""
        if not self.known or not self.accounts or any(line.can_dial for line in self.ways):
            return ""
        return sentences_calling.cannot_call(self.accounts, self.softphones)

    def look_for_softphones(self) -> None:
        """Look which programs of this computer could call; `changed` comes when that is known."""
        self._look = True
        self.read_again()

    def status(self) -> StatusView:
        """Return what the status line says now."""
        return status_view(
            self.accounts,
            self.health,
            self.sync,
            self._context.now(),
            show_running=self._asked_sync,
            notice=self._context.notice or self._aside,
            outbox=self.outbox,
            doing=self._doing,
            upload=self.uploads.running,
        )

    def say_aside(self, text: str) -> None:
        """Have the status line's far end say something else than how many accounts there are; "" ends it."""
        if text != self._aside:
            self._aside = text
            self.changed.emit()

    def say_doing(self, text: str) -> None:
        """Have the status line say what the person does, where all else is well; "" ends it."""
        if text != self._doing:
            self._doing = text
            self.changed.emit()

    def sync_now(self) -> None:
        """Look for new calls, and read the phone books, at once."""
        self._asked_sync = True
        self._do("sync", self._context.services.sync.sync_now)
        self._do("books", self._context.services.contacts.refresh_now)

    def cancel_sync(self) -> None:
        """Stop what is under way; what was read stays."""
        self._do("cancel", self._context.services.sync.cancel)

    def expect_line(self, line_id: str | None) -> None:
        """Show a line as the one that rings, whatever is read meanwhile; None reads which one does."""
        self._expected_line = line_id
        if line_id is None:
            self.read_again()
        else:
            self.lines = self._as_expected(self.lines)
            self.softphones = self._as_expected(self.softphones)
            self.changed.emit()

    def _as_expected(self, lines: Iterable[Line]) -> tuple[Line, ...]:
        wanted = self._expected_line
        if wanted is None:
            return tuple(lines)
        return tuple(replace(line, default=line.id == wanted) for line in lines)

    def keep(self, key: str, value: str) -> None:
        """Remember a setting."""
        settings = self._context.services.settings
        self._context.bridge.post(lambda: settings.set(key, value))

    async def close(self) -> None:
        """End all tasks."""
        await self.line_choice.close()
        await self._scope.close()

    def _do(self, name: str, function: Callable[[], Any]) -> None:
        self._scope.start(name, self._context.bridge.call(function))

    def _heard(self, change: Change) -> None:
        if change.topics & CARES:
            self.read_again()

    def read_again(self) -> None:
        """Read accounts, lines and sync anew."""
        self._dirty = True
        self._scope.start("read", self._read())

    async def _read(self) -> None:
        bridge, services = self._context.bridge, self._context.services
        while self._dirty:
            self._dirty = False
            self.accounts = tuple(await bridge.run(services.accounts.all()))
            self.lines = self._as_expected(await bridge.run(services.lines.all()))
            await self._read_softphones()
            self.health = await bridge.run(services.health.accounts())
            self.books = tuple(await bridge.run(services.contacts.books()))
            self.outbox = await bridge.run(services.contacts.waiting())
            self.sync = await bridge.call(services.sync.status)
            if not self.known:
                self.manifests = await bridge.call(services.accounts.providers)
            if not self.sync.running:
                self._asked_sync = False
            self.changed.emit()
            if not self.known:
                self.known = True
                self.first_read.emit()

    async def _read_softphones(self) -> None:
        """Read what is known of them; the first time, and when somebody looks, that is a look at the disk."""
        look, self._look = self._look, False
        lines = self._context.services.lines
        self.softphones = self._as_expected(await self._context.bridge.run(lines.softphones(fresh=look)))
