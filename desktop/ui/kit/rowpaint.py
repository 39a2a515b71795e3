"""How a row is painted: its background in every state, two lines of text, and a heading."""

from abc import abstractmethod
from dataclasses import dataclass

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from desktop.ui.kit.fonts import face
from desktop.ui.kit.ink import Ink
from desktop.ui.kit.marked import Part, Span, marked_text
from desktop.ui.kit.roles import Role
from desktop.ui.kit.rows import ROW_HEIGHT, AnyIndex, ListView
from desktop.ui.kit.strip import LINK_GAP, TALL_HEIGHT
from desktop.ui.kit.theme import theme

_EDGE = 16
_TEXT = 56
_WIDEST_CHIP = 120


@dataclass(frozen=True, slots=True)
class TwoLines:
    """What a row says. `icon` (or `letters`) stands in a disc of `wash`; `meta` makes the second line.

    Its parts are in the order of their weight: what has no room is left out from the end, nothing overflows.
    `chip` says where the row is from, in a frame. `title_marks` and `number_marks` are where the title, and
    the first part of the second line, are what was looked for. `level` puts what stands at the end on the
    middle of the title, instead of on its base line, and sets that number in figures of one width.
    `trouble` makes a third line, with `words` at its end.
    """

    title: str
    icon: str = ""
    letters: str = ""
    wash: Role = "hover"
    ink: Role = "dim"
    title_role: Role = "text"
    time: str = ""
    time_icon: str = ""
    time_role: Role = "dim"
    time_weight: int = 400
    meta: tuple[str, ...] = ()
    chip: str = ""
    tag: str = ""
    more: str = ""
    icons: tuple[str, ...] = ()
    title_marks: tuple[Span, ...] = ()
    number_marks: tuple[Span, ...] = ()
    level: bool = False
    trouble: str = ""
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RowState:
    """The state a row is painted in; `strip` is the room that its buttons take, in design pixels."""

    selected: bool
    hovered: bool
    ringed: bool
    strip: int


class RowDelegate(QStyledItemDelegate):
    """Paints a row's background, then asks `content` for the rest."""

    def __init__(self, view: ListView) -> None:
        super().__init__(view)
        self._view = view

    @abstractmethod
    def content(self, ink: Ink, index: AnyIndex, state: RowState) -> None:
        """Paint what stands in the row, with `two_lines` or `heading`."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Paint one row."""
        view, roles, row = self._view, theme.roles, index.row()
        strip = view.strip.room if view.strip is not None and view.strip.row == row else 0
        state = RowState(
            selected=bool(option.state & QStyle.StateFlag.State_Selected),
            hovered=row == view.hover,
            ringed=view.ringed(row),
            strip=strip,
        )
        with Ink(painter, option.rect, option.direction) as ink:
            if state.selected:
                ink.fill(0, 0, ink.width, ink.height, roles.selection)
                if not state.ringed:
                    ink.box(0, 8, 3, ink.height - 16, roles.accent, radius=1.5)
            elif state.hovered:
                ink.fill(0, 0, ink.width, ink.height, roles.hover)
            if state.ringed:
                ink.ring(radius=7, inset=1)
            self.content(ink, index, state)

    def sizeHint(self, _option: QStyleOptionViewItem, _index: AnyIndex) -> QSize:
        """Return nothing of note: the view's sections have fixed heights."""
        return QSize(0, 0)


def heading(ink: Ink, text: str) -> None:
    """Paint a heading row."""
    ink.text(_EDGE, 8, text, theme.roles.dim, 12, 600, room=ink.width - 2 * _EDGE)


def two_lines(ink: Ink, row: TwoLines, state: RowState) -> None:
    """Paint a row of two lines, or of three where it has a trouble and the height for it."""
    roles = theme.roles
    tall = bool(row.trouble) and ink.height >= TALL_HEIGHT
    middle, top = ink.height / 2, (ink.height - (TALL_HEIGHT if tall else ROW_HEIGHT)) / 2
    wash = roles.panel if row.letters and state.selected else roles.colour(row.wash)
    ink.disc(_EDGE, middle - 14, 28, wash)
    if row.icon:
        ink.icon(row.icon, _EDGE + 6, middle - 8, 16, roles.colour(row.ink))
    else:
        ink.text(0, middle - 8, row.letters, roles.accent, 11, 600, centre=_EDGE + 14)
    end = ink.width - (state.strip or _EDGE)
    title_end = end
    lift = int(row.level)
    if not state.strip and (row.time or row.time_icon):
        colour = roles.colour(row.time_role)
        wide = 0.0
        if row.time:
            wide = ink.text(0, top + 13 - lift, row.time, colour, 12, row.time_weight, right=end)
        if row.time_icon:
            wide += 19 if row.time else 14
            ink.icon(row.time_icon, end - wide, top + 14 - lift, 14, colour)
        title_end = end - wide - 8
    title = Part(row.title, row.title_marks)
    marked_text(ink, _TEXT, top + 10, title, row.title_role, weight=500, room=title_end - _TEXT)
    if tall:
        _third_line(ink, row, top + 46, words=not state.strip)
    if state.strip or row.level:
        _second_line(ink, row, top + 30, end)
        return
    for icon in reversed(row.icons):
        end -= 14
        ink.icon(icon, end, top + 31, 14, roles.dim)
        end -= 6
    _second_line(ink, row, top + 31, end - (2 if row.icons else 0))


def _third_line(ink: Ink, row: TwoLines, top: float, *, words: bool) -> None:
    """Paint what is wrong, and the words that help, which are buttons in the row in question."""
    roles, letters = theme.roles, face(12, 500)
    end = ink.width - _EDGE
    for word in reversed(row.words):
        if words:
            ink.text(0, top, word, roles.accent, 12, 500, right=end)
        end -= letters.width(word) + LINK_GAP
    ink.text(_TEXT, top, row.trouble, roles.missed, 12, room=end - _TEXT)


def _second_line(ink: Ink, row: TwoLines, top: float, end: float) -> None:
    roles = theme.roles
    letters = face(12)
    x = float(_TEXT)
    for place, text in enumerate(row.meta):
        if end - x < 24:
            return
        part, number = Part(text, () if place else row.number_marks), row.level and not place
        x += marked_text(ink, x, top, part, "dim", 12, room=end - x, tabular=number) + 8
    if row.chip:
        wide = min(letters.width(row.chip) + 12, _WIDEST_CHIP)
        if x + wide > end:
            return
        ink.box(x, top, wide, 16, None, roles.line, radius=8)
        ink.text(x + 6, top, row.chip, roles.dim, 12, room=wide - 11)
        x += wide + 8
    if not row.tag:
        return
    wide = letters.width(row.tag) + 12
    more = letters.width(row.more) + 8 if row.more else 0
    if x + wide + more > end:
        return
    edge = roles.line if roles.chip == roles.panel else None
    ink.box(x, top, wide, 16, roles.chip, edge, radius=8)
    ink.text(x + 6, top, row.tag, roles.text, 12)
    if row.more:
        ink.text(x + wide + 8, top, row.more, roles.dim, 12)
