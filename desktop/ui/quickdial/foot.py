"""The foot of quick dial: which line will ring, and what the keys do."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.ui import sentences, sentences_search, strings
from desktop.ui.kit.buttons import Button
from desktop.ui.kit.fonts import face
from desktop.ui.kit.ink import Ink
from desktop.ui.kit.labels import KeyCap, Text
from desktop.ui.kit.shadow import composited
from desktop.ui.kit.theme import theme, u
from desktop.ui.lines.popover import LinePopover
from desktop.ui.shell.presenter import ShellPresenter

_HEIGHT = 40
_BETWEEN = (
    2 * 3 + 13 + 2 * 16 + 24
)  # all that stands between the parts, and room for what is drawn in the button
_ROUND = 7  # the window's radius within its border


class Foot(QWidget):
    """Names the line and opens the choice of lines."""

    def __init__(self, shell: ShellPresenter, width: int, parent: QWidget | None = None) -> None:
        """Make it `width` window pixels wide."""
        super().__init__(parent)
        self._shell = shell
        self._width = width
        self._names_line = True
        self._popover: LinePopover | None = None
        self.setFixedSize(width, u(_HEIGHT))
        self.line = Button(strings.NO_LINE, kind="quiet", tail="chevron-down", dot="dim", px=12, height=28)
        self.line.clicked.connect(self._choose)
        self._does = _Hint()
        self._leaves = _Hint()
        row = QHBoxLayout(self)
        row.setContentsMargins(u(3), 0, u(3), 0)  # a button has room of its own round its text
        row.setSpacing(0)
        row.addWidget(self.line)
        row.addStretch(1)
        row.addWidget(self._does)
        row.addSpacing(u(16))
        row.addWidget(self._leaves)
        row.addSpacing(u(13))
        self.offer("", "", strings.CLOSE)
        shell.changed.connect(self.refresh)
        self.offer("", "", strings.CLOSE)

    def refresh(self) -> None:
        """Show the line that rings now, as much of its name as there is room for."""
        line = self._shell.line()
        text = sentences_search.will_ring(line) if line else strings.NO_LINE
        self.line.setVisible(self._names_line and bool(self._shell.accounts))
        self.line.setText("")
        self.line.set_detail("", "answered" if line and line.can_dial else "dim")
        hints = sum(hint.sizeHint().width() for hint in (self._does, self._leaves) if not hint.isHidden())
        room = (self._width - hints - self.line.sizeHint().width()) / theme.scale - _BETWEEN
        letters = face(12)
        self.line.setText(letters.metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(room, 0)))
        self.line.setAccessibleName(sentences.line_chosen(line) if line else strings.NO_LINE)
        self.line.setToolTip(sentences.tip(text if self.line.text() != text else ""))

    def offer(self, key: str, does: str, leaves: str, *, names_line: bool = True) -> None:
        """Say what a key does, if anything, and what Escape does; the line is named where it still counts."""
        self._names_line = names_line
        self._does.set(key, does)
        self._does.setVisible(bool(does))
        self._leaves.set(strings.ESC, leaves)
        self.refresh()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the area, round at its lower corners, and the hairline above it."""
        roles = theme.roles
        painter = QPainter(self)
        painter.setClipRect(self.rect())
        round_ = u(_ROUND) if composited() else 0
        taller = QRectF(self.rect()).adjusted(0, -round_ - 1, 0, 0)
        with Ink(painter, taller, self.layoutDirection()) as ink:
            ink.box(0, 0, ink.width, ink.height, roles.window, radius=_ROUND if composited() else 0)
        with Ink(painter, self.rect(), self.layoutDirection()) as ink:
            ink.fill(0, 0, ink.width, 1, roles.line)
        painter.end()

    def _choose(self) -> None:
        if self._popover is None:
            self._popover = LinePopover(self._shell, self)
        self._popover.open_under(self.line)


class _Hint(QWidget):
    """A key cap and what the key does."""

    def __init__(self) -> None:
        super().__init__()
        self._key = KeyCap("")
        self._text = Text("", "dim", 12)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(u(6))
        row.addWidget(self._key)
        row.addWidget(self._text)

    def set(self, key: str, text: str) -> None:
        self._key.setText(key)
        self._text.setText(text)
