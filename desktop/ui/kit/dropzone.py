"""Where a file is dropped, or chosen by a button; and which files a drag brings."""

from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QDropEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from desktop.ui.kit.buttons import Button
from desktop.ui.kit.ink import Ink
from desktop.ui.kit.labels import Disc, Paragraph, Text
from desktop.ui.kit.theme import theme, u


def dropped_file(mime: QMimeData) -> Path | None:
    """Return the one file of this computer that a drag brings; None for several, none, or a page's link."""
    urls = mime.urls() if mime.hasUrls() else []
    if len(urls) != 1 or not urls[0].isLocalFile():
        return None
    path = Path(urls[0].toLocalFile())
    return None if path.is_dir() else path


class DropZone(QWidget):
    """A dashed box with what to do in it. What holds it takes the drag, and tells with `set_over`."""

    choose_wanted = Signal()

    def __init__(
        self,
        icon: str,
        title: str,
        sentence: str,
        action: str,
        *,
        note: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._over = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        column = QVBoxLayout(self)
        column.setContentsMargins(u(24), u(24), u(24), u(24))
        column.setSpacing(0)
        self.button = Button(action, kind="go")
        self.button.clicked.connect(self.choose_wanted)
        column.addStretch(1)
        column.addWidget(Disc(icon, "chip", "accent", size=48), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(u(12))
        column.addWidget(Text(title, px=16, weight=600, align="centre"))
        column.addSpacing(u(4))
        column.addWidget(Paragraph(sentence, "dim", align="centre"))
        column.addSpacing(u(16))
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        if note:
            column.addSpacing(u(16))
            column.addWidget(Paragraph(note, "dim", 12, align="centre"))
        column.addStretch(1)

    @property
    def over(self) -> bool:
        """Whether a file that can be dropped is over it."""
        return self._over

    def set_over(self, over: bool) -> None:
        """Show that a file can be dropped now."""
        if over != self._over:
            self._over = over
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the dashes."""
        roles = theme.roles
        with Ink.on(self) as ink:
            ink.painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            pen = QPen(roles.accent if self._over else roles.dim, 2 if self._over else 1)
            pen.setDashPattern([4, 4])
            ink.painter.setPen(pen)
            ink.painter.setBrush(roles.selection if self._over else roles.window)
            ink.painter.drawRoundedRect(QRectF(1, 1, ink.width - 2, ink.height - 2), 8, 8)


class FileDrops(QObject):
    """Lets a file be dropped on a widget and on all in it. `over` says that one is above it now."""

    over = Signal(bool)
    dropped = Signal(object)
    """A `Path`."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        widget.setAcceptDrops(True)
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take drags with one file of this computer, and leave all others."""
        if isinstance(event, QDropEvent):  # entering, moving and dropping
            file = dropped_file(event.mimeData())
            if file is None:
                return False
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            landed = event.type() == QEvent.Type.Drop
            self.over.emit(not landed)
            if landed:
                self.dropped.emit(file)
            return True
        if event.type() == QEvent.Type.DragLeave:
            self.over.emit(False)
        return super().eventFilter(watched, event)
