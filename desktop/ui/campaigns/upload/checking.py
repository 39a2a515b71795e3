"""The second step: what each row of the list is, before anything is sent."""

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QScrollArea, QStackedWidget, QWidget

from desktop.domain.rows import UploadRows
from desktop.domain.uploads import RowVerdict, Upload
from desktop.services.campaigns.values import MirrorAge, UploadChoice
from desktop.services.importing.values import FileFacts
from desktop.ui import sentences_files, strings_files, times
from desktop.ui import sentences_upload as sentences
from desktop.ui import strings_upload as strings
from desktop.ui.campaigns.upload.columns import parts
from desktop.ui.campaigns.upload.face import verdict_kinds
from desktop.ui.campaigns.upload.head import ListHead
from desktop.ui.campaigns.upload.mirror import MirrorLine
from desktop.ui.campaigns.upload.model import count
from desktop.ui.campaigns.upload.table import UploadTable
from desktop.ui.files.columns import encodings
from desktop.ui.files.countries import CountryChoice
from desktop.ui.files.working import Working
from desktop.ui.kit.buttons import Button
from desktop.ui.kit.combo import Combo
from desktop.ui.kit.count_chips import CountChips
from desktop.ui.kit.outside import shown
from desktop.ui.kit.panes import EmptyState, Pane
from desktop.ui.kit.scroll import plain_scrolling
from desktop.ui.kit.theme import theme, u
from desktop.ui.kit.wizard import Captioned, FileFact, Strip

_NARROW = 960
_LOWEST_TABLE = 160


class CheckPage(Pane):
    """Shows a list that was checked; the presenter answers what a person wants of it with another upload.

    That comes as signals, also from `table`, `head` and `mirror`.
    """

    change_wanted = Signal()
    columns_wanted = Signal()
    delimiter_wanted = Signal(object)
    encoding_wanted = Signal(object)
    header_wanted = Signal(object)
    region_wanted = Signal(object)
    save_wanted = Signal()
    again_wanted = Signal()
    cancelled = Signal()

    def __init__(self, source: UploadRows) -> None:
        super().__init__()
        self.change = Button(strings_files.CHANGE, kind="link", px=12, height=16)
        self.columns = Button(strings.COLUMNS, kind="link", px=12, height=16)
        self.fact = FileFact("file", (self.change, self.columns))
        self.delimiter = Combo(name=strings_files.DELIMITER)
        self.encoding = Combo(name=strings_files.ENCODING)
        first = ((True, strings_files.IS_HEADER), (False, strings.IS_A_NUMBER))
        self.header = Combo(first, name=strings_files.FIRST_ROW)
        self.region = CountryChoice(name=strings_files.REGION)
        found = strings_files.FOUND
        self._forms = [
            Captioned(strings_files.DELIMITER, self.delimiter, found=found),
            Captioned(strings_files.ENCODING, self.encoding, found=found),
            Captioned(strings_files.FIRST_ROW, self.header, found=found),
        ]
        self._region_form = Captioned(strings_files.REGION, self.region)
        self._strip = Strip()
        widths = (144, 168, 144, 176)
        self._strip.hold(self.fact, tuple(zip((*self._forms, self._region_form), widths, strict=True)))
        self.chips: CountChips[RowVerdict | None] = CountChips(verdict_kinds(), name=strings_files.WHICH_ROWS)
        self.save = Button(strings_files.SAVE_LIST, icon="save")
        self.table = UploadTable(source)
        self.head = ListHead(self.table)
        self.mirror = MirrorLine()
        self.working = Working(strings.CHECKING)
        self.listing = Working(strings.READING_NUMBERS)
        self._failed = EmptyState("warning", strings.CHECK_FAILED, "", strings_files.TRY_AGAIN)
        self._upload: Upload | None = None
        self._facts: FileFacts | None = None
        self._choice: UploadChoice | None = None
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
        rows.add(self.mirror)
        for part in (rows, self.working, self.listing, self._failed):
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
        self.delimiter.picked.connect(self.delimiter_wanted)
        self.encoding.picked.connect(self.encoding_wanted)
        self.header.picked.connect(self.header_wanted)
        self.region.country_chosen.connect(self.region_wanted)
        self.chips.chosen.connect(self._filter)
        self.save.clicked.connect(self.save_wanted)
        self.working.cancelled.connect(self.cancelled)
        self.listing.cancelled.connect(self.cancelled)
        self._failed.acted.connect(self.again_wanted)
        self.table.laid_out.connect(self._columns_left_out)

    # ---- what is shown

    def show_list(self, name: str, facts: FileFacts | None, choice: UploadChoice | None) -> None:
        """Show which list it is; without a file's facts its form cannot be chosen any more."""
        self._facts, self._choice = facts, choice
        rows = self._upload.rows if self._upload is not None else None
        for form in (*self._forms, self._region_form, self.change):
            form.setVisible(facts is not None)
        if facts is None:
            self.fact.show_file("file", shown(name), sentences.list_facts(rows or 0))
            return
        self.fact.show_file("file", shown(facts.file.name), sentences.file_facts(facts, rows))
        self.delimiter.set_choices(sentences_files.delimiters(facts.delimiter))
        self.delimiter.choose(facts.delimiter)
        self.encoding.set_choices(encodings(facts.encoding))
        self.encoding.choose(facts.encoding)
        self.header.choose(facts.header)
        chosen = facts.options
        for form, own in zip(self._forms, (chosen.delimiter, chosen.encoding, chosen.header), strict=True):
            form.set_found(own is None)

    def show_region(self, region: str | None, likely: str | None) -> None:
        """Show whose numbers those without a country are; `likely` is the account's country."""
        self.region.offer(region, likely)

    def show_upload(self, upload: Upload) -> None:
        """Show a checked list's rows, with the filter that was chosen as long as it has rows."""
        same = self._upload is not None and self._upload.id == upload.id
        self._upload = upload
        if not count(upload, self.chips.key):
            self.chips.choose(None)
        keys: list[RowVerdict | None] = [None, *RowVerdict]
        self.chips.set_counts({key: (count(upload, key), times.number(count(upload, key))) for key in keys})
        self.chips.chip(RowVerdict.WARNING).setVisible(count(upload, RowVerdict.WARNING) > 0)
        shown_parts = parts(self._facts, self._choice, upload.variables)
        self.table.show_upload(upload, self.chips.key, shown_parts)
        self.head.show_parts(shown_parts, self._facts, self._choice)
        self._bar.setEnabled(True)
        self._stack.setCurrentWidget(self._rows)
        if not same:
            self.table.scrollToTop()

    def show_mirror(self, age: MirrorAge | None, now: datetime) -> None:
        """Show what the list was compared with."""
        self.mirror.show_age(age, now)

    def show_working(self, text: str, share: float | None, *, listing: bool) -> None:
        """Show how far the check is, or the reading of the campaign's numbers."""
        self._bar.setEnabled(False)
        working = self.listing if listing else self.working
        working.show_text(text)
        working.show_share(share)
        self._stack.setCurrentWidget(working)

    def show_trouble(self, lead: str, sentence: str) -> None:
        """Show why the list could not be checked."""
        self._bar.setEnabled(False)
        self._failed.set_message(lead or strings.CHECK_FAILED, sentence)
        self._stack.setCurrentWidget(self._failed)

    def forget(self) -> None:
        """Show no rows: another list is being checked."""
        self._upload = None

    def first_focus(self) -> QWidget:
        """Return what takes the focus when the rows are there, brought into view."""
        self._scroll.ensureWidgetVisible(self._stack)
        return self.table

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the choices below the file where there is no room beside it."""
        super().resizeEvent(event)
        self._strip.set_narrow(self.width() / theme.scale < _NARROW)

    def _columns_left_out(self) -> None:
        facts = self._facts
        left = facts is not None and (self.table.low or self.table.fits < len(facts.headings))
        self.columns.setVisible(left)

    def _filter(self, verdict: RowVerdict | None) -> None:
        upload = self._upload
        if upload is not None:
            self.table.show_upload(upload, verdict, parts(self._facts, self._choice, upload.variables))
            self.table.scrollToTop()
