"""What stands beside the form: where to find the credentials, and how a test of the connection ended."""

from urllib.parse import urlsplit

from PySide6.QtCore import QUrl
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QDesktopServices, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.domain.accounts import Manifest
from desktop.ui import sentences_accounts, strings
from desktop.ui.kit.buttons import Button
from desktop.ui.kit.ink import Ink
from desktop.ui.kit.labels import IconLabel, Paragraph, Plain, Text, Tone, tone
from desktop.ui.kit.panes import Card
from desktop.ui.kit.theme import theme, u

_DISC = 24
_ICONS: dict[Tone, str] = {"answered": "check", "missed": "warning", "waiting": "warning", "neutral": "sync"}


class Steps(Card):
    """How a person comes by the credentials, and the provider's page, opened in the browser."""

    def __init__(self, manifest: Manifest, parent: QWidget | None = None) -> None:
        super().__init__(margins=(17, 17, 17, 17), spacing=12, parent=parent)
        self._site = manifest.site
        self.add(Text(strings.WHERE_TO_FIND, weight=600))
        for number, step in enumerate(manifest.steps, start=1):
            row = QHBoxLayout()
            row.setSpacing(u(12))
            disc = QVBoxLayout()
            disc.addWidget(_Number(number))
            disc.addStretch(1)
            text = QVBoxLayout()
            text.setContentsMargins(0, u(2), 0, 0)
            text.addWidget(Paragraph(step))
            row.addLayout(disc)
            row.addLayout(text, 1)
            self.add_layout(row)
        self.add_stretch()
        self.open = Button(
            sentences_accounts.open_site(urlsplit(self._site).hostname or ""), icon="external", icon_size=14
        )
        self.open.setVisible(self._site.startswith("https://"))
        self.open.clicked.connect(self._open)
        row = QHBoxLayout()
        row.addWidget(self.open)
        row.addStretch(1)
        self.add_layout(row)

    def _open(self) -> None:
        QDesktopServices.openUrl(QUrl(self._site))


class _Number(Plain):
    """The number of a step in its disc."""

    def __init__(self, number: int) -> None:
        super().__init__(str(number))
        self.setFixedSize(u(_DISC), u(_DISC))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the disc and the number."""
        with Ink.on(self) as ink:
            ink.disc(0, 0, _DISC, theme.roles.chip)
            ink.text(0, 4, self.text(), theme.roles.accent, 12, 600, centre=_DISC / 2)


class Result(QWidget):
    """A wash with a strong sentence, and below it what follows. A screen reader says it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tone: Tone = "answered"
        self._icon = IconLabel("check", 16, "answered")
        self.lead = Paragraph("", lead=" ")
        self.text = Paragraph("", px=12)
        row = QHBoxLayout(self)
        row.setContentsMargins(u(16), u(12), u(16), u(12))
        row.setSpacing(u(12))
        start = QVBoxLayout()
        start.setContentsMargins(0, u(2), 0, 0)
        start.addWidget(self._icon)
        start.addStretch(1)
        words = QVBoxLayout()
        words.setSpacing(u(4))
        words.addWidget(self.lead)
        words.addWidget(self.text)
        words.addStretch(1)
        row.addLayout(start)
        row.addLayout(words, 1)
        self.hide()

    def say(self, tone_name: Tone, lead: str, text: str = "", *, icon: str = "") -> None:
        """Show how it ended, or that it is under way; an icon of its own where it is neither."""
        self._tone = tone_name
        colour = tone(tone_name)[1]
        self._icon.set_icon(icon or _ICONS.get(tone_name, "info"), colour)
        self.lead.set_role(colour)
        self.lead.set_text("", lead=lead)
        self.text.set_text(text)
        self.text.setVisible(bool(text))
        self.setAccessibleName(f"{lead} {text}".strip())
        self.show()
        self.update()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, self.accessibleName()))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the wash."""
        roles = theme.roles
        wash = roles.colour(tone(self._tone)[0])
        with Ink.on(self) as ink:
            ink.box(0, 0, ink.width, ink.height, wash, roles.line if wash == roles.panel else None)
