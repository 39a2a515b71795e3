"""The menu of do not disturb: for how long, and its end."""

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from desktop.domain.quiet import QuietFor
from desktop.ui import sentences_tray, strings_tray
from desktop.ui.kit import icons
from desktop.ui.kit.float import Menu
from desktop.ui.tray.presenter import TrayPresenter

LENGTHS = {
    QuietFor.HALF_HOUR: strings_tray.QUIET_HALF_HOUR,
    QuietFor.HOUR: strings_tray.QUIET_HOUR,
    QuietFor.TOMORROW: strings_tray.QUIET_TOMORROW,
    QuietFor.SWITCHED_OFF: strings_tray.QUIET_SWITCHED_OFF,
}


class QuietMenu(Menu):
    """Says until when it is quiet, and follows the presenter. It stands in another menu."""

    def __init__(self, presenter: TrayPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._presenter = presenter
        self._shown: object = None
        self.setIcon(icons.icon("moon"))
        self.state = self.add_note("")
        self.end = self.add(strings_tray.QUIET_END, "bell")
        self.end.triggered.connect(presenter.end_quiet)
        self._rule = self.addSeparator()
        self.lengths = {length: self.add(text) for length, text in LENGTHS.items()}
        for length, action in self.lengths.items():
            action.setData(length)
        self.triggered.connect(self._triggered)
        presenter.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show what there is now; what is the same is not touched, for each touch goes to the desktop."""
        state, now = self._presenter.view.quiet, self._presenter.now()
        shown = state, now.astimezone().date()
        if shown == self._shown:
            return
        self._shown = shown
        self.setTitle(sentences_tray.quiet_menu(state, now))
        self.state.setText(sentences_tray.quiet_state(state, now))
        for action, visible in ((self.state, state.on), (self.end, state.by_person), (self._rule, state.on)):
            action.setVisible(visible)

    def _triggered(self, action: QAction) -> None:
        if action.data() is not None:
            self._presenter.begin_quiet(QuietFor(action.data()))  # Qt keeps the text alone
