"""The upload wizard over a real window: how a test opens it, and what it brings there."""

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path

from desktop.domain.uploads import RowState, RowVerdict, Upload, UploadState
from desktop.ui.campaigns.dialogs import CampaignDialogs
from desktop.ui.campaigns.upload.views import Phase
from desktop.ui.campaigns.upload.wizard import UploadWizard
from tests.support.paper_campaigns import Dialler
from tests.support.shown_campaigns import at_campaigns, sign_in
from tests.ui.conftest import NOON, Scene, until

LIST = (
    "telephone;prenom;contrat",
    "+33199004295;Inès;R-21002",
    "06.39.98.31.26;Hugo;R-21003",
    "0044 20 7946 0733;Priya;R-21004",
    "+33 1 99 00 42 95;Ines;R-21002",
    "+33 6 39 98 47;Malik;R-21007",
    "3,36399E+10;Nora;R-21009",
)


def written(folder: Path, lines: Sequence[str] = LIST, name: str = "renewals.csv") -> Path:
    """Write a list of numbers."""
    file = folder / name
    file.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return file


def many(count: int, first: int = 0) -> list[str]:
    """Return a list of so many good numbers."""
    return ["number;name", *(f"+331990{n:05};Person {n}" for n in range(first, first + count))]


class Gate:
    """Lets pieces through one by one, once it is set in front of a dialler."""

    def __init__(self, dialler: Dialler) -> None:
        self._open = asyncio.Semaphore(0)
        self.waiting = 0
        dialler.before = self.before

    async def before(self, method: str, _what: object) -> None:
        """Hold what makes phones ring."""
        if method == "add":
            self.waiting += 1
            await self._open.acquire()
            self.waiting -= 1

    async def open(self, count: int) -> None:
        """Let so many pass; runs on the engine's loop."""
        for _ in range(count):
            self._open.release()

    async def open_until(self, scene: Scene, condition: Callable[[], object]) -> None:
        """Let one piece after the other pass, until something became true."""

        async def step() -> bool:
            if self.waiting and not condition():
                await self.open(1)
            return bool(condition())

        for _ in range(400):
            if await scene.there(step()):
                return
            await asyncio.sleep(0.01)
        raise AssertionError("the upload did not come to its state")


async def opened(
    scene: Scene, file: Path | None = None, campaign: str = "spring", *, signed_in: bool = False
) -> tuple[CampaignDialogs, UploadWizard]:
    """Open the wizard for a campaign on paper."""
    if not signed_in:
        await sign_in(scene)
    window, _ = await at_campaigns(scene)
    found = await scene.there(scene.opened.services.campaigns.find(campaign))
    dialogs = window.screens.uploads
    assert dialogs is not None
    if file is None:
        dialogs.open_upload(found.id)
    else:
        dialogs.open_upload_of(found.id, file)
    return dialogs, wizard_of(dialogs)


def wizard_of(dialogs: CampaignDialogs) -> UploadWizard:
    """Return the wizard that is open."""
    assert isinstance(dialogs.dialog, UploadWizard)
    return dialogs.dialog


async def checked(scene: Scene, file: Path, campaign: str = "spring") -> UploadWizard:
    """Open the wizard with a file, and wait until its rows are there."""
    _, wizard = await opened(scene, file, campaign)
    await until(lambda: wizard.presenter.phase is Phase.CHECK and wizard.presenter.upload is not None)
    return wizard


async def agreed(wizard: UploadWizard) -> None:
    """Press the button, and say yes to the question that comes."""
    wizard.go_on.click()
    dialog = wizard.questions.dialog
    assert dialog is not None
    dialog.go.click()
    await until(lambda: wizard.presenter.phase in {Phase.RUNNING, Phase.RESULT})


async def ended(wizard: UploadWizard, state: UploadState = UploadState.DONE) -> None:
    """Wait until the upload that is shown is over, or stands."""
    await until(lambda: wizard.presenter.upload is not None and wizard.presenter.upload.state is state)


def an_upload() -> Upload:
    """Return an upload of 9,812 numbers that is half way."""
    states = {RowState.SENT: 5098, RowState.WAITING: 4714, RowState.LEFT_OUT: 235}
    return Upload(
        id="1",
        campaign_id="2",
        campaign="Spring renewals",
        account_id="3",
        source="renewals.csv",
        variables=2,
        region="FR",
        state=UploadState.SENDING,
        rows=10_047,
        verdicts={RowVerdict.OK: 9812},
        states=states,
        pieces=51,
        pieces_total=99,
        made_at=NOON,
        began_at=NOON,
    )
