"""Buttons of every kind and the pill that takes a filter away: rest, hover, focus, pressed, disabled."""

import math
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from desktop.ui.kit.focus import KeyFocus
from desktop.ui.kit.fonts import face
from desktop.ui.kit.ink import Ink
from desktop.ui.kit.roles import Role, mix
from desktop.ui.kit.theme import theme, u

Kind = Literal["plain", "accent", "go", "danger", "quiet", "link", "round", "action"]
"""plain: bordered; accent: bordered, in the accent; go: the one filled button; danger: bordered, red;
quiet: no border; link: text only; round: filled circle; action: small bordered circle in a row."""

_GAP = 8
_TAIL = 14


@dataclass(frozen=True, slots=True)
class _Colours:
    fill: QColor | None
    line: QColor | None
    ink: QColor
    detail: QColor
    ring: QColor


class PaintedButton(KeyFocus, QAbstractButton):
    """A button that shows its label as it is: an "&" in a name from outside is no shortcut."""

    def __init__(self, label: str = "", *, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._label = ""
        self.setText(label)
        self.setAccessibleName(name or label)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def text(self) -> str:
        """Return the label as it was given."""
        return self._label

    def setText(self, text: str) -> None:
        """Show another label; the accessible name follows when it was the label."""
        if self.accessibleName() == self._label:
            self.setAccessibleName(text)
        self._label = text
        super().setText(text.replace("&", "&&"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press with Enter too, which Qt leaves to some desktops."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not event.isAutoRepeat():
            self.click()
            return
        super().keyPressEvent(event)

    @property
    def hot(self) -> bool:
        """Whether the pointer is on it and a click would do something."""
        return self.underMouse() and self.isEnabled()


class Button(PaintedButton):
    """A button. One with an icon alone needs a `name`, which is also its tool tip."""

    def __init__(
        self,
        label: str = "",
        *,
        kind: Kind = "plain",
        icon: str = "",
        name: str = "",
        tail: str = "",
        detail: str = "",
        dot: Role | None = None,
        icon_size: int = 0,
        height: int = 0,
        edge: int = 0,
        px: int = 14,
        parent: QWidget | None = None,
    ) -> None:
        if not (label or name):
            raise ValueError("a button without a label needs a name")
        super().__init__(label, name=name, parent=parent)
        self.kind: Kind = kind
        self._icon = icon
        self._tail = tail
        self._detail = detail
        self._dot: Role | None = dot
        self._px = px
        self._given_edge = edge
        self._held = False
        self._icon_size = icon_size or (14 if kind == "action" else 18 if kind == "round" else 16)
        self._height = height or {"round": 36, "action": 28, "link": 20}.get(kind, 32)
        if name and not label:
            self.setToolTip(name)
        if kind == "link":
            self.setCursor(Qt.CursorShape.PointingHandCursor)

    def set_icon(self, icon: str, name: str = "") -> None:
        """Show another icon; `name` says what it does now (play becomes pause)."""
        self._icon = icon
        if name:
            self.setAccessibleName(name)
            self.setToolTip(name)
        self.updateGeometry()
        self.update()

    def set_label(self, label: str) -> None:
        """Show another label, or none where there is no room; what it is called stays."""
        if label == self.text():
            return
        name = self.accessibleName()
        self.setText(label)
        self.setAccessibleName(name)
        self.setToolTip("" if label else name)

    def set_tail(self, tail: str) -> None:
        """Show another icon at the end, or none."""
        if tail != self._tail:
            self._tail = tail
            self.updateGeometry()
            self.update()

    def set_held(self, held: bool) -> None:
        """Look as if switched off, and be pressed all the same: whoever presses it learns what is missing."""
        self._held = held
        self.update()

    @property
    def held(self) -> bool:
        """Whether it only looks as if it were switched off."""
        return self._held

    def set_detail(self, detail: str, dot: Role | None = None) -> None:
        """Show another dimmed text after the label, and another dot before it."""
        self._detail = detail
        self._dot = dot
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return what the label, icon, dot and arrow need."""
        if self.kind in {"round", "action"}:
            return QSize(u(self._height), u(self._height))
        width = sum(self._parts()) + _GAP * (len(self._parts()) - 1) + 2 * self._edge()
        return QSize(u(width), u(self._height))

    def minimumSizeHint(self) -> QSize:
        """Return the same: a button does not shrink, it is laid out elsewhere."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the state of this moment."""
        look = self._colours()
        with Ink.on(self) as ink:
            radius = self._height / 2 if self.kind in {"round", "action"} else 4 if self.kind == "link" else 8
            ink.box(0, 0, ink.width, ink.height, look.fill, look.line, radius=radius)
            self._content(ink, look)
            if self.kind == "link":
                # A link has no room round its letters: it is underlined, and thicker for the keyboard.
                thick = 2 if self.ring else 1 if self.hot else 0
                ink.fill(0, ink.height - 2, ink.width, thick, look.ink)
            elif self.ring:
                ink.ring(radius=radius, inset=2 if self.kind in {"go", "round"} else 0, colour=look.ring)

    def _content(self, ink: Ink, look: _Colours) -> None:
        middle = ink.height / 2
        parts = self._parts()
        x = (ink.width - sum(parts) - _GAP * (len(parts) - 1)) / 2
        x = round(x) if self.kind in {"round", "action"} else math.floor(x + 0.5)
        if self._tail:
            x = self._edge()  # what opens a menu reads like a field: text at the start, arrow at the end
        if self._dot:
            ink.disc(x, middle - 4, 8, theme.roles.colour(self._dot))
            x += 8 + _GAP
        if self._icon:
            ink.icon(self._icon, x, middle - self._icon_size / 2, self._icon_size, look.ink)
            x += self._icon_size + _GAP
        line = 20 if self._px == 14 else 16
        weight = self._weight()
        if self.text():
            x += ink.text(x, middle - line / 2, self.text(), look.ink, self._px, weight, height=line) + _GAP
        if self._detail:
            x += (
                7
                + ink.text(x + 7, middle - line / 2, self._detail, look.detail, self._px, height=line)
                + _GAP
            )
        if self._tail:
            ink.icon(self._tail, ink.width - self._edge() - _TAIL, middle - _TAIL / 2, _TAIL, look.ink)

    def _edge(self) -> float:
        if self.kind == "link":
            return 0.5
        return self._given_edge or (13 if self.text() else 9)

    def _weight(self) -> int:
        if self.kind == "go":
            return 600
        return 400 if self._detail or self._dot else 500  # what names a line reads like a field

    def _parts(self) -> list[float]:
        widths = [8.0 if self._dot else 0.0, float(self._icon_size) if self._icon else 0.0]
        if self.text():
            widths.append(face(self._px, self._weight()).width(self.text()))
        if self._detail:
            widths.append(7 + face(self._px).width(self._detail))
        widths.append(float(_TAIL) if self._tail else 0.0)
        return [width for width in widths if width]

    def _colours(self) -> _Colours:
        roles = theme.roles
        down, hot = self.isDown(), self.hot
        if not self.isEnabled() or self._held:
            bare = self.kind in {"quiet", "link"}
            ring = roles.accent if self._held else roles.dim
            return _Colours(
                None if bare else roles.hover, None if bare else roles.line, roles.dim, roles.dim, ring
            )
        if self.kind in {"go", "round"}:
            towards = roles.on_fill if roles.dark else roles.text
            fill = mix(roles.fill, towards, 0.22 if down else 0.12 if hot else 0)
            return _Colours(fill, None, roles.on_fill, roles.on_fill, roles.on_fill)
        if self.kind == "link":
            return _Colours(
                None, None, mix(roles.accent, roles.text, 0.4 if down else 0), roles.dim, roles.accent
            )
        if self.isChecked():
            return _Colours(roles.selection, roles.accent, roles.text, roles.dim, roles.accent)
        rest = None if self.kind == "quiet" else roles.panel
        hover = roles.selection if self.kind == "action" else roles.hover
        ink = {
            "danger": roles.missed,
            "accent": roles.accent,
            "action": roles.accent,
            "quiet": roles.text if hot else roles.dim,
        }
        return _Colours(
            roles.pressed if down else hover if hot else rest,
            None if self.kind == "quiet" else roles.line,
            ink.get(self.kind, roles.text),
            roles.dim,
            roles.accent,
        )


class Pill(PaintedButton):
    """A filter or a tag in force; pressing it takes it away. `colour` is a dot before the label."""

    def __init__(
        self,
        label: str,
        *,
        name: str = "",
        colour: QColor | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(label, name=name or label, parent=parent)
        self._colour = colour

    def sizeHint(self) -> QSize:
        """Return what the label, the dot and the cross need."""
        width = 8 + (14 if self._colour else 0) + face(12).width(self.text()) + 6 + 12 + 8
        return QSize(u(width), u(20))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the state of this moment."""
        roles = theme.roles
        fill = roles.hover if not self.isEnabled() else roles.selection if self.isDown() else roles.chip
        if self.hot and not self.isDown():
            fill = mix(roles.chip, roles.selection, 0.7)
        colour = roles.text if self.isEnabled() else roles.dim
        edge = roles.line if roles.chip == roles.panel else None
        with Ink.on(self) as ink:
            ink.box(0, 0, ink.width, ink.height, fill, edge, radius=10)
            x = 8.0
            if self._colour:
                ink.disc(x, 6, 8, self._colour)
                x += 14
            ink.text(x, 2, self.text(), colour, 12, room=ink.width - x - 25)
            ink.icon("close", ink.width - 20, 4, 12, colour)
            if self.ring:
                ink.ring(radius=10)
