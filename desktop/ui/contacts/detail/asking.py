"""The questions before somebody's text is lost, or kept though it is not complete."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.ui import strings_contact as strings
from desktop.ui.contacts.detail.views import Ask
from desktop.ui.kit import focus
from desktop.ui.kit.buttons import Button
from desktop.ui.kit.float import Dialog
from desktop.ui.kit.labels import Paragraph, Text


class AskDialog(Dialog):
    """Asks one of `Ask`. `saved`, `discarded` and `stayed` are the answers; Escape stays."""

    saved = Signal()
    discarded = Signal()
    stayed = Signal()

    def __init__(self, window: QWidget, ask: Ask, text: str, *, may_save: bool = True) -> None:
        titles = {
            Ask.LEAVE: strings.UNSAVED_TITLE,
            Ask.UNFINISHED: strings.UNFINISHED_TITLE,
            Ask.DISCARD: strings.DISCARD_TITLE,
        }
        super().__init__(window, title=titles[ask])
        self.box.addWidget(Text(titles[ask], px=16, weight=600))
        self.box.addWidget(Paragraph(text))
        self.setAccessibleDescription(text)
        stay = strings.KEEP_EDITING if ask is Ask.UNFINISHED else strings.STAY
        self.stay = self.add_button(Button(strings.CANCEL if ask is Ask.DISCARD else stay))
        self.stay.clicked.connect(self.reject)
        self.discard: Button | None = None
        self.save: Button | None = None
        if ask is not Ask.UNFINISHED:
            self.discard = self.add_button(Button(strings.DISCARD, kind="danger"))
            self.discard.clicked.connect(self._discard)
        if ask is Ask.UNFINISHED or (ask is Ask.LEAVE and may_save):
            label = strings.SAVE_ANYWAY if ask is Ask.UNFINISHED else strings.SAVE
            self.save = self.add_button(Button(label, kind="go"))
            self.save.clicked.connect(self._save)
        self.rejected.connect(self.stayed)

    def open(self) -> None:
        """Show it, with the answer that loses nothing under Enter."""
        super().open()
        first = self.stay if self.discard is None or self.save is None else self.save
        first.clearFocus()
        focus.give(first, ring=True)

    def _save(self) -> None:
        self.accept()
        self.saved.emit()

    def _discard(self) -> None:
        self.accept()
        self.discarded.emit()
