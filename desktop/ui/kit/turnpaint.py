"""How one turn of a transcript is painted, and how high it is; the last laid-out texts are kept."""

from collections.abc import Callable, Sequence
from typing import NamedTuple, Protocol

from PySide6.QtCore import QModelIndex, QObject, QPointF
from PySide6.QtGui import QColor, QPainter, QTextCharFormat, QTextLayout, QTextLine
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop.ui.kit.ink import Ink, isolated_at
from desktop.ui.kit.roles import Role
from desktop.ui.kit.rows import AnyIndex
from desktop.ui.kit.theme import theme
from desktop.ui.kit.wrap import Wrapped, wrap

_TEXT_X = 140
_END = 12
_PADDING = 8
_CACHE = 200
_LANES: tuple[Role, ...] = ("lane_a", "lane_b", "dim")


class Turn(NamedTuple):
    """One turn, ready to be shown; `lane` is 0 for the caller, 1 for the callee, 2 for who is not known."""

    time: str
    speaker: str
    lane: int
    text: str


class Mark(NamedTuple):
    """A place in a turn's text; `now` is the one among them that a search stands at."""

    start: int
    length: int
    now: bool = False


MarksOf = Callable[[int], Sequence[Mark]]
"""Returns the marks of a row; asked for the rows that are painted."""


class Asked(Protocol):
    """What a delegate asks of the view that it paints for."""

    @property
    def ring(self) -> bool:
        """Whether the current row is that of a person who uses the keyboard."""
        ...

    def turn(self, row: int, /) -> Turn:
        """Return a turn."""
        ...

    def light(self, row: int, /) -> float:
        """Return how much a row is lit, 0 to 1."""
        ...

    def marks(self, row: int, /) -> Sequence[Mark]:
        """Return the marks in a row."""
        ...

    def is_selected(self, row: int, /) -> bool:
        """Whether a row was chosen to be copied."""
        ...

    def currentIndex(self) -> QModelIndex:
        """Qt's own, as the two below."""
        ...

    def viewport(self) -> QWidget:
        """Return what is painted on."""
        ...

    def isRightToLeft(self) -> bool:
        """Whether it is mirrored."""
        ...


class TurnDelegate(QStyledItemDelegate):
    """Paints the turns of one view."""

    def __init__(self, view: Asked, parent: QObject) -> None:
        super().__init__(parent)
        self._view = view
        self._cache: dict[int, Wrapped] = {}
        self._width = -1.0
        self._rtl = False

    def forget(self) -> None:
        """Lay everything out anew."""
        self._cache.clear()

    def height(self, row: int) -> int:
        """Return how high a row is, in window pixels."""
        # A turn of one line is a pixel higher: its time stands beside it on a lower baseline.
        return round((max(self._wrapped(row).height, 21) + 2 * _PADDING) * theme.scale)

    def line_top(self, row: int, place: int) -> int:
        """Return where in its row the line with a place of the text begins, in window pixels."""
        text = self._view.turn(row).text
        place = isolated_at(text, place) if self._rtl else place
        line = self._wrapped(row).layout.lineForTextPosition(place)
        return round((_PADDING + max(line.lineNumber(), 0) * 20) * theme.scale)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Paint one turn in its state of this moment."""
        row, roles, view = index.row(), theme.roles, self._view
        turn = view.turn(row)
        with Ink(painter, option.rect, option.direction) as ink:
            chosen = view.is_selected(row)
            if chosen:
                ink.fill(0, 0, ink.width, ink.height, roles.hover)
            light = view.light(row)
            if light:
                wash = QColor(roles.selection)
                wash.setAlphaF(light)
                ink.box(0, 0, ink.width, ink.height, wash)
            if chosen:
                ink.fill(0, 0, 3, ink.height, roles.accent)
            if view.ring and row == view.currentIndex().row():
                ink.ring()
            ink.text(12, 9, turn.time, roles.dim, 12, height=20, tabular=True)
            ink.text(64, 9, turn.speaker, roles.colour(_LANES[turn.lane]), 12, 600, height=20, room=68)
            made = self._wrapped(row)
            origin = QPointF(_END if ink.rtl else _TEXT_X, _PADDING)
            marked = self._marks(ink, made, row, origin)
            painter.setPen(roles.text)
            made.layout.draw(painter, origin, marked)

    def _wrapped(self, row: int) -> Wrapped:
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

    def _marks(self, ink: Ink, made: Wrapped, row: int, origin: QPointF) -> list[QTextLayout.FormatRange]:
        roles, text = theme.roles, self._view.turn(row).text
        ranges = []
        for mark in self._view.marks(row):
            start, end = mark.start, mark.start + mark.length
            if ink.rtl:  # there the layout's text has more letters than the turn's
                start, end = isolated_at(text, start), isolated_at(text, end)
            edge = roles.waiting if mark.now or roles.waiting_wash == roles.panel else None
            for number in range(made.layout.lineCount()):
                line = made.layout.lineAt(number)
                first = max(start, line.textStart())
                last = min(end, line.textStart() + line.textLength())
                if first >= last:
                    continue
                left, right = sorted((_x(line, first), _x(line, last)))
                wide, x = right - left + 4, origin.x() + left - 2
                x = ink.width - x - wide if ink.rtl else x
                top = origin.y() + number * 20 + 1
                ink.box(x, top, wide, 18, roles.waiting_wash, edge, radius=3, pen=2 if mark.now else 1)
            style = QTextCharFormat()
            style.setForeground(roles.waiting)
            piece = QTextLayout.FormatRange()
            piece.start, piece.length, piece.format = start, end - start, style
            ranges.append(piece)
        return ranges


def _x(line: QTextLine, position: int) -> float:
    # PySide answers with the x and the position it took.
    made = line.cursorToX(position)
    return float(made[0] if isinstance(made, tuple) else made)  # type: ignore[arg-type]
