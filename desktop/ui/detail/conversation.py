"""What was said: the summary, the turns with the running one lit, or why there is nothing to read."""

from bisect import bisect_right
from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from desktop.domain.calls import CallRecord
from desktop.domain.transcripts import Segment, Speaker
from desktop.ui import sentences, strings, times
from desktop.ui.detail.presenter import Said, SaidView
from desktop.ui.kit.buttons import Button
from desktop.ui.kit.labels import Paragraph, Text
from desktop.ui.kit.panes import Card, EmptyState, Pane
from desktop.ui.kit.turns import Turn, TurnsView

_LANES = {Speaker.CALLER: 0, Speaker.CALLEE: 1, Speaker.UNKNOWN: 2}


class Conversation(Pane):
    """Shows a `SaidView`. `seek_wanted` carries the second of a pressed turn."""

    ask_wanted = Signal()
    retry_wanted = Signal()
    seek_wanted = Signal(float)

    def __init__(self, now: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__("window", margins=(24, 16, 24, 0), spacing=12, parent=parent)
        self._now = now
        self._since: datetime | None = None
        self._starts: list[float] = []
        self._summary = Paragraph()
        self._card = Card()
        self._card.add(Text(strings.SUMMARY, "dim", 12, 600))
        self._card.add(self._summary)
        self.add(self._card)
        self._line = Text("", "dim", 12)
        self._follow = Button(strings.BACK_TO_NOW, kind="link", px=12)
        self._follow.hide()
        row = QHBoxLayout()
        row.addWidget(self._line, 1)
        row.addWidget(self._follow)
        self.add_layout(row)

        self.turns = TurnsView(name=strings.TRANSCRIPT)
        self.turns.chosen.connect(self._chosen)
        self.turns.wandered.connect(self._follow.setVisible)
        self._follow.clicked.connect(self.turns.back_to_now)
        self._pages: dict[Said, QWidget] = {
            Said.READY: self.turns,
            Said.LOADING: EmptyState("transcript", strings.TRANSCRIPT_LOADING, ""),
            Said.NO_SOUND: EmptyState(
                "recording", strings.TRANSCRIPT_NO_SOUND, strings.TRANSCRIPT_NO_SOUND_TEXT
            ),
            Said.UNSUPPORTED: EmptyState("transcript", strings.TRANSCRIPT_NONE, ""),
            Said.PENDING: EmptyState("clock", strings.TRANSCRIPT_PENDING, ""),
        }
        self._ask = EmptyState(
            "transcript", strings.TRANSCRIPT_NONE, strings.TRANSCRIPT_NONE_TEXT, strings.ASK_TRANSCRIPT
        )
        self._ask.acted.connect(self.ask_wanted)
        self._pages[Said.NONE] = self._ask
        self._unmade = EmptyState(
            "warning", strings.TRANSCRIPT_UNMADE, strings.TRANSCRIPT_UNMADE_TEXT, strings.TRY_AGAIN
        )
        self._unmade.acted.connect(self.ask_wanted)
        self._pages[Said.FAILED] = self._unmade
        self._unreadable = EmptyState("warning", strings.TRANSCRIPT_FAILED, "", strings.TRY_AGAIN)
        self._unreadable.acted.connect(self.retry_wanted)
        self._pages[Said.UNREADABLE] = self._unreadable
        self._stack = QStackedWidget()
        for page in self._pages.values():
            self._stack.addWidget(page)
        self.add(self._stack, 1)
        self._timer = QTimer(self)
        self._timer.setInterval(1000)
        self._timer.timeout.connect(self._tick)

    def show_call(self, call: CallRecord) -> None:
        """Say in one line what the call was."""
        self._line.setText(sentences.call_line(call, self._now()))
        self._line.setToolTip(times.full(call.sorted_at))

    def show_said(self, view: SaidView, call: CallRecord) -> None:
        """Show the turns, or why there are none."""
        summary = view.transcript.summary if view.transcript else None
        self._card.setVisible(bool(summary))
        self._summary.set_text(summary or "")
        segments = view.transcript.segments if view.transcript and view.said is Said.READY else ()
        self._starts = [segment.start_s for segment in segments]
        self.turns.show_turns([_turn(segment, call) for segment in segments])
        self._follow.hide()
        self._since = view.since if view.said is Said.PENDING else None
        if view.said is Said.NONE:
            offered = strings.TRANSCRIPT_NONE_TEXT if view.can_ask else view.sentence
            self._ask.set_message(strings.TRANSCRIPT_NONE, offered)
        elif view.said is Said.UNSUPPORTED:
            self._message(Said.UNSUPPORTED, strings.TRANSCRIPT_NONE, view.sentence)
        elif view.said is Said.UNREADABLE:
            self._message(Said.UNREADABLE, strings.TRANSCRIPT_FAILED, view.sentence)
        for page in (self._ask, self._unmade):
            if page.button is not None:
                page.button.setVisible(view.can_ask)
        self._tick()
        self._stack.setCurrentWidget(self._pages[view.said])
        self._run_timer()

    def follow(self, seconds: float, *, running: bool) -> None:
        """Light the turn that is heard at a place of the recording; none before it was ever played."""
        row = bisect_right(self._starts, seconds + 0.05) - 1
        self.turns.set_running(row if running or seconds > 0 else -1, animate=running)

    def showEvent(self, event: QShowEvent) -> None:
        """Count the time that a transcript takes only while somebody can see it."""
        super().showEvent(event)
        self._run_timer()

    def hideEvent(self, event: QHideEvent) -> None:
        """Count no more."""
        super().hideEvent(event)
        self._timer.stop()

    def _run_timer(self) -> None:
        if self._since is not None and self.isVisible():
            self._timer.start()
        else:
            self._timer.stop()

    def _tick(self) -> None:
        if self._since is not None:
            seconds = int((self._now() - self._since).total_seconds())
            self._message(Said.PENDING, strings.TRANSCRIPT_PENDING, sentences.pending_for(seconds))

    def _message(self, said: Said, title: str, sentence: str) -> None:
        page = self._pages[said]
        assert isinstance(page, EmptyState)
        page.set_message(title, sentence)

    def _chosen(self, row: int) -> None:
        self.seek_wanted.emit(self._starts[row])


def _turn(segment: Segment, call: CallRecord) -> Turn:
    speaker = sentences.speaker(segment.speaker, call)
    return Turn(times.position(segment.start_s), speaker, _LANES[segment.speaker], segment.text)
