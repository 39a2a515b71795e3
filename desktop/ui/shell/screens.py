"""The tabs and the screens below them. All but the calls are imported and built when first looked at."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QStackedWidget

from desktop.domain.policy import Feature
from desktop.ui import first_words
from desktop.ui.kit import focus
from desktop.ui.kit.masterdetail import MasterDetail
from desktop.ui.kit.panes import Pane, Skeleton
from desktop.ui.kit.tabs import Tabs
from desktop.ui.kit.theme import u
from desktop.ui.recents.screen import RecentsScreen
from desktop.ui.shell.frame import TAB_KEY, Tab, tab
from desktop.ui.shell.presenter import ShellPresenter

if TYPE_CHECKING:
    from desktop.ui.calling.presenter import CallingPresenter
    from desktop.ui.campaigns.dialogs import CampaignDialogs
    from desktop.ui.campaigns.screen import CampaignsScreen
    from desktop.ui.contacts.dialogs import ContactDialogs
    from desktop.ui.contacts.screen import ContactsScreen
    from desktop.ui.context import Context
    from desktop.ui.shell.deeds import NumberDeeds

_WORDS = {
    Tab.RECENTS: first_words.RECENTS,
    Tab.CONTACTS: first_words.CONTACTS,
    Tab.CAMPAIGNS: first_words.CAMPAIGNS,
}


class Screens(Pane):
    """Shows one screen at a time, and remembers which.

    `changed` says that another one is shown. `call_wanted` carries a call's id, `all_calls_wanted` a contact;
    `account_wanted` is the wish to add an account, `sign_in_wanted` that to sign in again, with its name.
    """

    changed = Signal()
    call_wanted = Signal(str)
    all_calls_wanted = Signal(object)
    account_wanted = Signal()
    sign_in_wanted = Signal(str)

    def __init__(self, context: "Context", shell: ShellPresenter) -> None:
        super().__init__("panel")
        self._context = context
        self._shell = shell
        self._calling: CallingPresenter | None = None
        self._deeds: NumberDeeds | None = None
        self.contacts: ContactsScreen | None = None
        self.dialogs: ContactDialogs | None = None
        self.campaigns: CampaignsScreen | None = None
        self.uploads: CampaignDialogs | None = None
        self.recents = RecentsScreen(context, shell)
        # One that is only hidden would still be read by a screen reader.
        self._offered = tuple(one for one in Tab if one is not Tab.CAMPAIGNS or shell.may(Feature.CAMPAIGNS))
        self.tabs = Tabs([_WORDS[one] for one in self._offered], name=first_words.PRODUCT)
        bar = Pane("panel", "b", vertical=False, margins=(16, 0, 16, 0))
        bar.setFixedHeight(u(44))
        bar.add(self.tabs)
        bar.add_stretch()
        self._stack = QStackedWidget()
        self._stack.addWidget(self.recents)
        self.add(bar)
        self.add(self._stack, 1)
        kept = tab(context.services.settings.text(TAB_KEY))
        if kept is not Tab.RECENTS and kept in self._offered:
            self._show(kept)
            self._stack.addWidget(Skeleton(name=first_words.OPENING))  # until the screen is built
            self._stack.setCurrentIndex(1)
        self.tabs.currentChanged.connect(self._chosen)

    def complete(self, calling: "CallingPresenter", deeds: "NumberDeeds") -> None:
        """Build what is not the list of calls, as far as it is looked at."""
        self._calling = calling
        self._deeds = deeds
        self.recents.complete(calling)
        self._connect_deeds(self.recents)
        if self.shown is not Tab.RECENTS:
            self._chosen()

    def start(self) -> None:
        """Read what there is to show of the calls; the other screens are read when they are built."""
        self.recents.start()

    @property
    def shown(self) -> Tab:
        """Return which screen is shown."""
        return self._offered[self.tabs.currentIndex()]

    @property
    def list_width(self) -> int:
        """How wide the list is beside what is opened of it, in design pixels."""
        shown = self._stack.currentWidget()
        return shown.master_width if isinstance(shown, MasterDetail) else self.recents.master_width

    def show_recents(self) -> None:
        """Show the calls."""
        self._show(Tab.RECENTS)

    def show_contacts(self) -> None:
        """Show the contacts."""
        self._show(Tab.CONTACTS)

    def show_campaigns(self) -> None:
        """Show the campaigns, where people may use them."""
        self._show(Tab.CAMPAIGNS)

    def _show(self, wanted: Tab) -> None:
        if wanted in self._offered:
            self.tabs.setCurrentIndex(self._offered.index(wanted))

    def begin(self) -> None:
        """Give the focus to the list that is shown, as the key of its tab does."""
        shown = self._stack.currentWidget()
        for screen in (self.recents, self.contacts, self.campaigns):
            if screen is not None and screen is shown:
                screen.take_focus(ring=True)

    def the_contacts(self) -> "ContactsScreen":
        """Return the contacts, built now if nobody has looked at them yet; not before `complete`."""
        if self.contacts is None:
            self.contacts = self._build()
            self.contacts.start()
        return self.contacts

    def the_campaigns(self) -> "CampaignsScreen":
        """Return the campaigns, built now if nobody has looked at them yet; not before `complete`."""
        if self.campaigns is None:
            self.campaigns = self._build_campaigns()
            self.campaigns.start()
        return self.campaigns

    def show_upload(self, campaign_id: str, upload_id: str) -> None:
        """Open the upload that goes on in the background, over whatever is shown."""
        self.the_campaigns()
        if self.uploads is not None:
            self.uploads.open_upload_again(campaign_id, upload_id)

    def leave(self, then: Callable[[], object]) -> None:
        """Do something that ends the window; what somebody writes in a form is asked about first."""
        contacts = self.contacts
        if contacts is None or not contacts.detail_presenter.writing.is_changed:
            then()
            return
        self.show_contacts()
        contacts.detail_presenter.leave(then)

    async def close_presenters(self) -> None:
        """End all tasks."""
        await self.recents.close_presenters()
        if self.dialogs is not None:
            await self.dialogs.close()
        if self.contacts is not None:
            await self.contacts.close_presenters()
        if self.uploads is not None:
            await self.uploads.close()
        if self.campaigns is not None:
            await self.campaigns.close_presenters()

    def _chosen(self, _index: int = 0) -> None:
        """Show the screen of the chosen tab, its list as wide as that of the one before."""
        if self._calling is None:
            return
        screen = self._screen()
        width, ring = self.list_width, focus.by_keyboard()
        focused = QApplication.focusWidget()
        held = focused is not None and self._stack.isAncestorOf(focused)
        self._stack.setCurrentWidget(screen)
        screen.master_width = width
        if held:
            screen.take_focus(ring=ring)
        self._shell.keep(TAB_KEY, self.shown.value)
        self.changed.emit()

    def _screen(self) -> "RecentsScreen | ContactsScreen | CampaignsScreen":
        """Return the screen of the chosen tab."""
        if self.shown is Tab.CONTACTS:
            return self.the_contacts()
        return self.the_campaigns() if self.shown is Tab.CAMPAIGNS else self.recents

    def _connect_deeds(self, screen: "RecentsScreen | ContactsScreen") -> None:
        """Have done with a screen's numbers what is done besides calling them."""
        deeds = self._deeds
        assert deeds is not None
        screen.listing_wanted.connect(deeds.ask_to_list)
        screen.unlisting_wanted.connect(deeds.unlist)
        screen.campaign_wanted.connect(deeds.add_to_campaign)
        screen.open_campaign_wanted.connect(deeds.campaign_wanted)

    def _build(self) -> "ContactsScreen":
        from desktop.ui.contacts.dialogs import ContactDialogs  # noqa: PLC0415 - see above
        from desktop.ui.contacts.screen import ContactsScreen  # noqa: PLC0415

        assert self._calling is not None
        contacts = ContactsScreen(self._context, self._shell, self._calling)
        dialogs = self.dialogs = ContactDialogs(self._context, self.window())
        contacts.open_call_wanted.connect(self.call_wanted)
        contacts.all_calls_wanted.connect(self.all_calls_wanted)
        contacts.account_wanted.connect(self.account_wanted)
        contacts.import_wanted.connect(dialogs.open_import)
        contacts.file_dropped.connect(dialogs.open_import_of)
        contacts.export_wanted.connect(dialogs.open_export)
        contacts.duplicates_wanted.connect(dialogs.open_duplicates)
        contacts.trash_wanted.connect(dialogs.open_trash)
        if self._deeds is not None:
            contacts.list_wanted.connect(self._deeds.open_list)
        self._connect_deeds(contacts)
        self._stack.addWidget(contacts)
        return contacts

    def _build_campaigns(self) -> "CampaignsScreen":
        from desktop.ui.campaigns.dialogs import CampaignDialogs  # noqa: PLC0415 - see above
        from desktop.ui.campaigns.screen import CampaignsScreen  # noqa: PLC0415

        campaigns = CampaignsScreen(self._context, self._shell)
        uploads = self.uploads = CampaignDialogs(self._context, self.window())
        campaigns.account_wanted.connect(self.account_wanted)
        campaigns.sign_in_wanted.connect(self.sign_in_wanted)
        campaigns.upload_wanted.connect(uploads.open_upload)
        campaigns.file_dropped.connect(uploads.open_upload_of)
        campaigns.upload_shown.connect(uploads.open_upload_again)
        uploads.sign_in_wanted.connect(self.sign_in_wanted)
        self._shell.uploads.ended.connect(uploads.tell)
        self._stack.addWidget(campaigns)
        return campaigns
