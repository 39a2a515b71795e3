"""Who the call was with, where they are, what time it is there, and the Call button."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui import sentences, strings
from desktop.ui.detail.underline import UnderName
from desktop.ui.detail.views import CallView
from desktop.ui.kit.buttons import Button
from desktop.ui.kit.labels import Avatar, Text, initials
from desktop.ui.kit.panes import Pane
from desktop.ui.kit.tabs import Tabs
from desktop.ui.kit.theme import u
from desktop.ui.recents.face import name

CONVERSATION, PERSON, DETAILS = range(3)


class CallButton(Button):
    """Calls with Enter, but leaves Space to the player: who opens a call to hear it has the focus here."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave Space to the player."""
        if event.key() == Qt.Key.Key_Space:
            event.ignore()
            return
        super().keyPressEvent(event)


class Header(Pane):
    """The fixed top of an opened call. `call_wanted` is a press of Call, `tab_chosen` a tab's index."""

    call_wanted = Signal()
    tab_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("panel", "b", margins=(24, 20, 24, 1), parent=parent)
        self._avatar = Avatar("")
        self.title = Text("", px=22, weight=600)
        self._under = UnderName()
        self.call = CallButton(strings.CALL, kind="go", icon="phone")
        self.call.clicked.connect(self.call_wanted)
        self.tabs = Tabs(
            (strings.CONVERSATION, strings.PERSON, strings.DETAILS), kind="sub", name=strings.CALL
        )
        self.tabs.currentChanged.connect(self.tab_chosen)

        names = QVBoxLayout()
        names.setSpacing(0)
        names.addWidget(self.title)
        names.addWidget(self._under)
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
        self._avatar.setText(initials(name(view.call)))
        self.title.setText(view.title)
        self.title.setToolTip(sentences.tip(view.title if name(view.call) else ""))
        self._under.show_call(view)
        self.call.setEnabled(bool(view.call.other) and not view.cannot)
        hint = sentences.will_dial(view.call.other) if view.call.other else strings.NO_NUMBER
        hint = view.cannot or hint
        self.call.setToolTip(sentences.tip(hint))
        self.call.setAccessibleDescription(hint)
