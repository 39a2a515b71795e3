"""A person can sign in with nothing but the window, and again when the provider asks."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.domain.accounts import AccountState
from desktop.ui import strings
from desktop.ui.accounts.presenter import Step
from desktop.ui.recents.presenter import ListState
from desktop.ui.shell.state import Remedy
from tests.support.sandbox import world
from tests.ui.conftest import Scene, until


def test_the_first_start_signs_in_and_reads_the_history(play):
    async def steps(scene: Scene) -> None:
        window = await scene.window()
        await until(lambda: window.signing_in)
        form, offered = window.sign_in, scene.hello["sipsim"]
        seen = []
        window.entry.presenter.shown.connect(seen.append)
        form.save.click()
        assert not seen, "an empty form is not sent"
        for key in ("base_url", "token_url", "client_id"):
            form.field(key).setText(offered[key])
        form.field("name").setText("Office")
        form.field("client_secret").setText("wrong")
        form.save.click()
        await until(lambda: seen and seen[-1].step is Step.REFUSED)
        assert (seen[-1].lead, seen[-1].sentence) == (strings.KEY_REFUSED, strings.KEY_REFUSED_TEXT)
        assert await scene.there(scene.opened.services.accounts.all()) == []

        async def start() -> None:
            scene.opened.services.sync.start()

        await scene.there(start())
        form.field("client_secret").setText(offered["client_secret"])
        form.save.click()
        await until(lambda: not window.signing_in)
        assert not form.field("client_secret").text(), "a secret does not stay in the form"
        await until(lambda: window.recents.model.calls >= len(world(scene.hello, "sipsim")["calls"]))
        assert window.recents.page.state is ListState.READY
        await until(lambda: window.bar.line.text() and window.shell.line() is not None)

    play(steps)


def test_signing_in_again_keeps_the_account_and_its_calls(play):
    async def steps(scene: Scene) -> None:
        await scene.sign_in()
        window = await scene.window()
        await until(lambda: window.recents.page.state is ListState.READY)
        window.status.sign_in.emit("Main")
        assert window.signing_in
        form = window.sign_in
        assert form.field("client_id").text() == scene.hello["sipsim"]["client_id"]
        assert not form.field("client_secret").text()
        form.field("client_secret").setText(scene.hello["sipsim"]["client_secret"])
        form.save.click()
        await until(lambda: not window.signing_in)
        accounts = await scene.there(scene.opened.services.accounts.all())
        assert [(one.name, one.state) for one in accounts] == [("Main", AccountState.OK)]
        assert window.recents.model.calls >= len(world(scene.hello, "sipsim")["calls"])
        assert window.status.view.remedy is Remedy.NONE

    play(steps)


def test_size_list_and_theme_are_remembered(play):
    async def steps(scene: Scene) -> None:
        await scene.sign_in()
        window = await scene.window()
        window.resize(1300, 800)
        window.recents.master_width = 400
        window.close()
        settings = scene.opened.services.settings
        await until(lambda: settings.text("ui.frame").startswith("1300x800/"))
        other = await scene.window()
        assert (other.width(), other.height()) == (1300, 800)
        assert other.recents.master_width == 400

    play(steps)


def test_escape_leaves_the_form_where_there_is_something_to_go_back_to(play):
    async def steps(scene: Scene) -> None:
        window = await scene.window()
        await until(lambda: window.signing_in)
        QTest.keyClick(window, Qt.Key.Key_Escape)
        assert window.signing_in, "the first form is all there is"
        await scene.sign_in()
        await until(lambda: window.shell.accounts and not window.signing_in)
        window.bar.account_wanted.emit()
        assert window.signing_in
        window.activateWindow()
        await until(window.isActiveWindow)
        QTest.keyClick(window.sign_in.field("name"), Qt.Key.Key_Escape)
        assert not window.signing_in

    play(steps)
