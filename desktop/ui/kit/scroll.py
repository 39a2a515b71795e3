"""How every scroll area of the window behaves."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea


def plain_scrolling(area: QScrollArea) -> None:
    """Make an area as wide as its place, without a frame, scrolled downwards only, and no stop of Tab."""
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
