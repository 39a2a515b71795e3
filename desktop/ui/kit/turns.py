"""The transcript: one row for each turn, the running one lit and kept in view, hits marked, a click seeks.

A table with a cache of laid-out texts: a label for each turn costs seconds at 3,000 turns. Heights are taken
again only when a resize has come to rest.
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QModelIndex,
    QObject,
    QPointF,
    Qt,
    QTimer,
    QVariantAnimation,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QPainter,
    QResizeEvent,
    QShowEvent,
    QTextCharFormat,
    QTextLayout,
    QTextLine,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from desktop.ui.kit.focus import KeyFocus
from desktop.ui.kit.ink import Ink
from desktop.ui.kit.roles import Role
from desktop.ui.kit.rows import AnyIndex, flatten
from desktop.ui.kit.theme import theme
from desktop.ui.kit.wrap import Wrapped, wrap

_TEXT_X = 140
_END = 12
_PADDING = 8
_CACHE = 200
_LIGHT_MS = 160
_REST_MS = 60
_LANES: tuple[Role, ...] = ("lane_a", "lane_b", "dim")


class Turn(NamedTuple):
    """One turn, ready to be shown; `lane` is 0 for the caller, 1 for the callee, 2 for who is not known."""

    time: str
    speaker: str
    lane: int
    text: str


class Mark(NamedTuple):
    """A place in a turn's text."""

    start: int
    length: int


class _Model(QAbstractTableModel):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.turns: Sequence[Turn] = ()

    def show(self, turns: Sequence[Turn]) -> None:
        self.beginResetModel()
        self.turns = turns
        self.endResetModel()

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008 (Qt's own default)
        return 0 if parent.isValid() else len(self.turns)

    def columnCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008 (Qt's own default)
        return 0 if parent.isValid() else 1

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.AccessibleTextRole:
            turn = self.turns[index.row()]
            return f"{turn.speaker}, {turn.time}: {turn.text}"
        return None

    def headerData(self, _section: int, _way: Qt.Orientation, _role: int = 0) -> Any:
        return ""


class _Delegate(QStyledItemDelegate):
    def __init__(self, view: "TurnsView") -> None:
        super().__init__(view)
        self._view = view
        self._cache: dict[int, Wrapped] = {}
        self._width = -1.0
        self._rtl = False

    def forget(self) -> None:
        self._cache.clear()

    def wrapped(self, row: int) -> Wrapped:
        view = self._view
        width = view.viewport().width() / theme.scale - _TEXT_X - _END
        if (width, view.isRightToLeft()) != (self._width, self._rtl):
            self._cache.clear()
            self._width, self._rtl = width, view.isRightToLeft()
        made = self._cache.get(row)
        if made is None:
            if len(self._cache) > _CACHE:
                self._cache.pop(next(iter(self._cache)))
            made = wrap(view.turn(row).text, max(width, 40.0), rtl=self._rtl)
            self._cache[row] = made
        return made

    def height(self, row: int) -> int:
        # A turn of one line is a pixel higher: its time stands beside it on a lower baseline.
        return round((max(self.wrapped(row).height, 21) + 2 * _PADDING) * theme.scale)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        row, roles = index.row(), theme.roles
        turn = self._view.turn(row)
        with Ink(painter, option.rect, option.direction) as ink:
            light = self._view.light(row)
            if light:
                wash = QColor(roles.selection)
                wash.setAlphaF(light)
                ink.box(0, 0, ink.width, ink.height, wash)
            if self._view.ring and row == self._view.currentIndex().row():
                ink.ring()
            ink.text(12, 9, turn.time, roles.dim, 12, height=20, tabular=True)
            ink.text(64, 9, turn.speaker, roles.colour(_LANES[turn.lane]), 12, 600, height=20, room=68)
            made = self.wrapped(row)
            x = _END if ink.rtl else _TEXT_X
            origin = QPointF(x, _PADDING)
            marked = self._marks(ink, made, row, origin)
            painter.setPen(roles.text)
            made.layout.draw(painter, origin, marked)

    def _marks(self, ink: Ink, made: Wrapped, row: int, origin: QPointF) -> list[QTextLayout.FormatRange]:
        roles = theme.roles
        ranges = []
        for mark in self._view.marks(row):
            for number in range(made.layout.lineCount()):
                line = made.layout.lineAt(number)
                first = max(mark.start, line.textStart())
                last = min(mark.start + mark.length, line.textStart() + line.textLength())
                if first >= last:
                    continue
                start, end = sorted((_x(line, first), _x(line, last)))
                x = origin.x() + start - 2
                left = ink.width - x - (end - start + 4) if ink.rtl else x
                ink.box(left, origin.y() + number * 20 + 1, end - start + 4, 18, roles.waiting_wash, radius=3)
            style = QTextCharFormat()
            style.setForeground(roles.waiting)
            piece = QTextLayout.FormatRange()
            piece.start, piece.length, piece.format = mark.start, mark.length, style
            ranges.append(piece)
        return ranges


def _x(line: QTextLine, position: int) -> float:
    # PySide answers with the x and the position it took.
    made = line.cursorToX(position)
    return float(made[0] if isinstance(made, tuple) else made)  # type: ignore[arg-type]


class TurnsView(KeyFocus, QTableView):
    """Shows turns. `chosen` is a click or Enter on one; `wandered` says whether the person scrolled away."""

    chosen = Signal(int)
    wandered = Signal(bool)

    def __init__(self, *, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = _Model(self)
        self._delegate = _Delegate(self)
        self._running = -1
        self._before = -1
        self._glow = 1.0
        self._away = False
        self._measured = -1
        self._marks: Mapping[int, Sequence[Mark]] = {}
        self.setAccessibleName(name)
        flatten(self)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.viewport().setAutoFillBackground(False)
        self.setModel(self._model)
        self.setItemDelegate(self._delegate)
        self.clicked.connect(self._clicked)
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(self._measure)
        self._light = QVariantAnimation(self, startValue=0.0, endValue=1.0, duration=_LIGHT_MS)
        self._light.valueChanged.connect(self._glows)
        self.verticalScrollBar().sliderMoved.connect(self._wander)

    # ---- what it shows

    def show_turns(self, turns: Sequence[Turn]) -> None:
        """Show a transcript from its beginning."""
        self._running = self._before = -1
        self._marks = {}
        self._delegate.forget()
        self._model.show(turns)
        if self.isVisible():
            self._measure()
        else:
            self._measured = -1
        self._set_away(False)

    def turn(self, row: int) -> Turn:
        """Return a turn."""
        return self._model.turns[row]

    def set_running(self, row: int, *, animate: bool = True) -> None:
        """Light the turn that is heard now (-1: none), and keep it in view unless the person wandered."""
        if row == self._running:
            return
        self._light.stop()
        self._repaint(self._before)
        self._before, self._running = self._running, row
        if animate and self.isVisible():
            self._light.start()
        else:
            self._glows(1.0)
        if row >= 0 and not self._away:
            self._show_row(row)

    def set_marks(self, marks: Mapping[int, Sequence[Mark]]) -> None:
        """Mark places, by row: what a search found."""
        self._marks = marks
        self.viewport().update()

    def back_to_now(self) -> None:
        """Follow the running turn again."""
        self._set_away(False)
        if self._running >= 0:
            self._show_row(self._running)

    def go_to(self, row: int) -> None:
        """Bring a turn into view and make it the current one, as a search does; this is wandering."""
        self.setCurrentIndex(self._model.index(row, 0))
        self._show_row(row)
        self._set_away(self._running >= 0 and row != self._running)

    @property
    def measuring(self) -> bool:
        """Whether the heights are still those from before a resize."""
        return self._rest.isActive()

    # ---- asked by the delegate

    def light(self, row: int) -> float:
        """Return how much a row is lit, 0 to 1."""
        if row == self._running:
            return self._glow
        return 1 - self._glow if row == self._before else 0.0

    def marks(self, row: int) -> Sequence[Mark]:
        """Return the marks in a row."""
        return self._marks.get(row, ())

    # ---- Qt's own

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Measure again once the resize has come to rest."""
        super().resizeEvent(event)
        if self.viewport().width() == self._measured:
            return
        if self.isVisible():
            self._rest.start()

    def showEvent(self, event: QShowEvent) -> None:
        """Measure what was handed in before there was a width."""
        super().showEvent(event)
        if self.viewport().width() != self._measured:
            self._measure()

    def changeEvent(self, event: QEvent) -> None:
        """Repaint in the new colours."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.viewport().update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Let the person look elsewhere."""
        super().wheelEvent(event)
        self._wander()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Seek with Enter; leave Left, Right and Space to the player."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            if self.currentIndex().isValid():
                self.chosen.emit(self.currentIndex().row())
            return
        if event.key() in {Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Space}:
            event.ignore()
            return
        super().keyPressEvent(event)
        self._wander()

    def keyboardSearch(self, _search: str) -> None:
        """Do nothing: there is a field to search in."""

    # ---- inside

    def _clicked(self, index: AnyIndex) -> None:
        self._set_away(False)
        self.chosen.emit(index.row())

    def _wander(self) -> None:
        if self._running >= 0:
            self._set_away(not self.viewport().rect().intersects(self.visualRect(self._index(self._running))))

    def _set_away(self, away: bool) -> None:
        if away != self._away:
            self._away = away
            self.wandered.emit(away)

    def _show_row(self, row: int) -> None:
        self.scrollTo(self._index(row), QAbstractItemView.ScrollHint.EnsureVisible)

    def _index(self, row: int) -> QModelIndex:
        return self._model.index(row, 0)

    def _glows(self, glow: float) -> None:
        self._glow = glow
        for row in (self._running, self._before):
            self._repaint(row)

    def _repaint(self, row: int) -> None:
        if row >= 0:
            self.viewport().update(self.visualRect(self._index(row)))

    def _measure(self) -> None:
        self._measured = self.viewport().width()
        header = self.verticalHeader()
        header.setUpdatesEnabled(False)
        for row in range(self._model.rowCount()):
            header.resizeSection(row, self._delegate.height(row))
        header.setUpdatesEnabled(True)
        self.updateGeometries()
        self.viewport().update()
        if self._running >= 0 and not self._away:
            self._show_row(self._running)
