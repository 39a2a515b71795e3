"""The two questions about an account: its new name, and whether it is to be removed."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.ui import sentences_settings as sentences
from desktop.ui import strings_settings as strings
from desktop.ui.kit.buttons import Button
from desktop.ui.kit.field import Field, FormField
from desktop.ui.kit.float import Dialog
from desktop.ui.kit.labels import Paragraph, Text
from desktop.ui.kit.panes import Banner


class _Question(Dialog):
    """A heading, a text and a field; Enter in the field is the button."""

    def __init__(self, window: QWidget, title: str, text: str, label: str, button: Button) -> None:
        super().__init__(window, title=title)
        self.box.addWidget(Text(title, px=16, weight=600))
        self.box.addWidget(Paragraph(text))
        self.form = FormField(label, Field(height=36))
        self.box.addWidget(self.form)
        self.add_button(Button(strings.CANCEL)).clicked.connect(self.reject)
        self.go = self.add_button(button)
        self.go.clicked.connect(self._go)
        self.form.field.returnPressed.connect(self._go)
        self.form.field.textChanged.connect(self._edited)

    @property
    def field(self) -> Field:
        """Return where one types."""
        return self.form.field

    def _edited(self, _text: str) -> None:
        self.form.set_trouble("")

    def _go(self) -> None:
        raise NotImplementedError


class RenameDialog(_Question):
    """Asks for another name. `wanted` carries it; the dialog stays until `accept` says that it is taken."""

    wanted = Signal(str, str)

    def __init__(self, window: QWidget, name: str) -> None:
        save = Button(strings.SAVE, kind="go")
        super().__init__(window, strings.RENAME_TITLE, strings.RENAME_TEXT, strings.ACCOUNT_NAME, save)
        self.name = name
        self.field.setText(name)
        self.field.selectAll()

    def refuse(self, sentence: str) -> None:
        """Say why the name is not taken."""
        self.form.set_trouble(sentence)

    def _go(self) -> None:
        self.wanted.emit(self.name, self.field.text())


class RemoveDialog(_Question):
    """Says what is lost, and has the account's name typed before it can be removed.

    `confirmed` carries the name, and how many edits that are not at the provider yet are lost with it.
    """

    confirmed = Signal(str, int)

    def __init__(self, window: QWidget, name: str, text: str, unsent: int = 0) -> None:
        remove = Button(sentences.remove_do(unsent), kind="danger")
        super().__init__(window, sentences.remove_title(name), text, strings.REMOVE_CONFIRM, remove)
        self.name = name
        self._unsent = unsent
        if unsent:
            lead = sentences.unsent(unsent)
            self.box.insertWidget(2, Banner("missed", lead, strings.UNSENT_TEXT, block=True))
        self.field.setPlaceholderText(name)
        self.go.setEnabled(False)

    def _edited(self, text: str) -> None:
        super()._edited(text)
        self.go.setEnabled(self._same(text))

    def _same(self, text: str) -> bool:
        return text.strip().casefold() == self.name.strip().casefold()

    def _go(self) -> None:
        if self._same(self.field.text()):
            self.accept()
            self.confirmed.emit(self.name, self._unsent)
