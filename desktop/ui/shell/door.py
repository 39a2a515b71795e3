"""What stands in the window when the profile does not open by itself: a question, a trouble, a wait."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from desktop.ui import strings
from desktop.ui.kit.buttons import Button
from desktop.ui.kit.field import Field, FormField
from desktop.ui.kit.labels import Disc, Paragraph, Text
from desktop.ui.kit.panes import Card, Pane
from desktop.ui.kit.theme import u

WIDTH = 440


class Door(Pane):
    """One card in the middle. `answered` carries a passphrase, "" when it is only to be tried again."""

    answered = Signal(str)
    quit_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("window", parent=parent)
        card = Card(margins=(25, 25, 25, 25), spacing=4)
        card.setFixedWidth(u(WIDTH))
        self._disc = Disc("lock", size=48)
        self._title = Text("", px=16, weight=600)
        self._text = Paragraph("", "dim")
        self._form = FormField(strings.UNLOCK_WITH, Field(name=strings.UNLOCK_WITH, height=36))
        self.field.setEchoMode(QLineEdit.EchoMode.Password)
        self.field.returnPressed.connect(self._answer)
        self.field.textChanged.connect(self._edited)
        self.leave = Button(strings.QUIT)
        self.leave.clicked.connect(self.quit_wanted)
        self.go = Button(strings.UNLOCK, kind="go")
        self.go.clicked.connect(self._answer)
        card.add(self._disc)
        card.add_space(8)
        card.add(self._title)
        card.add(self._text)
        card.add_space(8)
        card.add(self._form)
        card.add_space(8)
        keys = QHBoxLayout()
        keys.setSpacing(u(8))
        keys.addStretch(1)
        keys.addWidget(self.leave)
        keys.addWidget(self.go)
        card.add_layout(keys)
        row = QHBoxLayout()  # not an alignment, which would forget that a text is higher where it is narrow
        row.addStretch(1)
        row.addWidget(card)
        row.addStretch(1)
        self.add_stretch()
        self.add_layout(row)
        self.add_stretch()

    @property
    def field(self) -> Field:
        """Return where the passphrase is typed."""
        return self._form.field

    @property
    def sentence(self) -> str:
        """Return what it says."""
        return self._text.text()

    def wait(self) -> None:
        """Say that it takes long, and why that may be."""
        self._say("key", strings.OPENING_SLOW, strings.OPENING_SLOW_TEXT)
        self.leave.setFocus(Qt.FocusReason.OtherFocusReason)

    def ask(self, wrong: str) -> None:
        """Ask for the passphrase; `wrong` says what was wrong with the last one."""
        self._say("lock", strings.UNLOCK_TITLE, strings.UNLOCK_TEXT, go=strings.UNLOCK)
        self._form.show()
        self.field.clear()
        self._form.set_trouble(wrong)
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def tell(self, sentence: str) -> None:
        """Say why the profile does not open."""
        self._say("warning", strings.NOT_OPENED_TITLE, sentence, go=strings.TRY_AGAIN)
        self.go.setFocus(Qt.FocusReason.OtherFocusReason)

    def _say(self, icon: str, title: str, text: str, *, go: str = "") -> None:
        self._disc.set_look(icon, "hover", "dim")
        self._title.setText(title)
        self._text.set_text(text)
        self.setAccessibleName(f"{title}. {text}")
        self._form.hide()
        self.go.setVisible(bool(go))
        self.go.setText(go)
        self.go.setEnabled(True)

    def _answer(self) -> None:
        asked = not self._form.isHidden()
        if asked and not self.field.text():
            self._form.set_trouble(strings.NEEDED)
            return
        if self.go.isEnabled():
            self.go.setEnabled(False)  # until the engine has answered
            self.answered.emit(self.field.text() if asked else "")

    def _edited(self) -> None:
        self._form.set_trouble("")
