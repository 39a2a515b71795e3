"""Carries what other starts want from the engine's thread to the window."""

import os

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QGuiApplication

from desktop.app.wish import WindowWish
from desktop.ui.shell.window import MainWindow


class Doorbell(QObject):
    """Does what a start of Sidetone wants: `rung` from any thread, `take` and `take_link` on the window's.

    A wish that comes before the window is complete brings the window forward, which may be asking for
    something, and is done after `answer`.
    """

    rung = Signal(object)

    def __init__(self, window: MainWindow) -> None:
        super().__init__()
        self._window = window
        self._answers = False
        self._waiting: list[WindowWish] = []
        self.rung.connect(self.take)

    def answer(self, first: WindowWish | None) -> None:
        """Begin to do what is wanted, `first` and then what has waited: the window is complete."""
        self._answers = True
        waiting, self._waiting = self._waiting, []
        for wish in ([] if first is None else [first]) + waiting:
            self._do(wish)

    @Slot(object)
    def take(self, wish: WindowWish) -> None:
        """Do it, or keep it until that can be done."""
        if wish.token and QGuiApplication.platformName().startswith("wayland"):
            # Qt shows it to the compositor with the next window that it activates, and then forgets it.
            os.environ["XDG_ACTIVATION_TOKEN"] = wish.token
        if self._answers:
            self._do(wish)
            return
        self._waiting.append(wish)
        if not wish.hidden:
            self._window.come_forward()

    @Slot(str)
    def take_link(self, link: str) -> None:
        """Ask about a link that the system brought to the running program by itself (macOS)."""
        self.take(WindowWish(link))

    def _do(self, wish: WindowWish) -> None:
        if wish.link is not None:
            self._window.ask_about(wish.link)
        elif wish.quick_dial:
            self._window.quick_dial()
        elif not wish.hidden:
            self._window.come_forward()
