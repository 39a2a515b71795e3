"""What each column of a table is: its name, what stands in its first rows, and what it is used as."""

from collections.abc import Hashable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QWidget

from desktop.services.importing.encodings import OFFERED
from desktop.services.importing.values import FileFacts
from desktop.ui import sentences_files as sentences
from desktop.ui import strings_files as strings
from desktop.ui.kit.buttons import Button
from desktop.ui.kit.combo import Combo
from desktop.ui.kit.labels import Text
from desktop.ui.kit.outside import shown
from desktop.ui.kit.panes import Pane
from desktop.ui.kit.scroll import plain_scrolling
from desktop.ui.kit.theme import theme, u
from desktop.ui.kit.wizard import Captioned, FileFact, Strip

MOST = 80
"""Columns that are shown; a table of contacts has a dozen."""
_NAME, _USED, _ROW = 200, 168, 48
_NARROW = 720


Uses = Sequence[tuple[Hashable, str]]
"""What a column can be used as: values and their names. The last one is for a column that is not used."""


class ColumnsPage(Pane):
    """Shows a file's form and columns. `picked` carries a column's place, from 0, and what it is used as.

    `first_row` names a first row that is no header: `Is a contact`.
    """

    change_wanted = Signal()
    delimiter_wanted = Signal(object)
    encoding_wanted = Signal(object)
    header_wanted = Signal(object)
    picked = Signal(int, object)

    def __init__(self, first_row: str) -> None:
        super().__init__()
        change = Button(strings.CHANGE, kind="link", px=12, height=16)
        change.clicked.connect(self.change_wanted)
        self.fact = FileFact("file", (change,))
        self.delimiter = Combo(name=strings.DELIMITER)
        self.encoding = Combo(name=strings.ENCODING)
        self.header = Combo(((True, strings.IS_HEADER), (False, first_row)), name=strings.FIRST_ROW)
        self._forms = [
            Captioned(strings.DELIMITER, self.delimiter, found=strings.FOUND),
            Captioned(strings.ENCODING, self.encoding, found=strings.FOUND),
            Captioned(strings.FIRST_ROW, self.header, found=strings.FOUND),
        ]
        self._strip = Strip()
        self._strip.hold(self.fact, tuple(zip(self._forms, (144, 168, 152), strict=True)))
        self.delimiter.picked.connect(self.delimiter_wanted)
        self.encoding.picked.connect(self.encoding_wanted)
        self.header.picked.connect(self.header_wanted)
        self.lines: list[ColumnLine] = []
        self._list = Pane()
        scroll = QScrollArea()
        plain_scrolling(scroll)
        scroll.setWidget(self._list)
        self.add(self._strip)
        self.add(_Head())
        self.add(scroll, 1)

    def show_facts(self, facts: FileFacts, uses: Uses, used: Sequence[Hashable]) -> None:
        """Show a file's form and its columns: what they can be used as, and what each one is."""
        self.fact.show_file("file", shown(facts.file.name), sentences.facts(facts, None))
        self.delimiter.set_choices(sentences.delimiters(facts.delimiter))
        self.delimiter.choose(facts.delimiter)
        self.encoding.set_choices(encodings(facts.encoding))
        self.encoding.choose(facts.encoding)
        self.header.choose(facts.header)
        chosen = facts.options
        for form, own in zip(self._forms, (chosen.delimiter, chosen.encoding, chosen.header), strict=True):
            form.set_found(own is None)
        self._show_columns(facts, uses, used[:MOST])

    def _show_columns(self, facts: FileFacts, uses: Uses, columns: Sequence[Hashable]) -> None:
        while len(self.lines) > len(columns):
            line = self.lines.pop()
            self._list.box.removeWidget(line)
            line.hide()
            line.deleteLater()
        if not self._list.box.count():
            self._list.add_stretch()
        while len(self.lines) < len(columns):
            line = ColumnLine(len(self.lines))
            line.picked.connect(self.picked)
            self._list.box.insertWidget(len(self.lines), line)
            self.lines.append(line)
        for place, line in enumerate(self.lines):
            heading = facts.headings[place] if place < len(facts.headings) else ""
            texts = [row[place] for row in facts.samples if place < len(row)]
            line.show_column(sentences.column(place, heading), texts, uses, columns[place])

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the file's form below its name where there is no room beside it."""
        super().resizeEvent(event)
        self._strip.set_narrow(self.width() / theme.scale < _NARROW)


class _Head(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(u(33))
        line = _line(self)
        name = Text(strings.COLUMN, "dim", 12, 600)
        name.setFixedWidth(u(_NAME))
        used = Text(strings.COLUMN_ROLE, "dim", 12, 600)
        used.setFixedWidth(u(_USED))
        line.addWidget(name)
        line.addWidget(Text(strings.COLUMN_SAMPLES, "dim", 12, 600), 1)
        line.addWidget(used)


class ColumnLine(Pane):
    """One column of the file."""

    picked = Signal(int, object)

    def __init__(self, place: int) -> None:
        super().__init__("panel", "t", vertical=False, margins=(24, 1, 24, 0), spacing=16)
        self.setFixedHeight(u(_ROW))
        self._place = place
        self._name = Text("", weight=500)
        self._name.setFixedWidth(u(_NAME))
        self._samples = Text("", "dim", 12)
        self.combo = Combo(name="")
        self.combo.setFixedWidth(u(_USED))
        self.combo.picked.connect(self._picked)
        self.add(self._name)
        self.add(self._samples, 1)
        self.add(self.combo)

    def show_column(self, name: str, texts: Sequence[str], uses: Uses, used: Hashable) -> None:
        """Show another column."""
        self._name.setText(name)
        self._samples.setText(sentences.sampled(texts))
        self.combo.set_choices(uses)
        self.combo.choose(used)
        said = f"{name}: {sentences.sampled(texts)}"
        self.combo.setAccessibleName(name)
        self.combo.setAccessibleDescription(said)
        self._name.set_role("dim" if used == uses[-1][0] else "text")

    def _picked(self, value: object) -> None:
        self.picked.emit(self._place, value)


def encodings(found: str) -> list[tuple[str, str]]:
    """Return the encodings that may be chosen, with the one that was found; each label once."""
    labels = {sentences.encoding(found): found}
    for name in OFFERED:
        labels.setdefault(sentences.encoding(name), name)
    return [(name, label) for label, name in labels.items()]


def _line(widget: QWidget) -> QHBoxLayout:
    line = QHBoxLayout(widget)
    line.setContentsMargins(u(24), 0, u(24), 0)
    line.setSpacing(u(16))
    line.setAlignment(Qt.AlignmentFlag.AlignVCenter)
    return line
