"""The guide of the first start, from the first page to the calls, on a real engine and a real sandbox."""

import subprocess
import sys
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.domain.errors import ErrorKind, Trouble
from desktop.domain.presence import SCHEMES, AutostartState, LinksState
from desktop.ui import sentences, strings, strings_guide
from desktop.ui.firstrun.steps import GuideStep
from desktop.ui.kit.panes import EmptyState
from desktop.ui.lines.presenter import LinesState
from desktop.ui.recents.presenter import ListState
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
        self.opens = LinksState(ours=frozenset(SCHEMES))
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
        await until(computer.links.switch.isEnabled)
        assert not desktop.start.enabled
        assert not computer.autostart.switch.isChecked(), "nothing is switched on that nobody asked for"
        QTest.keyClick(computer.autostart.switch, Qt.Key.Key_Space)
        await until(lambda: desktop.start.enabled)
        computer.links.switch.toggle()
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


def test_it_can_be_left_at_once_and_does_not_come_back(play):
    async def steps(scene: Scene) -> None:
        window = await scene.window()
        await until(lambda: window.signing_in)
        window.sign_in.field("client_secret").setText("k/9+aZ==")
        window.sign_in.skip.click()
        assert not window.entry.guiding
        assert not window.sign_in.field("client_secret").text()
        assert not window.bar.field.isVisible(), "nothing can be called yet"
        await until(lambda: window.recents.page.state is ListState.NO_ACCOUNT)
        await until(lambda: scene.opened.services.settings.text("ui.guide") == "done")
        again = await scene.window()
        await until(lambda: again.signing_in)
        assert not again.entry.guiding, "it was said that it shall not be asked"
        assert not again.sign_in.skip.isVisible()
        again.sign_in.back.click()
        await until(lambda: again.recents.page.state is ListState.NO_ACCOUNT)
        next(one for one in again.recents.page.findChildren(EmptyState) if one.isVisible()).button.click()
        assert again.signing_in

    play(steps)


def test_it_goes_on_where_it_was_broken_off(play):
    async def steps(scene: Scene) -> None:
        desktop = on(scene)
        window = await signed_in(scene)
        window.entry.guide.page(GuideStep.CALLING).next.click()
        await until(lambda: scene.opened.services.settings.text("ui.guide") == "computer")
        again = await scene.window()
        await until(lambda: again.entry.guiding)
        guide = again.entry.guide
        assert guide.step is GuideStep.COMPUTER
        computer = guide.page(GuideStep.COMPUTER)
        desktop.full = True
        await until(computer.autostart.switch.isEnabled)
        computer.autostart.switch.click()
        await until(lambda: "No space left" in computer.autostart.trouble.text())
        assert not computer.autostart.switch.isChecked(), "what did not work does not look as if it had"
        desktop.start = AutostartState(refusal="Your administrator starts it <everywhere>.")
        guide.presence.start()
        await until(lambda: not computer.autostart.switch.isEnabled())
        assert "<everywhere>" in computer.autostart.switch.accessibleDescription()
        computer.back.click()
        calling = guide.page(GuideStep.CALLING)
        assert guide.step is GuideStep.CALLING
        assert not calling.back.isVisible(), "the account is there"
        await until(lambda: calling.state is LinesState.READY)
        assert guide.presenter.account.name == "Office"
        calling.skip.click()
        await until(lambda: scene.opened.services.settings.text("ui.guide") == "done")
        assert again.bar.field.isVisible()

    play(steps)


def test_the_demo_is_the_other_way_and_the_keys_lead_through(play):
    async def steps(scene: Scene) -> None:
        on(scene)
        opened = []

        async def demo() -> None:
            opened.append(1)

        window = MainWindow(replace(scene.context(), demo=demo))
        scene.windows.append(window)
        window.show()
        window.start()
        await until(lambda: window.entry.guiding)
        window.activateWindow()
        await until(window.isActiveWindow)
        guide = window.entry.guide
        assert guide.step is GuideStep.WELCOME
        welcome = guide.page(GuideStep.WELCOME)
        first, second = welcome.cards.cards
        assert first.hasFocus()
        QTest.keyClick(first, Qt.Key.Key_Right)
        assert second.isChecked()
        QTest.keyClick(second, Qt.Key.Key_Tab)
        QTest.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
        assert welcome.next.hasFocus()
        QTest.keyClick(welcome.next, Qt.Key.Key_Return)
        await until(lambda: opened)
        assert guide.step is GuideStep.WELCOME, "the demo is a window of its own"
        assert welcome.foot_note.text() == strings.DEMO_OPENING
        first.click()
        welcome.next.click()
        assert window.signing_in
        fill(scene, window)
        QTest.keyClicks(window.sign_in.field("name"), " in Paris")
        QTest.keyClick(window.sign_in.field("name"), Qt.Key.Key_Escape)
        assert guide.step is GuideStep.WELCOME
        welcome.next.click()
        assert window.sign_in.field("client_id").text(), "nothing is typed twice"
        assert not window.sign_in.field("client_secret").text(), "but a secret"
        await scene.sign_in()
        await until(lambda: window.shell.accounts)
        assert guide.step is GuideStep.ACCOUNT, "somebody writes here"

    play(steps)


def test_an_account_that_comes_from_elsewhere_ends_what_nobody_has_begun(play):
    async def steps(scene: Scene) -> None:
        window = await scene.window()
        await until(lambda: window.entry.guiding)
        await scene.sign_in()
        await until(lambda: not window.entry.guiding)
        assert window.bar.field.isVisible()

    play(steps)


def test_another_account_of_the_same_provider_goes_through_the_same_pages(play):
    async def steps(scene: Scene) -> None:
        on(scene)
        window = await signed_in(scene)
        guide = window.entry.guide
        await until(lambda: window.shell.accounts)
        guide.go_to(GuideStep.READY)
        guide.page(GuideStep.READY).another.click()
        assert window.signing_in
        assert window.sign_in.back.isVisible(), "one can think better of it"
        fill(scene, window, "Second")
        window.sign_in.save.click()
        assert window.sign_in.result.lead.text() == strings.SAME_SIGN_IN, "every call would be there twice"
        assert window.sign_in.result.text.text().startswith("Office has it")
        window.sign_in.save.click()
        await until(lambda: guide.step is GuideStep.CALLING)
        await until(lambda: guide.presenter.account and guide.presenter.account.name == "Second")
        names = [account.name for account in window.shell.accounts]
        assert names == ["Office", "Second"]

    play(steps)


def test_no_other_start_imports_it() -> None:
    program = (
        "import importlib, sys\nfrom desktop.ui.shell import parts\n"
        "for name in (*parts.PARTS, *parts.LATER_PARTS, *parts.LAST_PARTS, 'desktop.ui.shell.entry'):\n"
        "    importlib.import_module(name)\n"
        "print(*(name for name in sys.modules if 'firstrun' in name or name.endswith('_guide')))"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert ran.stdout.split() == []
