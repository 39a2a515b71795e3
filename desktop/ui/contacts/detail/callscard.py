"""The card of somebody's newest calls, over all accounts and numbers: each opens, and all can be listed."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.domain.calls import CallRecord, Outcome
from desktop.ui import sentences, times
from desktop.ui import sentences_contact as words
from desktop.ui import strings_contact as strings
from desktop.ui.contacts.detail.numbercard import head
from desktop.ui.contacts.detail.views import CallsView, Stage
from desktop.ui.kit.bones import bones
from desktop.ui.kit.buttons import Button, PaintedButton
from desktop.ui.kit.fonts import face
from desktop.ui.kit.ink import Ink
from desktop.ui.kit.labels import Paragraph, Text
from desktop.ui.kit.panes import Card, Pane
from desktop.ui.kit.theme import theme, u
from desktop.ui.recents.face import formatted, icons, symbol

ROW = 44
_EDGE, _DISC, _GAP, _WORDS, _TIME, _WIDEST_CHIP = 16, 28, 12, 168, 104, 120
_NARROW = 560


class CallsCard(Card):
    """Shows a `CallsView`. `call_chosen` carries a call's id; `all_wanted`, `again_wanted` are links."""

    call_chosen = Signal(str)
    all_wanted = Signal()
    again_wanted = Signal()

    def __init__(self, now: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__(margins=(1, 1, 1, 1), spacing=0, parent=parent)
        self._now = now
        self._shown: tuple[object, ...] | None = None
        self.rows: list[CallRow] = []
        self._title = Text("", "dim", 12, 600)
        self.show_all = Button(strings.SHOW_ALL, kind="link", px=12)
        self.show_all.clicked.connect(self.all_wanted)
        self.again = Button(strings.TRY_AGAIN, kind="link", px=12)
        self.again.clicked.connect(self.again_wanted)
        self.add(head(self._title, self.again, self.show_all))
        self._note = _Note()
        self._bones = _Bones()
        self.add(self._note)
        self.add(self._bones)

    def show_calls(self, view: CallsView, *, several_accounts: bool) -> None:
        """Show calls; the same again change nothing, so that the focus stays where it is."""
        shown = (view, several_accounts, times.full_day(self._now()))
        if shown == self._shown:
            return
        self._shown = shown
        ready = view.stage is Stage.READY
        self._title.setText(_title(view))
        self.show_all.setVisible(ready and view.calls > 0)
        self.again.setVisible(view.stage is Stage.FAILED)
        self._bones.setVisible(view.stage is Stage.LOADING)
        note = view.sentence if view.stage is Stage.FAILED else strings.NO_CALLS_TEXT
        self._note.text.set_text(note)
        self._note.setVisible(view.stage is Stage.FAILED or (ready and not view.calls))
        self._show_rows(view, several_accounts=several_accounts)

    def _show_rows(self, view: CallsView, *, several_accounts: bool) -> None:
        held = next((at for at, row in enumerate(self.rows) if row.hasFocus()), None)
        for row in self.rows:
            self.box.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = [
            CallRow(call, self._now(), returned=call.id in view.returned, several_accounts=several_accounts)
            for call in view.newest
        ]
        for row in self.rows:
            row.chosen.connect(self.call_chosen)
            row.stepped.connect(self._step)
            self.add(row)
        self._one_stop(0)
        if held is not None and self.rows:
            self.rows[min(held, len(self.rows) - 1)].setFocus(Qt.FocusReason.OtherFocusReason)

    def _step(self, step: int) -> None:
        at = next((place for place, row in enumerate(self.rows) if row.hasFocus()), 0)
        to = max(0, min(at + step, len(self.rows) - 1))
        self._one_stop(to)
        self.rows[to].setFocus(Qt.FocusReason.TabFocusReason)

    def _one_stop(self, stop: int) -> None:
        for place, row in enumerate(self.rows):
            strong = place == stop
            row.setFocusPolicy(Qt.FocusPolicy.StrongFocus if strong else Qt.FocusPolicy.ClickFocus)


def _title(view: CallsView) -> str:
    match view.stage:
        case Stage.LOADING:
            return strings.CALLS_LOADING
        case Stage.FAILED:
            return strings.CALLS_FAILED
    return words.total(view.calls, view.talk_s) if view.calls else strings.NO_CALLS


class _Note(Pane):
    """A sentence in the card: why there is nothing to list."""

    def __init__(self) -> None:
        super().__init__(None, "t", margins=(_EDGE, 12, _EDGE, 12))
        self.text = Paragraph("", "dim")
        self.add(self.text)


class _Bones(QWidget):
    """Two rows in outline."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(strings.CALLS_LOADING)
        self.setFixedHeight(u(2 * 56))

    def paintEvent(self, _event: QPaintEvent) -> None:
        with Ink.on(self) as ink:
            bones(ink, 0, ink.width, ink.height, 2)


class CallRow(PaintedButton):
    """One call. `chosen` carries its id, `stepped` is an arrow key: -1 up, +1 down."""

    chosen = Signal(str)
    stepped = Signal(int)

    def __init__(self, call: CallRecord, now: datetime, *, returned: bool, several_accounts: bool) -> None:
        self.call = call
        self._words = words.call_words(call, returned=returned)
        self._number = formatted(call.other)
        self._time = words.call_stamp(call, now)
        self._chip = call.account if several_accounts else ""
        spoken = [sentences.call_sentence(call, self._number, now), self._words, self._chip]
        super().__init__(self._words, name=sentences.listed(spoken))
        self.setToolTip(sentences.tip(times.full(call.sorted_at)))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self._chosen)

    def sizeHint(self) -> QSize:
        """Return a row's height."""
        return QSize(u(280), u(ROW))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go from row to row."""
        if event.key() in {Qt.Key.Key_Up, Qt.Key.Key_Down}:
            self.stepped.emit(1 if event.key() == Qt.Key.Key_Down else -1)
            return
        super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the state of this moment; what has no room goes from the middle."""
        roles = theme.roles
        icon, wash, colour = symbol(self.call)
        with Ink.on(self) as ink:
            if self.hot:
                # The corners of the card are round, so the last row keeps off them.
                fill = roles.pressed if self.isDown() else roles.hover
                ink.box(3, 3, ink.width - 6, ink.height - 5, fill, radius=6)
            ink.fill(0, 0, ink.width, 1, roles.line)
            if self.ring:
                ink.ring(radius=7, inset=1)
            middle = ink.height / 2 + 0.5
            ink.disc(_EDGE, middle - _DISC / 2, _DISC, roles.colour(wash))
            ink.icon(icon, _EDGE + 6, middle - 8, 16, roles.colour(colour))
            end = ink.width - _EDGE
            taken = ink.text(0, middle - 8, self._time, roles.dim, 12, right=end)
            end -= max(_TIME, taken) + _GAP
            for name in reversed(icons(self.call)):
                end -= 14
                ink.icon(name, end, middle - 7, 14, roles.dim)
                end -= 6
            self._texts(ink, middle, end - 6)

    def _texts(self, ink: Ink, middle: float, end: float) -> None:
        roles = theme.roles
        start = float(_EDGE + _DISC + _GAP)
        red = self.call.outcome is Outcome.MISSED
        wide = face(14).width(self._words)
        room = end - start
        ink.text(start, middle - 10, self._words, roles.missed if red else roles.text, room=room)
        start += (wide if ink.width < _NARROW else max(_WORDS, wide)) + _GAP
        if end - start < 40:
            return
        start += ink.text(start, middle - 8, self._number, roles.dim, 12, tabular=True, room=end - start)
        chip = min(face(12).width(self._chip) + 12, _WIDEST_CHIP)
        if self._chip and start + 8 + chip <= end:
            ink.box(start + 8, middle - 8, chip, 16, None, roles.line, radius=8)
            ink.text(start + 14, middle - 8, self._chip, roles.dim, 12, room=chip - 11)

    def _chosen(self) -> None:
        self.chosen.emit(self.call.id)
