"""The window of quick dial: opened by a key or the tray, used by the keyboard, gone with Escape."""

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QCursor, QGuiApplication, QHideEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QLayout

from desktop.domain.attempts import DialSource
from desktop.services.lookup import Match
from desktop.ui import strings
from desktop.ui.calling.presenter import CallingPresenter
from desktop.ui.calling.views import CardState, Stage
from desktop.ui.context import Context
from desktop.ui.kit.float import Popover
from desktop.ui.kit.panes import Pane
from desktop.ui.kit.rows import ROW_HEIGHT
from desktop.ui.kit.shadow import shadow_room
from desktop.ui.kit.theme import u
from desktop.ui.quickdial.foot import Foot
from desktop.ui.quickdial.note import CallNote
from desktop.ui.search.box import SearchBox
from desktop.ui.search.field import SearchField
from desktop.ui.search.presenter import SearchPresenter
from desktop.ui.search.results import ResultsView
from desktop.ui.shell.presenter import ShellPresenter

ROWS = 5
WIDTH = 500
DOWN = 0.30
"""Where on the screen its top stands, as a part of the screen's height."""

FIRST_ROWS_MS = 150
"""It appears with its first rows, or without them when they take longer: nothing flashes."""

FOCUS_LEAVES = 4
"""How many times `FIRST_ROWS_MS` the focus is waited for that a window has left a moment ago."""

_UNDER_WAY = (Stage.SENDING, Stage.BUSY)


class QuickDial(Popover):
    """Finds whom to call; one object for the whole session, which remembers nothing between two uses.

    After Enter it stays and shows how far the call is, unless it was opened over a window of ours, which
    shows that itself. It leaves when the focus does, but not while a request or a countdown runs.
    """

    open_call_wanted = Signal(str)
    contact_wanted = Signal(str)
    search_wanted = Signal(str)
    forward_wanted = Signal()
    """There is nothing to be done here: the main window is needed."""

    def __init__(self, context: Context, calling: CallingPresenter, shell: ShellPresenter) -> None:
        flags = Qt.WindowType.Tool | Qt.WindowType.WindowStaysOnTopHint
        super().__init__(name=strings.KEY_QUICK, margins=(0, 0, 0, 0), spacing=0, kind=flags)
        self._calling = calling
        self._shell = shell
        self._over_window = False
        self._called = False
        self._waits = 0
        self.presenter = SearchPresenter(context, shell, ROWS, self)
        self.field = SearchField(large=True)
        self.field.setFixedWidth(u(WIDTH - 2))
        self.view = ResultsView()
        self.note = CallNote(context.now)
        self.foot = Foot(shell, u(WIDTH - 2))
        self._rule = Pane("line")
        self._rule.setFixedHeight(u(1))
        for widget in (self.field, self._rule, self.view, self.note, self.foot):
            self.box.addWidget(widget)
        self.note.setFixedWidth(u(WIDTH - 2))
        self.box.setSizeConstraint(QLayout.SizeConstraint.SetFixedSize)
        self._search = SearchBox(self.field, self.view, self.presenter, self)
        self._search.call_wanted.connect(self._call)
        self._search.open_wanted.connect(self._open)
        self._search.shown.connect(self._shown)
        self.field.escaped.connect(self._escaped)
        self.field.entered.connect(self._entered)
        self._patience = QTimer(self, singleShot=True, interval=FIRST_ROWS_MS)
        self._patience.timeout.connect(self._appear)
        calling.carded.connect(self._carded)
        calling.asked.connect(self._asked)

    @property
    def follows_call(self) -> bool:
        """Whether it shows how far the call is that was asked for here."""
        return self._called and self.isVisible()

    def open_at_pointer(self) -> None:
        """Show it, empty, on the screen with the pointer; when it is open, only bring it to the front."""
        if self.isVisible():
            self.raise_()
            self.activateWindow()
            return
        self._over_window = QApplication.activeWindow() not in (None, self)
        self._waits = FOCUS_LEAVES
        self._search.look()
        self._patience.start()

    async def close_presenter(self) -> None:
        """End all tasks, and go."""
        self.hide()
        await self.presenter.close()
        self.deleteLater()

    def event(self, event: QEvent) -> bool:
        """Leave with the focus; the choice of a line, which is over it, does not count."""
        if (
            event.type() == QEvent.Type.WindowDeactivate
            and QApplication.activePopupWidget() is None
            and not self._is_under_way()
        ):
            self.hide()
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the keys while there is no field that does."""
        if event.isAutoRepeat():
            return  # the Enter that called is still held down, and means nothing more
        if event.key() == Qt.Key.Key_Escape:
            self._escaped()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self._open_linked()
            else:
                self._entered()
        else:
            super().keyPressEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Forget what was typed and found."""
        super().hideEvent(event)
        self._patience.stop()
        self._called = False
        self._back_to_rows()
        self.field.clear()
        self._search.rest()

    def _shown(self) -> None:
        if self._patience.isActive():
            self._appear()
        if not self._called:
            opens = any(row.calls for row in self.view.rows)
            self.foot.offer(strings.CTRL_ENTER, strings.OPEN if opens else "", strings.CLOSE)
            if self._has_no_account():
                self.foot.offer(strings.ENTER, strings.SIGN_IN, strings.CLOSE)

    def _appear(self) -> None:
        self._patience.stop()
        was_shown = self.testAttribute(Qt.WidgetAttribute.WA_WState_Created)
        if self._waits and was_shown and self.windowHandle().isActive():
            # Closed a moment ago. On X11 Qt hears of that 0.4 s later, and a window that is shown before gets
            # the keys and does not know it: no caret, and it would not leave with the focus either.
            self._waits -= 1
            self._patience.start()
            return
        self.ensurePolished()
        self.box.activate()
        screen = QGuiApplication.screenAt(QCursor.pos()) or QGuiApplication.primaryScreen()
        space = screen.availableGeometry()
        frame = u(2) + self.field.sizeHint().height() + u(1) + self.foot.height()
        self.view.fit(space.height() - frame)
        self.setScreen(screen)  # it may have another scale than the one that it was on
        highest = frame + u(ROWS * ROW_HEIGHT)
        wide = self.width() - 2 * shadow_room()
        self.move(place(screen.geometry(), space, wide, highest) - QPoint(shadow_room(), shadow_room()))
        self.show()
        self.raise_()
        self.activateWindow()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    # ---- what a person does

    def _call(self, match: Match) -> None:
        if self._over_window:
            self.hide()
        else:
            self._called = True
        self._calling.wish(match.dial, DialSource.FIELD, name=match.name, account_id=match.account_id)

    def _open(self, match: Match | None, text: str) -> None:
        self.hide()
        if match is not None and match.contact is not None:
            self.contact_wanted.emit(match.contact.id)
        elif match is not None and match.call is not None:
            self.open_call_wanted.emit(match.call.id)
        else:
            self.search_wanted.emit(match.number.formatted if match else text)

    def _entered(self) -> None:
        """Do what Enter means where there is nobody to call, and while a call is shown."""
        card = self._calling.card
        if self._has_no_account():
            self.hide()
            self.forward_wanted.emit()
        elif self.note.isHidden() or card is None:
            return
        elif card.stage is Stage.BUSY:
            self._calling.try_now()
        elif card.stage is not Stage.SENDING:
            self.hide()

    def _open_linked(self) -> None:
        card = self._calling.card
        if card is not None and card.call_id is not None:
            self.hide()
            self.open_call_wanted.emit(card.call_id)

    def _has_no_account(self) -> bool:
        return self._shell.known and not self._shell.accounts

    def _escaped(self) -> None:
        card = self._calling.card
        if self._called and card is not None and card.stage is Stage.BUSY:
            self._calling.dismiss()  # who leaves a countdown wants nobody called any more
        self.hide()

    # ---- the call

    def _is_under_way(self) -> bool:
        card = self._calling.card
        return self._called and card is not None and card.stage in _UNDER_WAY

    def _asked(self) -> None:
        if self._called:
            self.hide()
            self.forward_wanted.emit()  # the question stands over the main window

    def _carded(self, state: CardState | None) -> None:
        if not self.follows_call:
            return
        if state is None:
            self.hide()
            return
        self.show_call(state)

    def show_call(self, state: CardState) -> None:
        """Show how far a call is in the place of field and rows."""
        for widget in (self.field, self._rule, self.view):
            widget.hide()
        if state.stage is Stage.BUSY:
            self.foot.offer(strings.ENTER, strings.TRY_NOW, strings.CANCEL, names_line=False)
        else:
            opens = strings.OPEN if state.call_id else ""
            self.foot.offer(strings.CTRL_ENTER, opens, strings.CLOSE, names_line=False)
        self.note.show_state(state)
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _back_to_rows(self) -> None:
        self.note.leave()
        for widget in (self.field, self._rule, self.view):
            widget.show()
        self.foot.offer("", "", strings.CLOSE)


def place(screen: QRect, space: QRect, width: int, highest: int) -> QPoint:
    """Return where its box stands on a screen of which `space` is free, so that all its rows have room.

    The middle, at a third or so of the height; higher where the screen is low, and never above the space.
    """
    top = min(screen.y() + round(screen.height() * DOWN), space.y() + space.height() - highest)
    return QPoint(space.x() + max(0, (space.width() - width) // 2), max(space.y(), top))
