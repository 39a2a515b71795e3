"""The tabs and the screens below them. Contacts are imported and built when they are first looked at."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QStackedWidget

from desktop.ui import first_words
from desktop.ui.kit import focus
from desktop.ui.kit.masterdetail import MasterDetail
from desktop.ui.kit.panes import Pane, Skeleton
from desktop.ui.kit.tabs import Tabs
from desktop.ui.kit.theme import u
from desktop.ui.recents.screen import RecentsScreen
from desktop.ui.shell.frame import TAB_KEY, Tab
from desktop.ui.shell.presenter import ShellPresenter

if TYPE_CHECKING:
    from desktop.ui.calling.presenter import CallingPresenter
    from desktop.ui.contacts.dialogs import ContactDialogs
    from desktop.ui.contacts.screen import ContactsScreen
    from desktop.ui.context import Context

TABS = tuple(Tab)


class Screens(Pane):
    """Shows one screen at a time, and remembers which.

    `changed` says that another one is shown. `call_wanted` carries a call's id, `all_calls_wanted` a contact;
    `account_wanted` is the wish to add an account.
    """

    changed = Signal()
    call_wanted = Signal(str)
    all_calls_wanted = Signal(object)
    account_wanted = Signal()

    def __init__(self, context: "Context", shell: ShellPresenter) -> None:
        super().__init__("panel")
        self._context = context
        self._shell = shell
        self._calling: CallingPresenter | None = None
        self.contacts: ContactsScreen | None = None
        self.dialogs: ContactDialogs | None = None
        self.recents = RecentsScreen(context, shell)
        self.tabs = Tabs((first_words.RECENTS, first_words.CONTACTS), name=first_words.PRODUCT)
        bar = Pane("panel", "b", vertical=False, margins=(16, 0, 16, 0))
        bar.setFixedHeight(u(44))
        bar.add(self.tabs)
        bar.add_stretch()
        self._stack = QStackedWidget()
        self._stack.addWidget(self.recents)
        self.add(bar)
        self.add(self._stack, 1)
        if context.services.settings.text(TAB_KEY) == Tab.CONTACTS.value:
            self.tabs.setCurrentIndex(TABS.index(Tab.CONTACTS))
            self._stack.addWidget(Skeleton(name=first_words.OPENING))  # until the contacts are built
            self._stack.setCurrentIndex(1)
        self.tabs.currentChanged.connect(self._chosen)

    def complete(self, calling: "CallingPresenter") -> None:
        """Build what is not the list of calls, as far as it is looked at."""
        self._calling = calling
        self.recents.complete(calling)
        if self.shown is Tab.CONTACTS:
            self._chosen()

    def start(self) -> None:
        """Read what there is to show of the calls; the contacts are read when they are built."""
        self.recents.start()

    @property
    def shown(self) -> Tab:
        """Return which screen is shown."""
        return TABS[self.tabs.currentIndex()]

    @property
    def list_width(self) -> int:
        """How wide the list is beside what is opened of it, in design pixels."""
        shown = self._stack.currentWidget()
        return shown.master_width if isinstance(shown, MasterDetail) else self.recents.master_width

    def show_recents(self) -> None:
        """Show the calls."""
        self.tabs.setCurrentIndex(TABS.index(Tab.RECENTS))

    def show_contacts(self) -> None:
        """Show the contacts."""
        self.tabs.setCurrentIndex(TABS.index(Tab.CONTACTS))

    def begin(self) -> None:
        """Give the focus to the list that is shown, as the key of its tab does."""
        shown = self._stack.currentWidget()
        if isinstance(shown, RecentsScreen):
            shown.take_focus(ring=True)
        elif self.contacts is not None and shown is self.contacts:
            self.contacts.take_focus(ring=True)

    def the_contacts(self) -> "ContactsScreen":
        """Return the contacts, built now if nobody has looked at them yet; not before `complete`."""
        if self.contacts is None:
            self.contacts = self._build()
            self.contacts.start()
        return self.contacts

    def leave(self, then: Callable[[], object]) -> None:
        """Do something that ends the window; what somebody writes in a form is asked about first."""
        contacts = self.contacts
        if contacts is None or not contacts.detail_presenter.writing.is_changed:
            then()
            return
        self.show_contacts()
        contacts.detail_presenter.leave(then)

    async def close_presenters(self) -> None:
        """End all tasks."""
        await self.recents.close_presenters()
        if self.dialogs is not None:
            await self.dialogs.close()
        if self.contacts is not None:
            await self.contacts.close_presenters()

    def _chosen(self, _index: int = 0) -> None:
        """Show the screen of the chosen tab, its list as wide as that of the one before."""
        if self._calling is None:
            return
        screen = self.the_contacts() if self.shown is Tab.CONTACTS else self.recents
        width, ring = self.list_width, focus.by_keyboard()
        focused = QApplication.focusWidget()
        held = focused is not None and self._stack.isAncestorOf(focused)
        self._stack.setCurrentWidget(screen)
        screen.master_width = width
        if held:
            screen.take_focus(ring=ring)
        self._shell.keep(TAB_KEY, self.shown.value)
        self.changed.emit()

    def _build(self) -> "ContactsScreen":
        from desktop.ui.contacts.dialogs import ContactDialogs  # noqa: PLC0415 - see above
        from desktop.ui.contacts.screen import ContactsScreen  # noqa: PLC0415

        assert self._calling is not None
        contacts = ContactsScreen(self._context, self._shell, self._calling)
        dialogs = self.dialogs = ContactDialogs(self._context, self.window())
        contacts.open_call_wanted.connect(self.call_wanted)
        contacts.all_calls_wanted.connect(self.all_calls_wanted)
        contacts.account_wanted.connect(self.account_wanted)
        contacts.import_wanted.connect(dialogs.open_import)
        contacts.file_dropped.connect(dialogs.open_import_of)
        contacts.export_wanted.connect(dialogs.open_export)
        contacts.duplicates_wanted.connect(dialogs.open_duplicates)
        contacts.trash_wanted.connect(dialogs.open_trash)
        self._stack.addWidget(contacts)
        return contacts
