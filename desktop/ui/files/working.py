"""What stands in a page while something long runs: what it is, how far it is, and how to stop it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui import strings_files as strings
from desktop.ui.kit.buttons import Button
from desktop.ui.kit.labels import Text
from desktop.ui.kit.progress import ProgressBar
from desktop.ui.kit.theme import u

_WIDE = 360


class Working(QWidget):
    """A title, a line of figures, a bar and Cancel, in the middle of its place."""

    cancelled = Signal()

    def __init__(self, title: str, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = title
        self._text = Text("", "dim", align="centre")
        self.bar = ProgressBar(name=title, width=_WIDE)
        self.bar.setMaximumWidth(u(_WIDE))
        self.cancel = Button(strings.CANCEL)
        self.cancel.clicked.connect(self.cancelled)
        column = QVBoxLayout(self)
        column.setContentsMargins(u(24), u(24), u(24), u(24))
        column.setSpacing(0)
        column.addStretch(1)
        column.addWidget(Text(title, px=16, weight=600, align="centre"))
        column.addSpacing(u(4))
        column.addWidget(self._text)
        column.addSpacing(u(16))
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(self.bar, 4)
        middle.addStretch(1)
        column.addLayout(middle)
        column.addSpacing(u(16))
        column.addWidget(self.cancel, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)

    def show_text(self, text: str) -> None:
        """Show a line of figures, or a file's name."""
        self._text.setText(text)

    def show_share(self, share: float | None) -> None:
        """Show how much is done, 0 to 1; None while that is not known."""
        self.bar.setRange(0, 0 if share is None else 1000)
        if share is not None:
            self.bar.setValue(round(share * 1000))
        self.bar.update()

    def showEvent(self, event: QShowEvent) -> None:
        """Say that something runs."""
        super().showEvent(event)
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, self._title))
