"""The card after Call: floats over the detail, takes no focus, and says how far the call is."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QHideEvent, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.ui import sentences, sentences_calling, strings, times
from desktop.ui.calling.presenter import BUSY_WAITS_S, CallingPresenter
from desktop.ui.calling.views import CardState, Stage
from desktop.ui.kit.buttons import Button
from desktop.ui.kit.ink import Ink
from desktop.ui.kit.inside import paint_inside
from desktop.ui.kit.labels import Disc, IconLabel, Paragraph, Text
from desktop.ui.kit.panes import Pane
from desktop.ui.kit.progress import ProgressBar
from desktop.ui.kit.roles import Role
from desktop.ui.kit.shadow import DROP, MARGIN
from desktop.ui.kit.theme import theme, u

WIDTH = 444
RADIUS = 8

RUNNING: tuple[str, Role, Role] = ("phone", "chip", "accent")
DISCS: dict[Stage, tuple[str, Role, Role]] = {
    Stage.BUSY: ("clock", "waiting_wash", "waiting"),
    Stage.STILL_BUSY: ("clock", "waiting_wash", "waiting"),
    Stage.UNKNOWN: ("help", "waiting_wash", "waiting"),
    Stage.FAILED: ("warning", "missed_wash", "missed"),
    Stage.REFUSED: ("block", "missed_wash", "missed"),
    Stage.LEFT: ("power", "chip", "accent"),
    Stage.HANDED: ("external", "chip", "accent"),
}
TITLES = {
    Stage.SENDING: strings.SENDING_TITLE,
    Stage.PLACED: strings.RINGS_FIRST,
    Stage.NOT_SEEN: strings.RINGS_FIRST,
    Stage.LINKED: strings.LINKED_TITLE,
    Stage.BUSY: strings.LINE_BUSY,
    Stage.STILL_BUSY: strings.STILL_BUSY,
    Stage.UNKNOWN: strings.UNKNOWN_TITLE,
    Stage.FAILED: strings.FAILED_CALL_TITLE,
    Stage.REFUSED: strings.CALL_REFUSED,
    Stage.LEFT: strings.LEFT_TITLE,
    Stage.HANDED: sentences_calling.HANDED,
}


def title(state: CardState) -> str:
    """Return a card's title, with a new line where it may be broken."""
    if state.stage is Stage.SENDING and state.line is not None and state.line.is_softphone:
        return sentences_calling.HANDING
    return TITLES[state.stage]


_LOOKED_FOR = (Stage.UNKNOWN, Stage.LEFT)
_STEPPED = (Stage.SENDING, Stage.PLACED, Stage.NOT_SEEN, Stage.LINKED)


class CallCard(QWidget):
    """Shows a `CardState` inside its window. `open_wanted` carries the id of the linked call."""

    open_wanted = Signal(str)

    def __init__(self, presenter: CallingPresenter, now: Callable[[], datetime], parent: QWidget) -> None:
        super().__init__(parent)
        self._window = parent
        self._presenter = presenter
        self._now = now
        self._state: CardState | None = None
        self._since: Text | None = None
        self._left: Text | None = None
        self._bar: ProgressBar | None = None
        self.buttons: dict[str, Button] = {}
        self._said = ""
        self._content: Pane | None = None
        self._column = QVBoxLayout(self)
        edge = u(MARGIN + RADIUS)  # what fills its box stays clear of the round corners
        self._column.setContentsMargins(edge, edge, edge, edge + u(DROP))
        self.setFixedWidth(u(WIDTH + 2 * MARGIN))
        self._timer = QTimer(self)
        self._timer.setInterval(1000)
        self._timer.timeout.connect(self._tick)
        presenter.carded.connect(self.show_state)
        self.hide()

    @property
    def state(self) -> CardState | None:
        """Return what it shows."""
        return self._state

    def show_state(self, state: CardState | None) -> None:
        """Show how far a call is, or nothing."""
        self._state = state
        self._timer.stop()
        if self._content is not None:
            self._column.removeWidget(self._content)
            self._content.hide()
            self._content.deleteLater()
            self._content = None
        self.buttons = {}
        self._since = self._left = self._bar = None
        if state is None:
            self._said = ""
            self.hide()
            return
        self._content = self._build(state)
        self._column.addWidget(self._content)
        self._tick()
        self.show()
        self._content.show()  # what was never shown counts for nothing in a layout
        self._column.activate()
        wraps = self._column.hasHeightForWidth()
        high = (
            self._column.totalHeightForWidth(self.width()) if wraps else self._column.totalSizeHint().height()
        )
        self.setFixedHeight(high)
        name = f"{title(state)}. {state.sentence}"
        is_news, self._said = name != self._said, name
        self.setAccessibleName(name)
        self.place()
        self.raise_()
        if is_news:  # a stage that only learns more of the call is not said again
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, name))
        if state.stage in (Stage.PLACED, Stage.NOT_SEEN, Stage.BUSY):
            self._timer.start()

    def place(self) -> None:
        """Stand at the top end of the detail, below its header; higher where its buttons would be cut off."""
        window = self._window
        edge = u(16 - MARGIN)
        x = edge if window.isRightToLeft() else window.width() - self.width() - edge
        self.move(x, max(edge, min(u(235 - MARGIN), window.height() - self.height() - edge)))

    def hideEvent(self, event: QHideEvent) -> None:
        """End a countdown with the window that shows it: no phone rings for what nobody sees."""
        super().hideEvent(event)
        with_window = not event.spontaneous() and not self.isHidden()
        if with_window and self._state is not None and self._state.stage is Stage.BUSY:
            self._presenter.dismiss()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the box and its shadow."""
        paint_inside(self)

    # ---- what stands in it

    def _build(self, state: CardState) -> Pane:
        pane = Pane(margins=(17, 8, 17, 8), spacing=16)
        top = QHBoxLayout()
        top.setSpacing(u(16))
        top.addWidget(self._disc(state))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        for line in title(state).split("\n"):
            words.addWidget(Text(line, px=16, weight=600))
        whom = sentences.listed([state.name, state.number, state.place])
        if state.stage is Stage.BUSY:
            words.addLayout(self._countdown(state))
        else:
            words.addWidget(Text(whom, "dim"))
        words.addStretch(1)
        top.addLayout(words, 1)
        pane.add_layout(top)
        if state.stage in _STEPPED:
            pane.add_layout(_steps(state))
        elif state.sentence:
            pane.add(Paragraph(state.sentence))
        if state.stage in _LOOKED_FOR and not (state.line and state.line.is_softphone):
            looked = strings.NEVER_SEEN if state.gone else strings.LOOKING
            pane.add_layout(_step("next" if state.gone else "now", looked))
        if state.stage is Stage.BUSY:
            self._bar = ProgressBar(name=strings.LINE_BUSY, width=WIDTH)
            self._bar.setRange(0, 1000)
            pane.add(self._bar)
        pane.add_layout(self._foot(state))
        return pane

    def _countdown(self, state: CardState) -> QHBoxLayout:
        """Say whose line is busy, cut where it must be, and never the seconds."""
        row = QHBoxLayout()
        row.setSpacing(u(4))
        row.addWidget(Text(sentences.busy(state.line.name if state.line else ""), "dim"))
        self._left = Text("", weight=600, tabular=True)
        for text in (Text(strings.NEXT_TRY_IN, "dim"), self._left):
            text.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            row.addWidget(text)
        row.addStretch(1)
        return row

    def _disc(self, state: CardState) -> Disc:
        if state.stage in _STEPPED:
            return Disc(*RUNNING, size=48, halo=True)
        icon, wash, ink = DISCS[state.stage]
        return Disc(icon, wash, ink, size=48)

    def _foot(self, state: CardState) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(u(8))
        if state.since is not None and state.stage in _STEPPED:
            self._since = Text("", "dim", 12, tabular=True)
            row.addWidget(self._since)
        if state.stage is Stage.BUSY:
            again = sentences.try_of(state.tries, len(BUSY_WAITS_S), state.name or state.number)
            row.addWidget(Text(again, "dim", 12), 1)
            self._button(row, strings.CANCEL).clicked.connect(self._presenter.dismiss)
            self._button(row, strings.TRY_NOW).clicked.connect(self._presenter.try_now)
            return row
        row.addStretch(1)
        if state.call_id is not None:
            self._button(row, strings.OPEN_CALL).clicked.connect(self._open)
        self._button(row, strings.CLOSE).clicked.connect(self._presenter.dismiss)
        return row

    def _button(self, row: QHBoxLayout, label: str) -> Button:
        button = Button(label)
        row.addWidget(button)
        self.buttons[label] = button
        return button

    def _open(self) -> None:
        if self._state is not None and self._state.call_id is not None:
            self.open_wanted.emit(self._state.call_id)
            self._presenter.dismiss()

    def _tick(self) -> None:
        state = self._state
        if state is None:
            return
        if self._since is not None and state.since is not None:
            gone = (self._now() - state.since).total_seconds()
            self._since.setText(sentences.since_placed(max(0, int(gone))))
        if state.retry_at is not None and self._left is not None and self._bar is not None:
            left = max(0.0, (state.retry_at - self._now()).total_seconds())
            self._left.setText(times.duration(round(left)))
            self._bar.setValue(round(1000 * (1 - left / state.retry_s)) if state.retry_s else 1000)


def _steps(state: CardState) -> QVBoxLayout:
    if state.line is not None and state.line.is_softphone:
        only = QVBoxLayout()
        only.addLayout(_step("now", sentences_calling.gets(state.line)))
        return only
    placed = state.stage is not Stage.SENDING
    linked = state.stage is Stage.LINKED
    last = strings.IN_HISTORY_NEXT
    if linked:
        last = strings.IN_HISTORY
    elif state.stage is Stage.NOT_SEEN:
        last = strings.NEVER_SEEN if state.gone else strings.NOT_SEEN
    column = QVBoxLayout()
    column.setSpacing(u(4))
    if placed:
        column.addLayout(_step("done", sentences.took_call(state.provider)))
    else:
        column.addLayout(_step("now", sentences.asking_for_call(state.provider)))
    if state.line is not None:
        column.addLayout(
            _step(
                "done" if linked else "now" if placed else "next", sentences.placed(state.line, state.account)
            )
        )
    column.addLayout(_step("done" if linked else "next", last))
    return column


def _step(kind: str, text: str) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(u(12))
    row.addWidget(IconLabel("check", 16, "answered") if kind == "done" else _Bullet(on=kind == "now"))
    row.addWidget(Text(text, "dim" if kind == "next" else "text", weight=500 if kind == "now" else 400), 1)
    return row


class _Bullet(QWidget):
    """A step that is not done: under way, or to come."""

    def __init__(self, *, on: bool) -> None:
        super().__init__()
        self._on = on
        self.setFixedSize(u(16), u(16))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the bullet."""
        roles = theme.roles
        with Ink.on(self) as ink:
            if self._on:
                ink.disc(0, 0, 16, roles.selection)
                ink.disc(4, 4, 8, roles.fill)
            else:
                ink.box(4.5, 4.5, 7, 7, None, roles.dim, radius=3.5)
