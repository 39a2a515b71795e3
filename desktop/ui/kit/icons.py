"""One family of SVG files, tinted from the theme and sharp at every ratio."""

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from desktop.system.paths import resources
from desktop.ui.kit.roles import Role
from desktop.ui.kit.theme import theme

MIRRORED = {"chevron-left": "chevron-right", "chevron-right": "chevron-left"}
"""What points the other way where text runs from right to left. Keys of a player do not."""


def names() -> list[str]:
    """Return the names of all icons."""
    return sorted(path.stem for path in (resources() / "icons").glob("*.svg"))


@lru_cache(maxsize=128)
def source(name: str) -> str:
    """Return an icon's SVG, whose colour is "currentColor"."""
    return (resources() / "icons" / f"{name}.svg").read_text(encoding="utf-8")


@lru_cache(maxsize=1024)
def pixmap(name: str, size: int, colour: str, ratio: float) -> QPixmap:
    """Return an icon of `size` design pixels in a colour ("#rrggbb"), rendered for a device pixel ratio."""
    edge = round(size * ratio)
    made = QPixmap(edge, edge)
    made.fill(Qt.GlobalColor.transparent)
    renderer = QSvgRenderer(QByteArray(source(name).replace("currentColor", colour).encode()))
    painter = QPainter(made)
    renderer.render(painter, QRectF(0, 0, edge, edge))
    painter.end()
    made.setDevicePixelRatio(ratio)
    return made


class _Engine(QIconEngine):
    """Asks the theme when it paints, so an icon in a menu or in the tray follows a switch."""

    def __init__(self, name: str, role: Role) -> None:
        super().__init__()
        self._name = name
        self._role: Role = role

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, _state: QIcon.State) -> None:
        ratio = painter.device().devicePixelRatioF()
        size = QSize(min(rect.width(), rect.height()), min(rect.width(), rect.height()))
        made = self._make(size, mode, ratio)
        painter.drawPixmap(rect.x() + (rect.width() - size.width()) // 2, rect.y(), made)

    def pixmap(self, size: QSize, mode: QIcon.Mode, _state: QIcon.State) -> QPixmap:
        return self._make(size, mode, 1.0)

    def scaledPixmap(self, size: QSize, mode: QIcon.Mode, _state: QIcon.State, scale: float) -> QPixmap:
        # Since Qt 6.8 the size is independent of the device.
        return self._make(size, mode, scale)

    def clone(self) -> QIconEngine:
        made = _Engine(self._name, self._role)
        _engines.append(made)
        return made

    def isNull(self) -> bool:
        return False

    def _make(self, size: QSize, mode: QIcon.Mode, ratio: float) -> QPixmap:
        edge = min(size.width(), size.height())
        made = pixmap(self._name, edge, theme.roles.colour(self._role).name(), ratio)
        return _faded(made) if mode == QIcon.Mode.Disabled else made


def _faded(full: QPixmap) -> QPixmap:
    made = QPixmap(full.size())
    made.setDevicePixelRatio(full.devicePixelRatio())
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setOpacity(0.45)
    painter.drawPixmap(0, 0, full)
    painter.end()
    return made


_engines: list[_Engine] = []
_icons: dict[tuple[str, Role], QIcon] = {}


def icon(name: str, role: Role = "dim") -> QIcon:
    """Return a `QIcon` for actions, menus and the tray; kept for ever, as its engine in Python must be."""
    if (name, role) not in _icons:
        engine = _Engine(name, role)
        _engines.append(engine)
        _icons[name, role] = QIcon(engine)
    return _icons[name, role]


def tint(name: str, size: int, colour: QColor, ratio: float) -> QPixmap:
    """Return an icon in a colour, as `pixmap`."""
    return pixmap(name, size, colour.name(), ratio)
