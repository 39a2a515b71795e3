"""Fields of an account that an administrator has settled: shown, and not to be changed."""

from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.ui import sentences
from desktop.ui import strings_policy as strings
from desktop.ui.kit.ink import Ink
from desktop.ui.kit.labels import Paragraph, Plain, Text
from desktop.ui.kit.theme import theme, u
from desktop.ui.settings.account_view import LockedField

_COLUMNS = 3
_HEIGHT, _EDGE, _ICON = 36, 13, 12


class Value(Plain):
    """A value in a box that looks like a field nobody can type in."""

    def __init__(self, field: LockedField) -> None:
        super().__init__(field.value, name=f"{field.label}: {field.value}. {strings.LOCKED}.")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setToolTip(sentences.tip(field.value))

    def sizeHint(self) -> QSize:
        """Return the height of a field."""
        return QSize(u(160), u(_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        """Return room for a few letters."""
        return QSize(u(96), u(_HEIGHT))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the box, the value and the lock."""
        roles = theme.roles
        with Ink.on(self) as ink:
            ink.box(0, 0, ink.width, ink.height, roles.hover, roles.line)
            room = ink.width - 2 * _EDGE - _ICON - 8
            ink.text(_EDGE, (ink.height - 20) / 2, self.text(), roles.dim, room=room)
            ink.icon("lock", ink.width - _EDGE - _ICON, (ink.height - _ICON) / 2, _ICON, roles.dim)


class LockedFields(QWidget):
    """Labelled values side by side, below each other where there is no room, and who settled them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: tuple[LockedField, ...] = ()
        self._columns = _COLUMNS
        self._cells: list[QWidget] = []
        self.note = Paragraph("", "dim", 12)
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(u(16))
        self._grid.setVerticalSpacing(u(8))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, u(16), 0, 0)
        column.setSpacing(u(8))
        column.addLayout(self._grid)
        column.addWidget(self.note)
        self.hide()

    @property
    def values(self) -> list[Value]:
        """Return the boxes, in their order."""
        return self.findChildren(Value)

    def show_fields(self, fields: Sequence[LockedField], note: str) -> None:
        """Show these, none at all for an empty sequence."""
        self.note.set_text(note)
        if tuple(fields) != self._shown:
            self._shown = tuple(fields)
            for cell in self._cells:
                self._grid.removeWidget(cell)
                cell.setParent(None)
                cell.deleteLater()
            self._cells = [_cell(field) for field in fields]
            self._lay_out()
        self.setVisible(bool(fields))

    def set_narrow(self, narrow: bool) -> None:
        """Put them below each other."""
        columns = 1 if narrow else _COLUMNS
        if columns != self._columns:
            self._columns = columns
            self._lay_out()

    def _lay_out(self) -> None:
        for place, cell in enumerate(self._cells):
            self._grid.addWidget(cell, place // self._columns, place % self._columns)
        for column in range(_COLUMNS):
            used = column < min(self._columns, len(self._cells))
            self._grid.setColumnStretch(column, 1 if used else 0)


def _cell(field: LockedField) -> QWidget:
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(u(4))
    column.addWidget(Text(field.label, "dim", 12, 600))
    column.addWidget(Value(field))
    return made
