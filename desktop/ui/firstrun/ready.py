"""The last page of the guide: what is set up, what is not, and three keys worth knowing."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

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
        body = QWidget()
        row = QHBoxLayout(body)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(u(16))
        ends = [QVBoxLayout(), QVBoxLayout()]
        for column, card, share in zip(ends, (self._card, keys), (204, 100), strict=True):
            column.addWidget(card)
            column.addStretch(1)
            row.addLayout(column, share)
        self.put(body)
        self.another = Button(strings_guide.ANOTHER_ACCOUNT, kind="link", icon="plus", icon_size=14)
        self.another.clicked.connect(self.another_wanted)
        self.foot_start.insertWidget(0, self.another)

    def show_points(self, points: Sequence[tuple[str, bool]]) -> None:
        """Show what is set up: sentences, each with whether it is."""
        while len(self._points) < len(points):
            point = _Point()
            self._points.append(point)
            self._card.add(point)
        for point, (text, there) in zip(self._points, points, strict=True):
            point.say(text, there=there)

    @property
    def points(self) -> tuple[str, ...]:
        """What it says."""
        return tuple(point.text.text() for point in self._points)
