"""What was said: the summary, the turns with the running one lit, or why there is nothing to read."""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QHideEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

from desktop.domain.calls import CallRecord
from desktop.domain.transcripts import Segment, Speaker, Transcript
from desktop.services.formats import to_text
from desktop.ui import sentences, sentences_detail, strings, times
from desktop.ui.detail.finder import Finder
from desktop.ui.detail.spoken import Spoken
from desktop.ui.detail.summary import SummaryCard, SummaryLine
from desktop.ui.detail.toolbar import Toolbar
from desktop.ui.detail.turnmenu import TurnMenu
from desktop.ui.detail.views import CallView, Said, SaidView
from desktop.ui.kit.panes import EmptyState, Pane
from desktop.ui.kit.turnpaint import Turn

_LANES = {Speaker.CALLER: 0, Speaker.CALLEE: 1, Speaker.UNKNOWN: 2}
LONG_S = 300
"""A transcript that takes longer than this is said to be late: providers speak of a minute or two."""


class Conversation(Pane):
    """Shows a `SaidView`.

    `seek_wanted` carries the second of a pressed turn, `play_wanted` that of one that shall be heard,
    `save_wanted` a kind of file. `copied` says what went to the clipboard, `marked` carries the seconds of
    the turns that a search is found in.
    """

    ask_wanted = Signal()
    retry_wanted = Signal()
    seek_wanted = Signal(float)
    play_wanted = Signal(float)
    save_wanted = Signal(str)
    copied = Signal(str)
    marked = Signal(object)

    def __init__(self, now: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__("window", margins=(24, 16, 24, 0), spacing=12, parent=parent)
        self._now = now
        self._since: datetime | None = None
        self._shown: tuple[str, Said, tuple[Segment, ...]] | None = None
        self._transcript: Transcript | None = None
        self._view: CallView | None = None
        self._starts: list[float] = []
        self._speakers: tuple[str, ...] = ()
        self._summary = ""
        self._summary_wanted = True
        self.card = SummaryCard()
        self.add(self.card)
        self.toolbar = Toolbar()
        self.toolbar.copy_wanted.connect(self.copy)
        self.toolbar.save_wanted.connect(self.save_wanted)
        self.toolbar.field.textChanged.connect(self._searched)
        self.add(self.toolbar)
        self.line = SummaryLine()
        self.line.opened.connect(self._open_summary)
        self.add(self.line)
        self._spoken = Spoken()
        self.turns = self._spoken.turns
        self.turns.chosen.connect(self._chosen)
        self.turns.copy_wanted.connect(self.copy)
        self.menu = TurnMenu(self)
        self.menu.play_wanted.connect(self._play)
        self.menu.copy_wanted.connect(self._copy_rows)
        self.menu.all_wanted.connect(self._copy_all)
        self.turns.menu_wanted.connect(self._menu_wanted)
        self.finder = Finder(self.toolbar.field, self.turns)
        self.finder.found.connect(self._found)
        self._pages: dict[Said, QWidget] = {
            Said.READY: self._spoken,
            Said.LOADING: EmptyState("transcript", strings.TRANSCRIPT_LOADING, ""),
            Said.NO_SOUND: EmptyState(
                "recording", strings.TRANSCRIPT_NO_SOUND, strings.TRANSCRIPT_NO_SOUND_TEXT
            ),
            Said.UNSUPPORTED: EmptyState("transcript", strings.TRANSCRIPT_NONE, ""),
            Said.PENDING: EmptyState("clock", strings.TRANSCRIPT_PENDING, ""),
        }
        self._ask = self._asking(
            Said.NONE, "transcript", strings.TRANSCRIPT_NONE, strings.TRANSCRIPT_NONE_TEXT
        )
        self._unmade = self._asking(
            Said.FAILED, "warning", strings.TRANSCRIPT_UNMADE, strings.TRANSCRIPT_UNMADE_TEXT
        )
        self._asking(Said.UNASKED, "warning", strings.TRANSCRIPT_UNASKED, "")
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

    def show_call(self, view: CallView) -> None:
        """Say in one line what the call was."""
        other = self._view is None or self._view.call.id != view.call.id
        self._view = view
        self.toolbar.show_parts(sentences.call_parts(view.call, self._now()), times.full(view.call.sorted_at))
        if other:
            self.toolbar.field.clear()
        elif self._transcript is not None:
            self._name_speakers(self._transcript.segments, view.call)

    def show_said(self, view: SaidView, call: CallRecord) -> None:
        """Show the turns, or why there are none; the same turns again stay where they are."""
        self._summary = (view.transcript.summary if view.transcript else None) or ""
        self.card.show_text(self._summary)
        self.line.show_text(self._summary)
        self._place_summary()
        self._transcript = view.transcript if view.said is Said.READY else None
        segments = self._transcript.segments if self._transcript else ()
        shown = (call.id, view.said, segments)
        if shown != self._shown:
            self._shown = shown
            self._starts = [segment.start_s for segment in segments]
            self._speakers = _speakers(call)
            self._spoken.show_turns([_turn(segment, call) for segment in segments])
            self.finder.show_texts([segment.text for segment in segments])
        else:
            self._name_speakers(segments, call)
        self.toolbar.offer(find=bool(segments), pass_on=self._transcript is not None)
        self._since = view.since if view.said is Said.PENDING else None
        if view.said is Said.NONE:
            offered = strings.TRANSCRIPT_NONE_TEXT if view.can_ask else view.sentence
            self._ask.set_message(strings.TRANSCRIPT_NONE, offered)
        elif view.said in _SENTENCES:
            self._message(view.said, _SENTENCES[view.said], view.sentence)
        for page in (self._ask, self._unmade):
            if page.button is not None:
                page.button.setVisible(view.can_ask)
        self._tick()
        self._turn_to(self._pages[view.said])
        self._run_timer()

    def _name_speakers(self, segments: Sequence[Segment], call: CallRecord) -> None:
        """Say who speaks as it is known now: the far side may have got a name."""
        speakers = _speakers(call)
        if speakers != self._speakers:
            self._speakers = speakers
            self.turns.rename([_turn(segment, call) for segment in segments])

    def follow(self, seconds: float, *, running: bool) -> None:
        """Light the turn that is heard at a place of the recording; none before it was ever played."""
        row = bisect_right(self._starts, seconds + 0.05) - 1
        self.turns.set_running(row if running or seconds > 0 else -1, animate=running)

    def search(self) -> bool:
        """Go to the field to search in; says whether there is anything to search."""
        if not self.toolbar.field.isVisible():
            return False
        self.finder.begin()
        return True

    def copy(self) -> None:
        """Copy the chosen turns, else all, with times and speakers."""
        self._copy_rows(self.turns.selected_rows)

    def _copy_all(self) -> None:
        self._copy_rows([])

    def _copy_rows(self, rows: list[int]) -> None:
        """Copy some turns; none stands for all, with the summary."""
        if self._transcript is None or self._view is None:
            return
        segments = self._transcript.segments
        chosen = tuple(segments[row] for row in rows) if rows else segments
        summary = None if rows else self._transcript.summary
        speakers = sentences_detail.written_speakers(self._view.call, self._view.title)
        text = to_text(Transcript(self._transcript.state, summary, chosen), speakers)
        QGuiApplication.clipboard().setText(text)
        said = sentences_detail.copied(len(chosen), all_of_them=not rows)
        self.copied.emit(said if chosen else strings.COPIED_SUMMARY)

    def showEvent(self, event: QShowEvent) -> None:
        """Count the time that a transcript takes only while somebody can see it."""
        super().showEvent(event)
        self._tick()
        self._run_timer()

    def hideEvent(self, event: QHideEvent) -> None:
        """Count no more."""
        super().hideEvent(event)
        self._timer.stop()

    def _searched(self, text: str) -> None:
        self._summary_wanted = not text
        self._place_summary()

    def _open_summary(self) -> None:
        self._summary_wanted = True
        self._place_summary()

    def _place_summary(self) -> None:
        """Give the turns the summary's room while something is looked for, unless a person wants both."""
        self.card.setVisible(bool(self._summary) and self._summary_wanted)
        self.line.setVisible(bool(self._summary) and not self._summary_wanted)

    def _turn_to(self, page: QWidget) -> None:
        """Show a page. Where its button had the focus, the focus stays here: Qt would hand it to anybody."""
        before, now = self._stack.currentWidget(), QApplication.focusWidget()
        held = before is not None and before is not page and now is not None and before.isAncestorOf(now)
        self._stack.setCurrentWidget(page)
        if held:
            target = self.turns if page is self._spoken else page
            target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _asking(self, said: Said, icon: str, title: str, sentence: str) -> EmptyState:
        """Make a page whose button asks for the transcript."""
        action = strings.ASK_TRANSCRIPT if said is Said.NONE else strings.TRY_AGAIN
        page = EmptyState(icon, title, sentence, action)
        page.acted.connect(self.ask_wanted)
        self._pages[said] = page
        return page

    def _run_timer(self) -> None:
        if self._since is not None and self.isVisible():
            self._timer.start()
        else:
            self._timer.stop()

    def _tick(self) -> None:
        if self._since is not None:
            seconds = int((self._now() - self._since).total_seconds())
            say = sentences_detail.still_pending if seconds > LONG_S else sentences.pending_for
            self._message(Said.PENDING, strings.TRANSCRIPT_PENDING, say(max(seconds, 0)))

    def _message(self, said: Said, title: str, sentence: str) -> None:
        page = self._pages[said]
        assert isinstance(page, EmptyState)
        page.set_message(title, sentence)

    def _chosen(self, row: int) -> None:
        self.seek_wanted.emit(self._starts[row])

    def _play(self, row: int) -> None:
        self.play_wanted.emit(self._starts[row])

    def _menu_wanted(self, row: int, place: QPoint) -> None:
        rows = self.turns.selected_rows
        self.menu.open_for(row, rows if row in rows else [row], place)

    def _found(self, rows: list[int]) -> None:
        self.marked.emit([self._starts[row] for row in rows])


_SENTENCES = {
    Said.UNSUPPORTED: strings.TRANSCRIPT_NONE,
    Said.UNREADABLE: strings.TRANSCRIPT_FAILED,
    Said.UNASKED: strings.TRANSCRIPT_UNASKED,
}


def _speakers(call: CallRecord) -> tuple[str, ...]:
    return tuple(sentences.speaker(one, call) for one in Speaker)


def _turn(segment: Segment, call: CallRecord) -> Turn:
    speaker, lane = sentences.speaker(segment.speaker, call), _LANES[segment.speaker]
    if segment.speaker is Speaker.UNKNOWN and segment.channel is not None:
        # Who it is nobody says, but who is another one.
        speaker, lane = f"{speaker} {segment.channel + 1}", min(segment.channel, lane)
    return Turn(times.position(segment.start_s), speaker, lane, segment.text)
