"""The steps of a wizard in one line: which are done, which one is now, which are still to come."""

from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.ui.kit.fonts import face
from desktop.ui.kit.ink import Ink
from desktop.ui.kit.labels import Plain
from desktop.ui.kit.theme import theme, u

_DISC, _GAP, _AROUND, _BAR, _HEIGHT = 20, 8, 12, 24, 20


class Steps(Plain):
    """Only read, not pressed. Where there is no room for every name, the step of now keeps its own."""

    def __init__(self, names: Sequence[str], *, spoken: str = "", parent: QWidget | None = None) -> None:
        super().__init__("", name=spoken, parent=parent)
        self._names = tuple(names)
        self._at = 0
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    @property
    def at(self) -> int:
        """Return which step it is, from 0."""
        return self._at

    def go_to(self, at: int, *, spoken: str) -> None:
        """Show another step; `spoken` is what a screen reader says of it."""
        self._at = at
        self.setAccessibleName(spoken)
        self.updateGeometry()
        self.update()

    def set_names(self, names: Sequence[str]) -> None:
        """Call the steps otherwise."""
        self._names = tuple(names)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return what all names need."""
        return QSize(u(self._width(names=True)), u(_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        """Return room for the discs and a few letters of the step of now."""
        return QSize(u(self._width(names=False) + _GAP + 24), u(_HEIGHT))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint discs, names and the lines between them, up to the end of the place."""
        roles = theme.roles
        with Ink.on(self) as ink:
            every = self._width(names=True) <= ink.width + 1
            spare = ink.width - self._width(names=False) - _GAP
            now_wide = min(face(12, 600).width(self._names[self._at]), spare)
            used = self._width(names=True) if every else self._width(names=False) + _GAP + now_wide
            x = max(0.0, ink.width - used)
            for place, name in enumerate(self._names):
                if place:
                    ink.fill(x + _AROUND, _HEIGHT / 2, _BAR, 1, roles.line)
                    x += 2 * _AROUND + _BAR
                self._disc(ink, x, place)
                x += _DISC
                now = place == self._at
                if every or now:
                    colour = roles.text if now else roles.dim
                    weight = 600 if now else 500
                    room = None if every else spare
                    x += _GAP + ink.text(x + _GAP, 2, name, colour, 12, weight, room=room)

    def _disc(self, ink: Ink, x: float, place: int) -> None:
        roles = theme.roles
        if place < self._at:
            ink.disc(x, 0, _DISC, roles.answered_wash)
            ink.icon("check", x + 4, 4, 12, roles.answered)
            return
        number, now = str(place + 1), place == self._at
        edge = None if now else roles.line
        ink.box(x, 0, _DISC, _DISC, roles.fill if now else None, edge, radius=_DISC / 2)
        colour = roles.on_fill if now else roles.dim
        ink.text(x, 2, number, colour, 11, 600, tabular=True, centre=x + _DISC / 2)

    def _width(self, *, names: bool) -> float:
        count = len(self._names)
        wide = count * _DISC + (count - 1) * (2 * _AROUND + _BAR)
        if not names:
            return wide
        return wide + sum(
            _GAP + face(12, 600 if place == self._at else 500).width(name)
            for place, name in enumerate(self._names)
        )
