"""Notices of uploads: finished, stopped, and none where the window says it already."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

from desktop.domain.campaigns import NewNumber
from desktop.domain.errors import ErrorKind, Trouble
from desktop.domain.uploads import UploadState
from desktop.ui import strings_notices
from desktop.ui.shell.window import MainWindow
from desktop.ui.tray.background import Background
from tests.support.shown_campaigns import play_campaigns, sign_in  # noqa: F401 - a fixture
from tests.support.tray_stage import Desk
from tests.support.uploading import Gate
from tests.ui.conftest import Scene, until


@asynccontextmanager
async def behind(scene: Scene) -> AsyncIterator[tuple[Desk, MainWindow]]:
    """Live beside a window, on a desktop that shows notices."""
    desk = Desk()
    scene.opened.services = replace(scene.opened.services, notifier=desk)
    window = await scene.window()
    made = Background(scene.context(), window)
    made.start()
    try:
        yield desk, window
    finally:
        await made.close()
        made.deleteLater()


async def begun(scene: Scene, *numbers: str) -> str:
    """Begin to send numbers into the campaign, and return the upload's id."""
    services = scene.opened.services
    campaign = await scene.there(services.campaigns.find("spring"))
    rows = [NewNumber(number, ()) for number in numbers]
    made = await scene.there(services.uploads.check_numbers(campaign.id, rows, "by hand", "FR"))
    await scene.there(services.uploads.send(made.id))
    return str(made.id)


async def uploaded(scene: Scene, *numbers: str) -> str:
    """Send numbers into the campaign, wait until that is over, and return the upload's id."""
    begun_one = await begun(scene, *numbers)
    await scene.there(scene.opened.services.uploads.settled(begun_one))
    return begun_one


def test_an_upload_that_has_finished_is_told_of_and_shown(play_campaigns):  # noqa: F811
    async def steps(scene: Scene, dialler) -> None:
        gate = Gate(dialler)
        await sign_in(scene)
        async with behind(scene) as (desk, window):
            await until(window.isActiveWindow)
            said: list[object] = []
            window.shell.uploads.ended.connect(said.append)
            await begun(scene, "+33199004301", "+33199004302")
            await until(lambda: window.shell.uploads.running)
            await scene.there(gate.open(9))
            await until(lambda: said)  # the window says itself how that went
            window.hide()
            upload = await uploaded(scene, "+33199004303", "+33199004304")
            own = f"upload:{upload}"
            await until(lambda: own in desk.shown)
            assert [one.id for one in desk.ever] == [own]
            assert desk.shown[own].title == strings_notices.UPLOAD_DONE
            assert desk.shown[own].body == "Spring renewals: 2 of 2 numbers are in."
            assert desk.shown[own].category == "transfer.complete"
            desk.press(own)
            await until(lambda: window.isVisible() and window.campaigns is not None)

    play_campaigns(steps)


def test_an_upload_that_stopped_says_why(play_campaigns):  # noqa: F811
    async def steps(scene: Scene, dialler) -> None:
        async def refuse(method: str, _what: object) -> None:
            if method == "add":
                raise Trouble(ErrorKind.FORBIDDEN, detail="the key may not do that")

        dialler.before = refuse
        await sign_in(scene)
        async with behind(scene) as (desk, window):
            window.hide()
            upload = await uploaded(scene, "+33199004301", "+33199004302")
            stopped = await scene.there(scene.opened.services.uploads.get(upload))
            assert stopped.state is UploadState.STOPPED
            await until(lambda: desk.ever)
            [notice] = desk.ever
            assert (notice.title, notice.category) == (strings_notices.UPLOAD_STOPPED, "transfer.error")
            assert notice.body.splitlines() == ["Spring renewals: 0 of 2 numbers are in.", stopped.reason]

    play_campaigns(steps)
