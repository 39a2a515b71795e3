"""The window: the frame round the screens, the question before a call and the card after it."""

import re

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from desktop.domain.attempts import DialSource
from desktop.ui import strings
from desktop.ui.accounts.page import SignInPage
from desktop.ui.accounts.presenter import SignInPresenter
from desktop.ui.calling.card import CallCard
from desktop.ui.calling.presenter import CallingPresenter, Question
from desktop.ui.calling.question import QuestionDialog
from desktop.ui.context import Context
from desktop.ui.kit.icons import icon
from desktop.ui.kit.panes import Pane
from desktop.ui.kit.tabs import Tabs
from desktop.ui.kit.theme import Scheme, theme, u
from desktop.ui.recents.screen import LIST_WIDTH, RecentsScreen
from desktop.ui.shell.bar import TopBar
from desktop.ui.shell.presenter import ShellPresenter
from desktop.ui.shell.status import StatusLine

SMALLEST = (960, 640)
FIRST = (1180, 760)
_SCHEME = re.compile(r"\s*(tel|sip|sips|callto):", re.IGNORECASE)
FRAME_KEY, THEME_KEY = "ui.frame", "ui.theme"


class MainWindow(QMainWindow):
    """The one window. Call `start` once a loop runs; `shut_down` before the engine is closed.

    `close_wanted` comes instead of closing by itself: what closing means is the program's business.
    """

    close_wanted = Signal()
    quit_wanted = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.setWindowTitle(strings.PRODUCT)
        self.setWindowIcon(icon("brand", "accent"))
        self.setMinimumSize(u(SMALLEST[0]), u(SMALLEST[1]))
        self.shell = ShellPresenter(context, self)
        self.calling = CallingPresenter(context, self.shell, parent=self)
        self.sign_in_presenter = SignInPresenter(context, self.shell, self)
        self._question: QuestionDialog | None = None
        self._may_close = False

        self.bar = TopBar(self.shell)
        self.tabs = Tabs((strings.RECENTS,), name=strings.PRODUCT)
        self.recents = RecentsScreen(context, self.shell, self.calling)
        self.sign_in = SignInPage(self.sign_in_presenter)
        self.status = StatusLine(self.shell)
        self._stack = QStackedWidget()
        root = self._lay_out()
        self.card = CallCard(self.calling, context.now, root)
        self._connect()
        self._restore()
        self._keys()
        self.bar.show_theme(theme.scheme)

    def _lay_out(self) -> QWidget:
        tabs = Pane("panel", "b", vertical=False, margins=(16, 0, 16, 0))
        tabs.setFixedHeight(u(44))
        tabs.add(self.tabs)
        tabs.add_stretch()
        main = _Column()
        main.add(tabs)
        main.add(self.recents, 1)
        self._stack.addWidget(main)
        self._stack.addWidget(self.sign_in)
        root = _Column()
        root.add(self.bar)
        root.add(self._stack, 1)
        root.add(self.status)
        self.setCentralWidget(root)
        return root

    def _connect(self) -> None:
        self.bar.quit_wanted.connect(self.quit_wanted)
        self.bar.account_wanted.connect(self._add_account)
        self.bar.theme_chosen.connect(self._theme_chosen)
        self.recents.sync_wanted.connect(self.shell.sync_now)
        self.sign_in.done.connect(self._show_main)
        self.sign_in.closed.connect(self._show_main)
        self.status.sign_in.connect(self._sign_in_again)
        self.card.open_wanted.connect(self.recents.open_call)
        self.calling.asked.connect(self._ask)
        self.calling.answered.connect(self._answered)
        self.shell.first_read.connect(self._first_read)

    def start(self) -> None:
        """Read what there is to show."""
        self.shell.start()
        self.recents.start()

    def ask_about(self, text: str, source: DialSource | None = None) -> None:
        """Ask about a number from outside; what has a scheme (`tel:`) came as a link, else was typed."""
        self.show()
        self.raise_()
        self.activateWindow()
        if source is None:
            source = DialSource.LINK if _SCHEME.match(text) else DialSource.COMMAND_LINE
        self.calling.wish(text, source)

    async def shut_down(self) -> None:
        """End all tasks; calls that are being placed are settled by the engine."""
        self._may_close = True
        if self._question is not None:
            self._question.reject()
        await self.recents.close_presenters()
        await self.calling.close()
        await self.sign_in_presenter.close()
        await self.shell.close()

    @property
    def question(self) -> QuestionDialog | None:
        """Return the question that stands open."""
        return self._question

    @property
    def signing_in(self) -> bool:
        """Whether the sign-in form is shown."""
        return self._stack.currentWidget() is self.sign_in

    # ---- Qt's own

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember the size, and leave the decision to the program."""
        self._remember()
        if not self._may_close:
            event.ignore()
            self.close_wanted.emit()
            return
        super().closeEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the card at its place."""
        super().resizeEvent(event)
        self.card.place()

    # ---- accounts

    def _first_read(self) -> None:
        if not self.shell.accounts:
            self._add_account()

    def _add_account(self) -> None:
        self.sign_in.ask(None, may_leave=bool(self.shell.accounts))
        self._stack.setCurrentWidget(self.sign_in)

    def _sign_in_again(self, name: str) -> None:
        account = next((one for one in self.shell.accounts if one.name == name), None)
        if account is not None:
            self.sign_in.ask(account, may_leave=True)
            self._stack.setCurrentWidget(self.sign_in)

    def _show_main(self) -> None:
        self._stack.setCurrentIndex(0)
        self.recents.presenter.reload()

    # ---- calling

    def _ask(self, question: Question) -> None:
        self._answered()
        dialog = QuestionDialog(self, question)
        dialog.accepted.connect(self.calling.confirm)
        dialog.rejected.connect(self.calling.decline)
        dialog.line_chosen.connect(self.calling.choose_line)
        self._question = dialog
        dialog.open()

    def _answered(self) -> None:
        dialog, self._question = self._question, None
        if dialog is None:
            return
        dialog.accepted.disconnect(self.calling.confirm)
        dialog.rejected.disconnect(self.calling.decline)
        if dialog.isVisible():
            dialog.reject()
        # Its menu may still be on the way out of the signal that closes it.
        QTimer.singleShot(0, dialog.deleteLater)

    def _escape(self) -> None:
        if self.calling.card is not None:
            self.calling.dismiss()
        elif self.recents.page.search.hasFocus():
            self.recents.page.search.clear()

    # ---- keys, theme, size

    def _keys(self) -> None:
        for keys, slot in (
            ("F5", self.shell.sync_now),
            ("Ctrl+F", self.recents.page.focus_search),
            ("Ctrl+R", self.recents.call_current),
            ("Ctrl+Down", self.recents.next_call),
            ("Ctrl+Q", self.quit_wanted.emit),
            ("Escape", self._escape),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(slot)

    def _theme_chosen(self, scheme: Scheme) -> None:
        theme.use(scheme)
        self.shell.keep(THEME_KEY, scheme.value)

    def _restore(self) -> None:
        size, list_width = _frame(self._context.services.settings.text(FRAME_KEY))
        self.resize(u(size[0]), u(size[1]))
        self.recents.setSizes([u(list_width), u(size[0] - list_width)])

    def _remember(self) -> None:
        scale = theme.scale
        wide, high = round(self.width() / scale), round(self.height() / scale)
        list_width = round(self.recents.sizes()[0] / scale)
        self.shell.keep(FRAME_KEY, f"{wide}x{high}/{list_width}")


class _Column(QWidget):
    """Widgets one under the other, without gaps."""

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)

    def add(self, widget: QWidget, stretch: int = 0) -> None:
        self._column.addWidget(widget, stretch)


def _frame(text: str) -> tuple[tuple[int, int], int]:
    """Read `WIDTHxHEIGHT/LIST`; anything else means the first size."""
    size, _, list_width = text.partition("/")
    wide, _, high = size.partition("x")
    if not (wide.isdigit() and high.isdigit() and list_width.isdigit()):
        return FIRST, LIST_WIDTH
    return (max(int(wide), SMALLEST[0]), max(int(high), SMALLEST[1])), int(list_width)
