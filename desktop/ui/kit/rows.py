"""The list of two-line rows: fast at a million of them, with real buttons on the row in question.

A one-column QTableView with sections of fixed height: a QListView is linear in its rows for every change.
"""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    Qt,
    Signal,
)
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView, QWidget

from desktop.ui.kit.focus import KeyFocus
from desktop.ui.kit.menukey import menu_asked
from desktop.ui.kit.pinned import PinnedHeading
from desktop.ui.kit.strip import TALL_HEIGHT, Action, ActionStrip
from desktop.ui.kit.theme import u

AnyIndex = QModelIndex | QPersistentModelIndex

ROW_HEIGHT = 56
HEADING_HEIGHT = 28


class ListView(KeyFocus, QTableView):
    """A list of rows for a one-column model. Headings are rows without flags, named with `set_headings`.

    A model gives `AccessibleTextRole` for a row's sentence, and '' from `headerData` or a reader says "1".
    """

    opened = Signal(int)
    """Enter or a double click on a row."""
    current_changed = Signal(int)
    """The row that the keys or a click came to; -1 for none."""
    menu_wanted = Signal(int, QPoint)
    """Row and global position for its context menu."""
    strip_moved = Signal(int)
    """The strip goes to a row now: offer the actions that the row has."""

    def __init__(self, *, name: str, row_height: int = ROW_HEIGHT, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.hover = -1
        self.strip: ActionStrip | None = None
        self.keeps_strip = False  # a view that finds the strip's row again after the model's reset
        self._headings: list[int] = []
        self._tall: set[int] = set()
        self._pinned = PinnedHeading(self)
        self.setAccessibleName(name)
        flatten(self)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.verticalHeader().setDefaultSectionSize(u(row_height))
        self.viewport().setMouseTracking(True)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        self.doubleClicked.connect(self._double_clicked)

    # ---- rows

    def set_headings(self, rows: Iterable[int], tall: Iterable[int] = ()) -> None:
        """Make these rows low and the `tall` ones high, and those that were before as high as all others."""
        header = self.verticalHeader()
        rows, high = list(rows), set(tall)
        # Without updates a header does not measure all rows again for each one.
        header.setUpdatesEnabled(False)
        for row in {*self._headings, *self._tall} - {*rows, *high}:
            if row < header.count():
                header.resizeSection(row, header.defaultSectionSize())
        for row in rows:
            header.resizeSection(row, u(HEADING_HEIGHT))
        for row in high:
            header.resizeSection(row, u(TALL_HEIGHT))
        header.setUpdatesEnabled(True)
        self._headings, self._tall = sorted(rows), high
        self.updateGeometries()
        self._pinned.place(self._headings)
        self.viewport().update()

    def set_actions(self, actions: Sequence[Action]) -> ActionStrip:
        """Put a strip of buttons on the row in question and return it, to connect to its `acted`."""
        self.strip = ActionStrip(actions, self.viewport())
        self.strip.focus_changed.connect(self._place_strip)
        return self.strip

    @property
    def current_row(self) -> int:
        """Return the current row, -1 for none."""
        return self.currentIndex().row()

    def go_to(self, row: int) -> None:
        """Make a row the current one and bring it into view, before the first layout too."""
        index = self.model().index(row, 0)
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.scrollTo(index)

    def carry_strip(self, row: int) -> None:
        """Have the strip lie on another row, which shows what its own did before the rows moved."""
        if self.strip is not None:
            self.strip.row = row
            self._place_strip()

    def point_again(self) -> None:
        """Find the row under a pointer that did not move, after the rows did."""
        if self.viewport().underMouse():
            self._point_at(self.viewport().mapFromGlobal(self.cursor().pos()))

    @property
    def covered(self) -> int:
        """How much of its top the heading that is kept there covers, in the pixels of the window."""
        return self._pinned.covered

    def ringed(self, row: int) -> bool:
        """Whether a row is the current one of a person who uses the keyboard."""
        return self.ring and row == self.current_row

    # ---- Qt's own

    def reset(self) -> None:
        """Forget the headings and the row in question with the model's rows."""
        self.set_headings(())
        self.hover = -1
        if self.strip and not self.keeps_strip:
            self.strip.leave()
        super().reset()

    def currentChanged(self, current: AnyIndex, previous: AnyIndex) -> None:
        """Follow the keys with the strip, and tell."""
        super().currentChanged(current, previous)
        self._place_strip()
        self.current_changed.emit(current.row())

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the strip on the current row."""
        super().focusInEvent(event)
        self._place_strip()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the strip away, unless the focus went into it."""
        super().focusOutEvent(event)
        self._place_strip()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the pointer with the strip."""
        self._point_at(event.position().toPoint())
        super().mouseMoveEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        """Notice that the pointer left."""
        if event.type() == QEvent.Type.Leave:
            self.hover_row(-1)
        return super().viewportEvent(event)

    def scrollTo(
        self,
        index: AnyIndex,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        """Bring a row into view, and out from under the heading that is kept at the top."""
        super().scrollTo(index, hint)
        self._pinned.place(self._headings)
        hidden = self._pinned.covered - self.rowViewportPosition(index.row())
        if hidden > 0 and index.isValid():
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() - hidden)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the strip at the end of its row, and the heading as wide as the list."""
        super().resizeEvent(event)
        self._pinned.place(self._headings)
        self._place_strip()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open a row with Enter; the rest is Qt's."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not event.modifiers():
            if self.current_row >= 0:
                self.opened.emit(self.current_row)
            return
        if (menu := menu_asked(self, event)) is not None:
            self.contextMenuEvent(menu)
            return
        super().keyPressEvent(event)
        self._place_strip()

    def keyboardSearch(self, _search: str) -> None:
        """Do nothing: Qt would read every row of the model for each letter."""

    def moveCursor(
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        """Go to the first and the last row with Home and End, which in a table stay in the row."""
        actions = QAbstractItemView.CursorAction
        if not self.currentIndex().isValid() and action not in {actions.MoveEnd, actions.MoveNext}:
            action = actions.MoveHome  # Qt would go to a heading at the top, and so nowhere
        if action in {actions.MoveHome, actions.MoveEnd}:
            rows = self.model().rowCount()
            order = range(rows) if action == actions.MoveHome else range(rows - 1, -1, -1)
            for row in order:
                index = self.model().index(row, 0)
                if self.model().flags(index) & Qt.ItemFlag.ItemIsEnabled:
                    return index
        if action in {actions.MoveLeft, actions.MoveRight}:
            return self.currentIndex()
        return super().moveCursor(action, modifiers)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for a row's menu, by the mouse or by the menu key."""
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            row = self.current_row
            rect = self.visualRect(self.currentIndex())
            place = self.viewport().mapToGlobal(rect.center())
        else:
            row = self.rowAt(self.viewport().mapFromGlobal(event.globalPos()).y())
            place = event.globalPos()
        if row >= 0 and row not in self._headings:
            self.menu_wanted.emit(row, place)

    # ---- the row in question

    def _point_at(self, place: QPoint) -> None:
        index = self.indexAt(place)
        enabled = index.isValid() and bool(index.flags() & Qt.ItemFlag.ItemIsEnabled)
        self.hover_row(index.row() if enabled else -1)

    def hover_row(self, row: int) -> None:
        """Take a row as the one under the pointer; -1 for none."""
        if row == self.hover:
            return
        before, self.hover = self.hover, row
        for changed in (before, row):
            self._repaint_row(changed)
        self._place_strip()

    def _scrolled(self) -> None:
        self._pinned.place(self._headings)
        if self.hover >= 0:
            self._point_at(self.viewport().mapFromGlobal(self.cursor().pos()))
        self._place_strip()

    def _place_strip(self) -> None:
        strip = self.strip
        if strip is None or self.model() is None:
            return
        if strip.holds_focus():
            row = strip.row
        elif self.hover >= 0:
            row = self.hover
        else:
            row = self.current_row if self.ring else -1
        before = strip.row
        if row < 0:
            strip.leave()
        else:
            if row != before:
                self.strip_moved.emit(row)
            strip.move_to(row, self.visualRect(self.model().index(row, 0)))
        if row != before:
            self._repaint_row(before)
            self._repaint_row(row)

    def _repaint_row(self, row: int) -> None:
        if row >= 0:
            self.viewport().update(self.visualRect(self.model().index(row, 0)))

    def _double_clicked(self, index: QModelIndex) -> None:
        self.opened.emit(index.row())


def flatten(view: QTableView) -> None:
    """Make a table a plain list: no headers, no grid, no frame, rows of fixed height, smooth scrolling."""
    view.horizontalHeader().hide()
    view.verticalHeader().hide()
    view.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
    view.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    view.verticalHeader().setMinimumSectionSize(1)
    view.setShowGrid(False)
    view.setFrameShape(QFrame.Shape.NoFrame)
    view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    view.setTabKeyNavigation(False)
    view.setWordWrap(False)
    view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
