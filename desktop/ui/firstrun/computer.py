"""The page of the guide about the desktop: starting with the session, and links to phone numbers."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.domain.presence import AutostartState, LinksState
from desktop.ui import sentences_guide as sentences
from desktop.ui import strings_guide
from desktop.ui.firstrun.page import GuidePage
from desktop.ui.kit.focus import give
from desktop.ui.kit.ink import Ink
from desktop.ui.kit.labels import Paragraph, Text
from desktop.ui.kit.panes import Card
from desktop.ui.kit.switch import RING, Switch
from desktop.ui.kit.theme import theme, u
from desktop.ui.kit.wizard import Tile


class _Wish(QWidget):
    """One thing to switch on: what it is called, what it means, what speaks against it, and the switch."""

    def __init__(self, icon: str, title: str, text: str, *, first: bool) -> None:
        super().__init__()
        self._first = first
        self.switch = Switch(name=title)
        self.text = Paragraph(text, "dim", 12)
        self.note = Paragraph("", "waiting", 12)
        self.note.hide()
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Text(title, weight=500))
        words.addWidget(self.text)
        words.addWidget(self.note)
        line = QHBoxLayout(self)
        line.setContentsMargins(u(16), u(12), u(16 - RING), u(12))
        line.setSpacing(u(16))
        line.addWidget(Tile(icon))
        line.addLayout(words, 1)
        line.addSpacing(u(8))
        line.addWidget(self.switch, 0, Qt.AlignmentFlag.AlignVCenter)
        self.switch.setAccessibleDescription(text)

    def show_state(self, on: bool, text: str, note: str, *, able: bool) -> None:
        """Show how it is, with what speaks against changing it."""
        self.switch.setChecked(on)
        self.switch.setEnabled(able)
        self.text.set_text(text)
        self.note.set_text(note)
        self.note.setVisible(bool(note))
        self.switch.setAccessibleDescription(f"{text} {note}".strip())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the hairline over it."""
        if not self._first:
            with Ink.on(self) as ink:
                ink.fill(0, 0, ink.width, 1, theme.roles.line)


class ComputerPage(GuidePage):
    """`autostart_wanted` and `links_wanted` carry what the person switched to; both count at once."""

    autostart_wanted = Signal(bool)
    links_wanted = Signal(bool)

    def __init__(self) -> None:
        super().__init__(strings_guide.COMPUTER_TITLE, strings_guide.COMPUTER_TEXT)
        card = Card(margins=(1, 1, 1, 1), spacing=0)
        self._start = _Wish("power", strings_guide.AUTOSTART, strings_guide.AUTOSTART_TEXT, first=True)
        self._links = _Wish("link", strings_guide.LINKS, strings_guide.LINKS_TEXT, first=False)
        self.autostart, self.links = self._start.switch, self._links.switch
        self.autostart.clicked.connect(self.autostart_wanted)
        self.links.clicked.connect(self.links_wanted)
        card.add(self._start)
        card.add(self._links)
        self.trouble = Paragraph("", "missed")
        self.trouble.hide()
        self.put(card)
        self.put(self.trouble)
        self.show_desktop(None, None, "")

    def stops(self) -> tuple[QWidget, ...]:
        """Return what Tab goes through before the foot."""
        return (self.autostart, self.links)

    def begin(self) -> None:
        """Begin with the first thing that can be switched, else with the way on."""
        able = (one for one in (self.autostart, self.links) if one.isEnabled())
        give(next(able, self.next), ring=False)

    def show_desktop(self, autostart: AutostartState | None, links: LinksState | None, trouble: str) -> None:
        """Show how it is; None is not known yet."""
        if autostart is None:
            self._start.show_state(False, strings_guide.AUTOSTART_TEXT, "", able=False)
        else:
            said, able = autostart.refusal, not autostart.refusal
            self._start.show_state(autostart.enabled, strings_guide.AUTOSTART_TEXT, said, able=able)
        if links is None:
            self._links.show_state(False, strings_guide.LINKS_TEXT, "", able=False)
        else:
            text, note = sentences.links_text(links), links.refusal or links.by_hand
            self._links.show_state(bool(links.ours), text, note, able=not links.refusal)
        self.trouble.set_text(trouble)
        self.trouble.setVisible(bool(trouble))
