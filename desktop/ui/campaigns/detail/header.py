"""The fixed top of an opened campaign: its name and state, what it is, when, and how old that is."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.domain.campaigns import LabelKind
from desktop.ui import sentences_campaigns as sentences
from desktop.ui import strings_campaigns as strings
from desktop.ui.campaigns.detail.views import CampaignView
from desktop.ui.campaigns.face import noted, numbers_of
from desktop.ui.kit.buttons import Button
from desktop.ui.kit.flow import FlowLayout
from desktop.ui.kit.labels import Tag, Text
from desktop.ui.kit.outside import shown
from desktop.ui.kit.panes import Banner, Pane
from desktop.ui.kit.theme import u
from desktop.ui.sentences import tip

TICK_MS = 5000
NARROW = 560
"""Below that, how old it is has no room beside the name."""


class Header(Pane):
    """`refresh_wanted` and `details_wanted` are presses; `ticked` says to tell anew how old it is."""

    refresh_wanted = Signal()
    details_wanted = Signal()
    ticked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("panel", "b", margins=(24, 20, 24, 16), spacing=8, parent=parent)
        self._view: CampaignView | None = None
        self.title = Text("", px=22, weight=600)
        self.state = Tag("", "neutral")
        self.age = Text("", "dim", 12, align="end")
        self.details = Button(icon="info", name=strings.DETAILS, edge=8)
        self.details.clicked.connect(self.details_wanted)
        self.refresh = Button(icon="sync", name=strings.REFRESH, edge=8)
        self.refresh.clicked.connect(self.refresh_wanted)
        top = QHBoxLayout()
        top.setSpacing(u(12))
        top.addWidget(self.title)
        top.addWidget(self.state)
        top.addStretch(1)
        top.addWidget(self.age)
        keys = QHBoxLayout()
        keys.setSpacing(u(8))
        keys.addWidget(self.details)
        keys.addWidget(self.refresh)
        top.addLayout(keys)
        self.add_layout(top)
        facts = self._facts = QWidget()
        flow = FlowLayout(facts, gap=45, line_gap=8)
        self.numbers = Fact(strings.NUMBERS)
        self.kind = Fact(strings.TYPE_AND_MODE)
        self.planned = Fact(strings.PLANNED)
        self.started = Fact(strings.STARTED)
        self.ended = Fact(strings.ENDED)
        self.tags = TagsFact()
        for fact in (self.numbers, self.kind, self.planned, self.started, self.ended, self.tags):
            flow.addWidget(fact)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        facts.setSizePolicy(policy)
        self.add(facts)
        self.trouble = Banner("waiting", "", "", block=True)
        self.trouble.hide()
        self.add(self.trouble)
        self._timer = QTimer(self, interval=TICK_MS)
        self._timer.timeout.connect(self.ticked)

    def show_view(self, view: CampaignView) -> None:
        """Show a campaign."""
        self._view = view
        campaign, told = view.campaign, view.campaign.told
        self.title.setText(sentences.name(campaign))
        self.title.setToolTip(tip(campaign.name))
        look = noted(campaign)
        self.state.set_state(look.label, look.tone, look.icon if look.icon != "help" else "")
        self.state.setMinimumWidth(self.state.sizeHint().width())  # a long name is cut, not its state
        self.numbers.show_value(numbers_of(campaign))
        self.kind.show_value(sentences.type_and_mode(told))
        self.tags.show_tags({tag: view.known.label(LabelKind.TAG, tag) for tag in told.tag_ids})
        self.refresh.setEnabled(not view.reading)

    def show_trouble(self, sentence: str) -> None:
        """Say why it was not read anew, "" for no trouble."""
        self.trouble.set_message("", sentence)
        self.trouble.setVisible(bool(sentence))

    def show_times(self, planned: str, started: str, ended: str) -> None:
        """Show its times, said for this moment; an end that is not told yet is left out."""
        assert self._view is not None
        told = self._view.campaign.told
        self.planned.show_value(planned, *sentences.span_tip(told.starts_at, told.ends_at))
        self.started.show_value(started, sentences.moment_tip(told.started_at))
        self.ended.show_value(ended, sentences.moment_tip(told.ended_at))
        self.ended.setVisible(bool(ended))

    def show_age(self, age: str) -> None:
        """Say how old it is."""
        narrow = self.width() < u(NARROW)
        self.age.setText("" if narrow else age)
        self.age.setMinimumWidth(self.age.sizeHint().width())
        self.refresh.setToolTip(tip(f"{strings.REFRESH} ({age})"))
        self.refresh.setAccessibleDescription(age)

    def showEvent(self, event: QShowEvent) -> None:
        """Count on while it is seen."""
        super().showEvent(event)
        self._timer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Rest while nobody looks."""
        super().hideEvent(event)
        self._timer.stop()


class Fact(QWidget):
    """A small name over what it is."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self._title = title
        self.value = Text("", weight=500)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(Text(title, "dim", 12))
        column.addWidget(self.value)

    def show_value(self, text: str, *whole: str) -> None:
        """Show a value; `whole` is its tool tip, in lines."""
        self.value.setText(text)
        self.value.setAccessibleName(f"{self._title}: {text}")
        self.value.setToolTip(sentences.tip_of(whole))
        self.value.setAccessibleDescription(", ".join(whole))


class TagsFact(QWidget):
    """The tags of a campaign, by what a person calls them."""

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(Text(strings.TAGS, "dim", 12))
        self._line = QHBoxLayout()
        self._line.setSpacing(u(8))
        column.addLayout(self._line)
        self.tags: list[Tag] = []
        self._shown: dict[str, str] | None = None

    def show_tags(self, tags: dict[str, str]) -> None:
        """Show tags by their labels."""
        if tags == self._shown:
            return
        self._shown = dict(tags)
        for tag in self.tags:
            self._line.removeWidget(tag)
            tag.hide()
            tag.deleteLater()
        self.tags = []
        for raw_id, label in tags.items():
            tag = Tag(shown(label, 24))
            tag.setToolTip(tip(label if label == raw_id else f"{label} ({raw_id})"))
            self._line.addWidget(tag)
            self.tags.append(tag)
        self.setVisible(bool(tags))
