"""Who the call was with, where they are, what time it is there, and the Call button."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.domain.calls import CallRecord
from desktop.ui import sentences, strings, strings_book
from desktop.ui.detail.underline import UnderName
from desktop.ui.detail.views import CallView
from desktop.ui.kit.buttons import Button
from desktop.ui.kit.labels import Avatar, Text, initials
from desktop.ui.kit.panes import Pane
from desktop.ui.kit.tabs import Tabs
from desktop.ui.kit.theme import u
from desktop.ui.recents.face import name

CONVERSATION, PERSON, DETAILS = range(3)
ROOMY = 560
"""In less width, in design pixels, the contact's button has only its symbol."""


class CallButton(Button):
    """Calls with Enter, but leaves Space to the player: who opens a call to hear it has the focus here."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave Space to the player."""
        if event.key() == Qt.Key.Key_Space:
            event.ignore()
            return
        super().keyPressEvent(event)


class Header(Pane):
    """The fixed top of an opened call. `call_wanted` is a press of Call, `tab_chosen` a tab's index.

    `contact_wanted` is a press of the button that opens the contact, or makes one of the number.
    """

    call_wanted = Signal()
    contact_wanted = Signal()
    tab_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("panel", "b", margins=(24, 20, 24, 1), parent=parent)
        self._avatar = Avatar("")
        self.title = Text("", px=22, weight=600)
        self._under = UnderName()
        self.call = CallButton(strings.CALL, kind="go", icon="phone")
        self.call.clicked.connect(self.call_wanted)
        self.contact = Button(strings_book.ADD_TO_CONTACTS, icon="user")
        self.contact.clicked.connect(self.contact_wanted)
        self._can_add = False
        self._call: CallRecord | None = None
        self._hint = self._listed = ""
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
        keys = QHBoxLayout()
        keys.setSpacing(u(8))
        keys.addWidget(self.contact)
        keys.addWidget(self.call)
        top.addLayout(keys)
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
        self._call = view.call
        self._fit()
        self.call.setEnabled(bool(view.call.other) and not view.cannot)
        hint = sentences.will_dial(view.call.other) if view.call.other else strings.NO_NUMBER
        self._hint = view.cannot or hint
        self._say_hint()

    def show_listed(self, sentence: str) -> None:
        """Have Call say that the number must not be called, since when and why; "" for not."""
        self._listed = sentence
        self._say_hint()

    def _say_hint(self) -> None:
        hint = self._listed or self._hint
        self.call.setToolTip(sentences.tip(hint))
        self.call.setAccessibleDescription(hint)

    def allow_adding(self, allowed: bool) -> None:
        """Say whether there is a phone book that a number can be added to."""
        self._can_add = allowed
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the label of the contact's button out where the name needs its room."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        call = self._call
        known = call is not None and bool(call.contact_id)
        self.contact.setVisible(known or (self._can_add and call is not None and bool(call.other)))
        label = strings_book.OPEN_CONTACT if known else strings_book.ADD_TO_CONTACTS
        self.contact.setAccessibleName(label)
        self.contact.set_icon("user" if known else "plus")
        self.contact.set_label(label if self.width() >= u(ROOMY) else "")
