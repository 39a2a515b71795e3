"""The account form: tested before anything is kept, one press one request, and no secret left in it."""

import asyncio
import json
import threading
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from desktop.domain.accounts import Ability, AccountInfo, ConnectionTest, Manifest
from desktop.domain.errors import ErrorKind, Trouble
from desktop.ui import sentences_accounts, strings
from desktop.ui.accounts.page import SignInPage
from desktop.ui.accounts.presenter import Step
from desktop.ui.context import Context
from desktop.ui.shell.window import MainWindow
from tests.ui.conftest import Scene, until


def fill(scene: Scene, form: SignInPage, *, secret: str = "", name: str = "Office") -> None:
    offered = scene.hello["sipsim"]
    for key in ("base_url", "token_url", "client_id"):
        form.field(key).setText(offered[key])
    form.field("client_secret").setText(secret or offered["client_secret"])
    if "name" in form.form.keys:
        form.field("name").setText(name)


async def first_start(scene: Scene) -> tuple[MainWindow, SignInPage, list]:
    window = await scene.window()
    await until(lambda: window.signing_in)
    seen = []
    window.entry.presenter.shown.connect(seen.append)
    return window, window.sign_in, seen


def test_a_test_says_what_there_is_and_keeps_nothing(play):
    async def steps(scene: Scene) -> None:
        _, form, seen = await first_start(scene)
        fill(scene, form)
        before = len(scene.requests("GET", "/account"))
        form.test.click()
        form.save.click()
        form._submit()
        assert form.test.text() == strings.CANCEL
        await until(lambda: seen[-1].step is Step.CONNECTED)
        assert seen[-1].lead.startswith("Connected in ")
        assert (
            "lines found. May read calls, recordings and transcripts, and place calls." in seen[-1].sentence
        )
        assert len(scene.requests("GET", "/account")) == before + 1, "a second press is the same press"
        assert await scene.there(scene.opened.services.accounts.all()) == []
        assert form.result.isVisible()
        QTest.keyClicks(form.field("client_id"), "x")
        assert not form.result.isVisible(), "it was found for something else"

    play(steps)


def test_less_than_everything_is_said_with_its_reason(play):
    async def steps(scene: Scene) -> None:
        _, form, seen = await first_start(scene)
        fill(scene, form)
        form.field("scope").setText("account.read calls.read phones.read")
        form.test.click()
        await until(lambda: seen[-1].step is Step.CONNECTED)
        assert "No calling: " in seen[-1].sentence
        assert "calls.create" in seen[-1].sentence
        assert seen[-1].limited

    play(steps)


def test_cancel_in_the_middle_leaves_the_form_as_it_is(play):
    async def steps(scene: Scene) -> None:
        _, form, seen = await first_start(scene)
        fill(scene, form)
        form.field("client_secret").setFocus()
        form.save.click()
        assert not form.field("client_secret").isEnabled()
        form.test.click()
        assert seen[-1].step is Step.FILLING
        assert form.field("client_secret").text(), "nothing has to be typed again"
        await asyncio.sleep(0)
        await until(lambda: not form._presenter._scope.names())
        assert await scene.there(scene.opened.services.accounts.all()) == []

    play(steps)


def test_a_name_that_is_taken_is_said_beside_it(play):
    async def steps(scene: Scene) -> None:
        await scene.sign_in()
        window = await scene.window()
        window.add_account()
        form = window.sign_in
        fill(scene, form, name="Main")
        form.save.click()
        await until(lambda: form.field("name").accessibleDescription() == strings.NAME_TAKEN)
        assert window.focusWidget() is form.field("name")
        assert form.result.isVisible()
        form.back.click()
        assert not window.signing_in
        assert not form.field("client_secret").text()
        form.field("client_secret").undo()
        assert not form.field("client_secret").text(), "undo does not bring a secret back"

    play(steps)


@pytest.mark.parametrize(("status", "said"), [(500, "fault of its own"), (None, "cannot be reached")])
def test_offline_and_a_server_error_are_said_and_keep_nothing(play, status, said):
    class Broken(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.send_response(500)
            self.end_headers()
            self.wfile.write(json.dumps({"errors": ["out of order"]}).encode())

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Broken)
    address = f"http://127.0.0.1:{server.server_port}"
    serving = threading.Thread(target=server.serve_forever)
    if status is None:
        server.server_close()
    else:
        serving.start()

    async def steps(scene: Scene) -> None:
        _, form, seen = await first_start(scene)
        fill(scene, form)
        form.field("token_url").setText(f"{address}/oauth/token")
        form.field("base_url").setText(f"{address}/api")
        form.save.click()
        await until(lambda: seen[-1].step is Step.REFUSED)
        assert said in seen[-1].sentence
        assert seen[-1].lead == strings.NOT_CONNECTED
        assert await scene.there(scene.opened.services.accounts.all()) == []

    try:
        play(steps)
    finally:
        if status is not None:
            server.shutdown()
            serving.join()
            server.server_close()


def test_by_keyboard_alone(play):
    async def steps(scene: Scene) -> None:
        window, form, seen = await first_start(scene)
        window.activateWindow()
        await until(window.isActiveWindow)
        form.field("name").setFocus()
        QTest.keyClicks(form.field("name"), "Office")
        QTest.keyClick(form.field("name"), Qt.Key.Key_Return)
        assert not seen, "what is missing is not sent"
        assert form.field("client_id").hasFocus()
        offered = scene.hello["sipsim"]
        QTest.keyClicks(form.field("client_id"), offered["client_id"])
        QTest.keyClick(form.field("client_id"), Qt.Key.Key_Tab)
        secret = form.field("client_secret")
        assert secret.hasFocus()
        QTest.keyClicks(secret, offered["client_secret"])
        QTest.keyClick(secret, Qt.Key.Key_Tab)
        assert secret.show_button.hasFocus()
        QTest.keyClick(secret.show_button, Qt.Key.Key_Space)
        assert secret.echoMode() == QLineEdit.EchoMode.Normal
        QTest.keyClick(secret.show_button, Qt.Key.Key_Tab)
        assert form.form.toggle.hasFocus()
        QTest.keyClick(form.form.toggle, Qt.Key.Key_Return)
        assert form.field("base_url").isVisible()
        form.field("base_url").setText(offered["base_url"])
        form.field("token_url").setText(offered["token_url"])
        form.field("token_url").setFocus()
        QTest.keyClick(form.field("token_url"), Qt.Key.Key_Return)
        assert secret.echoMode() == QLineEdit.EchoMode.Password, "a secret is hidden while it is tested"
        await until(lambda: not window.signing_in)

    play(steps)


def test_the_tab_key_goes_as_one_reads(play):
    async def steps(scene: Scene) -> None:
        window, form, _ = await first_start(scene)
        window.activateWindow()
        await until(window.isActiveWindow)
        form.field("name").setFocus()
        secret = form.field("client_secret")
        order = [form.field("client_id"), secret, secret.show_button, form.form.toggle]
        for wanted in [*order, form.steps.open, form.skip, form.test, form.save]:
            QTest.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
            assert window.focusWidget() is wanted, window.focusWidget()

    play(steps)


def test_an_account_whose_provider_is_gone_is_said_so(play):
    async def steps(scene: Scene) -> None:
        await scene.sign_in()
        window = await scene.window()
        form = window.sign_in
        account = replace(window.shell.accounts[0], provider="acmetel")
        form.ask(account, may_leave=True)
        assert form.form is None
        assert "no provider named acmetel" in form.text.text()
        assert not form.save.isEnabled()
        form.ask(window.shell.accounts[0], may_leave=True)
        assert form.save.isEnabled()
        assert form.field("client_id").text() == scene.hello["sipsim"]["client_id"]

    play(steps)


def test_several_providers_are_chosen_by_card_and_each_has_its_own_fields(play):
    async def steps(scene: Scene) -> None:
        window, form, _ = await first_start(scene)
        one = window.shell.manifests["sipsim"]
        window.shell.manifests = {one.id: one}
        form.ask(None, may_leave=False)
        assert not form.cards.cards[0].isVisibleTo(form) or form.cards.cards[0].focusPolicy() == (
            Qt.FocusPolicy.NoFocus
        ), "one provider is no choice"
        other: Manifest = replace(one, id="other", title="Other <b>&</b> Co", fields=one.fields[2:3], site="")
        window.shell.manifests = {one.id: one, other.id: other}
        form.ask(None, may_leave=False)
        assert [choice.title for choice in form.choices] == ["Other <b>&</b> Co", "SIPSIM"]
        assert form.form.manifest is other
        assert not form.steps.open.isVisible(), "no address, no button"
        window.activateWindow()
        await until(window.isActiveWindow)
        first = form.cards.cards[0]
        first.setFocus()
        QTest.keyClick(first, Qt.Key.Key_Right)
        assert form.form.manifest is one
        assert form.cards.cards[1].hasFocus()
        assert form.cards.cards[1].accessibleName().startswith("SIPSIM. Calls")

    play(steps)


def test_only_a_page_over_https_is_opened(play, monkeypatch):
    async def steps(scene: Scene) -> None:
        window, form, _ = await first_start(scene)
        opened = []
        monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toString()))
        assert form.steps.open.text() == "Open app.sipsim.com"
        form.steps.open.click()
        assert opened == [window.shell.manifests["sipsim"].site]
        one = window.shell.manifests["sipsim"]
        window.shell.manifests = {one.id: replace(one, site="file:///etc/passwd")}
        form.ask(None, may_leave=False)
        assert not form.steps.open.isVisible()

    play(steps)


def test_the_demo_is_offered_at_the_first_start_where_it_can_be(play):
    async def steps(scene: Scene) -> None:
        window, form, _ = await first_start(scene)
        assert not form.demo.isVisible(), "there is none here"
        tries = []

        async def demo() -> None:
            tries.append(1)
            if len(tries) > 1:
                raise Trouble(ErrorKind.UNSUPPORTED, account="This installation", detail="open the demo")

        context: Context = window.entry.presenter._context
        window.entry.presenter._context = replace(context, demo=demo)
        form.ask(None, may_leave=False)
        assert form.demo.isVisible()
        form.demo.click()
        form.demo.click()
        await until(lambda: tries)
        assert form.foot_note.text() == strings.DEMO_OPENING
        await until(lambda: not window.entry.presenter._scope.running("demo"))
        form.demo.click()
        await until(lambda: "cannot do this" in form.foot_note.text())
        form.ask(None, may_leave=True)
        assert not form.demo.isVisible()

    play(steps)


def test_what_a_test_found_is_said_in_sentences():
    whole = ConnectionTest(AccountInfo(), 0.04, 1, frozenset(Ability), {})
    assert sentences_accounts.connected(whole) == "Connected in 0.1 s"
    said = sentences_accounts.found(whole)
    assert said.startswith("1 line found. May read calls, recordings, transcripts, contacts and campaigns")
    nothing = ConnectionTest(AccountInfo(), 2.0, None, frozenset(), {Ability.HISTORY: "no scope"})
    assert sentences_accounts.found(nothing) == "No call history: no scope."
    reasons = {Ability.DIAL: "Not yet.", Ability.LINES: "Never.", Ability.HISTORY: "Never."}
    less = ConnectionTest(AccountInfo(), 2.0, None, frozenset({Ability.CAMPAIGNS}), reasons)
    assert sentences_accounts.found(less) == (
        "May read campaigns. No calling: Not yet. No lines and no call history: Never."
    )
