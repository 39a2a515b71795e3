"""Who the call was with, where they are, what time it is there, and the Call button."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui import sentences, sentences_detail, strings
from desktop.ui.detail.views import CallView
from desktop.ui.kit.buttons import Button
from desktop.ui.kit.labels import Avatar, IconLabel, Text, initials
from desktop.ui.kit.panes import Pane
from desktop.ui.kit.tabs import Tabs
from desktop.ui.kit.theme import u

CONVERSATION, PERSON, DETAILS = range(3)


class Header(Pane):
    """The fixed top of an opened call. `call_wanted` is a press of Call, `tab_chosen` a tab's index."""

    call_wanted = Signal()
    tab_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("panel", "b", margins=(24, 20, 24, 1), parent=parent)
        self._avatar = Avatar("")
        self.title = Text("", px=22, weight=600)
        self._number = Text("", "dim")
        self._place = Text("", "dim")
        self._clock = IconLabel("clock", 14)
        self.there = Text("", "dim")
        self.today = Text("", "dim")
        self.call = Button(strings.CALL, kind="go", icon="phone")
        self.call.clicked.connect(self.call_wanted)
        self.tabs = Tabs(
            (strings.CONVERSATION, strings.PERSON, strings.DETAILS), kind="sub", name=strings.CALL
        )
        self.tabs.currentChanged.connect(self.tab_chosen)

        under = QHBoxLayout()
        under.setSpacing(u(8))
        for widget in (self._number, self._place, self._clock, self.there, self.today):
            under.addWidget(widget)
        under.addStretch(1)
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addWidget(self.title)
        names.addLayout(under)
        top = QHBoxLayout()
        top.setSpacing(u(16))
        top.addWidget(self._avatar)
        top.addLayout(names, 1)
        top.addWidget(self.call)
        row = QHBoxLayout()
        row.addWidget(self.tabs)
        row.addStretch(1)
        self.add_layout(top)
        self.add_space(12)
        self.add_layout(row)

    def show_call(self, view: CallView) -> None:
        """Show who an opened call was with."""
        self._avatar.setText(initials(view.call.name or ""))
        self.title.setText(view.title)
        self.title.setToolTip(sentences.tip(view.title if view.call.name else ""))
        parts = (
            (view.number, self._number),
            (view.place, self._place),
            (sentences_detail.there(view.there), self.there),
            (view.today, self.today),
        )
        for text, label in parts:
            label.setText(text)
            label.setToolTip(sentences.tip(text))
            label.setVisible(bool(text))
        for label in (self._number, self.there):
            label.setMinimumWidth(label.sizeHint().width())  # where there is no room, the others are cut
        self._clock.setVisible(bool(view.there))
        self.call.setEnabled(bool(view.call.other))
        hint = sentences.will_dial(view.call.other) if view.call.other else strings.NO_NUMBER
        self.call.setToolTip(sentences.tip(hint))
        self.call.setAccessibleDescription(hint)
