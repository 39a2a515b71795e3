"""Forty-eight bars: how the requests of each half hour of the last day went."""

import math

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QColor, QHelpEvent, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from desktop.domain.health import HalfHour
from desktop.services.health import BARS, Figures
from desktop.ui import sentences, sentences_settings
from desktop.ui.kit.ink import Ink
from desktop.ui.kit.labels import Plain
from desktop.ui.kit.theme import theme, u

_HEIGHT = 16
_GAP = 2
_BAD_SHARE = 0.5


class Beats(Plain):
    """One bar for each half hour, the newest at the end; its tool tip says what it stands for."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._hours: tuple[HalfHour, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_hours(self, figures: Figures) -> None:
        """Show what was counted."""
        if figures.hours == self._hours:
            return
        self._hours = figures.hours
        self.setAccessibleName(sentences_settings.bars(figures))
        self.update()

    def sizeHint(self) -> QSize:
        """Return a comfortable width, and the height of a bar."""
        return QSize(u(480), u(_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        """Return a width at which bars can still be told apart."""
        return QSize(u(BARS * 4), u(_HEIGHT))

    def hour_at(self, x: int) -> HalfHour | None:
        """Return the half hour whose bar is at a place, in the window's pixels."""
        if not self._hours or not 0 <= x < self.width():
            return None
        place = min(x * len(self._hours) // self.width(), len(self._hours) - 1)
        return self._hours[-1 - place if self.isRightToLeft() else place]

    def event(self, event: QEvent) -> bool:
        """Show a bar's own tool tip."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            hour = self.hour_at(event.pos().x())
            if hour is not None:
                QToolTip.showText(event.globalPos(), sentences.tip(sentences_settings.bar(hour)), self)
                return True
        return super().event(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the bars, each edge on a whole pixel."""
        if not self._hours:
            return
        with Ink.on(self) as ink:
            step = (ink.width + _GAP) / len(self._hours)
            for place, hour in enumerate(self._hours):
                start = math.floor(place * step * ink.scale + 0.5) / ink.scale
                end = math.floor(((place + 1) * step - _GAP) * ink.scale + 0.5) / ink.scale
                ink.box(start, 0, end - start, ink.height, _colour(hour), radius=2)


class Key(Plain):
    """The small square beside a word that says what a colour means."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setFixedSize(u(8), u(8))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the square."""
        with Ink.on(self) as ink:
            ink.box(0, 0, 8, 8, theme.roles.waiting, radius=2)


def _colour(hour: HalfHour) -> QColor:
    roles = theme.roles
    if not hour.requests:
        return roles.bone
    if hour.failures:
        return roles.missed if hour.failures >= hour.requests * _BAD_SHARE else roles.waiting
    calm = QColor(roles.answered)
    calm.setAlphaF(0.55)
    return calm
