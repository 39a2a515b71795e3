"""The small button of one filter: it opens what there is to choose, and its cross takes the choice away."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QMouseEvent, QPaintEvent
from PySide6.QtWidgets import QWidget

from desktop.ui import sentences_campaigns as sentences
from desktop.ui import strings_campaigns as strings
from desktop.ui.kit.buttons import PaintedButton
from desktop.ui.kit.float import Menu
from desktop.ui.kit.fonts import face
from desktop.ui.kit.ink import Ink
from desktop.ui.kit.outside import shown
from desktop.ui.kit.theme import theme, u
from desktop.ui.sentences import tip

_HEIGHT, _START, _END, _GAP, _MARK = 28, 11, 9, 4, 12
_WIDEST = 160


class FilterKey(PaintedButton):
    """Says its name, or what is chosen. Delete and Backspace, and a press on the cross, take that away.

    `picked` carries the value that the person chose, `cleared` says that none is wanted any more. With
    `several`, a value that is chosen again is taken out.
    """

    picked = Signal(object)
    cleared = Signal()

    def __init__(self, label: str, *, several: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(label, parent=parent)
        self._title = label
        self._several = several
        self._choices: dict[Any, str] = {}
        self._values: tuple[Any, ...] = ()
        self._none = strings.ANY
        self.menu = Menu(self)
        self.menu.triggered.connect(self._chosen)
        self.clicked.connect(self._open)

    def set_choices(self, choices: Mapping[Any, str], *, none: str = strings.ANY) -> None:
        """Offer values with their labels; `none` stands where there are none to choose."""
        self._choices = dict(choices)
        self._none = none
        self._say()

    def show_value(self, *values: object) -> None:
        """Show what is chosen; nothing for no value."""
        self._values = values
        self._say()

    @property
    def on(self) -> bool:
        """Whether something is chosen."""
        return bool(self._values)

    def _say(self) -> None:
        labels = [self._choices.get(value, str(value)) for value in self._values]
        said = self._title
        if labels:
            said = sentences.tags_chosen(labels) if self._several else shown(labels[0])
        self.setText(said)
        self.setAccessibleName(f"{self._title}: {said}" if labels else self._title)
        self.setToolTip(tip(", ".join(labels)))
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Return what the label and the mark need; a long one is cut."""
        width = min(face(12, 500).width(self.text()), _WIDEST)
        return QSize(u(_START + width + _GAP + _MARK + _END), u(_HEIGHT))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Take the choice away where the cross is."""
        x = self.width() - event.position().x() if self.isRightToLeft() else event.position().x()
        if self.on and self.isDown() and x > self.width() - u(_MARK + _END + _GAP):
            self.setDown(False)
            self.cleared.emit()
            return
        super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the choice away by the keys that delete, and open the choices with Down."""
        if self.on and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.cleared.emit()
            return
        if event.key() == Qt.Key.Key_Down:
            self._open()
            return
        super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the state of this moment."""
        roles, on = theme.roles, self.on
        down = self.isDown() or self.menu.isVisible()
        fill = roles.pressed if down else roles.selection if on else roles.hover if self.hot else roles.panel
        colour = roles.text if on and self.isEnabled() else roles.dim
        with Ink.on(self) as ink:
            ink.box(0, 0, ink.width, ink.height, fill, roles.accent if on else roles.line)
            end = ink.width - _END - _MARK
            ink.text(_START, 6, self.text(), colour, 12, 500, room=end - _GAP - _START + 1)
            ink.icon("close" if on else "chevron-down", end, (ink.height - _MARK) / 2, _MARK, colour)
            if self.ring:
                ink.ring()

    def _open(self) -> None:
        self.menu.clear()
        if not self._choices and not self.on:
            self.menu.add_note(self._none)
        if not self._several or self.on:
            self._add(strings.ANY, None, not self.on)
        for value, label in self._choices.items():
            self._add(shown(label, 60), value, value in self._values)
        self.menu.open_under(self)

    def _add(self, label: str, value: object, checked: bool) -> None:
        action = self.menu.add(label)
        action.setData((value,))
        action.setCheckable(True)
        action.setChecked(checked)

    def _chosen(self, action: QAction) -> None:
        (value,) = action.data()
        if value is None:
            self.cleared.emit()
        else:
            self.picked.emit(value)
        self.update()
