"""What floats above the window: popover, dialog with its scrim, toast, menu."""

from typing import Any

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, QTimer, Signal, SignalInstance
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QAction,
    QHideEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QShortcut,
)
from PySide6.QtWidgets import QBoxLayout, QDialog, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from desktop.ui.kit import focus, icons
from desktop.ui.kit.buttons import Button
from desktop.ui.kit.fonts import font
from desktop.ui.kit.ink import Ink
from desktop.ui.kit.labels import Text
from desktop.ui.kit.monitors import beside, space_of
from desktop.ui.kit.panes import Margins, Pane
from desktop.ui.kit.scrim import Scrim
from desktop.ui.kit.scroll import Fitting
from desktop.ui.kit.shadow import DROP, MARGIN, composited, paint_shadow, shadow_drop, shadow_room
from desktop.ui.kit.style import menu_margin, menu_style
from desktop.ui.kit.theme import theme, u

BLUR = 32
_SECOND_MS = 1000
_FRAMELESS = Qt.WindowType.FramelessWindowHint | Qt.WindowType.NoDropShadowWindowHint


def _prepare(widget: QWidget, box: QBoxLayout, margins: Margins, spacing: int) -> None:
    if composited():
        widget.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
    edge = shadow_room() + u(1)
    start, top, end, bottom = (u(margin) + edge for margin in margins)
    box.setContentsMargins(start, top, end, bottom + shadow_drop())
    box.setSpacing(u(spacing))


def _paint(widget: QWidget) -> None:
    """Paint the shadow and the body, square and without a margin where the desktop does not blend windows."""
    roles = theme.roles
    margin = shadow_room()
    body = QRectF(widget.rect()).adjusted(margin, margin, -margin, -margin - shadow_drop())
    painter = QPainter(widget)
    if composited():
        paint_shadow(painter, body, drop=u(DROP), blur=u(BLUR), colour=roles.shadow)
    with Ink(painter, body, widget.layoutDirection()) as ink:
        ink.box(0, 0, ink.width, ink.height, roles.panel, roles.line, radius=8 if composited() else 0)
    painter.end()


class Popover(QWidget):
    """A frameless box near the thing it belongs to; a click elsewhere and Escape close it. Fill its `box`."""

    closed = Signal()

    def __init__(
        self,
        parent: QWidget | None = None,
        *,
        name: str,
        margins: Margins = (16, 16, 16, 16),
        spacing: int = 8,
        kind: Qt.WindowType = Qt.WindowType.Popup,
    ) -> None:
        super().__init__(parent, kind | _FRAMELESS)
        self.setAccessibleName(name)
        self.setWindowTitle(name)
        self.box = QVBoxLayout(self)
        _prepare(self, self.box, margins, spacing)

    def open_under(self, anchor: QWidget, *, at_end: bool = False, above: bool = False) -> None:
        """Show it below or `above` a widget, start (or end) edge on the widget's, wholly on the screen."""
        self.ensurePolished()
        self.adjustSize()
        rtl = anchor.layoutDirection() == Qt.LayoutDirection.RightToLeft
        corner = anchor.mapToGlobal(QPoint(0, anchor.height() + u(4)))
        x = corner.x() - shadow_room()
        if at_end != rtl:
            x = corner.x() + anchor.width() - self.width() + shadow_room()
        y = corner.y() - shadow_room()
        if above:
            y = anchor.mapToGlobal(QPoint(0, -u(4))).y() - self.height() + shadow_room() + shadow_drop()
        self.move(beside(anchor, QRect(QPoint(x, y), self.size()), shadow_room(), shadow_drop()))
        ring = focus.by_keyboard()
        self.show()
        for child in self.findChildren(QWidget):
            if child.focusPolicy() & Qt.FocusPolicy.TabFocus and child.isVisible() and child.isEnabled():
                focus.give(child, ring=ring)
                break

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the box and its shadow."""
        _paint(self)

    def hideEvent(self, event: QHideEvent) -> None:
        """Tell that it is gone."""
        super().hideEvent(event)
        self.closed.emit()


class Dialog(QDialog):
    """A question over the window: fill `box`, add buttons with `add_button`, show it with `open`.

    `open` returns at once; `accepted`, `rejected` and `finished` are Qt's. It is modal for its window only,
    whose keys rest meanwhile. Ctrl+Q rejects it, and is the window's own wish to quit.
    """

    def __init__(self, window: QWidget, *, title: str, width: int = 464, scrolls: bool = True) -> None:
        """Build it; without `scrolls` the dialog sees to what is higher than the screen by itself."""
        super().__init__(window, _FRAMELESS | Qt.WindowType.Dialog)
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self._window = window
        self._scrim: Scrim | None = None
        self._most = 0
        outer = QVBoxLayout(self)
        _prepare(self, outer, (0, 0, 0, 0), 0)
        self.box = QVBoxLayout()
        self.box.setContentsMargins(u(24), u(24), u(24), u(24))
        self.box.setSpacing(u(16))
        self._area = Fitting() if scrolls else None
        if self._area is not None:
            content = QWidget()
            content.setLayout(self.box)
            self._area.hold(content)
            outer.addWidget(self._area, 1)
        else:
            outer.addLayout(self.box, 1)
        self._foot: QHBoxLayout | None = None
        self._outer = outer
        self.setFixedWidth(u(width) + 2 * shadow_room())
        QShortcut(QKeySequence("Ctrl+Q"), self).activated.connect(self.quit)

    def sizeHint(self) -> QSize:
        """Return a height for which no text over several lines is squeezed."""
        hint = super().sizeHint()
        hint.setWidth(self.width())
        if self._outer.hasHeightForWidth():
            hint.setHeight(self._outer.totalHeightForWidth(self.width()))
        return hint

    def add_button(self, button: Button) -> Button:
        """Put a button at the end of the foot."""
        if self._foot is None:
            foot = _Foot(margins=(24, 17, 24, 16), spacing=8)
            foot.add_stretch()
            self._outer.addWidget(foot)
            self._foot = foot.box if isinstance(foot.box, QHBoxLayout) else None
        assert self._foot is not None
        self._foot.addWidget(button)
        return button

    def open(self) -> None:
        """Show it in the middle of its window, over a scrim."""
        window = self._window.window()
        self._scrim = Scrim(window, floats=isinstance(window, Dialog))
        self._scrim.show()
        ring = focus.by_keyboard()
        self.place_over(window)
        super().open()
        self.place_over(window)  # only what has been shown says how high its text over several lines is
        now = self.focusWidget()
        if now is not None:
            # A QDialog tells its first widget that Tab brought the focus, whatever did.
            focus.give(now, ring=ring)

    def fit(self) -> None:
        """Take the height that the content needs by now, in the middle of the window."""
        self.place_over(self._window.window())

    def reveal(self, widget: QWidget) -> None:
        """Have a part of `box` seen, also where that is scrolled."""
        if self._area is not None:
            self._area.ensureWidgetVisible(widget)

    def quit(self) -> None:
        """Go away, and have the window below end the program as its own Ctrl+Q does."""
        below = self._window.window()
        self.reject()
        if isinstance(below, Dialog):
            below.quit()
            return
        ask = getattr(below, "ask_to_quit", None)
        wanted = getattr(below, "quit_wanted", None)
        if callable(ask):  # a window that may have something to ask first
            ask()
        elif isinstance(wanted, SignalInstance):
            wanted.emit()

    def place_over(self, window: QWidget) -> None:
        """Take the height that the content needs, in the middle of a window and wholly on its screen."""
        # Not `adjustSize`: it squeezes a window into two thirds of the screen, and large text needs more.
        self.ensurePolished()
        if self._area is not None:
            self._area.updateGeometry()  # what it holds may be higher than a moment ago
        self._outer.activate()
        space, edge = space_of(window.geometry().center(), window), shadow_room()
        if self.width() > space.width() + 2 * edge:
            self.setFixedWidth(space.width() + 2 * edge)
        self._most = space.height() + 2 * edge + shadow_drop()
        self.resize(self.width(), min(self.sizeHint().height(), self._most))
        place = window.geometry().center() - QPoint(self.width() // 2, (self.height() - shadow_drop()) // 2)
        low = space.y() + space.height() + edge + shadow_drop() - self.height()
        place.setX(max(space.x() - edge, min(place.x(), space.x() + space.width() + edge - self.width())))
        place.setY(max(space.y() - edge, min(place.y(), low)))
        self.move(place)

    def event(self, event: QEvent) -> bool:
        """Grow with what it says; what is less again leaves the size, under somebody's pointer, alone."""
        known = super().event(event)
        grows = event.type() == QEvent.Type.LayoutRequest and self._area is not None and self.isVisible()
        if grows and min(self.sizeHint().height(), self._most) > self.height():
            self.fit()
        return known

    def done(self, result: int) -> None:
        """Take the scrim away with the dialog."""
        if self._scrim is not None:
            self._scrim.hide()
            self._scrim.deleteLater()
            self._scrim = None
        super().done(result)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the box and its shadow."""
        _paint(self)


class _Foot(Pane):
    """The row of buttons of a dialog: a hairline, and no fill, for the corners below are round."""

    def __init__(self, *, margins: Margins, spacing: int) -> None:
        super().__init__("panel", vertical=False, margins=margins, spacing=spacing)

    def paintEvent(self, _event: QPaintEvent) -> None:
        with Ink.on(self) as ink:
            ink.fill(0, 0, ink.width, 1, theme.roles.line)


class Toast(QWidget):
    """A passing message at the bottom of a window, with one link (Undo). A screen reader says it.

    One that `counts` tells how many seconds the link is still there.
    """

    acted = Signal()
    gone = Signal()

    def __init__(
        self,
        window: QWidget,
        text: str,
        action: str = "",
        *,
        milliseconds: int = 8000,
        counts: bool = False,
    ) -> None:
        super().__init__(window)
        self.setAccessibleName(text)
        self._text = text
        self._window = window
        line = QHBoxLayout(self)
        _prepare_toast(line)
        line.addWidget(Text(text))
        if action:
            button = Button(action, kind="link")
            button.clicked.connect(self.press)
            line.addWidget(button)
        self._timer = QTimer(self, singleShot=True, interval=milliseconds)
        self._timer.timeout.connect(self._leave)
        self._left: Text | None = None
        if counts:
            self._left = Text(_seconds(milliseconds), "dim", 12, align="end", tabular=True)
            self._left.setFixedWidth(self._left.sizeHint().width())
            line.addWidget(self._left)
            self._second = QTimer(self, interval=_SECOND_MS)
            self._second.timeout.connect(self._tick)

    def pop(self) -> None:
        """Show it, and let it go after its time. A text that is wider than the window is cut."""
        window = self._window
        self.setMaximumWidth(max(window.width() - 2 * u(16) + 2 * u(MARGIN), self.minimumSizeHint().width()))
        self.adjustSize()
        lift = u(28 + 16)  # above the status line
        self.move((window.width() - self.width()) // 2, window.height() - self.height() - lift + u(MARGIN))
        self.raise_()
        self.show()
        self._timer.start()
        if self._left is not None:
            self._second.start()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, self._text))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the box and its shadow."""
        roles = theme.roles
        edge = u(MARGIN)
        body = QRectF(self.rect()).adjusted(edge, edge, -edge, -edge)
        painter = QPainter(self)
        paint_shadow(painter, body, drop=u(8), blur=u(24), colour=roles.shadow)
        with Ink(painter, body, self.layoutDirection()) as ink:
            ink.box(0, 0, ink.width, ink.height, roles.panel, roles.line)
        painter.end()

    def press(self) -> None:
        """Do what its link does, and go."""
        self.acted.emit()
        self._leave()

    def _tick(self) -> None:
        if self._left is not None:
            self._left.setText(_seconds(self._timer.remainingTime()))

    def _leave(self) -> None:
        self._timer.stop()
        self.hide()
        self.gone.emit()
        self.deleteLater()


def _seconds(milliseconds: int) -> str:
    return f"{max(1, round(milliseconds / _SECOND_MS))} s"


def _prepare_toast(line: QHBoxLayout) -> None:
    # A toast is painted inside the window, which can blend on every desktop.
    edge = u(MARGIN)
    line.setContentsMargins(edge + u(16), edge + u(10), edge + u(16), edge + u(10))
    line.setSpacing(u(16))


class Menu(QMenu):
    """A QMenu with its keys and roles; the style paints it, and its shadow needs a shift."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.aboutToShow.connect(self._scroll)  # and not here: nobody has opened most of them yet

    def _scroll(self) -> None:
        if self.style() is not menu_style():
            self.setStyle(menu_style())

    def add(self, label: str, icon: str = "") -> QAction:
        """Add an entry that says exactly `label`: an "&" in a name from outside is no shortcut."""
        action = self.addAction(label.replace("&", "&&"))
        if icon:
            action.setIcon(icons.icon(icon))
        return action

    def add_note(self, label: str) -> QAction:
        """Add a small line that says something and does nothing."""
        action = self.add(label)
        action.setEnabled(False)
        action.setFont(font(12))
        return action

    def add_menu(self, label: str, icon: str = "") -> "Menu":
        """Add a menu below this one."""
        menu = Menu(label.replace("&", "&&"), self)
        if icon:
            menu.setIcon(icons.icon(icon))
        self.addMenu(menu)
        return menu

    def open_under(self, anchor: QWidget, *, at_end: bool = False) -> None:
        """Show it below a widget."""
        self._scroll()  # what it is wide by
        corner = anchor.mapToGlobal(QPoint(0, anchor.height() + u(4)))
        x = corner.x() - menu_margin()
        if at_end != anchor.isRightToLeft():
            x = corner.x() + anchor.width() - self.sizeHint().width() + menu_margin()
        self.popup(QPoint(x, corner.y() - menu_margin()))

    def open_at(self, place: QPoint) -> None:
        """Show it at a global position: where the pointer is."""
        self.popup(place - QPoint(menu_margin(), menu_margin()))
