"""The tray's menu. Many desktops draw it themselves, from what they read of it at a moment of their own."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from desktop.ui import sentences_tray, strings, strings_tray
from desktop.ui.calling.choice import offer
from desktop.ui.copied import Copied
from desktop.ui.kit import icons
from desktop.ui.kit.float import Menu
from desktop.ui.kit.ink import isolate
from desktop.ui.kit.roles import Role
from desktop.ui.recents.face import symbol
from desktop.ui.shell.state import Mood
from desktop.ui.tray.presenter import TrayPresenter
from desktop.ui.tray.quiet import QuietMenu

_DOTS: dict[Mood, tuple[str, Role]] = {
    Mood.GOOD: ("dot", "answered"),
    Mood.RUNNING: ("sync", "accent"),
    Mood.TROUBLE: ("warning", "waiting"),
    Mood.QUIET: ("dot", "dim"),
}


class TrayMenu(Menu):
    """Follows the presenter at once, and is exact to the second when it is about to show.

    `call_wanted` carries a call, `match_wanted` a `Match`, `copied_wanted` a `CopiedNumber`, or None for
    whatever will be found on the clipboard. Keys are not written beside the entries: they work in the window
    only, and not wherever a tray is.
    """

    show_wanted = Signal()
    quick_dial_wanted = Signal()
    call_wanted = Signal(object)
    match_wanted = Signal(object)
    copied_wanted = Signal(object)
    sync_wanted = Signal()
    settings_wanted = Signal()
    quit_wanted = Signal()

    def __init__(self, presenter: TrayPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.presenter = presenter
        self.state = self.add_note("")
        self.addSeparator()
        self.show_action = self.add(strings.SHOW_WINDOW, "screen")
        self.show_action.triggered.connect(self.show_wanted)
        self.quick_dial = self.add(strings.QUICK_DIAL_MENU, "search")
        self.quick_dial.triggered.connect(self.quick_dial_wanted)
        self.copied = self.add("", "phone")
        self.copied.triggered.connect(self._copied_chosen)
        self.several = self.add_menu(strings_tray.CALL_ONE_COPIED, "phone")
        self.several.triggered.connect(self._one_copied_chosen)
        self.addSeparator()
        self.missed = self.add_menu(strings.MISSED, "missed")
        self.missed.triggered.connect(self._missed_chosen)
        self.favourites = self.add_menu(strings.FAVOURITES, "star")
        self.favourites.triggered.connect(self._match_chosen)
        self.recent = self.add_menu(strings_tray.RECENT, "clock")
        self.recent.triggered.connect(self._match_chosen)
        self.addSeparator()
        self.quiet = QuietMenu(presenter, self)
        self.addMenu(self.quiet)
        self.sync = self.add(strings.SYNC_NOW, "sync")
        self.sync.triggered.connect(self.sync_wanted)
        self.addSeparator()
        self.settings = self.add(strings.SETTINGS, "settings")
        self.settings.triggered.connect(self.settings_wanted)
        self.quit = self.add(strings.QUIT, "power")
        self.quit.triggered.connect(self.quit_wanted)
        self._stated = ""
        self._filled: object = None
        self._starred: object = ()
        self._called: object = None
        self._copied: Copied | None = None
        presenter.changed.connect(self.refresh)
        self.aboutToShow.connect(self._about_to_show)
        self.refresh()

    def refresh(self) -> None:
        """Show what there is now; what is the same is not touched, for each touch goes to the desktop."""
        view = self.presenter.view
        if self._stated != view.state:  # else what was said exactly when it opened stays
            self._stated = view.state
            self._say(view.state)
        name, role = _DOTS[view.mood]
        self.state.setIcon(icons.icon(name, role))
        self.missed.setTitle(sentences_tray.missed_menu(view.unseen))
        today = self.presenter.now().astimezone().date()
        if self._filled != (view.missed, today):
            self._filled = (view.missed, today)
            self._fill_missed()
        self.favourites.menuAction().setVisible(view.favourites is not None)
        if self._starred != view.favourites:
            self._starred = view.favourites
            self._fill_favourites()
        if self._called != (view.recent, today):
            self._called = (view.recent, today)
            self._fill_recent()
        if self._copied != view.copied:
            self._copied = view.copied
            self._show_copied(view.copied)

    def _show_copied(self, copied: Copied) -> None:
        """Show the number; several below, and none greyed. What nobody could look at yet may be tried."""
        one = copied.numbers[0] if len(copied.numbers) == 1 else None
        text = sentences_tray.copied_entry(one, known=copied.known)
        self.copied.setText(text.replace("&", "&&"))
        self.copied.setData(one)
        self.copied.setEnabled(one is not None or not copied.known)
        several = len(copied.numbers) > 1
        self.copied.setVisible(not several)
        self.several.menuAction().setVisible(several)
        self.several.clear()
        if several:
            offer(self.several, copied.numbers)

    def _fill_recent(self) -> None:
        self.recent.clear()
        now = self.presenter.now()
        for match in self.presenter.view.recent:
            text = sentences_tray.recent_entry(match, now)
            icon = symbol(match.call)[0] if match.call is not None else "phone"
            entry = self.recent.add(isolate(text) if self.isRightToLeft() else text, icon)
            entry.setData(match)
        if self.recent.isEmpty():
            self.recent.add(strings_tray.NO_RECENT).setEnabled(False)

    def _fill_favourites(self) -> None:
        self.favourites.clear()
        for match in self.presenter.view.favourites or ():
            text = sentences_tray.favourite_entry(match)
            entry = self.favourites.add(isolate(text) if self.isRightToLeft() else text, "star")
            entry.setData(match)
        if self.favourites.isEmpty():
            self.favourites.add(strings.NO_FAVOURITES).setEnabled(False)

    def _fill_missed(self) -> None:
        self.missed.clear()
        now = self.presenter.now()
        for call in self.presenter.view.missed:
            text = sentences_tray.missed_entry(call, now)
            entry = self.missed.add(isolate(text) if self.isRightToLeft() else text, "missed")
            entry.setData(call)
            entry.setEnabled(bool(call.other))
        if self.missed.isEmpty():
            self.missed.add(strings.NO_MISSED_TITLE).setEnabled(False)

    def _about_to_show(self) -> None:
        self.presenter.look()
        self.refresh()
        self._say(self.presenter.exact_state())

    def _say(self, text: str) -> None:
        text = text.replace("&", "&&")
        if self.state.text() != text:
            self.state.setText(text)

    def _copied_chosen(self) -> None:
        """Want the number that was shown, whatever is copied by now."""
        self.copied_wanted.emit(self.copied.data())

    def _one_copied_chosen(self, action: QAction) -> None:
        if action.data() is not None:
            self.copied_wanted.emit(action.data())

    def _match_chosen(self, action: QAction) -> None:
        if action.data() is not None:
            self.match_wanted.emit(action.data())

    def _missed_chosen(self, action: QAction) -> None:
        if action.data() is not None:
            self.call_wanted.emit(action.data())
