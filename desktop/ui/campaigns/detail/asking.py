"""The question before numbers are deleted: how many, which, and that it cannot be undone."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.domain.campaigns import CampaignNumber
from desktop.ui import sentences_campaigns as sentences
from desktop.ui import strings
from desktop.ui import strings_campaigns as words
from desktop.ui.campaigns.detail.numbersmodel import spelling
from desktop.ui.kit.buttons import Button
from desktop.ui.kit.float import Dialog
from desktop.ui.kit.labels import Paragraph, Text

NAMED = 3
"""So many are named, the others are counted."""


class DeleteQuestion(Dialog):
    """`agreed` carries the numbers. The focus is on Cancel: Enter alone deletes none.

    `doubt` says why the provider may refuse, "" where it should not.
    """

    agreed = Signal(object)

    def __init__(
        self, window: QWidget, numbers: Sequence[CampaignNumber], region: str | None, *, doubt: str = ""
    ) -> None:
        title = sentences.ask_delete(len(numbers))
        super().__init__(window, title=title)
        self.numbers = tuple(numbers)
        some = [spelling(one.number, region) for one in self.numbers[:NAMED]]
        self.box.addWidget(Text(title, px=16, weight=600))
        self.box.addWidget(Paragraph(sentences.which(some, len(self.numbers))))
        self.box.addWidget(Paragraph(words.DELETE_TEXT, "dim"))
        if doubt:
            self.box.addWidget(Paragraph(doubt, "waiting"))
        self.cancel = self.add_button(Button(strings.CANCEL))
        self.cancel.clicked.connect(self.reject)
        self.go = self.add_button(Button(sentences.delete_button(len(self.numbers)), kind="danger"))
        self.go.clicked.connect(self._agree)
        self.cancel.setFocus()

    def _agree(self) -> None:
        self.agreed.emit(self.numbers)
        self.accept()
