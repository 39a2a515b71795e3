"""What makes the whole window usable without a mouse: where the focus begins, its keys, the sheet of them."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt

from desktop.ui.kit.theme import theme
from desktop.ui.recents.presenter import ListState
from desktop.ui.shell.frame import Tab
from desktop.ui.shell.keys import Deed
from desktop.ui.shell.regions import Region, Regions
from desktop.ui.shell.sheet import KeySheet

if TYPE_CHECKING:
    from desktop.ui.campaigns.screen import CampaignsScreen
    from desktop.ui.contacts.screen import ContactsScreen
    from desktop.ui.recents.screen import RecentsScreen
    from desktop.ui.shell.window import MainWindow

OF_RECENTS: tuple[Deed, ...] = (*("filter", "conversation", "person", "details", "hit", "hit_back", "ask"),)
OF_CONTACTS: tuple[Deed, ...] = ("edit", "favourite")
"""Keys that mean something in one screen alone; elsewhere whatever has the focus may have them."""


class Access(QObject):
    """Binds the window's keys. It belongs to a window whose screens are there."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self.sheet: KeySheet | None = None
        self.regions = Regions(self._parts, self)
        self._bind(window)
        window.screens.changed.connect(self._screen_changed)
        self._screen_changed()
        window.recents.presenter.shown.connect(self._rows_came)
        if window.recents.page.state is not ListState.LOADING:
            self._rows_came()

    @property
    def _contacts(self) -> "ContactsScreen | None":
        """Return the contacts where they are the screen that is shown."""
        screens = self._window.screens
        return screens.contacts if screens.shown is Tab.CONTACTS else None

    @property
    def _campaigns(self) -> "CampaignsScreen | None":
        """Return the campaigns where they are the screen that is shown."""
        screens = self._window.screens
        return screens.campaigns if screens.shown is Tab.CAMPAIGNS else None

    @property
    def _screen(self) -> "ContactsScreen | CampaignsScreen | RecentsScreen":
        """Return the screen that is shown."""
        return self._contacts or self._campaigns or self._window.recents

    def _parts(self) -> tuple[Region, ...]:
        window, screen = self._window, self._screen
        player = (Region(window.recents.detail.player),) if screen is window.recents else ()
        return (
            Region(window.bar, window.bar.field),
            Region(screen.page, screen.list),
            Region(screen.detail),
            *player,
            Region(window.sign_in),
            Region(window.status),
        )

    def _bind(self, window: "MainWindow") -> None:
        recents, detail = window.recents, window.recents.detail
        deeds: dict[Deed, Callable[[], object]] = {
            "call": self._call,
            "next": self._next,
            "line": window.bar.open_lines,
            "clipboard": window.call_clipboard,
            "find": self._find,
            "missed": self._missed,
            "filter": recents.page.open_filter,
            "back": self._back,
            "search": window.search.start,
            "quick": window.quick_dial,
            "new": self._new,
            "edit": self._edit,
            "favourite": self._favourite,
            "undo": self._undo,
            "conversation": detail.show_conversation,
            "person": detail.show_person,
            "details": detail.show_details,
            "hit": detail.find_next,
            "hit_back": detail.find_previous,
            "ask": detail.ask,
            "newest": self._newest,
            "recents": self._recents_tab,
            "contacts": self._contacts_tab,
            "campaigns": self._campaigns_tab,
            "sync": self._sync,
            "leave": self._leave,
            "remedy": window.status.help,
            "region": self.regions.next,
            "region_back": self.regions.previous,
            "menu": window.bar.menu.click,
            "theme": self._other_theme,
            "sheet": self.show_keys,
        }
        for deed, slot in deeds.items():
            window.keys.bind(deed, slot)

    # ---- what a key does in the screen that is shown

    def _screen_changed(self) -> None:
        self._window.keys.set_enabled(OF_RECENTS, self._screen is self._window.recents)
        self._window.keys.set_enabled(OF_CONTACTS, self._contacts is not None)

    def _recents_tab(self) -> None:
        self._window.show_recents()
        self._window.screens.begin()

    def _contacts_tab(self) -> None:
        self._window.show_contacts()
        self._window.screens.begin()

    def _campaigns_tab(self) -> None:
        self._window.show_campaigns()
        self._window.screens.begin()

    def _new(self) -> None:
        """Begin a new contact; where campaigns are shown, a new number of the opened one."""
        if self._campaigns is not None:
            self._campaigns.add_number()
        else:
            self._window.new_contact()

    def _sync(self) -> None:
        """Look for what is new, and read the campaigns that are shown."""
        self._window.shell.sync_now()
        if self._campaigns is not None:
            self._campaigns.refresh()

    def _call(self) -> None:
        if self._contacts is not None:
            self._contacts.handling.call_current()
        elif self._campaigns is None:
            self._window.recents.call_current()

    def _next(self) -> None:
        screen = self._contacts or self._campaigns
        if screen is not None:
            screen.go_next()
        else:
            self._window.recents.next_call()

    def _find(self) -> None:
        self._screen.look_for()

    def _back(self) -> None:
        self._screen.go_back()

    def _missed(self) -> None:
        """Show the missed calls, or all again; from elsewhere always the missed ones."""
        recents = self._window.recents
        elsewhere = self._screen is not recents
        self._window.show_recents()
        if not (elsewhere and recents.presenter.wish.missed):
            recents.page.toggle_missed()

    def _newest(self) -> None:
        self._window.show_recents()
        self._window.recents.play_newest()

    def _edit(self) -> None:
        if self._contacts is not None:
            self._contacts.edit_current()

    def _favourite(self) -> None:
        if self._contacts is not None:
            self._contacts.handling.toggle_favourite()

    def _undo(self) -> None:
        """Take the last deletion back, else the last merge, wherever the person went since."""
        contacts, dialogs = self._window.contacts, self._window.screens.dialogs
        if contacts is not None and not contacts.handling.undo() and dialogs is not None:
            dialogs.undo_merge()

    def show_keys(self) -> None:
        """Show the sheet of shortcuts."""
        if self.sheet is None:
            self.sheet = KeySheet(self._window, self._window.keys.bound)
            self.sheet.finished.connect(self._sheet_closed)
            self.sheet.open()

    def _sheet_closed(self) -> None:
        if self.sheet is not None:
            self.sheet.deleteLater()
            self.sheet = None

    def _leave(self) -> None:
        """Close what floats over the window, clear the search, or go back to the list."""
        window = self._window
        if window.calling.card is not None:
            window.calling.dismiss()
        elif window.signing_in or window.entry.guiding:
            window.entry.leave()
        elif (other := self._contacts or self._campaigns) is not None:
            other.leave()
        elif window.recents.page.search.hasFocus():
            window.recents.page.leave_search()
        else:
            window.recents.go_back()

    def _other_theme(self) -> None:
        """Go from light to dark or back, within high contrast too."""
        bar = self._window.bar
        bar.theme_chosen.emit(theme.opposite())
        bar.show_theme(theme.scheme)

    def _rows_came(self) -> None:
        """Begin in the list, unless the person has begun somewhere else."""
        window = self._window
        rows = window.recents.list
        if rows.isVisible():
            window.recents.presenter.shown.disconnect(self._rows_came)
            if window.focusWidget() in (None, window.bar.field, window.bar.menu):
                rows.setFocus(Qt.FocusReason.OtherFocusReason)
