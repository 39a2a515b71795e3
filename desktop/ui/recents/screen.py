"""Recents as a whole: the list beside the opened call, and what the keys do between them."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QWidget

from desktop.domain.attempts import Attempt, DialSource
from desktop.domain.calls import CallRecord
from desktop.domain.contacts import Contact
from desktop.domain.policy import Feature
from desktop.ui import strings
from desktop.ui.context import Context
from desktop.ui.kit import focus
from desktop.ui.kit.float import Toast
from desktop.ui.kit.masterdetail import DetailSide, MasterDetail
from desktop.ui.recents.chosen import Chosen
from desktop.ui.recents.face import formatted, who
from desktop.ui.recents.list import PLAY
from desktop.ui.recents.model import CallListModel
from desktop.ui.recents.page import RecentsPage
from desktop.ui.recents.presenter import ListState, RecentsPresenter, Wish
from desktop.ui.shell.frame import FIRST, NARROW
from desktop.ui.shell.presenter import ShellPresenter

if TYPE_CHECKING:
    from desktop.ui.calling.presenter import CallingPresenter
    from desktop.ui.detail.page import DetailPage
    from desktop.ui.detail.presenter import DetailPresenter
    from desktop.ui.player.presenter import PlayerPresenter
    from desktop.ui.recents.menu import RowMenu

NARROWEST_LIST, WIDEST_LIST = 360, 560
LOWEST_DETAIL = 420
MINUTE_MS = 60_000


class RecentsScreen(MasterDetail):
    """Joins the list, the detail and the player. `number_wanted` and `account_wanted` come from an empty one.

    The list comes first: its rows wait neither for the import nor for the building of what is opened of
    them, which `complete` puts beside it.
    """

    number_wanted = Signal()
    account_wanted = Signal()
    contact_wanted = Signal(str)
    new_contact_wanted = Signal(str, str, str)
    """A number, a name that came with it, and the account whose phone book shall have it ("": any)."""
    listing_wanted = Signal(object, str, str)
    """Numbers of which one shall be on the do-not-call list, whose they are, and where they stood."""
    unlisting_wanted = Signal(object)
    """Numbers that may be called again."""
    campaign_wanted = Signal(object, str)
    """Candidates that shall be in a campaign, and where they stood."""
    open_campaign_wanted = Signal(str)

    detail: "DetailPage"
    detail_presenter: "DetailPresenter"
    player_presenter: "PlayerPresenter"
    _calling: "CallingPresenter"
    _menu: "RowMenu"

    def __init__(self, context: Context, shell: ShellPresenter, parent: QWidget | None = None) -> None:
        super().__init__(
            width=FIRST.list_width,
            narrowest=NARROWEST_LIST,
            widest=WIDEST_LIST,
            narrow_below=NARROW,
            parent=parent,
        )
        self._context = context
        self._shell = shell
        self._complete = False
        self._listing = False
        self.presenter = RecentsPresenter(context, shell, self)
        self.model = CallListModel(context.rows, context.now, self)
        self.page = RecentsPage(self.presenter, self.model)
        self.list = self.page.list
        self.list.plays = shell.may(Feature.RECORDINGS)
        self._side = DetailSide(self, strings.BACK_TO_LIST)
        self.back = self._side.back
        self.back.clicked.connect(self.go_back)
        self.hold(self.page, self._side)
        self.page.wanted.connect(self.show_master)
        self.page.number_wanted.connect(self.number_wanted)
        self.page.account_wanted.connect(self.account_wanted)
        self.list.clicked.connect(self.show_clicked)
        shell.changed.connect(self._shell_changed)
        self._minute = QTimer(self)
        self._minute.setInterval(MINUTE_MS)
        self._minute.timeout.connect(self.presenter.look_at_clock)
        self._minute.start()

    def complete(self, calling: "CallingPresenter") -> None:
        """Build what is beside the list, and open what was chosen meanwhile."""
        from desktop.ui.detail.page import DetailPage
        from desktop.ui.detail.presenter import DetailPresenter
        from desktop.ui.player.presenter import PlayerPresenter
        from desktop.ui.recents.menu import RowMenu

        self._calling = calling
        self.detail_presenter = DetailPresenter(self._context, self._shell, self)
        self.player_presenter = PlayerPresenter(self._context, self)
        self.detail = DetailPage(self.detail_presenter, self.player_presenter, self._context.now)
        self._side.add_scrolled(self.detail, LOWEST_DETAIL)
        self._menu = RowMenu(self)
        self._menu.aboutToHide.connect(self._menu_left)
        self._menu.dial.connect(self._call)
        self._menu.play.connect(self._play)
        self._menu.copy_number.connect(self._copy_number)
        self._menu.copy_details.connect(self.presenter.read_attempts)
        self._menu.show_only.connect(self._show_all_with)
        self._menu.open_contact.connect(self._open_contact)
        self._menu.add_contact.connect(self._add_contact)
        self._menu.list_number.connect(self._list_number)
        self._menu.add_to_campaign.connect(self._add_to_campaign)
        self.presenter.attempts_read.connect(self._copy_details)
        self.presenter.recording_found.connect(self._recording_found)
        self.list.chosen.connect(self._chosen)
        self.list.opened.connect(self._opened)
        self.list.acted.connect(self._acted)
        self.list.player_key.connect(self.detail.player_key)
        self.list.menu_wanted.connect(self._menu_wanted)
        self.detail.call_wanted.connect(self.call_open)
        self.detail.header.contact_wanted.connect(self._contact_of_open)
        self.detail.open_wanted.connect(self.open_call)
        self.detail.all_wanted.connect(self._show_all_of)
        self.detail.unlist_wanted.connect(self.unlisting_wanted)
        self.detail.campaign_wanted.connect(self.open_campaign_wanted)
        self._minute.timeout.connect(self.detail_presenter.refresh_place)
        self._complete = True
        self._shell_changed()
        self._chosen(self.list.current_call)

    def start_list(self) -> None:
        """Read the list; a second time does nothing."""
        if not self._listing:
            self._listing = True
            self.presenter.start()

    def start(self) -> None:
        """Read the list, and what belongs to the detail. Call it after `complete`."""
        self.start_list()
        self.detail_presenter.start()

    def take_focus(self, *, ring: bool) -> None:
        """Begin in the list, or in the search where it is empty."""
        focus.give(self.list if self.page.state is ListState.READY else self.page.search, ring=ring)

    def look_for(self) -> None:
        """Search in the opened call where the focus is in it, else in the list."""
        if not (self.detail.holds_focus and self.detail.search()):
            self.page.focus_search()

    def open_call(self, call_id: str) -> None:
        """Show a call (our id), and choose it in the list if the list has it."""
        self.detail_presenter.open(call_id)
        self.show_detail()
        call = self._context.rows.get(call_id)
        if call is not None:
            self.list.go_to_call(call)

    def call_open(self) -> None:
        """Call the number of the open call."""
        view = self.detail_presenter.view
        if view is not None:
            self._call(view.call)

    def call_current(self) -> None:
        """Call the chosen row's number at once."""
        call = self.list.current_call
        if call is not None:
            self._call(call)

    def play_newest(self) -> None:
        """Play the newest recording of the list."""
        self.presenter.find_recording()

    def next_call(self) -> None:
        """Go to the next call in the list, as after a call."""
        self.list.step()
        if self.list.isVisible():
            self.list.setFocus(Qt.FocusReason.ShortcutFocusReason)

    async def close_presenters(self) -> None:
        """End all tasks, and let go of the sound."""
        self._minute.stop()
        await self.presenter.close()
        if self._complete:
            await self.detail_presenter.close()
            await self.player_presenter.close()

    def changeEvent(self, event: QEvent) -> None:
        """Look at the clock when a person comes back to the window."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow():
            self.presenter.look_at_clock()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let the player have its keys from anywhere in Recents."""
        if not (self._complete and self.detail.player_key(event)):
            super().keyPressEvent(event)

    def _call(self, call: CallRecord) -> None:
        if call.other:
            self._calling.wish(call.other, DialSource.ROW, name=call.name or "", account_id=call.account_id)

    def _chosen(self, call: CallRecord | None) -> None:
        if call is not None:
            self.detail_presenter.open(call.id)

    def _opened(self, _row: int) -> None:
        self._chosen(self.list.current_call)
        self.show_detail()
        self.detail.focus_call()

    def _acted(self, call: CallRecord, key: str) -> None:
        self.list.go_to_call(call)
        if key == PLAY:
            self.detail_presenter.open(call.id)
            self.show_detail()
            self.player_presenter.play(call)
        else:
            self._call(call)

    def _recording_found(self, call: CallRecord | None) -> None:
        if call is None:
            Toast(self.window(), strings.NOTHING_RECORDED).pop()
            return
        self.list.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._acted(call, PLAY)

    def _show_all_with(self, call: CallRecord) -> None:
        """List all calls with a call's number; an extension is somebody else in another account."""
        number = call.other or ""
        accounts = () if number.startswith("+") else (call.account_id,)
        self.presenter.want(Wish(chosen=Chosen(number=number, accounts=frozenset(accounts))))
        self.show_master()

    def _show_all_of(self, call: CallRecord) -> None:
        """List all calls with whoever a call was with."""
        if call.contact_id is None:
            self._show_all_with(call)
        else:
            self._show_calls_of(call.contact_id)

    def show_person(self, contact: Contact) -> None:
        """List all calls with somebody: with any of their numbers, over all accounts."""
        self._show_calls_of(contact.id)

    def _show_calls_of(self, contact_id: str) -> None:
        self.presenter.want(Wish(chosen=Chosen(person=contact_id)))
        self.show_master()

    def _contact_of_open(self) -> None:
        """Open the contact of the open call, or make one: in which phone book, where there are several."""
        view, books = self.detail_presenter.view, self._shell.writable_books
        if view is None:
            return
        if view.call.contact_id:
            self._open_contact(view.call)
        elif len(books) > 1:
            self._menu.choose_book(view.call, books, self.detail.header.contact)
        else:
            self._add_contact(view.call, "")

    def _open_contact(self, call: CallRecord) -> None:
        if call.contact_id:
            self.contact_wanted.emit(call.contact_id)

    def _add_contact(self, call: CallRecord, account_id: str) -> None:
        """Have a contact made of a call: in its own account's phone book, unless another one was chosen."""
        own = [one.account_id for one in self._shell.writable_books if one.account_id == call.account_id]
        self.new_contact_wanted.emit(call.other or "", call.name or "", account_id or "".join(own))

    def _shell_changed(self) -> None:
        if self._complete:
            self.detail.header.allow_adding(bool(self._shell.writable_books))
        several = len(self._shell.accounts) > 1
        if several != self.model.several_accounts:
            self.model.several_accounts = several
            self.model.reread()

    # ---- the context menu

    @property
    def menu(self) -> "RowMenu":
        """Return the row's menu."""
        return self._menu

    def _menu_wanted(self, row: int, place: QPoint) -> None:
        call = self.model.call_at(row)
        if call is not None:
            self.list.held = True
            books, cannot = self._shell.writable_books, self._shell.cannot_call()
            campaigns = self._shell.has_campaigns
            self._menu.open_for(call, place, books, campaigns=campaigns, cannot=cannot, plays=self.list.plays)

    def _menu_left(self) -> None:
        self.list.held = False

    def _list_number(self, call: CallRecord) -> None:
        if call.other:
            self.listing_wanted.emit((call.other,), who(call) if call.name else "", strings.SOURCE_CALL)

    def _add_to_campaign(self, call: CallRecord) -> None:
        from desktop.ui.candidates import of_call

        self.campaign_wanted.emit((of_call(call),), strings.RECENTS)

    def _play(self, call: CallRecord) -> None:
        self._acted(call, PLAY)

    def _copy_number(self, call: CallRecord) -> None:
        if call.other:
            QGuiApplication.clipboard().setText(formatted(call.other))

    def _copy_details(self, call: CallRecord, attempts: Sequence[Attempt]) -> None:
        from desktop.domain.persons import NumberHistory
        from desktop.ui.detail.details import details_text
        from desktop.ui.detail.views import CallView
        from desktop.ui.sentences_detail import copied_value

        history = NumberHistory(attempts=tuple(attempts))
        provider = self._shell.provider_title(call.account_id)
        view = CallView(call, who(call), formatted(call.other), "", "", provider, history=history)
        QGuiApplication.clipboard().setText(details_text(view))
        Toast(self.window(), copied_value(strings.DETAILS)).pop()
