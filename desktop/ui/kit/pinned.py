"""The heading of the topmost rows, kept in view while its own row is scrolled out."""

from bisect import bisect_right
from collections.abc import Sequence

from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QStyleOptionViewItem, QTableView, QWidget

from desktop.ui.kit.ink import Ink
from desktop.ui.kit.theme import theme


class PinnedHeading(QWidget):
    """Lies on the top of a list, painted by the list's own delegate; the next heading pushes it out."""

    def __init__(self, view: QTableView) -> None:
        super().__init__(view)
        self._view = view
        self._row = -1
        bar = view.verticalScrollBar().parentWidget()
        assert bar is not None
        self.stackUnder(bar)
        self.hide()

    def place(self, headings: Sequence[int]) -> None:
        """Stand for the last heading that is scrolled out; `headings` are rows, in their order."""
        view = self._view
        section = bisect_right(headings, view.rowAt(0)) - 1
        top = view.rowViewportPosition(headings[section]) if section >= 0 else 0
        if top >= 0:
            self._row = -1
            self.hide()
            return
        row = headings[section]
        tall = view.rowHeight(row)
        following = view.rowViewportPosition(headings[section + 1]) if section + 1 < len(headings) else tall
        box = view.viewport().geometry()
        self.setGeometry(box.x(), box.y() + min(0, following - tall), box.width(), tall)
        if row != self._row:
            self._row = row
            self.update()
        self.show()

    @property
    def covered(self) -> int:
        """How much of the list's top it covers, in the pixels of the window."""
        return 0 if self.isHidden() else max(0, self.geometry().bottom() + 1 - self._view.viewport().y())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the heading's row on the list's ground, with a hairline below."""
        with Ink.on(self) as ink:
            ink.fill(0, 0, ink.width, ink.height, theme.roles.panel)
            ink.fill(0, ink.height - 1, ink.width, 1, theme.roles.line)
        option = QStyleOptionViewItem()
        option.initFrom(self)
        option.rect = self.rect()
        painter = QPainter(self)
        self._view.itemDelegate().paint(painter, option, self._view.model().index(self._row, 0))
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Keep a press from the row below."""
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Keep a double click from the row below."""
        event.accept()
