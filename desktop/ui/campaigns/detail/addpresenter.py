"""Adds one number: checked, asked about, sent once, and looked for when nobody knows what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum

from PySide6.QtCore import QObject, Signal

from desktop import numbers
from desktop.domain.campaigns import CampaignNumber, NewNumber, NumberQuery
from desktop.domain.errors import Trouble
from desktop.domain.numbers import NumberCheck
from desktop.domain.uploads import RowState, RowVerdict, UploadRow, UploadState
from desktop.ui.campaigns.detail.views import CampaignView
from desktop.ui.context import Context

PART = 8
"""So many last digits find a number, however the provider spells it."""
MOST_FOUND = 5
_GOES = (RowVerdict.OK, RowVerdict.REPAIRED, RowVerdict.WARNING)


class Stage(Enum):
    """How far it is."""

    FORM = "form"
    CHECKING = "checking"
    ASKING = "asking"  # a phone rings: is that meant?
    SENDING = "sending"
    ADDED = "added"
    REFUSED = "refused"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class AddView:
    """What the dialog shows. `row` is the number as it would be sent, `sentence` what stands in its way.

    `found` are the campaign's numbers that look like it, None when they could not be read.
    """

    stage: Stage = Stage.FORM
    check: NumberCheck | None = None
    row: UploadRow | None = None
    sentence: str = ""
    found: tuple[CampaignNumber, ...] | None = ()


class AddPresenter(QObject):
    """`changed` says that `view` is another one, `added` carries the number that is in the campaign now."""

    changed = Signal()
    added = Signal(str)

    def __init__(self, context: Context, opened: CampaignView, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._opened = opened
        self._scope = context.scope()
        self._upload_id = ""
        self.view = AddView()

    @property
    def opened(self) -> CampaignView:
        """The campaign that gets the number."""
        return self._opened

    @property
    def settled(self) -> bool:
        """Whether nothing is under way."""
        return not (self._scope.running("check") or self._scope.running("send"))

    def type(self, text: str) -> None:
        """Say what is known of a number while it is typed."""
        check = numbers.check(text, self._opened.region) if text.strip() else None
        self._show(replace(self.view, check=check, sentence=""))

    def check(self, number: str, variables: Sequence[str]) -> None:
        """Have it judged as a row of a file is; then a person is asked, for a phone may ring."""
        if self.view.stage is Stage.FORM and number.strip():
            new = NewNumber(number.strip(), tuple(variables))
            self._show(replace(self.view, stage=Stage.CHECKING, sentence=""))
            self._scope.start("check", self._check(new))

    def back(self) -> None:
        """Go back to the form; nothing was sent."""
        if self.view.stage in (Stage.ASKING, Stage.REFUSED):
            self._forget()
            self._show(AddView(check=self.view.check))

    def send(self) -> None:
        """Send it, exactly once."""
        if self.view.stage is Stage.ASKING:
            self._show(replace(self.view, stage=Stage.SENDING))
            self._scope.start("send", self._send())

    async def close(self) -> None:
        """End all tasks; a number that is being sent is sent to its end by the engine."""
        for name in ("check", "send"):
            self._scope.cancel(name)
        await self._scope.ended()  # what was checked and not sent is forgotten
        await self._scope.close()

    def leave(self) -> None:
        """Forget what was checked and not sent."""
        if self.view.stage in (Stage.CHECKING, Stage.ASKING):
            self._scope.cancel("check")
            self._forget()

    async def _check(self, new: NewNumber) -> None:
        run, uploads = self._context.bridge.run, self._context.services.uploads
        campaign = self._opened.campaign
        try:
            upload = await run(uploads.check_numbers(campaign.id, [new], new.number, self._opened.region))
        except Trouble as trouble:
            self._show(replace(self.view, stage=Stage.FORM, sentence=trouble.sentence))
            return
        self._upload_id = upload.id
        row = self._row()
        if row is None or row.verdict not in _GOES:
            self._forget()
            reason = row.reason if row is not None else ""
            self._show(replace(self.view, stage=Stage.FORM, row=row, sentence=reason))
            return
        self._show(replace(self.view, stage=Stage.ASKING, row=row))

    def _row(self) -> UploadRow | None:
        rows = self._context.uploads().rows(self._upload_id, None, 0, 1)
        return rows[0] if rows else None

    def _forget(self) -> None:
        upload_id, self._upload_id = self._upload_id, ""
        if upload_id:
            self._scope.start(f"forget {upload_id}", self._discard(upload_id))

    async def _discard(self, upload_id: str) -> None:
        try:
            await self._context.bridge.run(self._context.services.uploads.discard(upload_id))
        except Trouble:
            return  # it is gone already

    async def _send(self) -> None:
        run, uploads, upload_id = self._context.bridge.run, self._context.services.uploads, self._upload_id
        try:
            await run(uploads.send(upload_id))
            upload = await run(uploads.settled(upload_id))
        except Trouble as trouble:
            self._show(replace(self.view, stage=Stage.REFUSED, sentence=trouble.sentence))
            return
        row = self._row() or self.view.row
        self._show(replace(self.view, row=row))
        if upload.states.get(RowState.SENT, 0):
            self._show(replace(self.view, stage=Stage.ADDED))
            self.added.emit(row.number if row is not None else "")
        elif upload.states.get(RowState.UNKNOWN, 0):
            await self._look(upload.reason)
        else:
            reason = (row.reason if row is not None else "") or upload.reason
            if upload.state is not UploadState.DONE:
                self._forget()  # it waits no more: a person adds it again
            self._show(replace(self.view, stage=Stage.REFUSED, sentence=reason))

    async def _look(self, reason: str) -> None:
        """Show which numbers of the campaign look like it: nobody knows whether it was taken."""
        row = self.view.row
        digits = "".join(sign for sign in (row.number if row is not None else "") if sign.isdigit())
        wanted = NumberQuery(self._opened.campaign.id, digits[-PART:])
        found: tuple[CampaignNumber, ...] | None = None
        try:
            listing = await self._context.bridge.run(self._context.services.campaigns.read_numbers(wanted))
            rows = self._context.campaigns.numbers(listing.id, 0, min(MOST_FOUND, listing.rows))
            found = tuple(one for one in rows if one is not None)
        except Trouble as trouble:
            reason = reason or trouble.sentence
        self._show(replace(self.view, stage=Stage.UNKNOWN, sentence=reason, found=found))

    def _show(self, view: AddView) -> None:
        self.view = view
        self.changed.emit()
