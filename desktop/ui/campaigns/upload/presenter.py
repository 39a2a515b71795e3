"""Goes through an upload: looks at the file, checks its rows, sends them, and tells what became of each."""

from collections.abc import Callable, Coroutine
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from desktop.domain.campaigns import Campaign, CampaignAccount
from desktop.domain.changes import Change, Topic
from desktop.domain.errors import ErrorKind, Trouble
from desktop.domain.uploads import Upload, UploadState
from desktop.services.campaigns.values import MirrorProgress, UploadChoice, suggested
from desktop.services.importing.values import FileFacts, FileOptions, Progress
from desktop.ui import strings_upload as strings
from desktop.ui.bridge import telling
from desktop.ui.campaigns.upload.changes import Changes
from desktop.ui.campaigns.upload.columns import use_as
from desktop.ui.campaigns.upload.comparing import Comparing
from desktop.ui.campaigns.upload.sending import Sending
from desktop.ui.campaigns.upload.views import Phase
from desktop.ui.context import Context
from desktop.ui.rereading import Rereading

Work = Callable[[], Coroutine[Any, Any, object]]
"""What makes a coroutine when it is its turn: one that was made and never started is a mistake."""


class UploadPresenter(QObject):
    """`changed` says: read the phase and what belongs to it again. `progressed` is for figures alone.

    `said` is told in passing. `trouble` is why the phase has nothing else to show, `lead` its heading.
    """

    changed = Signal()
    progressed = Signal()
    said = Signal(str)

    def __init__(self, context: Context, campaign_id: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._scope = context.scope()
        self._campaign_id = campaign_id
        self.phase = Phase.CHOOSE
        self.campaign: Campaign | None = None
        self.account: CampaignAccount | None = None
        self.file: Path | None = None
        self.facts: FileFacts | None = None
        self.choice: UploadChoice | None = None
        self.upload: Upload | None = None
        self.comparing = Comparing(context)
        self.progress: Progress | None = None
        self.known = False  # whether the list was uploaded before, and this is what became of it
        self.lead = ""
        self.trouble = ""
        self._changes = Changes()
        self.sending = Sending(context, self._scope, self)
        self.sending.moved.connect(self._moved)
        self.sending.changed.connect(self.changed)
        self.sending.said.connect(self.said)
        self._following = Rereading(self._scope, "follow", self._follow)
        context.bridge.changed.connect(self._heard)

    # ---- the list

    def start(self, file: Path | None = None, upload_id: str | None = None) -> None:
        """Read how the campaign stands, and take up a file or an upload if there is one already."""
        self._scope.start("upload", self._begin(file, upload_id), replace=True)

    def open_file(self, file: Path) -> None:
        """Look at a file, in place of any other."""
        work = self._look(file, FileOptions()) if self.account else self._begin(file, None)
        self._scope.start("upload", work, replace=True)

    def forget_file(self) -> None:
        """Go back to where a file is chosen."""
        self._scope.cancel("upload")
        self._drop_list()
        self.facts = None
        self._go(Phase.CHOOSE)

    def use_form(
        self, *, delimiter: str | None = None, encoding: str | None = None, header: bool | None = None
    ) -> None:
        """Read the file in another form; what is None stays as it is."""
        if self.facts is None:
            return
        before = self.facts.options
        options = FileOptions(
            encoding=encoding or before.encoding,
            delimiter=delimiter or before.delimiter,
            header=before.header if header is None else header,
        )
        stay = self.phase is Phase.COLUMNS
        self._scope.start("upload", self._look(self.facts.file, options, stay=stay), replace=True)

    def use_column(self, place: int, use: int) -> None:
        """Use a column of the file otherwise."""
        if self.facts is None:
            return
        self.choice = use_as(self.facts, self.choice, place, use)
        self._changes.forget()
        if self.phase is Phase.COLUMNS or self.choice.number < 0:
            self.show_columns()
        else:
            self.check()

    def show_columns(self) -> None:
        """Go to what the columns are used as."""
        if self.facts is not None:
            self._scope.cancel("upload")
            self._go(Phase.COLUMNS)

    def choose_region(self, region: str | None) -> None:
        """Read numbers without a country as another country's."""
        if self.choice is not None and region != self.region:
            self.choice = UploadChoice(self.choice.number, self.choice.variables, region)
            self.check()
        else:
            self.changed.emit()

    @property
    def region(self) -> str | None:
        """Return whose numbers those without a country are."""
        own = self.account.region if self.account else None
        return (self.choice.region if self.choice else None) or own

    def check(self) -> None:
        """Read all rows, and give each its verdict."""
        if self.choice is not None and self.choice.number >= 0:
            self._scope.start("upload", self._check(first=False), replace=True)

    def read_numbers(self) -> None:
        """Read the campaign's numbers, and those of the other active ones, and check the list anew."""
        self._scope.start("upload", self._list_and_check(), replace=True)

    def cancel_check(self) -> None:
        """Stop what is being read, and go back to where it came from."""
        listing = self.phase is Phase.LISTING
        self._scope.cancel("upload")
        if listing and self.upload is not None:
            self._go(Phase.CHECK)
        elif listing:
            self._scope.start("upload", self._check(first=False), replace=True)
        elif self.facts is not None:
            self._go(Phase.COLUMNS)
        else:
            self.forget_file()

    # ---- its rows

    def fix(self, index: int, number: str, variables: tuple[str, ...]) -> None:
        """Write a row anew."""
        upload = self.upload
        if upload is not None and upload.state is UploadState.CHECKED:
            self._changes.fix(index, number, variables)
            work = partial(self._context.services.uploads.fix, upload.id, index, number, variables)
            self._scope.start(f"fix {index}", self._change(work), replace=True)

    def leave_out(self, index: int, *, out: bool) -> None:
        """Leave a row out, or put it in again."""
        upload = self.upload
        if upload is not None and upload.state is UploadState.CHECKED:
            self._changes.leave_out(index, out=out)
            work = partial(self._context.services.uploads.leave_out, upload.id, [index], out=out)
            self._scope.start(f"out {index}", self._change(work), replace=True)

    @property
    def touched(self) -> bool:
        """Whether rows were changed by hand, which closing would lose."""
        upload = self.upload
        return bool(self._changes) and upload is not None and upload.state is UploadState.CHECKED

    def save_list(self, file: Path) -> None:
        """Save each row with its verdict, its reason and what became of it."""
        if self.upload is not None:
            checked = self.upload.state is UploadState.CHECKED
            work = partial(self._context.services.uploads.save_list, self.upload.id, file)
            said = strings.LIST_SAVED if checked else strings.RESULT_SAVED
            self._scope.start("save", self._tell(work, said))

    # ---- the end

    def check_anew(self) -> None:
        """Forget what became of a list that was uploaded before, and check it as a new one."""
        if self.upload is not None and self.facts is not None:
            self._scope.start("upload", self._check_anew(self.upload), replace=True)

    def now(self) -> datetime:
        """Return the time, for what says how old something is."""
        return self._context.now()

    async def close(self) -> None:
        """End all tasks. What is being sent goes on; a list that was only checked is forgotten."""
        upload = self.upload
        await self._scope.close()
        if upload is not None and upload.state is UploadState.CHECKED:
            await self._forget(upload)

    # ---- tasks

    def _go(self, phase: Phase, *, lead: str = "", trouble: str = "") -> None:
        self.phase, self.lead, self.trouble = phase, lead, trouble
        self.progress = self.comparing.progress = None
        self.changed.emit()

    def _drop_list(self) -> None:
        upload, self.upload, self.choice = self.upload, None, None
        self._changes.forget()
        if upload is not None and upload.state is UploadState.CHECKED:
            self._scope.start(f"forget {upload.id}", self._forget(upload))

    async def _forget(self, upload: Upload) -> None:
        try:
            await self._context.bridge.run(self._context.services.uploads.discard(upload.id))
        except Trouble as trouble:
            if trouble.kind is not ErrorKind.NO_UPLOAD:
                self.said.emit(trouble.sentence)

    async def _begin(self, file: Path | None, upload_id: str | None) -> None:
        bridge, services, gone = self._context.bridge, self._context.services, ""
        if upload_id is not None:
            try:
                self.upload = await bridge.run(services.uploads.get(upload_id))
                self._campaign_id = self.upload.campaign_id
            except Trouble as trouble:
                gone = trouble.sentence
        try:
            self.campaign = await bridge.run(services.campaigns.get(self._campaign_id))
        except Trouble as trouble:
            self._go(Phase.CHOOSE, lead=strings.NOT_HERE_TITLE, trouble=trouble.sentence)
            return
        accounts = await bridge.run(services.campaigns.accounts())
        own = self.campaign.account_id
        self.account = next((one for one in accounts if one.account_id == own), None)
        self._scope.start("campaign", self._read_campaign(services.campaigns.refresh))
        if self.upload is not None:
            await self._take(self.upload)
        elif file is not None:
            await self._look(file, FileOptions())
        else:
            self._go(Phase.CHOOSE, trouble=gone)

    async def _read_campaign(self, read: Callable[[str], Coroutine[Any, Any, Campaign]]) -> None:
        """Learn how the campaign stands; without an answer, what was known last is shown."""
        try:
            self.campaign = await self._context.bridge.run(read(self._campaign_id))
        except Trouble:
            return
        self.changed.emit()

    async def _look(self, file: Path, options: FileOptions, *, stay: bool = False) -> None:
        again = self.facts is not None and self.facts.file == file  # the same file in another form
        before = self.facts.headings if again and self.facts else ()
        self.file = file
        if not again:
            self._drop_list()
        if not stay:
            self._go(Phase.CHECKING if again and self.phase is Phase.CHECK else Phase.LOOKING)
        try:
            facts = await self._context.bridge.run(self._context.services.uploads.look(file, options))
        except Trouble as trouble:
            if not again:
                self.facts = None
                self._go(Phase.CHOOSE, trouble=trouble.sentence)
            elif stay:
                self.said.emit(trouble.sentence)
                self.changed.emit()
            else:
                self._go(Phase.CHECK, lead=strings.CHECK_FAILED, trouble=trouble.sentence)
            return
        self.facts = facts
        self._changes.forget()
        if self.choice is None or len(before) != len(facts.headings):
            self.choice = suggested(facts)
        if stay or self.choice is None or self.choice.number < 0:
            self._go(Phase.COLUMNS)
        else:
            await self._check(first=not again)

    async def _list_and_check(self) -> None:
        if await self._list():
            if self.facts is not None:
                await self._check(first=False)
            else:
                self._go(Phase.CHECK)

    async def _list(self, *, alone: bool = False) -> bool:
        """Read the numbers that the list is compared with; False when that failed, and a list is there."""
        self._go(Phase.LISTING)
        try:
            await self.comparing.read(self._listed, alone=alone)
        except Trouble as trouble:
            self.said.emit(f"{strings.NOT_READ}. {trouble.sentence}")
            if self.upload is not None:
                self._go(Phase.CHECK)
                return False
        await self.comparing.read_age(self._campaign_id)
        return True

    async def _check(self, *, first: bool) -> None:
        facts, choice = self.facts, self.choice
        if facts is None or choice is None:
            return
        if first:
            await self.comparing.read_age(self._campaign_id)
        if first and self.comparing.goes_unasked:
            await self._list(alone=True)
        self._go(Phase.CHECKING)
        before = self.upload
        uploads = self._context.services.uploads
        try:
            upload = await self._context.bridge.run(
                uploads.check_file(self._campaign_id, facts, choice, telling(self._checked))
            )
            if upload.state is UploadState.CHECKED:
                upload = await self._changes.replay(self._context.bridge, uploads, upload)
        except Trouble as trouble:
            self._go(Phase.CHECK, lead=strings.CHECK_FAILED, trouble=trouble.sentence)
            return
        if before is not None and before.id != upload.id and before.state is UploadState.CHECKED:
            self._scope.start(f"forget {before.id}", self._forget(before))
        if not upload.rows:
            await self._forget(upload)
            self.facts = self.upload = self.choice = None
            self._go(Phase.CHOOSE, lead=strings.NOTHING_IN_IT, trouble=strings.NOTHING_IN_IT_TEXT)
            return
        self.known = upload.state is not UploadState.CHECKED
        await self._take(upload)

    async def _check_anew(self, upload: Upload) -> None:
        await self._forget(upload)
        self.upload, self.known = None, False
        await self._check(first=True)

    async def _take(self, upload: Upload) -> None:
        """Show an upload as it stands."""
        self.upload = upload
        phases = {
            UploadState.CHECKED: Phase.CHECK,
            UploadState.DONE: Phase.RESULT,
            UploadState.CANCELLED: Phase.RESULT,
        }
        phase = phases.get(upload.state, Phase.RUNNING)
        await self.sending.take(upload)
        if phase is not self.phase:
            self._go(phase)
            return
        self.changed.emit()

    def _moved(self, upload: Upload) -> None:
        self.known = False
        self._changes.forget()
        self._scope.start("moved", self._take(upload), replace=True)
        self._following.ask()  # it may have gone on while this answer was on its way here

    def _heard(self, change: Change) -> None:
        mine = self.upload is not None and (not change.ids or self.upload.id in change.ids)
        if Topic.UPLOADS in change.topics and mine:
            self._following.ask()
        if Topic.CAMPAIGNS in change.topics and self.campaign is not None:
            self._scope.start("kept", self._read_campaign(self._context.services.campaigns.get))

    async def _follow(self) -> None:
        """Read how the upload stands, as long as it is the one that is shown."""
        upload, shown = self.upload, {Phase.CHECK, Phase.RUNNING, Phase.RESULT}
        if upload is None or self.phase not in shown:
            return
        try:
            now = await self._context.bridge.run(self._context.services.uploads.get(upload.id))
        except Trouble:
            return
        if self.phase in shown and self.upload is not None and self.upload.id == now.id:
            await self._take(now)

    async def _change(self, work: Work) -> None:
        try:
            await self._context.bridge.run(work())
        except Trouble as trouble:
            self.said.emit(trouble.sentence)
        await self._follow()

    async def _tell(self, work: Work, said: str) -> None:
        try:
            await self._context.bridge.run(work())
        except Trouble as trouble:
            self.said.emit(trouble.sentence)
        else:
            self.said.emit(said)

    def _checked(self, progress: Progress) -> None:
        if self.phase is Phase.CHECKING and self._scope.running("upload"):  # else told late
            self.progress = progress
            self.progressed.emit()

    def _listed(self, progress: MirrorProgress) -> None:
        if self.phase is Phase.LISTING and self._scope.running("upload"):
            self.comparing.progress = progress
            self.progressed.emit()
