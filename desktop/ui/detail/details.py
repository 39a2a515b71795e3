"""The call's timeline, result, line and ids, all selectable, and earlier calls with the same number."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from desktop.domain.calls import CallRecord
from desktop.ui import sentences, strings, times
from desktop.ui.detail.presenter import CallView
from desktop.ui.kit.buttons import PaintedButton
from desktop.ui.kit.ink import Ink
from desktop.ui.kit.labels import SelectableText, Text
from desktop.ui.kit.panes import Card, Pane
from desktop.ui.kit.rowpaint import RowState, TwoLines, two_lines
from desktop.ui.kit.theme import theme, u
from desktop.ui.recents.face import formatted, icons, symbol

LABEL_WIDTH = 160


class Details(QScrollArea):
    """Shows a `CallView`'s facts. `earlier_chosen` carries another call's id."""

    earlier_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(strings.DETAILS)
        self._body: Pane | None = None

    def show_call(self, view: CallView) -> None:
        """Show a call's facts."""
        body = Pane("window", margins=(24, 16, 24, 16), spacing=12)
        body.add(_facts(strings.TIMELINE, timeline(view.call)))
        body.add(_facts(strings.CALL, facts(view)))
        if view.earlier:
            card = Card(spacing=0, margins=(1, 13, 1, 5))
            heading = Text(strings.EARLIER, "dim", 12, 600)
            heading.setContentsMargins(u(16), 0, u(16), 0)
            inset = QVBoxLayout()
            inset.setContentsMargins(u(16), 0, u(16), u(4))
            inset.addWidget(heading)
            card.add_layout(inset)
            for call in view.earlier:
                row = EarlierRow(call)
                row.chosen.connect(self.earlier_chosen)
                card.add(row)
            body.add(card)
        body.add_stretch()
        self._body = body
        self.setWidget(body)


def timeline(call: CallRecord) -> list[tuple[str, str]]:
    """Return what happened when, in order: label and time to the second with how long it took."""
    rows = []
    for label, moment in (
        (strings.ARRIVED, call.registered_at),
        (strings.RANG, call.started_at),
        (strings.ANSWERED_AT, call.answered_at),
        (strings.ENDED, call.ended_at),
    ):
        if moment is not None:
            rows.append((label, times.exact(moment)))
    rows.insert(0, (strings.DAY, times.full_day(call.sorted_at)))
    if call.wait_s is not None:
        rows.append((strings.WAIT, times.duration(call.wait_s)))
    if call.duration_s is not None:
        rows.append((strings.TALK, times.duration(call.duration_s)))
    return rows


def facts(view: CallView) -> list[tuple[str, str]]:
    """Return the rest that is known, label and value; what is not known is left out."""
    call = view.call
    words = sentences.listed([call.raw_type or "", call.raw_status or ""])
    account = f"{call.account} ({view.provider})" if view.provider else call.account
    rows = [
        (strings.RESULT, f"{sentences.direction(call.direction)}, {sentences.outcome(call.outcome)}"),
        (strings.FROM, _both(call.caller)),
        (strings.TO, _both(call.callee)),
        (strings.LINE, call.line or ""),
        (strings.ACCOUNT, account),
        (strings.TAGS, sentences.listed([tag.name for tag in call.tags])),
        (strings.PROVIDER_WORDS, words),
        (strings.OUR_ID, call.id),
        (strings.PROVIDER_ID, call.provider_id),
    ]
    return [(label, value) for label, value in rows if value]


def _both(number: str | None) -> str:
    """Return a number as it is read and as it is dialled."""
    if not number:
        return strings.NO_NUMBER
    read = formatted(number)
    return read if read == number else f"{read} ({number})"


def _facts(title: str, rows: list[tuple[str, str]]) -> Card:
    card = Card(spacing=8)
    card.add(Text(title, "dim", 12, 600))
    grid = QGridLayout()
    grid.setHorizontalSpacing(u(16))
    grid.setVerticalSpacing(u(4))
    grid.setColumnMinimumWidth(0, u(LABEL_WIDTH))
    grid.setColumnStretch(1, 1)
    for row, (label, value) in enumerate(rows):
        grid.addWidget(Text(label, "dim"), row, 0)
        text = SelectableText(value, name=f"{label}: {value}")
        text.setWordWrap(True)
        grid.addWidget(text, row, 1)
    card.add_layout(grid)
    return card


class EarlierRow(PaintedButton):
    """One earlier call, which opens it."""

    chosen = Signal(str)

    def __init__(self, call: CallRecord, parent: QWidget | None = None) -> None:
        what = f"{sentences.direction(call.direction)}, {sentences.outcome(call.outcome)}"
        super().__init__(what, name=f"{what}, {times.full(call.sorted_at)}", parent=parent)
        self._call = call
        icon, wash, ink = symbol(call)
        parts = [times.duration(call.duration_s)] if call.duration_s else []
        self._lines = TwoLines(
            title=what[:1].upper() + what[1:],
            icon=icon,
            wash=wash,
            ink=ink,
            time=f"{times.day(call.sorted_at.astimezone().date(), year=False)} {times.clock(call.sorted_at)}",
            meta=tuple([*parts, call.line] if call.line else parts),
            icons=icons(call),
        )
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setToolTip(times.full(call.sorted_at))
        self.clicked.connect(self._chosen)

    def sizeHint(self) -> QSize:
        """Return a row's height."""
        return QSize(u(240), u(56))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint it as the list paints its rows."""
        with Ink.on(self) as ink:
            if self.hot or self.isDown():
                ink.fill(0, 0, ink.width, ink.height, theme.roles.hover)
            if self.ring:
                ink.ring(radius=7, inset=1)
            state = RowState(selected=False, hovered=self.hot, ringed=self.ring, strip=0)
            two_lines(ink, self._lines, state)

    def _chosen(self) -> None:
        self.chosen.emit(self._call.id)
