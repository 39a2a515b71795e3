"""The list of pages at the start of the window: real radio buttons, so arrow keys and roles come free."""

import math

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QRadioButton, QSizePolicy, QWidget

from desktop.ui import sentences_settings as sentences
from desktop.ui import strings_settings as strings
from desktop.ui.kit.focus import KeyFocus
from desktop.ui.kit.fonts import face
from desktop.ui.kit.ink import Ink
from desktop.ui.kit.labels import Text
from desktop.ui.kit.panes import Pane
from desktop.ui.kit.theme import theme, u
from desktop.ui.settings.catalogue import HEADS, Page

_WIDTH, _WIDEST = 240, 300
_HEIGHT = 40
_NARROW = 12 + _HEIGHT + 13


def width() -> int:
    """Return the width of the list in design pixels: more in a language whose words are long."""
    longest = max(face(14, 500).width(head.title) for head in HEADS.values())
    return min(max(_WIDTH, math.ceil(longest) + 12 + 40 + 12 + 13), _WIDEST)


class _PageButton(KeyFocus, QRadioButton):
    def __init__(self, page: Page) -> None:
        super().__init__()
        self._head = HEADS[page]
        self._badge = ""
        self._narrow = False
        self.setText(self._head.title.replace("&", "&&"))
        self.setAccessibleName(self._head.title)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_narrow(self, narrow: bool) -> None:
        self._narrow = narrow
        self.setToolTip(self._head.title if narrow else "")
        self.update()

    def set_badge(self, number: int) -> None:
        self._badge = str(number) if number else ""
        title = self._head.title
        self.setAccessibleName(f"{title}, {sentences.needing(number)}" if number else title)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(u(_HEIGHT), u(_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def hitButton(self, pos: QPoint) -> bool:
        return self.rect().contains(pos)

    def paintEvent(self, _event: QPaintEvent) -> None:
        roles = theme.roles
        chosen = self.isChecked()
        fill = roles.selection if chosen else roles.pressed if self.isDown() else None
        if fill is None and self.underMouse():
            fill = roles.hover
        with Ink.on(self) as ink:
            if fill is not None:
                ink.box(0, 0, ink.width, ink.height, fill)
            ink.icon(self._head.icon, 12, 12, 16, roles.accent if chosen else roles.dim)
            end = ink.width - 12
            if self._badge and self._narrow:
                ink.disc(ink.width - 14, 6, 8, roles.waiting)
            elif self._badge:
                edge = roles.line if roles.waiting_wash == roles.panel else None
                wide = max(20.0, face(12, 600).width(self._badge) + 12)
                ink.box(end - wide, 11, wide, 18, roles.waiting_wash, edge, radius=9)
                ink.text(0, 12, self._badge, roles.waiting, 12, 600, centre=end - wide / 2)
                end -= math.ceil(wide) + 8
            colour = roles.text if chosen else roles.dim
            if not self._narrow:
                ink.text(40, 10, self._head.title, colour, 14, 500, room=end - 40)
            if self.ring:
                ink.ring()


class Nav(Pane):
    """One tab stop; the arrow keys choose. `chosen` carries the page, also when `choose` was called."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("panel", "e", margins=(12, 16, 13, 16), spacing=4, parent=parent)
        self.setAccessibleName(strings.PAGES)
        self.setFixedWidth(u(width()))
        self._group = QButtonGroup(self)
        self._buttons: dict[Page, _PageButton] = {}
        for place, page in enumerate(Page):
            button = _PageButton(page)
            self._group.addButton(button, place)
            self._buttons[page] = button
            self.add(button)
        self._buttons[Page.ACCOUNTS].setChecked(True)
        self._one_stop()
        self._group.idToggled.connect(self._toggled)
        self.add_stretch()
        foot = QHBoxLayout()
        foot.setContentsMargins(u(12), 0, u(12), 0)
        self._foot = Text(strings.AT_ONCE, "dim", 12)
        foot.addWidget(self._foot)
        self.add_layout(foot)

    def set_narrow(self, narrow: bool) -> None:
        """Show symbols alone, or titles with them."""
        self.setFixedWidth(u(_NARROW if narrow else width()))
        self._foot.setVisible(not narrow)
        for button in self._buttons.values():
            button.set_narrow(narrow)

    @property
    def page(self) -> Page:
        """Return the page that is chosen."""
        return tuple(Page)[self._group.checkedId()]

    def choose(self, page: Page) -> None:
        """Choose a page."""
        self._buttons[page].setChecked(True)

    def set_badge(self, page: Page, number: int) -> None:
        """Show how many things of a page need something."""
        self._buttons[page].set_badge(number)

    def button(self, page: Page) -> QRadioButton:
        """Return the button of a page."""
        return self._buttons[page]

    def _toggled(self, place: int, on: bool) -> None:
        if on:
            self._one_stop()
            self.chosen.emit(tuple(Page)[place])

    def _one_stop(self) -> None:
        for button in self._buttons.values():
            stop = Qt.FocusPolicy.StrongFocus if button.isChecked() else Qt.FocusPolicy.ClickFocus
            button.setFocusPolicy(stop)
