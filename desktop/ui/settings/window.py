"""The settings' window: its own, so that the calls stay in view, and their keys do nothing unseen."""

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QCloseEvent,
    QGuiApplication,
    QKeySequence,
    QResizeEvent,
    QShortcut,
)
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from desktop.ui import sentences_settings as sentences
from desktop.ui import strings as common
from desktop.ui import strings_settings as strings
from desktop.ui.context import Context
from desktop.ui.kit.buttons import Button
from desktop.ui.kit.field import Field
from desktop.ui.kit.float import Toast
from desktop.ui.kit.focus import by_keyboard, give
from desktop.ui.kit.icons import icon
from desktop.ui.kit.labels import IconLabel, Text
from desktop.ui.kit.panes import Pane
from desktop.ui.kit.theme import theme, u
from desktop.ui.settings import places
from desktop.ui.settings.accounts import AccountsPage
from desktop.ui.settings.accounts_presenter import AccountsPresenter
from desktop.ui.settings.catalogue import ENTRIES, Entry, Page
from desktop.ui.settings.files import FilesRow
from desktop.ui.settings.find import find
from desktop.ui.settings.hits import Hits
from desktop.ui.settings.nav import Nav
from desktop.ui.settings.network import CertificatesRow, ProxyRow
from desktop.ui.settings.network_presenter import NetworkPresenter
from desktop.ui.settings.pages import PageView, Places, SettingsPage
from desktop.ui.settings.presence import AutostartRow, LinksRow
from desktop.ui.settings.presence_presenter import PresencePresenter
from desktop.ui.settings.presenter import SettingsPresenter
from desktop.ui.settings.vault import LockedRow
from desktop.ui.settings.vault_presenter import VaultPresenter
from desktop.ui.shell.frame import FIRST, SMALLEST
from desktop.ui.shell.presenter import ShellPresenter

_NARROW = 760
"""Below this width, in design pixels, the pages are chosen by their symbols."""
_FIELD_WIDTH = 520
_ASIDE = 32


class SettingsWindow(QWidget):
    """Built once and hidden when it is closed. `add_wanted` and `sign_in_wanted` ask for the form."""

    add_wanted = Signal()
    sign_in_wanted = Signal(str)
    list_wanted = Signal()
    quit_wanted = Signal()

    def __init__(self, context: Context, shell: ShellPresenter) -> None:
        super().__init__()
        # Without it Qt would take its closing for the program's last window, while that is in the tray.
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, False)
        self.setWindowTitle(f"{strings.SETTINGS} - {common.PRODUCT}")
        self.setWindowIcon(icon("brand", "accent"))
        room = self.screen().availableSize()
        self.setMinimumSize(QSize(SMALLEST.width, SMALLEST.height).boundedTo(room))
        self.resize(QSize(u(FIRST.width), u(FIRST.height)).boundedTo(room))
        self.presenter = SettingsPresenter(context, self)
        self.accounts_presenter = AccountsPresenter(context, shell, self)
        self.presence_presenter = PresencePresenter(context, self)
        self.vault_presenter = VaultPresenter(context, self)
        self.network_presenter = NetworkPresenter(context, self)
        self._shell = shell
        self._toast: Toast | None = None
        self.field = Field(
            strings.SEARCH, icon="search", key_hint="Ctrl F", height=36, fill="window", clearable=True
        )
        self.field.set_clear_name(strings.CLEAR)
        self.field.setMaximumWidth(u(_FIELD_WIDTH))
        self.leave = Button(icon="close", name=strings.CLOSE)
        self.leave.clicked.connect(self.close)
        self.nav = Nav()
        self.pages: dict[Page, PageView] = {}
        self.hits = Hits()
        self._stack = QStackedWidget()
        self._lay_out()
        self._connect()
        self.mark()

    def _lay_out(self) -> None:
        bar = Pane("panel", "b", vertical=False, margins=(16, 1, 16, 0), spacing=12)
        bar.setFixedHeight(u(56))
        brand = self._brand = QWidget()
        brand.setFixedWidth(self.nav.width() - u(32))
        words = QHBoxLayout(brand)
        words.setContentsMargins(0, 0, 0, 0)
        words.setSpacing(u(8))
        words.addWidget(IconLabel("settings", 18, "text"))
        self._title = Text(strings.SETTINGS, weight=600)
        words.addWidget(self._title, 1)
        bar.add(brand)
        bar.add_space(16)
        bar.add(self.field, 1)
        bar.box.addStretch()
        bar.add(self.leave)
        for page in Page:
            self.pages[page] = self._page(page)
            self._stack.addWidget(self.pages[page])
        self._stack.addWidget(self.hits)
        body = Pane("window", vertical=False)
        body.add(self.nav)
        body.add(self._stack, 1)
        whole = Pane("window")
        whole.add(bar)
        whole.add(body, 1)
        root = QHBoxLayout(self)
        root.setContentsMargins(0, 0, 0, 0)
        root.addWidget(whole)

    def _page(self, page: Page) -> PageView:
        presenter = self.presenter
        if page is Page.ACCOUNTS:
            made = AccountsPage(self.accounts_presenter)
            made.add_wanted.connect(self.add_wanted)
            made.sign_in_wanted.connect(self.sign_in_wanted)
            return made
        home = presenter.home
        builders: Places = {
            "dial.line": lambda: places.LineRow(self._shell),
            "dial.asks": lambda: places.plain("dial.asks"),
            "dial.list": self._list_row,
            "dial.never": lambda: places.plain("dial.never"),
            "notify.service": lambda: places.NotifierRow(presenter),
            "recordings.kept": lambda: places.KeptRow(presenter),
            "home.data": lambda: places.PlaceRow("home.data", home.data, strings.SESSION_ONLY),
            "home.locked": lambda: LockedRow(self.vault_presenter, home.vault),
            "network.proxy": lambda: ProxyRow(self.network_presenter),
            "network.ca_file": lambda: CertificatesRow(self.network_presenter),
            "presence.autostart": lambda: AutostartRow(self.presence_presenter),
            "presence.links": lambda: LinksRow(self.presence_presenter),
            "about.made": lambda: places.VersionsRow(presenter),
            "about.licences": lambda: places.plain("about.licences"),
            "about.diagnostics": lambda: places.DiagnosticsRow(presenter),
            "settings.files": lambda: FilesRow(places.entry("settings.files"), presenter),
            "about.policy": lambda: places.PolicyRow(presenter),
            "home.log": lambda: places.PlaceRow("home.log", home.log, strings.SESSION_ONLY),
        }
        return SettingsPage(page, presenter, builders, GROUPS.get(page, ()))

    def _list_row(self) -> places.ListRow:
        made = places.ListRow()
        made.wanted.connect(self.list_wanted)
        return made

    def _connect(self) -> None:
        self.nav.chosen.connect(self._show_page)
        self.field.textChanged.connect(self._search)
        self.field.returnPressed.connect(self.hits.choose_first)
        self.hits.chosen.connect(self._go)
        self.hits.cleared.connect(self.field.clear)
        self.hits.left_above.connect(self.focus_search)
        self.accounts_presenter.changed.connect(self.mark)
        self.accounts_presenter.said.connect(self._say)
        self.presenter.said.connect(self._say)
        self.vault_presenter.done.connect(self._say)
        self.presenter.diagnosed.connect(self._copy)
        for sequence, slot in (
            ("Ctrl+F", self.focus_search),
            ("Escape", self._escape),
            ("Ctrl+W", self.close),
            ("Ctrl+Q", self.quit_wanted),
        ):
            QShortcut(QKeySequence(sequence), self).activated.connect(slot)
        down = QShortcut(QKeySequence("Down"), self.field, context=Qt.ShortcutContext.WidgetShortcut)
        down.activated.connect(self.hits.enter)

    # ---- what others may ask for

    def open_at(self, page: Page, over: QWidget) -> None:
        """Show a page, a little aside of another window when it was closed."""
        ring = by_keyboard()
        if not self.isVisible():
            self.move(self._aside(over))
        self.presenter.start()
        self.presence_presenter.start()
        self.vault_presenter.start()
        self.network_presenter.start()
        self.field.clear()
        self.nav.choose(page)
        self._show_page(page)
        self.show()
        self.raise_()
        self.activateWindow()
        give(self.nav.button(page), ring=ring)

    def _aside(self, over: QWidget) -> QPoint:
        """Return a place beside another window's corner, wholly on its screen where that is large enough."""
        space = over.screen().availableGeometry()
        place = over.frameGeometry().topLeft() + QPoint(u(_ASIDE), u(_ASIDE))
        return QPoint(
            max(min(place.x(), space.right() - self.width()), space.x()),
            max(min(place.y(), space.bottom() - self.height()), space.y()),
        )

    def focus_search(self) -> None:
        """Let the person type what they look for."""
        self.hits.mark_default(True)
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    async def shut_down(self) -> None:
        """End all tasks."""
        await self.presenter.close()
        await self.accounts_presenter.close()
        await self.vault_presenter.close()
        await self.network_presenter.close()
        await self.presence_presenter.close()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the pages more of a narrow window."""
        super().resizeEvent(event)
        narrow = self.width() / theme.scale < _NARROW
        self.nav.set_narrow(narrow)
        self._title.setVisible(not narrow)
        self._brand.setFixedWidth(self.nav.width() - u(32))
        for page in self.pages.values():
            page.set_narrow(narrow)

    @property
    def accounts_page(self) -> AccountsPage:
        """Return the page of the accounts."""
        page = self.pages[Page.ACCOUNTS]
        assert isinstance(page, AccountsPage)
        return page

    @property
    def searching(self) -> bool:
        """Whether hits are shown in place of a page."""
        return self._stack.currentWidget() is self.hits

    def closeEvent(self, event: QCloseEvent) -> None:
        """Begin without a search the next time."""
        super().closeEvent(event)
        self.presence_presenter.stop()
        self.field.clear()

    # ---- pages and search

    def _show_page(self, page: Page) -> None:
        self.field.clear()
        self._stack.setCurrentWidget(self.pages[page])

    def _search(self, text: str) -> None:
        if text.strip():
            found = find(ENTRIES, text)
            self.hits.show_hits(found)
            spoken = QAccessibleAnnouncementEvent(self.field, sentences.found(len(found)))
            QAccessible.updateAccessibility(spoken)
            self._stack.setCurrentWidget(self.hits)
        else:
            self._stack.setCurrentWidget(self.pages[self.nav.page])

    def _go(self, entry: Entry) -> None:
        ring = by_keyboard()
        self.nav.choose(entry.page)
        self._show_page(entry.page)
        view = self.pages[entry.page]
        if isinstance(view, AccountsPage):
            give(view.add_button, ring=True)
        else:
            view.show_row(entry.key, ring=ring)

    def _escape(self) -> None:
        if self.field.text():
            self.field.clear()
        else:
            self.close()

    # ---- in passing

    def mark(self) -> None:
        """Show on the page's name how many accounts need something."""
        self.nav.set_badge(Page.ACCOUNTS, self.accounts_presenter.needing)

    def _copy(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self._say(strings.COPIED)

    def _say(self, sentence: str) -> None:
        if self.isVisible():
            Toast(self, sentence, milliseconds=4000).pop()


GROUPS: dict[Page, tuple[tuple[str, ...], ...]] = {
    Page.CALLING: (
        ("dial.line",),
        ("dial.night_from", "dial.night_to"),
        ("dial.asks", "dial.list", "dial.never"),
    ),
    Page.NOTIFICATIONS: (
        ("notify.missed", "notify.voicemail", "notify.transcripts", "notify.uploads", "notify.sign_in"),
        ("notify.quiet_hours", "notify.quiet_from", "notify.quiet_to"),
        ("notify.service",),
    ),
    Page.PRIVACY: (
        ("recordings.cache_mb", "recordings.kept"),
        ("sync.horizon_months",),
        ("home.data", "home.locked"),
    ),
    Page.NETWORK: (("network.proxy",), ("network.ca_file",)),
    Page.DESKTOP: (
        ("ui.theme", "ui.scale"),
        ("presence.autostart", "presence.links"),
        ("tray.keep_running", "sync.interval_s"),
        ("settings.files",),
    ),
    Page.ABOUT: (("about.made", "about.licences"), ("about.diagnostics", "about.policy", "home.log")),
}
"""Which rows share a card; a page that is not here has one."""
