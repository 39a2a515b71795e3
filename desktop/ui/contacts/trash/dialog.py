"""Recently deleted: a search, the rows, and what is done with those that are ticked."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from desktop.ui import sentences_trash as sentences
from desktop.ui import strings_files as strings
from desktop.ui.contacts.trash.presenter import TrashPresenter, TrashState
from desktop.ui.contacts.trash.table import TrashTable
from desktop.ui.context import Context
from desktop.ui.kit import focus
from desktop.ui.kit.buttons import Button
from desktop.ui.kit.field import Field
from desktop.ui.kit.float import Dialog, Toast
from desktop.ui.kit.labels import Paragraph, Text
from desktop.ui.kit.panes import EmptyState, Pane, Skeleton
from desktop.ui.kit.table import TableHead
from desktop.ui.kit.theme import u
from desktop.ui.kit.wizard import Wide

WIDTH, HEIGHT = 840, 600
_SEARCH = 320


class TrashDialog(Wide):
    """Owns its presenter, which whoever opened the dialog closes when it is gone."""

    def __init__(self, context: Context, window: QWidget) -> None:
        super().__init__(
            window, title=strings.TRASH_TITLE, close_name=strings.CLOSE_TRASH, width=WIDTH, height=HEIGHT
        )
        self.presenter = TrashPresenter(context, self)
        self.question: Dialog | None = None
        self.field = Field(strings.TRASH_SEARCH, icon="search", clearable=True)
        self.field.set_clear_name(strings.CLEAR_SEARCH)
        self.field.setMaximumWidth(u(_SEARCH))
        self.count = Text("", "dim", 12)
        self.table = TrashTable(self.presenter)
        self.head = TableHead(self.table, all_name=strings.TRASH_ALL)
        self.empty = self.add_button(Button(strings.EMPTY_TRASH, kind="danger"))
        self.purge = self.add_button(Button(strings.DELETE_FOR_GOOD, kind="danger"))
        self.restore = self.add_button(Button(strings.RESTORE, kind="go"))
        self._states: dict[TrashState, QWidget] = {}
        self._stack = QStackedWidget()
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
        rows.add(self.head)
        rows.add(self.table, 1)
        nothing = EmptyState(
            "search", strings.TRASH_NO_HITS, strings.TRASH_NO_HITS_TEXT, strings.CLEAR_SEARCH
        )
        nothing.acted.connect(self.field.clear)
        failed = EmptyState("warning", strings.TRASH_FAILED, "", strings.TRY_AGAIN)
        failed.acted.connect(self.presenter.start)
        self._failed = failed
        self._states = {
            TrashState.LOADING: Skeleton(name=strings.TRASH_READING),
            TrashState.READY: rows,
            TrashState.EMPTY: EmptyState("bin", strings.TRASH_EMPTY, strings.TRASH_EMPTY_TEXT),
            TrashState.NOTHING: nothing,
            TrashState.FAILED: failed,
        }
        for part in self._states.values():
            self._stack.addWidget(part)
        page = Pane()
        page.add(bar)
        page.add(self._stack, 1)
        self.pages.addWidget(page)
        self.say(strings.TRASH_NOTE)

    def _connect(self) -> None:
        presenter = self.presenter
        presenter.changed.connect(self.refresh)
        presenter.said.connect(self._say)
        self.field.textChanged.connect(presenter.search)
        self.head.all_wanted.connect(presenter.tick_all)
        self.restore.clicked.connect(presenter.restore)
        self.purge.clicked.connect(self.ask_purge)
        self.empty.clicked.connect(self.ask_empty)
        QShortcut(QKeySequence("Ctrl+F"), self).activated.connect(self._look_for)
        delete = QShortcut(
            QKeySequence("Del"), self.table, context=Qt.ShortcutContext.WidgetWithChildrenShortcut
        )
        delete.activated.connect(self.ask_purge)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go from the search down to what it found."""
        down = event.key() == Qt.Key.Key_Down and self.field.hasFocus()
        if down and self.presenter.state is TrashState.READY:
            self.table.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.table.go_to(max(0, self.table.current_row))
            return
        super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Read what there is once it is there."""
        super().showEvent(event)
        if not self._begun:
            self._begun = True
            self.presenter.start()
            focus.give(self.field, ring=focus.by_keyboard())

    def refresh(self) -> None:
        """Show the presenter's state."""
        presenter = self.presenter
        self.table.trash.refresh()
        self.table.viewport().update()
        ticked = sum(one.id in presenter.ticked for one in presenter.rows)
        self.head.show_ticked(ticked, len(presenter.rows))
        self._failed.set_message(strings.TRASH_FAILED, presenter.trouble)
        self._stack.setCurrentWidget(self._states[presenter.state])
        self.count.setText(sentences.total(presenter.total) if presenter.total else "")
        nothing = presenter.state is TrashState.EMPTY
        if nothing and self.field.hasFocus():
            focus.give(self.leave, ring=False)
        self._bar.setVisible(not nothing)
        chosen = len(presenter.ticked)
        self.restore.setText(sentences.restore(chosen))
        self.restore.setEnabled(chosen > 0)
        self.restore.setVisible(presenter.total > 0)
        self.purge.setVisible(chosen > 0)
        self.empty.setVisible(chosen == 0 and presenter.total > 0)

    # ---- deleting for good

    def ask_purge(self) -> None:
        """Ask before what is ticked is gone for good."""
        chosen = self.presenter.chosen()
        if chosen:
            title = sentences.for_good(len(chosen), sentences.name(chosen[0]))
            self._ask(title).accepted.connect(self._purge_chosen)

    def ask_empty(self) -> None:
        """Ask before everything is gone for good."""
        total = self.presenter.total
        if total:
            self._ask(sentences.for_good(total, strings.THE_LAST_ONE)).accepted.connect(self._purge_all)

    def _ask(self, title: str) -> Dialog:
        question = self.question = Dialog(self, title=title)
        question.box.addWidget(Paragraph("", lead=title, px=16))
        question.box.addWidget(Paragraph(strings.FOR_GOOD_TEXT, "dim"))
        cancel = question.add_button(Button(strings.CANCEL))
        cancel.clicked.connect(question.reject)
        question.add_button(Button(strings.DELETE_FOR_GOOD, kind="danger")).clicked.connect(question.accept)
        question.finished.connect(question.deleteLater)
        question.open()
        focus.give(cancel, ring=focus.by_keyboard())
        return question

    def _purge_chosen(self) -> None:
        self.presenter.purge(self.presenter.ticked)

    def _purge_all(self) -> None:
        self.presenter.purge(None)

    def _look_for(self) -> None:
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def _say(self, sentence: str) -> None:
        if self.isVisible():
            Toast(self.pages, sentence, milliseconds=4000).pop()
