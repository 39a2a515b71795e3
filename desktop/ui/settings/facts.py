"""Figures side by side with hairlines between them, in two rows where one has no room for them."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.ui import sentences
from desktop.ui.kit.ink import Ink
from desktop.ui.kit.labels import Text
from desktop.ui.kit.theme import theme, u
from desktop.ui.settings.account_view import Fact

_BEFORE, _AFTER, _GAP = 17, 6, 16
_LINES = (0, 20, 40)
_HEIGHT = 56
"""Label 16, a gap of 4, figure 20, note 16."""


class _Figure(QWidget):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._texts = (Text("", "dim", 12, 600), Text("", weight=600), Text("", "dim", 12))
        for text in self._texts:
            text.setParent(self)
        self.leads = True
        self.wants = 0
        """The width at which nothing is cut, as one that has others before it."""

    def show_fact(self, fact: Fact) -> None:
        for text, words in zip(self._texts, (fact.label, fact.value, fact.note), strict=True):
            text.setText(words)
        self.wants = max(text.sizeHint().width() for text in self._texts) + u(_BEFORE + _AFTER)
        self.setToolTip(sentences.tip(f"{fact.value}. {fact.note}" if fact.note else fact.value))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.lay_out()

    def lay_out(self) -> None:
        before = 0 if self.leads else u(_BEFORE)
        x = u(_AFTER) if self.isRightToLeft() else before
        for text, top in zip(self._texts, _LINES, strict=True):
            text.setGeometry(x, u(top), self.width() - before - u(_AFTER), text.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self.leads:
            with Ink.on(self) as ink:
                ink.fill(0, 0, 1, ink.height, theme.roles.line)


class Facts(QWidget):
    """Four figures in a row of equal shares; the first has neither hairline nor room before it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._figures: list[_Figure] = []
        self._facts: tuple[Fact, ...] = ()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_facts(self, facts: Sequence[Fact]) -> None:
        """Show figures; their number stays the same."""
        if tuple(facts) == self._facts:
            return
        self._facts = tuple(facts)
        rows = self._rows(self.width())
        while len(self._figures) < len(facts):
            figure = _Figure(self)
            figure.show()
            self._figures.append(figure)
        for figure, fact in zip(self._figures, facts, strict=False):
            figure.show_fact(fact)
        if self._rows(self.width()) != rows or not self.isVisible():
            self.updateGeometry()
        self._lay_out()

    def sizeHint(self) -> QSize:
        """Return one row."""
        return QSize(sum(figure.wants for figure in self._figures), u(_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        """Return a width at which two rows say the most of it."""
        return QSize(u(280), u(_HEIGHT))

    def hasHeightForWidth(self) -> bool:
        """Return that the height follows from the width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of one row or of two."""
        rows = self._rows(width)
        return rows * u(_HEIGHT) + (rows - 1) * u(_GAP)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width out anew."""
        super().resizeEvent(event)
        self._lay_out()

    def _rows(self, width: int) -> int:
        fits = sum(figure.wants for figure in self._figures) - u(_BEFORE) <= width
        return 1 if fits or len(self._figures) < 4 else 2

    def _lay_out(self) -> None:
        if not self._figures:
            return
        columns = len(self._figures) // self._rows(self.width())
        for start in range(0, len(self._figures), columns):
            top = start // columns * u(_HEIGHT + _GAP)
            self._lay_row(self._figures[start : start + columns], top)

    def _lay_row(self, figures: Sequence[_Figure], top: int) -> None:
        # What stands before the words is no part of the shares, so the first column is that much narrower.
        share = (self.width() + u(_BEFORE)) / len(figures)
        wants = [figure.wants for figure in figures]
        if max(wants) > share:
            spare = (self.width() + u(_BEFORE) - sum(wants)) / len(figures)
            edges = [want + spare for want in wants]
        else:
            edges = [share] * len(figures)
        x = -float(u(_BEFORE))
        for place, (figure, wide) in enumerate(zip(figures, edges, strict=True)):
            start, end = max(round(x), 0), round(x + wide)
            left = self.width() - end if self.isRightToLeft() else start
            figure.leads = place == 0
            figure.setGeometry(QRect(left, top, end - start, u(_HEIGHT)))
            figure.lay_out()
            x += wide
