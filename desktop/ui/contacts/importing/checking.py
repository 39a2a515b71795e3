"""The second page: what would become of each row, filtered by verdict, before anything is changed."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QScrollArea, QStackedWidget, QWidget

from desktop.domain.contacts import Book
from desktop.services.importing.plan import ImportPlan, Verdict
from desktop.services.importing.values import FileFacts, FileKind, Progress, Stage
from desktop.ui import sentences_files as sentences
from desktop.ui import strings_files as strings
from desktop.ui import times
from desktop.ui.contacts.importing.face import kinds
from desktop.ui.contacts.importing.table import PlanTable
from desktop.ui.files.columns import encodings
from desktop.ui.files.countries import CountryChoice
from desktop.ui.files.working import Working
from desktop.ui.kit.buttons import Button
from desktop.ui.kit.combo import Combo
from desktop.ui.kit.count_chips import CountChips
from desktop.ui.kit.outside import shown
from desktop.ui.kit.panes import EmptyState, Pane
from desktop.ui.kit.scroll import plain_scrolling
from desktop.ui.kit.table import TableHead
from desktop.ui.kit.theme import theme, u
from desktop.ui.kit.wizard import Captioned, FileFact, Strip

_NARROW = 720
_LOWEST_TABLE = 160


class CheckPage(Pane):
    """Shows a plan. What a person wants of it comes as signals; the presenter answers with another plan."""

    change_wanted = Signal()
    columns_wanted = Signal()
    book_wanted = Signal(object)
    encoding_wanted = Signal(object)
    region_wanted = Signal(object)
    all_wanted = Signal(object, bool)
    save_wanted = Signal()
    again_wanted = Signal()
    cancelled = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.change = Button(strings.CHANGE, kind="link", px=12, height=16)
        self.columns = Button(strings.COLUMNS, kind="link", px=12, height=16)
        self.fact = FileFact("file", (self.change, self.columns))
        self.book = Combo(name=strings.BOOK)
        self.encoding = Combo(name=strings.ENCODING)
        self.region = CountryChoice(name=strings.REGION)
        self.encoding_form = Captioned(strings.ENCODING, self.encoding, found=strings.FOUND)
        self._strip = Strip()
        self._strip.hold(
            self.fact,
            (
                (Captioned(strings.BOOK, self.book), 144),
                (self.encoding_form, 136),
                (Captioned(strings.REGION, self.region), 200),
            ),
        )
        self.chips: CountChips[Verdict | None] = CountChips(kinds(), name=strings.WHICH_ROWS)
        self.save = Button(strings.SAVE_LIST, icon="save")
        self.table = PlanTable()
        self.head = TableHead(self.table, all_name=strings.ALL_ROWS)
        self.working = Working(strings.CHECKING)
        self._failed = EmptyState("warning", strings.CHECK_FAILED, "", strings.TRY_AGAIN)
        self._plan: ImportPlan | None = None
        self._stack = QStackedWidget()
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        bar = Pane(vertical=False, margins=(24, 12, 24, 12), spacing=8)
        bar.add(self.chips, 1)
        bar.add(self.save)
        self._bar = bar
        rows = Pane()
        rows.add(self.head)
        rows.add(self.table, 1)
        for part in (rows, self.working, self._failed):
            self._stack.addWidget(part)
        self._stack.setMinimumHeight(u(_LOWEST_TABLE))
        self._rows = rows
        whole = Pane()
        whole.add(self._strip)
        whole.add(bar)
        whole.add(self._stack, 1)
        # Where large text leaves no height for the rows, the page is scrolled.
        self._scroll = QScrollArea()
        plain_scrolling(self._scroll)
        self._scroll.setWidget(whole)
        self.add(self._scroll, 1)

    def _connect(self) -> None:
        self.change.clicked.connect(self.change_wanted)
        self.columns.clicked.connect(self.columns_wanted)
        self.book.picked.connect(self.book_wanted)
        self.encoding.picked.connect(self.encoding_wanted)
        self.region.country_chosen.connect(self.region_wanted)
        self.chips.chosen.connect(self._filter)
        self.head.all_wanted.connect(self._all)
        self.save.clicked.connect(self.save_wanted)
        self.working.cancelled.connect(self.cancelled)
        self._failed.acted.connect(self.again_wanted)

    # ---- what is shown

    def show_file(self, facts: FileFacts, books: Sequence[Book], book: Book, region: str | None) -> None:
        """Show what is checked against what."""
        table = facts.kind is FileKind.CSV
        rows = self._plan.total if self._plan is not None and self._plan.facts is facts else None
        icon = "file" if table else "user"
        self.fact.show_file(icon, shown(facts.file.name), sentences.facts(facts, rows))
        self.columns.setVisible(table)
        self.book.set_choices([(one.account_id, one.account) for one in books])
        self.book.choose(book.account_id)
        self.encoding.set_choices(encodings(facts.encoding))
        self.encoding.choose(facts.encoding)
        self.encoding_form.set_found(facts.options.encoding is None)
        self.region.offer(region, book.region)

    def show_plan(self, plan: ImportPlan) -> None:
        """Show a plan's rows, with the filter that was chosen as long as it has rows."""
        same = self._plan is not None and self._plan.rows is plan.rows
        self._plan = plan
        if not plan.count(self.chips.key):
            self.chips.choose(None)
        keys: list[Verdict | None] = [None, *Verdict]
        self.chips.set_counts({key: (plan.count(key), times.number(plan.count(key))) for key in keys})
        self.chips.chip(Verdict.WARNING).setVisible(plan.count(Verdict.WARNING) > 0)
        self.table.show_plan(plan, self.chips.key)
        self._show_ticked()
        self._bar.setEnabled(True)
        self._stack.setCurrentWidget(self._rows)
        if not same:
            self.table.scrollToTop()

    def show_checking(self, progress: Progress | None) -> None:
        """Show how far the reading of the rows is."""
        self._bar.setEnabled(False)
        if progress is None:
            self.working.show_text("")
            self.working.show_share(None)
        else:
            self.working.show_text(sentences.progress(progress))
            share = progress.done / progress.total if progress.total else None
            self.working.show_share(share if progress.stage is Stage.READING else None)
        self._stack.setCurrentWidget(self.working)

    def show_trouble(self, sentence: str) -> None:
        """Show why the rows could not be checked."""
        self._bar.setEnabled(False)
        self._failed.set_message(strings.CHECK_FAILED, sentence)
        self._stack.setCurrentWidget(self._failed)

    def first_focus(self) -> QWidget:
        """Return what takes the focus when the rows are there, brought into view."""
        self._scroll.ensureWidgetVisible(self._stack)
        return self.table

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the choices below the file where there is no room beside it."""
        super().resizeEvent(event)
        self._strip.set_narrow(self.width() / theme.scale < _NARROW)

    # ---- what a person does

    def _filter(self, verdict: Verdict | None) -> None:
        if self._plan is not None:
            self.table.show_plan(self._plan, verdict)
            self.table.scrollToTop()
            self._show_ticked()

    def _show_ticked(self) -> None:
        plan, verdict = self._plan, self.chips.key
        if plan is not None:
            self.head.show_ticked(plan.included(verdict), plan.count(verdict))

    def _all(self, included: bool) -> None:
        self.all_wanted.emit(self.chips.key, included)
