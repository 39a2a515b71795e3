"""The filter's two ranges to type in: of time, and of duration."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.services import when
from desktop.ui import strings
from desktop.ui.kit.field import Field, FormField
from desktop.ui.kit.theme import u
from desktop.ui.recents.bounds import read_duration, write_duration
from desktop.ui.typed_times import read_time, write_time

TYPING_MS = 300


class _Range(QWidget):
    """Two fields side by side. `changed` comes a moment after the last key, when both make sense."""

    changed = Signal()

    def __init__(self, begin: str, end: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.begin = FormField(begin, Field())
        self.end = FormField(end, Field())
        self._shown: object = None  # a field does not change under the hands: only what is new is shown
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(u(12))
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(TYPING_MS)
        self._timer.timeout.connect(self._settled)
        for form in (self.begin, self.end):
            line.addWidget(form, 1)
            form.field.textEdited.connect(self._edited)
            form.field.returnPressed.connect(self._settled)

    def start_anew(self) -> None:
        """Show what is chosen the next time, whatever stands in the fields."""
        self._shown = None

    def settle(self) -> None:
        """Take what was typed at once, when it has not been taken yet."""
        if self._timer.isActive():
            self._settled()

    def check(self) -> bool:
        """Say beside the fields what is wrong; whether nothing is."""
        raise NotImplementedError

    def _edited(self) -> None:
        self._timer.start()

    def _settled(self) -> None:
        self._timer.stop()
        if self.check():
            self.changed.emit()


class TimeRange(_Range):
    """A range of one's own, with hours where they are typed."""

    def __init__(self, now: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__(strings.CUSTOM_FROM, strings.CUSTOM_TO, parent)
        self._now = now

    @property
    def words(self) -> tuple[str, str]:
        """Return both ends in the words of `services.when`, "" for an open one."""
        begin, end = (read_time(form.field.text(), self._now()) for form in (self.begin, self.end))
        return begin or "", end or ""

    def show_words(self, begin: str, end: str) -> None:
        """Show other ends."""
        if self._shown == (begin, end):
            return
        self._shown = (begin, end)
        if self.words != (begin, end):
            self.begin.field.setText(write_time(begin))
            self.end.field.setText(write_time(end))
        today = self._now().astimezone()
        self.begin.field.setPlaceholderText(write_time(f"{today:%Y-%m-%d}"))
        self.end.field.setPlaceholderText(write_time(f"{today:%Y-%m-%dT%H:%M}"))
        self.check()

    def check(self) -> bool:
        """Say which of the ends is no time, or that they are the wrong way round."""
        now = self._now()
        begin, end = (read_time(form.field.text(), now) for form in (self.begin, self.end))
        turned = bool(begin and end) and when.until(end or "", now) <= when.since(begin or "", now)
        self.begin.set_trouble("" if begin is not None else strings.NOT_A_TIME)
        wrong = strings.END_BEFORE_START if turned else ""
        self.end.set_trouble(wrong if end is not None else strings.NOT_A_TIME)
        return begin is not None and end is not None and not turned


class DurationRange(_Range):
    """The least and the most minutes."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(strings.AT_LEAST, strings.AT_MOST, parent)
        for form in (self.begin, self.end):
            form.field.set_note(strings.MINUTES)

    @property
    def seconds(self) -> tuple[int | None, int | None]:
        """Return both bounds; None for an open one."""
        return read_duration(self.begin.field.text()), read_duration(self.end.field.text())

    def show_seconds(self, least: int | None, most: int | None) -> None:
        """Show other bounds."""
        if self._shown == (least, most):
            return
        self._shown = (least, most)
        if self.seconds != (least, most):
            self.begin.field.setText(write_duration(least))
            self.end.field.setText(write_duration(most))
        self.check()

    def check(self) -> bool:
        """Say which of the bounds is no duration, or that none can be both."""
        least, most = self.seconds
        for form, seconds in ((self.begin, least), (self.end, most)):
            typed = bool(form.field.text().strip())
            form.set_trouble(strings.NOT_A_DURATION if typed and seconds is None else "")
        turned = least is not None and most is not None and most < least
        if turned:
            self.end.set_trouble(strings.LESS_THAN_LEAST)
        fields = (self.begin.field, self.end.field)
        empty = [not field.text().strip() for field in fields]
        return not turned and all(
            seconds is not None or none for seconds, none in zip((least, most), empty, strict=True)
        )
