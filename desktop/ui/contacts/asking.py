"""The question before several contacts are deleted: who they are, and where they can be found again."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.ui import sentences_book, strings
from desktop.ui import strings_book as book
from desktop.ui.contacts.deeds import Chosen
from desktop.ui.kit.buttons import Button
from desktop.ui.kit.float import Dialog
from desktop.ui.kit.labels import Paragraph, Text

NAMED = 3
"""So many are named, the others are counted."""


class DeleteQuestion(Dialog):
    """`agreed` carries the `Chosen`. The focus is on Cancel: Enter alone deletes nobody."""

    agreed = Signal(object)

    def __init__(self, window: QWidget, chosen: Chosen) -> None:
        title = sentences_book.ask_delete(len(chosen.ids))
        super().__init__(window, title=title)
        self._chosen = chosen
        self.box.addWidget(Text(title, px=16, weight=600))
        self.box.addWidget(Paragraph(sentences_book.whom(chosen.names, len(chosen.ids))))
        self.box.addWidget(Paragraph(book.DELETE_MANY_TEXT, "dim"))
        self.cancel = self.add_button(Button(strings.CANCEL))
        self.cancel.clicked.connect(self.reject)
        self.go = self.add_button(Button(sentences_book.delete_button(len(chosen.ids)), kind="danger"))
        self.go.clicked.connect(self._agree)
        self.cancel.setFocus()

    def _agree(self) -> None:
        self.agreed.emit(self._chosen)
        self.accept()
