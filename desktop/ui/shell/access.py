"""What makes the whole window usable without a mouse: where the focus begins, F6, the sheet of shortcuts."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt

from desktop.ui.kit.theme import theme
from desktop.ui.shell.regions import Region, Regions
from desktop.ui.shell.sheet import KeySheet

if TYPE_CHECKING:
    from desktop.ui.shell.window import MainWindow


class Access(QObject):
    """Binds the keys of the window's frame. It belongs to a window whose screens are there."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._sheet: KeySheet | None = None
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
        keys = window.keys
        keys.bind("region", self.regions.next)
        keys.bind("region_back", self.regions.previous)
        keys.bind("menu", window.bar.menu.click)
        keys.bind("theme", self._other_theme)
        keys.bind("remedy", window.status.help)
        keys.bind("sheet", self.show_keys)
        recents.presenter.shown.connect(self._rows_came)

    def show_keys(self) -> None:
        """Show the sheet of shortcuts."""
        if self._sheet is None:
            self._sheet = KeySheet(self._window, self._window.keys.bound)
            self._sheet.finished.connect(self._sheet_closed)
            self._sheet.open()

    def _sheet_closed(self) -> None:
        if self._sheet is not None:
            self._sheet.deleteLater()
            self._sheet = None

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
