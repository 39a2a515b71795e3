"""What the list was compared with, how old that is, and the way to read it anew."""

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtGui import QPaintEvent

from desktop.services.campaigns.values import MirrorAge
from desktop.ui import sentences_upload as sentences
from desktop.ui.kit.buttons import Button
from desktop.ui.kit.ink import Ink
from desktop.ui.kit.labels import IconLabel, Text
from desktop.ui.kit.panes import Pane
from desktop.ui.kit.theme import theme, u


class MirrorLine(Pane):
    """A line over the foot; it warns as long as the campaign's numbers were never read here."""

    read_wanted = Signal()

    def __init__(self) -> None:
        super().__init__("window", "t", vertical=False, margins=(24, 1, 24, 0), spacing=8)
        self.setFixedHeight(u(33))
        self._icon = IconLabel("same", 14, "dim")
        self._text = Text("", "dim", 12)
        self.read = Button("", kind="link", px=12, height=20, name=" ")
        self.read.clicked.connect(self.read_wanted)
        self.add(self._icon)
        self.add(self._text, 1)
        self.add(self.read)
        self._warns = False

    def show_age(self, age: MirrorAge | None, now: datetime) -> None:
        """Show how old it is; None shows nothing."""
        self.setVisible(age is not None)
        if age is None:
            return
        self._warns = age.campaign.listed_at is None
        self._icon.set_icon("warning" if self._warns else "same", "waiting" if self._warns else "dim")
        text = sentences.mirror(age, now)
        self._text.setText(text)
        self._text.set_role("text" if self._warns else "dim")
        self.setAccessibleName(text)
        label = sentences.read_first(age)
        self.read.setText(label)
        self.read.setAccessibleName(label)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint a wash while it warns."""
        if not self._warns:
            super().paintEvent(event)
            return
        with Ink.on(self) as ink:
            ink.fill(0, 0, ink.width, ink.height, theme.roles.waiting_wash)
            ink.fill(0, 0, ink.width, 1, theme.roles.line)
