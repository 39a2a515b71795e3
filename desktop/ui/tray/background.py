"""Sidetone beside its window: what closing it means, and what comes from the tray and from notices."""

from PySide6.QtCore import QObject, Signal

from desktop.domain.attempts import DialSource
from desktop.domain.calls import CallRecord, Outcome
from desktop.domain.notices import NoticeKind
from desktop.services.lookup import Match
from desktop.ui import strings
from desktop.ui.context import Context
from desktop.ui.copied import CopiedNumber, may_look
from desktop.ui.recents.chosen import Chosen
from desktop.ui.shell.window import MainWindow
from desktop.ui.tray.board import NoticeBoard
from desktop.ui.tray.endings import EndingNotices
from desktop.ui.tray.events import EventNotices
from desktop.ui.tray.icon import TrayIcon
from desktop.ui.tray.menu import TrayMenu
from desktop.ui.tray.notices import GATHER_MS, CallNotices
from desktop.ui.tray.presenter import TrayPresenter
from desktop.ui.tray.quiet import QuietMenu
from desktop.ui.tray.unseen import Unseen
from desktop.ui.tray.wording import GOES_ON, HELD, goes_on

KEEP_RUNNING, EXPLAINED = "tray.keep_running", "tray.explained"
_OUTCOMES = {NoticeKind.MISSED: Outcome.MISSED, NoticeKind.VOICEMAIL: Outcome.VOICEMAIL}


class Background(QObject):
    """The tray and the notices of one filled window. `quit_wanted` is everybody's wish to end."""

    quit_wanted = Signal()

    def __init__(
        self,
        context: Context,
        window: MainWindow,
        parent: QObject | None = None,
        *,
        gather_ms: int = GATHER_MS,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._window = window
        self.presenter = TrayPresenter(context, window.shell, self)
        self.menu = TrayMenu(self.presenter)
        self.quiet = QuietMenu(self.presenter, window)
        self.icon = TrayIcon(self.presenter, self.menu, self)
        self.board = NoticeBoard(context, self.icon.say, self)
        self.notices = CallNotices(context, self.board, self, gather_ms=gather_ms)
        self.events = EventNotices(context, self.board, window.shell, self._is_watched, self)
        self.endings = EndingNotices(context, self.board, self)
        self._unseen: Unseen | None = None
        self._copied_awaits_focus = False
        self._connect()
        self._offer_quiet()

    def start(self) -> None:
        """Begin to show and to tell."""
        self.presenter.start()
        self.board.start()
        self.notices.start()
        self.events.start()
        self.endings.start()

    def start_unseen(self) -> None:
        """Begin without the window; where no tray comes it lies in the bar of windows."""
        self._unseen = Unseen(self._window, self.icon, self)

    def window_closed(self) -> None:
        """Leave Sidetone running where a person can see it and end it; else end it."""
        if not (self._context.services.settings.get(KEEP_RUNNING) and self.icon.is_seen()):
            self.quit_wanted.emit()
            return
        self._hide()
        if not self._context.services.settings.get(EXPLAINED):
            self.board.post(None, goes_on(), self._goes_on_pressed)

    async def close(self) -> None:
        """Take everything away."""
        self.icon.close()
        self.menu.hide()
        self.menu.deleteLater()
        await self.board.close()  # first: from here on no button of a notice calls anybody
        await self.endings.close()
        await self.events.close()
        await self.notices.close()
        await self.presenter.close()

    def _connect(self) -> None:
        menu, icon, window = self.menu, self.icon, self._window
        board, notices, events = self.board, self.notices, self.events
        menu.show_wanted.connect(window.come_forward)
        menu.call_wanted.connect(self._call_from_menu)
        menu.match_wanted.connect(self._call_match)
        menu.copied_wanted.connect(self._call_copied)
        menu.sync_wanted.connect(window.shell.sync_now)
        menu.quit_wanted.connect(self.quit_wanted)
        menu.quick_dial_wanted.connect(window.quick_dial)
        icon.quick_dial_wanted.connect(window.quick_dial)
        menu.settings_wanted.connect(self._show_settings)
        icon.toggled.connect(self._toggle)
        icon.gone.connect(self._tray_gone)
        notices.call_wanted.connect(self._call_from_notice)
        notices.open_wanted.connect(window.open_call)
        notices.list_wanted.connect(self._show_calls)
        events.call_wanted.connect(window.open_call)
        events.upload_wanted.connect(self._show_upload)
        events.sign_in_wanted.connect(self._sign_in)
        self.endings.sign_in_wanted.connect(self._sign_in)
        board.shown.connect(self._notice_shown)
        board.summary_pressed.connect(self._show_calls)
        board.quiet_changed.connect(self.presenter.show_quiet)
        self.presenter.said.connect(self._say)
        window.looked_at.connect(self._looked_at)
        self.presenter.changed.connect(self._news_came)
        window.recents.detail_presenter.opened.connect(self._call_opened)

    def _offer_quiet(self) -> None:
        """Offer do not disturb in the window's menu as well: there may be no tray."""
        main = self._window.bar.main_menu
        main.insertMenu(next(one for one in main.actions() if one.isSeparator()), self.quiet)

    def _say(self, text: str) -> None:
        self.icon.say(strings.PRODUCT, text)

    # ---- the window

    def _show_settings(self) -> None:
        self._window.open_settings()

    def _toggle(self) -> None:
        """Hide the window that a person looks at, and show any other."""
        window = self._window
        if window.isVisible() and not window.isMinimized() and window.isActiveWindow():
            self._hide()
        else:
            window.come_forward()

    def _hide(self) -> None:
        self._window.hide()
        self.icon.watch_closely(closely=True)

    def _show_calls(self, kinds: frozenset[NoticeKind]) -> None:
        """Show the calls that a notice counted; what is no call has its sign wherever the window is."""
        self._window.come_forward()
        outcomes = frozenset(_OUTCOMES[kind] for kind in kinds if kind in _OUTCOMES)
        if outcomes:
            self._window.show_recents()
            recents = self._window.recents.presenter
            if outcomes == {Outcome.MISSED}:
                recents.show_missed(missed=True)
            else:
                recents.choose(Chosen(outcomes=outcomes))

    def _show_upload(self, campaign_id: str, upload_id: str) -> None:
        self._window.come_forward()
        self._window.screens.show_upload(campaign_id, upload_id)

    def _sign_in(self, name: str) -> None:
        self._window.come_forward()
        self._window.sign_in_again(name)

    def _is_watched(self, kind: NoticeKind, which: str) -> bool:
        """Whether a person looks at it: at the call itself, or at the window, which says how uploads end."""
        if not self._window.isActiveWindow():
            return False
        view = self._window.recents.detail_presenter.view
        return kind is NoticeKind.UPLOAD or (view is not None and view.call.id == which)

    def _tray_gone(self) -> None:
        """Bring the window back: nothing else is left to see of Sidetone."""
        if not self._window.isVisible():
            self._window.show()

    def _goes_on_pressed(self, _action: str) -> None:
        self._window.come_forward()

    def _notice_shown(self, notice: str) -> None:
        """Remember that it was said; where nobody shows notices it is said as well as can be, each time."""
        if notice == GOES_ON:
            self._window.shell.keep(EXPLAINED, "true")

    def _looked_at(self) -> None:
        self.icon.watch_closely(closely=False)
        if self._copied_awaits_focus:
            self._copied_awaits_focus = False
            self._window.call_clipboard()
        self.presenter.looked_at()
        self.notices.looked_at()
        for notice in (HELD, GOES_ON):
            self.board.withdraw(notice)

    def _news_came(self) -> None:
        if self.presenter.view.unseen and self._window.isVisible() and self._window.isActiveWindow():
            self.presenter.looked_at()

    def _call_opened(self, _view: object) -> None:
        view = self._window.recents.detail_presenter.view
        if view is not None and self._window.isActiveWindow():
            self.notices.opened(view.call.id)
            self.events.opened(view.call.id)

    # ---- calling

    def _call_from_menu(self, call: CallRecord) -> None:
        """Ask first: the entries of a menu lie close together."""
        self._wish(call, DialSource.TRAY)

    def _call_match(self, match: Match) -> None:
        self._window.come_forward()
        name = match.name or (match.call.name if match.call is not None else "") or ""
        self._window.calling.wish(match.dial, DialSource.TRAY, name=name, account_id=match.account_id)

    def _call_copied(self, copied: CopiedNumber | None) -> None:
        """Ask about the number that the menu showed; where it could not look, the window does."""
        self._window.come_forward()
        if copied is not None:
            self._window.calling.wish(copied.dial, DialSource.CLIPBOARD, name=copied.name)
        elif may_look():
            self._window.call_clipboard()
        else:
            self._copied_awaits_focus = True

    def _call_from_notice(self, call: CallRecord) -> None:
        self._wish(call, DialSource.NOTICE)

    def _wish(self, call: CallRecord, source: DialSource) -> None:
        if call.other:
            # The phone rings first, and the window is where that is said, and where a rule asks.
            self._window.come_forward()
            name, calling = call.name or "", self._window.calling
            calling.wish(call.other, source, name=name, account_id=call.account_id)
