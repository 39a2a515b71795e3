"""Choices to switch on and off, many in the room of a few check boxes, in as many lines as they need."""

import html
from collections.abc import Hashable, Iterable, Mapping
from typing import Generic, TypeVar

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.ui.kit.buttons import PaintedButton
from desktop.ui.kit.flow import FlowLayout
from desktop.ui.kit.fonts import face
from desktop.ui.kit.ink import Ink
from desktop.ui.kit.theme import theme, u

_HEIGHT = 28
_EDGE = 9
_CHECK = 12
_WIDEST = 240
_NEXT = (Qt.Key.Key_Right, Qt.Key.Key_Down)
_BEFORE = (Qt.Key.Key_Left, Qt.Key.Key_Up)


class Chip(PaintedButton):
    """One choice. It is as wide when it is on, with its check, as when it is off."""

    moved = Signal(object)
    """A key that goes to another chip."""

    def __init__(self, label: str, *, parent: QWidget | None = None) -> None:
        super().__init__(label, parent=parent)
        self.setCheckable(True)
        self.setToolTip(f"<qt>{html.escape(label)}</qt>" if self.sizeHint().width() == u(_WIDEST) else "")
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return what the label and the check need; a name without end is cut."""
        width = 2 * _EDGE + face(12, 500).width(self.text()) + _CHECK + 4
        return QSize(u(min(width, _WIDEST)), u(_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        """Return room for the check and a few letters."""
        return QSize(u(min(64, self.sizeHint().width())), u(_HEIGHT))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave the keys that go to another chip to the group."""
        if event.key() in (*_NEXT, *_BEFORE, Qt.Key.Key_Home, Qt.Key.Key_End):
            self.moved.emit(event)
            return
        super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the state of this moment."""
        roles, on = theme.roles, self.isChecked()
        fill = roles.hover if self.hot or not self.isEnabled() else roles.panel
        if self.isDown():
            fill = roles.pressed
        elif on:
            fill = roles.selection
        colour = roles.text if on and self.isEnabled() else roles.dim
        with Ink.on(self) as ink:
            ink.box(0, 0, ink.width, ink.height, fill, roles.accent if on else roles.line)
            room = ink.width - 2 * _EDGE - _CHECK - 3  # a pixel more: widths are whole pixels
            if on:
                ink.icon("check", _EDGE, (ink.height - _CHECK) / 2, _CHECK, roles.accent)
                ink.text(_EDGE + _CHECK + 4, 6, self.text(), colour, 12, 500, room=room)
            else:
                ink.text(0, 6, self.text(), colour, 12, 500, centre=ink.width / 2, room=room)
            if self.ring:
                ink.ring()


Key = TypeVar("Key", bound=Hashable)


class Chips(QWidget, Generic[Key]):
    """A group of chips: one tab stop, the arrow keys go through it, Space switches.

    `single` lets only one be on, and none. `changed` comes when the person switched one, not for `show_on`.
    """

    changed = Signal()

    def __init__(
        self,
        choices: Mapping[Key, str],
        *,
        name: str,
        single: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._name = name
        self._single = single
        self._flow = FlowLayout(self, gap=6, line_gap=6)
        self._chips: dict[Key, Chip] = {}
        self.set_choices(choices)

    @property
    def on(self) -> frozenset[Key]:
        """Return what is switched on."""
        return frozenset(key for key, chip in self._chips.items() if chip.isChecked())

    @property
    def count(self) -> int:
        """Return how many choices there are."""
        return len(self._chips)

    def chip(self, key: Key) -> Chip:
        """Return one chip."""
        return self._chips[key]

    def set_choices(self, choices: Mapping[Key, str]) -> None:
        """Offer other choices; what is on and still offered stays on, and keeps the focus."""
        if {key: chip.text() for key, chip in self._chips.items()} == dict(choices):
            return
        on = self.on
        focused = next((key for key, chip in self._chips.items() if chip.hasFocus()), None)
        for chip in self._chips.values():
            self._flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self._chips = {}
        for key, label in choices.items():
            chip = Chip(label, parent=self)
            chip.setAccessibleDescription(self._name)
            chip.clicked.connect(self._clicked)
            chip.moved.connect(self._move)
            self._flow.addWidget(chip)
            chip.show()
            self._chips[key] = chip
        self.show_on(on)
        if focused in self._chips:
            self._chips[focused].setFocus(Qt.FocusReason.OtherFocusReason)

    def show_on(self, on: Iterable[Key]) -> None:
        """Switch these on and all others off."""
        wanted = set(on)
        for key, chip in self._chips.items():
            chip.setChecked(key in wanted)
        self._one_stop()

    def _clicked(self) -> None:
        chip = self.sender()
        if self._single and isinstance(chip, Chip) and chip.isChecked():
            for other in self._chips.values():
                if other is not chip:
                    other.setChecked(False)
        self._one_stop(chip if isinstance(chip, Chip) else None)
        self.changed.emit()

    def _move(self, event: QKeyEvent) -> None:
        chips = list(self._chips.values())
        at = next((place for place, chip in enumerate(chips) if chip.hasFocus()), 0)
        key = event.key()
        if self.isRightToLeft() and key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            key = Qt.Key.Key_Left if key == Qt.Key.Key_Right else Qt.Key.Key_Right
        if key == Qt.Key.Key_Home:
            at = 0
        elif key == Qt.Key.Key_End:
            at = len(chips) - 1
        else:
            at = (at + (1 if key in _NEXT else -1)) % len(chips)
        self._one_stop(chips[at])
        chips[at].setFocus(Qt.FocusReason.TabFocusReason)

    def _one_stop(self, stop: Chip | None = None) -> None:
        chips = list(self._chips.values())
        if stop is None:
            held = next((chip for chip in chips if chip.hasFocus()), None)
            stop = held or next((chip for chip in chips if chip.isChecked()), chips[0] if chips else None)
        for chip in chips:
            is_stop = chip is stop
            chip.setFocusPolicy(Qt.FocusPolicy.StrongFocus if is_stop else Qt.FocusPolicy.ClickFocus)
