"""The last step: exactly which rows are in, which are not and why, and which nobody knows of."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QSizePolicy, QStackedWidget

from desktop.domain.rows import UploadRows
from desktop.domain.uploads import RowState, Upload, UploadState
from desktop.ui import sentences_upload as sentences
from desktop.ui import strings_files, times
from desktop.ui import strings_upload as strings
from desktop.ui.campaigns.upload.columns import Part
from desktop.ui.campaigns.upload.face import state_kinds
from desktop.ui.campaigns.upload.head import ListHead
from desktop.ui.campaigns.upload.model import count
from desktop.ui.campaigns.upload.notice import Notice
from desktop.ui.campaigns.upload.table import UploadTable
from desktop.ui.files.working import Working
from desktop.ui.kit.count_chips import CountChips
from desktop.ui.kit.labels import Disc, Paragraph, Text
from desktop.ui.kit.panes import Pane
from desktop.ui.kit.scroll import plain_scrolling
from desktop.ui.kit.theme import u

_LOWEST_TABLE = 120


class ResultPage(Pane):
    """Shows what became of each row; while the upload runs, of those that went by then."""

    cancelled = Signal()

    def __init__(self, source: UploadRows) -> None:
        super().__init__()
        self._disc = Disc("check", "answered_wash", "answered", size=48)
        self._title = Text("", px=22, weight=600)
        self._text = Paragraph("", "dim")
        self.notice = Notice()
        self.notice.hide()
        self.chips: CountChips[RowState | None] = CountChips(state_kinds(), name=strings_files.WHICH_ROWS)
        self.chips.chosen.connect(self._filter)
        self.table = UploadTable(source, states=True)
        self.head = ListHead(self.table)
        self.working = Working(strings.LOOKING)
        self.working.cancelled.connect(self.cancelled)
        self._stack = QStackedWidget()
        self._upload: Upload | None = None
        self._parts: tuple[Part, ...] = ()
        self._lay_out()

    def _lay_out(self) -> None:
        top = Pane(margins=(24, 24, 24, 0), spacing=0)
        head = QHBoxLayout()
        head.setSpacing(u(16))
        head.addWidget(self._disc, 0, Qt.AlignmentFlag.AlignTop)
        words = Pane(spacing=4)
        words.add(self._title)
        words.add(self._text)
        head.addWidget(words, 1)
        top.add_layout(head)
        self._notices = Pane(margins=(0, 16, 0, 0))
        self._notices.add(self.notice)
        top.add(self._notices)
        bar = Pane(vertical=False, margins=(24, 16, 24, 12), spacing=8)
        bar.add(self.chips, 1)
        whole = Pane()
        whole.add(top)
        whole.add(bar)
        whole.add(self.head)
        whole.add(self.table, 1)
        self.table.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self.table.setMinimumHeight(u(_LOWEST_TABLE))
        scroll = QScrollArea()
        plain_scrolling(scroll)
        scroll.setWidget(whole)
        self._stack.addWidget(scroll)
        self._stack.addWidget(self.working)
        self.add(self._stack, 1)

    def show_upload(self, upload: Upload, shown: Sequence[Part], trouble: str) -> None:
        """Show how it ended, or how far it is; `trouble` is what kept somebody from looking again."""
        first = self._upload is None or self._upload.id != upload.id
        self._upload, self._parts = upload, tuple(shown)
        good = upload.states.get(RowState.SENT, 0) == upload.wanted
        if good:
            self._disc.set_look("check", "answered_wash", "answered")
        else:
            self._disc.set_look("warning", "waiting_wash", "waiting")
        cancelled = upload.state is UploadState.CANCELLED
        self._title.setText(strings.CANCELLED if cancelled else sentences.result(upload))
        lead = f"{sentences.result(upload)}. " if cancelled else ""
        self._text.set_text(
            " ".join(each for each in (trouble, lead + sentences.result_text(upload)) if each)
        )
        if first and upload.states.get(RowState.UNKNOWN, 0):
            self.chips.choose(RowState.UNKNOWN)
        if not count(upload, self.chips.key):
            self.chips.choose(None)
        keys: list[RowState | None] = [None, *RowState]
        self.chips.set_counts({key: (count(upload, key), times.number(count(upload, key))) for key in keys})
        for key in (RowState.WAITING, RowState.SENDING):
            self.chips.chip(key).setVisible(count(upload, key) > 0)
        self._show_rows()
        self._stack.setCurrentIndex(0)

    def show_known(self, title: str, text: str, action: str) -> None:
        """Say that this list was uploaded before; "" says nothing."""
        self._notices.setVisible(bool(title))
        self.notice.setVisible(bool(title))
        if title:
            self.notice.show_notice("info", title, text, action)

    def show_state(self, state: RowState) -> None:
        """Show the rows of one state."""
        self.chips.choose(state)

    def show_looking(self) -> None:
        """Show that the campaign's numbers are being read."""
        self.working.show_text("")
        self.working.show_share(None)
        self._stack.setCurrentWidget(self.working)

    def _filter(self, _state: object) -> None:
        self._show_rows()
        self.table.scrollToTop()

    def _show_rows(self) -> None:
        if self._upload is not None:
            self.table.show_upload(self._upload, self.chips.key, self._parts)
            self.head.show_parts(self._parts, None, None)
