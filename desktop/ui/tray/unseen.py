"""A start without a window, as with the session: nobody may lose Sidetone where no tray shows it."""

from PySide6.QtCore import QObject, QTimer

from desktop.ui.shell.window import MainWindow
from desktop.ui.tray.icon import TrayIcon

PANEL_MS = 10_000
"""How long a panel may take to come: it starts with the session, too, and often after us."""


class Unseen(QObject):
    """Keeps the window out of sight while there is a tray, or one may come; else it lies minimised.

    A tray that comes later takes it from there, unless somebody has looked at the window meanwhile.
    """

    def __init__(self, window: MainWindow, icon: TrayIcon, parent: QObject) -> None:
        super().__init__(parent)
        self._window = window
        self._icon = icon
        self._waiting = QTimer(self, singleShot=True, interval=PANEL_MS)
        self._waiting.timeout.connect(self._waited)
        window.looked_at.connect(self._looked_at)
        icon.came.connect(self._tray_came)
        if icon.is_seen():
            self._tray_came()
        else:
            self._waiting.start()

    def _tray_came(self) -> None:
        self._waiting.stop()
        if self._window.isMinimized():
            self._window.hide()
        if not self._window.isVisible():
            self._icon.watch_closely(closely=True)

    def _waited(self) -> None:
        if not self._window.isVisible():
            self._window.showMinimized()

    def _looked_at(self) -> None:
        """Leave the window alone from now on."""
        self._waiting.stop()
        self._icon.came.disconnect(self._tray_came)
        self._window.looked_at.disconnect(self._looked_at)
