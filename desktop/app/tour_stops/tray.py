"""The tray: its menu under a panel, and its icon on light and dark panels."""

import dataclasses
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, cast

from PySide6.QtCore import QEvent, QPoint, QRect, Qt
from PySide6.QtGui import QColor, QGuiApplication, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from desktop.app.tour import Stage, until
from desktop.app.tour_stops.common import favourite
from desktop.domain.quiet import QuietFor
from desktop.services.missed import Missed
from desktop.ui.context import Context
from desktop.ui.kit.fonts import face
from desktop.ui.kit.theme import theme
from desktop.ui.shell.state import Mood
from desktop.ui.shell.window import MainWindow
from desktop.ui.tray.art import Look, image
from desktop.ui.tray.menu import TrayMenu
from desktop.ui.tray.presenter import TrayPresenter

PANELS = (QColor("#F9FAFB"), QColor("#D1D5DB"), QColor("#374151"), QColor("#111827"))
LOOKS = (
    Look(),
    Look(3),
    Look(40),
    Look(trouble=True),
    Look(2, trouble=True),
    Look(quiet=True),
    Look(5, quiet=True),
    Look(40, trouble=True, quiet=True),
)
SIZES = (16, 22, 32, 64)
PANEL_HIGH, MENU_AT, BESIDE = 32, (860, 40), 420
ONE = "Ada Lovelace, +33 6 39 98 12 07"
SEVERAL = "Tel. 01 99 00 17 42, mobile 06 39 98 12 07\nLondon +44 20 7946 0018"


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
            painter.drawImage(x, y, image(size, look))
            y += size + 10
        painter.drawImage(x + 50, at.y(), image(SIZES[3], look))
        small = image(16, look)
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
        painter.drawImage(1022, 5, image(22, self._look))
        painter.end()


class Counted:
    """The missed calls of the profile, so many of them unseen."""

    def __init__(self, missed: Missed, unseen: int) -> None:
        self._missed = missed
        self._unseen = unseen

    def __getattr__(self, name: str) -> Any:
        """Leave all else as it is."""
        return getattr(self._missed, name)

    async def unseen(self) -> int:
        """Return how many nobody has looked at."""
        return self._unseen


async def tray(stage: Stage, window: MainWindow) -> None:
    """Show the icon, the menu as it is, each menu below it, in trouble, and while nothing may pop up."""
    panels = Panels()
    panels.show()
    stage.album.take(panels, "tray", "icons")
    panels.hide()
    panels.deleteLater()

    await favourite(stage, starred=True)
    services = stage.container.services
    counted = dataclasses.replace(services, missed=cast(Missed, Counted(services.missed, 7)))
    shown = stage.rows, stage.rows, stage.rows, lambda: stage.uploads
    context = Context(counted, stage.bridge, *shown, stage.clock, stage.report)
    presenter = TrayPresenter(context, window.shell)
    menu = TrayMenu(presenter)
    presenter.start()
    await until(lambda: presenter.view.recent and presenter.view.missed and presenter.view.favourites)
    seven = Look(7)
    async with _opened(menu, seven, text=ONE) as desk:
        menu.setActiveAction(menu.quick_dial)
        stage.album.take(desk, "tray", "menu")
    for below, state in ((menu.missed, "missed"), (menu.favourites, "favourites"), (menu.recent, "recent")):
        async with _opened(menu, seven, text="", x=BESIDE) as desk:
            await _open_below(menu, below)
            stage.album.take(desk, "tray", state)
    async with _opened(menu, seven, text=SEVERAL, x=BESIDE) as desk:
        await _open_below(menu, menu.several)
        stage.album.take(desk, "tray", "copied")
    async with _opened(menu, seven, text="", x=BESIDE) as desk:
        await _open_below(menu, menu.quiet)
        stage.album.take(desk, "tray", "disturb")
    await stage.bridge.call(lambda: services.quiet.begin(QuietFor.HOUR))
    async with _opened(menu, Look(7, quiet=True), text=ONE, x=BESIDE) as desk:
        await _open_below(menu, menu.quiet)
        stage.album.take(desk, "tray", "quiet")
    await stage.bridge.call(services.quiet.end)
    async with _opened(menu, Look(trouble=True), text="") as desk:
        state = f"No connection since {presenter.view.state[-5:]}"
        presenter.view = dataclasses.replace(presenter.view, mood=Mood.TROUBLE, state=state, unseen=0)
        menu.refresh()  # opening it asked for the real state
        stage.album.take(desk, "tray", "trouble")
    await presenter.close()
    menu.deleteLater()
    await favourite(stage, starred=False)
    await copied(stage, window)


async def copied(stage: Stage, window: MainWindow) -> None:
    """Show the choice among several copied numbers."""
    QGuiApplication.clipboard().setText(SEVERAL)
    window.call_clipboard()
    await until(lambda: window.asking.choice is not None and window.asking.choice.isVisible())
    stage.album.take(window, "menu", "copied")
    window.asking.close()
    QGuiApplication.clipboard().clear()


async def _open_below(menu: TrayMenu, below: QMenu) -> None:
    """Open a menu below by the keys."""
    menu.setActiveAction(below.menuAction())
    press = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Right, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(menu, press)
    await until(below.isVisible)


@asynccontextmanager
async def _opened(menu: TrayMenu, look: Look, *, text: str, x: int = MENU_AT[0]) -> AsyncIterator[Desk]:
    QGuiApplication.clipboard().setText(text)
    desk = Desk(look)
    desk.show()
    menu.aboutToShow.emit()  # a menu that is open grows under what stands beside it
    await until(lambda: menu.presenter.view.copied.known)
    menu.open_at(desk.mapToGlobal(QPoint(x, MENU_AT[1])))
    yield desk
    for below in menu.findChildren(QMenu):
        below.hide()
    menu.hide()
    desk.hide()
    desk.deleteLater()
    QApplication.sendPostedEvents()
    QGuiApplication.clipboard().clear()
