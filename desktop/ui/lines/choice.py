"""What stands round a list of lines wherever one is chosen: what there is in place of it, and its foot."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from desktop.domain.lines import Line
from desktop.ui import sentences_lines, strings
from desktop.ui.kit.buttons import Button
from desktop.ui.kit.labels import Paragraph
from desktop.ui.kit.panes import EmptyState, Skeleton
from desktop.ui.kit.theme import u
from desktop.ui.lines.presenter import LinesState, LinesView


class LinesStack(QStackedWidget):
    """`ready` where there are lines, else why there is none, or rows to come."""

    def __init__(self, ready: QWidget) -> None:
        super().__init__()
        self._empty = EmptyState("phone", strings.NO_LINES_TITLE, "")
        for page in (ready, self._empty, Skeleton(name=strings.READING_LINES, rows=3)):
            self.addWidget(page)

    def show_view(self, view: LinesView) -> None:
        """Show the page that fits."""
        self.setCurrentIndex({LinesState.READY: 0, LinesState.LOADING: 2}.get(view.state, 1))
        if self.currentWidget() is self._empty:
            self._empty.set_message(strings.NO_LINES_TITLE, view.sentence)


class LinesFoot(QHBoxLayout):
    """What is said of the lines, and the button that reads them anew."""

    def __init__(self, *, below: int) -> None:
        """`below` is the room under it, in design pixels."""
        super().__init__()
        self.note = Paragraph("", "dim", 12)
        self.refresh = Button(strings.REFRESH_LINES, kind="link", px=12)
        self.setContentsMargins(u(16), u(8), u(16), u(below))
        self.setSpacing(u(16))
        self.addWidget(self.note, 1, Qt.AlignmentFlag.AlignVCenter)
        self.addWidget(self.refresh)

    def show_view(self, view: LinesView) -> None:
        """Say how it stands with the lines."""
        reading = view.reading or view.state is LinesState.LOADING
        self.note.set_text(strings.READING_LINES if reading else view.sentence if view.lines else "")
        self.note.set_role("missed" if view.failed and not reading else "dim")
        self.refresh.setVisible(view.may_refresh or view.reading)
        self.refresh.setEnabled(view.may_refresh)


def default_of(view: LinesView) -> str:
    """Return the id of the line that rings unless another one is named, "" without one."""
    return next((line.id for line in view.lines if line.default), "")


def refuse(chooser: QWidget, line: Line) -> str:
    """Say to a screen reader why a line cannot be chosen; returns that sentence."""
    said = sentences_lines.warnings(line)[0]
    QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(chooser, said))
    return said
