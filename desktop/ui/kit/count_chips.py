"""A choice of one kind of row, each with how many there are: real radio buttons for keys and roles."""

import math
from collections.abc import Hashable, Mapping, Sequence
from typing import Generic, NamedTuple, TypeVar

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QRadioButton, QSizePolicy, QWidget

from desktop.ui.kit.flow import FlowLayout
from desktop.ui.kit.focus import KeyFocus
from desktop.ui.kit.fonts import face
from desktop.ui.kit.ink import Ink
from desktop.ui.kit.roles import Role
from desktop.ui.kit.theme import theme, u

_HEIGHT, _EDGE, _ICON, _GAP = 32, 13, 14, 6


class Kind(NamedTuple):
    """A kind of row: its name, and its symbol if it has one."""

    label: str
    icon: str = ""
    role: Role = "dim"


class CountChip(KeyFocus, QRadioButton):
    """One kind, with its count."""

    def __init__(self, kind: Kind, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kind = kind
        self._count = ""
        self.setText(kind.label.replace("&", "&&"))
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_count("")

    @property
    def count(self) -> str:
        """Return the count as it is shown."""
        return self._count

    def set_count(self, count: str) -> None:
        """Show how many there are."""
        label = self._kind.label
        self._count = count
        self.setAccessibleName(f"{label}, {count}" if count else label)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return what symbol, name and count need."""
        wide = 2 * _EDGE + face(12, 500).width(self._kind.label)
        wide += _ICON + _GAP if self._kind.icon else 0
        wide += _GAP + face(12, 600, True).width(self._count) if self._count else 0
        return QSize(math.ceil(wide * theme.scale), u(_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        """Return the same: the chips go on in the next line."""
        return self.sizeHint()

    def hitButton(self, pos: QPoint) -> bool:
        """Take a click anywhere."""
        return self.rect().contains(pos)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the state of this moment."""
        roles, on, able = theme.roles, self.isChecked(), self.isEnabled()
        fill = roles.selection if on else roles.panel
        if self.isDown():
            fill = roles.pressed
        elif not able or (self.underMouse() and not on):
            fill = roles.hover
        with Ink.on(self) as ink:
            ink.box(0, 0, ink.width, ink.height, fill, roles.accent if on else roles.line)
            x, middle = float(_EDGE), ink.height / 2
            if self._kind.icon:
                colour = roles.colour(self._kind.role if able else "dim")
                ink.icon(self._kind.icon, x, middle - _ICON / 2, _ICON, colour)
                x += _ICON + _GAP
            name = roles.text if on else roles.dim
            x += ink.text(x, middle - 8, self._kind.label, name, 12, 500) + _GAP
            ink.text(x, middle - 8, self._count, roles.text if able else roles.dim, 12, 600, tabular=True)
            if self.ring:
                ink.ring()


Key = TypeVar("Key", bound=Hashable)


class CountChips(QWidget, Generic[Key]):
    """One tab stop; the arrow keys choose. `chosen` carries the key, also when `choose` was called.

    A kind of which there are none cannot be chosen.
    """

    chosen = Signal(object)

    def __init__(
        self, kinds: Sequence[tuple[Key, Kind]], *, name: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._group = QButtonGroup(self)
        self._keys = [key for key, _ in kinds]
        self._chips: dict[Key, CountChip] = {}
        flow = FlowLayout(self)
        for number, (key, kind) in enumerate(kinds):
            chip = CountChip(kind)
            chip.setAccessibleDescription(name)
            self._group.addButton(chip, number)
            flow.addWidget(chip)
            self._chips[key] = chip
        self._chips[self._keys[0]].setChecked(True)
        self._group.idToggled.connect(self._toggled)
        self._one_stop()

    @property
    def key(self) -> Key:
        """Return the kind that is chosen."""
        return self._keys[self._group.checkedId()]

    def chip(self, key: Key) -> CountChip:
        """Return one chip."""
        return self._chips[key]

    def choose(self, key: Key) -> None:
        """Choose a kind."""
        self._chips[key].setChecked(True)

    def set_counts(self, counts: Mapping[Key, tuple[int, str]]) -> None:
        """Show how many there are of each kind: the number, and how it is written."""
        for key, chip in self._chips.items():
            number, written = counts.get(key, (0, "0"))
            chip.set_count(written)
            chip.setEnabled(number > 0 or chip.isChecked())
        self.updateGeometry()

    def _toggled(self, number: int, checked: bool) -> None:
        if checked:
            self._one_stop()
            self.chosen.emit(self._keys[number])

    def _one_stop(self) -> None:
        for chip in self._chips.values():
            stop = Qt.FocusPolicy.StrongFocus if chip.isChecked() else Qt.FocusPolicy.ClickFocus
            chip.setFocusPolicy(stop)
