"""A choice of one from a short list: a QComboBox for its role and keys, with a kit menu as its list."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QMouseEvent, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QSizePolicy, QWidget

from desktop.ui.kit.float import Menu
from desktop.ui.kit.focus import KeyFocus
from desktop.ui.kit.fonts import face
from desktop.ui.kit.ink import Ink
from desktop.ui.kit.style import menu_margin
from desktop.ui.kit.theme import theme, u

_EDGE, _GAP, _ARROW = 13, 8, 14
_WIDEST = 280
_SMALL, _SMALL_EDGE, _SMALL_ARROW = 28, 9, 12


class Combo(KeyFocus, QComboBox):
    """Shows what is chosen; Space, Enter, F4, Alt+Down and a click open the list, arrows and letters choose.

    `choices` are pairs of a value and its label. `picked` carries the value that the person chose; a value
    set with `choose` is not told. The wheel does nothing: it scrolls the page that the combo stands on.
    A `small` one stands in the head of a table.
    """

    picked = Signal(object)

    def __init__(
        self,
        choices: Sequence[tuple[object, str]] = (),
        *,
        name: str,
        height: int = 32,
        small: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._height = _SMALL if small else height
        self._small = small
        self._quiet = False
        self._menu = Menu(self)
        self._menu.triggered.connect(self._chosen)
        self._menu.aboutToHide.connect(self.update)
        self.setAccessibleName(name)
        # On Unix Qt gives what is chosen as a combo's name, and leaves the name to a label whose buddy it is.
        self.setAccessibleDescription(name)
        self.view().setAccessibleName(name)  # Qt's own list, which is there and never shown
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.activated.connect(self._activated)
        self.set_choices(choices)

    def set_quiet(self, quiet: bool) -> None:
        """Step back: what is chosen is that nothing is done."""
        self._quiet = quiet
        self.update()

    @property
    def menu(self) -> Menu:
        """Return the list as it was last opened."""
        return self._menu

    def set_choices(self, choices: Sequence[tuple[object, str]]) -> None:
        """Offer other choices; what was chosen stays chosen where it is still there."""
        before = self.value
        self.clear()
        for value, label in choices:
            self.addItem(label, value)
        self.choose(before)
        self.updateGeometry()

    @property
    def value(self) -> object:
        """Return the value that is chosen, None when there is nothing to choose."""
        return self.currentData()

    def choose(self, value: object) -> None:
        """Choose a value; one that is not offered changes nothing."""
        for index in range(self.count()):
            if self.itemData(index) == value:
                self.setCurrentIndex(index)
                return

    def showPopup(self) -> None:
        """Open the list below, with a check mark at what is chosen."""
        self._menu.clear()
        for index in range(self.count()):
            action = self._menu.add(self.itemText(index))
            action.setData(index)
            action.setCheckable(True)
            action.setChecked(index == self.currentIndex())
        self._menu.setMinimumWidth(self.width() + 2 * menu_margin())
        self._menu.open_under(self)
        if 0 <= self.currentIndex() < self.count():
            self._menu.setActiveAction(self._menu.actions()[self.currentIndex()])
        self.update()

    def hidePopup(self) -> None:
        """Close the list."""
        self._menu.close()

    def sizeHint(self) -> QSize:
        """Return what the longest label needs, within reason."""
        letters = face(12, 500) if self._small else face()
        labels = [letters.width(self.itemText(index)) for index in range(self.count())]
        wide = min(max(labels, default=0.0), _WIDEST)
        return QSize(u(2 * self._edge + wide + _GAP + self._arrow), u(self._height))

    def minimumSizeHint(self) -> QSize:
        """Return room for a few letters."""
        return QSize(min(u(96), self.sizeHint().width()), u(self._height))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Open our list, not Qt's."""
        if event.button() == Qt.MouseButton.LeftButton and self.count():
            self.showPopup()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the list with Enter too, as a button does."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not event.isAutoRepeat():
            self.showPopup()
            return
        super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page: nobody wants a setting changed by scrolling past it."""
        event.ignore()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the state of this moment."""
        roles = theme.roles
        able, down = self.isEnabled(), self._menu.isVisible()
        hot = self.underMouse() and able
        rest = roles.window if self._quiet else roles.panel
        fill = roles.hover if not able else roles.pressed if down else roles.hover if hot else rest
        colour = roles.text if able and not self._quiet else roles.dim
        edge, arrow, radius = self._edge, self._arrow, 6 if self._small else 8
        px, weight, tall = (12, 500, 16) if self._small else (14, 400, 20)
        with Ink.on(self) as ink:
            ink.box(0, 0, ink.width, ink.height, fill, roles.line, radius=radius)
            end = ink.width - edge - arrow
            room = end - edge - (2 if self._small else _GAP) + 1
            ink.text(edge, (ink.height - tall) / 2, self.currentText(), colour, px, weight, room=room)
            ink.icon("chevron-down", end, (ink.height - arrow) / 2, arrow, roles.dim)
            if self.ring:
                ink.ring(radius=radius)

    @property
    def _edge(self) -> int:
        return _SMALL_EDGE if self._small else _EDGE

    @property
    def _arrow(self) -> int:
        return _SMALL_ARROW if self._small else _ARROW

    def _chosen(self, action: QAction) -> None:
        index = action.data()
        if index != self.currentIndex():
            self.setCurrentIndex(index)
            self.activated.emit(index)

    def _activated(self, index: int) -> None:
        self.picked.emit(self.itemData(index))
