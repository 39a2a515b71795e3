"""The transcript: one row for each turn, the running one lit and kept in view, hits marked, a click seeks.

Turns are chosen with Shift and Ctrl, or by dragging, to be copied; a plain click only seeks.

A table with a cache of laid-out texts: a label for each turn costs seconds at 3,000 turns. Heights are taken
again only when a resize has come to rest.
"""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPoint,
    QRect,
    Qt,
    QTimer,
    QVariantAnimation,
    Signal,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QInputEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QResizeEvent,
    QShowEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget

from desktop.ui.kit.focus import KeyFocus
from desktop.ui.kit.menukey import menu_asked
from desktop.ui.kit.rows import AnyIndex, flatten
from desktop.ui.kit.theme import u
from desktop.ui.kit.turnpaint import Mark, MarksOf, Turn, TurnDelegate

_LIGHT_MS = 160
_REST_MS = 60
_LINE = 20
_CHOOSING = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier


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


class TurnsView(KeyFocus, QTableView):
    """Shows turns. `chosen` is a click or Enter on one; `wandered` says whether the person scrolled away.

    `copy_wanted` is the key for copying, `menu_wanted` carries the row and the global place of a menu.
    """

    chosen = Signal(int)
    wandered = Signal(bool)
    copy_wanted = Signal()
    menu_wanted = Signal(int, QPoint)

    def __init__(self, *, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = _Model(self)
        self._delegate = TurnDelegate(self, self)
        self._running = -1
        self._before = -1
        self._glow = 1.0
        self._away = False
        self._measured = -1
        self._marks_of: MarksOf = _unmarked
        self._anchor = -1
        self._held = Qt.KeyboardModifier.NoModifier
        self.setAccessibleName(name)
        flatten(self)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
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
        self._anchor = -1
        self._marks_of = _unmarked
        self._delegate.forget()
        self._model.show(turns)
        if self.isVisible():
            self._measure()
        else:
            self._measured = -1
        self._set_away(False)

    def rename(self, turns: Sequence[Turn]) -> None:
        """Show the same turns with other names of who speaks; all stays where it is."""
        self._delegate.forget()
        self._model.turns = turns
        last = self._model.rowCount() - 1
        self._model.dataChanged.emit(self._model.index(0, 0), self._model.index(last, 0))

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

    def set_marks(self, marks_of: MarksOf | None) -> None:
        """Mark places: what a search found. `marks_of` is asked for the rows that are painted."""
        self._marks_of = marks_of or _unmarked
        self.viewport().update()

    @property
    def selected_rows(self) -> list[int]:
        """Return the rows that were chosen to be copied, from the top."""
        return sorted(index.row() for index in self.selectionModel().selectedRows())

    @property
    def top_row(self) -> int:
        """Return the first row that is seen; 0 when there is none."""
        return max(self.rowAt(0), 0)

    def back_to_now(self) -> None:
        """Follow the running turn again."""
        self._set_away(False)
        if self._running >= 0:
            self._show_row(self._running)

    def go_to(self, row: int, place: int = 0) -> None:
        """Bring a place of a turn into view and make the turn the current one; this is wandering."""
        self.selectionModel().setCurrentIndex(self._index(row), QItemSelectionModel.SelectionFlag.NoUpdate)
        self._show_row(row)
        top = self.visualRect(self._index(row)).top() + self._delegate.line_top(row, place)
        if not 0 <= top <= self.viewport().height() - u(_LINE):  # of a turn higher than the view
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() + top - self.viewport().height() // 2)
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
        return self._marks_of(row)

    def is_selected(self, row: int) -> bool:
        """Whether a row was chosen to be copied."""
        return self.selectionModel().isRowSelected(row)

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

    def selectionCommand(
        self, index: AnyIndex, event: QEvent | None = None
    ) -> QItemSelectionModel.SelectionFlag:
        """Choose turns by Shift, Ctrl or dragging; a plain click and the plain keys choose none."""
        if not isinstance(event, QInputEvent):  # the program's doing, or the release after a press
            return QItemSelectionModel.SelectionFlag.NoUpdate
        if not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._anchor = index.row()
        if event.modifiers() & _CHOOSING or event.type() == QEvent.Type.MouseMove:
            return super().selectionCommand(index, event)
        return QItemSelectionModel.SelectionFlag.Clear

    def setSelection(self, rect: QRect, command: QItemSelectionModel.SelectionFlag) -> None:
        """Reach with Shift from the row last clicked or gone to: Qt forgets one that is not chosen."""
        if not command & QItemSelectionModel.SelectionFlag.Current or self._anchor < 0:
            super().setSelection(rect, command)
            return
        rows = (self._anchor, *(self.rowAt(y) for y in (rect.top(), rect.bottom())))
        rows = tuple(row for row in rows if row >= 0)
        reach = QItemSelection(self._index(min(rows)), self._index(max(rows)))
        self.selectionModel().select(reach, command)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Know which keys were held when the click comes."""
        self._held = event.modifiers()
        super().mouseReleaseEvent(event)

    def event(self, event: QEvent) -> bool:
        """Take Escape from the window while turns are chosen."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Escape
            and self.selectionModel().hasSelection()
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Seek with Enter, let go of all with Escape; leave Left, Right and Space to the player."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_wanted.emit()
            return
        if (menu := menu_asked(self, event)) is not None:
            self.contextMenuEvent(menu)
            return
        if event.key() == Qt.Key.Key_Escape:
            self.clearSelection()
            return
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            if self.currentIndex().isValid():
                self.chosen.emit(self.currentIndex().row())
            return
        if event.key() in {Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Space}:
            event.ignore()
            return
        super().keyPressEvent(event)
        self._wander()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for a turn's menu, by the mouse or by the menu key."""
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            index = self.currentIndex()
            place = self.viewport().mapToGlobal(self.visualRect(index).center())
        else:
            index = self.indexAt(self.viewport().mapFromGlobal(event.globalPos()))
            place = event.globalPos()
        if index.isValid():
            self.menu_wanted.emit(index.row(), place)

    def keyboardSearch(self, _search: str) -> None:
        """Do nothing: there is a field to search in."""

    # ---- inside

    def _clicked(self, index: AnyIndex) -> None:
        if self._held & _CHOOSING:
            return
        self.clearSelection()
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


def _unmarked(_row: int) -> Sequence[Mark]:
    return ()
