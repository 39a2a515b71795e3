"""The pieces of an upload as a grid of small cells: which are in, which is on its way, which are unknown."""

import math
from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QSize
from PySide6.QtGui import QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.domain.uploads import PieceState
from desktop.ui import strings_upload as strings
from desktop.ui.kit.flow import FlowLayout
from desktop.ui.kit.fonts import face
from desktop.ui.kit.ink import Ink
from desktop.ui.kit.labels import Plain
from desktop.ui.kit.theme import theme, u

_WIDE, _HIGH, _GAP, _ROWS = 31, 16, 6, 3


class PieceMark(NamedTuple):
    """What the grid knows of a piece: its state, and how many of its rows are of unknown outcome."""

    state: PieceState
    unknown: int = 0


class CellFace(NamedTuple):
    """What one cell says: how much of it is in, from 0 to 1, and the worst of the pieces it stands for."""

    share: float
    sending: bool = False
    refused: bool = False
    unknown: int = 0


def cell_faces(pieces: Sequence[PieceMark], total: int, most: int) -> list[CellFace]:
    """Return the cells of a grid with room for `most`: each stands for as many pieces as that asks for."""
    each = max(1, math.ceil(total / max(1, most)))
    found = []
    for first in range(0, total, each):
        group = pieces[first : first + each]
        size = min(each, total - first)
        states = [piece.state for piece in group]
        done = sum(state in {PieceState.ACCEPTED, PieceState.SPLIT} for state in states)
        done += states.count(PieceState.UNKNOWN)
        unknown = sum(piece.unknown for piece in group)
        refused = PieceState.REFUSED in states
        found.append(CellFace(done / size, PieceState.SENDING in states, refused, unknown))
    return found


class PieceGrid(Plain):
    """At most three rows of cells; where there are more pieces, a cell stands for several."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", name=strings.PIECES, parent=parent)
        self._pieces: Sequence[PieceMark] = ()
        self._total = 0
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setSizePolicy(policy)

    def show_pieces(self, pieces: Sequence[PieceMark], total: int, spoken: str) -> None:
        """Show pieces in their order; those behind the last one wait. `spoken` is what a reader says."""
        self._pieces, self._total = pieces, total
        self.setAccessibleName(f"{strings.PIECES}: {spoken}")
        self._fit()
        self.update()

    def sizeHint(self) -> QSize:
        """Return what its rows need."""
        rows = self._rows()
        return QSize(u(_WIDE), u(rows * _HIGH + (rows - 1) * _GAP))

    def minimumSizeHint(self) -> QSize:
        """Return the same."""
        return self.sizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take as many rows as the width asks for."""
        super().resizeEvent(event)
        self._fit()

    def _columns(self) -> int:
        return max(1, int((self.width() / theme.scale + _GAP) // _WIDE))

    def _rows(self) -> int:
        columns = self._columns()
        each = max(1, math.ceil(self._total / (columns * _ROWS)))
        return max(1, math.ceil(self._total / each / columns))

    def _fit(self) -> None:
        height = self.sizeHint().height()
        if self.height() != height:
            self.setFixedHeight(height)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the cells."""
        columns = self._columns()
        with Ink.on(self) as ink:
            pitch = (ink.width + _GAP) / columns
            for at, cell in enumerate(cell_faces(self._pieces, self._total, columns * _ROWS)):
                x, y = round(at % columns * pitch), at // columns * (_HIGH + _GAP)
                paint_cell(ink, x, y, round(pitch - _GAP), cell)


def paint_cell(ink: Ink, x: float, y: float, width: float, cell: CellFace) -> None:
    """Paint one cell."""
    roles = theme.roles
    if cell.unknown or cell.refused:
        wash, edge = (
            (roles.waiting_wash, roles.waiting) if cell.unknown else (roles.missed_wash, roles.missed)
        )
        ink.box(x, y, width, _HIGH, wash, edge, radius=3, pen=1.5)
        number = str(cell.unknown)
        if cell.unknown and face(11, 700, True).width(number) <= width - 6:
            ink.text(0, y, number, edge, 11, 700, tabular=True, centre=x + width / 2)
        return
    ink.box(x, y, width, _HIGH, roles.fill if cell.share >= 1 else roles.track, radius=3)
    if cell.share >= 1:
        return
    if cell.sending:
        ink.box(x, y, width, _HIGH, roles.selection, roles.accent, radius=3, pen=1.5)
    if cell.share > 0:
        ink.painter.save()
        ink.painter.setClipRect(ink.rect(x, y, width * cell.share, _HIGH))
        ink.box(x, y, width, _HIGH, roles.fill, radius=3)
        ink.painter.restore()


class Legend(QWidget):
    """What the cells' colours mean."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        flow = FlowLayout(self)
        for label, cell in (
            (strings.ACCEPTED, CellFace(1)),
            (strings.SENDING, CellFace(0, sending=True)),
            (strings.UNKNOWN_ROWS, CellFace(1, unknown=1)),
            (strings.WAITING, CellFace(0)),
        ):
            flow.addWidget(_Key(label, cell))


class _Key(Plain):
    def __init__(self, label: str, cell: CellFace) -> None:
        super().__init__(label)
        self._cell = cell
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(u(16 + 6 + math.ceil(face(12).width(self.text())) + 12), u(16))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        roles = theme.roles
        with Ink.on(self) as ink:
            _sample(ink, self._cell)
            ink.text(22, 0, self.text(), roles.dim, 12)


def _sample(ink: Ink, cell: CellFace) -> None:
    roles = theme.roles
    if cell.unknown:
        ink.box(0, 2, 16, 12, roles.waiting_wash, roles.waiting, radius=3, pen=1.5)
    elif cell.sending:
        ink.box(0, 2, 16, 12, roles.selection, roles.accent, radius=3, pen=1.5)
    else:
        ink.box(0, 2, 16, 12, roles.fill if cell.share else roles.track, radius=3)
