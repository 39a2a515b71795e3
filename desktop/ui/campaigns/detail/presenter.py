"""Reads an opened campaign and its numbers, page by page, and deletes what a person selected; no widgets."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.domain.campaigns import (
    CampaignNumber,
    LabelKind,
    Listing,
    NumberQuery,
)
from desktop.domain.changes import Change, Topic
from desktop.domain.errors import Trouble
from desktop.domain.uploads import Upload, UploadState
from desktop.ui.campaigns.detail.views import CampaignView, NumbersContent, NumbersState
from desktop.ui.campaigns.presenter import CampaignsPresenter
from desktop.ui.context import Context
from desktop.ui.paging import Paging
from desktop.ui.shell.presenter import ShellPresenter

TYPING_MS = 300
PASSING_S = 0.15
"""Who goes through the list with the arrow keys asks the provider only about the campaign they stay at."""
OLD_S = 60.0


def part_of(text: str) -> str:
    """Return the digits that a provider is asked for, however a person spells them.

    What stands for the country is left out of a national spelling: `06 39` is in `33639...` as `639`. A
    text without any digit stays as it is, and finds nothing.
    """
    digits = "".join(sign for sign in text.replace("(0)", "") if sign.isdecimal())
    return digits.lstrip("0") or digits or text.strip()


class CampaignPresenter(QObject):
    """`opened` carries a `CampaignView`, None when no campaign is open; `numbers` a `NumbersContent`.

    `deleted` carries a `DeleteResult`, `failed` a sentence, `uploads_changed` the uploads that are not over,
    `campaign_changed` comes before another campaign's numbers do.
    """

    opened = Signal(object)
    numbers = Signal(object)
    deleted = Signal(object)
    failed = Signal(str)
    deleting_changed = Signal(bool)
    uploads_changed = Signal(object)
    campaign_changed = Signal()

    def __init__(
        self,
        context: Context,
        shell: ShellPresenter,
        listed: CampaignsPresenter,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._shell = shell
        self._listed = listed
        self._service = context.services.campaigns
        self._scope = context.scope()
        self._campaign_id = ""
        self._query = NumberQuery("")
        self._last: NumbersContent | None = None
        self._moved = False
        self.view: CampaignView | None = None
        self.uploads: tuple[Upload, ...] = ()
        self._typing = QTimer(self, singleShot=True, interval=TYPING_MS)
        self._typing.timeout.connect(self._list)
        self.paging = Paging(self._scope, "page", self._fetch, self)
        self.paging.came.connect(self._page_came)
        self.paging.failed.connect(self._page_failed)
        context.bridge.changed.connect(self._heard)
        listed.known_changed.connect(self._known_changed)

    # ---- what is open

    @property
    def campaign_id(self) -> str:
        """The open campaign (our id), "" for none."""
        return self._campaign_id

    @property
    def query(self) -> NumberQuery:
        """Which numbers are listed, and in which order."""
        return self._query

    @property
    def content(self) -> NumbersContent | None:
        """What was shown of the numbers last."""
        return self._last

    @property
    def deleting(self) -> bool:
        """Whether numbers are being deleted."""
        return self._scope.running("delete")

    @property
    def settled(self) -> bool:
        """Whether all that was asked for has been read."""
        names = ("open", "numbers", "again", "header", "refresh", "uploads", "delete")
        busy = self._typing.isActive() or any(self._scope.running(name) for name in names)
        return not busy and self.paging.settled

    def show(self, campaign_id: str) -> None:
        """Open a campaign (our id), "" for none."""
        if campaign_id == self._campaign_id:
            return
        self._typing.stop()
        self.paging.drop()
        for name in ("numbers", "again", "refresh", "header"):
            self._scope.cancel(name)
        self._campaign_id = campaign_id
        self._query = NumberQuery(campaign_id)
        self._last = None
        self.view = None
        self.campaign_changed.emit()
        if campaign_id:
            self._scope.start("open", self._open(campaign_id), replace=True)
        else:
            self._scope.cancel("open")
            self.opened.emit(None)

    def refresh(self) -> None:
        """Read the campaign and its numbers anew from the provider."""
        if self._campaign_id:
            self._scope.start("refresh", self._refresh(self._campaign_id), replace=True)
            self._list()

    def search(self, part: str) -> None:
        """List the numbers with these digits, a moment after the last key."""
        digits = part_of(part)
        if digits != self._query.part:
            self._query = replace(self._query, part=digits)
            self._typing.start()

    def turn(self) -> None:
        """List the numbers in the other order."""
        self._query = replace(self._query, descending=not self._query.descending)
        self._list()

    def set_label(self, kind: LabelKind, raw_id: str, label: str) -> None:
        """Call one of the provider's ids something; "" takes that away."""
        if self.view is not None:
            work = self._label(self.view.campaign.account_id, kind, raw_id, label.strip())
            self._scope.start(f"label {kind} {raw_id}", work, replace=True)

    def delete(self, numbers: Sequence[CampaignNumber]) -> None:
        """Delete numbers, after somebody said yes."""
        if self._campaign_id and numbers:
            self._scope.start("delete", self._delete(self._campaign_id, tuple(numbers)))
            self.deleting_changed.emit(True)

    def resume(self, upload_id: str) -> None:
        """Go on with an upload that is not over."""
        self._scope.start("resume", self._resume(upload_id))

    async def close(self) -> None:
        """End all tasks; the engine goes on with what it was told."""
        self._typing.stop()
        await self._scope.close()

    # ---- the campaign

    async def _open(self, campaign_id: str) -> None:
        try:
            await self._show_campaign(campaign_id)
        except Trouble as trouble:
            self._say_lost(campaign_id, trouble.sentence)
            return
        await self._read_uploads()
        listing = await self._kept()
        await asyncio.sleep(PASSING_S)
        view = self.view
        if view is not None and (self._context.now() - view.campaign.read_at).total_seconds() > OLD_S:
            self._scope.start("refresh", self._refresh(campaign_id), replace=True)
        await self._read(listing)

    async def _show_campaign(self, campaign_id: str, trouble: str | None = None) -> None:
        """Show how it is kept; `trouble` None leaves what was said of the last reading."""
        campaign = await self._context.bridge.run(self._service.get(campaign_id))
        if campaign_id != self._campaign_id:
            return
        accounts = {one.account_id: one for one in self._listed.accounts}
        account = accounts.get(campaign.account_id)
        before = self.view
        if trouble is None:
            trouble = before.trouble if before is not None else ""
        self._show(
            CampaignView(
                campaign,
                provider=self._shell.provider_title(campaign.account_id) or campaign.account,
                region=account.region if account else None,
                known=self._listed.known,
                reading=before is not None and before.reading,
                trouble=trouble,
            )
        )

    def _show(self, view: CampaignView) -> None:
        self.view = view
        self.opened.emit(view)

    def _say_lost(self, campaign_id: str, sentence: str) -> None:
        if campaign_id == self._campaign_id:
            self.view = None
            self.opened.emit(None)
            self.failed.emit(sentence)

    async def _refresh(self, campaign_id: str) -> None:
        if self.view is not None:
            self._show(replace(self.view, reading=True, trouble=""))
        trouble_said = ""
        try:
            await self._context.bridge.run(self._service.refresh(campaign_id))
        except Trouble as trouble:
            trouble_said = trouble.sentence
        try:
            await self._show_campaign(campaign_id, trouble_said)
        except Trouble as trouble:
            self._say_lost(campaign_id, trouble.sentence)
            return
        if self.view is not None and self.view.reading:
            self._show(replace(self.view, reading=False))

    async def _label(self, account_id: str, kind: LabelKind, raw_id: str, label: str) -> None:
        try:
            await self._context.bridge.run(self._service.set_label(account_id, kind, raw_id, label))
        except Trouble as trouble:
            self.failed.emit(trouble.sentence)
            if self.view is not None:
                self._show(self.view)  # with what it is called still

    def _known_changed(self) -> None:
        if self.view is not None and self.view.known != self._listed.known:
            self._show(replace(self.view, known=self._listed.known))

    # ---- its numbers

    def _list(self) -> None:
        """List what is wanted now."""
        self._typing.stop()
        self.paging.drop()
        self._scope.start("numbers", self._kept_and_read(), replace=True)

    async def _kept_and_read(self) -> None:
        await self._read(await self._kept())

    async def _kept(self) -> Listing | None:
        """Show what is kept of the numbers."""
        query = self._query
        try:
            listing = await self._context.bridge.run(self._service.open_numbers(query))
        except Trouble as trouble:
            self._show_numbers(
                NumbersContent(NumbersState.FAILED, part=query.part, sentence=trouble.sentence)
            )
            return None
        if query != self._query:
            return None
        if listing.read_at is None:
            self._show_numbers(NumbersContent(NumbersState.LOADING, part=query.part))
        else:
            await self._show_listing(listing)
        return listing

    async def _read(self, kept: Listing | None) -> None:
        """Ask the provider for the first page."""
        query = self._query
        try:
            listing = await self._context.bridge.run(self._service.read_numbers(query))
        except Trouble as trouble:
            if query != self._query:
                return
            if kept is not None and kept.read_at is not None:
                await self._show_listing(kept, trouble.sentence)
            else:
                state = NumbersState.FAILED
                self._show_numbers(NumbersContent(state, part=query.part, sentence=trouble.sentence))
            return
        if query == self._query:
            await self._show_listing(listing)

    async def _show_listing(self, listing: Listing, sentence: str = "") -> None:
        query = self._query
        total: int | None = None
        if query.part:
            whole = await self._context.bridge.run(self._service.open_numbers(replace(query, part="")))
            total = whole.rows if whole.exact and whole.read_at is not None else None
            if total is None and self.view is not None:
                total = self.view.campaign.told.numbers_count
        if query != self._query:
            return
        state = (
            NumbersState.READY if listing.rows else NumbersState.NOTHING if query.part else NumbersState.EMPTY
        )
        self._show_numbers(NumbersContent(state, listing, query.part, total, sentence))

    def _show_numbers(self, content: NumbersContent) -> None:
        self._last = content
        self.numbers.emit(content)

    async def _fetch(self, first: int, count: int) -> None:
        await self._context.bridge.run(self._service.read_numbers(self._query, first, count))

    def _page_came(self) -> None:
        self._moved = True
        self._scope.start("again", self._open_again())

    def _page_failed(self, sentence: str) -> None:
        if self._last is not None and self._last.state is NumbersState.READY:
            self._show_numbers(replace(self._last, sentence=sentence))

    async def _open_again(self) -> None:
        """Show what is kept of the numbers by now; nothing is asked of the provider."""
        while self._moved:
            self._moved = False
            last, query = self._last, self._query
            if last is None or last.listing is None:
                return
            try:
                listing = await self._context.bridge.run(self._service.open_numbers(query))
            except Trouble:
                return  # the campaign went away meanwhile: whoever shows it says so
            if self._last is not last or query != self._query:
                continue
            if listing.read_at is None:
                self._list()  # what is kept was forgotten: the numbers have changed
                return
            await self._show_listing(listing, self.paging.trouble or last.sentence)

    async def _delete(self, campaign_id: str, numbers: tuple[CampaignNumber, ...]) -> None:
        try:
            result = await self._context.bridge.run(self._service.delete_numbers(campaign_id, numbers))
        except Trouble as trouble:
            self.failed.emit(trouble.sentence)
            return
        finally:
            self.deleting_changed.emit(False)
        if campaign_id == self._campaign_id:
            self.deleted.emit(result)
            self._list()
            self._scope.start("refresh", self._refresh(campaign_id), replace=True)

    # ---- uploads

    async def _read_uploads(self) -> None:
        campaign_id = self._campaign_id
        try:
            found = await self._context.bridge.run(self._context.services.uploads.unfinished(campaign_id))
        except Trouble:
            found = []  # the wizard says what is wrong with them
        if campaign_id == self._campaign_id and tuple(found) != self.uploads:
            self.uploads = tuple(found)
            self.uploads_changed.emit(self.uploads)

    async def _resume(self, upload_id: str) -> None:
        try:
            await self._context.bridge.run(self._context.services.uploads.send(upload_id))
        except Trouble as trouble:
            self.failed.emit(trouble.sentence)

    # ---- what changes meanwhile

    def _heard(self, change: Change) -> None:
        if not self._campaign_id:
            return
        if Topic.UPLOADS in change.topics:
            self._scope.start("uploads", self._uploads_moved(), replace=True)
        concerns = not change.ids or self._campaign_id in change.ids
        if Topic.CAMPAIGNS in change.topics and concerns and not self._scope.running("open"):
            self._scope.start("header", self._header_again(), replace=True)
            if not self._scope.running("numbers"):
                self._page_came()

    async def _uploads_moved(self) -> None:
        before = {upload.id: upload.state for upload in self.uploads}
        await self._read_uploads()
        after = {upload.id for upload in self.uploads}
        if any(state is UploadState.SENDING and key not in after for key, state in before.items()):
            self.refresh()  # an upload is over: its numbers are in

    async def _header_again(self) -> None:
        try:
            await self._show_campaign(self._campaign_id)
        except Trouble:
            self.show("")  # its account is gone
