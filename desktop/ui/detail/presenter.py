"""One opened call: its record, what was said, and earlier calls with the same number."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum

from PySide6.QtCore import QObject, Signal

from desktop import numbers
from desktop.domain.accounts import Ability
from desktop.domain.calls import CallFilter, CallRecord
from desktop.domain.changes import Change, Topic
from desktop.domain.errors import ErrorKind, Trouble
from desktop.domain.transcripts import Transcript, TranscriptState
from desktop.ui import times
from desktop.ui.context import Context
from desktop.ui.recents.face import formatted, who
from desktop.ui.shell.presenter import ShellPresenter

DWELL_S = 0.25
WAIT_S = 600.0
EARLIER = 5
EARLIER_DAYS = 20  # a search finds parts of numbers too: do not read on for ever


class Said(Enum):
    """How far what was said is known."""

    LOADING = "loading"
    NO_SOUND = "no sound"
    UNSUPPORTED = "unsupported"
    NONE = "none"
    PENDING = "pending"
    READY = "ready"
    FAILED = "failed"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class SaidView:
    """The conversation: `can_ask` whether a button may ask for the transcript, `since` when it was."""

    said: Said
    transcript: Transcript | None = None
    can_ask: bool = False
    since: datetime | None = None
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class CallView:
    """The header and the details of an opened call."""

    call: CallRecord
    title: str
    number: str
    place: str
    there: str
    provider: str
    earlier: tuple[CallRecord, ...] = ()


class DetailPresenter(QObject):
    """The call that is open. `opened` carries a `CallView` or None, `said` a `SaidView`."""

    opened = Signal(object)
    said = Signal(object)

    def __init__(self, context: Context, shell: ShellPresenter, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._shell = shell
        self._scope = context.scope()
        self._requests = context.scope()  # these go on when another call is opened
        self._asked_at: dict[str, datetime] = {}
        self.view: CallView | None = None
        self.said_view = SaidView(Said.LOADING)
        context.bridge.changed.connect(self._heard)

    def open(self, call_id: str | None) -> None:
        """Show a call (our id), or nothing. The open call again is no news."""
        if call_id is None:
            self._scope.cancel_all()
            self.view = None
            self.opened.emit(None)
            return
        if self.view is not None and self.view.call.id == call_id:
            return
        call = self._context.rows.get(call_id)
        if call is None:
            return
        self._scope.cancel_all()
        self._present(call)
        self._say(SaidView(Said.LOADING))
        self._scope.start(f"open {call_id}", self._open(call))

    @property
    def settled(self) -> bool:
        """Whether everything of the open call has been read."""
        return not self._scope.names()

    def ask(self) -> None:
        """Ask the provider to make the transcript."""
        if self.view is not None:
            self._requests.start(f"ask {self.view.call.id}", self._ask(self.view.call))

    def retry(self) -> None:
        """Read the transcript again."""
        if self.view is not None:
            self._say(SaidView(Said.LOADING))
            self._scope.start("said", self._read(self.view.call, refresh=True), replace=True)

    def refresh_place(self) -> None:
        """Work out the local time there again."""
        if self.view is not None:
            self._present(self.view.call)

    async def close(self) -> None:
        """End all tasks."""
        await self._scope.close()
        await self._requests.close()

    # ---- the record

    def _present(self, call: CallRecord) -> None:
        there = numbers.local_time(call.other, self._context.now()) if call.other else None
        earlier = self.view.earlier if self.view and self.view.call.id == call.id else ()
        self.view = CallView(
            call=call,
            title=who(call),
            number=formatted(call.other) if call.name else "",
            place=numbers.describe(call.other) if call.other else "",
            there=times.local_time(there) if there else "",
            provider=self._shell.provider_title(call.account_id),
            earlier=earlier,
        )
        self.opened.emit(self.view)

    async def _open(self, call: CallRecord) -> None:
        await self._read_earlier(call)
        await self._read(call, refresh=False)
        # What changes later (duration, recording, tags) is found by reading an opened call again.
        try:
            await self._context.bridge.run(self._context.services.sync.refresh_call(call.id))
        except Trouble:
            return  # what is here stays good to read; the status line tells of trouble

    async def _read_earlier(self, call: CallRecord) -> None:
        if not call.other:
            return
        wanted = CallFilter(numbers=(call.other,), until=call.sorted_at)
        rows = self._context.rows
        days = await self._context.bridge.read(lambda: rows.days(wanted))
        found: list[CallRecord] = []
        for day in days[:EARLIER_DAYS]:
            found += [one for one in rows.rows(wanted, day.day, 0, EARLIER) if one.other == call.other]
            if len(found) >= EARLIER:
                break
        if self.view is not None and self.view.call.id == call.id:
            self.view = replace(self.view, earlier=tuple(found[:EARLIER]))
            self.opened.emit(self.view)

    def _heard(self, change: Change) -> None:
        if self.view is None:
            return
        mine = not change.ids or self.view.call.id in change.ids
        if mine and change.topics & {Topic.CALLS, Topic.TAGS, Topic.ACCOUNTS}:
            call = self._context.rows.get(self.view.call.id)
            if call is None:
                self.open(None)
            elif call != self.view.call:
                gained = call.has_recording and not self.view.call.has_recording
                self._present(call)
                if gained:
                    self.retry()
        if mine and Topic.TRANSCRIPTS in change.topics and not self._scope.running("said"):
            self._scope.start("said", self._read(self.view.call, refresh=False))

    # ---- what was said

    async def _read(self, call: CallRecord, *, refresh: bool) -> None:
        transcripts = self._context.services.transcripts
        try:
            transcript = await self._context.bridge.run(transcripts.get(call.id, refresh=refresh))
        except Trouble as trouble:
            self._trouble(call, trouble)
            return
        await self._follow(call, transcript)

    async def _ask(self, call: CallRecord) -> None:
        self._asked_at[call.id] = self._context.now()
        self._say(SaidView(Said.PENDING, since=self._asked_at[call.id]))
        try:
            await self._context.bridge.run(self._context.services.transcripts.request(call.id))
        except Trouble as trouble:
            self._asked_at.pop(call.id, None)
            self._trouble(call, trouble)
            return
        if self.view is not None and self.view.call.id == call.id:
            self._scope.start("said", self._read(call, refresh=False), replace=True)

    async def _follow(self, call: CallRecord, transcript: Transcript) -> None:
        while True:
            self._tell(call, transcript)
            if transcript.state is not TranscriptState.PENDING:
                return
            try:
                transcript = await self._context.bridge.run(
                    self._context.services.transcripts.wait(call.id, WAIT_S)
                )
            except Trouble as trouble:
                self._trouble(call, trouble)
                return

    def _tell(self, call: CallRecord, transcript: Transcript) -> None:
        account = self._shell.account(call.account_id)
        missing = (account.missing if account else None) or {}
        can_ask = call.has_recording and Ability.TRANSCRIPT_REQUESTS not in missing
        if transcript.state is TranscriptState.READY:
            view = SaidView(Said.READY, transcript)
        elif transcript.state is TranscriptState.PENDING:
            since = self._asked_at.setdefault(call.id, self._context.now())
            view = SaidView(Said.PENDING, transcript, since=since)
        elif transcript.state is TranscriptState.FAILED:
            view = SaidView(Said.FAILED, transcript, can_ask)
        elif not call.has_recording:
            view = SaidView(Said.NO_SOUND, transcript)
        else:
            reason = missing.get(Ability.TRANSCRIPT_REQUESTS, "")
            view = SaidView(Said.NONE, transcript, can_ask, sentence=reason)
        if self.view is not None and self.view.call.id == call.id:
            self._say(view)

    def _trouble(self, call: CallRecord, trouble: Trouble) -> None:
        if self.view is None or self.view.call.id != call.id:
            return
        if trouble.kind is ErrorKind.UNSUPPORTED:
            self._say(SaidView(Said.UNSUPPORTED, sentence=trouble.sentence))
        else:
            self._say(SaidView(Said.UNREADABLE, sentence=trouble.sentence))

    def _say(self, view: SaidView) -> None:
        self.said_view = view
        self.said.emit(view)
