"""The card of a contact's numbers: each with its country, its place, the time there, copy and call."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.ui import sentences_contact as sentences
from desktop.ui import strings_contact as strings
from desktop.ui.contacts.detail.views import NumberLine
from desktop.ui.kit.buttons import Button
from desktop.ui.kit.country import CountryChip
from desktop.ui.kit.fonts import face
from desktop.ui.kit.labels import IconLabel, Text
from desktop.ui.kit.panes import Card, Pane
from desktop.ui.kit.theme import u
from desktop.ui.sentences import tip

HEAD, ROW = 40, 48
_LABEL, _WIDEST_LABEL, _NUMBER, _WIDEST_NUMBER, _TIME, _GAP, _EDGE = 56, 120, 152, 220, 60, 12, 16
_SHORTEST_PLACE = 88
_MOST = 1000  # as a share of the room: all of it


class NumberCard(Card):
    """Shows `NumberLine`s. `dial_wanted` carries what Call dials, `copied` a number's text."""

    dial_wanted = Signal(str)
    copied = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(margins=(1, 1, 1, 1), spacing=0, parent=parent)
        self._lines: tuple[NumberLine, ...] | None = None
        self.rows: list[NumberRow] = []
        self.add(head(Text(strings.NUMBERS, "dim", 12, 600)))

    def show_lines(self, lines: Sequence[NumberLine]) -> None:
        """Show numbers; the same again change nothing, and other times there only those."""
        lines = tuple(lines)
        if self._lines == lines:
            return
        self._lines = lines
        if [row.line.raw for row in self.rows] == [line.raw for line in lines]:
            for row, line in zip(self.rows, lines, strict=True):
                row.show_line(line)
            return
        for row in self.rows:
            self.box.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = [NumberRow(line, several=len(lines) > 1) for line in lines]
        wide = max((face(12).width(line.label) for line in lines), default=0)
        for row in self.rows:
            row.set_label_width(min(max(_LABEL, wide + 1), _WIDEST_LABEL))
            row.dial_wanted.connect(self.dial_wanted)
            row.copied.connect(self.copied)
            self.add(row)


def head(*widgets: QWidget) -> Pane:
    """Return the first line of a card: a title, and what stands at its end."""
    pane = Pane(None, vertical=False, margins=(_EDGE, 0, _EDGE, 0), spacing=8)
    pane.setFixedHeight(u(HEAD))
    for number, widget in enumerate(widgets):
        pane.add(widget, 0 if number else 1)
    return pane


class NumberRow(Pane):
    """One number. Where there is little room the time there goes first, then the place, then the country."""

    dial_wanted = Signal(str)
    copied = Signal(str)

    def __init__(self, line: NumberLine, *, several: bool) -> None:
        super().__init__(None, "t", vertical=False, margins=(_EDGE, 1, _EDGE, 0), spacing=_GAP)
        self.line = line
        self._several = several
        self._label = Text("", "dim", 12)
        self._number = Text("", weight=500, tabular=True)
        self._chip = CountryChip()
        self._place = Text("", "dim")
        self._time = QWidget()
        self._there = Text("", "dim", 12, tabular=True)
        self.copy = Button(kind="quiet", icon="copy", name=strings.COPY_NUMBER, edge=8)
        self.copy.clicked.connect(self._copy)
        self.call = Button(strings.CALL, kind="accent", icon="phone")
        self.call.clicked.connect(self._call)
        clock = QHBoxLayout(self._time)
        clock.setContentsMargins(0, 0, 0, 0)
        clock.setSpacing(u(4))
        clock.addWidget(IconLabel("clock", 14))
        clock.addWidget(self._there)
        clock.addStretch(1)
        self._time.setMinimumWidth(u(_TIME))
        self.setFixedHeight(u(ROW))
        for widget in (self._label, self._number, self._chip):
            self.add(widget)
        self.add(self._place, _MOST)
        self.add_stretch()  # in the place of the place, where that has no room
        for button in (self._time, self.copy, self.call):
            self.add(button)
        self.show_line(line)

    def set_label_width(self, wide: float) -> None:
        """Take as much room for the label as the longest one of the card needs."""
        self._label.setFixedWidth(u(wide))

    def show_line(self, line: NumberLine) -> None:
        """Show a number's facts."""
        self.line = line
        self._label.setText(line.label)
        self._label.setToolTip(tip(line.label))
        self._number.setText(line.shown)
        self._number.setFixedWidth(u(self._number_width()))
        self._number.setToolTip(tip(line.raw if line.raw != line.shown else ""))
        self._chip.setText(line.code)
        self._chip.setAccessibleName(line.country)
        self._chip.setToolTip(tip(line.country))
        self._place.setText(line.place)
        self._place.setToolTip(tip(line.place))
        self._there.setText(line.there)
        self.copy.setAccessibleName(sentences.copy_number(line.shown))
        self.copy.setToolTip(tip(sentences.copy_number(line.shown)))
        self.call.setEnabled(bool(line.dial))
        said = line.refusal or sentences.dials(line.dial)
        self.call.setToolTip(tip(said))
        self.call.setAccessibleDescription(said)
        name = sentences.call_number(line.label, line.shown) if self._several else ""
        self.call.setAccessibleName(name or strings.CALL)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Choose anew what there is room for."""
        super().resizeEvent(event)
        self._fit()

    def _number_width(self) -> float:
        wide = face(14, 500, tabular=True).width(self.line.shown) + 1
        return min(max(_NUMBER, wide), _WIDEST_NUMBER)

    def _fit(self) -> None:
        buttons = self.copy.sizeHint().width() + self.call.sizeHint().width()
        room = self.width() - 2 * u(_EDGE) - buttons - self._label.width() - self._number.width()
        room -= 4 * u(_GAP)  # round the number and the buttons, and before the place
        time = self._time.sizeHint().width() + u(_GAP) if self.line.there else 0
        chip = self._chip.sizeHint().width() + u(_GAP)
        place = min(self._place.sizeHint().width(), u(_SHORTEST_PLACE))
        self._time.setVisible(bool(self.line.there) and room >= chip + place + time)
        self._place.setVisible(room >= chip + place)
        self._chip.setVisible(bool(self.line.code) and room >= chip)

    def _copy(self) -> None:
        self.copied.emit(self.line.shown)

    def _call(self) -> None:
        self.dial_wanted.emit(self.line.dial)
