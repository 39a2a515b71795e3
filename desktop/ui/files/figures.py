"""The figures of something long that runs: how much is done, how fast, and how long it takes still."""

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

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


class Figures(Pane):
    """A large figure and the share that it is, the bar below, and a line of captioned figures."""

    def __init__(self, name: str, captions: Sequence[str]) -> None:
        super().__init__()
        self._done = Text("", px=22, weight=600, tabular=True)
        self._of = Text("", "dim")
        self._share = Text("", px=22, weight=600, tabular=True, align="end")
        line = QHBoxLayout()
        line.setSpacing(u(8))
        line.addWidget(self._done)
        line.addWidget(self._of)
        line.addStretch(1)
        line.addWidget(self._share)
        self.bar = ProgressBar(name=name, height=8)
        self.facts = [Fact(caption) for caption in captions]
        facts = QHBoxLayout()
        for fact in self.facts:
            facts.addWidget(fact, 1)
        self.add_layout(line)
        self.add_space(12)
        self.add(self.bar)
        self.add_space(16)
        self.add_layout(facts)

    def show_figures(
        self, large: tuple[str, str, str], done: int, total: int, figures: Sequence[str]
    ) -> None:
        """Show figures: `large` are how many, of how many, and the share; of `figures`, "" are left out."""
        for text, said in zip((self._done, self._of, self._share), large, strict=True):
            text.setText(said)
        self.bar.setRange(0, max(1, total))
        self.bar.setValue(done)
        for fact, figure in zip(self.facts, figures, strict=True):
            fact.value.setText(figure)
            fact.setVisible(bool(figure))
