"""The form that lists a number: which, and why. What is listed already can have another reason, or go."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.domain.do_not_call import DoNotCallEntry
from desktop.ui import sentences_do_not_call as sentences
from desktop.ui import strings_do_not_call as strings
from desktop.ui.context import Context
from desktop.ui.do_not_call.judging import Judging
from desktop.ui.kit import focus
from desktop.ui.kit.buttons import Button
from desktop.ui.kit.combo import Combo
from desktop.ui.kit.field import Field
from desktop.ui.kit.float import Dialog
from desktop.ui.kit.labels import Paragraph, Text
from desktop.ui.kit.outside import shown
from desktop.ui.kit.panes import Pane


class AskToList(Dialog):
    """Owns its presenter. `agreed` carries number and reason, `removed` a number.

    Without numbers one is typed; of several, one is chosen.
    """

    agreed = Signal(str, str)
    removed = Signal(str)

    def __init__(
        self, context: Context, window: QWidget, numbers: Sequence[str] = (), name: str = ""
    ) -> None:
        super().__init__(window, title=strings.ADD_TITLE)
        self.presenter = Judging(context, self)
        self._numbers = tuple(numbers)
        self._seen: DoNotCallEntry | None = None
        self.number = Field(strings.NUMBER_HINT, name=strings.NUMBER)
        self.which = Combo([(number, sentences.number(number)) for number in numbers], name=strings.WHICH)
        self.reason = Field(strings.REASON_HINT, name=strings.REASON_FIELD)
        self.note = Paragraph("", "dim", 12)
        self.take_off = self.add_button(Button(strings.TRY_REMOVE, kind="danger"))
        self.cancel = self.add_button(Button(strings.CANCEL))
        self.go = self.add_button(Button(strings.ADD_DO, kind="go"))
        self._lay_out(name)
        self._connect()
        self.refresh()

    def _lay_out(self, name: str) -> None:
        self.box.addWidget(Text(strings.ADD_TITLE, px=16, weight=600))
        self.box.addWidget(Paragraph(strings.ADD_TEXT, "dim"))
        one = len(self._numbers) == 1
        who = Pane(spacing=4)
        if one or name:
            title = sentences.for_whom(name, self._numbers[0]) if one else shown(name)
            who.add(Paragraph("", lead=title))
        if not one:
            who.add(Text(strings.WHICH if self._numbers else strings.NUMBER, "dim", 12, 600))
            who.add(self.which if self._numbers else self.number)
        who.add(self.note)
        self.box.addWidget(who)
        why = Pane(spacing=4)
        why.add(Text(strings.REASON_FIELD, "dim", 12, 600))
        why.add(self.reason)
        self.box.addWidget(why)

    def _connect(self) -> None:
        self.presenter.judged.connect(self.refresh)
        self.number.textChanged.connect(self.presenter.look)
        self.number.textChanged.connect(self.refresh)
        self.which.picked.connect(self._picked)
        self.number.returnPressed.connect(self._agree)
        self.reason.returnPressed.connect(self._agree)
        self.cancel.clicked.connect(self.reject)
        self.go.clicked.connect(self._agree)
        self.take_off.clicked.connect(self._remove)
        if self._numbers:
            self.presenter.look(self._numbers[0])

    def begin(self) -> None:
        """Put the focus where somebody writes first."""
        focus.give(self.reason if self._numbers else self.number, ring=focus.by_keyboard())

    def refresh(self) -> None:
        """Show what is known of the number."""
        row, entry = self.presenter.row, self.presenter.entry
        if entry is not None:
            self.note.set_text(sentences.already(entry, self.presenter.now()))
            if entry != self._seen and not self.reason.text():
                self.reason.setText(entry.reason)
        else:
            self.note.set_text(sentences.judged(row) if row is not None else "")
        self._seen = entry
        self.note.set_role("missed" if row is not None and row.raw and not row.verdict.goes_in else "dim")
        self.note.setVisible(bool(self.note.text()))
        self.go.setText(strings.ADD_DO if entry is None else strings.SAVE_REASON)
        self.go.setEnabled(row is not None and row.verdict.goes_in)
        self.take_off.setVisible(entry is not None)
        if self.isVisible():
            self.fit()

    def _picked(self, number: object) -> None:
        self.presenter.look(str(number))
        self.refresh()

    def _agree(self) -> None:
        row = self.presenter.row
        if row is not None and row.verdict.goes_in:
            self.agreed.emit(row.number, self.reason.text().strip())
            self.accept()

    def _remove(self) -> None:
        if self.presenter.entry is not None:
            self.removed.emit(self.presenter.entry.number)
            self.accept()

    def open(self) -> None:
        """Show it, with the focus in its first field."""
        super().open()
        self.begin()
