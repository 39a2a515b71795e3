"""The guide of the first start, from the first page to the calls, on a real engine and a real sandbox."""

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.domain.errors import ErrorKind, Trouble
from desktop.domain.presence import SCHEMES, AutostartState, LinksState
from desktop.ui import sentences, strings_guide
from desktop.ui.firstrun.steps import GuideStep
from desktop.ui.lines.presenter import LinesState
from desktop.ui.shell.window import MainWindow
from tests.support.sandbox import world
from tests.ui.conftest import Scene, until


class Desktop:
    """Stands for the service that changes the system: what is switched is on, unless the disk is full."""

    def __init__(self) -> None:
        self.start = AutostartState()
        self.opens = LinksState(others=(("tel", "Linphone <beta>"), ("sip", "Linphone <beta>")))
        self.full = False

    async def autostart(self) -> AutostartState:
        return self.start

    async def set_autostart(self, enabled: bool) -> AutostartState:
        if self.full:
            raise Trouble(ErrorKind.DISK, detail="No space left on device")
        self.start = replace(self.start, enabled=enabled)
        return self.start

    async def links(self) -> LinksState:
        return self.opens

    async def take_links(self) -> LinksState:
        self.opens = replace(self.opens, ours=frozenset(SCHEMES))
        return self.opens

    async def give_links_back(self) -> LinksState:
        self.opens = replace(self.opens, ours=frozenset())
        return self.opens


def on(scene: Scene) -> Desktop:
    """Give the scene a desktop whose files are not this computer's."""
    desktop = scene.opened.services.later_presence.made = Desktop()
    return desktop


def fill(scene: Scene, window: MainWindow, name: str = "Office") -> None:
    offered, form = scene.hello["sipsim"], window.sign_in
    for key in ("base_url", "token_url", "client_id", "client_secret"):
        form.field(key).setText(offered[key])
    form.field("name").setText(name)


async def signed_in(scene: Scene) -> MainWindow:
    window = await scene.window()
    await until(lambda: window.signing_in)
    fill(scene, window)
    window.sign_in.save.click()
    await until(lambda: window.entry.guide.step is GuideStep.CALLING)
    return window


def test_from_the_first_page_to_the_calls(play):
    async def steps(scene: Scene) -> None:
        desktop = on(scene)

        async def look_for_calls() -> None:
            scene.opened.services.sync.start()

        await scene.there(look_for_calls())
        window = await signed_in(scene)
        guide = window.entry.guide
        assert guide.steps.isVisible()
        assert not window.bar.field.isVisible(), "one thing after the other"
        assert guide.steps.accessibleName() == "Setting up, step 2 of 4: Your line"
        calling = guide.page(GuideStep.CALLING)
        await until(lambda: calling.state is LinesState.READY and guide.presenter.country)
        second = next(line for line in window.shell.lines if line.can_dial and not line.default)
        calling.list.go_to(calling.list.lines.row_of(second.id))
        QTest.keyClick(calling.list, Qt.Key.Key_Return)
        await until(lambda: scene.opened.services.settings.text("dial.line") == second.id)
        assert window.shell.line().id == second.id
        found = guide.presenter.country
        assert (found.region, found.sentence) == ("FR", strings_guide.COUNTRY_FOUND)
        calling.country.country_chosen.emit("BE")
        await until(lambda: guide.presenter.country.region == "BE")
        await until(lambda: guide.presenter.country.sentence == strings_guide.COUNTRY_SET)
        assert calling.country.currentText() == "Belgium, +32"
        (account,) = await scene.there(scene.opened.services.accounts.all())
        assert account.fields["region"] == "BE"
        calling.next.click()
        computer = guide.page(GuideStep.COMPUTER)
        await until(computer.links.isEnabled)
        assert not desktop.start.enabled
        assert not computer.autostart.isChecked(), "nothing is switched on that nobody asked for"
        QTest.keyClick(computer.autostart, Qt.Key.Key_Space)
        await until(lambda: desktop.start.enabled)
        computer.links.click()
        await until(lambda: desktop.opens.ours)
        computer.next.click()
        ready = guide.page(GuideStep.READY)
        await until(lambda: ready.points[-1] == strings_guide.LINKS_HERE)
        assert ready.points == (
            "Office, at SIPSIM",
            f"{sentences.line_text(second)} rings when you call",
            "Numbers without a code are those of Belgium",
            strings_guide.STARTS,
            strings_guide.LINKS_HERE,
        )
        ready.next.click()
        assert not guide.shown
        assert window.bar.field.isVisible()
        await until(lambda: window.recents.model.calls >= len(world(scene.hello, "sipsim")["calls"]))
        await until(lambda: scene.opened.services.settings.text("ui.guide") == "done")

    play(steps)
