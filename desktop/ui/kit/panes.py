"""What holds other things: panes with hairlines, cards, and what a list shows when it has no rows."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.ui.kit.bones import bones
from desktop.ui.kit.buttons import Button
from desktop.ui.kit.ink import Ink
from desktop.ui.kit.labels import Disc, IconLabel, Paragraph, Text, Tone, tone
from desktop.ui.kit.roles import Role
from desktop.ui.kit.theme import theme, u

Margins = tuple[int, int, int, int]
"""Start, top, end, bottom, in design pixels."""


class _Holder(QWidget):
    """A widget with one row or column; sizes are given in design pixels."""

    def __init__(self, *, vertical: bool, margins: Margins, spacing: int, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.box: QBoxLayout = QVBoxLayout(self) if vertical else QHBoxLayout(self)
        self.box.setContentsMargins(*(u(margin) for margin in margins))
        self.box.setSpacing(u(spacing))
        self._mirrored = False
        self._mirror()

    def changeEvent(self, event: QEvent) -> None:
        """Mirror the margins with the direction, which Qt leaves as they are."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self._mirror()

    def _mirror(self) -> None:
        if self._mirrored != self.isRightToLeft():
            self._mirrored = self.isRightToLeft()
            inside = self.box.contentsMargins()
            self.box.setContentsMargins(inside.right(), inside.top(), inside.left(), inside.bottom())

    def add(self, widget: QWidget, stretch: int = 0) -> None:
        """Put a widget at the end."""
        self.box.addWidget(widget, stretch)

    def add_layout(self, layout: QLayout, stretch: int = 0) -> None:
        """Put a layout at the end."""
        self.box.addLayout(layout, stretch)

    def add_stretch(self) -> None:
        """Push what follows to the end."""
        self.box.addStretch(1)

    def add_space(self, pixels: int) -> None:
        """Leave design pixels free."""
        self.box.addSpacing(u(pixels))


class Pane(_Holder):
    """A filled area; `sides` names its hairlines: t(op), b(ottom), s(tart), e(nd). None fills nothing."""

    def __init__(
        self,
        fill: Role | None = "panel",
        sides: str = "",
        *,
        vertical: bool = True,
        margins: Margins = (0, 0, 0, 0),
        spacing: int = 0,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(vertical=vertical, margins=margins, spacing=spacing, parent=parent)
        self._fill: Role | None = fill
        self._sides = sides

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the area and its hairlines."""
        roles = theme.roles
        with Ink.on(self) as ink:
            if self._fill is not None:
                ink.fill(0, 0, ink.width, ink.height, roles.colour(self._fill))
            across, down = ink.width, ink.height
            for side, x, y, wide, tall in (
                ("t", 0.0, 0.0, across, 1.0),
                ("b", 0.0, down - 1, across, 1.0),
                ("s", 0.0, 0.0, 1.0, down),
                ("e", across - 1, 0.0, 1.0, down),
            ):
                if side in self._sides:
                    ink.fill(x, y, wide, tall, roles.line)


class Card(_Holder):
    """A bordered box. Its corners do not clip: a child at an edge keeps inside the margins."""

    def __init__(
        self,
        *,
        vertical: bool = True,
        margins: Margins = (17, 13, 17, 13),
        spacing: int = 4,
        fill: Role = "panel",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(vertical=vertical, margins=margins, spacing=spacing, parent=parent)
        self._fill: Role = fill

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the box."""
        with Ink.on(self) as ink:
            ink.box(0, 0, ink.width, ink.height, theme.roles.colour(self._fill), theme.roles.line)


class EmptyState(QWidget):
    """Says in one sentence why there is nothing here, with the one button that helps."""

    acted = Signal()

    def __init__(
        self,
        icon: str,
        title: str,
        sentence: str,
        action: str = "",
        *,
        action_icon: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._disc = Disc(icon, size=48)
        self._title = Text(title, px=16, weight=600, align="centre")
        self._sentence = Paragraph(sentence, "dim", align="centre")
        self.button: Button | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(u(24), u(24), u(24), u(24))
        column.setSpacing(0)
        column.addStretch(1)
        column.addWidget(self._disc, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(u(12))
        column.addWidget(self._title)
        column.addSpacing(u(4))
        column.addWidget(self._sentence)  # an alignment would measure its height for the whole width
        self._keys = QHBoxLayout()
        self._keys.setSpacing(u(8))
        self._keys.addStretch(1)
        self._keys.addStretch(1)
        if action:
            column.addSpacing(u(16))
            column.addLayout(self._keys)
            self.button = self._add(Button(action, kind="go", icon=action_icon))
            self.button.clicked.connect(self._pressed)
        column.addStretch(1)

    def add_second(self, action: str, icon: str = "") -> Button:
        """Put another button beside the first one: what helps as well."""
        return self._add(Button(action, icon=icon))

    @property
    def title(self) -> str:
        """Return its title."""
        return self._title.text()

    def set_message(self, title: str, sentence: str) -> None:
        """Say something else."""
        self._title.setText(title)
        self._sentence.set_text(sentence)

    def _add(self, button: Button) -> Button:
        self._keys.insertWidget(self._keys.count() - 1, button)
        return button

    def _pressed(self) -> None:
        self.acted.emit()


class Skeleton(QWidget):
    """Rows in outline while the first ones are read."""

    def __init__(self, *, name: str, rows: int = 8, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = rows
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint as many outlines as fit."""
        with Ink.on(self) as ink:
            bones(ink, 0, ink.width, ink.height, self._rows)


_SYMBOLS: dict[Tone, str] = {
    "chip": "info",
    "neutral": "info",
    "answered": "check",
    "missed": "warning",
    "waiting": "warning",
}


class Banner(_Holder):
    """A trouble and what to do about it: a line across a pane, or as a `block` a note over several lines."""

    acted = Signal()

    def __init__(
        self,
        tone_name: Tone = "waiting",
        lead: str = "",
        text: str = "",
        action: str = "",
        *,
        icon: str = "",
        block: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        margins = (17, 12, 16, 12) if block else (16, 1, 16, 0)
        super().__init__(vertical=False, margins=margins, spacing=12 if block else 8, parent=parent)
        self._tone: Tone = tone_name
        self._block = block
        colour = tone(tone_name)[1]
        self._icon = IconLabel(icon or _SYMBOLS[tone_name], 16 if block else 14, colour)
        self.add(self._icon)
        self._lead: Text | None = None
        self._text: Text | Paragraph
        if block:
            self.box.setAlignment(self._icon, Qt.AlignmentFlag.AlignTop)
            self._text = Paragraph(text, colour, lead=lead)
            self.add(self._text, 1)
        else:
            self._lead = Text(lead, colour, 12, 600)
            self._text = Text(text, "text", 12)
            self._lead.setVisible(bool(lead))
            self.add(self._lead)
            self.add_space(4)
            self.add(self._text, 1)
            self.setFixedHeight(u(32))
        self.button: Button | None = None
        if action:
            self.button = Button(action, kind="link", px=12)
            self.button.clicked.connect(self._pressed)
            self.add(self.button)

    def set_message(self, lead: str, text: str) -> None:
        """Say something else."""
        if self._lead is not None:
            self._lead.setText(lead)
            self._lead.setVisible(bool(lead))
            self._text.setText(text)
        elif isinstance(self._text, Paragraph):
            self._text.set_text(text, lead=lead)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the wash."""
        roles = theme.roles
        wash = roles.colour(tone(self._tone)[0])
        with Ink.on(self) as ink:
            if self._block:
                edge = roles.line if wash == roles.panel else None
                ink.box(0, 0, ink.width, ink.height, wash, edge)
            else:
                ink.fill(0, 0, ink.width, ink.height, wash)
                ink.fill(0, 0, ink.width, 1, roles.line)

    def _pressed(self) -> None:
        self.acted.emit()
