"""The last page of the guide: what is set up, what is not, and three keys worth knowing."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui import strings_guide
from desktop.ui.firstrun.page import GuidePage
from desktop.ui.kit.buttons import Button
from desktop.ui.kit.labels import IconLabel, KeyCap, Paragraph, Text
from desktop.ui.kit.panes import Card
from desktop.ui.kit.theme import u
from desktop.ui.shell.keys import Deed, keycap

_KEYS: tuple[tuple[Deed, str], ...] = (
    ("search", strings_guide.KEY_SEARCH),
    ("settings", strings_guide.KEY_SETTINGS),
    ("sheet", strings_guide.KEY_SHEET),
)


class _Point(QWidget):
    """One thing that is set up, or is not."""

    def __init__(self) -> None:
        super().__init__()
        self._icon = IconLabel("check", 16, "answered")
        self.text = Paragraph("")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(u(12))
        icon = QVBoxLayout()
        icon.setContentsMargins(0, u(2), 0, 0)
        icon.addWidget(self._icon)
        icon.addStretch(1)
        row.addLayout(icon)
        row.addWidget(self.text, 1)

    def say(self, text: str, *, there: bool) -> None:
        self._icon.set_icon("check" if there else "close", "answered" if there else "dim")
        self.text.set_role("text" if there else "dim")
        self.text.set_text(text)


class ReadyPage(GuidePage):
    """`another_wanted` is the wish for one more account."""

    another_wanted = Signal()

    def __init__(self) -> None:
        super().__init__(strings_guide.READY_TITLE, strings_guide.READY_TEXT, onward=strings_guide.OPEN)
        self.skip.hide()
        self._points: list[_Point] = []
        self._card = Card(margins=(17, 17, 17, 17), spacing=12)
        keys = Card(margins=(17, 17, 17, 17), spacing=12)
        keys.add(Text(strings_guide.TRY_NEXT, weight=600))
        for deed, words in _KEYS:
            row = QHBoxLayout()
            row.setSpacing(u(12))
            row.addWidget(Paragraph(words), 1)
            row.addWidget(KeyCap(keycap(deed)))
            keys.add_layout(row)
        self.another = Button(strings_guide.ANOTHER_ACCOUNT, icon="plus", icon_size=14)
        self.another.clicked.connect(self.another_wanted)
        another = QHBoxLayout()
        another.setContentsMargins(0, u(4), 0, 0)
        another.addWidget(self.another)
        another.addStretch(1)
        self._card.add_layout(another)
        body = QWidget()
        self._columns = QHBoxLayout(body)
        self._columns.setContentsMargins(0, 0, 0, 0)
        self._columns.setSpacing(u(16))
        for card, share in ((self._card, 204), (keys, 100)):
            column = QVBoxLayout()
            column.addWidget(card)
            column.addStretch(1)
            self._columns.addLayout(column, share)
        self.put(body)

    def stops(self) -> tuple[QWidget, ...]:
        """Return what Tab goes through before the foot."""
        return (self.another,)

    def fit(self) -> None:
        """Put the keys below what is set up, too, where there is no room beside it."""
        super().fit()
        way = QBoxLayout.Direction.TopToBottom if self.is_narrow else QBoxLayout.Direction.LeftToRight
        self._columns.setDirection(way)

    def show_points(self, points: Sequence[tuple[str, bool]]) -> None:
        """Show what is set up: sentences, each with whether it is."""
        while len(self._points) < len(points):
            point = _Point()
            self._card.box.insertWidget(len(self._points), point)
            self._points.append(point)
        for point, (text, there) in zip(self._points, points, strict=True):
            point.say(text, there=there)

    @property
    def points(self) -> tuple[str, ...]:
        """What it says."""
        return tuple(point.text.text() for point in self._points)
