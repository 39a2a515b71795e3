"""The first page of the guide: with an account of one's own, or with invented data."""

from PySide6.QtCore import Signal

from desktop.ui import strings_guide
from desktop.ui.firstrun.page import GuidePage
from desktop.ui.kit.choice_cards import Choice, ChoiceCards
from desktop.ui.kit.focus import give
from desktop.ui.kit.labels import Paragraph

DEMO = 1


class WelcomePage(GuidePage):
    """Offers the two ways. `demo_wanted` is the second one, which leaves the guide where it is."""

    demo_wanted = Signal()

    def __init__(self) -> None:
        super().__init__(strings_guide.WELCOME_TITLE, strings_guide.WELCOME_TEXT)
        self.cards = ChoiceCards(
            [
                Choice(strings_guide.WITH_ACCOUNT, strings_guide.WITH_ACCOUNT_POINTS),
                Choice(
                    strings_guide.WITH_DEMO, strings_guide.WITH_DEMO_POINTS, strings_guide.WITH_DEMO_LACKS
                ),
            ],
            name=strings_guide.BEGIN_WITH,
        )
        self.cards.chosen.connect(self._chosen)
        self.note = Paragraph("", "dim", 12)
        self.put(self.cards)
        self.foot_start.addWidget(self.note, 1)
        self.back.hide()

    def begin(self) -> None:
        """Put the focus on what is chosen."""
        give(self.cards.cards[self.cards.current], ring=False)

    def say_demo(self, sentence: str) -> None:
        """Say how the demo began."""
        self.note.set_text(sentence)

    def go_on(self) -> None:
        """Go where the chosen card leads."""
        if self.cards.current == DEMO:
            self.demo_wanted.emit()
        else:
            super().go_on()

    def _chosen(self, index: int) -> None:
        self.next.setText(strings_guide.OPEN_DEMO if index == DEMO else strings_guide.NEXT)
        self.note.set_text("")
