"""The status line: all is well, what runs, or the trouble with what to do about it."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from desktop.ui import sentences, strings
from desktop.ui.kit.buttons import Button
from desktop.ui.kit.labels import Dot, IconLabel, Text
from desktop.ui.kit.panes import Banner, Pane
from desktop.ui.kit.progress import ProgressBar
from desktop.ui.kit.theme import u
from desktop.ui.shell.presenter import ShellPresenter
from desktop.ui.shell.state import Mood, Remedy, StatusView

HEIGHT = 28
TICK_MS = 30_000
HASTY_TICK_MS = 1000


class StatusLine(QWidget):
    """Shows a `StatusView`. `sign_in` carries the name of the account that needs it.

    `upload_wanted` carries the ids of a campaign and of the upload to it that somebody wants to see.
    """

    sign_in = Signal(str)
    upload_wanted = Signal(str, str)

    def __init__(self, presenter: ShellPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._presenter = presenter
        self._view = StatusView(Mood.QUIET, "")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(u(HEIGHT))
        self._stack = QStackedWidget()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
        self._plain = Pane("panel", "t", vertical=False, margins=(16, 2, 16, 0), spacing=12)
        self._dot = Dot("answered")
        self._spin = IconLabel("sync", 14)
        self._text = Text("", "dim", 12)
        self._bar = ProgressBar(name=strings.SYNCING)
        self._cancel = Button(strings.CANCEL, kind="link", px=12)
        self._cancel.clicked.connect(self._pressed)
        self._side = Text("", "dim", 12)
        for widget in (self._dot, self._spin, self._text, self._bar):
            self._plain.add(widget)
        self._plain.add_stretch()
        self._plain.add(self._side)
        self._plain.add(self._cancel)
        self._stack.addWidget(self._plain)
        self._banner: Banner | None = None
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.refresh)
        presenter.changed.connect(self.refresh)
        presenter.uploads.changed.connect(self.refresh)
        self.refresh()

    @property
    def view(self) -> StatusView:
        """Return what it shows."""
        return self._view

    @property
    def remedy(self) -> Button | None:
        """Return the button that helps, when there is one."""
        if self._banner is not None:
            return self._banner.button
        return self._cancel if self._view.remedy in {Remedy.CANCEL, Remedy.SHOW} else None

    def help(self) -> None:
        """Do what it offers, as a press of its button does."""
        if self.remedy is not None:
            self.remedy.click()

    def refresh(self) -> None:
        """Say how things are now."""
        view = self._presenter.status()
        if view != self._view or self._stack.height() == 0:
            self._show(view)
        tick = HASTY_TICK_MS if view.counts_down else TICK_MS
        if self._timer.interval() != tick:
            self._timer.setInterval(tick)

    def showEvent(self, event: QShowEvent) -> None:
        """Count the seconds only while somebody can see it."""
        super().showEvent(event)
        self.refresh()
        self._timer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Wake nothing for a window that nobody sees."""
        super().hideEvent(event)
        self._timer.stop()

    def _show(self, view: StatusView) -> None:
        remedy_before, self._view = self._view.remedy, view
        trouble = view.mood is Mood.TROUBLE
        self.setAccessibleName(sentences.listed([view.strong, view.text]))
        if not trouble:
            self._drop_banner()
            running = view.mood is Mood.RUNNING
            self._dot.setVisible(view.mood is Mood.GOOD)
            self._spin.setVisible(running)
            self._bar.setVisible(running and view.covered is not None)
            self._cancel.setVisible(running)
            if running:
                self._cancel.setText(view.remedy.value)
                self._bar.setAccessibleName(view.text if view.upload else strings.SYNCING)
            self._text.setText(view.text)
            self._side.setText(view.side)
            self._bar.setValue(round((view.covered or 0.0) * 100))
            self._stack.setCurrentWidget(self._plain)
            return
        if self._banner is not None and remedy_before is view.remedy:
            self._banner.set_message(view.strong, view.text)
            return
        self._drop_banner()
        icon = "offline" if view.strong and view.remedy is Remedy.TRY_NOW else "warning"
        self._banner = Banner("waiting", view.strong, view.text, view.remedy.value, icon=icon)
        self._banner.setFixedHeight(u(HEIGHT))
        self._banner.acted.connect(self._acted)
        self._stack.addWidget(self._banner)
        self._stack.setCurrentWidget(self._banner)

    def _drop_banner(self) -> None:
        if self._banner is not None:
            self._stack.removeWidget(self._banner)
            self._banner.deleteLater()
            self._banner = None

    def _pressed(self) -> None:
        upload = self._view.upload
        if upload is not None:
            self.upload_wanted.emit(upload.campaign_id, upload.id)
        else:
            self._presenter.cancel_sync()

    def _acted(self) -> None:
        if self._view.remedy is Remedy.SIGN_IN:
            self.sign_in.emit(self._view.account)
        elif self._view.remedy in {Remedy.TRY_NOW, Remedy.UNLOCK}:
            self._presenter.sync_now()
