"""Which contacts are exported, in which form, and how far that is."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.services.importing.values import Format
from desktop.ui import sentences_files as sentences
from desktop.ui import strings_files as strings
from desktop.ui.contacts.exporting.presenter import ExportPresenter, Which
from desktop.ui.context import Context
from desktop.ui.kit import focus
from desktop.ui.kit.buttons import Button
from desktop.ui.kit.checks import Radio
from desktop.ui.kit.combo import Combo
from desktop.ui.kit.float import Dialog
from desktop.ui.kit.labels import Paragraph, Text
from desktop.ui.kit.panes import Banner, Pane
from desktop.ui.kit.progress import ProgressBar
from desktop.ui.kit.saving import SaveDialog, ask_where
from desktop.ui.kit.theme import u

FORMATS = {
    Format.CSV_FOR_SPREADSHEETS: (strings.FORMAT_CSV, strings.FORMAT_CSV_TEXT, strings.TABLE_FILTER),
    Format.VCARD3: (strings.FORMAT_VCARD3, strings.FORMAT_VCARD3_TEXT, strings.CARDS_FILTER),
    Format.VCARD4: (strings.FORMAT_VCARD4, strings.FORMAT_VCARD4_TEXT, strings.CARDS_FILTER),
}
_UNDER_LABEL = 27


class ExportDialog(Dialog):
    """Owns its presenter. `ids` are contacts that were chosen; without any, all are offered."""

    def __init__(self, context: Context, window: QWidget, ids: Sequence[str] = ()) -> None:
        super().__init__(window, title=strings.EXPORT_TITLE)
        self.presenter = ExportPresenter(context, ids, self)
        self.asking: SaveDialog | None = None
        self._begun = False
        offered = ([Which.CHOSEN] if ids else []) + [Which.ALL, Which.FAVOURITES]
        self.which = {which: Radio(sentences.export_which(which.value, 0)) for which in offered}
        self.formats = {kind: Radio(label) for kind, (label, _, _) in FORMATS.items()}
        self.book = Combo(name=strings.EXPORT_BOOK)
        self._books = _labelled(strings.EXPORT_BOOK, self.book)
        self.trouble = Banner("missed", "", "", block=True)
        self.bar = ProgressBar(name=strings.EXPORTING, width=400)
        self.bar.setRange(0, 0)
        self._lay_out()
        self.cancel = self.add_button(Button(strings.CANCEL))
        self.go = self.add_button(Button(strings.EXPORT_DO, kind="go"))
        self._connect()
        self.refresh()

    def _lay_out(self) -> None:
        self.box.addWidget(Text(strings.EXPORT_TITLE, px=16, weight=600))
        which = Pane(spacing=0)
        which.add(Text(strings.EXPORT_WHICH, "dim", 12, 600))
        for radio in self.which.values():
            which.add(radio)
        next(iter(self.which.values())).setChecked(True)
        forms = Pane(spacing=0)
        forms.add(Text(strings.EXPORT_FORMAT, "dim", 12, 600))
        for kind, radio in self.formats.items():
            forms.add(radio)
            note = Pane(margins=(_UNDER_LABEL, 0, 0, 4))
            note.add(Paragraph(FORMATS[kind][1], "dim", 12))
            forms.add(note)
            radio.setAccessibleDescription(FORMATS[kind][1])
        self.formats[Format.CSV_FOR_SPREADSHEETS].setChecked(True)
        self._form = Pane(spacing=16)
        for part in (which, self._books, forms):
            self._form.add(part)
        self._writing = Pane(spacing=8)
        self._writing.add(Text(strings.EXPORTING, "dim"))
        self._writing.add(self.bar)
        for widget in (self.trouble, self._form, self._writing):
            self.box.addWidget(widget)
        self.trouble.hide()

    def _connect(self) -> None:
        presenter = self.presenter
        presenter.changed.connect(self.refresh)
        presenter.failed.connect(self._failed)
        presenter.saved.connect(self._saved)
        self.cancel.clicked.connect(self.reject)
        self.go.clicked.connect(self.ask_place)
        self.book.picked.connect(presenter.choose_book)
        for radio in self.which.values():
            radio.toggled.connect(self.refresh)

    def showEvent(self, event: QShowEvent) -> None:
        """Count once it is there."""
        super().showEvent(event)
        if not self._begun:
            self._begun = True
            focus.give(next(iter(self.which.values())), ring=focus.by_keyboard())
            self.presenter.start()

    def reject(self) -> None:
        """Stop writing, or go."""
        if self.presenter.writing:
            self.presenter.stop()
        else:
            super().reject()

    @property
    def chosen(self) -> Which:
        """Return which contacts are chosen."""
        return next(which for which, radio in self.which.items() if radio.isChecked())

    @property
    def kind(self) -> Format:
        """Return the form that is chosen."""
        return next(kind for kind, radio in self.formats.items() if radio.isChecked())

    def refresh(self) -> None:
        """Show the counts, or that it writes."""
        presenter = self.presenter
        for which, radio in self.which.items():
            radio.set_label(sentences.export_which(which.value, presenter.count(which)))
        books = [("", strings.EXPORT_ALL_BOOKS)]
        books += [(book.account_id, book.account) for book in presenter.books]
        if self.book.count() != len(books):
            self.book.set_choices(books)
        self._books.setVisible(len(presenter.books) > 1 and self.chosen is not Which.CHOSEN)
        self._form.setVisible(not presenter.writing)
        self._writing.setVisible(presenter.writing)
        self.go.setEnabled(not presenter.writing and presenter.count(self.chosen) > 0)
        if self.isVisible():
            self.fit()

    def ask_place(self) -> None:
        """Ask where the file shall be."""
        self.trouble.hide()
        kind = self.kind
        name = strings.EXPORT_NAME + kind.suffix
        self.asking = ask_where(self, strings.EXPORT_SAVE_TITLE, name, (FORMATS[kind][2],))
        self.asking.chosen.connect(self._write)

    def _write(self, file: Path) -> None:
        self.presenter.write(self.chosen, self.kind, file)

    def _saved(self) -> None:
        self.accept()

    def _failed(self, sentence: str) -> None:
        self.trouble.set_message("", sentence)
        self.trouble.show()
        self.fit()


def _labelled(label: str, choice: Combo) -> QWidget:
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(u(4))
    column.addWidget(Text(label, "dim", 12, 600))
    column.addWidget(choice)
    return holder
