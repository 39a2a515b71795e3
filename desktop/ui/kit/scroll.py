"""How every scroll area of the window behaves."""

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QWidget

from desktop.ui.kit.theme import u


def plain_scrolling(area: QScrollArea) -> None:
    """Make an area as wide as its place, without a frame, scrolled downwards only, and no stop of Tab."""
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)


class Fitting(QScrollArea):
    """As high as what it holds; where the screen is lower, the rest is scrolled to, and what is below stays.

    `least` is the height, in design pixels, at which it still says something.
    """

    def __init__(self, *, least: int = 96) -> None:
        super().__init__()
        self._least = least
        plain_scrolling(self)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def hold(self, widget: QWidget) -> None:
        """Hold a widget in the place of the one before."""
        self.setWidget(widget)
        widget.setAutoFillBackground(False)  # what is below it is painted already
        self.viewport().setAutoFillBackground(False)
        widget.show()  # what was never shown counts for nothing in a layout
        self.updateGeometry()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Hear that what it holds wants another height."""
        if event.type() == QEvent.Type.LayoutRequest and watched is self.widget():
            self.updateGeometry()
        return super().eventFilter(watched, event)

    def hasHeightForWidth(self) -> bool:
        """Return that the height follows from the width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of what it holds."""
        held = self.widget()
        layout = held.layout() if held is not None else None
        if layout is None:
            return 0
        return (
            layout.totalHeightForWidth(width)
            if layout.hasHeightForWidth()
            else layout.totalSizeHint().height()
        )

    def sizeHint(self) -> QSize:
        """Return the size of what it holds."""
        return QSize(self.width(), self.heightForWidth(self.width()))

    def minimumSizeHint(self) -> QSize:
        """Return room for the beginning."""
        return QSize(u(200), min(u(self._least), self.heightForWidth(self.width())))
