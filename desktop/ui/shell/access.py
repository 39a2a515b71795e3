"""What makes the whole window usable without a mouse: where the focus begins, its keys, the sheet of them."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt

from desktop.ui.kit.theme import theme
from desktop.ui.recents.presenter import ListState
from desktop.ui.shell.keys import Deed
from desktop.ui.shell.regions import Region, Regions
from desktop.ui.shell.sheet import KeySheet

if TYPE_CHECKING:
    from desktop.ui.shell.window import MainWindow


class Access(QObject):
    """Binds the window's keys. It belongs to a window whose screens are there."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self.sheet: KeySheet | None = None
        recents = window.recents
        self.regions = Regions(
            (
                Region(window.bar, window.bar.field),
                Region(recents.page, recents.list),
                Region(recents.detail),
                Region(recents.detail.player),
                Region(window.sign_in),
                Region(window.status),
            ),
            self,
        )
        self._bind(window)
        recents.presenter.shown.connect(self._rows_came)
        if recents.page.state is not ListState.LOADING:
            self._rows_came()

    def _bind(self, window: "MainWindow") -> None:
        recents, detail = window.recents, window.recents.detail
        deeds: dict[Deed, Callable[[], object]] = {
            "call": recents.call_current,
            "next": recents.next_call,
            "line": window.bar.open_lines,
            "clipboard": window.call_clipboard,
            "find": recents.look_for,
            "missed": recents.page.toggle_missed,
            "filter": recents.page.open_filter,
            "back": recents.go_back,
            "search": window.search.start,
            "quick": window.quick_dial,
            "conversation": detail.show_conversation,
            "person": detail.show_person,
            "details": detail.show_details,
            "hit": detail.find_next,
            "hit_back": detail.find_previous,
            "ask": detail.ask,
            "newest": recents.play_newest,
            "sync": window.shell.sync_now,
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
        elif window.signing_in:
            window.sign_in.leave()
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
