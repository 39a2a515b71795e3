"""The upload of a list of numbers into a campaign, in every state."""

import asyncio
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from desktop.app.tour import Stage, until
from desktop.app.tour_stops.common import NARROW, enlarged, longer_words, mirrored
from desktop.domain.campaigns import Campaign, NumberQuery
from desktop.domain.errors import ErrorKind
from desktop.domain.uploads import (
    Piece,
    PieceState,
    RowState,
    RowVerdict,
    Upload,
    UploadRow,
    UploadState,
)
from desktop.services.campaigns.values import MirrorAge, MirrorPart, MirrorProgress
from desktop.services.importing.values import Progress
from desktop.services.importing.values import Stage as Work
from desktop.ui.campaigns.upload.ending import Ending
from desktop.ui.campaigns.upload.views import Phase
from desktop.ui.campaigns.upload.wizard import UploadWizard
from desktop.ui.context import Context
from desktop.ui.shell.window import MainWindow

FILE = "renewals-march.csv"
CAMPAIGN = "Spring renewals"
HEAD = (
    "telephone;prenom;contrat;remarque",
    "+33199004295;Inès;R-21002;call am",
    "06.39.98.31.26;Hugo;R-21003;",
    "00442079460733;Priya;R-21004;UK office",
    "+33465710854;Léo;R-21005;",
    "+33199004295;Ines;R-21002;",
    "+33 6 39 98 47;Malik;R-21007;new",
    "{there};Hugo;R-20436;",
    "3,36399E+10;Nora;R-21009;",
    "+33536491022;Paul;R-21010;",
)
LISTED = "+33536491022"
LONG = "Maximiliane <b>von Hohenstein-Wartenburg</b>, Einkauf & Logistik, Niederlassung Süd"
SIZE = 100


class Posed:
    """A source of rows and pieces like those of an upload of 9,812 numbers."""

    def rows(
        self, _upload_id: str, which: RowVerdict | RowState | None, first: int, limit: int
    ) -> Sequence[UploadRow]:
        """Return rows as they are after an upload whose answers got lost twice."""
        found = list(map(self._row, range(first, first + limit)))
        if isinstance(which, RowState):
            reasons = {RowState.REFUSED: "The provider does not take this number"}
            reason = reasons.get(which, "")
            found = [replace(row, state=which, reason=reason) for row in found]
        return found

    def _row(self, index: int) -> UploadRow:
        number = f"+331990{index:05}"
        variables = (LONG if index == 3 else "Inès", f"R-2{index:04}")
        return UploadRow(
            index, index + 2, number, number, variables, RowVerdict.OK, "", RowState.SENT, index // SIZE + 1
        )

    def pieces(self, _upload_id: str, first: int, limit: int) -> Sequence[Piece]:
        """Return 52 pieces, the newest first: one is on its way, and one of unknown outcome."""
        return [self._piece(number) for number in range(52 - first, max(0, 52 - first - limit), -1)]

    def _piece(self, number: int) -> Piece:
        first = (number - 1) * SIZE + 1
        state, unknown, took = PieceState.ACCEPTED, 0, 2.5 + number % 3 / 10
        if number == 52:
            state, took = PieceState.SENDING, 1.6
        elif number == 31:
            state, unknown = PieceState.UNKNOWN, 2
        return Piece(number, first, first + SIZE - 1, SIZE, state, unknown, took_s=took)


async def _campaign(stage: Stage) -> Campaign:
    found = stage.container.services.campaigns.find(CAMPAIGN, None)
    return await asyncio.wrap_future(stage.engine.submit(found))


async def _there(stage: Stage, campaign: Campaign) -> str:
    """Return a number of the campaign, and list another one as not to be called."""
    services = stage.container.services

    async def work() -> str:
        await services.do_not_call.add(LISTED, source="a call")
        async for number in services.campaigns.select_numbers(NumberQuery(campaign.id)):
            return number.number
        raise LookupError("the campaign of the sandbox has no numbers")

    return await asyncio.wrap_future(stage.engine.submit(work()))


def _list(folder: Path, there: str, rows: int = 1200) -> Path:
    lines = [line.format(there=there) for line in HEAD]
    lines += [f"+3346571{n:04};Person {n};R-3{n:04};" for n in range(rows)]
    file = folder / FILE
    file.write_text("".join(f"{line}\r\n" for line in lines), encoding="cp1252")
    return file


async def _wizard(
    stage: Stage, window: MainWindow, campaign: Campaign, file: Path | None = None, *, posed: bool = False
) -> UploadWizard:
    services = stage.container.services
    source = Posed() if posed else stage.uploads
    shown = stage.rows, stage.rows, stage.rows, lambda: source
    context = Context(services, stage.bridge, *shown, stage.clock, stage.report)
    wizard = UploadWizard(context, window, campaign.id, file)
    wizard.open()
    wanted = Phase.CHOOSE if file is None else Phase.CHECK
    await until(lambda: wizard.presenter.phase is wanted and campaign.name in wizard.title.text())
    if file is not None:
        await until(lambda: wizard.presenter.upload is not None)
        _timed(wizard)
    return wizard


def _timed(wizard: UploadWizard) -> None:
    """Say how long a reading takes as if this were the same machine each time."""
    comparing = wizard.presenter.comparing
    if comparing.age is not None:
        comparing.age = replace(comparing.age, seconds=1.0)
    wizard.presenter.changed.emit()


async def _closed(wizard: UploadWizard) -> None:
    wizard.done(0)
    await wizard.presenter.close()
    wizard.deleteLater()


def _pose(wizard: UploadWizard, phase: Phase, *, lead: str = "", trouble: str = "") -> None:
    presenter = wizard.presenter
    presenter.phase, presenter.lead, presenter.trouble = phase, lead, trouble
    presenter.changed.emit()


async def uploading(stage: Stage, window: MainWindow) -> None:
    """Show the upload from the empty dialog to its result."""
    window.show_campaigns()
    campaign = await _campaign(stage)
    there = await _there(stage, campaign)
    with tempfile.TemporaryDirectory(prefix="sidetone-tour-lists-") as folder:
        await _chosen(stage, window, campaign, Path(folder))
        await _checked(stage, window, campaign, _list(Path(folder), there))
    await _sent(stage, window, campaign)
    await _ended(stage, window, campaign)


async def _chosen(stage: Stage, window: MainWindow, campaign: Campaign, folder: Path) -> None:
    take = stage.album.take
    wizard = await _wizard(stage, window, campaign)
    take(window, "upload", "choose")
    wizard.choose_page.zone.set_over(True)
    take(window, "upload", "file-over-it")
    wizard.choose_page.zone.set_over(False)
    wizard.presenter.open_file(folder / "gone.csv")
    await until(lambda: wizard.presenter.trouble)
    take(window, "upload", "failed")
    wizard.presenter.file = folder / FILE
    _pose(wizard, Phase.LOOKING)
    take(window, "upload", "looking")
    await _closed(wizard)


async def _checked(stage: Stage, window: MainWindow, campaign: Campaign, file: Path) -> None:
    take = stage.album.take
    wizard = await _wizard(stage, window, campaign, file)
    page, presenter = wizard.check_page, wizard.presenter
    presenter.choose_region("FR")
    await until(
        lambda: presenter.phase is Phase.CHECK and presenter.upload and presenter.upload.region == "FR"
    )
    presenter.use_column(3, -1)
    await until(
        lambda: presenter.phase is Phase.CHECK and presenter.upload and presenter.upload.variables == 2
    )
    take(window, "upload", "checked")
    page.table.begin(5)
    page.table.field.setText("+33 6 39 98 47")
    page.table.field.deselect()
    take(window, "upload", "fixing")
    page.table.field.setText("+33 6 39 98 47 12")
    page.table.field.textEdited.emit("+33 6 39 98 47 12")
    take(window, "upload", "fixed")
    page.table.leave()
    page.table.go_to(3)
    page.table.hover_row(3)
    page.table.ask_choice(3)
    take(window, "upload", "row-menu")
    page.table.menu.close()
    page.table.hover_row(-1)
    page.chips.choose(RowVerdict.INVALID)
    take(window, "upload", "invalid")
    page.chips.choose(None)
    presenter.comparing.age = _age(campaign, stage, listed=False)
    presenter.changed.emit()
    take(window, "upload", "never-compared")
    wizard.go_on.click()
    take(window, "upload", "question")
    assert wizard.questions.dialog is not None
    wizard.questions.dialog.reject()
    window.resize(*NARROW)
    take(window, "upload", "narrow")
    window.resize(1180, 760)
    presenter.show_columns()
    take(window, "upload", "columns")
    presenter.progress = Progress(Work.READING, 24_000_000, 61_000_000, 391_400)
    _pose(wizard, Phase.CHECKING)
    take(window, "upload", "reading")
    presenter.comparing.progress = MirrorProgress(CAMPAIGN, 12_000, 48_210)
    _pose(wizard, Phase.LISTING)
    take(window, "upload", "listing")
    _pose(wizard, Phase.CHECK, trouble="renewals-march.csv cannot be read (it changed meanwhile).")
    take(window, "upload", "changed-file")
    presenter.campaign = replace(campaign, told=replace(campaign.told, status="paused"))
    _pose(wizard, Phase.CHECK)
    take(window, "upload", "campaign-paused")
    await _closed(wizard)


def _age(campaign: Campaign, stage: Stage, *, listed: bool) -> MirrorAge:
    when = stage.now - timedelta(hours=2) if listed else None
    own = MirrorPart(campaign.id, campaign.name, when, 48_210 if listed else 0, 48_210)
    return MirrorAge(own, (), 48_210, 40.0)


def _upload(stage: Stage, campaign: Campaign, state: UploadState = UploadState.SENDING) -> Upload:
    states = {
        RowState.SENT: 5098,
        RowState.UNKNOWN: 2,
        RowState.SENDING: 100,
        RowState.WAITING: 4612,
        RowState.LEFT_OUT: 235,
    }
    return Upload(
        id="posed",
        campaign_id=campaign.id,
        campaign=campaign.name,
        account_id=campaign.account_id,
        source=FILE,
        variables=2,
        region="FR",
        state=state,
        rows=10_047,
        verdicts={RowVerdict.OK: 9398, RowVerdict.REPAIRED: 414, RowVerdict.INVALID: 235},
        states=states,
        pieces=51,
        pieces_total=99,
        made_at=stage.now - timedelta(minutes=9),
        began_at=stage.now - timedelta(seconds=134),
    )


async def _show(wizard: UploadWizard, upload: Upload, phase: Phase) -> None:
    """Show an upload as it would be; twice, so that its speed is known."""
    wizard.presenter.upload = upload
    await wizard.presenter.sending.take(upload)
    _pose(wizard, phase)


async def _sent(stage: Stage, window: MainWindow, campaign: Campaign) -> None:
    take = stage.album.take
    wizard = await _wizard(stage, window, campaign, posed=True)
    now = stage.now
    upload = _upload(stage, campaign)
    before = {**upload.states, RowState.SENT: 5098 - 38 * 60}
    stage.now = now - timedelta(seconds=60)
    await _show(wizard, replace(upload, states=before), Phase.RUNNING)
    stage.now = now
    await _show(wizard, upload, Phase.RUNNING)
    take(window, "upload", "running")
    waits = replace(upload, reason="Too many requests came at once.", retry_at=now + timedelta(seconds=23))
    await _show(wizard, waits, Phase.RUNNING)
    take(window, "upload", "asked-to-wait")
    offline = replace(waits, reason="Check the network connection.", trouble=ErrorKind.OFFLINE)
    await _show(wizard, offline, Phase.RUNNING)
    take(window, "upload", "offline-waits")
    paused = replace(upload, state=UploadState.PAUSED)
    await _show(wizard, paused, Phase.RUNNING)
    take(window, "upload", "paused")
    stops = (
        (
            "sign-in",
            ErrorKind.SIGN_IN,
            "The provider does not accept the sign-in any more. Sign in again.",
        ),
        ("offline", ErrorKind.OFFLINE, "The provider cannot be reached. Check the network connection."),
        ("campaign-closed", ErrorKind.UNSUPPORTED, "The campaign is paused, and takes numbers again later."),
        ("stopped", ErrorKind.SERVER, "The provider has a fault of its own (status 500). Try again later."),
    )
    for state, kind, reason in stops:
        stopped = replace(upload, state=UploadState.STOPPED, reason=reason, trouble=kind)
        await _show(wizard, stopped, Phase.RUNNING)
        take(window, "upload", state)
    window.resize(*NARROW)
    take(window, "upload", "running-narrow")
    window.resize(1180, 760)
    wizard.stop.click()
    take(window, "upload", "cancel-question")
    assert wizard.questions.dialog is not None
    wizard.questions.dialog.reject()
    wizard.running_page.unknown.acted.emit()
    take(window, "upload", "unknown-rows")
    await _closed(wizard)


async def _ended(stage: Stage, window: MainWindow, campaign: Campaign) -> None:
    take = stage.album.take
    wizard = await _wizard(stage, window, campaign, posed=True)
    sending = wizard.presenter.sending
    upload = replace(_upload(stage, campaign, UploadState.DONE), pieces=99, ended_at=stage.now)
    some = {RowState.SENT: 9797, RowState.UNKNOWN: 2, RowState.REFUSED: 13, RowState.LEFT_OUT: 235}
    await _show(wizard, replace(upload, states=some), Phase.RESULT)
    take(window, "upload", "result-unknown")
    wizard.again.click()
    take(window, "upload", "again-question")
    assert wizard.questions.dialog is not None
    wizard.questions.dialog.reject()
    sending.looking = True
    wizard.presenter.changed.emit()
    take(window, "upload", "looking-again")
    sending.looking = False
    wizard.result_page.chips.choose(RowState.REFUSED)
    wizard.presenter.changed.emit()
    take(window, "upload", "refused")
    window.resize(*NARROW)
    take(window, "upload", "result-narrow")
    window.resize(1180, 760)
    good = {RowState.SENT: 9812, RowState.LEFT_OUT: 235}
    await _show(wizard, replace(upload, states=good), Phase.RESULT)
    take(window, "upload", "result")
    cut = {RowState.SENT: 5098, RowState.LEFT_OUT: 4949}
    await _show(wizard, replace(upload, state=UploadState.CANCELLED, states=cut), Phase.RESULT)
    take(window, "upload", "cancelled")
    await _closed(wizard)
    with window.shell.uploads.posed(_upload(stage, campaign)):
        window.status.refresh()
        take(window, "upload", "background")
    window.status.refresh()
    window.screens.the_campaigns()
    assert window.screens.uploads is not None
    window.screens.uploads.tell(replace(upload, states=good))
    take(window, "upload", "told-in-passing")
    for toast in window.findChildren(Ending):
        toast.hide()
        toast.deleteLater()


async def uploading_otherwise(stage: Stage) -> None:
    """Show the upload mirrored, twice as large, and with longer words."""
    with mirrored():
        await _once(stage, "right-to-left")
    with enlarged():
        await _once(stage, "text-200")
    with longer_words():
        await _once(stage, "long-words")


async def _once(stage: Stage, state: str) -> None:
    campaign = await _campaign(stage)
    there = await _there(stage, campaign)
    window = await stage.window()
    with tempfile.TemporaryDirectory(prefix="sidetone-tour-lists-") as folder:
        wizard = await _wizard(stage, window, campaign, _list(Path(folder), there, 20))
        stage.album.take(window, "upload", state)
        if state == "text-200":
            window.resize(*NARROW)
            stage.album.take(window, "upload", f"{state}-narrow")
            window.resize(*(2 * edge for edge in NARROW))
        await _closed(wizard)
    wizard = await _wizard(stage, window, campaign, posed=True)
    await _show(wizard, _upload(stage, campaign), Phase.RUNNING)
    stage.album.take(window, "upload", f"{state}-running")
    some = {RowState.SENT: 9810, RowState.UNKNOWN: 2, RowState.LEFT_OUT: 235}
    done = replace(_upload(stage, campaign, UploadState.DONE), states=some, ended_at=stage.now)
    await _show(wizard, done, Phase.RESULT)
    stage.album.take(window, "upload", f"{state}-result")
    await _closed(wizard)
    await stage.close(window)
