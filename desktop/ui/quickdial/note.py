"""How far the call is that was asked for here, in the place of the rows."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui import sentences, strings
from desktop.ui.calling.card import DISCS, RUNNING, title
from desktop.ui.calling.views import CardState, Stage
from desktop.ui.kit.labels import Disc, Paragraph, Text
from desktop.ui.kit.theme import u

_SECOND_MS = 1000
_AFTERWARDS = {Stage.LINKED: strings.IN_HISTORY, Stage.NOT_SEEN: strings.NOT_SEEN}


class CallNote(QWidget):
    """A symbol, a title, and the sentence that a `CardState` has."""

    def __init__(self, now: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._now = now
        self._state: CardState | None = None
        self._disc = Disc(*RUNNING, size=40)
        self.title = Text("", px=16, weight=600)
        self.whom = Text("", "dim")
        self.sentence = Paragraph("", "dim")
        row = QHBoxLayout(self)
        row.setContentsMargins(u(16), u(16), u(16), u(16))
        row.setSpacing(u(16))
        start = QVBoxLayout()
        start.addWidget(self._disc)
        start.addStretch(1)
        row.addLayout(start)
        words = QVBoxLayout()
        words.setSpacing(u(2))
        for widget in (self.title, self.whom, self.sentence):
            words.addWidget(widget)
        row.addLayout(words, 1)
        self._timer = QTimer(self, interval=_SECOND_MS)
        self._timer.timeout.connect(self._count)
        self.hide()

    def show_state(self, state: CardState) -> None:
        """Show how far a call is."""
        self._state = state
        self._disc.set_look(*DISCS.get(state.stage, RUNNING))
        self.title.setText(title(state).replace("\n", " "))
        self.whom.setText(sentences.listed([state.name, state.number, state.place]))
        self._count()
        self.show()
        said = f"{self.title.text()}. {self.sentence.text()}"
        self.setAccessibleName(said)
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, said))
        if state.stage is Stage.BUSY:
            self._timer.start()
        else:
            self._timer.stop()

    def leave(self) -> None:
        """Show nothing."""
        self._timer.stop()
        self._state = None
        self.hide()

    def _count(self) -> None:
        state = self._state
        if state is None:
            return
        text = state.sentence or _AFTERWARDS.get(state.stage, "")
        if state.stage is Stage.BUSY and state.retry_at is not None:
            left = max(0.0, (state.retry_at - self._now()).total_seconds())
            text = sentences.busy_next(state.line.name if state.line else "", round(left))
        elif state.stage is Stage.PLACED and state.line is not None:
            text = sentences.placed(state.line, state.account)
        self.sentence.set_text(text)
        self.sentence.setVisible(bool(text))
