"""Tabs: a real QTabBar for its role, keys and overflow, with its own paint and a badge on a tab."""

from collections.abc import Sequence
from typing import Literal

from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QCursor, QPainter, QPaintEvent
from PySide6.QtWidgets import QTabBar, QWidget

from desktop.ui.kit.focus import KeyFocus
from desktop.ui.kit.fonts import face
from desktop.ui.kit.ink import Ink
from desktop.ui.kit.theme import theme, u

_NOWHERE = QPoint(-9, -9)


class Tabs(KeyFocus, QTabBar):
    """The window's tabs ("main", 44 px, accent) or a pane's ("sub", 38 px, text colour)."""

    def __init__(
        self,
        labels: Sequence[str],
        *,
        kind: Literal["main", "sub"] = "main",
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._main = kind == "main"
        self._tall, self._edge, self._gap = (44, 14, 4) if self._main else (38, 0, 20)
        self._badges: dict[int, str] = {}
        self._labels: list[str] = []
        self.setAccessibleName(name)
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setUsesScrollButtons(False)
        self.setElideMode(Qt.TextElideMode.ElideNone)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        for label in labels:
            self.add(label)

    def add(self, label: str) -> int:
        """Add a tab at the end and return its index."""
        self._labels.append(label)
        return self.addTab(label.replace("&", "&&"))

    def set_badge(self, index: int, badge: str) -> None:
        """Show a badge ("7") on a tab, or none for an empty text."""
        if self._badges.get(index, "") == badge:
            return
        self._badges[index] = badge
        label = self._labels[index]
        self.setAccessibleTabName(index, f"{label}, {badge}" if badge else label)
        # The only public way to make a tab bar measure again.
        self.setTabText(index, label.replace("&", "&&"))
        self.setIconSize(self.iconSize())
        self.update()

    def tabSizeHint(self, index: int) -> QSize:
        """Return what a label and its badge need, and the gap to the next tab."""
        width = 2 * self._edge + face(14, 500).width(self._labels[index])
        if self._badges.get(index):
            width += 8 + self._badge_width(index)
        if index < self.count() - 1:
            width += self._gap
        return QSize(u(width), u(self._tall))

    def minimumTabSizeHint(self, index: int) -> QSize:
        """Return the same: tabs do not shrink."""
        return self.tabSizeHint(index)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint all tabs."""
        pointer = self.mapFromGlobal(QCursor.pos()) if self.underMouse() else _NOWHERE
        painter = QPainter(self)
        for index in range(self.count()):
            rect = QRectF(self.tabRect(index))
            with Ink(painter, rect, self.layoutDirection()) as ink:
                self._tab(ink, index, hot=rect.contains(pointer))
        painter.end()

    def _tab(self, ink: Ink, index: int, *, hot: bool) -> None:
        roles = theme.roles
        chosen = index == self.currentIndex()
        width = ink.width - (self._gap if index < self.count() - 1 else 0)
        colour = (roles.accent if self._main else roles.text) if chosen else roles.text if hot else roles.dim
        # The main bar stands one pixel higher, on the hairline of its pane.
        lift = 1 if self._main else 0
        top = (self._tall - 22) / 2 - lift
        x = self._edge + ink.text(self._edge, top, self._labels[index], colour, 14, 500)
        badge = self._badges.get(index)
        if badge:
            wide = self._badge_width(index)
            ink.box(x + 8, top + 1, wide, 18, roles.missed_wash, radius=9)
            ink.text(0, top + 2, badge, roles.missed, 12, 600, centre=x + 8 + wide / 2)
        if chosen:
            ringed = self.ring and not self._main
            ink.fill(0, ink.height - 2 - lift, width, 2, roles.accent if ringed else colour)
            if ringed:
                # A pane's tabs have no room beside their letters for a ring: two bars frame them.
                ink.fill(0, 4, width, 2, roles.accent)
            elif self.ring:
                ink.box(0, 6, width, ink.height - 14, None, roles.accent, radius=6, pen=2)

    def _badge_width(self, index: int) -> float:
        return max(20.0, 12 + face(12, 600).width(self._badges[index]))
