"""One of two versions of a text to choose: a radio button in a box, with marks where it differs."""

import html
from collections.abc import Sequence

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QRadioButton, QSizePolicy, QWidget

from desktop.ui.kit.focus import KeyFocus
from desktop.ui.kit.ink import Ink
from desktop.ui.kit.marked import Part, Span, marked_text
from desktop.ui.kit.roles import Role, mix
from desktop.ui.kit.theme import theme, u

_HEIGHT, _EDGE, _MARK, _GAP = 40, 13, 16, 10


class SideOption(KeyFocus, QRadioButton):
    """A version of a text; `empty` is what stands there, dimmed, when the text is none."""

    def __init__(self, *, empty: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._empty = empty
        self._part = Part("")
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def shown(self) -> Part:
        """Return the text with its marks."""
        return self._part

    def show_text(self, text: str, marks: Sequence[Span], *, name: str) -> None:
        """Show a text with marks; `name` is the whole choice for a screen reader."""
        self._part = Part(text, tuple(marks))
        self.setAccessibleName(name)
        self.setToolTip(f"<qt>{html.escape(text)}</qt>" if text else "")
        self.update()

    def sizeHint(self) -> QSize:
        """Return a width to start from: it takes what its column has."""
        return QSize(u(200), u(_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        """Return room for the mark and a few letters."""
        return QSize(u(96), u(_HEIGHT))

    def hitButton(self, pos: QPoint) -> bool:
        """Take a click anywhere on the box."""
        return self.rect().contains(pos)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the state of this moment."""
        roles, on = theme.roles, self.isChecked()
        fill = roles.selection if on else roles.panel
        if self.isDown():
            fill = roles.pressed
        elif self.underMouse() and self.isEnabled() and not on:
            fill = roles.hover
        with Ink.on(self) as ink:
            if not self.isEnabled():
                ink.painter.setOpacity(0.5)
            ink.box(0, 0, ink.width, ink.height, fill, roles.accent if on else roles.line)
            top = (ink.height - _MARK) / 2
            if on:
                ink.disc(_EDGE, top, _MARK, roles.fill)
                ink.disc(_EDGE + 5, top + 5, 6, roles.on_fill)
            else:
                awake = mix(roles.panel, roles.dim, 0.12 if self.underMouse() else 0)
                ink.box(_EDGE, top, _MARK, _MARK, awake, roles.dim, radius=_MARK / 2, pen=1.5)
            start = _EDGE + _MARK + _GAP
            room = ink.width - start - _EDGE
            top = (ink.height - 20) / 2
            if self._part.text:
                role: Role = "text" if on else "dim"
                marked_text(ink, start, top, self._part, role, room=room, tabular=True)
            else:
                ink.text(start, top, self._empty, roles.dim, room=room)
            if self.ring:
                ink.ring()
