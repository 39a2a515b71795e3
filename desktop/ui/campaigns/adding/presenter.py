"""Puts somebody's numbers into a campaign: which ones take numbers, each number's verdict, what became of it.

Each check is an upload of its own, so that what is sent outlives the window; what is not sent is forgotten.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum

from PySide6.QtCore import QObject, Signal

from desktop.domain.campaigns import (
    Campaign,
    CampaignFilter,
    CampaignQuery,
    CampaignSort,
    CampaignStatus,
    NewNumber,
)
from desktop.domain.errors import Trouble
from desktop.domain.uploads import RowState, RowVerdict, Upload, UploadRow
from desktop.ui import sentences_adding as sentences
from desktop.ui.candidates import Candidate
from desktop.ui.context import Context

PAGE, MOST_CAMPAIGNS = 100, 500
_ACTIVE = CampaignFilter(status=CampaignStatus.ACTIVE)
FIXED = frozenset({RowVerdict.INVALID, RowVerdict.DNC})
"""Verdicts of numbers that stay out, whatever a person wants."""


class Stage(Enum):
    """How far it is."""

    LOADING = "loading"
    NONE = "none"  # no campaign takes numbers
    FAILED = "failed"
    CHECKING = "checking"
    UNCHECKED = "unchecked"
    READY = "ready"
    SENDING = "sending"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Choice:
    """One candidate, and which of its numbers is meant."""

    who: Candidate
    at: int = 0
    variables: tuple[str, ...] = ()

    @property
    def number(self) -> str:
        """The number that is meant."""
        return self.who.numbers[self.at][1]


class AddingPresenter(QObject):
    """`changed` says: show everything again."""

    changed = Signal()

    def __init__(
        self,
        context: Context,
        people: Sequence[Candidate | NewNumber],
        source: str,
        campaign_id: str = "",
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._scope = context.scope()
        self._source = source
        self._wanted_id = campaign_id
        self._dropped: list[str] = []
        self.choices = [_choice(one) for one in people]
        self.stage = Stage.LOADING
        self.campaigns: tuple[Campaign, ...] = ()
        self.campaign: Campaign | None = None
        self.several_accounts = False
        self.upload: Upload | None = None
        self.rows: tuple[UploadRow, ...] = ()
        self.trouble = ""
        context.bridge.changed.connect(self._heard)

    @property
    def going(self) -> int:
        """How many numbers go in."""
        return sum(row.state is not RowState.LEFT_OUT for row in self.rows)

    def start(self) -> None:
        """Look which campaigns take numbers."""
        self._go(Stage.LOADING)
        self._scope.start("look", self._look(), replace=True)

    def choose(self, campaign_id: str) -> None:
        """Choose the campaign, and check the numbers for it."""
        self.campaign = next((one for one in self.campaigns if one.id == campaign_id), None)
        self.check()

    def choose_number(self, row: int, at: int) -> None:
        """Mean another one of somebody's numbers."""
        self.choices[row] = replace(self.choices[row], at=at)
        self.check()

    def check(self) -> None:
        """Have all numbers judged for the chosen campaign."""
        if self.campaign is not None:
            self._go(Stage.CHECKING)
            self._scope.start("check", self._check(self.campaign), replace=True)

    def tick(self, row: int) -> None:
        """Leave a number out, or put it in; what is invalid or must not be called stays out."""
        if self.stage is Stage.READY and self.rows[row].verdict not in FIXED:
            out = self.rows[row].state is not RowState.LEFT_OUT
            self._scope.start(f"tick {row}", self._leave_out([row], out=out))

    def tick_all(self, ticked: bool) -> None:
        """Put all numbers in that can be, or leave all out."""
        some = [row.index for row in self.rows if row.verdict not in FIXED]
        if self.stage is Stage.READY and some:
            self._scope.start("tick all", self._leave_out(some, out=not ticked))

    def send(self) -> None:
        """Send them, each once; phones may ring."""
        if self.stage is Stage.READY and self.going:
            self._go(Stage.SENDING)
            self._scope.start("send", self._send())

    def look_again(self) -> None:
        """Look in the campaign for the numbers of which nobody knows whether it took them."""
        if self.stage is Stage.DONE and self.upload is not None:
            self._go(Stage.SENDING)
            self._scope.start("settle", self._look_again(self.upload.id))

    async def close(self) -> None:
        """End all tasks, and forget what was checked and not sent; what somebody sent begins all the same."""
        for name in self._scope.names():
            if name != "send":
                self._scope.cancel(name)
        await self._scope.ended()
        if self.upload is not None and self.stage not in (Stage.SENDING, Stage.DONE):
            self._dropped.append(self.upload.id)
        await self._drop()
        await self._scope.close()

    # ---- reading

    async def _look(self) -> None:
        services, bridge = self._context.services, self._context.bridge
        found: list[Campaign] = []
        try:
            accounts = await bridge.run(services.campaigns.accounts())
            for account in accounts:
                if not account.refusal:
                    found += await self._campaigns_of(account.account_id)
        except Trouble as trouble:
            self.trouble = trouble.sentence
            self._go(Stage.FAILED)
            return
        self.several_accounts = len({one.account_id for one in found}) > 1
        self.campaigns = tuple(found)
        refused = [one.refusal for one in accounts if one.refusal]
        if not found:
            self.trouble = refused[0] if refused else ""
            self._go(Stage.FAILED if refused else Stage.NONE)
            return
        kept = self.campaign.id if self.campaign is not None else self._wanted_id
        self.choose(next((one.id for one in found if one.id == kept), found[0].id))

    async def _campaigns_of(self, account_id: str) -> list[Campaign]:
        """Ask the provider for the campaigns of an account that take numbers."""
        services, bridge = self._context.services, self._context.bridge
        wanted = CampaignQuery(account_id, _ACTIVE, CampaignSort.NAME, descending=False)
        found: list[Campaign] = []
        for first in range(0, MOST_CAMPAIGNS, PAGE):
            listing = await bridge.run(services.campaigns.read(wanted, first, PAGE))
            rows = self._context.campaigns.campaigns(listing.id, first, PAGE)
            found += [one for one in rows if one is not None and not one.refusal]
            if first + PAGE >= listing.rows:
                break
        return found

    async def _check(self, campaign: Campaign) -> None:
        uploads, bridge = self._context.services.uploads, self._context.bridge
        numbers = [NewNumber(choice.number, choice.variables) for choice in self.choices]
        source = sentences.source(self._source, len(numbers))
        if self.upload is not None:
            self._dropped.append(self.upload.id)
            self.upload = None
        try:
            self.upload = await bridge.run(uploads.check_numbers(campaign.id, numbers, source))
        except Trouble as trouble:
            self.trouble = trouble.sentence
            self._go(Stage.UNCHECKED)
            return
        self._read_rows()
        self._go(Stage.READY)
        await self._drop()

    def _read_rows(self) -> None:
        if self.upload is not None:
            rows = self._context.uploads().rows(self.upload.id, None, 0, len(self.choices))
            self.rows = tuple(rows)

    async def _drop(self) -> None:
        """Forget checks that nothing came of."""
        while self._dropped:
            upload_id = self._dropped.pop()
            try:
                await self._context.bridge.run(self._context.services.uploads.discard(upload_id))
            except Trouble:
                continue  # it is gone already

    async def _leave_out(self, indexes: Sequence[int], *, out: bool) -> None:
        if self.upload is None:
            return
        uploads = self._context.services.uploads
        try:
            self.upload = await self._context.bridge.run(uploads.leave_out(self.upload.id, indexes, out=out))
        except Trouble as trouble:
            self.trouble = trouble.sentence
        self._read_rows()
        self.changed.emit()

    # ---- sending

    async def _send(self) -> None:
        uploads, bridge = self._context.services.uploads, self._context.bridge
        assert self.upload is not None
        upload_id = self.upload.id
        try:
            await bridge.run(uploads.send(upload_id))
        except Trouble as trouble:
            self._end(trouble.sentence)
            return
        self._scope.start("settle", self._settle(upload_id))

    async def _settle(self, upload_id: str) -> None:
        uploads, bridge = self._context.services.uploads, self._context.bridge
        try:
            self.upload = await bridge.run(uploads.settled(upload_id))
        except Trouble as trouble:
            self._end(trouble.sentence)
            return
        self._end()

    def _end(self, trouble: str = "") -> None:
        self.trouble = trouble
        self._read_rows()
        self._go(Stage.DONE)

    async def _look_again(self, upload_id: str) -> None:
        try:
            self.upload = await self._context.bridge.run(self._context.services.uploads.look_again(upload_id))
        except Trouble as trouble:
            self._end(trouble.sentence)
            return
        self._end()

    def _heard(self, _change: object) -> None:
        """Show how far the sending is."""
        if self.stage is Stage.SENDING:
            self._read_rows()
            self.changed.emit()

    def _go(self, stage: Stage) -> None:
        self.stage = stage
        if stage not in (Stage.FAILED, Stage.UNCHECKED, Stage.DONE):
            self.trouble = ""
        self.changed.emit()


def _choice(one: Candidate | NewNumber) -> Choice:
    if isinstance(one, NewNumber):
        return Choice(Candidate("", (("", one.number),)), variables=one.variables)
    return Choice(one)
