"""Counts the list's days on a worker, again whenever something changed; no widgets here."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import Enum

from PySide6.QtCore import QLocale, QObject, QTimer, Signal

from desktop.domain.accounts import Ability, Account
from desktop.domain.attempts import Attempt
from desktop.domain.calls import CallFilter, CallRecord, DayCount, Has, Outcome
from desktop.domain.changes import Change, Topic
from desktop.domain.errors import Trouble
from desktop.ui import sentences as common
from desktop.ui import sentences_recents as sentences
from desktop.ui import strings
from desktop.ui.context import Context
from desktop.ui.midnight import Midnight
from desktop.ui.recents.chosen import Chosen, Facet, from_text, to_text
from desktop.ui.shell.presenter import ShellPresenter

CARES = frozenset({Topic.CALLS, Topic.TRANSCRIPTS, Topic.RECORDINGS, Topic.TAGS, Topic.ACCOUNTS})
TYPING_MS = 120
FILTER_KEY, SEGMENT_KEY, HORIZON_KEY = "ui.filter", "ui.segment", "sync.horizon_months"
ALL, MISSED = "all", "missed"


class ListState(Enum):
    """What stands where the rows would."""

    LOADING = "loading"
    READY = "ready"
    EMPTY = "empty"
    NO_MISSED = "no missed"
    NOTHING = "nothing"
    FAILED = "failed"
    NO_ACCOUNT = "no account"


_UNSETTLED = (ListState.LOADING, ListState.EMPTY, ListState.NO_ACCOUNT)
"""Another account, or what is known of one, may make another state of these."""


@dataclass(frozen=True, slots=True)
class Wish:
    """All that narrows the list: the segment, what is searched for, and the filter."""

    missed: bool = False
    text: str = ""
    chosen: Chosen = field(default_factory=Chosen)

    def as_filter(self, now: datetime, week_starts: int) -> CallFilter:
        """Return the filter that this means."""
        made = self.chosen.as_filter(now, week_starts)
        return replace(
            made,
            outcomes=frozenset({Outcome.MISSED}) if self.missed else made.outcomes,
            who=(self.text,) if self.text else (),
        )


@dataclass(frozen=True, slots=True)
class ListContent:
    """What the list shows: the filter and its days, or why there are none.

    `text` is the search. Where the filters leave nothing, `title` says so, and `sentence` which of them is
    most in the way; otherwise `sentence` is the trouble, or why no account tells of calls.
    """

    state: ListState
    wanted: CallFilter
    days: tuple[DayCount, ...] = ()
    text: str = ""
    title: str = ""
    sentence: str = ""

    @property
    def calls(self) -> int:
        """How many calls the filter leaves."""
        return sum(day.calls for day in self.days)


class RecentsPresenter(QObject):
    """The list's filter and its days. `shown` carries a `ListContent`, `wish_changed` says the filter did.

    `accounts_changed` says that `unknown` may be another sentence now.
    """

    shown = Signal(object)
    wish_changed = Signal()
    attempts_read = Signal(object, object)
    """A call, and the attempts to call its number."""
    recording_found = Signal(object)
    accounts_changed = Signal()

    def __init__(self, context: Context, shell: ShellPresenter, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._shell = shell
        self._scope = context.scope()
        settings = context.services.settings
        missed = settings.text(SEGMENT_KEY) == MISSED
        self._wish = Wish(missed=missed, chosen=from_text(settings.text(FILTER_KEY)))
        self._tags: tuple[str, ...] = ()
        self._dirty = False
        self._last: ListContent | None = None
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(TYPING_MS)
        self._typing.timeout.connect(self.reload)
        self._midnight = Midnight(context.now, self)
        self._midnight.passed.connect(self.reload)
        context.bridge.changed.connect(self._heard)
        shell.changed.connect(self._shell_changed)
        shell.first_read.connect(self._shell_changed)

    def start(self) -> None:
        """Read the list for the first time."""
        self.reload()
        self._midnight.start()

    # ---- what is wanted

    @property
    def wish(self) -> Wish:
        """All that narrows the list now."""
        return self._wish

    @property
    def chosen(self) -> Chosen:
        """What is chosen in the filter."""
        return self._wish.chosen

    @property
    def wanted(self) -> CallFilter:
        """The filter in force."""
        return self._filter(self._wish)

    @property
    def unknown(self) -> str:
        """What the missed calls that are shown cannot hold: whose provider reports none, else ""."""
        wanted, asked = self._wish.chosen, self._wish.missed or Outcome.MISSED in self._wish.chosen.outcomes
        accounts = [one for one in self._with_calls if not wanted.accounts or one.id in wanted.accounts]
        silent = [one.name for one in accounts if Ability.MISSED_CALLS in (one.missing or {})]
        return sentences.none_reported(silent) if asked and silent else ""

    @property
    def tags(self) -> tuple[str, ...]:
        """The names of all tags, as far as they were read."""
        return self._tags

    @property
    def lines(self) -> Mapping[str, str]:
        """The lines' names by our ids."""
        return {line.id: common.line_name(line) for line in self._shell.lines}

    @property
    def accounts(self) -> Mapping[str, str]:
        """The names of the accounts that tell of calls, by our ids."""
        return {account.id: account.name for account in self._with_calls}

    @property
    def _with_calls(self) -> list[Account]:
        """Those that tell of calls, or did once."""
        accounts = self._shell.accounts
        return [one for one in accounts if one.calls or Ability.HISTORY not in (one.missing or {})]

    @property
    def horizon_months(self) -> int:
        """How far back the history is kept here."""
        return int(self._context.services.settings.number(HORIZON_KEY))

    @property
    def settled(self) -> bool:
        """Whether all that was asked for has been read."""
        return not (self._typing.isActive() or self._scope.running("days") or self._scope.running("tags"))

    def now(self) -> datetime:
        """Return the moment, for texts that tell dates."""
        return self._context.now()

    def label(self, facet: Facet) -> str:
        """Return what is chosen of a facet, in words."""
        return self._label(self.chosen, facet)

    def _label(self, chosen: Chosen, facet: Facet) -> str:
        person = self._context.contacts.contact(chosen.person) if facet is Facet.PERSON else None
        name = person.name if person is not None else None
        return sentences.facet(chosen, facet, self.lines, self.accounts, self.now(), person=name)

    def show_missed(self, missed: bool) -> None:
        """Choose the segment: missed calls, or all. It is a result, so it replaces those chosen."""
        chosen = self.chosen.without(Facet.RESULT) if missed else self.chosen
        self._want(replace(self._wish, missed=missed, chosen=chosen))

    def choose(self, chosen: Chosen) -> None:
        """Filter by something else. A result that is chosen leads away from the segment of missed calls."""
        self._want(Wish(self._wish.missed and not chosen.outcomes, self._wish.text, chosen))

    def remove(self, facet: Facet) -> None:
        """Leave one of the filters out."""
        self.choose(self.chosen.without(facet))

    def want(self, wish: Wish) -> None:
        """Take back a reset, or reset all that narrows the list."""
        self._want(wish)

    def search(self, text: str) -> None:
        """Look for a number (any spelling or part) or a name, a moment after the last key."""
        if text.strip() != self._wish.text:
            self._wish = replace(self._wish, text=text.strip())
            self._typing.start()

    def reload(self) -> None:
        """Read the days again, now or when the reading under way has ended."""
        self._dirty = True
        self._scope.start("days", self._read())

    def read_attempts(self, call: CallRecord) -> None:
        """Read our own attempts to call a call's number, which know the request's id."""
        self._scope.start("attempts", self._read_attempts(call), replace=True)

    def find_recording(self) -> None:
        """Look for the newest call of the list that was recorded; `recording_found` carries it, or None."""
        self._scope.start("recording", self._find_recording(), replace=True)

    async def _find_recording(self) -> None:
        wanted = replace(self.wanted, has=self.wanted.has | {Has.RECORDING})
        found: CallRecord | None = None
        with suppress(Trouble):
            found = await self._context.bridge.run(_first(self._context.services.calls.select(wanted, 1)))
        self.recording_found.emit(found)

    async def _read_attempts(self, call: CallRecord) -> None:
        services = self._context.services
        attempts: Sequence[Attempt] = ()
        with suppress(Trouble):
            attempts = await self._context.bridge.run(services.dialling.attempts_with(call.other or ""))
        self.attempts_read.emit(call, attempts)

    def look_at_clock(self) -> None:
        """Notice a change of the clock or of its zone, and a night that was slept through."""
        self._midnight.look()

    async def close(self) -> None:
        """End all tasks."""
        self._typing.stop()
        self._midnight.stop()
        await self._scope.close()

    def _want(self, wish: Wish) -> None:
        before, self._wish = self._wish, wish
        if wish == before:
            return
        if wish.chosen != before.chosen:
            self._shell.keep(FILTER_KEY, to_text(wish.chosen))
        if wish.missed != before.missed:
            self._shell.keep(SEGMENT_KEY, MISSED if wish.missed else ALL)
        self.wish_changed.emit()
        self.reload()

    def _filter(self, wish: Wish) -> CallFilter:
        return wish.as_filter(self.now(), QLocale().firstDayOfWeek().value)

    # ---- reading

    async def _read(self) -> None:
        while self._dirty:
            self._dirty = False
            view = await self._view(self._wish)
            if not self._dirty:
                self._last = view
                self.shown.emit(view)
                await self._count_all(view)

    async def _view(self, wish: Wish) -> ListContent:
        wanted, rows = self._filter(wish), self._context.rows
        try:
            days = tuple(await self._context.bridge.read(lambda: rows.days(wanted)))
            if days:
                return ListContent(ListState.READY, wanted, days, wish.text)
            if not wanted.is_empty and wish != Wish(missed=True):
                title, sentence = await self._why_nothing(wish)
                return ListContent(ListState.NOTHING, wanted, text=wish.text, title=title, sentence=sentence)
        except Trouble as trouble:
            return ListContent(ListState.FAILED, wanted, text=wish.text, sentence=trouble.sentence)
        if self._first_sync():
            nobody = self._shell.known and not self._shell.accounts
            return ListContent(ListState.NO_ACCOUNT if nobody else ListState.LOADING, wanted)
        if not self._with_calls:
            reasons = [(account.missing or {}).get(Ability.HISTORY, "") for account in self._shell.accounts]
            return ListContent(ListState.EMPTY, wanted, sentence=" ".join(dict.fromkeys(reasons)).strip())
        return ListContent(ListState.NO_MISSED if wish.missed else ListState.EMPTY, wanted)

    async def _why_nothing(self, wish: Wish) -> tuple[str, str]:
        """Leave out each filter in turn, and name the one without which there are the most calls."""
        chosen = wish.chosen
        without = [
            (self._label(chosen, one), replace(wish, chosen=chosen.without(one))) for one in chosen.facets()
        ]
        if wish.missed:
            without.append((strings.MISSED, replace(wish, missed=False)))
        if wish.text:
            without.append((wish.text, replace(wish, text="")))
        counts = [await self._count(self._filter(one)) for _, one in without]
        if len(without) == 1 and wish.text:
            return common.found_nothing(wish.text), common.without_search(counts[0])
        most = max(range(len(counts)), key=lambda at: counts[at])
        names = [name for name, _ in without]
        return sentences.fits_no_call(names), sentences.without_one(names[most], counts[most])

    async def _count(self, wanted: CallFilter) -> int:
        calls, _ = await self._context.bridge.run(self._context.services.calls.count(wanted))
        return calls

    async def _count_all(self, view: ListContent) -> None:
        """Say beside the status how many of all calls the filter leaves."""
        if view.wanted.is_empty or view.state not in (ListState.READY, ListState.NOTHING):
            self._shell.say_aside("")
            return
        try:
            everything = await self._count(CallFilter())
        except Trouble:
            return
        self._shell.say_aside(sentences.shown_of(view.calls, everything))

    def _first_sync(self) -> bool:
        return not self._shell.accounts or (
            self._shell.sync.last_done is None
            and bool(self._shell.sync.running)
            and all(account.last_sync is None for account in self._shell.accounts)
        )

    # ---- what changes meanwhile

    def _heard(self, change: Change) -> None:
        if Topic.CLOCK in change.topics:
            self.look_at_clock()
        if change.topics & CARES or (Topic.CONTACTS in change.topics and self._asks_for_names):
            self.reload()
        elif Topic.CONTACTS in change.topics and self._last is not None:
            self.shown.emit(self._last)  # the same calls, but they may be somebody else's
        if change.topics & {Topic.TAGS, Topic.ACCOUNTS} and self._tags:
            self.read_tags()

    @property
    def _asks_for_names(self) -> bool:
        wanted = self.wanted
        return bool(wanted.who or wanted.names or wanted.contact_ids)

    def read_tags(self) -> None:
        """Read which tags there are; `wish_changed` tells when they came."""
        self._scope.start("tags", self._read_tags(), replace=True)

    async def _read_tags(self) -> None:
        services = self._context.services
        try:
            names = tuple(await self._context.bridge.run(services.calls.tag_names()))
        except Trouble:
            return
        if names != self._tags:
            self._tags = names
            self.wish_changed.emit()

    def _shell_changed(self) -> None:
        if self._shell.known:
            there = self.chosen.among(self.lines, self.accounts)
            if there != self.chosen:
                self.choose(there)
        self.accounts_changed.emit()
        if self._last is not None and self._last.state in _UNSETTLED:
            self.reload()


async def _first(calls: AsyncIterator[CallRecord]) -> CallRecord | None:
    async for call in calls:
        return call
    return None
