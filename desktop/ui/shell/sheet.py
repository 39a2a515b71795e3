"""The sheet of shortcuts: every key of the window in groups, in two columns where there is room for them."""

import math
from collections.abc import Iterable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QPaintEvent
from PySide6.QtWidgets import QBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from desktop.ui import sentences, strings
from desktop.ui.kit.buttons import Button
from desktop.ui.kit.float import Dialog
from desktop.ui.kit.focus import KeyFocus
from desktop.ui.kit.fonts import face, line_height
from desktop.ui.kit.ink import Ink
from desktop.ui.kit.labels import Plain, Text
from desktop.ui.kit.panes import Pane
from desktop.ui.kit.scroll import plain_scrolling
from desktop.ui.kit.theme import theme, u
from desktop.ui.kit.wrap import Wrapped, wrap
from desktop.ui.shell.keys import BY_PLACE, GROUPS, KEYS, Deed, Key

_WIDTH = 808
_AROUND = 176
"""What the window keeps free above and below the keys: the sheet's heading and foot, and some air."""
_CAP, _GAP, _PAD, _EDGE = 20, 4, 6, 12
_STEPS = {
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_PageDown: 8,
    Qt.Key.Key_PageUp: -8,
}


class KeySheet(Dialog):
    """Shows the keys that are `bound` and those that parts of the window have for themselves.

    Up and Down go through the keys, so that a screen reader says each; Escape and Enter close it.
    """

    def __init__(self, window: QWidget, bound: Iterable[Deed]) -> None:
        super().__init__(window, title=strings.KEYS_TITLE, width=_WIDTH, scrolls=False)
        title = QVBoxLayout()
        title.setContentsMargins(u(_EDGE), 0, u(_EDGE), 0)
        title.addWidget(Text(strings.KEYS_TITLE, px=16, weight=600))
        self.box.addLayout(title)
        self.rows: list[KeyRow] = []
        columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        columns.setSpacing(u(40))
        groups = _grouped([*(KEYS[deed] for deed in bound), *BY_PLACE])
        for half in _halves(groups):
            column = QVBoxLayout()
            column.setSpacing(0)
            for group, keys in half:
                column.addWidget(_Heading(group, first=column.count() == 0))
                for key in keys:
                    self.rows.append(KeyRow(key))
                    column.addWidget(self.rows[-1])
            column.addStretch(1)
            columns.addLayout(column, 1)
        least = max(row.minimumSizeHint().width() for row in self.rows)
        if 2 * least + u(40) > self._wide() - 2 * u(24):  # large text in a small window
            columns.setDirection(QBoxLayout.Direction.TopToBottom)
            columns.setSpacing(u(20))
        body = Pane(margins=(_EDGE - _PAD, 0, _EDGE - _PAD, 0))  # the scroll bar lies over its end
        body.add_layout(columns)
        self._scroll = _Scroll(body)
        self._body = body
        self.box.addWidget(self._scroll)
        self.box.setContentsMargins(u(24 - _EDGE), u(24), u(24 - _EDGE), u(16))
        self.close_button = self.add_button(Button(strings.CLOSE))
        self.close_button.clicked.connect(self.reject)
        self.rows[0].setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def open(self) -> None:
        """Show it, as high as its keys or as the window lets it be."""
        window = self._window.window()
        wide = self._wide()
        self.setFixedWidth(wide + self.width() - u(_WIDTH))
        room = self._body.heightForWidth(wide - 2 * u(24 - _EDGE))
        self._scroll.setFixedHeight(min(room, window.height() - u(_AROUND)))
        super().open()
        self.close_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go through the keys one by one, a page or all the way."""
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Home:
            self._go_to(0)
        elif key == Qt.Key.Key_End:
            self._go_to(len(self.rows) - 1)
        elif key in _STEPS:
            now = next((row for row, one in enumerate(self.rows) if one.hasFocus()), None)
            # From the button, the first step down is onto the first key.
            start = -1 if now is None else now
            self._go_to(start + _STEPS[key])
        else:
            super().keyPressEvent(event)

    def _wide(self) -> int:
        """Return how wide it is, in its own pixels."""
        return min(u(_WIDTH), self._window.window().width() - u(48))

    def _go_to(self, number: int) -> None:
        row = self.rows[max(0, min(number, len(self.rows) - 1))]
        row.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._scroll.ensureWidgetVisible(row, 0, u(32))


class KeyRow(KeyFocus, Plain):
    """What a key does, over as many lines as it needs, and the key itself at the end."""

    def __init__(self, key: Key, parent: QWidget | None = None) -> None:
        super().__init__(key.text, parent=parent)
        self._caps = [readable(sequence) for sequence in key.sequences]
        self._widths = [face(12).width(cap) + 14 for cap in self._caps]
        self.setAccessibleName(sentences.key_line(key.text, self._caps))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def sizeHint(self) -> QSize:
        """Return what it takes on one line."""
        wide = math.ceil((face(14).width(self.text()) + self._reserved() + 2 * _PAD + 1) * theme.scale)
        return QSize(wide, self.heightForWidth(wide))

    def minimumSizeHint(self) -> QSize:
        """Return room for a word beside the keys."""
        return QSize(u(60 + self._reserved()), u(line_height(14) + 8))

    def heightForWidth(self, width: int) -> int:
        """Return the height of the text in a width."""
        return u(self._wrapped(width / theme.scale).height + 8)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the text, the caps at the end, and the ring of who goes through the keys."""
        roles = theme.roles
        with Ink.on(self) as ink:
            made = self._wrapped(ink.width)
            if made.lines == 1:
                ink.text(_PAD, 4, self.text(), roles.text)
            else:
                ink.painter.setPen(roles.text)
                made.layout.draw(ink.painter, ink.rect(_PAD, 4, made.measure, made.height).topLeft())
            x = ink.width - self._reserved() + 12 - _PAD
            for cap, wide in zip(self._caps, self._widths, strict=True):
                ink.box(x, 4, wide, _CAP, roles.panel, roles.line, radius=4)
                ink.text(x, 6, cap, roles.dim, 12, centre=x + wide / 2)
                x += wide + _GAP
            if self.ring:
                ink.ring(radius=4)

    def _reserved(self) -> float:
        return 12 + sum(self._widths) + _GAP * (len(self._widths) - 1)

    def _wrapped(self, width: float) -> Wrapped:
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        return wrap(self.text(), max(width - self._reserved() - 2 * _PAD, 40), rtl=rtl)


class _Heading(Text):
    """A group's name, with room above it but for the first of a column."""

    def __init__(self, text: str, *, first: bool) -> None:
        super().__init__(text, "dim", 12, 600)
        self._above = 0 if first else 20
        self.setContentsMargins(u(_PAD), 0, 0, 0)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), u(20 + self._above))

    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), u(20 + self._above))

    def paintEvent(self, _event: QPaintEvent) -> None:
        with Ink.on(self) as ink:
            ink.text(_PAD, self._above, self.text(), theme.roles.dim, 12, 600, room=ink.width - _PAD)


class _Scroll(QScrollArea):
    """Scrolls the keys, and leaves the focus to them."""

    def __init__(self, body: QWidget) -> None:
        super().__init__()
        plain_scrolling(self)
        self.setWidget(body)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.ignore()  # the sheet goes from key to key


def readable(sequence: str) -> str:
    """Return a key as this system writes it."""
    return QKeySequence(sequence).toString(QKeySequence.SequenceFormat.NativeText)


def _grouped(keys: Iterable[Key]) -> list[tuple[str, list[Key]]]:
    found: dict[str, list[Key]] = {group: [] for group in GROUPS}
    for key in keys:
        found[key.group].append(key)
    return [(group, members) for group, members in found.items() if members]


def _halves(groups: list[tuple[str, list[Key]]]) -> list[list[tuple[str, list[Key]]]]:
    """Split whole groups into two columns that are as equal as they can be."""
    sizes = [len(members) + 1.5 for _, members in groups]
    best = min(range(1, len(groups) + 1), key=lambda cut: abs(sum(sizes[:cut]) - sum(sizes[cut:])))
    return [groups[:best], groups[best:]]
