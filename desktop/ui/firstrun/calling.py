"""The page of the guide about calling: which phone rings, and whose numbers those without a code are."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.domain.lines import Line
from desktop.ui import strings_guide
from desktop.ui.files.countries import CountryChoice
from desktop.ui.firstrun.page import GuidePage
from desktop.ui.firstrun.presenter import CountryView
from desktop.ui.kit.focus import give
from desktop.ui.kit.labels import Paragraph, Text
from desktop.ui.kit.panes import Card
from desktop.ui.kit.rows import ROW_HEIGHT
from desktop.ui.kit.theme import theme, u
from desktop.ui.lines.choice import LinesFoot, LinesStack, default_of, refuse
from desktop.ui.lines.facts import LineFacts
from desktop.ui.lines.list import LineList
from desktop.ui.lines.presenter import LinesState, LinesView

_ROWS = 4.5  # half a row says that there are more
_EMPTY = 200
_FACTS_FROM = 960
"""Narrower pages, in design pixels, show the list alone."""


class CallingPage(GuidePage):
    """`line_chosen` carries a line's id, `country_chosen` a region; `refresh_wanted` reads the lines anew."""

    line_chosen = Signal(str)
    country_chosen = Signal(object)
    refresh_wanted = Signal()

    def __init__(self) -> None:
        super().__init__(strings_guide.CALLING_TITLE, strings_guide.CALLING_TEXT)
        self._shown: LinesView | None = None
        self.list = LineList()
        self.facts = LineFacts()
        self._foot = LinesFoot(below=12)
        self.refresh = self._foot.refresh
        self.refresh.clicked.connect(self.refresh_wanted)
        self.list.picked.connect(self._pick)
        self.list.pointed.connect(self._point)
        self._stack = LinesStack(self.list)
        self.country = CountryChoice(name=strings_guide.COUNTRY)
        self.country.country_chosen.connect(self.country_chosen)
        self.country_text = Paragraph(strings_guide.COUNTRY_TEXT, "dim", 12)
        self.country_trouble = Paragraph("", "missed", 12)
        self.country_trouble.hide()
        self._lay_out()

    def _lay_out(self) -> None:
        lines = Card(margins=(1, 5, 1, 1), spacing=0)
        lines.add(self._stack)
        lines.add_layout(self._foot)
        start = QVBoxLayout()
        start.setSpacing(u(16))
        start.addWidget(lines)
        start.addWidget(self._country_card())
        start.addStretch(1)
        self._facts_card = Card(margins=(1, 1, 1, 1), spacing=0)
        self._facts_card.add(self.facts)
        end = QVBoxLayout()
        end.addWidget(self._facts_card)
        end.addStretch(1)
        body = QWidget()
        row = QHBoxLayout(body)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(u(16))
        row.addLayout(start, 1)
        row.addLayout(end)
        self.put(body)

    def _country_card(self) -> Card:
        card = Card(vertical=False, margins=(17, 13, 17, 13), spacing=24)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Text(strings_guide.COUNTRY, weight=500))
        words.addWidget(self.country_text)
        words.addWidget(self.country_trouble)
        card.add_layout(words, 1)
        self.country.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        card.add(self.country)
        card.box.setAlignment(self.country, Qt.AlignmentFlag.AlignVCenter)
        return card

    def stops(self) -> tuple[QWidget, ...]:
        """Return what Tab goes through before the foot."""
        return (self.list, self.refresh, self.country)

    def begin(self) -> None:
        """Begin in the list, on the line that rings now; without lines at the way on."""
        ready = self.state is LinesState.READY
        give(self.list if ready and self.list.lines.rowCount() else self.next, ring=False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show the facts of a line where there is room for them beside the list."""
        super().resizeEvent(event)
        self._facts_fit()

    def _facts_fit(self) -> None:
        ready = self._shown is not None and self._shown.state is LinesState.READY
        self._facts_card.setVisible(ready and self.width() / theme.scale >= _FACTS_FROM)

    # ---- the lines

    @property
    def state(self) -> LinesState | None:
        """What it shows of the lines."""
        return self._shown.state if self._shown else None

    def show_lines(self, view: LinesView) -> None:
        """Show what is known of the lines; what has not changed stays as it is, under pointer and keys."""
        if view == self._shown:
            return
        before, self._shown = self._shown, view
        self._foot.show_view(view)
        self._stack.show_view(view)
        if view.state is not LinesState.READY:
            self._stack.setFixedHeight(u(_EMPTY))
        elif before is None or before.lines != view.lines or before.state is not view.state:
            self._show_ready(view)
        self._facts_fit()

    def _show_ready(self, view: LinesView) -> None:
        current = self.list.lines.line_at(self.list.current_row)
        self.list.show_lines(view.lines, default_of(view))
        if current is not None and self.list.hasFocus():
            self.list.go_to(self.list.lines.row_of(current.id))
        self._stack.setFixedHeight(min(self.list.height_of_all(), u(round(ROW_HEIGHT * _ROWS))))
        self.facts.make_room(view.lines)
        self._point(self.list.line)

    def _point(self, line: Line | None) -> None:
        if line is not None:
            self.facts.show_line(line)

    def _pick(self, line: Line) -> None:
        if line.can_dial:
            self.line_chosen.emit(line.id)
            return
        self._foot.note.set_text(refuse(self.list, line))
        self._foot.note.set_role("missed")

    # ---- the country

    def show_country(self, view: CountryView | None) -> None:
        """Show whose numbers those without a code are; None while that is read."""
        self.country.setEnabled(view is not None and view.able)
        if view is None:
            return
        self.country.offer(view.region, None)
        locked = not view.able and view.sentence
        said = view.sentence if locked else f"{strings_guide.COUNTRY_TEXT} {view.sentence}"
        self.country_text.set_text(said)
        self.country_trouble.set_text(view.trouble)
        self.country_trouble.setVisible(bool(view.trouble))
        self.country.setAccessibleDescription(f"{strings_guide.COUNTRY}. {view.trouble or said}")
