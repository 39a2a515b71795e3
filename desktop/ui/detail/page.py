"""The opened call: header, conversation and details, and the player docked below."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from desktop.ui import strings
from desktop.ui.detail.conversation import Conversation
from desktop.ui.detail.details import Details
from desktop.ui.detail.header import Header
from desktop.ui.detail.presenter import CallView, DetailPresenter, SaidView
from desktop.ui.kit.panes import EmptyState, Pane
from desktop.ui.player.page import PlayerPane
from desktop.ui.player.presenter import PlayerPresenter

STEP_S = 5
LONG_STEP_S = 15


class DetailPage(Pane):
    """The other half of Recents. `call_wanted` is a press of Call for the open call."""

    call_wanted = Signal()
    open_wanted = Signal(str)

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
        self.header = Header()
        self.header.call_wanted.connect(self.call_wanted)
        self.header.tab_chosen.connect(self._tab_chosen)
        self.conversation = Conversation(now)
        self.conversation.ask_wanted.connect(presenter.ask)
        self.conversation.retry_wanted.connect(presenter.retry)
        self.conversation.seek_wanted.connect(self._seek)
        self.details = Details()
        self.details.earlier_chosen.connect(self.open_wanted)
        self.player = PlayerPane(player)
        self._tabs = QStackedWidget()
        self._tabs.addWidget(self.conversation)
        self._tabs.addWidget(self.details)
        opened = QWidget()
        column = QVBoxLayout(opened)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(self._tabs, 1)
        column.addWidget(self.player)
        self._nothing = EmptyState("phone", strings.NO_CHOICE_TITLE, strings.NO_CHOICE_TEXT)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._nothing)
        self._stack.addWidget(opened)
        self.add(self._stack, 1)
        presenter.opened.connect(self._show_call)
        presenter.said.connect(self._show_said)
        player.moved.connect(self._follow)
        player.shown.connect(self._player_shown)

    def focus_call(self) -> None:
        """Put the focus on Call, so that Enter calls."""
        self.header.call.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Drive the player: Space, Left and Right, with Shift for longer steps."""
        if not self.player_key(event):
            super().keyPressEvent(event)

    def player_key(self, event: QKeyEvent) -> bool:
        """Let the player have a key; says whether it was one of its own."""
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        step = LONG_STEP_S if shift else STEP_S
        if event.key() == Qt.Key.Key_Space:
            self._player.play_or_pause()
        elif event.key() == Qt.Key.Key_Left:
            self._player.skip(-step)
        elif event.key() == Qt.Key.Key_Right:
            self._player.skip(step)
        else:
            return False
        return True

    def _show_call(self, view: CallView | None) -> None:
        self._stack.setCurrentIndex(0 if view is None else 1)
        self._player.open(view.call if view else None)
        if view is None:
            return
        self.header.show_call(view)
        self.conversation.show_call(view.call)
        self.details.show_call(view)

    def _show_said(self, said: SaidView) -> None:
        if self._presenter.view is not None:
            self.conversation.show_said(said, self._presenter.view.call)
            self._follow(self._player.position)

    def _tab_chosen(self, index: int) -> None:
        self._tabs.setCurrentIndex(index)

    def _seek(self, seconds: float) -> None:
        self._player.seek(seconds)

    def _follow(self, seconds: float) -> None:
        self.conversation.follow(seconds, running=self._player.view.playing)

    def _player_shown(self, _view: object) -> None:
        self._follow(self._player.position)
