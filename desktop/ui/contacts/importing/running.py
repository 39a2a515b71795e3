"""The page of an import that runs: how many are in the phone book by now, how fast, and how long still."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui import sentences_files as sentences
from desktop.ui import strings_files as strings
from desktop.ui import times
from desktop.ui.kit.labels import Text
from desktop.ui.kit.panes import Pane
from desktop.ui.kit.progress import ProgressBar
from desktop.ui.kit.theme import u


class Fact(QWidget):
    """A small caption over a figure."""

    def __init__(self, caption: str, value: str = "", *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.value = Text(value, weight=600, tabular=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(Text(caption, "dim", 12))
        column.addWidget(self.value)


class RunningPage(Pane):
    """Figures of an import while it runs."""

    stopped = Signal()

    def __init__(self) -> None:
        super().__init__(margins=(24, 24, 24, 24), spacing=0)
        self._done = Text("", px=22, weight=600, tabular=True)
        self._of = Text("", "dim")
        self._share = Text("", px=22, weight=600, tabular=True, align="end")
        line = QHBoxLayout()
        line.setSpacing(u(8))
        line.addWidget(self._done)
        line.addWidget(self._of)
        line.addStretch(1)
        line.addWidget(self._share)
        self.bar = ProgressBar(name=strings.IMPORTING, height=8)
        self._facts = [Fact(name) for name in (strings.RATE, strings.TIME_LEFT, strings.RUNNING_FOR)]
        facts = QHBoxLayout()
        for fact in self._facts:
            facts.addWidget(fact, 1)
        self.add_layout(line)
        self.add_space(12)
        self.add(self.bar)
        self.add_space(16)
        self.add_layout(facts)
        self.add_stretch()

    def show_progress(self, done: int, total: int, seconds: float) -> None:
        """Show figures; `seconds` is how long it has run."""
        for text, said in zip(
            (self._done, self._of, self._share), sentences.imported_of(done, total), strict=True
        ):
            text.setText(said)
        self.bar.setRange(0, max(1, total))
        self.bar.setValue(done)
        speed = done / seconds if seconds > 0 and done else 0.0
        left = times.duration(round((total - done) / speed)) if speed else ""
        figures = (sentences.rate(speed) if speed else "", left, times.duration(round(seconds)))
        for fact, figure in zip(self._facts, figures, strict=True):
            fact.value.setText(figure)
            fact.setVisible(bool(figure))
