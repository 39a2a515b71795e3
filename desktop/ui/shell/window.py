"""The window: the frame round the screens, the question before a call and the card after it."""

import re
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QApplication, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from desktop.ui import first_words
from desktop.ui.kit.theme import Scheme, theme
from desktop.ui.shell import frame as frames
from desktop.ui.shell.frame import FRAME_KEY
from desktop.ui.shell.opening import OpeningFace
from desktop.ui.shell.placing import frame_of, put

if TYPE_CHECKING:
    from desktop.domain.attempts import DialSource
    from desktop.domain.contacts import Contact
    from desktop.ui.accounts.page import SignInPage
    from desktop.ui.calling.asking import Asking
    from desktop.ui.calling.card import CallCard
    from desktop.ui.calling.presenter import CallingPresenter
    from desktop.ui.calling.question import QuestionDialog
    from desktop.ui.campaigns.screen import CampaignsScreen
    from desktop.ui.contacts.screen import ContactsScreen
    from desktop.ui.context import Context
    from desktop.ui.kit.tabs import Tabs
    from desktop.ui.recents.screen import RecentsScreen
    from desktop.ui.search.command import CommandSearch
    from desktop.ui.settings.opener import SettingsOpener
    from desktop.ui.shell.access import Access
    from desktop.ui.shell.bar import TopBar
    from desktop.ui.shell.deeds import NumberDeeds
    from desktop.ui.shell.door import Door
    from desktop.ui.shell.entry import Entry
    from desktop.ui.shell.finding import Finding
    from desktop.ui.shell.keys import Keys
    from desktop.ui.shell.presenter import ShellPresenter
    from desktop.ui.shell.screens import Screens
    from desktop.ui.shell.status import StatusLine

_SCHEME = re.compile(r"\s*(tel|sip|sips|callto):", re.IGNORECASE)
THEME_KEY = "ui.theme"


class MainWindow(QMainWindow):
    """The one window. Call `start` once it is complete and a loop runs; `shut_down` before the engine closes.

    It can be shown before the profile is open: then it paints its outline, `door` takes the place of that
    when something has to be said or asked, `fill` puts the list of calls in, whose first rows nothing else
    holds up, and `complete` all the rest. This module imports only what the outline needs; the screens are
    imported when they are built.

    `close_wanted` comes instead of closing by itself: what closing means is the program's business.
    """

    close_wanted = Signal()
    quit_wanted = Signal()
    looked_at = Signal()

    shell: "ShellPresenter"
    calling: "CallingPresenter"
    asking: "Asking"
    entry: "Entry"
    bar: "TopBar"
    deeds: "NumberDeeds"
    finding: "Finding"
    search: "CommandSearch"
    screens: "Screens"
    tabs: "Tabs"
    recents: "RecentsScreen"
    sign_in: "SignInPage"
    status: "StatusLine"
    keys: "Keys"
    access: "Access"
    card: "CallCard"
    settings: "SettingsOpener"

    def __init__(self, context: "Context | None" = None, *, frame: str = "", tab: str = "") -> None:
        """Build it on an open profile, or in outline with what the settings `frame` and `tab` tell."""
        super().__init__()
        self._door: Door | None = None
        self._context: Context | None = None
        self._may_close = False
        self.filled = False
        first = frames.read(context.services.settings.text(FRAME_KEY) if context else frame)
        self._list_width = first.list_width
        self.setWindowTitle(first_words.PRODUCT)
        put(self, first)
        self._face = OpeningFace(self._list_width, tab=frames.tab(tab))
        QShortcut(QKeySequence("Ctrl+Q"), self).activated.connect(self.ask_to_quit)
        if context is None:
            self.setCentralWidget(self._face)
        else:
            self.fill(context)
            self.complete()

    @property
    def painted(self) -> bool:
        """Whether the outline was on the screen."""
        return self._face.painted

    def door(self) -> "Door":
        """Show the door, which waits, asks or tells, in place of the outline; only before `fill`."""
        from desktop.ui.shell.door import Door

        if self._door is None:
            self._door = Door()
            self._door.quit_wanted.connect(self.quit_wanted)
            self.setCentralWidget(self._door)
        return self._door

    def fill(self, context: "Context") -> None:
        """Put the list of calls in: the profile is open. The look is the application's style's too."""
        from desktop.ui.shell.bar import TopBar
        from desktop.ui.shell.presenter import ShellPresenter
        from desktop.ui.shell.screens import Screens
        from desktop.ui.shell.status import StatusLine

        self._context = context
        self.shell = ShellPresenter(context, self)
        self.bar = TopBar(self.shell)
        self.screens = Screens(context, self.shell)
        self.tabs, self.recents = self.screens.tabs, self.screens.recents
        self.status = StatusLine(self.shell)
        self._stack = QStackedWidget()
        self._root = self._lay_out()
        self.recents.master_width = self._list_width
        self.bar.show_theme(theme.scheme)
        self._door = None  # Qt deleted it with the central widget that it was

    def complete(self) -> None:
        """Put in all that is not the list, after `fill`."""
        from desktop.ui.calling.asking import Asking
        from desktop.ui.calling.card import CallCard
        from desktop.ui.calling.presenter import CallingPresenter
        from desktop.ui.kit.icons import icon
        from desktop.ui.kit.monitors import Monitors
        from desktop.ui.settings.opener import SettingsOpener
        from desktop.ui.shell.deeds import NumberDeeds
        from desktop.ui.shell.entry import Entry
        from desktop.ui.shell.finding import Finding

        context = self._context
        assert context is not None
        self.setWindowIcon(icon("brand", "accent"))
        self.calling = CallingPresenter(context, self.shell, parent=self)
        self.asking = Asking(self.calling, self.shell, self)
        self.deeds = NumberDeeds(context, self)
        self.screens.complete(self.calling, self.deeds)
        self.entry = Entry(context, self.shell, self.bar, self._stack, self)
        self.sign_in = self.entry.page
        self.card = CallCard(self.calling, context.now, self._root)
        self.finding = Finding(context, self)
        self.search = self.finding.search
        self._connect()
        self._keys()
        self.settings = SettingsOpener(context, self)
        self._monitors = Monitors(self)
        self.settings.add_wanted.connect(self.add_account)
        self.settings.sign_in_wanted.connect(self.sign_in_again)
        self.filled = True

    def _lay_out(self) -> QWidget:
        self._stack.addWidget(self.screens)
        root = _Column()
        root.add(self.bar)
        root.add(self._stack, 1)
        root.add(self.status)
        self.setCentralWidget(root)
        return root

    def _connect(self) -> None:
        self.quit_wanted.connect(self._remember)
        self.bar.quit_wanted.connect(self.ask_to_quit)
        self.bar.account_wanted.connect(self.add_account)
        self.bar.theme_chosen.connect(self._theme_chosen)
        self.bar.keys_wanted.connect(self.show_keys)
        self.bar.list_wanted.connect(self.deeds.open_list)
        self.deeds.campaign_wanted.connect(self.open_campaign)
        self.entry.finished.connect(self._show_main)
        self.status.sign_in.connect(self.sign_in_again)
        self.status.upload_wanted.connect(self.screens.show_upload)
        self.card.open_wanted.connect(self.recents.open_call)
        self.recents.number_wanted.connect(self.search.start)
        self.recents.account_wanted.connect(self.add_account)
        self.recents.contact_wanted.connect(self.open_contact)
        self.recents.new_contact_wanted.connect(self.new_contact)
        self.screens.call_wanted.connect(self.open_call)
        self.screens.all_calls_wanted.connect(self._show_calls_with)
        self.screens.account_wanted.connect(self.add_account)
        self.screens.sign_in_wanted.connect(self.sign_in_again)
        self.shell.line_choice.refused.connect(self._say)
        self.shell.first_read.connect(self.calling.tell_left_over)
        self.calling.forward_wanted.connect(self.come_forward)
        self.calling.said.connect(self._say)

    def start(self) -> None:
        """Read what there is to show."""
        self.shell.start()
        self.screens.start()

    def ask_about(self, text: str, source: "DialSource | None" = None) -> None:
        """Ask about a number from outside; what has a scheme (`tel:`) came as a link, else was typed."""
        from desktop.domain.attempts import DialSource

        self.come_forward()
        if source is None:
            source = DialSource.LINK if _SCHEME.match(text) else DialSource.COMMAND_LINE
        self.calling.wish(text, source)

    def call_clipboard(self) -> None:
        """Ask about the number that was copied."""
        self.calling.wish_copied()

    def come_forward(self) -> None:
        """Show the window in front of all others, with the question over it if there is one."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        for window in (self, QApplication.activeModalWidget()):
            if window is not None:
                window.show()
                window.raise_()
                window.activateWindow()

    def open_call(self, call_id: str) -> None:
        """Come forward with a call (our id) open."""
        self.come_forward()
        self.show_recents()
        self.recents.open_call(call_id)
        self.recents.list.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def open_contact(self, contact_id: str) -> None:
        """Come forward with a contact (our id) open."""
        self.come_forward()
        self.show_contacts()
        self.screens.the_contacts().open_contact(contact_id)

    def new_contact(self, number: str = "", name: str = "", account_id: str = "") -> None:
        """Come forward with the form of a new contact; `account_id` is whose phone book shall have it."""
        self.come_forward()
        self.show_contacts()
        self.screens.the_contacts().new_contact(number, name, account_id)

    @property
    def contacts(self) -> "ContactsScreen | None":
        """Return the contacts, once somebody has looked at them."""
        return self.screens.contacts

    @property
    def campaigns(self) -> "CampaignsScreen | None":
        """Return the campaigns, once somebody has looked at them."""
        return self.screens.campaigns

    def show_recents(self) -> None:
        """Show the calls, whatever else stood there."""
        self._stack.setCurrentIndex(0)
        self.screens.show_recents()

    def show_contacts(self) -> None:
        """Show the contacts, whatever else stood there."""
        self._stack.setCurrentIndex(0)
        self.screens.show_contacts()

    def show_campaigns(self) -> None:
        """Show the campaigns, whatever else stood there."""
        self._stack.setCurrentIndex(0)
        self.screens.show_campaigns()

    def open_campaign(self, campaign_id: str) -> None:
        """Come forward with a campaign (our id) open."""
        self.come_forward()
        self.show_campaigns()
        self.screens.the_campaigns().open_campaign(campaign_id)

    def _show_calls_with(self, contact: "Contact") -> None:
        self.show_recents()
        self.recents.show_person(contact)

    def ask_to_quit(self) -> None:
        """Want to quit; who writes in a form is asked first what shall become of it."""
        if self.filled:
            self.screens.leave(self.quit_wanted.emit)
        else:
            self.quit_wanted.emit()

    def quick_dial(self) -> None:
        """Open quick dial on the screen with the pointer, whether or not this window is shown."""
        self.finding.quick_dial()

    def open_settings(self, page: str = "accounts") -> None:
        """Open the settings' window at a page (a value of `settings.catalogue.Page`)."""
        self.settings.open(page)

    async def shut_down(self) -> None:
        """End all tasks; calls that are being placed are settled by the engine."""
        self._may_close = True
        if self._context is None:
            return
        if self.filled:
            self.asking.close()
        await self.screens.close_presenters()
        if self.filled:
            await self.deeds.close()
            await self.finding.close()
            await self.settings.close()
            await self.calling.close()
            await self.entry.close()
        await self.shell.close()

    @property
    def question(self) -> "QuestionDialog | None":
        """Return the question that stands open."""
        return self.asking.dialog

    @property
    def signing_in(self) -> bool:
        """Whether the sign-in form is shown."""
        return self.entry.signing_in

    # ---- Qt's own

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember the size, and leave the decision to the program."""
        if self.filled:
            self._remember()
        if not self._may_close:
            event.ignore()
            self.close_wanted.emit()
            return
        super().closeEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Tell when a person begins to look at the window."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow():
            self.looked_at.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the card at its place."""
        super().resizeEvent(event)
        if self.filled:
            self.card.place()

    # ---- accounts

    def add_account(self) -> None:
        """Show the form for another account."""
        self.entry.add_account()

    def sign_in_again(self, name: str) -> None:
        """Show the form of an account that has to sign in again."""
        self.entry.sign_in_again(name)

    def _show_main(self) -> None:
        self._stack.setCurrentIndex(0)
        self.recents.presenter.reload()

    def _say(self, sentence: str) -> None:
        """Say something in passing, over the foot of the window."""
        from desktop.ui.kit.float import Toast

        Toast(self._stack, sentence).pop()

    # ---- keys, theme, size

    def _keys(self) -> None:
        from desktop.ui.shell.access import Access
        from desktop.ui.shell.keys import Keys

        self.keys = Keys(self)
        self.access = Access(self)

    def show_keys(self) -> None:
        """Show the sheet of shortcuts."""
        self.access.show_keys()

    def _theme_chosen(self, scheme: Scheme) -> None:
        theme.use(scheme)
        self.shell.keep(THEME_KEY, scheme.value)

    def _remember(self) -> None:
        now = frame_of(self, self.screens.list_width)
        if now is not None:
            self.shell.keep(FRAME_KEY, now.text)


class _Column(QWidget):
    """Widgets one under the other, without gaps."""

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)

    def add(self, widget: QWidget, stretch: int = 0) -> None:
        self._column.addWidget(widget, stretch)
