"""The provider's ids of a campaign, each with what a person calls it, written in place."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop.domain.campaigns import Campaign, LabelKind
from desktop.ui import sentences_campaigns as sentences
from desktop.ui import strings_campaigns as strings
from desktop.ui.campaigns.presenter import Known
from desktop.ui.kit.buttons import Button
from desktop.ui.kit.field import Field
from desktop.ui.kit.float import Popover
from desktop.ui.kit.labels import SelectableText, Text
from desktop.ui.kit.outside import shown
from desktop.ui.kit.panes import Pane
from desktop.ui.kit.scroll import plain_scrolling
from desktop.ui.kit.theme import u

WIDTH, TALLEST = 440, 420
LONGEST = 60


def ids_of(campaign: Campaign) -> list[tuple[str, LabelKind, str]]:
    """Return a campaign's ids: what each is, its kind, and the id."""
    told = campaign.told
    found = [(sentences.KINDS[LabelKind.TAG], LabelKind.TAG, tag) for tag in told.tag_ids]
    for title, kind, raw_id in (
        (strings.PHONE_SYSTEM, LabelKind.PHONE_SYSTEM, told.phone_system_id),
        (strings.EXTENSION, LabelKind.EXTENSION, told.extension_id),
        (strings.HUMAN_FLOW, LabelKind.CALL_FLOW, told.human_callflow_id),
        (strings.MACHINE_FLOW, LabelKind.CALL_FLOW, told.machine_callflow_id),
        (strings.WEBHOOK, LabelKind.WEBHOOK, told.webhook_id),
    ):
        if raw_id:
            found.append((title, kind, raw_id))
    return found


class IdsPopover(Popover):
    """`labelled` carries the kind, the id, and what it shall be called ("" takes the name away)."""

    labelled = Signal(object, str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, name=strings.DETAILS, margins=(0, 0, 0, 0))
        self._inside = Pane("panel", margins=(16, 12, 16, 12), spacing=10)
        self._scroll = QScrollArea()
        plain_scrolling(self._scroll)
        self._scroll.setWidget(self._inside)
        self.box.addWidget(self._scroll)
        self.lines: list[IdLine] = []
        self._others: list[QWidget] = []

    def show_campaign(self, campaign: Campaign, known: Known) -> None:
        """Show the ids of a campaign; where somebody writes a label, that stays."""
        wanted = ids_of(campaign)
        if [(line.kind, line.raw_id) for line in self.lines] != [
            (kind, raw_id) for _, kind, raw_id in wanted
        ]:
            self._fill(campaign, wanted)
        for line in self.lines:
            line.show_label(known.labels.get((line.kind, line.raw_id), ""))

    def _fill(self, campaign: Campaign, wanted: list[tuple[str, LabelKind, str]]) -> None:
        for widget in (*self.lines, *self._others):
            self._inside.box.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        self.lines, self._others = [], []
        for title, kind, raw_id in wanted:
            line = IdLine(title, kind, raw_id)
            line.labelled.connect(self.labelled)
            self._inside.add(line)
            self.lines.append(line)
        told = campaign.told
        others = {strings.CAMPAIGN_ID: told.provider_id}
        others |= {sentences.extra_title(key): text for key, text in told.extra.items()}
        for title, text in others.items():
            other = _Titled(title)
            other.add(SelectableText(shown(text), name=title, px=14))
            other.line.addStretch(1)
            self._inside.add(other)
            self._others.append(other)

    def open_under(self, anchor: QWidget, *, at_end: bool = False, above: bool = False) -> None:
        """Show it below its button, as high as it must be, within reason."""
        width = min(u(WIDTH), anchor.window().width() - u(16))
        self._inside.box.activate()
        tall = self._inside.sizeHint().height()
        self._scroll.setFixedSize(width, min(tall, u(TALLEST), anchor.window().height() - u(80)))
        super().open_under(anchor, at_end=at_end, above=above)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave a label that is being written before the popover goes."""
        writing = next((line for line in self.lines if line.writing), None)
        if event.key() == Qt.Key.Key_Escape and writing is not None:
            writing.leave()
            return
        super().keyPressEvent(event)


class _Titled(QWidget):
    """A small name over a line."""

    def __init__(self, title: str) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(u(2))
        column.addWidget(Text(title, "dim", 12, 600))
        self.line = QHBoxLayout()
        self.line.setSpacing(u(8))
        column.addLayout(self.line)

    def add(self, widget: QWidget, stretch: int = 0) -> None:
        self.line.addWidget(widget, stretch)


class IdLine(_Titled):
    """An id: its label with the id behind it, and a link that makes a field of it."""

    labelled = Signal(object, str, str)

    def __init__(self, title: str, kind: LabelKind, raw_id: str) -> None:
        super().__init__(title)
        self.kind = kind
        self.raw_id = raw_id
        self._label = ""
        self._text = Text("", weight=500)
        self._id = SelectableText(shown(raw_id), name=title, px=12)
        self.write = Button(strings.LABEL, kind="link", px=12)
        self.write.setAccessibleName(f"{title} {shown(raw_id)}: {strings.LABEL}")
        self.write.clicked.connect(self._begin)
        self.field = Field(strings.LABEL_HINT, name=f"{title}: {strings.LABEL_HINT}")
        self.field.setMaxLength(LONGEST)
        self.field.returnPressed.connect(self._save)
        self.save = Button(strings.SAVE)
        self.save.clicked.connect(self._save)
        self.add(self._text)
        self.add(self._id)
        self.add(self.field, 100)  # more than the gap at the end may have
        self.add(self.save)
        self.line.addStretch(1)
        self.add(self.write)
        self._settle(writing=False)

    @property
    def writing(self) -> bool:
        """Whether its label is being written."""
        return not self.field.isHidden()

    def show_label(self, label: str) -> None:
        """Show what the id is called."""
        self._label = label
        self._text.setText(shown(label, LONGEST))
        self._text.setVisible(bool(label) and not self.writing)

    def leave(self) -> None:
        """Leave the label as it was."""
        self._settle(writing=False)
        self.write.setFocus(Qt.FocusReason.OtherFocusReason)

    def _begin(self) -> None:
        self.field.setText(self._label)
        self._settle(writing=True)
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.field.selectAll()

    def _save(self) -> None:
        self.labelled.emit(self.kind, self.raw_id, self.field.text().strip())
        self.show_label(self.field.text().strip())
        self.leave()

    def _settle(self, *, writing: bool) -> None:
        self.field.setVisible(writing)
        self.save.setVisible(writing)
        self._id.setVisible(not writing)
        self.write.setVisible(not writing)
        self._text.setVisible(bool(self._label) and not writing)
