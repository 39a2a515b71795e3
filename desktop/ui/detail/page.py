"""The opened call: header, the three tabs, and the player docked below."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QApplication, QStackedWidget, QVBoxLayout, QWidget

from desktop.services.files import call_file_name
from desktop.ui import sentences_detail, sentences_do_not_call, strings
from desktop.ui.detail import header
from desktop.ui.detail.conversation import Conversation
from desktop.ui.detail.details import Details
from desktop.ui.detail.header import Header
from desktop.ui.detail.notes import Notes
from desktop.ui.detail.person import Person
from desktop.ui.detail.presenter import DetailPresenter
from desktop.ui.detail.views import CallView, Said, SaidView
from desktop.ui.kit.panes import EmptyState, Pane
from desktop.ui.kit.passing import Passing
from desktop.ui.kit.theme import u
from desktop.ui.player.page import PlayerPane
from desktop.ui.player.presenter import PlayerPresenter
from desktop.ui.sentences_player import saved

_FILES = {"txt": strings.FILES_TXT, "srt": strings.FILES_SRT, "vtt": strings.FILES_VTT}

LEAST_TAB = 240


class DetailPage(Pane):
    """The other half of Recents. `call_wanted` is a press of Call for the open call.

    `open_wanted` carries another call's id, `all_wanted` the call whose number's calls shall all be listed,
    `unlist_wanted` numbers that may be called again, `campaign_wanted` a campaign's id.
    """

    call_wanted = Signal()
    open_wanted = Signal(str)
    all_wanted = Signal(object)
    unlist_wanted = Signal(object)
    campaign_wanted = Signal(str)

    def __init__(
        self,
        presenter: DetailPresenter,
        player: PlayerPresenter,
        now: Callable[[], datetime],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("window", parent=parent)
        self._presenter = presenter
        self._player = player
        self.passing = Passing(self)
        self._open_id = ""
        self._saving: tuple[CallView, str] | None = None
        self.header = Header()
        self.header.call_wanted.connect(self.call_wanted)
        self.header.tab_chosen.connect(self._tab_chosen)
        self.notes = Notes()
        self.notes.elsewhere_wanted.connect(self._ask_again)
        self.notes.unlist_wanted.connect(self._unlist)
        self.conversation = Conversation(now)
        self.conversation.toolbar.saves = presenter.may_save
        self.conversation.ask_wanted.connect(presenter.ask)
        self.conversation.retry_wanted.connect(presenter.retry)
        self.conversation.seek_wanted.connect(self._seek)
        self.conversation.play_wanted.connect(self._play_from)
        self.conversation.save_wanted.connect(self._ask_where)
        self.conversation.copied.connect(self._tell)
        self.person = Person(now, presenter.facts)
        self.person.campaigns.open_wanted.connect(self.campaign_wanted)
        self.person.call_chosen.connect(self.open_wanted)
        self.person.copied.connect(self._copy)
        self.person.all_wanted.connect(self._all_wanted)
        self.details = Details()
        self.details.copied.connect(self._copy)
        self.player = PlayerPane(player)
        self.conversation.marked.connect(self.player.strip.wave.set_marks)
        self._tabs = _Tabs()
        for tab in (self.conversation, self.person, self.details):
            self._tabs.addWidget(tab)
        opened = self._lay_out()
        self._nothing = EmptyState("phone", strings.NO_CHOICE_TITLE, strings.NO_CHOICE_TEXT)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._nothing)
        self._stack.addWidget(opened)
        self.add(self._stack, 1)
        presenter.opened.connect(self._show_call)
        presenter.said.connect(self._show_said)
        presenter.gone.connect(self._show_gone)
        presenter.facts.changed.connect(self._show_listed)
        presenter.saved.connect(self._saved)
        presenter.unsaved.connect(self.notes.show_unsaved)
        player.moved.connect(self._follow)
        player.shown.connect(self._player_shown)

    def _lay_out(self) -> QWidget:
        opened = QWidget()
        column = QVBoxLayout(opened)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(self.notes)
        column.addWidget(self._tabs, 1)
        column.addWidget(self.player)
        return opened

    def focus_call(self) -> None:
        """Put the focus on Call, so that Enter calls."""
        self.header.call.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @property
    def holds_focus(self) -> bool:
        """Whether the focus is somewhere in the opened call."""
        now = QApplication.focusWidget()
        return now is not None and self.isAncestorOf(now)

    def search(self) -> bool:
        """Search in the opened call; says whether there is anything to search."""
        if self._stack.currentIndex() == 0:
            return False
        before = self.header.tabs.currentIndex()
        self.show_conversation()
        if self.conversation.search():
            return True
        self.header.tabs.setCurrentIndex(before)
        return False

    def ask(self) -> None:
        """Ask for the transcript, where that is offered."""
        view = self._presenter.said_view
        if view.said in (Said.NONE, Said.FAILED) and view.can_ask:
            self.show_conversation()
            self._presenter.ask()

    def find_next(self) -> None:
        """Go to the next hit in the opened call."""
        self._find_step(1)

    def find_previous(self) -> None:
        """Go to the hit before in the opened call."""
        self._find_step(-1)

    def show_conversation(self) -> None:
        """Choose the first tab."""
        self.header.tabs.setCurrentIndex(header.CONVERSATION)

    def show_person(self) -> None:
        """Choose the second tab."""
        self.header.tabs.setCurrentIndex(header.PERSON)

    def show_details(self) -> None:
        """Choose the third tab."""
        self.header.tabs.setCurrentIndex(header.DETAILS)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Drive the player."""
        if not self.player_key(event):
            super().keyPressEvent(event)

    def player_key(self, event: QKeyEvent) -> bool:
        """Let the player have a key; says whether it was one of its own."""
        return self.player.press_key(event)

    # ---- what is shown

    def _show_call(self, view: CallView | None) -> None:
        self._stack.setCurrentIndex(0 if view is None else 1)
        self._player.open(view.call if view else None)
        if view is None:
            self._nothing.set_message(strings.NO_CHOICE_TITLE, strings.NO_CHOICE_TEXT)
            return
        self.notes.show_gone(view.gone)
        if self._open_id != view.call.id:
            self._open_id = view.call.id
            self.notes.show_unsaved("")
        self.header.show_call(view)
        self.conversation.show_call(view)
        self.person.show_call(view)
        self.details.show_call(view)

    def _show_listed(self) -> None:
        facts = self._presenter.facts
        said = sentences_do_not_call.is_listed(facts.listed[0], facts.now()) if facts.listed else ""
        self.notes.show_listed(said)
        self.header.show_listed(said)

    def _unlist(self) -> None:
        self.unlist_wanted.emit([entry.number for entry in self._presenter.facts.listed])

    def _show_gone(self) -> None:
        self._nothing.set_message(strings.CALL_GONE, strings.CALL_GONE_TEXT)

    def _show_said(self, said: SaidView) -> None:
        if self._presenter.view is not None:
            self.conversation.show_said(said, self._presenter.view.call)
            self._follow(self._player.position)

    def _tab_chosen(self, index: int) -> None:
        self._tabs.setCurrentIndex(index)

    def _all_wanted(self) -> None:
        if self._presenter.view is not None:
            self.all_wanted.emit(self._presenter.view.call)

    # ---- the player beside the turns

    def _seek(self, seconds: float) -> None:
        self._player.seek(seconds)

    def _play_from(self, seconds: float) -> None:
        self._player.seek(seconds)
        if not self._player.view.playing:
            self._player.play_or_pause()

    def _follow(self, seconds: float) -> None:
        self.conversation.follow(seconds, running=self._player.view.playing)

    def _player_shown(self, _view: object) -> None:
        self._follow(self._player.position)

    def _find_step(self, step: int) -> None:
        if self._stack.currentIndex() == 1:
            self.show_conversation()
            if self.conversation.toolbar.field.isVisible():
                self.conversation.finder.step(step)

    # ---- copying and saving

    def _copy(self, label: str, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self._tell(sentences_detail.copied_value(label))

    def _ask_where(self, kind: str) -> None:
        view = self._presenter.view
        if view is not None:
            self._saving = (view, kind)
            self._ask_again()

    def _ask_again(self) -> None:
        self.notes.show_unsaved("")
        if self._saving is not None:
            view, kind = self._saving
            name = call_file_name(view.call, f".{kind}")
            from desktop.ui.kit.saving import ask_where  # noqa: PLC0415 - few save, all start

            dialog = ask_where(self, strings.SAVE_TRANSCRIPT, name, (_FILES[kind],))
            dialog.chosen.connect(self._where)

    def _where(self, file: Path) -> None:
        if self._saving is not None:
            self._presenter.save(self._saving[0], file, self._saving[1])

    def _saved(self, file: Path) -> None:
        self.notes.show_unsaved("")
        self._tell(saved(file))

    def _tell(self, text: str) -> None:
        """Say something in passing, in the place of what was said before."""
        self.passing.say(self._tabs, text)


class _Tabs(QStackedWidget):
    """The shown tab: the one part of the opened call that gives way, so that a note never costs the player.

    What scrolls asks a page with a text that wraps for the height it would like, not for the least it takes.
    """

    def sizeHint(self) -> QSize:
        """Return the least: it is stretched anyway."""
        return self.minimumSizeHint()

    def minimumSizeHint(self) -> QSize:
        """Return a height in which a few lines can be read."""
        return QSize(super().minimumSizeHint().width(), u(LEAST_TAB))
