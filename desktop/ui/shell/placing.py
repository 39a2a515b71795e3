"""Where the window stands: put back as it was the last time, as far as there is a screen for that."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from desktop.ui.kit.theme import theme, u
from desktop.ui.shell.frame import SMALLEST, Frame


def put(window: QWidget, first: Frame) -> None:
    """Give a window that was not shown yet its size and its place."""
    wanted, smallest = QSize(u(first.width), u(first.height)), QSize(SMALLEST.width, SMALLEST.height)
    room = window.screen().availableGeometry()
    if first.place is not None:
        from desktop.ui.kit.monitors import inside, is_reachable, nearest, spaces  # noqa: PLC0415 - first paint

        there, rooms = QRect(QPoint(*first.place), wanted), spaces()
        room = nearest(there, rooms)
        # One that is cut to its screen's size, as after a larger text was chosen, is to be seen whole, too.
        stays = is_reachable(there, rooms) and wanted == wanted.boundedTo(room.size())
        window.move((there if stays else inside(there, room)).topLeft())
    # Large text does not ask for a larger screen: where the window is small, parts slide over each other.
    window.setMinimumSize(smallest.boundedTo(room.size()))
    window.resize(wanted.boundedTo(room.size()))
    if first.maximized:
        window.setWindowState(Qt.WindowState.WindowMaximized)


def frame_of(window: QWidget, list_width: int) -> Frame | None:
    """Return what is to be kept of a window; None when nobody has seen it yet."""
    if window.windowHandle() is None:
        return None
    maximized = window.isMaximized()
    usual = window.normalGeometry() if maximized else window.geometry()
    wide, high = round(usual.width() / theme.scale), round(usual.height() / theme.scale)
    corner = usual.topLeft() if maximized else window.pos()
    # A Wayland compositor tells nobody where a window is.
    place = None if QGuiApplication.platformName().startswith("wayland") else (corner.x(), corner.y())
    return Frame(wide, high, list_width, place, maximized)
