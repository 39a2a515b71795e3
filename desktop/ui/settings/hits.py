"""What the search of the settings found: a row for each, with the page it is on."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from desktop.ui import sentences_settings as sentences
from desktop.ui import strings_settings as strings
from desktop.ui.kit.buttons import PaintedButton
from desktop.ui.kit.fonts import face
from desktop.ui.kit.ink import Ink
from desktop.ui.kit.panes import Card, EmptyState, Pane
from desktop.ui.kit.scroll import plain_scrolling
from desktop.ui.kit.theme import theme, u
from desktop.ui.settings.catalogue import HEADS, Entry
from desktop.ui.settings.pages import WIDEST

_HEIGHT = 56


class Hit(PaintedButton):
    """One row that was found; pressing it goes there. `stepped` carries -1 or 1 for the arrow keys."""

    stepped = Signal(int)
    entered = Signal()

    def __init__(self, entry: Entry, *, first: bool) -> None:
        self.entry = entry
        self._head = HEADS[entry.page]
        self._first = self._default = first
        super().__init__(entry.title, name=sentences.page_of(entry.title, self._head.title))
        self.setAccessibleDescription(entry.text)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_default(self, default: bool) -> None:
        """Show whether Enter in the search field leads here."""
        self._default = default
        self.update()

    def sizeHint(self) -> QSize:
        """Return the height of a row of two lines."""
        return QSize(u(280), u(_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        """Return the same."""
        return self.sizeHint()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tell that the focus has left the field."""
        super().focusInEvent(event)
        self.entered.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Tell of the arrow keys, with which Qt would go to any button."""
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.stepped.emit(step)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the state of this moment."""
        roles = theme.roles
        with Ink.on(self) as ink:
            if not self._first:
                ink.fill(0, 0, ink.width, 1, roles.line)
            fill = roles.pressed if self.isDown() else roles.hover if self.hot else None
            if self.hasFocus() or self._default:
                fill = roles.selection
            if fill is not None:
                ink.box(4, 4, ink.width - 8, ink.height - 8, fill, radius=6)
            ink.icon(self._head.icon, 16, 20, 16, roles.dim)
            page = face(12).width(self._head.title)
            ink.text(0, 20, self._head.title, roles.dim, 12, right=ink.width - 16)
            room = ink.width - 48 - page - 40
            high = self.entry.text != ""
            ink.text(48, 9 if high else 18, self.entry.title, roles.text, weight=500, room=room)
            if high:
                ink.text(48, 29, self.entry.text, roles.dim, 12, room=room)
            if self.ring:
                ink.box(4, 4, ink.width - 8, ink.height - 8, None, roles.accent, radius=6, pen=2)


class Hits(Pane):
    """The rows that were found, or that none was. `chosen` carries the entry."""

    chosen = Signal(object)
    cleared = Signal()
    left_above = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("window", parent=parent)
        self.rows: list[Hit] = []
        inner = Pane("window", vertical=False, margins=(32, 24, 32, 24))
        holder = QWidget()
        holder.setMaximumWidth(u(WIDEST))
        self._column = QVBoxLayout(holder)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._card: Card | None = None
        self.empty = EmptyState("search", strings.NO_HITS, strings.NO_HITS_TEXT, strings.CLEAR_SEARCH)
        self.empty.acted.connect(self.cleared)
        self._column.addWidget(self.empty)
        self._column.addStretch(1)
        inner.add(holder, 1)
        inner.box.addStretch()
        area = QScrollArea()
        plain_scrolling(area)
        area.setWidget(inner)
        self._area = area
        self.add(area, 1)

    def show_hits(self, entries: Sequence[Entry]) -> None:
        """Show what was found."""
        if [row.entry for row in self.rows] == list(entries) and self._card is not None:
            return
        if self._card is not None:
            self._column.removeWidget(self._card)
            self._card.hide()
            self._card.deleteLater()
        self._card = Card(margins=(1, 1, 1, 1), spacing=0)
        self.rows = [Hit(entry, first=place == 0) for place, entry in enumerate(entries)]
        for row in self.rows:
            row.clicked.connect(self._pressed)
            row.stepped.connect(self._step)
            row.entered.connect(self._entered)
            self._card.add(row)
        self._column.insertWidget(0, self._card)
        self._card.setVisible(bool(entries))
        self.empty.setVisible(not entries)

    def enter(self) -> None:
        """Give the focus to the first row."""
        if self.rows:
            self.rows[0].setFocus(Qt.FocusReason.TabFocusReason)

    def choose_first(self) -> None:
        """Go where the first row leads."""
        if self.rows:
            self.chosen.emit(self.rows[0].entry)

    def _step(self, step: int) -> None:
        place = self.rows.index(row) + step if isinstance(row := self.sender(), Hit) else 0
        if place < 0:
            self.left_above.emit()
        elif place < len(self.rows):
            self.rows[place].setFocus(Qt.FocusReason.TabFocusReason)
            self._area.ensureWidgetVisible(self.rows[place], 0, u(8))

    def mark_default(self, marked: bool) -> None:
        """Show on the first row that Enter in the search field leads there."""
        if self.rows:
            self.rows[0].set_default(marked)

    def _entered(self) -> None:
        self.mark_default(False)

    def _pressed(self) -> None:
        row = self.sender()
        if isinstance(row, Hit):
            self.chosen.emit(row.entry)
