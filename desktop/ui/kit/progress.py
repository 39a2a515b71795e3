"""A thin progress bar: a QProgressBar for its role and value, with its own paint."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QProgressBar, QSizePolicy, QWidget

from desktop.ui.kit.ink import Ink
from desktop.ui.kit.theme import theme, u


class ProgressBar(QProgressBar):
    """A range of 0 to 0 says that the end is not known, and fills the first part only."""

    _UNKNOWN_SHARE = 0.3

    def __init__(
        self, *, name: str, width: int = 120, height: int = 6, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._width = width
        self._height = height
        self.setAccessibleName(name)
        self.setTextVisible(False)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return the width asked for, and the height of the bar."""
        return QSize(u(self._width), u(self._height))

    def minimumSizeHint(self) -> QSize:
        """Return the shortest bar that still says something."""
        return QSize(u(40), u(self._height))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the track and the part that is done."""
        roles = theme.roles
        span = self.maximum() - self.minimum()
        share = (self.value() - self.minimum()) / span if span else self._UNKNOWN_SHARE
        with Ink.on(self) as ink:
            ink.box(0, 0, ink.width, ink.height, roles.track, radius=self._height / 2)
            if share > 0:
                ink.painter.save()
                ink.painter.setClipRect(ink.rect(0, 0, ink.width * min(share, 1.0), ink.height))
                ink.box(0, 0, ink.width, ink.height, roles.fill, radius=self._height / 2)
                ink.painter.restore()
