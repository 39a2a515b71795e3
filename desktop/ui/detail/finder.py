"""Walks through what a text is found in: joins the field, the turns and the search."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication, QWidget

from desktop.ui import sentences_detail, strings
from desktop.ui.detail.find import NOTHING, Folded, Hits
from desktop.ui.kit.find import FindField
from desktop.ui.kit.turnpaint import Mark
from desktop.ui.kit.turns import TurnsView

MOST_TICKS = 400
"""With more hits than this, as of a single letter, ticks in the waveform would tell nothing."""


class Finder(QObject):
    """Marks hits in the turns and goes from one to the next. `found` carries the rows that have any."""

    found = Signal(object)

    def __init__(self, field: FindField, turns: TurnsView) -> None:
        super().__init__(field)
        self._field = field
        self._turns = turns
        self._texts: Sequence[str] = ()
        self._folded: Folded | None = None
        self._hits: Hits = NOTHING
        self._at = 0
        self._origin = 0
        self._before: QWidget | None = None
        field.textChanged.connect(self._typed)
        field.stepped.connect(self.step)
        field.left.connect(self.leave)
        field.entered.connect(self._enter)

    def show_texts(self, texts: Sequence[str]) -> None:
        """Search in these from now on, and again for what stands in the field."""
        self._texts = texts
        self._folded = None
        self._origin = 0
        self._search(go=False)

    def begin(self) -> None:
        """Go to the field, and mark what stands there; Escape gives the focus back."""
        now = QApplication.focusWidget()
        if now is not self._field:
            self._before = now
        self._field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._field.selectAll()

    def step(self, step: int) -> None:
        """Go to the next hit, or with -1 to the one before, round at the ends; first ask for a text."""
        if not self._field.text().strip():
            self.begin()
        elif self._hits:
            self._at = (self._at + step) % len(self._hits)
            self._go()

    def forward(self) -> None:
        """Go to the next hit."""
        self.step(1)

    def back(self) -> None:
        """Go to the hit before."""
        self.step(-1)

    def leave(self) -> None:
        """Clear the search, and give the focus back to what had it."""
        self._field.clear()
        before, self._before = self._before, None
        target = before if before is not None and before.isVisible() else self._turns
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _enter(self) -> None:
        """Fold all texts before the first letter is typed, not with it."""
        self._origin = self._turns.top_row
        self._fold()

    def _fold(self) -> Folded:
        if self._folded is None:
            self._folded = Folded(self._texts)
        return self._folded

    def _typed(self) -> None:
        self._search(go=True)

    def _search(self, *, go: bool) -> None:
        text = self._field.text()
        self._hits = self._fold().find(text) if text.strip() else NOTHING
        self._at = self._hits.first_from(self._origin)
        self._turns.set_marks(self._marks_of if self._hits else None)
        if not self._hits:
            self._field.show_found(strings.FIND_NOTHING if text.strip() else "", walkable=False)
        elif go:
            self._go()
        else:
            self._note()
        self.found.emit(self._hits.rows(MOST_TICKS))

    def _go(self) -> None:
        place = self._hits.at(self._at)
        self._turns.go_to(place.row, place.start)
        self._turns.set_marks(self._marks_of)
        self._note()

    def _note(self) -> None:
        self._field.show_found(sentences_detail.found_at(self._at + 1, len(self._hits)), walkable=True)

    def _marks_of(self, row: int) -> list[Mark]:
        places = ((number, self._hits.at(number)) for number in self._hits.in_row(row))
        return [Mark(place.start, place.length, number == self._at) for number, place in places]
