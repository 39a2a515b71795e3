"""The window's first paint: its frame and a list in outline, in one widget that needs hardly any imports.

What it shows stands where the real parts will stand. They take three times as long to load as all of Qt,
so they are loaded behind this, while the engine opens the profile.
"""

from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QWidget

from desktop.ui import first_words
from desktop.ui.kit.bones import bones
from desktop.ui.kit.fonts import face
from desktop.ui.kit.ink import Ink
from desktop.ui.kit.theme import theme
from desktop.ui.shell.frame import NARROW, Tab

BAR, TABS, TOOLS, STATUS = 56, 44, 121, 28
ROWS = 12


class OpeningFace(QWidget):
    """Painted in place of everything else until the profile is open."""

    def __init__(self, list_width: int, *, tab: Tab = Tab.RECENTS, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._list = list_width
        self._tab = tab
        self.painted = False
        self.setAccessibleName(first_words.OPENING)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the bar, the tab, the list in outline, and the status line."""
        roles = theme.roles
        with Ink.on(self) as ink:
            wide, high = ink.width, ink.height
            part = self._list - 1 if wide >= NARROW else wide  # the hairline belongs to the list's width
            foot = high - STATUS
            ink.fill(0, 0, wide, BAR + TABS, roles.panel)
            ink.fill(0, BAR + TABS, part, foot - BAR - TABS, roles.panel)
            ink.fill(part, BAR + TABS, wide - part, foot - BAR - TABS, roles.window)
            ink.fill(0, foot, wide, STATUS, roles.panel)
            for y in (BAR - 1, BAR + TABS - 1, foot):
                ink.fill(0, y, wide, 1, roles.line)
            ink.fill(0, BAR + TABS + TOOLS - 1, part, 1, roles.line)
            ink.fill(part, BAR + TABS, 1, foot - BAR - TABS, roles.line)
            ink.icon("brand", 16, 17, 22, roles.accent)
            ink.text(46, 18, first_words.PRODUCT, roles.text, weight=600)
            x = 16.0
            for word, tab in (
                (first_words.RECENTS, Tab.RECENTS),
                (first_words.CONTACTS, Tab.CONTACTS),
                (first_words.CAMPAIGNS, Tab.CAMPAIGNS),
            ):
                chosen = tab is self._tab
                colour = roles.accent if chosen else roles.dim
                width = ink.text(x + 14, BAR + 10, word, colour, weight=500) + 28
                if chosen:
                    ink.fill(x, BAR + TABS - 3, width, 2, roles.accent)
                x += width + 4
            self._tools(ink, BAR + TABS + 12, part)
            bones(ink, BAR + TABS + TOOLS, part, foot, ROWS)
            ink.text(16, foot + 8, first_words.OPENING, roles.dim, 12)
        self.painted = True

    def _tools(self, ink: Ink, y: float, part: float) -> None:
        """Outline the segments, the filter's button and, below them, the search field."""
        line = theme.roles.line
        if self._tab is Tab.CAMPAIGNS:
            wide = face(14, 500).width(first_words.START_DATE) + 46
            ink.box(part - 16 - wide, y, wide, 32, None, line)
            ink.box(16, y, part - 40 - wide, 32, None, line)
            return
        words: tuple[str, ...] = (first_words.ALL, first_words.MISSED)
        button, beside = first_words.FILTER, 0
        if self._tab is Tab.CONTACTS:
            words = (first_words.ALL, first_words.FAVOURITES, first_words.NOT_SENT)
            button, beside = first_words.NEW, 40
        segments = sum(face(14, 500).width(word) + 25 for word in words) + 1
        ink.box(16, y, segments, 32, None, line)
        wide = face(14, 500).width(button) + 48
        ink.box(part - 16 - wide, y, wide, 32, None, line)
        ink.box(16, y + 40, part - 32 - beside, 32, None, line)
        if beside:
            ink.box(part - 48, y + 40, 32, 32, None, line)
