"""Counts the list's letters on a worker, again whenever something changed; no widgets here."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from enum import Enum

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.domain.accounts import Ability, AccountState
from desktop.domain.changes import Change, Topic
from desktop.domain.contacts import Book, ContactQuery, ContactSection
from desktop.domain.errors import Trouble
from desktop.domain.policy import Feature
from desktop.ui import sentences_book as sentences
from desktop.ui import strings_book as strings
from desktop.ui.context import Context
from desktop.ui.shell.presenter import ShellPresenter

CARES = frozenset({Topic.CONTACTS, Topic.ACCOUNTS})
TYPING_MS = 80
SEGMENT_KEY = "ui.contacts_segment"
MOST_STUCK = 300
"""So many rows say why they are not saved, and are higher for it; more nobody works off one by one."""
CALM_MS = 400
MOST_COMPARED = 50_000
"""Among more contacts duplicates are looked for only when somebody asks: 200,000 take half a second."""


class Segment(Enum):
    """Which contacts are listed, in the order of the segments; the value is the setting's."""

    ALL = "all"
    FAVOURITES = "favourites"
    UNSENT = "unsent"


class ListState(Enum):
    """What stands where the rows would."""

    LOADING = "loading"
    LISTING = "listing"  # a phone book is being read for the first time
    READY = "ready"
    EMPTY = "empty"
    UNREAD = "unread"  # nothing could be read yet
    NO_BOOK = "no book"
    NO_FAVOURITES = "no favourites"
    ALL_SENT = "all sent"
    NOTHING = "nothing"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Wish:
    """All that narrows the list."""

    segment: Segment = Segment.ALL
    text: str = ""

    def as_query(self) -> ContactQuery:
        """Return the query that this means."""
        return ContactQuery(
            text=self.text,
            favourites=self.segment is Segment.FAVOURITES,
            unsent=self.segment is Segment.UNSENT,
        )


@dataclass(frozen=True, slots=True)
class ListContent:
    """What the list shows: the query with its letters, or why there are none.

    `stuck` are the contacts (our ids) whose edit waits for a person. `title` and `sentence` say why there is
    nothing, where that is not always the same.
    """

    state: ListState
    wanted: ContactQuery
    letters: tuple[ContactSection, ...] = ()
    stuck: tuple[str, ...] = ()
    title: str = ""
    sentence: str = ""

    @property
    def contacts(self) -> int:
        """How many contacts the query leaves."""
        return sum(letter.contacts for letter in self.letters)


class ContactsPresenter(QObject):
    """The list's query and its letters. `shown` carries a `ListContent`, `wish_changed` says the query did.

    `counted` says that the number of contacts that are not sent, or of possible duplicates, is another one.
    """

    shown = Signal(object)
    wish_changed = Signal()
    counted = Signal()

    def __init__(self, context: Context, shell: ShellPresenter, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._shell = shell
        self._scope = context.scope()
        kept = context.services.settings.text(SEGMENT_KEY)
        segment = next((one for one in Segment if one.value == kept), Segment.ALL)
        self._wish = Wish(segment)
        self._dirty = False
        self._last: ListContent | None = None
        self.books: tuple[Book, ...] = ()
        self.duplicates = 0
        self._typing = _timer(self, TYPING_MS)
        self._typing.timeout.connect(self.reload)
        self._calm = _timer(self, CALM_MS)
        self._calm.timeout.connect(self._compare)
        context.bridge.changed.connect(self._heard)
        shell.changed.connect(self._shell_changed)

    @property
    def may_export(self) -> bool:
        """Whether people may write contacts into files."""
        return self._shell.may(Feature.EXPORT)

    def start(self) -> None:
        """Read the list for the first time."""
        self.reload()

    # ---- what is wanted

    @property
    def wish(self) -> Wish:
        """All that narrows the list now."""
        return self._wish

    @property
    def unsent(self) -> int:
        """How many contacts have an edit that is not at the provider."""
        return sum(book.unsent for book in self.books)

    @property
    def writable(self) -> tuple[Book, ...]:
        """The phone books that a contact can be added to."""
        return tuple(book for book in self.books if book.refusal is None)

    @property
    def settled(self) -> bool:
        """Whether all that was asked for has been read."""
        return not (self._typing.isActive() or self._scope.running("letters"))

    @property
    def counting(self) -> bool:
        """Whether possible duplicates are being counted, or are about to be."""
        return self._calm.isActive() or self._scope.running("duplicates")

    def show_segment(self, segment: Segment) -> None:
        """List other contacts."""
        if segment is not self._wish.segment:
            self._shell.keep(SEGMENT_KEY, segment.value)
            self._wish = replace(self._wish, segment=segment)
            self.wish_changed.emit()
            self.reload()

    def search(self, text: str) -> None:
        """Look for a number (any spelling or part) or a name, a moment after the last key."""
        if text.strip() != self._wish.text:
            self._wish = replace(self._wish, text=text.strip())
            self._typing.start()

    def reset(self) -> None:
        """List everybody."""
        changed = self._wish != Wish() or self._typing.isActive()
        self._typing.stop()
        if not changed:
            return
        if self._wish.segment is not Segment.ALL:
            self._shell.keep(SEGMENT_KEY, Segment.ALL.value)
        self._wish = Wish()
        self.wish_changed.emit()
        self.reload()

    def reload(self) -> None:
        """Read the letters again, now or when the reading under way has ended."""
        self._dirty = True
        self._scope.start("letters", self._read())

    def refresh(self) -> None:
        """Read the phone books at the providers again, and send what waits."""
        self._scope.start("refresh", self._context.bridge.call(self._context.services.contacts.refresh_now))

    async def close(self) -> None:
        """End all tasks."""
        self._typing.stop()
        self._calm.stop()
        await self._scope.close()

    # ---- reading

    async def _read(self) -> None:
        while self._dirty:
            self._dirty = False
            content = await self._content(self._wish)
            if not self._dirty:
                self._last = content
                self.shown.emit(content)

    async def _content(self, wish: Wish) -> ListContent:
        bridge, services, rows = self._context.bridge, self._context.services, self._context.contacts
        query = wish.as_query()
        try:
            self._take_books(await bridge.run(services.contacts.books()))
            stuck = await self._stuck()
            letters = tuple(await bridge.read(lambda: rows.sections(query)))
            if letters:
                return ListContent(ListState.READY, query, letters, stuck)
            return await self._why_nothing(wish, query)
        except Trouble as trouble:
            return ListContent(ListState.FAILED, query, sentence=trouble.sentence)

    async def _stuck(self) -> tuple[str, ...]:
        """Return whose edit waits for a person."""
        if not self.unsent:
            return ()
        return tuple(await self._context.bridge.run(self._context.services.contacts.stuck(MOST_STUCK)))

    def _take_books(self, books: Sequence[Book]) -> None:
        if tuple(books) != self.books:
            self.books = tuple(books)
            self.counted.emit()

    async def _why_nothing(self, wish: Wish, query: ContactQuery) -> ListContent:
        if wish.text:
            rows, without = self._context.contacts, replace(query, text="")
            letters = await self._context.bridge.read(lambda: rows.sections(without))
            others = sum(letter.contacts for letter in letters)
            title, sentence = sentences.found_nothing(wish.text), sentences.without_search(others)
            return ListContent(ListState.NOTHING, query, title=title, sentence=sentence)
        if not self.books:
            reasons = [(account.missing or {}).get(Ability.PHONEBOOK, "") for account in self._shell.accounts]
            said = sentences.no_book([reason for reason in reasons if reason])
            return ListContent(ListState.NO_BOOK, query, sentence=said)
        if not any(book.contacts for book in self.books) and wish.segment is not Segment.UNSENT:
            return self._not_read(query)
        state = {Segment.FAVOURITES: ListState.NO_FAVOURITES, Segment.UNSENT: ListState.ALL_SENT}
        return ListContent(state.get(wish.segment, ListState.EMPTY), query)

    def _not_read(self, query: ContactQuery) -> ListContent:
        """Say whether phone books are empty, are being read for the first time, or cannot be read."""
        unread = [book for book in self.books if book.listed_at is None]
        if not unread:
            return ListContent(ListState.EMPTY, query)
        ailing = {
            one.account: one.sentence or strings.PAUSED_TEXT
            for one in self._shell.health
            if one.state is not AccountState.OK
        }
        troubles = [book.refusal or ailing.get(book.account) for book in unread]
        if all(troubles):
            return ListContent(ListState.UNREAD, query, sentence=next(filter(None, troubles), ""))
        return ListContent(ListState.LISTING, query)

    # ---- what changes meanwhile

    def _heard(self, change: Change) -> None:
        if change.topics & CARES:
            self.reload()
            self.count_duplicates()

    def count_duplicates(self) -> None:
        """Look for possible duplicates once nothing has changed for a moment."""
        self._calm.start()

    def _compare(self) -> None:
        self._scope.start("duplicates", self._count_duplicates())

    async def _count_duplicates(self) -> None:
        found = 0
        if 1 < sum(book.contacts for book in self.books) <= MOST_COMPARED:
            with suppress(Trouble):
                found = await self._context.bridge.run(self._context.services.duplicates.count())
        if found != self.duplicates:
            self.duplicates = found
            self.counted.emit()

    def _shell_changed(self) -> None:
        waits = (ListState.LOADING, ListState.LISTING, ListState.UNREAD, ListState.NO_BOOK)
        if self._last is not None and self._last.state in waits:
            self.reload()


def _timer(parent: QObject, milliseconds: int) -> QTimer:
    timer = QTimer(parent)
    timer.setSingleShot(True)
    timer.setInterval(milliseconds)
    return timer
