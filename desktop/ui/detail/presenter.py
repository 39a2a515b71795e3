"""One opened call: its record, who is at the other end, and what was said."""

import asyncio
from dataclasses import replace
from datetime import date
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from desktop import numbers
from desktop.domain.accounts import Ability
from desktop.domain.calls import CallRecord, Direction
from desktop.domain.changes import Change, Topic
from desktop.domain.errors import ErrorKind, Trouble
from desktop.domain.lines import SOFTPHONE
from desktop.domain.policy import Feature
from desktop.domain.transcripts import Transcript, TranscriptState
from desktop.ui import sentences_detail as sentences
from desktop.ui import strings, times
from desktop.ui.context import Context
from desktop.ui.detail.views import CallView, Said, SaidView, Tried
from desktop.ui.numberfacts import NumberFacts
from desktop.ui.recents.face import formatted, name, who
from desktop.ui.sentences import line_name
from desktop.ui.sentences_calling import THIS_COMPUTER
from desktop.ui.shell.presenter import ShellPresenter

DWELL_S = 0.25
"""Who only passes by with the arrow keys asks no provider for anything."""

AGAIN_S = 0.5
"""So long changes are gathered before the person's calls are counted again."""

LISTED = 20
"""So many calls with the number are listed before and after the opened one."""

_RECORD = frozenset({Topic.CALLS, Topic.TAGS, Topic.ACCOUNTS, Topic.CONTACTS})
_PERSON = frozenset({Topic.CALLS, Topic.ATTEMPTS, Topic.TAGS, Topic.ACCOUNTS, Topic.LINES, Topic.CONTACTS})


_NOT_HERE = frozenset({ErrorKind.UNSUPPORTED, ErrorKind.LOCKED})


class DetailPresenter(QObject):
    """The call that is open. `opened` carries a `CallView` or None, `said` a `SaidView`.

    `gone` says that the call asked for is not in the store. `saved` carries a file that was written, and
    `unsaved` the sentence why one was not.
    """

    opened = Signal(object)
    said = Signal(object)
    gone = Signal()
    saved = Signal(object)
    unsaved = Signal(str)

    def __init__(self, context: Context, shell: ShellPresenter, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._shell = shell
        self._scope = context.scope()
        self._requests = context.scope()  # these go on when another call is opened
        self._day: date | None = None
        self._stale = False
        self.view: CallView | None = None
        self.facts = NumberFacts(context, self)
        self.said_view = SaidView(Said.LOADING)
        context.bridge.changed.connect(self._heard)
        shell.changed.connect(self._shell_changed)

    @property
    def may_save(self) -> bool:
        """Whether people may write files of what was said."""
        return self._shell.may(Feature.EXPORT)

    def start(self) -> None:
        """Look again for transcripts that were being made when the program ended."""
        self._requests.start("resume", self._context.bridge.run(self._context.services.transcripts.resume()))

    def open(self, call_id: str | None) -> None:
        """Show a call (our id), or nothing. The open call again is no news."""
        if self.view is not None and self.view.call.id == call_id:
            return
        self._scope.cancel_all()
        call = self._context.rows.get(call_id) if call_id is not None else None
        if call is None:
            self.view = None
            self.opened.emit(None)
            if call_id is not None:
                self.gone.emit()
            return
        self._stale = False
        self._present(call)
        self._say(SaidView(Said.LOADING))
        self._scope.start("person", self._read_person(call), replace=True)
        self._scope.start("said", self._open_said(call), replace=True)
        self._scope.start("again", self._read_again(call), replace=True)

    @property
    def settled(self) -> bool:
        """Whether everything of the open call has been read."""
        return not self._scope.names() and self.facts.settled

    def ask(self) -> None:
        """Ask the provider to make the transcript, where there is none and it can be asked for."""
        if self.view is not None and self.said_view.can_ask:
            self._requests.start(f"ask {self.view.call.id}", self._ask(self.view.call))

    def retry(self) -> None:
        """Read the transcript again."""
        if self.view is not None:
            self._say(SaidView(Said.LOADING))
            self._scope.start("said", self._read(self.view.call, refresh=True), replace=True)

    def save(self, view: CallView, file: Path, kind: str) -> None:
        """Write a call's transcript as `txt`, `srt` or `vtt`; another call may be open by now."""
        self._requests.start(f"save {view.call.id} {file}", self._save(view, file, kind))

    def refresh_place(self) -> None:
        """Work out the local time there again, and what is today."""
        if self.view is None:
            return
        self._present(self.view.call)
        if self._day != self._context.now().astimezone().date():
            self._scope.start("person", self._read_person(self.view.call), replace=True)

    async def close(self) -> None:
        """End all tasks."""
        await self._scope.close()
        await self._requests.close()
        await self.facts.close()

    # ---- the record and the person

    def _present(self, call: CallRecord) -> None:
        there = numbers.local_time(call.other, self._context.now()) if call.other else None
        fresh = CallView(
            call=call,
            title=who(call),
            number=formatted(call.other) if name(call) else "",
            place=_place(call),
            there=times.clock_there(there) if there else "",
            provider=self._shell.provider_title(call.account_id),
            several_accounts=len(self._shell.accounts) > 1,
            cannot=self._shell.cannot_call(),
        )
        before = self.view
        if before is not None and before.call.id == call.id:
            fresh = replace(
                fresh,
                today=before.today,
                known=before.known,
                history=before.history,
                tried=before.tried,
                gone=before.gone,
            )
        self._show(fresh)
        self.facts.show([call.other or ""], has_campaigns=self._shell.has_campaigns)

    def _shell_changed(self) -> None:
        """Say whether anything can call, and whose call it is where there are several accounts."""
        view, several = self.view, len(self._shell.accounts) > 1
        if view is not None:
            self.facts.show([view.call.other or ""], has_campaigns=self._shell.has_campaigns)
        if view is not None and (view.cannot, view.several_accounts) != (self._shell.cannot_call(), several):
            self._present(view.call)

    def _show(self, view: CallView) -> None:
        if view != self.view:
            self.view = view
            self.opened.emit(view)

    async def _read_person(self, call: CallRecord) -> None:
        services, now = self._context.services, self._context.now().astimezone()
        self._day = now.date()
        midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
        history = await self._context.bridge.run(services.calls.history_with(call, midnight, LISTED))
        if not self._is_open(call):
            return
        assert self.view is not None
        lines = {line.id: line_name(line) for line in self._shell.lines}
        lines[SOFTPHONE] = THIS_COMPUTER  # which of its programs it was is not kept
        tried = tuple(
            Tried(
                attempt,
                sentences.attempt_state(attempt, services.dialling.sighting(attempt)),
                lines.get(attempt.line_id, ""),
            )
            for attempt in history.attempts
        )
        today = sentences.today(history.today_from, history.today_to, call.direction)
        self._show(replace(self.view, history=history, tried=tried, today=today, known=True))

    async def _read_person_later(self, call: CallRecord) -> None:
        """Read again what changed, but not with every page of a sync that brings a hundred thousand calls."""
        while self._stale:
            await asyncio.sleep(AGAIN_S)
            self._stale = False
            await self._read_person(call)

    async def _read_again(self, call: CallRecord) -> None:
        """Find what changes later (duration, recording, tags) by reading an opened call again."""
        await asyncio.sleep(DWELL_S)
        try:
            await self._context.bridge.run(self._context.services.sync.refresh_call(call.id))
        except Trouble as trouble:
            # What is here stays good to read; of other troubles the status line tells.
            if trouble.kind is ErrorKind.NOT_FOUND and self._is_open(call):
                assert self.view is not None
                self._show(replace(self.view, gone=sentences.gone_there(self.view.provider)))

    def _heard(self, change: Change) -> None:
        if self.view is None:
            return
        if Topic.CLOCK in change.topics:
            self.refresh_place()
        # The ids of a notice of contacts are not those of calls, and whose call this is may have changed.
        named = Topic.CONTACTS in change.topics
        mine = named or not change.ids or self.view.call.id in change.ids
        if change.topics == {Topic.CONTACTS}:
            self._scope.start("whose", self._read_whose())
        elif mine and change.topics & _RECORD and not self._read_record():
            return
        if change.topics & _PERSON:
            self._stale = True
            self._scope.start(f"person {self.view.call.id}", self._read_person_later(self.view.call))
        if mine and Topic.TRANSCRIPTS in change.topics:
            self._scope.start("kept", self._read_kept(self.view.call), replace=True)

    async def _read_whose(self) -> None:
        """Say whose call it is in a frame of its own: the list's rows are read in this one."""
        await asyncio.sleep(0)
        self._read_record()

    def _read_record(self) -> bool:
        """Read the call again; says whether it is still here."""
        if self.view is None:
            return False
        call = self._context.rows.get(self.view.call.id)
        if call is None:
            self._scope.cancel_all()
            self.view = None
            self.opened.emit(None)
            self.gone.emit()
            return False
        gained = call.has_recording and not self.view.call.has_recording
        self._present(call)
        if gained:
            self.retry()
        return True

    # ---- what was said

    async def _open_said(self, call: CallRecord) -> None:
        """Show what is here at once, and ask the provider for the rest of who stays."""
        kept = await self._read_kept(call)
        if kept is not None and kept.state is TranscriptState.READY:
            return
        await asyncio.sleep(DWELL_S)
        await self._read(call, refresh=False, kept=kept)

    async def _read_kept(self, call: CallRecord) -> Transcript | None:
        kept = await self._context.bridge.run(self._context.services.transcripts.kept(call.id))
        if kept is not None or not call.has_recording:
            self._tell(call, kept or Transcript(TranscriptState.NONE))
        return kept

    async def _read(self, call: CallRecord, *, refresh: bool, kept: Transcript | None = None) -> None:
        transcripts = self._context.services.transcripts
        try:
            transcript = await self._context.bridge.run(transcripts.get(call.id, refresh=refresh))
        except Trouble as trouble:
            if kept is not None and kept.state is TranscriptState.PENDING:
                transcript = kept  # it is being made all the same
            else:
                self._trouble(call, trouble)
                return
        self._tell(call, transcript)
        if transcript.state is TranscriptState.PENDING:
            await self._context.bridge.call(lambda: transcripts.follow(call.id))

    async def _ask(self, call: CallRecord) -> None:
        transcripts = self._context.services.transcripts
        self._tell(call, Transcript(TranscriptState.PENDING, asked_at=self._context.now()))
        self._scope.cancel("said")
        try:
            transcript = await self._context.bridge.run(transcripts.request(call.id))
        except Trouble as trouble:
            if self._is_open(call):
                self._say(SaidView(Said.UNASKED, can_ask=True, sentence=trouble.sentence))
            return
        self._tell(call, transcript)
        await self._context.bridge.call(lambda: transcripts.follow(call.id))

    def _tell(self, call: CallRecord, transcript: Transcript) -> None:
        account = self._shell.account(call.account_id)
        missing = (account.missing if account else None) or {}
        can_ask = call.has_recording and Ability.TRANSCRIPT_REQUESTS not in missing
        if transcript.state is TranscriptState.READY:
            view = SaidView(Said.READY, transcript)
        elif transcript.state is TranscriptState.PENDING:
            view = SaidView(Said.PENDING, transcript, since=transcript.asked_at or self._context.now())
        elif transcript.state is TranscriptState.FAILED:
            view = SaidView(Said.FAILED, transcript, can_ask)
        elif not call.has_recording:
            view = SaidView(Said.NO_SOUND, transcript)
        else:
            reason = missing.get(Ability.TRANSCRIPT_REQUESTS, "")
            view = SaidView(Said.NONE, transcript, can_ask, sentence=reason)
        if self._is_open(call):
            self._say(view)

    def _trouble(self, call: CallRecord, trouble: Trouble) -> None:
        if not call.has_recording:  # nobody misses the words of a call that nobody heard
            self._tell(call, Transcript(TranscriptState.NONE))
        elif self._is_open(call):
            said = Said.UNSUPPORTED if trouble.kind in _NOT_HERE else Said.UNREADABLE
            self._say(SaidView(said, sentence=trouble.sentence))

    def _say(self, view: SaidView) -> None:
        self.said_view = view
        self.said.emit(view)

    def _is_open(self, call: CallRecord) -> bool:
        return self.view is not None and self.view.call.id == call.id

    # ---- saving

    async def _save(self, view: CallView, file: Path, kind: str) -> None:
        speakers = sentences.written_speakers(view.call, view.title)
        transcripts = self._context.services.transcripts
        try:
            await self._context.bridge.run(transcripts.save(view.call.id, file, kind, speakers))
        except Trouble as trouble:
            self.unsaved.emit(trouble.sentence)
            return
        self.saved.emit(file)


def _place(call: CallRecord) -> str:
    """Return where the far side is: inside the company there is no place."""
    if call.direction is Direction.INTERNAL:
        return strings.EXTENSION_PLACE
    return numbers.describe(call.other) if call.other else ""
