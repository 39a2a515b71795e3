"""The import of do-not-call numbers: a file, what it would bring and what not, and what it brought."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from desktop.domain.do_not_call import ListRow, ListVerdict
from desktop.ui import sentences_do_not_call as sentences
from desktop.ui import strings_do_not_call as strings
from desktop.ui import strings_files, times
from desktop.ui.context import Context
from desktop.ui.do_not_call.reading import ListReading, Phase
from desktop.ui.files.choosing import ChoosePage
from desktop.ui.files.countries import CountryChoice
from desktop.ui.files.figures import Fact
from desktop.ui.files.working import Working
from desktop.ui.kit import focus
from desktop.ui.kit.buttons import Button
from desktop.ui.kit.dropzone import FileDrops
from desktop.ui.kit.ink import Ink
from desktop.ui.kit.labels import Text
from desktop.ui.kit.opening import OpenDialog, ask_which
from desktop.ui.kit.outside import shown
from desktop.ui.kit.paged import ITEM_ROLE, PagedModel
from desktop.ui.kit.panes import EmptyState, Pane
from desktop.ui.kit.rowpaint import RowState
from desktop.ui.kit.rows import AnyIndex
from desktop.ui.kit.table import EDGE, Column, TableDelegate, TableHead, TableView, cells
from desktop.ui.kit.theme import theme, u
from desktop.ui.kit.wizard import Wide

WIDTH, HEIGHT = 760, 560
COLUMNS = (Column("line", strings.LINE, 88), Column("raw", strings.CONTENT, 232), Column("why", strings.WHY))
_COUNTS = {
    ListVerdict.REPAIRED: strings.COUNT_REPAIRED,
    ListVerdict.WARNING: strings.COUNT_WARNING,
    ListVerdict.DUPLICATE: strings.COUNT_DUPLICATE,
    ListVerdict.INVALID: strings.COUNT_INVALID,
}


class ImportNumbers(Wide):
    """Owns its presenter."""

    def __init__(self, context: Context, window: QWidget) -> None:
        super().__init__(
            window, title=strings.IMPORT_TITLE, close_name=strings.CLOSE_IMPORT, width=WIDTH, height=HEIGHT
        )
        self.presenter = ListReading(context, self)
        self.asking: OpenDialog | None = None
        self.choose_page = ChoosePage(strings.DROP_TITLE, strings.DROP_TEXT)
        self.running = Working(strings.LISTING)
        self.country = CountryChoice(name=strings.IMPORT_COUNTRY)
        self.facts = {verdict: Fact(caption) for verdict, caption in _COUNTS.items()}
        self.added = Fact(strings.COUNT_ADDED)
        self.table = LeftOutTable()
        self.more = Text("", "dim", 12)
        self.other = self.add_button(Button(strings.OTHER_FILE))
        self.go = self.add_button(Button(strings.ADD_DO, kind="go"))
        self._drops = FileDrops(self)
        self._lay_out()
        self._connect()
        self.refresh()

    def _lay_out(self) -> None:
        figures = Pane(vertical=False, margins=(24, 16, 24, 16), spacing=24)
        for fact in (self.added, *self.facts.values()):
            figures.add(fact)
        figures.add_stretch()
        self._where = QWidget()
        where = QHBoxLayout(self._where)
        where.setContentsMargins(u(24), 0, u(24), u(12))
        where.setSpacing(u(8))
        where.addWidget(Text(strings.IMPORT_COUNTRY, "dim"))
        where.addWidget(self.country)
        where.addStretch(1)
        rows = Pane()
        head = TableHead(self.table, all_name=strings.LEFT_OUT)
        head.box.hide()
        rows.add(head)
        rows.add(self.table, 1)
        foot = Pane(margins=(24, 8, 24, 8))
        foot.add(self.more)
        rows.add(foot)
        self._nothing = EmptyState("check", strings.NONE_LEFT_OUT, strings.NONE_LEFT_OUT_TEXT)
        self._rows = QStackedWidget()
        self._rows.addWidget(rows)
        self._rows.addWidget(self._nothing)
        self._looked = Pane()
        self._looked.add(figures)
        self._looked.add(self._where)
        self._looked.add(self._rows, 1)
        for page in (self.choose_page, self.running, self._looked):
            self.pages.addWidget(page)

    def _connect(self) -> None:
        presenter = self.presenter
        presenter.changed.connect(self.refresh)
        self.choose_page.choose_wanted.connect(self.ask_file)
        self.choose_page.cancelled.connect(presenter.forget_file)
        self.running.cancelled.connect(presenter.stop)
        self.country.country_chosen.connect(presenter.choose_region)
        self.other.clicked.connect(presenter.forget_file)
        self.go.clicked.connect(self._go)
        self._drops.dropped.connect(self._dropped)

    def ask_file(self) -> None:
        """Ask with the desktop's dialog which file."""
        filters = (strings.FILE_FILTER, strings_files.ANY_FILTER)
        self.asking = ask_which(self, strings.IMPORT_FILE, filters)
        self.asking.chosen.connect(self.presenter.open_file)

    def refresh(self) -> None:
        """Show how far it is."""
        presenter, phase, result = self.presenter, self.presenter.phase, self.presenter.result
        looked = phase in (Phase.PREVIEW, Phase.DONE)
        if phase is Phase.CHOOSE:
            self.choose_page.show_waiting(trouble=presenter.trouble)
        elif phase is Phase.LOOKING:
            self.choose_page.show_looking(shown(presenter.file.name) if presenter.file else "")
        elif phase is Phase.LISTING:
            self.running.show_text(shown(presenter.file.name) if presenter.file else "")
            self.running.show_share(None)
        elif result is not None:
            self.added.value.setText(times.number(result.added))
            for verdict, fact in self.facts.items():
                fact.value.setText(times.number(result.verdicts.get(verdict, 0)))
                fact.setVisible(result.verdicts.get(verdict, 0) > 0)
            left = result.rows - result.added
            self.table.show_rows(result.left_out)
            self.more.setText(sentences.more_left_out(left - len(result.left_out)))
            self.more.setVisible(left > len(result.left_out))
            self._rows.setCurrentIndex(0 if left else 1)
            self.go.setText(sentences.import_action(result.added))
            self.say(sentences.imported(result) if phase is Phase.DONE else sentences.would(result))
        self.foot.setVisible(looked)
        self.country.offer(presenter.region, presenter.likely)
        self._where.setVisible(phase is Phase.PREVIEW)
        self.other.setVisible(phase is Phase.PREVIEW)
        self.go.setVisible(looked)
        self.go.setEnabled(phase is Phase.DONE or (result is not None and result.added > 0))
        if phase is Phase.DONE:
            self.go.setText(strings.CLOSE_DONE)
        pages = {Phase.LISTING: self.running, Phase.PREVIEW: self._looked, Phase.DONE: self._looked}
        self.pages.setCurrentWidget(pages.get(phase, self.choose_page))
        if looked and self.go.isEnabled() and self.isVisible():
            focus.give(self.go, ring=focus.by_keyboard())

    def reject(self) -> None:
        """Stop what runs, or go."""
        if self.presenter.busy:
            self.presenter.stop()
        else:
            super().reject()

    def _go(self) -> None:
        if self.presenter.phase is Phase.DONE:
            self.accept()
        else:
            self.presenter.go()

    def _dropped(self, file: Path) -> None:
        if not self.presenter.busy:
            self.presenter.open_file(file)


class LeftOutModel(PagedModel[ListRow]):
    """Rows that are not added."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._found: Sequence[ListRow] = ()

    def take(self, rows: Sequence[ListRow]) -> None:
        """Show other rows."""
        self._found = rows
        self.show_rows(len(rows), same=False)

    def read(self, first: int, limit: int) -> Sequence[ListRow | None]:
        """Return rows, all of which are here."""
        return self._found[first : first + limit]

    def face(self, entry: ListRow) -> ListRow:
        """Return the row itself."""
        return entry

    def sentence(self, item: Any) -> str:
        """Return what a screen reader says of a row."""
        return sentences.left_out_row(item) if isinstance(item, ListRow) else ""


class LeftOutTable(TableView):
    """Line, content and reason of what is not added."""

    def __init__(self) -> None:
        super().__init__(COLUMNS, name=strings.LEFT_OUT)
        self.entries = LeftOutModel(self)
        self.setModel(self.entries)
        self.setItemDelegate(_Delegate(self))

    def show_rows(self, rows: Sequence[ListRow]) -> None:
        """Show other rows."""
        self.entries.take(rows)


class _Delegate(TableDelegate):
    def __init__(self, view: LeftOutTable) -> None:
        super().__init__(view)
        self._rows_of = view

    def content(self, ink: Ink, index: AnyIndex, _state: RowState) -> None:
        row, roles = index.data(ITEM_ROLE), theme.roles
        if not isinstance(row, ListRow):
            return
        line = times.number(row.line)
        if self._rows_of.low:
            end = ink.width - EDGE
            ink.text(EDGE, 10, shown(row.raw), roles.text, 14, room=end - EDGE)
            ink.text(EDGE, 32, f"{strings.LINE} {line}: {row.reason}", roles.dim, 12, room=end - EDGE)
            return
        at = cells(COLUMNS, ink.width)
        ink.text(at["line"].x, 12, line, roles.dim, 12, tabular=True, room=at["line"].width)
        ink.text(at["raw"].x, 10, shown(row.raw), roles.text, 14, room=at["raw"].width)
        ink.text(at["why"].x, 10, row.reason, roles.text, 14, room=at["why"].width)
