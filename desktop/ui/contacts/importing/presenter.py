"""Goes through an import: looks at the file, plans its rows, imports what was chosen, and takes it back."""

import asyncio
from collections.abc import Coroutine, Iterable
from datetime import datetime
from enum import Enum
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from desktop.domain.changes import Change, Topic
from desktop.domain.contacts import Book
from desktop.domain.errors import Trouble
from desktop.services.importing.plan import Choice, ImportPlan, Verdict
from desktop.services.importing.results import ImportResult
from desktop.services.importing.values import FileFacts, FileKind, FileOptions, Progress, Role
from desktop.ui import strings_files as strings
from desktop.ui.bridge import telling
from desktop.ui.context import Context
from desktop.ui.rereading import Rereading


class Phase(Enum):
    """Where an import stands."""

    CHOOSE = "choose"
    LOOKING = "looking"
    COLUMNS = "columns"
    CHECKING = "checking"  # the rows are being read
    CHECK = "check"
    IMPORTING = "importing"
    RESULT = "result"
    UNDOING = "undoing"
    UNDONE = "undone"


WORKING = frozenset({Phase.LOOKING, Phase.CHECKING, Phase.IMPORTING, Phase.UNDOING})


class ImportPresenter(QObject):
    """`changed` says: read the phase and what belongs to it again. `progressed` is for figures alone.

    `said` is told in passing. `trouble` is why the phase has nothing else to show, `lead` its heading.
    """

    changed = Signal()
    progressed = Signal()
    said = Signal(str)

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._scope = context.scope()
        self.phase = Phase.CHOOSE
        self.books: tuple[Book, ...] = ()
        self.book: Book | None = None
        self.region: str | None = None
        self.file: Path | None = None
        self.facts: FileFacts | None = None
        self.plan: ImportPlan | None = None
        self.result: ImportResult | None = None
        self.progress: Progress | None = None
        self.lead = ""
        self.trouble = ""
        self.began: datetime | None = None
        self._region_chosen = False
        self._following = Rereading(self._scope, "follow", self._follow)
        context.bridge.changed.connect(self._heard)

    # ---- the file

    def start(self, file: Path | None = None) -> None:
        """Read which phonebooks there are, and look at a file if there is one already."""
        self._scope.start("import", self._begin(file), replace=True)

    def open_file(self, file: Path) -> None:
        """Look at a file, in place of any other."""
        self._scope.start("import", self._look(file, FileOptions()), replace=True)

    def forget_file(self) -> None:
        """Go back to where a file is chosen."""
        self._scope.cancel("import")
        self.facts = self.plan = None
        self._go(Phase.CHOOSE)

    def use_form(
        self,
        *,
        delimiter: str | None = None,
        encoding: str | None = None,
        header: bool | None = None,
        roles: tuple[Role, ...] | None = None,
    ) -> None:
        """Read the file in another form; what is None stays as it is."""
        if self.facts is None:
            return
        before = self.facts.options
        same_columns = delimiter is None and header is None and encoding in (None, before.encoding)
        options = FileOptions(
            encoding=encoding or before.encoding,
            delimiter=delimiter or before.delimiter,
            header=before.header if header is None else header,
            columns=roles or (before.columns if same_columns else None),
        )
        stay = self.phase is Phase.COLUMNS
        work = self._look(self.facts.file, options, stay=stay)
        self._scope.start("import", work, replace=True)

    def show_columns(self) -> None:
        """Go to what the columns are used as."""
        if self.facts is not None and self.facts.kind is FileKind.CSV:
            self._scope.cancel("import")
            self._go(Phase.COLUMNS)

    # ---- the rows

    def check(self) -> None:
        """Read all rows, and find out what would become of them."""
        self._scope.start("import", self._check(), replace=True)

    def choose_book(self, account_id: str) -> None:
        """Check the rows against another phonebook."""
        book = next((one for one in self.books if one.account_id == account_id), None)
        if book is None or book is self.book:
            return
        self.book = book
        if not self._region_chosen:
            self.region = book.region
        self.check()

    def choose_region(self, region: str | None) -> None:
        """Read numbers without a country as another country's."""
        self._region_chosen = True
        if region != self.region:
            self.region = region
            self.check()
        else:
            self.changed.emit()

    def tick(self, index: int) -> None:
        """Take a row, as is proposed first, or leave it out."""
        if self.plan is None:
            return
        row = self.plan.row(index)
        if row.choice is not Choice.SKIP:
            self.choose([index], Choice.SKIP)
            return
        first = next((choice for choice in row.choices if choice is not Choice.SKIP), None)
        if first is not None:
            self.choose([index], first)

    def choose(self, indexes: Iterable[int], choice: Choice) -> None:
        """Do something else with some rows."""
        if self.plan is not None and self.phase is Phase.CHECK:
            self.plan = self.plan.choose(indexes, choice)
            self.changed.emit()

    def choose_all(self, verdict: Verdict | None, *, included: bool) -> None:
        """Take all rows of a verdict, or none."""
        if self.plan is not None and self.phase is Phase.CHECK:
            self._scope.start("choose", self._choose_all(verdict, included=included), replace=True)

    def save_list(self, file: Path) -> None:
        """Save what would become of each row."""
        if self.plan is not None:
            work = self._context.services.importing.save_list(self.plan, file)
            self._scope.start("save", self._save(work, strings.LIST_SAVED))

    # ---- the import

    def run(self) -> None:
        """Import what is chosen; again after a stop goes on where it stopped."""
        if self.plan is not None and self.plan.included():
            self._scope.start("import", self._import(), replace=True)

    def stop(self) -> None:
        """Stop what runs; what an import has done by then stays."""
        self._scope.cancel("import")

    def undo(self) -> None:
        """Delete again what the import added."""
        if self.result is not None and self.result.contacts:
            self._scope.start("import", self._undo(self.result), replace=True)

    def save_result(self, file: Path) -> None:
        """Save what became of each row."""
        if self.result is not None:
            work = self._context.services.importing.save_list(self.result.plan, file, self.result)
            self._scope.start("save", self._save(work, strings.RESULT_SAVED))

    async def close(self) -> None:
        """End all tasks."""
        await self._scope.close()

    @property
    def settled(self) -> bool:
        """Whether nothing is being read or written."""
        return not self._scope.running("import")

    @property
    def seconds(self) -> float:
        """How long the import has run."""
        return (self._context.now() - self.began).total_seconds() if self.began else 0.0

    # ---- tasks

    def _go(self, phase: Phase, *, lead: str = "", trouble: str = "") -> None:
        self.phase, self.lead, self.trouble = phase, lead, trouble
        if phase not in WORKING:
            self.progress = None
        self.changed.emit()

    async def _begin(self, file: Path | None) -> None:
        books = await self._context.bridge.run(self._context.services.contacts.books())
        self.books = tuple(book for book in books if book.refusal is None)
        if not self.books:
            why = next((book.refusal for book in books if book.refusal), "")
            self._go(Phase.CHOOSE, lead=strings.NO_BOOK, trouble=why or strings.NO_BOOK_TEXT)
            return
        self.book = self.books[0]
        self.region = self.book.region
        if file is not None:
            await self._look(file, FileOptions())
        else:
            self._go(Phase.CHOOSE)

    async def _look(self, file: Path, options: FileOptions, *, stay: bool = False) -> None:
        again = self.facts is not None and self.facts.file == file  # the same file in another form
        self.file = file
        if not stay:
            self.plan = None
            self._go(Phase.CHECKING if again and self.phase is Phase.CHECK else Phase.LOOKING)
        try:
            facts = await self._context.bridge.run(self._context.services.importing.look(file, options))
        except Trouble as trouble:
            if not again:
                self.facts = None
                self._go(Phase.CHOOSE, trouble=trouble.sentence)
            elif stay:
                self.said.emit(trouble.sentence)
                self.changed.emit()
            else:
                self._go(Phase.CHECK, trouble=trouble.sentence)
            return
        self.facts = facts
        if stay or not (facts.has_names and facts.has_numbers):
            self._go(Phase.COLUMNS)
        else:
            await self._check()

    async def _check(self) -> None:
        facts, book = self.facts, self.book
        if facts is None or book is None:
            return
        self.plan = None
        self._go(Phase.CHECKING)
        importing = self._context.services.importing
        try:
            plan = await self._context.bridge.run(
                importing.plan(facts, book.account_id, self.region, telling(self._progressed))
            )
        except Trouble as trouble:
            self._go(Phase.CHECK, lead=strings.CHECK_FAILED, trouble=trouble.sentence)
        except asyncio.CancelledError:
            self.progress = None
            raise
        else:
            if not plan.total:
                self.facts = None
                self._go(Phase.CHOOSE, lead=strings.NOTHING_IN_IT, trouble=strings.NOTHING_IN_IT_TEXT)
                return
            self.plan = plan
            self._go(Phase.CHECK)

    def cancel_check(self) -> None:
        """Stop reading the rows, and go back to where they came from."""
        self._scope.cancel("import")
        table = self.facts is not None and self.facts.kind is FileKind.CSV
        if table:
            self._go(Phase.COLUMNS)
        else:
            self.forget_file()

    def _progressed(self, progress: Progress) -> None:
        if self._scope.running("import"):  # else told late
            self.progress = progress
            self.progressed.emit()

    async def _import(self) -> None:
        plan = self.plan
        assert plan is not None
        self.began = self._context.now()
        self._go(Phase.IMPORTING)
        importing = self._context.services.importing
        try:
            self.result = await self._context.bridge.run(importing.apply(plan, telling(self._progressed)))
        except Trouble as trouble:
            self.result = await self._so_far(plan)
            self._go(Phase.RESULT, lead=strings.IMPORT_FAILED, trouble=trouble.sentence)
        except asyncio.CancelledError:
            self.result = await self._so_far(plan)
            self._go(Phase.RESULT, lead=strings.IMPORT_STOPPED)
            raise
        else:
            self._go(Phase.RESULT)
            self._following.ask()

    async def _choose_all(self, verdict: Verdict | None, *, included: bool) -> None:
        """Choose on the worker: of hundreds of thousands of rows it takes longer than a frame."""
        before = self.plan
        if before is None:
            return
        chosen = await self._context.bridge.read(lambda: before.choose_all(verdict, included=included))
        if self.plan is not None and self.plan.id == before.id and self.phase is Phase.CHECK:
            self.plan = chosen
            self.changed.emit()

    async def _follow(self) -> None:
        """Learn what of the import is not at the provider yet, and what that refused."""
        result = self.result
        if result is None:
            return
        importing = self._context.services.importing
        known = await self._context.bridge.run(importing.outcome(result))
        if self.result is result and known != result:
            self.result = known
            self.changed.emit()

    def _heard(self, change: Change) -> None:
        if Topic.CONTACTS in change.topics and self.phase is Phase.RESULT:
            self._following.ask()

    async def _so_far(self, plan: ImportPlan) -> ImportResult:
        """Return what an import had done when it ended."""
        return await self._context.bridge.run(self._context.services.importing.so_far(plan))

    async def _undo(self, result: ImportResult) -> None:
        self._go(Phase.UNDOING)
        importing = self._context.services.importing
        try:
            left = await self._context.bridge.run(importing.undo(result))
        except Trouble as trouble:
            self._show_left(await self._so_far(result.plan), trouble.sentence)
        except asyncio.CancelledError:
            self._show_left(await self._so_far(result.plan))
            raise
        else:
            self._show_left(left)

    def _show_left(self, left: ImportResult, trouble: str = "") -> None:
        """Show what of an import could not be taken back, if anything."""
        self.result = left
        if left.contacts or trouble:
            self._go(Phase.RESULT, lead=strings.NOT_UNDONE, trouble=trouble)
        else:
            self._go(Phase.UNDONE)

    async def _save(self, work: Coroutine[Any, Any, object], said: str) -> None:
        try:
            await self._context.bridge.run(work)
        except Trouble as trouble:
            self.said.emit(trouble.sentence)
        else:
            self.said.emit(said)
