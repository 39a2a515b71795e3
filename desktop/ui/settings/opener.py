"""Opens the settings' window when it is first asked for, and has what it changes count at once."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.domain.changes import Change, Topic
from desktop.ui.context import Context
from desktop.ui.kit.theme import Scheme, theme
from desktop.ui.settings.catalogue import Page

if TYPE_CHECKING:
    from desktop.ui.settings.window import SettingsWindow
    from desktop.ui.shell.window import MainWindow

_THEME = "ui.theme"


class SettingsOpener(QObject):
    """Belongs to a window whose screens and keys are there; its signals ask that for the sign-in form."""

    add_wanted = Signal()
    sign_in_wanted = Signal(str)

    def __init__(self, context: Context, main: "MainWindow") -> None:
        super().__init__(main)
        self._context = context
        self._main = main
        self._theme = context.services.settings.text(_THEME)
        self.window: SettingsWindow | None = None
        main.bar.settings_wanted.connect(self.open)
        main.keys.bind("settings", self.open)
        context.bridge.changed.connect(self._heard)

    def open(self, page: str = Page.ACCOUNTS) -> None:
        """Show a page of the settings (a value of `Page`)."""
        if self.window is None:
            from desktop.ui.settings.window import SettingsWindow  # noqa: PLC0415 - not for the first paint

            self.window = SettingsWindow(self._context, self._main.shell)
            self.window.add_wanted.connect(self._add)
            self.window.sign_in_wanted.connect(self._sign_in)
            self.window.list_wanted.connect(self._list)
            self.window.quit_wanted.connect(self._main.ask_to_quit)
        self.window.open_at(Page(page), self._main)

    async def close(self) -> None:
        """Take the window away."""
        window, self.window = self.window, None
        if window is not None:
            await window.shut_down()
            window.hide()
            window.deleteLater()

    def _add(self) -> None:
        self._main.come_forward()
        self.add_wanted.emit()

    def _sign_in(self, name: str) -> None:
        self._main.come_forward()
        self.sign_in_wanted.emit(name)

    def _list(self) -> None:
        self._main.come_forward()
        self._main.deeds.open_list()

    def _heard(self, change: Change) -> None:
        """Follow the theme, whoever changed it: this window, the menu, or the command line."""
        kept = self._context.services.settings.text(_THEME)
        if Topic.SETTINGS in change.topics and kept != self._theme:
            self._theme = kept
            theme.use(Scheme(kept))
            self._main.bar.show_theme(theme.scheme)
