"""The duplicates over the window: the groups, the one that is looked at, and what is done with it."""

from PySide6.QtCore import QModelIndex
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from desktop.ui import sentences_duplicates as sentences
from desktop.ui import strings_files as strings
from desktop.ui.contacts.duplicates.compare import ComparePage
from desktop.ui.contacts.duplicates.groups import GroupList
from desktop.ui.contacts.duplicates.presenter import DuplicatesPresenter, DuplicatesState
from desktop.ui.context import Context
from desktop.ui.kit import focus
from desktop.ui.kit.buttons import Button
from desktop.ui.kit.float import Toast
from desktop.ui.kit.panes import EmptyState, Pane, Skeleton
from desktop.ui.kit.passing import Passing
from desktop.ui.kit.theme import theme, u
from desktop.ui.kit.wizard import Wide

WIDTH, HEIGHT = 1004, 680
_LIST, _NARROW = 320, 760


class DuplicatesDialog(Wide):
    """Owns its presenter, which whoever opened the dialog closes when it is gone."""

    def __init__(self, context: Context, window: QWidget) -> None:
        super().__init__(
            window,
            title=strings.DUPLICATES_TITLE,
            close_name=strings.CLOSE_DUPLICATES,
            width=WIDTH,
            height=HEIGHT,
        )
        self.presenter = DuplicatesPresenter(context, self)
        self.list = GroupList(self.presenter)
        self.compare = ComparePage(self.presenter)
        self.dismiss = self.add_button(Button(strings.NOT_DUPLICATES))
        self.previous = self.add_button(Button(icon="chevron-left", name=strings.PREVIOUS))
        self.next = self.add_button(Button(icon="chevron-right", name=strings.NEXT))
        self.merge = self.add_button(Button(strings.MERGE_THEM, kind="go", icon="join"))
        self._shown_key = ""
        self.passing = Passing(self)
        self._begun = False
        self._stack = QStackedWidget()
        self._states: dict[DuplicatesState, QWidget] = {}
        self._lay_out()
        self._connect()
        self.refresh()

    def _lay_out(self) -> None:
        both = QWidget()
        line = QHBoxLayout(both)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        self._side = Pane("panel", "e", margins=(0, 0, 1, 0))
        self._side.add(self.list, 1)
        self._side.setFixedWidth(u(_LIST))
        line.addWidget(self._side)
        line.addWidget(self.compare, 1)
        self._failed = EmptyState("warning", strings.DUPLICATES_FAILED, "", strings.TRY_AGAIN)
        self._failed.acted.connect(self.presenter.start)
        self._states = {
            DuplicatesState.LOADING: Skeleton(name=strings.DUPLICATES_READING),
            DuplicatesState.READY: both,
            DuplicatesState.EMPTY: EmptyState("check", strings.NO_DUPLICATES, strings.NO_DUPLICATES_TEXT),
            DuplicatesState.FAILED: self._failed,
        }
        for part in self._states.values():
            self._stack.addWidget(part)
        self.pages.addWidget(self._stack)

    def _connect(self) -> None:
        presenter = self.presenter
        presenter.changed.connect(self.refresh)
        presenter.proposed.connect(self._show_group)
        presenter.merged.connect(self._merged)
        presenter.said.connect(self._say)
        self.list.current_changed.connect(self._go)
        self.list.clicked.connect(self._clicked)
        self.dismiss.clicked.connect(presenter.dismiss)
        self.previous.clicked.connect(presenter.previous)
        self.next.clicked.connect(presenter.next)
        self.merge.clicked.connect(presenter.merge)
        QShortcut(QKeySequence("Ctrl+Z"), self).activated.connect(self._undo)
        QShortcut(QKeySequence("Ctrl+Return"), self).activated.connect(self.merge.click)

    def showEvent(self, event: QShowEvent) -> None:
        """Compare once it is there."""
        super().showEvent(event)
        if not self._begun:
            self._begun = True
            self.presenter.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show only the group where there is no room for the list beside it."""
        super().resizeEvent(event)
        self._side.setVisible(self.pages.width() / theme.scale >= _NARROW)

    def refresh(self) -> None:
        """Show the groups."""
        presenter = self.presenter
        first = self._stack.currentWidget() is not self._states[DuplicatesState.READY]
        self._failed.set_message(strings.DUPLICATES_FAILED, presenter.trouble)
        self._stack.setCurrentWidget(self._states[presenter.state])
        self.list.groups.refresh()
        self._show_place()
        ready = presenter.state is DuplicatesState.READY
        for button in (self.dismiss, self.previous, self.next, self.merge):
            button.setVisible(ready)
        if ready and first and self.isVisible():
            focus.give(self.list if self._side.isVisible() else self.merge, ring=focus.by_keyboard())

    def _show_place(self) -> None:
        presenter = self.presenter
        count = len(presenter.groups)
        self.say(sentences.place(presenter.at, count) if count else "")
        self.previous.setEnabled(presenter.at > 0)
        self.next.setEnabled(presenter.at + 1 < count)
        if count and self.list.current_row != presenter.at:
            self.list.go_to(presenter.at)

    def _show_group(self) -> None:
        presenter = self.presenter
        key = presenter.group.key if presenter.group else ""
        self.compare.refresh(another=key != self._shown_key)
        self._shown_key = key
        proposal = presenter.proposal
        self.merge.setText(sentences.merge(len(proposal.together) if proposal else 0))
        self.merge.setEnabled(proposal is not None and proposal.possible)
        self._show_place()

    def _go(self, row: int) -> None:
        if row >= 0 and row != self.presenter.at:
            self.presenter.go(row)

    def _clicked(self, index: QModelIndex) -> None:
        self._go(index.row())

    def _merged(self, name: str) -> None:
        toast = self.passing.say(self.pages, sentences.merged(name), strings.UNDO)
        toast.acted.connect(self.presenter.undo)

    def _undo(self) -> None:
        """Take the last merge back; it can be as long as no other one follows."""
        self.passing.hush()
        self.presenter.undo()

    def _say(self, sentence: str) -> None:
        if self.isVisible():
            Toast(self.pages, sentence, milliseconds=4000).pop()
