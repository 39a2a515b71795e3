"""The third step: how far the upload is, what is to be said of it, and each piece with its answer."""

from collections.abc import Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QWidget

from desktop.domain.rows import UploadRows
from desktop.domain.uploads import Upload
from desktop.ui import sentences_upload as sentences
from desktop.ui import strings_upload as strings
from desktop.ui import times
from desktop.ui.campaigns.upload.grid import Legend, PieceGrid, PieceMark
from desktop.ui.campaigns.upload.notice import Notice
from desktop.ui.campaigns.upload.pieces import PiecesHead, PiecesTable
from desktop.ui.campaigns.upload.views import Pace, Standing
from desktop.ui.files.figures import Figures
from desktop.ui.kit.panes import Pane
from desktop.ui.kit.scroll import plain_scrolling
from desktop.ui.kit.theme import u

_LOWEST_TABLE = 120
_TICK_MS = 1000


class RunningPage(Pane):
    """Shows an upload that was begun. `ticked` comes each second while somebody can see it."""

    ticked = Signal()

    def __init__(self, source: UploadRows) -> None:
        super().__init__()
        captions = (strings.RATE, strings.TIME_LEFT, strings.RUNNING_FOR, strings.PIECE)
        self.figures = Figures(strings.UPLOADING, captions)
        self.grid = PieceGrid()
        self.notice = Notice()
        self.unknown = Notice()
        self.table = PiecesTable(source)
        top = Pane(margins=(24, 24, 24, 16), spacing=0)
        top.add(self.figures)
        top.add_space(20)
        top.add(self.grid)
        top.add_space(12)
        top.add(Legend())
        for notice in (self.notice, self.unknown):
            notice.hide()
        self._notices = Pane(margins=(0, 16, 0, 0), spacing=8)
        self._notices.add(self.notice)
        self._notices.add(self.unknown)
        top.add(self._notices)
        whole = Pane()
        whole.add(top)
        whole.add(PiecesHead(self.table))
        whole.add(self.table, 1)
        self.table.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self.table.setMinimumHeight(u(_LOWEST_TABLE))
        scroll = QScrollArea()
        plain_scrolling(scroll)
        scroll.setWidget(whole)
        self.add(scroll, 1)
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self.ticked)

    def show_upload(self, upload: Upload, pieces: Sequence[PieceMark], made: int, size: int) -> None:
        """Show how far it is; `made` pieces are in the table, of `size` numbers each."""
        spoken = sentences.pieces(upload)
        self.grid.show_pieces(pieces, max(upload.pieces_total, len(pieces)), spoken)
        self.table.pieces_model.show_pieces(upload.id, made)
        self._size = size

    _size = 0

    def show_pace(self, upload: Upload, pace: Pace) -> None:
        """Show the figures of this second."""
        figures = (
            sentences.rate(pace.rate) if pace.rate else "",
            sentences.left(pace.left) if pace.left is not None else "",
            times.duration(round(pace.seconds)),
            sentences.piece_of(upload, self._size),
        )
        large = sentences.done_of(upload)
        self.figures.show_figures(large, sentences.arrived(upload), upload.wanted, figures)

    def show_standing(self, standing: Standing | None, unknown: tuple[str, str] | None) -> None:
        """Show why it stands, if it does, and how many rows are unknown."""
        self.notice.setVisible(standing is not None)
        if standing is not None:
            self.notice.show_notice(standing.icon, standing.title, standing.text, standing.action)
        self.unknown.setVisible(unknown is not None)
        if unknown is not None:
            self.unknown.show_notice("help", *unknown, strings.SHOW_ROWS)
        self._notices.setVisible(standing is not None or unknown is not None)

    def first_focus(self) -> QWidget:
        """Return what helps, where something is the matter."""
        return self.notice.button if self.notice.isVisibleTo(self) else self.table

    def showEvent(self, event: QShowEvent) -> None:
        """Count the seconds only while somebody can see them."""
        super().showEvent(event)
        self._timer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Wake nothing for a page that nobody sees."""
        super().hideEvent(event)
        self._timer.stop()
