"""Asks who is meant by a text, off the window's thread; only the newest text is ever answered."""

from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal

from desktop.domain.changes import Change, Topic
from desktop.domain.contacts import Pending
from desktop.domain.errors import Trouble
from desktop.services.lookup import Match
from desktop.ui import sentences_search, strings
from desktop.ui.context import Context
from desktop.ui.search.face import Row, message, row
from desktop.ui.shell.presenter import ShellPresenter


@dataclass(frozen=True, slots=True)
class Answer:
    """The rows for a text; where there is nobody, the one row that says so."""

    text: str
    rows: tuple[Row, ...]


class SearchPresenter(QObject):
    """`found` carries an `Answer` for the newest text, never for an older one.

    `renamed` carries the same rows with what the phonebooks say by now.
    """

    found = Signal(object)
    renamed = Signal(object)

    def __init__(
        self, context: Context, shell: ShellPresenter, limit: int, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._shell = shell
        self._scope = context.scope()
        self._limit = limit
        self._asked = 0
        self._answer: Answer | None = None
        self.settled = True
        context.bridge.changed.connect(self._heard)

    def ask(self, text: str) -> None:
        """Look for a text; what was asked before is stopped."""
        self._asked += 1
        self.settled = False
        self._scope.start("find", self._find(text, self._asked), replace=True)

    def forget(self) -> None:
        """Stop looking: nobody waits for an answer any more."""
        self._asked += 1
        self._answer = None
        self.settled = True
        self._scope.cancel("find")

    async def close(self) -> None:
        """End all tasks."""
        await self._scope.close()

    async def _find(self, text: str, asked: int) -> None:
        rows = await self._rows(text)
        if asked == self._asked:
            self.settled = True
            self._answer = Answer(text, rows)
            self.found.emit(self._answer)

    def _heard(self, change: Change) -> None:
        if Topic.CONTACTS in change.topics and self._answer is not None:
            now, text = self._context.now(), self._answer.text
            rows = tuple(
                one if one.match is None else row(self._as_now(one.match), now, text)
                for one in self._answer.rows
            )
            if rows != self._answer.rows:
                self._answer = Answer(text, rows)
                self.renamed.emit(self._answer)

    def _as_now(self, match: Match) -> Match:
        """Read again who has a number; the number stays, for a person may be about to call it."""
        contact, call = match.contact, match.call
        if contact is not None:
            contact = self._context.contacts.contact(contact.id)
        if contact is not None and contact.pending is Pending.DELETE:
            contact = None
        return replace(match, contact=contact, call=call and self._context.rows.get(call.id))

    async def _rows(self, text: str) -> tuple[Row, ...]:
        if self._shell.known and not self._shell.accounts:
            return (message(strings.SIGNED_OUT, strings.SIGNED_OUT_TEXT, "plug"),)
        lookup, now = self._context.services.lookup, self._context.now()
        try:
            matches = await self._context.bridge.run(lookup.find(text, self._limit))
        except Trouble as trouble:
            return (message(strings.SEARCH_FAILED, trouble.sentence, "warning"),)
        if matches:
            return tuple(row(match, now, text) for match in matches)
        if text.strip():
            return (message(sentences_search.nobody_found(text.strip()), strings.NOBODY_TEXT),)
        return (message(strings.NOBODY_YET, strings.NOBODY_TEXT, "phone"),)
