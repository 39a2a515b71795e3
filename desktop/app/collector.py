"""Garbage is collected in the window's thread alone.

Python collects in whatever thread happens to allocate. A cycle with a Qt object in it would then be
destroyed by the engine's thread, under the window's feet. So the automatic collection is switched off
while there is a window, and a slow timer of the window's own does it where it is safe.
"""

import gc

from PySide6.QtCore import QObject, QTimer

EVERY_MS = 30_000  # two wake-ups a minute; what piles up meanwhile is small, since most things have no cycles
WORTH_IT = 2_000  # objects made and not yet freed since the last time


class Collector(QObject):
    """Collects now and then while it lives; `close` gives the work back to Python."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def settle(self) -> None:
        """Set aside what the start made: it stays for good, and no collection needs to look at it again."""
        gc.collect()
        gc.freeze()

    def look(self) -> None:
        """Collect if enough has been made."""
        if gc.get_count()[0] >= WORTH_IT:
            gc.collect()

    def close(self) -> None:
        """Let Python collect by itself again."""
        self._timer.stop()
        gc.unfreeze()
        gc.enable()
