"""The first page of the guide: with an account of one's own, or with invented data."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui import strings_guide
from desktop.ui.firstrun.page import GuidePage
from desktop.ui.kit.choice_cards import Choice, ChoiceCards
from desktop.ui.kit.focus import give
from desktop.ui.kit.labels import Paragraph, Text
from desktop.ui.kit.theme import u
from desktop.ui.kit.wizard import Tile

DEMO = 1


class WelcomePage(GuidePage):
    """Offers the two ways. `demo_wanted` is the second one, which leaves the guide where it is."""

    demo_wanted = Signal()

    def __init__(self) -> None:
        super().__init__(strings_guide.WELCOME_TITLE, strings_guide.WELCOME_TEXT)
        self.cards = ChoiceCards(
            [
                Choice(strings_guide.WITH_ACCOUNT, strings_guide.WITH_ACCOUNT_POINTS, icon="key"),
                Choice(
                    strings_guide.WITH_DEMO,
                    strings_guide.WITH_DEMO_POINTS,
                    strings_guide.WITH_DEMO_LACKS,
                    icon="play",
                ),
            ],
            name=strings_guide.BEGIN_WITH,
        )
        self.cards.chosen.connect(self._chosen)
        self.put(self.cards)
        self._features = _Features()
        self.put(self._features)
        self.back.hide()

    def fit(self) -> None:
        """Put one card below the other, too, where there is no room beside it."""
        super().fit()
        way = QBoxLayout.Direction.TopToBottom if self.is_narrow else QBoxLayout.Direction.LeftToRight
        self.cards.set_direction(way)
        self._features.set_direction(way)

    def stops(self) -> tuple[QWidget, ...]:
        """Return what Tab goes through before the foot."""
        return self.cards.cards

    def begin(self) -> None:
        """Put the focus on what is chosen."""
        give(self.cards.cards[self.cards.current], ring=False)

    def go_on(self) -> None:
        """Go where the chosen card leads."""
        if self.cards.current == DEMO:
            self.demo_wanted.emit()
        else:
            super().go_on()

    def _chosen(self, index: int) -> None:
        self.next.setText(strings_guide.OPEN_DEMO if index == DEMO else strings_guide.NEXT)
        self.say_in_foot("")


class _Features(QWidget):
    """What Sidetone is for, side by side, or one below the other where there is no room."""

    def __init__(self) -> None:
        super().__init__()
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, u(20), 0, 0)
        self._row.setSpacing(u(16))
        for icon, title, text in (
            ("missed", strings_guide.FEATURE_MISSED, strings_guide.FEATURE_MISSED_TEXT),
            ("phone", strings_guide.FEATURE_CALL, strings_guide.FEATURE_CALL_TEXT),
            ("transcript", strings_guide.FEATURE_SAID, strings_guide.FEATURE_SAID_TEXT),
        ):
            words = QVBoxLayout()
            words.setSpacing(u(2))
            words.addWidget(Text(title, weight=600))
            words.addWidget(Paragraph(text, "dim", 12))
            words.addStretch(1)
            one = QHBoxLayout()
            one.setSpacing(u(12))
            one.addWidget(Tile(icon), 0, Qt.AlignmentFlag.AlignTop)
            one.addLayout(words, 1)
            self._row.addLayout(one, 1)

    def set_direction(self, way: QBoxLayout.Direction) -> None:
        """Stand side by side, or one below the other."""
        self._row.setDirection(way)
