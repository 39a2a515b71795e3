"""The tray: its menu under a panel, and its icon on light and dark panels."""

import dataclasses
from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QEvent, QPoint, QRect, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget

from desktop.app.tour import Stage, until
from desktop.app.tour_stops.common import favourite
from desktop.ui.context import Context
from desktop.ui.kit.fonts import face
from desktop.ui.kit.theme import theme
from desktop.ui.shell.state import Mood
from desktop.ui.shell.window import MainWindow
from desktop.ui.tray.art import Look, image
from desktop.ui.tray.menu import TrayMenu
from desktop.ui.tray.presenter import TrayPresenter

PANELS = (QColor("#F9FAFB"), QColor("#D1D5DB"), QColor("#374151"), QColor("#111827"))
LOOKS = (Look(), Look(3), Look(7), Look(40), Look(trouble=True), Look(2, trouble=True))
SIZES = (16, 22, 32, 64)
PANEL_HIGH, MENU_AT = 32, (860, 40)


class Panels(QWidget):
    """The icon in every look and size on panels from white to black; the first is enlarged below it."""

    def __init__(self) -> None:
        super().__init__()
        self.resize(len(LOOKS) * 150 + 20, len(PANELS) * 150)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint them to the pixel, as a panel shows them."""
        painter = QPainter(self)
        for row, panel in enumerate(PANELS):
            painter.fillRect(QRect(0, row * 150, self.width(), 150), panel)
            for column, look in enumerate(LOOKS):
                self._column(painter, QPoint(20 + column * 150, row * 150 + 12), look)
        painter.end()

    @staticmethod
    def _column(painter: QPainter, at: QPoint, look: Look) -> None:
        x, y = at.x(), at.y()
        for size in SIZES[:3]:
            painter.drawImage(x, y, image(size, look.badge, trouble=look.trouble))
            y += size + 10
        painter.drawImage(x + 50, at.y(), image(SIZES[3], look.badge, trouble=look.trouble))
        small = image(16, look.badge, trouble=look.trouble)
        painter.drawImage(x + 66, at.y() + 78, small.scaled(48, 48))


class Desk(QWidget):
    """A desktop with a panel, to hold the menu beside its mockup."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.resize(1180, 760)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the panel with the icon, and nothing else."""
        roles = theme.roles
        painter = QPainter(self)
        painter.fillRect(self.rect(), roles.selection)
        painter.fillRect(0, 0, self.width(), PANEL_HIGH, roles.panel)
        painter.setPen(roles.text)
        painter.setFont(face(14, 500).font)
        painter.drawText(QRect(0, 0, self.width(), PANEL_HIGH), Qt.AlignmentFlag.AlignCenter, "14:07")
        painter.drawImage(1022, 5, image(22, self._look.badge, trouble=self._look.trouble))
        painter.end()


async def tray(stage: Stage, window: MainWindow) -> None:
    """Show the menu as it is, with its missed calls, in trouble, and the icon."""
    panels = Panels()
    panels.show()
    stage.album.take(panels, "tray", "icons")
    panels.hide()
    panels.deleteLater()

    await favourite(stage, starred=True)
    services = stage.container.services
    shown = stage.rows, stage.rows, stage.rows, lambda: stage.uploads
    context = Context(services, stage.bridge, *shown, stage.clock, stage.report)
    presenter = TrayPresenter(context, window.shell)
    menu = TrayMenu(presenter)
    presenter.start()
    await until(lambda: presenter.view.missed and presenter.view.favourites)
    seven = Look(7)
    presenter.view = dataclasses.replace(presenter.view, unseen=seven.missed)
    with _opened(menu, seven) as desk:
        menu.setActiveAction(menu.quick_dial)
        stage.album.take(desk, "tray", "menu")
    with _opened(menu, seven, x=420) as desk:
        down, right = Qt.Key.Key_Down, Qt.Key.Key_Right
        for key in (down, down, down, right):
            press = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier)
            QApplication.sendEvent(menu, press)
        await until(menu.missed.isVisible)
        stage.album.take(desk, "tray", "missed")
        for key in (Qt.Key.Key_Left, down, right):
            press = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier)
            QApplication.sendEvent(QApplication.activePopupWidget() or menu, press)
        await until(menu.favourites.isVisible)
        stage.album.take(desk, "tray", "favourites")
    state = f"No connection since {presenter.view.state[-5:]}"
    presenter.view = dataclasses.replace(presenter.view, mood=Mood.TROUBLE, state=state, unseen=0)
    with _opened(menu, Look(trouble=True)) as desk:
        menu.refresh()  # opening it asked for the real state
        stage.album.take(desk, "tray", "trouble")
    await presenter.close()
    menu.deleteLater()
    await favourite(stage, starred=False)


@contextmanager
def _opened(menu: TrayMenu, look: Look, x: int = MENU_AT[0]) -> Iterator[Desk]:
    desk = Desk(look)
    desk.show()
    menu.open_at(desk.mapToGlobal(QPoint(x, MENU_AT[1])))
    yield desk
    menu.missed.hide()
    menu.favourites.hide()
    menu.hide()
    desk.hide()
    desk.deleteLater()
    QApplication.sendPostedEvents()
