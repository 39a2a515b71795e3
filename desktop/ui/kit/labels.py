"""What is read and not pressed: texts, dots, discs, avatars, key caps, tags. Never read as HTML."""

import math
from typing import Literal

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from desktop.ui.kit import fonts
from desktop.ui.kit.fonts import face, line_height
from desktop.ui.kit.ink import Ink
from desktop.ui.kit.outside import MOST, shown
from desktop.ui.kit.roles import Role
from desktop.ui.kit.theme import theme, u
from desktop.ui.kit.wrap import Wrapped, wrap

Align = Literal["start", "centre", "end"]
Tone = Literal["chip", "neutral", "answered", "missed", "waiting"]

_SPACING = {16: -0.01, 22: -0.015}
_MEASURE = 420
"""The widest line of a paragraph in the middle of a pane: about 60 letters."""

_KEPT = 8  # layouts of one text, in as many widths


class Plain(QLabel):
    """A QLabel for its role and its name, painted by us; what it holds is never read as HTML."""

    def __init__(self, text: str = "", *, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(text)
        if name:
            self.setAccessibleName(name)


class Text(Plain):
    """One line of text in a role, size and weight, cut with an ellipsis where there is no room."""

    def __init__(
        self,
        text: str = "",
        role: Role = "text",
        px: int = 14,
        weight: int = 400,
        *,
        align: Align = "start",
        tabular: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent=parent)
        self._role: Role = role
        self._px = px
        self._weight = weight
        self._align: Align = align
        self._tabular = tabular
        self._spacing = _SPACING.get(px, 0.0)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def set_role(self, role: Role) -> None:
        """Write in another colour."""
        self._role = role
        self.update()

    def sizeHint(self) -> QSize:
        """Return what the whole line needs."""
        text = self.text()
        text = shown(text) if len(text) > MOST else text
        wide = face(self._px, self._weight, self._tabular, self._spacing).width(text)
        return QSize(u(wide), u(line_height(self._px)))

    def minimumSizeHint(self) -> QSize:
        """Return room for an ellipsis."""
        return QSize(min(u(20), self.sizeHint().width()), u(line_height(self._px)))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the line, or as much of it as there is room for."""
        with Ink.on(self) as ink:
            ink.text(
                0,
                (ink.height - line_height(self._px)) / 2,
                self.text(),
                theme.roles.colour(self._role if self.isEnabled() else "dim"),
                self._px,
                self._weight,
                tabular=self._tabular,
                spacing=self._spacing,
                right=ink.width if self._align == "end" else None,
                centre=ink.width / 2 if self._align == "centre" else None,
                room=ink.width + 1,
            )


class Paragraph(Plain):
    """Text over as many lines as it needs; `lead` is a semi-bold beginning."""

    def __init__(
        self,
        text: str = "",
        role: Role = "text",
        px: int = 14,
        *,
        lead: str = "",
        align: Literal["start", "centre"] = "start",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("", parent=parent)
        self._role: Role = role
        self._px = px
        self._lead = 0
        self._align = align
        self._kept: dict[tuple[str, int, float, bool], Wrapped] = {}
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.set_text(text, lead=lead)

    def set_text(self, text: str, *, lead: str = "") -> None:
        """Show another text."""
        self._lead = len(lead)
        self.setText(f"{lead} {text}".strip() if lead else text)

    def set_role(self, role: Role) -> None:
        """Write in another colour."""
        self._role = role
        self.update()

    def sizeHint(self) -> QSize:
        """Return a comfortable measure: at most 60 letters a line."""
        wide = min(face(self._px).width(self.text()) + 8, float(_MEASURE))
        return QSize(math.ceil(wide * theme.scale), self.heightForWidth(math.ceil(wide * theme.scale)))

    def minimumSizeHint(self) -> QSize:
        """Return one line of a few words."""
        return QSize(u(80), u(line_height(self._px)))

    def hasHeightForWidth(self) -> bool:
        """Return that the height follows from the width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of the text in a width."""
        return u(self._wrapped(width / theme.scale).height)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the lines."""
        with Ink.on(self) as ink:
            made = self._wrapped(ink.width)
            ink.painter.setPen(theme.roles.colour(self._role))
            aside = (ink.width - made.measure) / 2 if self._align == "centre" else 0.0
            made.layout.draw(ink.painter, QPointF(aside, 0))

    def _wrapped(self, width: float) -> Wrapped:
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        centred = self._align == "centre"
        if centred:
            width = min(width, _MEASURE)
        # A layout asks for the height in a few widths, again and again, whenever anything beside it changes.
        key = (self.text(), self._lead, width, rtl)
        if key not in self._kept:
            if len(self._kept) == _KEPT:
                self._kept.clear()
            self._kept[key] = wrap(self.text(), width, self._px, lead=self._lead, rtl=rtl, centred=centred)
        return self._kept[key]


class SelectableText(QLabel):
    """Plain text that can be marked and copied by the mouse and by the keyboard: ids, numbers, messages."""

    def __init__(
        self, text: str = "", *, name: str = "", px: int = 14, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(text)
        self.setAccessibleName(name)
        self.setFont(fonts.font(px))
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )


class Dot(Plain):
    """A small disc in a role's colour; `name` says what it means, for colour is never the only sign."""

    def __init__(self, role: Role = "answered", *, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__("", name=name, parent=parent)
        self._role: Role = role
        self.setFixedSize(u(8), u(8))

    def set_state(self, role: Role, name: str) -> None:
        """Show another state."""
        self._role = role
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the disc."""
        with Ink.on(self) as ink:
            ink.disc(0, 0, 8, theme.roles.colour(self._role))


class IconLabel(Plain):
    """An icon beside a text. Decoration has no name; one that says something alone needs one."""

    def __init__(
        self, icon: str, size: int = 16, role: Role = "dim", *, name: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__("", name=name, parent=parent)
        self._icon = icon
        self._size = size
        self._role: Role = role
        self.setFixedSize(u(size), u(size))

    def set_icon(self, icon: str, role: Role) -> None:
        """Show another icon."""
        self._icon = icon
        self._role = role
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the icon."""
        with Ink.on(self) as ink:
            ink.icon(self._icon, 0, 0, self._size, theme.roles.colour(self._role))


class Disc(Plain):
    """An icon in a round wash: the symbol of a direction or of a state."""

    def __init__(
        self,
        icon: str,
        wash: Role = "hover",
        role: Role = "dim",
        *,
        size: int = 28,
        halo: bool = False,
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("", name=name, parent=parent)
        self._icon = icon
        self._wash: Role = wash
        self._role: Role = role
        self._size = size
        self._halo = halo
        self.setFixedSize(u(size), u(size))

    def set_look(self, icon: str, wash: Role, role: Role) -> None:
        """Show another symbol."""
        self._icon = icon
        self._wash = wash
        self._role = role
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the wash and the icon."""
        roles = theme.roles
        edge = 24 if self._size == 48 and not self._halo else 20 if self._size >= 40 else 16
        with Ink.on(self) as ink:
            ink.disc(0, 0, self._size, roles.selection if self._halo else roles.colour(self._wash))
            if self._halo:
                ink.disc(4, 4, self._size - 8, roles.colour(self._wash))
            ink.icon(
                self._icon, (self._size - edge) / 2, (self._size - edge) / 2, edge, roles.colour(self._role)
            )


def initials(name: str) -> str:
    """Return the one or two letters that stand for a name; a number has none."""
    words = [word for word in name.split() if word[0].isalpha()]
    return "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words)).upper()


def monogram(title: str) -> str:
    """Return the two letters of a product's tile: `AT` for Acme Telecom, `AE` for Acmetel."""
    words = title.split()
    if len(words) > 1:
        return (words[0][0] + words[-1][0]).upper()
    return (title[:1] + title[len(title) // 2 :][:1]).upper() if len(title) > 1 else title.upper()


class Avatar(Plain):
    """The initials of a person in a circle, or of a provider in a square; a number shows a symbol instead."""

    def __init__(
        self,
        letters: str,
        *,
        size: int = 48,
        square: bool = False,
        wash: Role = "selection",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(letters, parent=parent)
        self._size = size
        self._square = square
        self._wash: Role = wash
        self.setFixedSize(u(size), u(size))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the wash and the letters."""
        roles = theme.roles
        px = 16 if self._size >= 48 else 14 if self._size >= 40 else 12 if self._size >= 32 else 11
        with Ink.on(self) as ink:
            radius = 8 if self._square else self._size / 2
            wash = roles.colour(self._wash)
            edge_line = roles.line if wash == roles.panel else None
            ink.box(0, 0, self._size, self._size, wash, edge_line, radius=radius)
            if self.text():
                top = (self._size - 20) / 2
                ink.text(0, top, self.text(), roles.accent, px, 600, height=20, centre=self._size / 2)
            else:
                edge = 24 if self._size >= 48 else 16
                ink.icon("user", (self._size - edge) / 2, (self._size - edge) / 2, edge, roles.accent)


class KeyCap(Plain):
    """The name of a key in a small frame."""

    def __init__(self, text: str, *, parent: QWidget | None = None) -> None:
        super().__init__(text, parent=parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return what the name needs."""
        return QSize(math.ceil((face(12).width(self.text()) + 14) * theme.scale), u(20))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the frame and the name."""
        roles = theme.roles
        with Ink.on(self) as ink:
            ink.box(0, 0, ink.width, ink.height, None, roles.line, radius=4)
            ink.text(0, 2, self.text(), roles.dim, 12, centre=ink.width / 2)


_TONES: dict[Tone, tuple[Role, Role]] = {
    "chip": ("chip", "text"),
    "neutral": ("hover", "dim"),
    "answered": ("answered_wash", "answered"),
    "missed": ("missed_wash", "missed"),
    "waiting": ("waiting_wash", "waiting"),
}


def tone(name: Tone) -> tuple[Role, Role]:
    """Return the wash of a tone and the colour written on it."""
    return _TONES[name]


class Tag(Plain):
    """A small pill that is only read: a tag, a status, a count."""

    def __init__(
        self, text: str, tone: Tone = "chip", *, icon: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(text, parent=parent)
        self._tone: Tone = tone
        self._icon = icon
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def set_state(self, text: str, tone: Tone, icon: str = "") -> None:
        """Show another state."""
        self._tone = tone
        self._icon = icon
        self.setText(text)

    def sizeHint(self) -> QSize:
        """Return what the text and the icon need."""
        wide = 16 + face(12).width(self.text()) + (18 if self._icon else 0)
        return QSize(u(wide), u(20))

    def minimumSizeHint(self) -> QSize:
        """Return room for an ellipsis."""
        return QSize(u(36), u(20))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the wash, the icon and the text."""
        roles = theme.roles
        wash, colour = tone(self._tone)
        edge = roles.line if roles.colour(wash) == roles.panel else None
        with Ink.on(self) as ink:
            ink.box(0, 0, ink.width, ink.height, roles.colour(wash), edge, radius=10)
            x = 8
            if self._icon:
                ink.icon(self._icon, x, 4, 12, roles.colour(colour))
                x += 18
            ink.text(x, 2, self.text(), roles.colour(colour), 12, room=ink.width - x - 7)
