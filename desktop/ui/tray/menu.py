"""The tray's menu. Many desktops draw it themselves, from what they read of it at a moment of their own."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from desktop.ui import sentences_tray, strings
from desktop.ui.kit import icons
from desktop.ui.kit.float import Menu
from desktop.ui.kit.ink import isolate
from desktop.ui.kit.roles import Role
from desktop.ui.shell.state import Mood
from desktop.ui.tray.presenter import TrayPresenter

_DOTS: dict[Mood, tuple[str, Role]] = {
    Mood.GOOD: ("dot", "answered"),
    Mood.RUNNING: ("sync", "accent"),
    Mood.TROUBLE: ("warning", "waiting"),
    Mood.QUIET: ("dot", "dim"),
}


class TrayMenu(Menu):
    """Follows the presenter at once, and is exact to the second when it is about to show.

    Keys are not written beside the entries: they work in the window only, and not wherever a tray is.
    """

    show_wanted = Signal()
    quick_dial_wanted = Signal()
    call_wanted = Signal(object)
    favourite_wanted = Signal(object)
    sync_wanted = Signal()
    settings_wanted = Signal()
    quit_wanted = Signal()

    def __init__(self, presenter: TrayPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._presenter = presenter
        self.state = self.add_note("")
        self.addSeparator()
        self.show_action = self.add(strings.SHOW_WINDOW, "screen")
        self.show_action.triggered.connect(self.show_wanted)
        self.quick_dial = self.add(strings.QUICK_DIAL_MENU, "search")
        self.quick_dial.triggered.connect(self.quick_dial_wanted)
        self.addSeparator()
        self.missed = self.add_menu(strings.MISSED, "missed")
        self.missed.triggered.connect(self._missed_chosen)
        self.favourites = self.add_menu(strings.FAVOURITES, "star")
        self.favourites.triggered.connect(self._favourite_chosen)
        self.addSeparator()
        self.sync = self.add(strings.SYNC_NOW, "sync")
        self.sync.triggered.connect(self.sync_wanted)
        self.addSeparator()
        self.settings = self.add(strings.SETTINGS, "settings")
        self.settings.triggered.connect(self.settings_wanted)
        self.quit = self.add(strings.QUIT, "power")
        self.quit.triggered.connect(self.quit_wanted)
        self._filled: object = None
        self._starred: object = ()
        presenter.changed.connect(self.refresh)
        self.aboutToShow.connect(self._about_to_show)
        self.refresh()

    def refresh(self) -> None:
        """Show what there is now; what is the same is not touched, for each touch goes to the desktop."""
        view = self._presenter.view
        self._say(view.state)
        name, role = _DOTS[view.mood]
        self.state.setIcon(icons.icon(name, role))
        self.missed.setTitle(sentences_tray.missed_menu(view.unseen))
        today = self._presenter.now().astimezone().date()
        if self._filled != (view.missed, today):
            self._filled = (view.missed, today)
            self._fill_missed()
        self.favourites.menuAction().setVisible(view.favourites is not None)
        if self._starred != view.favourites:
            self._starred = view.favourites
            self._fill_favourites()

    def _fill_favourites(self) -> None:
        self.favourites.clear()
        for match in self._presenter.view.favourites or ():
            text = sentences_tray.favourite_entry(match)
            entry = self.favourites.add(isolate(text) if self.isRightToLeft() else text, "star")
            entry.setData(match)
        if self.favourites.isEmpty():
            self.favourites.add(strings.NO_FAVOURITES).setEnabled(False)

    def _fill_missed(self) -> None:
        self.missed.clear()
        now = self._presenter.now()
        for call in self._presenter.view.missed:
            text = sentences_tray.missed_entry(call, now)
            entry = self.missed.add(isolate(text) if self.isRightToLeft() else text, "missed")
            entry.setData(call)
            entry.setEnabled(bool(call.other))
        if self.missed.isEmpty():
            self.missed.add(strings.NO_MISSED_TITLE).setEnabled(False)

    def _about_to_show(self) -> None:
        self.refresh()
        self._say(self._presenter.exact_state())

    def _say(self, text: str) -> None:
        text = text.replace("&", "&&")
        if self.state.text() != text:
            self.state.setText(text)

    def _favourite_chosen(self, action: QAction) -> None:
        if action.data() is not None:
            self.favourite_wanted.emit(action.data())

    def _missed_chosen(self, action: QAction) -> None:
        if action.data() is not None:
            self.call_wanted.emit(action.data())
