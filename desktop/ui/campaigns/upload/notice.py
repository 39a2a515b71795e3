"""What has to be said of an upload that runs or stands: a card with the one button that helps."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QWidget

from desktop.ui.kit.buttons import Button
from desktop.ui.kit.labels import Disc, Paragraph, Text
from desktop.ui.kit.panes import Card, Pane
from desktop.ui.kit.roles import Role

_LOOKS: dict[str, tuple[Role, Role]] = {
    "warning": ("missed_wash", "missed"),
    "info": ("chip", "accent"),
}


class Notice(Card):
    """`acted` is a press of its button."""

    acted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(vertical=False, margins=(17, 13, 17, 13), spacing=12, parent=parent)
        self._disc = Disc("help", "waiting_wash", "waiting")
        self._title = Text("", weight=600)
        self._text = Paragraph("", "dim", 12)
        self.button = Button(" ")
        self.button.clicked.connect(self.acted)
        words = Pane(None)
        words.add(self._title)
        words.add(self._text)
        self.add(self._disc)
        self.add(words, 1)
        self.add(self.button)
        self.box.setAlignment(self.button, Qt.AlignmentFlag.AlignVCenter)

    def show_notice(self, icon: str, title: str, text: str, action: str) -> None:
        """Say something; without an `action` there is no button."""
        self._disc.set_look(icon, *_LOOKS.get(icon, ("waiting_wash", "waiting")))
        if title != self._title.text() and self.isVisible():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, f"{title}. {text}"))
        self._title.setText(title)
        self._text.set_text(text)
        self.setAccessibleName(f"{title}. {text}")
        self.button.setVisible(bool(action))
        if action and action != self.button.text():
            self.button.setText(action)
            self.button.setAccessibleName(action)

    @property
    def title(self) -> str:
        """Return its title."""
        return self._title.text()
