"""Rows of calls and attempts as a person's tab shows them: a call opens, an attempt says what became of it.

They are one stop for Tab; the arrow keys go from row to row.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from desktop.domain.attempts import AttemptState
from desktop.domain.calls import CallRecord
from desktop.ui import sentences, sentences_detail, strings, times
from desktop.ui.detail.views import Entry, Tried
from desktop.ui.kit.buttons import PaintedButton
from desktop.ui.kit.ink import Ink
from desktop.ui.kit.rowpaint import RowState, TwoLines, two_lines
from desktop.ui.kit.theme import theme, u
from desktop.ui.recents.face import formatted, icons, symbol

ROW_HEIGHT = 56


class _Face(NamedTuple):
    """All that a row says: the same again need not be built again."""

    call_id: str | None
    lines: TwoLines
    hint: str
    extra: tuple[str, ...]


class EntryRows(QWidget):
    """Shows `Entry`s. `chosen` carries the id of a call that was pressed."""

    chosen = Signal(str)

    def __init__(self, *, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._shown: list[_Face] | None = None
        self.rows: list[EntryRow] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)

    def show_entries(
        self, found: Sequence[Entry], now: datetime, *, several_accounts: bool, several_numbers: bool = False
    ) -> None:
        """Show rows; the same again change nothing, so that the focus stays where it is.

        Which account and which number a row is of stands on it where there are several.
        """
        faces = [
            _face(entry, now, several_accounts=several_accounts, several_numbers=several_numbers)
            for entry in found
        ]
        if faces == self._shown:
            for row, entry in zip(self.rows, found, strict=True):
                row.entry = entry
            return
        self._shown = faces
        at = next((place for place, row in enumerate(self.rows) if row.hasFocus()), None)
        for row in self.rows:
            row.hide()
            row.deleteLater()
        self.rows = [EntryRow(entry, face) for entry, face in zip(found, faces, strict=True)]
        for row in self.rows:
            row.chosen.connect(self.chosen)
            row.stepped.connect(self._step)
            self._column.addWidget(row)
        self._one_stop(0)
        if at is not None and self.rows:
            self.rows[min(at, len(self.rows) - 1)].setFocus(Qt.FocusReason.OtherFocusReason)

    def _step(self, step: int) -> None:
        at = next((place for place, row in enumerate(self.rows) if row.hasFocus()), 0)
        to = min(max(at + step, 0), len(self.rows) - 1)
        self._one_stop(to)
        self.rows[to].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _one_stop(self, stop: int) -> None:
        for place, row in enumerate(self.rows):
            policy = Qt.FocusPolicy.StrongFocus if place == stop else Qt.FocusPolicy.ClickFocus
            row.setFocusPolicy(policy)


class EntryRow(PaintedButton):
    """One row. `chosen` carries the call's id, `stepped` is an arrow key: -1 up, +1 down."""

    chosen = Signal(str)
    stepped = Signal(int)

    def __init__(self, entry: Entry, face: _Face, parent: QWidget | None = None) -> None:
        self.entry = entry
        self._lines = face.lines
        name = sentences.listed([self._lines.title, *self._lines.meta, face.hint])
        super().__init__(self._lines.title, name=name, parent=parent)
        self.setAccessibleDescription(" ".join(face.extra))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setToolTip(sentences_detail.tip_lines((face.hint, *face.extra)))
        self.clicked.connect(self._chosen)

    def sizeHint(self) -> QSize:
        """Return a row's height."""
        return QSize(u(240), u(ROW_HEIGHT))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint it as the list paints its rows; one that opens nothing does not answer to the pointer."""
        hot = self.hot and self.entry.call is not None
        with Ink.on(self) as ink:
            if hot:
                ink.fill(
                    0, 0, ink.width, ink.height, theme.roles.pressed if self.isDown() else theme.roles.hover
                )
            if self.ring:
                ink.ring(radius=7, inset=1)
            two_lines(ink, self._lines, RowState(selected=False, hovered=hot, ringed=self.ring, strip=0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go from row to row."""
        if event.key() in {Qt.Key.Key_Up, Qt.Key.Key_Down}:
            self.stepped.emit(1 if event.key() == Qt.Key.Key_Down else -1)
            return
        super().keyPressEvent(event)

    def _chosen(self) -> None:
        if self.entry.call is not None:
            self.chosen.emit(self.entry.call.id)


def _face(entry: Entry, now: datetime, *, several_accounts: bool, several_numbers: bool) -> _Face:
    """Prepare a row."""
    extra = tuple(_told(entry.tried)) if entry.tried is not None else ()
    if entry.call is not None:
        number = formatted(entry.call.other) if several_numbers else ""
        lines = _of_call(entry.call, now, number, several_accounts=several_accounts)
        return _Face(entry.call.id, lines, times.full(entry.at), extra)
    assert entry.tried is not None
    number = formatted(entry.tried.attempt.number) if several_numbers else ""
    lines = _of_attempt(entry.tried, now, number, several_accounts=several_accounts)
    return _Face(None, lines, times.full(entry.at), extra)


def _of_call(call: CallRecord, now: datetime, number: str, *, several_accounts: bool) -> TwoLines:
    what = f"{sentences.direction(call.direction)}, {sentences.outcome(call.outcome)}"
    icon, wash, ink = symbol(call)
    parts = [
        number,
        times.duration(call.duration_s) if call.duration_s else "",
        sentences.extension(call.line or ""),
        call.account if several_accounts else "",
    ]
    return TwoLines(
        title=what[:1].upper() + what[1:],
        icon=icon,
        wash=wash,
        ink=ink,
        time=times.moment(call.sorted_at, now),
        meta=tuple(part for part in parts if part),
        tag=call.tags[0].name if call.tags else "",
        more=f"+{len(call.tags) - 1}" if len(call.tags) > 1 else "",
        icons=icons(call),
    )


def _of_attempt(tried: Tried, now: datetime, number: str, *, several_accounts: bool) -> TwoLines:
    attempt = tried.attempt
    failed = attempt.state in (AttemptState.FAILED, AttemptState.BUSY, AttemptState.UNKNOWN)
    parts = [number, tried.line, attempt.account if several_accounts else "", attempt.trouble or ""]
    return TwoLines(
        title=f"{strings.ATTEMPT}, {tried.said}",
        icon="outgoing",
        wash="waiting_wash" if failed else "hover",
        ink="waiting" if failed else "dim",
        time=times.moment(attempt.created_at, now),
        meta=tuple(part for part in parts if part),
    )


def _told(tried: Tried) -> list[str]:
    """Return what a row has no room for: why it failed, and the id to quote to the provider."""
    attempt = tried.attempt
    request = sentences_detail.request_of(attempt.request_id) if attempt.request_id else ""
    return [text for text in (attempt.trouble or "", request) if text]
