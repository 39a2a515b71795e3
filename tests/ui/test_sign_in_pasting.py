"""A block of credentials fills all fields that it names; what an administrator settled stays."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from desktop.services.policy import Policy
from desktop.ui import strings
from desktop.ui.accounts.page import SignInPage
from desktop.ui.accounts.presenter import Step
from tests.ui.conftest import Scene, until


async def opened(scene: Scene) -> SignInPage:
    window = await scene.window()
    await until(lambda: window.signing_in)
    window.activateWindow()
    await until(window.isActiveWindow)
    return window.sign_in


def paste(form: SignInPage, key: str, text: str) -> None:
    QGuiApplication.clipboard().setText(text)
    field = form.field(key)
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)


def test_a_block_goes_into_the_fields_that_it_names(play):
    async def steps(scene: Scene) -> None:
        form = await opened(scene)
        QTest.keyClicks(form.field("name"), "Paris")
        paste(form, "name", "Client ID: st-7f21c09e\nClient secret: k/9+aZ==\nregion: Atlantis\nother: 1\n")
        assert form.field("name").text() == "Paris", "what stood there is there again"
        assert form.field("client_id").text() == "st-7f21c09e"
        assert form.field("client_secret").text() == "k/9+aZ=="
        assert form.result.lead.text() == "3 fields filled in from what you pasted"
        assert "No such country" in form.field("region").accessibleDescription()
        assert not form.is_untouched
        form.field("client_id").undo()
        assert "secret" not in form.field("client_id").text()
        paste(form, "client_secret", "another=word")
        assert form.field("client_secret").text() == "k/9+aZ==another=word", "no block: a value"
        assert not form.result.isVisible()
        QTest.keyClicks(form.field("client_id"), "client_id=x")
        assert form.field("client_id").text() == "st-7f21c09eclient_id=x", "typed is typed"
        QGuiApplication.clipboard().clear()

    play(steps)


def test_what_is_settled_can_be_read_and_not_changed(play, tmp_path: Path):
    async def steps(scene: Scene) -> None:
        policy = tmp_path / "policy.toml"
        base = scene.hello["sipsim"]["base_url"]
        policy.write_text(
            f'[accounts.sipsim.locked]\nbase_url = "{base}"\n[accounts.sipsim.defaults]\nregion = "BE"\n'
        )
        services = scene.opened.services
        object.__setattr__(services, "policy", Policy.load(policy))
        form = await opened(scene)
        field = form.field("base_url")
        assert (field.text(), field.isReadOnly()) == (base, True)
        assert str(policy) in field.accessibleDescription()
        assert form.field("region").text() == "BE"
        assert not form.field("region").isReadOnly()
        paste(form, "client_id", "client_id=st-1, base_url=https://elsewhere.example")
        assert form.field("base_url").text() == base
        assert form.field("client_id").text() == "st-1"
        assert form.result.lead.text() == "1 field filled in from what you pasted"

    play(steps)


def test_what_new_accounts_begin_with_is_not_put_into_one_that_is_there(play, tmp_path: Path):
    async def steps(scene: Scene) -> None:
        await scene.sign_in()
        policy = tmp_path / "policy.toml"
        policy.write_text(
            '[accounts.sipsim.defaults]\nregion = "BE"\nbase_url = "https://elsewhere.example"\n'
        )
        object.__setattr__(scene.opened.services, "policy", Policy.load(policy))
        window = await scene.window()
        [account] = await scene.there(scene.opened.services.accounts.all())
        await until(lambda: window.shell.accounts)
        window.sign_in_again(account.name)
        form = window.sign_in
        assert form.field("region").text() == "", "another country would have the whole history read anew"
        assert form.field("base_url").text() == account.fields["base_url"]

    play(steps)


def test_secrets_go_when_something_else_is_shown_and_stay_while_the_window_is_hidden(play):
    async def steps(scene: Scene) -> None:
        await scene.sign_in()
        window = await scene.window()
        window.add_account()
        form = window.sign_in
        form.field("client_id").setText("st-7f21c09e")
        form.field("client_secret").setText("k/9+aZ==")
        window.hide()
        window.show()
        assert form.field("client_secret").text() == "k/9+aZ==", "who looks it up elsewhere types it once"
        window.show_recents()
        assert form.field("client_secret").text() == ""
        form.field("client_secret").undo()
        assert form.field("client_secret").text() == ""

    play(steps)


def test_a_field_that_was_emptied_is_empty_from_then_on(play):
    async def steps(scene: Scene) -> None:
        await scene.there(scene.opened.add(scene.hello, "Main", region="BE"))
        window = await scene.window()
        window.sign_in_again("Main")
        form = window.sign_in
        assert form.field("region").text() == "BE"
        form.field("region").clear()
        form.save.click()  # the secret stays what it is
        await until(lambda: not window.signing_in)
        (account,) = await scene.there(scene.opened.services.accounts.all())
        assert "region" not in account.fields
        assert account.fields["client_id"] == scene.hello["sipsim"]["client_id"]

    play(steps)


def test_a_kept_secret_is_not_sent_to_another_address(play):
    async def steps(scene: Scene) -> None:
        await scene.sign_in()
        window = await scene.window()
        seen: list[object] = []
        window.entry.presenter.shown.connect(seen.append)
        window.sign_in_again("Main")
        form = window.sign_in
        assert form.field("client_secret").placeholderText() == strings.UNCHANGED
        form.field("base_url").setText("http://127.0.0.1:9/elsewhere")
        seen.clear()
        form.test.click()
        assert seen == [], "nothing is sent"
        assert form.field("client_secret").accessibleDescription() == strings.NEEDED
        form.field("base_url").setText(scene.hello["sipsim"]["base_url"])
        form.test.click()
        await until(lambda: seen and seen[-1].step is Step.CONNECTED)

    play(steps)
