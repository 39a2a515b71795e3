"""The campaigns as a whole: the list beside the opened one, and what the keys do between them."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QApplication, QWidget

from desktop.domain.campaigns import Campaign, CampaignNumber, DeleteResult
from desktop.ui import sentences_campaigns as sentences
from desktop.ui import strings
from desktop.ui import strings_campaigns as words
from desktop.ui.campaigns.detail.adding import AddNumber
from desktop.ui.campaigns.detail.asking import DeleteQuestion
from desktop.ui.campaigns.detail.numbersmodel import spelling
from desktop.ui.campaigns.detail.page import CampaignDetail
from desktop.ui.campaigns.detail.presenter import CampaignPresenter
from desktop.ui.campaigns.detail.views import CampaignView, Changing
from desktop.ui.campaigns.model import CampaignListModel
from desktop.ui.campaigns.page import CampaignsPage
from desktop.ui.campaigns.presenter import CampaignsPresenter, ListState
from desktop.ui.context import Context
from desktop.ui.dialogs import Dialogs
from desktop.ui.kit import focus
from desktop.ui.kit.dropzone import FileDrops
from desktop.ui.kit.masterdetail import DetailSide, MasterDetail
from desktop.ui.kit.passing import Passing
from desktop.ui.sentences_detail import copied_value
from desktop.ui.shell.frame import FIRST, NARROW
from desktop.ui.shell.presenter import ShellPresenter

NARROWEST_LIST, WIDEST_LIST = 360, 560
LOWEST_DETAIL = 420


class CampaignsScreen(MasterDetail):
    """Joins the list and the opened campaign.

    `upload_wanted` carries a campaign's id (ours), `file_dropped` the same with a `Path`, `upload_shown` it
    with the id of an upload that began before; `sign_in_wanted` an account's name.
    """

    upload_wanted = Signal(str)
    file_dropped = Signal(str, object)
    upload_shown = Signal(str, str)
    account_wanted = Signal()
    sign_in_wanted = Signal(str)

    def __init__(self, context: Context, shell: ShellPresenter, parent: QWidget | None = None) -> None:
        super().__init__(
            width=FIRST.list_width,
            narrowest=NARROWEST_LIST,
            widest=WIDEST_LIST,
            narrow_below=NARROW,
            parent=parent,
        )
        self._context = context
        self.passing = Passing(self)
        self._bring = ""
        self._begins = False
        self._dialogs: Dialogs | None = None
        self.question: DeleteQuestion | None = None
        self.presenter = CampaignsPresenter(context, shell, self)
        self.model = CampaignListModel(context.campaigns, context.now, self)
        self.page = CampaignsPage(self.presenter, self.model)
        self.list = self.page.list
        self.detail_presenter = CampaignPresenter(context, shell, self.presenter, self)
        self.detail = CampaignDetail(context, self.detail_presenter)
        side = DetailSide(self, strings.BACK_TO_LIST)
        self.back = side.back
        self.back.clicked.connect(self.go_back)
        side.add_scrolled(self.detail, LOWEST_DETAIL)
        self.hold(self.page, side)
        self._drops = FileDrops(self)
        self._drops.dropped.connect(self._dropped)
        self._connect()

    def _connect(self) -> None:
        page, detail, opened = self.page, self.detail, self.detail_presenter
        page.wanted.connect(self.show_master)
        page.account_wanted.connect(self.account_wanted)
        page.sign_in_wanted.connect(self.sign_in_wanted)
        self.list.chosen.connect(self._chosen)
        self.list.opened.connect(self._opened)
        self.list.clicked.connect(self.show_clicked)
        self.presenter.shown.connect(self._shown)
        self.presenter.account_changed.connect(self._account_changed)
        detail.add_wanted.connect(self.add_number)
        detail.upload_wanted.connect(self._upload)
        detail.delete_wanted.connect(self._ask_delete)
        detail.upload_shown.connect(self._show_upload)
        detail.card.table.copied.connect(self._copied)
        opened.opened.connect(self._follow)
        opened.failed.connect(self.say)
        opened.deleted.connect(self._deleted)

    def start(self) -> None:
        """Read the list."""
        self.presenter.start()

    async def close_presenters(self) -> None:
        """End all tasks."""
        if self._dialogs is not None:
            await self._dialogs.close()
        if self.question is not None:
            self.question.done(0)
        await self.presenter.close()
        await self.detail_presenter.close()

    @property
    def form(self) -> AddNumber | None:
        """The form for one number, while it is open."""
        dialog = self._dialogs.dialog if self._dialogs is not None else None
        return dialog if isinstance(dialog, AddNumber) else None

    # ---- opening

    def open_campaign(self, campaign_id: str) -> None:
        """Show a campaign (our id), and choose it in the list where that has it."""
        self.detail_presenter.show(campaign_id)
        self.show_detail()
        self._bring_into_view(campaign_id)

    def _chosen(self, campaign: Campaign | None) -> None:
        if campaign is not None:
            self._bring = ""
            self.detail_presenter.show(campaign.id)

    def _opened(self, _row: int) -> None:
        self._chosen(self.list.current_campaign)
        self.show_detail()
        self.detail.focus_numbers()

    def _account_changed(self) -> None:
        """Close what is another account's."""
        view = self._view
        if view is None or view.campaign.account_id != self.presenter.wish.account_id:
            self.detail_presenter.show("")

    def _follow(self, view: CampaignView | None) -> None:
        """List the account whose campaign was opened from elsewhere."""
        if view is not None:
            self.presenter.choose_account(view.campaign.account_id)

    def _shown(self, _content: object) -> None:
        self._bring_into_view(self._bring)
        if self.page.state is not ListState.READY:
            return
        if self._begins:
            self._begins = False
            if self.page.search.hasFocus() and not self.page.search.text():
                focus.give(self.list, ring=focus.by_keyboard())

    def _bring_into_view(self, campaign_id: str) -> None:
        found = bool(campaign_id) and self.list.go_to_campaign(campaign_id)
        self._bring = "" if found else campaign_id

    # ---- what is done with numbers

    @property
    def _view(self) -> CampaignView | None:
        return self.detail_presenter.view

    def add_number(self) -> None:
        """Open the form for one number of the opened campaign; where none can be added, say why."""
        view = self._view
        if self._dialogs is None:
            self._dialogs = Dialogs(self._context, self.window())
            self._dialogs.closed.connect(self._form_closed)
        if view is None or self._dialogs.dialog is not None:
            return
        if view.changing is Changing.NO:
            self.say(view.campaign.refusal)
            return
        form = AddNumber(self._context, self.window(), view, self.detail.model.variables)
        form.added.connect(self._added)
        self._dialogs.show(form, form.presenter)

    def _added(self, number: str) -> None:
        view = self._view
        if view is not None:
            self.say(sentences.added(spelling(number, view.region), view.campaign.name))
            self.detail_presenter.refresh()

    def _form_closed(self) -> None:
        focus.give(self.detail.add_number, ring=focus.by_keyboard())

    def _upload(self) -> None:
        if self._view is not None:
            self.upload_wanted.emit(self._view.campaign.id)

    def _show_upload(self, upload_id: str) -> None:
        if self._view is not None:
            self.upload_shown.emit(self._view.campaign.id, upload_id)

    def _dropped(self, file: Path) -> None:
        view = self._view
        if view is None:
            self.say(words.DROP_NEEDS_CAMPAIGN)
        elif view.changing is Changing.NO:
            self.say(view.campaign.refusal)
        else:
            self.file_dropped.emit(view.campaign.id, file)

    def _ask_delete(self, numbers: tuple[CampaignNumber, ...]) -> None:
        view = self._view
        if view is None or self.question is not None or not numbers or self.detail_presenter.deleting:
            return
        doubt = words.DELETE_DOUBT if view.changing is Changing.DOUBTFUL else ""
        self.question = DeleteQuestion(self.window(), numbers, view.region, doubt=doubt)
        self.question.agreed.connect(self.detail_presenter.delete)
        self.question.finished.connect(self._answered)
        self.question.open()

    def _answered(self) -> None:
        if self.question is not None:
            self.question.deleteLater()
            self.question = None
            self.detail.card.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _deleted(self, result: DeleteResult) -> None:
        view = self._view
        if view is None:
            return
        self.detail.model.untick(result.deleted)
        left = (*result.there, *result.unknown)
        if not left:
            self.say(sentences.deleted(len(result.deleted), view.campaign.name))
            return
        said = sentences.still_there(len(result.there), len(result.deleted)) if result.there else ""
        if result.unknown:
            said = f"{said}. {sentences.deleted_unknown(len(result.unknown))}".removeprefix(". ")
        self.say(f"{said}. {result.reason}".removesuffix(" "))

    # ---- said in passing

    def say(self, sentence: str) -> None:
        """Say something in passing, in the place of what was said before."""
        self.passing.say(self.window(), sentence)

    def _copied(self) -> None:
        self.say(copied_value(words.NUMBER))

    # ---- keys

    def take_focus(self, *, ring: bool) -> None:
        """Begin in the list; in the search where it is empty, or is read for the first time."""
        ready = self.page.state is ListState.READY
        self._begins = not ready
        focus.give(self.list if ready else self.page.search, ring=ring)

    def showEvent(self, event: QShowEvent) -> None:
        """Read again what somebody comes back to after a while."""
        super().showEvent(event)
        if self.presenter.content is not None:
            self.presenter.refresh_old()

    def refresh(self) -> None:
        """Read the list and the opened campaign anew."""
        self.presenter.refresh()
        self.detail_presenter.refresh()

    def look_for(self) -> None:
        """Search among the numbers for who is there, else in the list."""
        focused = QApplication.focusWidget()
        inside = focused is not None and self.detail.isAncestorOf(focused)
        if self._view is not None and (inside or (self.narrow and self.detail_shown)):
            self.detail.focus_search()
        else:
            self.page.focus_search()

    def go_next(self) -> None:
        """Go to the next campaign in the list."""
        self.list.step()
        if self.list.isVisible():
            self.list.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def leave(self) -> None:
        """Empty a search, or go back to the list."""
        if self.page.search.hasFocus():
            self.page.leave_search()
        elif not self.detail.leave():
            self.go_back()
