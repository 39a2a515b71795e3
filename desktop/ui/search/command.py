"""The command bar's half of the search: its rows float under the field, inside the window."""

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.domain.attempts import DialSource
from desktop.services.lookup import Match
from desktop.ui.calling.presenter import CallingPresenter
from desktop.ui.context import Context
from desktop.ui.kit.inside import paint_inside
from desktop.ui.kit.shadow import DROP, MARGIN
from desktop.ui.kit.theme import u
from desktop.ui.search.box import SearchBox
from desktop.ui.search.field import SearchField
from desktop.ui.search.presenter import SearchPresenter
from desktop.ui.search.results import ResultsView
from desktop.ui.shell.presenter import ShellPresenter

ROWS = 7
_AWAY = 8  # from the window's lower edge
_PAD = 4  # so that a chosen row does not stand in a round corner


class ResultsPopover(QWidget):
    """The box that holds the rows. A child of the window, so that it takes neither focus nor place."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.view = ResultsView()
        column = QVBoxLayout(self)
        edge, pad = u(MARGIN) + u(1), u(_PAD)
        column.setContentsMargins(edge, edge + pad, edge, edge + pad + u(DROP))
        column.addWidget(self.view)
        self.hide()

    def place(self, field: QWidget) -> None:
        """Stand under a field, as wide as it is; rows for which the window is too low are scrolled to."""
        corner = field.mapTo(self._window, QPoint(0, field.height() + u(4)))
        edge = u(MARGIN)
        frame = 2 * (u(1) + u(_PAD))
        self.view.fit(self._window.height() - corner.y() - frame - u(_AWAY))
        high = self.view.height() + frame + 2 * edge + u(DROP)
        self.setGeometry(corner.x() - edge, corner.y() - edge, field.width() + 2 * edge, high)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the box and its shadow."""
        paint_inside(self)


class CommandSearch(QObject):
    """What the command bar finds and does.

    `open_wanted` carries a call's id, `contact_wanted` a contact's, `search_wanted` a text.
    """

    open_wanted = Signal(str)
    contact_wanted = Signal(str)
    search_wanted = Signal(str)
    left = Signal()

    def __init__(
        self,
        field: SearchField,
        context: Context,
        shell: ShellPresenter,
        calling: CallingPresenter,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self.field = field
        self.popover = ResultsPopover(window)
        self.presenter = SearchPresenter(context, shell, ROWS, self)
        self._window = window
        self._calling = calling
        self._box = SearchBox(field, self.popover.view, self.presenter, self)
        self._box.call_wanted.connect(self._call)
        self._box.open_wanted.connect(self._open)
        self._box.shown.connect(self._shown)
        field.reached.connect(self._reached)
        field.escaped.connect(self._escaped)
        field.abandoned.connect(self.rest)

    def start(self) -> None:
        """Put the focus into the field, with what stands there marked, and show the newest numbers."""
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()
        self._reached()

    def rest(self) -> None:
        """Show no rows; what was typed stays."""
        self._box.rest()
        if not self.popover.isHidden():
            self.popover.hide()
            self._window.removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the window's size, and close for a click beside the rows."""
        if event.type() == QEvent.Type.Resize:
            self.popover.place(self.field)
        elif event.type() == QEvent.Type.MouseButtonPress:
            self.rest()
        return super().eventFilter(watched, event)

    def _reached(self) -> None:
        if self.popover.isHidden():
            self._box.look()

    def _shown(self) -> None:
        if not self.field.hasFocus():
            return
        self.popover.place(self.field)
        self.popover.raise_()
        if self.popover.isHidden():
            self.popover.show()
            self._window.installEventFilter(self)

    def _escaped(self) -> None:
        if self.field.text():
            self.field.clear()
            self.rest()
        elif not self.popover.isHidden():
            self.rest()
        else:
            self.left.emit()

    def _call(self, match: Match) -> None:
        self._done()
        self._calling.wish(match.dial, DialSource.FIELD, name=match.name, account_id=match.account_id)

    def _open(self, match: Match | None, text: str) -> None:
        self._done()
        if match is not None and match.contact is not None:
            self.contact_wanted.emit(match.contact.id)
        elif match is not None and match.call is not None:
            self.open_wanted.emit(match.call.id)
        else:
            self.search_wanted.emit(match.number.formatted if match else text)

    def _done(self) -> None:
        self.field.clear()
        self.rest()
