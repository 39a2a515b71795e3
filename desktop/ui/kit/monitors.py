"""Where windows stand on the screens that there are, and what becomes of them when one is unplugged."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, QPoint, QRect, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import QApplication, QWidget

from desktop.ui.kit.theme import u

_GRIP_WIDE, _GRIP_HIGH = 96, 24
"""So much of its upper edge a person needs of a window to take hold of it."""
_SETTLE_MS = 200
_KINDS = {Qt.WindowType.Window, Qt.WindowType.Dialog, Qt.WindowType.Tool}
"""What stays until a person closes it; menus and popovers are gone with the next press."""


def spaces() -> list[QRect]:
    """Return what each screen has for windows."""
    return [screen.availableGeometry() for screen in QGuiApplication.screens()]


def space_of(place: QPoint, widget: QWidget) -> QRect:
    """Return the screen's room at a place; that of a widget's window where the place is on no screen.

    A window may stand on two screens, and what belongs to a widget belongs to that one's screen.
    """
    screen: QScreen | None = QGuiApplication.screenAt(place)
    return (screen or widget.screen()).availableGeometry()


def beside(anchor: QWidget, frame: QRect, edge: int, drop: int) -> QPoint:
    """Return where a box stands wholly on the screen of a widget, but for its shadow's `edge` and `drop`."""
    space = space_of(anchor.mapToGlobal(anchor.rect().center()), anchor)
    x = min(max(frame.x(), space.x() - edge), space.right() - frame.width() + edge)
    y = min(max(frame.y(), space.y() - edge), space.bottom() - frame.height() + edge + drop)
    return QPoint(x, y)


def is_reachable(frame: QRect, rooms: Sequence[QRect]) -> bool:
    """Whether enough of a window's upper edge is on some screen."""
    grip = QRect(frame.topLeft(), frame.topRight() + QPoint(0, u(_GRIP_HIGH)))
    shown = [room.intersected(grip) for room in rooms]
    return any(part.width() >= u(_GRIP_WIDE) and part.height() >= u(_GRIP_HIGH) // 2 for part in shown)


def nearest(frame: QRect, rooms: Sequence[QRect]) -> QRect:
    """Return the room that shows the most of a window, else the one that is nearest to it."""

    def shown(room: QRect) -> int:
        part = room.intersected(frame)
        return part.width() * part.height() if part.isValid() else 0

    best = max(rooms, key=shown)
    if shown(best):
        return best
    middle = frame.center()
    return min(rooms, key=lambda room: (room.center() - middle).manhattanLength())


def inside(frame: QRect, room: QRect) -> QRect:
    """Return a window's place wholly in a room, as large as that lets it be."""
    size = frame.size().boundedTo(room.size())
    x = max(room.x(), min(frame.x(), room.x() + room.width() - size.width()))
    y = max(room.y(), min(frame.y(), room.y() + room.height() - size.height()))
    return QRect(QPoint(x, y), size)


class Monitors(QObject):
    """Brings windows back that stand where a screen was. A window system may do that too, or may not."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        # The window system moves windows as well: it has its say first.
        self._timer = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._timer.timeout.connect(self.bring_back)
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication)
        app.screenRemoved.connect(self._changed)
        app.primaryScreenChanged.connect(self._changed)

    def bring_back(self) -> None:
        """Move each window that cannot be reached onto the nearest screen."""
        for window in QApplication.topLevelWidgets():
            if window.isVisible() and not window.isMinimized() and window.windowType() in _KINDS:
                bring_back(window)

    def _changed(self, _screen: object) -> None:
        self._timer.start()


def bring_back(window: QWidget) -> None:
    """Move a window onto the nearest screen, unless it can be reached where it is."""
    frame, rooms = window.frameGeometry(), spaces()
    if is_reachable(frame, rooms):
        return
    moved = inside(frame, nearest(frame, rooms))
    window.move(moved.topLeft())
    window.resize(window.size().boundedTo(moved.size()))
