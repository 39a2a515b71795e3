"""An opened contact in a window of its own, on a phonebook that the test writes or on the sandbox."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from desktop.domain.contacts import Contact, ContactCard, ContactQuery
from desktop.services import Services
from desktop.ui.contacts.detail.formcard import Line
from desktop.ui.contacts.detail.page import ContactDetail
from desktop.ui.contacts.detail.presenter import ContactPresenter
from desktop.ui.contacts.detail.views import ContactView, FormView
from desktop.ui.shell.presenter import ShellPresenter

if TYPE_CHECKING:
    from tests.ui.conftest import Scene

CTRL = Qt.KeyboardModifier.ControlModifier


@dataclass
class Opened:
    """The page, its presenter, and the engine behind them."""

    scene: "Scene"
    shell: ShellPresenter
    presenter: ContactPresenter
    detail: ContactDetail
    until: Callable[..., Any]

    @property
    def services(self) -> Services:
        return self.scene.opened.services

    @property
    def view(self) -> ContactView:
        assert self.presenter.view is not None
        return self.presenter.view

    @property
    def form(self) -> FormView:
        assert self.presenter.writing.view is not None
        return self.presenter.writing.view

    async def there(self, work: Any) -> Any:
        """Run something on the engine's loop."""
        return await self.scene.there(work)

    async def settled(self) -> None:
        """Wait until everything has been read."""
        await self.until(lambda: self.presenter.settled)

    async def show(self, contact_id: str | None) -> None:
        """Open a contact, and wait until all of it is there."""
        self.presenter.show(contact_id)
        await self.settled()

    async def edit(self, contact_id: str) -> None:
        """Open a contact's form."""
        self.presenter.edit(contact_id)
        await self.until(lambda: self.presenter.writing.draft is not None)
        await self.settled()

    async def new(self, **given: str) -> None:
        """Open the form of a new contact."""
        self.presenter.new(**given)
        await self.until(lambda: self.presenter.writing.draft is not None)

    def line(self, field: int) -> Line:
        """Return a line of the form; -1 is the name's."""
        return self.detail.form.lines[field + 1]

    def write(self, field: int, text: str) -> None:
        """Type a text in the place of what stands in a field."""
        edit = self.line(field).edit
        edit.setFocus()
        QTest.keyClick(edit, Qt.Key.Key_A, CTRL)
        QTest.keyClick(edit, Qt.Key.Key_Delete)
        typed = QInputMethodEvent()  # a key click has no way to say é
        typed.setCommitString(text)
        QApplication.sendEvent(edit, typed)

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key where the focus is."""
        QTest.keyClick(QApplication.focusWidget() or self.detail, key, modifier)

    async def saved(self) -> None:
        """Wait until there is no form any more."""
        await self.until(lambda: self.presenter.writing.draft is None)
        await self.settled()

    async def all(self) -> list[Contact]:
        """Read all contacts."""
        found: list[Contact] = await self.there(self.services.contacts.find_all(ContactQuery()))
        return found

    async def one(self, name: str) -> Contact:
        """Read the one contact of a name."""
        (found,) = [each for each in await self.all() if each.name == name]
        return found

    async def cards(self) -> list[ContactCard]:
        """Read what all contacts say, in the list's order."""
        return [one.card for one in await self.all()]


@asynccontextmanager
async def opened_contact(scene: "Scene", until: Callable[..., Any]) -> AsyncIterator[Opened]:
    """Show the right half of Contacts as a window; the accounts must be there already."""
    context = scene.context()
    shell = ShellPresenter(context)
    shell.start()
    await until(lambda: shell.known)
    presenter = ContactPresenter(context, shell)
    detail = ContactDetail(presenter)
    detail.resize(740, 632)
    detail.show()
    detail.activateWindow()
    await until(detail.isActiveWindow)
    try:
        yield Opened(scene, shell, presenter, detail, until)
    finally:
        if detail.dialog is not None:
            detail.dialog.reject()
        await presenter.close()
        await shell.close()
        detail.hide()
        for gone in (detail, presenter, shell):
            gone.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def texts(widget: QWidget) -> str:
    """Return what a part of the page says, its visible labels one after the other."""
    from PySide6.QtWidgets import QAbstractButton, QLabel  # noqa: PLC0415 - the page has them loaded

    labels = [one.text() for one in widget.findChildren(QLabel) if one.isVisible() and one.text()]
    buttons = [one.text() for one in widget.findChildren(QAbstractButton) if one.isVisible()]
    return "\n".join([*labels, *buttons])
