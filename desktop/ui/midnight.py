"""Tells when the local day becomes another one, whatever the clock did meanwhile."""

import time
from collections.abc import Callable
from datetime import date, datetime, timedelta

from PySide6.QtCore import QObject, Qt, QTimer, Signal

LATE_MS = 500
"""So long after midnight: a timer may come a little early."""


class Midnight(QObject):
    """`passed` comes when the day or the zone is another one than before.

    A timer waits for midnight. It stands still while the machine sleeps and knows nothing of a clock that is
    set anew, so `look` is called whenever the window wakes up anyway.
    """

    passed = Signal()

    def __init__(self, now: Callable[[], datetime], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._now = now
        self._seen = self._today()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)  # the others may be late by a twentieth of a day
        self._timer.timeout.connect(self.look)

    def start(self) -> None:
        """Begin to wait."""
        self._seen = self._today()
        self._wait()

    def stop(self) -> None:
        """Wait no more."""
        self._timer.stop()

    @property
    def waits_ms(self) -> int:
        """How long it waits yet, in milliseconds; -1 when it does not."""
        return self._timer.remainingTime()

    def look(self) -> None:
        """Compare the day and the zone with those seen last."""
        if hasattr(time, "tzset"):
            time.tzset()  # else a zone that the system changed meanwhile stays unnoticed
        seen = self._today()
        self._wait()
        if seen != self._seen:
            self._seen = seen
            self.passed.emit()

    def _today(self) -> tuple[date, timedelta | None]:
        local = self._now().astimezone()
        return local.date(), local.utcoffset()

    def _wait(self) -> None:
        now = self._now().astimezone()
        midnight = datetime.combine(now.date() + timedelta(days=1), datetime.min.time()).astimezone()
        self._timer.start(max(LATE_MS, int((midnight - now).total_seconds() * 1000) + LATE_MS))
