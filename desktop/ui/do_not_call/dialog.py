"""The do-not-call list: a search, the rows, adding, taking off with undo, and files in and out."""

from pathlib import Path

from PySide6.QtCore import QPoint, Qt, QUrl
from PySide6.QtGui import QAction, QDesktopServices, QGuiApplication, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from desktop.domain.do_not_call import DoNotCallEntry
from desktop.ui import sentences_do_not_call as sentences
from desktop.ui import strings_do_not_call as strings
from desktop.ui import strings_files
from desktop.ui.context import Context
from desktop.ui.dialogs import Dialogs, Together
from desktop.ui.do_not_call.asking import AskToList
from desktop.ui.do_not_call.importing import ImportNumbers
from desktop.ui.do_not_call.presenter import ListPresenter, ListState
from desktop.ui.do_not_call.table import ListTable
from desktop.ui.kit import focus
from desktop.ui.kit.buttons import Button
from desktop.ui.kit.field import Field
from desktop.ui.kit.float import Menu, Toast
from desktop.ui.kit.labels import Text
from desktop.ui.kit.panes import EmptyState, Pane, Skeleton
from desktop.ui.kit.passing import Passing
from desktop.ui.kit.saving import SaveDialog, ask_where
from desktop.ui.kit.table import TableHead
from desktop.ui.kit.theme import u
from desktop.ui.kit.wizard import Wide
from desktop.ui.sentences_detail import copied_value

WIDTH, HEIGHT = 880, 620
_SEARCH = 360


class DoNotCallDialog(Wide):
    """Owns its presenter; whoever opened the dialog ends `closing` when it is gone."""

    def __init__(self, context: Context, window: QWidget) -> None:
        super().__init__(window, title=strings.TITLE, close_name=strings.CLOSE, width=WIDTH, height=HEIGHT)
        self._context = context
        self.presenter = ListPresenter(context, self)
        self.over = Dialogs(context, self)
        self.closing = Together(self.over, self.presenter)
        self.asking: SaveDialog | None = None
        self.passing = Passing(self)
        self._menu_entry: DoNotCallEntry | None = None
        self._folder: Path | None = None
        self.field = Field(strings.SEARCH, icon="search", clearable=True)
        self.field.set_clear_name(strings.CLEAR_SEARCH)
        self.field.setMaximumWidth(u(_SEARCH))
        self.count = Text("", "dim", 12)
        self.table = ListTable(self.presenter)
        self.menu = Menu(self)
        self._copy = self.menu.add(strings.COPY_NUMBER, "copy")
        self._change = self.menu.add(strings.CHANGE_REASON, "edit")
        self.menu.addSeparator()
        self._take_off = self.menu.add(strings.REMOVE, "bin")
        self.export = self.add_button(Button(strings.EXPORT))
        self.bring = self.add_button(Button(strings.IMPORT))
        self.add = self.add_button(Button(strings.ADD, kind="go", icon="plus"))
        self._stack = QStackedWidget()
        self._states: dict[ListState, QWidget] = {}
        self._begun = False
        self._lay_out()
        self._connect()
        self.refresh()

    def _lay_out(self) -> None:
        bar = self._bar = Pane(vertical=False, margins=(24, 12, 24, 12), spacing=16)
        bar.add(self.field, 1)
        bar.add_stretch()
        bar.add(self.count)
        rows = Pane()
        head = TableHead(self.table, all_name=strings.LIST)
        head.box.hide()  # nothing here is done to many at once
        rows.add(head)
        rows.add(self.table, 1)
        self.empty = EmptyState("block", strings.EMPTY_TITLE, strings.EMPTY_TEXT, strings.ADD)
        self.empty.acted.connect(self.open_add)
        self.empty.add_second(strings.IMPORT).clicked.connect(self.open_import)
        nothing = EmptyState("search", strings.NOTHING_TITLE, strings.NOTHING_TEXT, strings.CLEAR_SEARCH)
        nothing.acted.connect(self.field.clear)
        failed = EmptyState("warning", strings.FAILED_TITLE, "", strings.TRY_AGAIN)
        failed.acted.connect(self.presenter.start)
        self._failed = failed
        self._states = {
            ListState.LOADING: Skeleton(name=strings.LOADING),
            ListState.READY: rows,
            ListState.EMPTY: self.empty,
            ListState.NOTHING: nothing,
            ListState.FAILED: failed,
        }
        for part in self._states.values():
            self._stack.addWidget(part)
        page = Pane()
        page.add(bar)
        page.add(self._stack, 1)
        self.pages.addWidget(page)
        self.say(strings.NOTE)

    def _connect(self) -> None:
        presenter = self.presenter
        presenter.changed.connect(self.refresh)
        presenter.came.connect(self.table.entries.reread)
        presenter.saved.connect(self._saved)
        presenter.failed.connect(self._tell)
        presenter.deeds.done.connect(self._done)
        presenter.deeds.failed.connect(self._tell)
        self.field.textChanged.connect(presenter.search)
        self.table.remove_wanted.connect(self._remove_row)
        self.table.choice_wanted.connect(self._open_menu)
        self.table.opened.connect(self._change_row)
        self.menu.triggered.connect(self._chosen)
        self.add.clicked.connect(self.open_add)
        self.bring.clicked.connect(self.open_import)
        self.export.clicked.connect(self.ask_place)
        QShortcut(QKeySequence("Ctrl+F"), self).activated.connect(self._look_for)
        QShortcut(QKeySequence("Ctrl+N"), self).activated.connect(self.open_add)
        QShortcut(QKeySequence("Ctrl+Z"), self).activated.connect(presenter.deeds.undo)

    def showEvent(self, event: QShowEvent) -> None:
        """Read what there is once it is there."""
        super().showEvent(event)
        if not self._begun:
            self._begun = True
            self.presenter.start()
            focus.give(self.field, ring=focus.by_keyboard())

    def done(self, result: int) -> None:
        """Go together with what stands over it."""
        if self.over.dialog is not None:
            self.over.dialog.done(0)
        super().done(result)

    def refresh(self) -> None:
        """Show the presenter's state."""
        presenter, state = self.presenter, self.presenter.state
        if state in (ListState.READY, ListState.NOTHING, ListState.EMPTY):
            self.table.entries.show_rows(presenter.rows, same=presenter.same)
        self._failed.set_message(strings.FAILED_TITLE, presenter.trouble)
        self._stack.setCurrentWidget(self._states[state])
        total, rows = presenter.total, presenter.rows
        self.count.setText(sentences.found(rows, total) if rows != total else sentences.total(total))
        nothing = state is ListState.EMPTY
        if nothing and self.field.hasFocus() and self.empty.button is not None:
            focus.give(self.empty.button, ring=focus.by_keyboard())
        self._bar.setVisible(not nothing)
        self.export.setVisible(total > 0 and presenter.may_export)
        for button in (self.bring, self.add):  # the empty list has its own
            button.setVisible(not nothing)

    # ---- what a person does

    def open_add(self) -> None:
        """Ask which number shall be listed, and why."""
        self._ask(())

    def open_import(self) -> None:
        """Ask for a file with numbers."""
        if self.over.dialog is None:
            reading = ImportNumbers(self._context, self)
            self.over.show(reading, reading.presenter)

    def ask_place(self) -> None:
        """Ask where the list shall be saved."""
        self.asking = ask_where(
            self, strings.EXPORT_TITLE, strings.EXPORT_NAME, (strings_files.TABLE_FILTER,)
        )
        self.asking.chosen.connect(self.presenter.export)

    def _ask(self, listed: tuple[str, ...]) -> None:
        if self.over.dialog is None:
            asking = AskToList(self._context, self, listed)
            asking.agreed.connect(self._agreed)
            asking.removed.connect(self._remove)
            self.over.show(asking, asking.presenter)

    def _agreed(self, number: str, reason: str) -> None:
        self.presenter.deeds.add(number, reason, strings.BY_HAND)

    def _remove(self, number: str) -> None:
        self.presenter.deeds.remove([number])

    def _remove_row(self, row: int) -> None:
        entry = self.table.entries.entry_at(row)
        if entry is not None:
            self.presenter.deeds.remove([entry.number])

    def _change_row(self, row: int) -> None:
        entry = self.table.entries.entry_at(row)
        if entry is not None:
            self._ask((entry.number,))

    def _open_menu(self, row: int, place: QPoint) -> None:
        self._menu_entry = self.table.entries.entry_at(row)
        if self._menu_entry is not None:
            self.table.go_to(row)
            self.menu.open_at(place)

    def _chosen(self, action: QAction) -> None:
        entry = self._menu_entry
        if entry is None:
            return
        if action is self._copy:
            QGuiApplication.clipboard().setText(sentences.number(entry.number))
            self._tell(copied_value(strings.NUMBER))
        elif action is self._change:
            self._ask((entry.number,))
        elif action is self._take_off:
            self.presenter.deeds.remove([entry.number])

    def _look_for(self) -> None:
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    # ---- what is said in passing

    def _done(self, sentence: str) -> None:
        self._tell(sentence, strings.UNDO).acted.connect(self.presenter.deeds.undo)

    def _saved(self, file: Path, count: int) -> None:
        self._folder = file.parent
        toast = self._tell(sentences.exported(count, file.name), strings.SHOW_IN_FOLDER)
        toast.acted.connect(self._show_folder)

    def _show_folder(self) -> None:
        if self._folder is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder)))

    def _tell(self, sentence: str, action: str = "") -> Toast:
        return self.passing.say(self.pages, sentence, action, counts=bool(action))
