"""The filters in force as pills, each of which can be taken away, and one Reset for all."""

from collections.abc import Mapping

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.ui import sentences_recents, strings
from desktop.ui.kit.buttons import Button, Pill
from desktop.ui.kit.flow import FlowLayout
from desktop.ui.kit.theme import u
from desktop.ui.recents.chosen import Facet
from desktop.ui.sentences import tip


class FilterPill(Pill):
    """A pill that tells which facet it stands for. Delete and Backspace take it away too."""

    pressed_facet = Signal(object)

    def __init__(self, facet: Facet, label: str, *, parent: QWidget) -> None:
        super().__init__(label, name=sentences_recents.remove(label), parent=parent)
        self.facet = facet
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setToolTip(tip(label))
        self.clicked.connect(self._tell)

    def minimumSizeHint(self) -> QSize:
        """Return room for a few letters and the cross: a tag may have any length."""
        return QSize(min(u(72), self.sizeHint().width()), self.sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go away by the keys that delete."""
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.click()
            return
        super().keyPressEvent(event)

    def _tell(self) -> None:
        self.pressed_facet.emit(self.facet)


class Pills(QWidget):
    """As many lines of pills as there must be; nothing at all without a filter."""

    removed = Signal(object)
    """A facet whose pill was pressed."""
    reset_wanted = Signal()
    emptied = Signal()
    """The pill that had the focus was the last thing here."""

    def __init__(self, *, after: QWidget, parent: QWidget | None = None) -> None:
        """Come after a widget for who goes through the window with Tab."""
        super().__init__(parent)
        self._after = after
        self._pills: list[FilterPill] = []
        self._flow = FlowLayout(self, gap=8, line_gap=6)
        self.reset = Button(strings.RESET, kind="link", px=12)
        self.reset.clicked.connect(self.reset_wanted)
        self._flow.addWidget(self.reset)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.hide()

    @property
    def pills(self) -> tuple[FilterPill, ...]:
        """Return the pills, in their order."""
        return tuple(self._pills)

    def show_labels(self, labels: Mapping[Facet, str]) -> None:
        """Show these filters. The focus goes on to the pill that took the place of its own."""
        if [(pill.facet, pill.text()) for pill in self._pills] == list(labels.items()):
            return
        held = next((at for at, pill in enumerate(self._pills) if pill.hasFocus()), -1)
        if held < 0 and self.reset.hasFocus():
            held = len(self._pills)
        self._flow.removeWidget(self.reset)
        before, self._pills = self._pills, []
        for facet, label in labels.items():
            pill = FilterPill(facet, label, parent=self)
            pill.pressed_facet.connect(self.removed)
            self._flow.addWidget(pill)
            self._pills.append(pill)
            pill.show()
        self._flow.addWidget(self.reset)
        before_it = self._after
        for widget in (*self._pills, self.reset):
            QWidget.setTabOrder(before_it, widget)
            before_it = widget
        self.setVisible(bool(labels))
        if held >= 0 and self._pills:
            heir = self._pills[min(held, len(self._pills) - 1)]
            heir.setFocus(Qt.FocusReason.TabFocusReason)
        elif held >= 0:
            self.emptied.emit()
        for pill in before:
            self._flow.removeWidget(pill)
            pill.hide()
            pill.deleteLater()
        self.updateGeometry()
