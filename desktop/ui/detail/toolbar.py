"""The line over the transcript: the search in it, what the call was, and the buttons to pass it on."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from desktop.ui import sentences, strings
from desktop.ui.kit.buttons import Button
from desktop.ui.kit.find import FindField
from desktop.ui.kit.float import Menu
from desktop.ui.kit.fonts import face
from desktop.ui.kit.labels import Text
from desktop.ui.kit.theme import theme, u

FIND_WIDTH, FINDING_WIDTH = 260, 296
KINDS = {"txt": strings.SAVE_TXT, "srt": strings.SAVE_SRT, "vtt": strings.SAVE_VTT}


class _Parts(Text):
    """Facts in a row, as many from the first on as there is room for: half a fact says nothing."""

    def __init__(self) -> None:
        super().__init__("", "dim", 12)
        self._parts: Sequence[str] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_parts(self, parts: Sequence[str]) -> None:
        """Show these facts."""
        self._parts = parts
        self._fit()

    def sizeHint(self) -> QSize:
        """Return the room for all of them."""
        wide = face(12).width(sentences.listed(self._parts))
        return QSize(u(wide), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Return nothing: without room there are no facts."""
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Choose anew what there is room for."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        room = self.width() / theme.scale + 1
        lines = [sentences.listed(self._parts[:count]) for count in range(len(self._parts), 0, -1)]
        self.setText(next((line for line in lines if face(12).width(line) <= room), ""))


class Toolbar(QWidget):
    """`copy_wanted` is a press of Copy, `save_wanted` carries the kind of file that was chosen."""

    copy_wanted = Signal()
    save_wanted = Signal(str)
    saves = True
    """Whether files may be written of it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = FindField(
            strings.FIND_IN_CALL, previous=strings.FIND_PREVIOUS, following=strings.FIND_NEXT
        )
        self.field.setMaximumWidth(u(FIND_WIDTH))
        self.field.textChanged.connect(self._grow)
        self.line = _Parts()
        self.copy = Button(strings.COPY, icon="transcript")
        self.copy.clicked.connect(self.copy_wanted)
        self.save = Button(strings.SAVE, icon="save")
        self.save.clicked.connect(self._offer_kinds)
        self.menu = Menu(self)
        for kind, label in KINDS.items():
            action = self.menu.add(label, "file")
            action.setData(kind)
        self.menu.triggered.connect(self._kind_chosen)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(u(8))
        row.addWidget(self.field, 3)
        row.addWidget(self.line, 2)
        row.addWidget(self.copy)
        row.addWidget(self.save)

    def show_parts(self, parts: Sequence[str], hint: str) -> None:
        """Show what the call was; the whole of it is in the tool tip, for where there is little room."""
        self.line.show_parts(parts)
        self.line.setToolTip(sentences.tip(f"{sentences.listed(parts)} ({hint})"))

    def offer(self, *, find: bool, pass_on: bool) -> None:
        """Show the field where there are turns, and the buttons where there is anything to pass on."""
        self.field.setVisible(find)
        self.copy.setVisible(pass_on)
        self.save.setVisible(pass_on and self.saves)

    def _grow(self, text: str) -> None:
        self.field.setMaximumWidth(u(FINDING_WIDTH if text else FIND_WIDTH))

    def _offer_kinds(self) -> None:
        self.menu.open_under(self.save, at_end=True)

    def _kind_chosen(self, action: QAction) -> None:
        self.save_wanted.emit(action.data())
