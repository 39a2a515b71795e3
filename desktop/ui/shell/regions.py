"""F6: from one part of the window to the next, whatever stands between them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QWidget


@dataclass(frozen=True, slots=True)
class Region:
    """A part of the window, and what in it takes the focus when it can; else it is the first that can."""

    whole: QWidget
    first: QWidget | None = None

    def entry(self) -> QWidget | None:
        """Return what takes the focus, None when nothing here can now."""
        if self.first is not None and _takes_focus(self.first):
            return self.first
        if not self.whole.isVisible():
            return None
        widget = self.whole.nextInFocusChain()
        while widget is not None and widget is not self.whole:
            if self.whole.isAncestorOf(widget) and _takes_focus(widget):
                return widget
            widget = widget.nextInFocusChain()
        return None


class Regions(QObject):
    """Goes round the parts of a window, in the order in which `regions` gives those of this moment."""

    def __init__(self, regions: Callable[[], Sequence[Region]], parent: QObject) -> None:
        super().__init__(parent)
        self._regions = regions

    def next(self) -> None:
        """Go to the next part that can take the focus."""
        self._go(1)

    def previous(self) -> None:
        """Go to the one before."""
        self._go(-1)

    def _go(self, step: int) -> None:
        regions = self._regions()
        now, count = _now(regions), len(regions)
        start = now if now is not None else -1 if step > 0 else count
        for distance in range(1, count + 1):
            entry = regions[(start + step * distance) % count].entry()
            if entry is not None:
                entry.setFocus(Qt.FocusReason.ShortcutFocusReason)
                return


def _now(regions: Sequence[Region]) -> int | None:
    """Return the innermost part with the focus: one may lie in another."""
    focused = QApplication.focusWidget()
    for number in reversed(range(len(regions))):
        whole = regions[number].whole
        if focused is not None and (whole is focused or whole.isAncestorOf(focused)):
            return number
    return None


def _takes_focus(widget: QWidget) -> bool:
    return widget.isVisible() and widget.isEnabled() and bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
