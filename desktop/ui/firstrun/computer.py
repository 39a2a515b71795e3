"""The page of the guide about the desktop: starting with the session, and links to phone numbers."""

from PySide6.QtWidgets import QWidget

from desktop.ui import strings_guide
from desktop.ui.firstrun.page import GuidePage
from desktop.ui.kit.focus import give
from desktop.ui.kit.panes import Card
from desktop.ui.settings.presence import AutostartRow, LinksRow
from desktop.ui.settings.presence_presenter import PresencePresenter


class ComputerPage(GuidePage):
    """Shows the two rows that the settings have; what is switched counts at once."""

    def __init__(self, presenter: PresencePresenter) -> None:
        super().__init__(strings_guide.COMPUTER_TITLE, strings_guide.COMPUTER_TEXT)
        card = Card(margins=(1, 1, 1, 1), spacing=0)
        self.autostart, self.links = AutostartRow(presenter), LinksRow(presenter)
        self.autostart.set_first(True)
        card.add(self.autostart)
        card.add(self.links)
        self.put(card)

    def stops(self) -> tuple[QWidget, ...]:
        """Return what Tab goes through before the foot."""
        return self.autostart.switch, self.links.switch

    def begin(self) -> None:
        """Begin with the first thing that can be switched, else with the way on."""
        able = (one for one in self.stops() if one.isEnabled())
        give(next(able, self.next), ring=False)
