"""A list beside what is opened of it, which slides over the list where there is no room for both."""

from PySide6.QtCore import (
    QAbstractAnimation,
    QEasingCurve,
    QEvent,
    QPoint,
    QPropertyAnimation,
    Qt,
    Signal,
)
from PySide6.QtGui import QMouseEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

from desktop.ui.kit import focus
from desktop.ui.kit.buttons import Button
from desktop.ui.kit.ink import Ink
from desktop.ui.kit.motion import motion, moves
from desktop.ui.kit.panes import Pane
from desktop.ui.kit.scroll import plain_scrolling
from desktop.ui.kit.theme import theme, u

LINE, GRIP = 1, 9
SLIDE_MS = 160


class MasterDetail(QWidget):
    """Places both (`hold`), and knows how wide the list is. Widths are design pixels.

    Below `narrow_below` only one of both is seen: the detail is hidden until `show_detail`, and `show_master`
    brings the list back.
    """

    narrow_changed = Signal(bool)
    master_shown = Signal()
    """The list is seen whole again, after the detail lay over it."""

    def __init__(
        self, *, width: int, narrowest: int, widest: int, narrow_below: int, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._narrowest = narrowest
        self._widest = widest
        self._narrow_below = narrow_below
        self._width = width
        self._over = False
        self.narrow = False
        self.heir: QWidget | None = None
        """What in the detail takes the focus over when the list that has it disappears."""

    def hold(self, master: QWidget, detail: QWidget) -> None:
        """Take both in; called once, before it is shown."""
        self._master = master
        self._detail = detail
        self._grip = _Grip(self)
        master.setParent(self)
        detail.setParent(self)
        detail.raise_()
        self._grip.raise_()
        self._slide = QPropertyAnimation(detail, b"pos", self)
        self._slide.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._slide.finished.connect(self._settle)

    @property
    def master_width(self) -> int:
        """How wide the list is beside the detail."""
        return self._width

    @master_width.setter
    def master_width(self, width: int) -> None:
        self._width = min(max(width, self._narrowest), self._widest)
        self._place()

    @property
    def detail_shown(self) -> bool:
        """Whether the detail can be seen, or is on its way to be."""
        return not self.narrow or self._over

    @property
    def sliding(self) -> bool:
        """Whether the detail is on its way."""
        return self._slide.state() == QAbstractAnimation.State.Running

    def show_detail(self) -> None:
        """Bring the detail over the list; beside the list it is there anyway."""
        if self.narrow and not self._over:
            self._over = True
            self._run(self._aside(), QPoint(0, 0))
        self._over = True

    def show_master(self) -> None:
        """Take the detail away from over the list."""
        if self.narrow and self._over:
            self._over = False
            self._master.show()
            self._run(self._detail.pos(), self._aside())
            self.master_shown.emit()
        self._over = False

    def take_focus(self, *, ring: bool) -> None:
        """Begin in the list; who fills it says where."""
        raise NotImplementedError

    def go_back(self) -> None:
        """Go from the detail back to the list, where only one of both has room."""
        if self.narrow and self.detail_shown:
            ring = focus.by_keyboard()
            self.show_master()
            self.take_focus(ring=ring)

    def show_clicked(self) -> None:
        """Open what was clicked, where the list leaves no room to see it beside."""
        if self.narrow and not self.detail_shown:
            self.show_detail()
            if self.heir is not None:
                focus.give(self.heir, ring=False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place both anew, one at a time where it is narrow."""
        super().resizeEvent(event)
        narrow = self.width() < u(self._narrow_below)
        changed, self.narrow = narrow != self.narrow, narrow
        if changed:
            self._over = narrow and self._holds_focus(self._detail)
        self._slide.stop()
        self._settle()
        if changed:
            self.narrow_changed.emit(narrow)
            motion.ask()

    def changeEvent(self, event: QEvent) -> None:
        """Mirror with the direction."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self._settle()

    def _holds_focus(self, part: QWidget) -> bool:
        focused = QApplication.focusWidget()
        return focused is not None and part.isAncestorOf(focused)

    def _run(self, begin: QPoint, end: QPoint) -> None:
        self._slide.stop()
        self._place()
        self._detail.move(begin)
        self._detail.show()
        if not self.isVisible() or not moves(self):
            self._settle()
            return
        self._slide.setDuration(SLIDE_MS)
        self._slide.setStartValue(begin)
        self._slide.setEndValue(end)
        self._slide.start()

    def _aside(self) -> QPoint:
        """Return where the detail stands out of sight: behind the end of the line of writing."""
        return QPoint(-self.width() if self.isRightToLeft() else self.width(), 0)

    def _settle(self) -> None:
        """Show what is to be seen, and nothing else."""
        self._place()
        self._detail.setVisible(self.detail_shown)
        if self.heir is not None and self.narrow and self._over and self._holds_focus(self._master):
            focus.give(self.heir, ring=focus.by_keyboard())
        self._master.setVisible(not (self.narrow and self._over))
        self._grip.setVisible(not self.narrow)

    def _place(self) -> None:
        wide, tall = self.width(), self.height()
        if self.narrow:
            self._master.setGeometry(0, 0, wide, tall)
            self._detail.resize(wide, tall)
            if not self.sliding:
                self._detail.move(QPoint(0, 0) if self._over else self._aside())
            return
        list_wide = u(self._width) - u(LINE)  # the hairline at its end belongs to its width
        rest = wide - list_wide - u(LINE)
        rtl = self.isRightToLeft()
        self._master.setGeometry(wide - list_wide if rtl else 0, 0, list_wide, tall)
        self._detail.setGeometry(0 if rtl else list_wide + u(LINE), 0, rest, tall)
        line = rest if rtl else list_wide
        self._grip.setGeometry(line - u(GRIP - LINE) // 2, 0, u(GRIP), tall)

    def drag_to(self, x: int) -> None:
        """Make the list end at a place in the window's pixels."""
        wide = self.width() - x if self.isRightToLeft() else x
        self.master_width = round(wide / theme.scale)


class DetailSide(Pane):
    """The detail of a `MasterDetail`, under a bar with the way back where it lies over the list."""

    def __init__(self, pair: MasterDetail, back: str) -> None:
        super().__init__("window")
        self.back = Button(back, kind="quiet", icon="chevron-left")
        bar = Pane("panel", "b", vertical=False, margins=(8, 4, 16, 5))
        bar.add(self.back)
        bar.add_stretch()
        bar.hide()
        self.add(bar)
        pair.narrow_changed.connect(bar.setVisible)
        pair.heir = self.back

    def add_scrolled(self, detail: QWidget, lowest: int) -> None:
        """Put it in. Where large text leaves no height for its parts, they keep theirs and are scrolled."""
        detail.setMinimumHeight(u(lowest))
        scroll = QScrollArea()
        plain_scrolling(scroll)
        scroll.setWidget(detail)
        self.add(scroll, 1)


class _Grip(QWidget):
    """The hairline between both, with a few pixels more to take hold of."""

    def __init__(self, pair: MasterDetail) -> None:
        super().__init__(pair)
        self._pair = pair
        self.setCursor(Qt.CursorShape.SplitHCursor)

    def paintEvent(self, _event: QPaintEvent) -> None:
        with Ink.on(self) as ink:
            ink.fill((ink.width - LINE) / 2, 0, LINE, ink.height, theme.roles.line)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._pair.drag_to(self._pair.mapFromGlobal(event.globalPosition().toPoint()).x())
