"""One of a few things, each a card with what it offers and lacks: real radio buttons for keys and roles."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QBoxLayout, QButtonGroup, QHBoxLayout, QRadioButton, QSizePolicy, QWidget

from desktop.ui.kit.focus import KeyFocus
from desktop.ui.kit.fonts import face
from desktop.ui.kit.ink import Ink
from desktop.ui.kit.labels import monogram
from desktop.ui.kit.theme import theme, u

_EDGE, _TILE, _HEAD, _LINE, _BOTTOM = 17, 32, 60, 20, 18
"""Inside margin, the tile, where the points begin, the height of one, and what is left below the last."""

_MARK, _POINT = 16, 22
_COLUMN = 240  # as narrow as a column of points may get where there is room for several


@dataclass(frozen=True, slots=True)
class Choice:
    """What a card says: a title, and points that are there or are not. Without an icon it shows initials."""

    title: str
    offers: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
    icon: str = ""

    @property
    def points(self) -> tuple[tuple[str, bool], ...]:
        """Return the points in their order, each with whether it is there."""
        return (*((text, True) for text in self.offers), *((text, False) for text in self.lacks))

    @property
    def sentence(self) -> str:
        """Return the card for a screen reader."""
        return ". ".join([self.title, *self.offers, *self.lacks])


class ChoiceCard(KeyFocus, QRadioButton):
    """One card. Alone it is no choice: it shows no mark and takes no focus."""

    def __init__(self, choice: Choice, *, alone: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choice = choice
        self._alone = alone
        self.setAccessibleName(choice.sentence)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        if alone:
            self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def _columns(self, width: float) -> int:
        points = self._choice.points
        widest = max((face(12).width(text) for text, _ in points), default=0.0) + _POINT + 8
        room = int((width - 2 * _EDGE) // max(_COLUMN, widest))
        return max(1, min(room, len(points)))

    def _height(self, width: float) -> int:
        lines = -(-len(self._choice.points) // self._columns(width))
        return _HEAD + lines * _LINE + _BOTTOM - (4 if lines else 0)

    def sizeHint(self) -> QSize:
        """Return a comfortable card."""
        return QSize(u(320), u(self._height(320)))

    def minimumSizeHint(self) -> QSize:
        """Return the narrowest card that still says something."""
        return QSize(u(200), u(self._height(200)))

    def hasHeightForWidth(self) -> bool:
        """Return that the height follows from the width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of head and points in a width."""
        return u(self._height(width / theme.scale))

    def hitButton(self, pos: QPoint) -> bool:
        """Take a click anywhere on the card."""
        return not self._alone and self.rect().contains(pos)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the state of this moment."""
        roles = theme.roles
        chosen = self.isChecked() and not self._alone
        with Ink.on(self) as ink:
            if not self.isEnabled():
                ink.painter.setOpacity(0.6)
            fill = roles.panel
            if self.isDown():
                fill = roles.pressed
            elif self.underMouse() and self.isEnabled() and not self._alone and not chosen:
                fill = roles.hover
            line = roles.accent if chosen or self.ring else roles.line
            ink.box(0, 0, ink.width, ink.height, fill, line, pen=2 if chosen else 1)
            if self.ring:
                ink.box(2, 2, ink.width - 4, ink.height - 4, None, roles.selection, radius=6, pen=2)
            ink.box(_EDGE, _EDGE, _TILE, _TILE, roles.chip)
            centre = _EDGE + _TILE / 2
            if self._choice.icon:
                ink.icon(self._choice.icon, centre - 8, centre - 8, 16, roles.accent)
            else:
                letters = monogram(self._choice.title)
                ink.text(0, 23, letters, roles.accent, 12, 700, height=20, centre=centre)
            end = ink.width - _EDGE - (0 if self._alone else _MARK + 12)
            start = _EDGE + _TILE + 12
            ink.text(start, 21, self._choice.title, roles.text, 16, 600, spacing=-0.01, room=end - start)
            if not self._alone:
                self._mark(ink)
            self._points(ink)

    def _mark(self, ink: Ink) -> None:
        roles, left, top = theme.roles, ink.width - _EDGE - _MARK, _EDGE + (_TILE - _MARK) / 2
        if self.isChecked():
            ink.disc(left, top, _MARK, roles.fill)
            ink.disc(left + 5, top + 5, 6, roles.on_fill)
        else:
            ink.box(left, top, _MARK, _MARK, None, roles.dim, radius=_MARK / 2, pen=1.5)

    def _points(self, ink: Ink) -> None:
        roles, columns = theme.roles, self._columns(ink.width)
        wide = (ink.width - 2 * _EDGE) / columns
        for place, (text, there) in enumerate(self._choice.points):
            x, y = _EDGE + wide * (place % columns), _HEAD + _LINE * (place // columns)
            colour = roles.answered if there else roles.dim
            ink.icon("check" if there else "close", x, y + 2, 14, colour)
            ink.text(x + _POINT, y + 1, text, roles.text if there else roles.dim, 12, room=wide - _POINT - 8)


class ChoiceCards(QWidget):
    """Cards side by side, as wide as there is room; the arrow keys choose. `chosen` carries the index."""

    chosen = Signal(int)

    def __init__(
        self, choices: Sequence[Choice], *, name: str, current: int = 0, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._group = QButtonGroup(self)
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(u(16))
        self.cards = tuple(ChoiceCard(choice, alone=len(choices) == 1) for choice in choices)
        for index, card in enumerate(self.cards):
            self._group.addButton(card, index)
            row.addWidget(card, 1)
        if self.cards:
            self.cards[current].setChecked(True)
        self._group.idToggled.connect(self._toggled)

    def set_direction(self, way: QBoxLayout.Direction) -> None:
        """Stand side by side, or one below the other where there is no room for that."""
        self._row.setDirection(way)

    @property
    def current(self) -> int:
        """Return the index of the chosen card."""
        return self._group.checkedId()

    def _toggled(self, index: int, checked: bool) -> None:
        if checked:
            self.chosen.emit(index)
