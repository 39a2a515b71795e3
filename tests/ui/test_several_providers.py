"""Accounts of several providers: each form from its own manifest, and what one cannot do, with why."""

import asyncio

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from desktop.app.demo import add_accounts
from desktop.domain.accounts import Ability, AccountState, FieldKind
from desktop.domain.contacts import ContactCard
from desktop.providers import discover
from desktop.ui.accounts.page import SignInPage
from desktop.ui.accounts.presenter import Step
from desktop.ui.kit.field import FormField
from desktop.ui.recents.presenter import ListState
from desktop.ui.settings.catalogue import Page
from desktop.ui.settings.dialogs import RemoveDialog
from desktop.ui.shell.window import MainWindow
from tests.ui.conftest import Scene, until

PROVIDERS = discover()
# The provider whose accounts cannot place calls: the tests speak of abilities, not of names.
QUIET = min(key for key, one in PROVIDERS.items() if one.manifest.number_places)


def choose(form: SignInPage, provider: str) -> None:
    place = [one.id for one in form.choices].index(provider)
    form.cards.cards[place].setChecked(True)


def fill(scene: Scene, form: SignInPage, provider: str, name: str = "Office") -> None:
    values = scene.hello[provider]
    for key in form.form.keys:
        if key in values:
            form.field(key).setText(values[key])
    if "name" in form.form.keys:
        form.field("name").setText(name)


def wrong(form: SignInPage, key: str) -> str:
    holder = form.field(key).parent()
    assert isinstance(holder, FormField)
    shown = [one.text() for one in holder.findChildren(QLabel) if one.isVisibleTo(holder)]
    return shown[-1] if form.field(key)._wrong and len(shown) > 1 else ""


async def first_start(scene: Scene) -> tuple[MainWindow, SignInPage, list]:
    window = await scene.window()
    await until(lambda: window.signing_in)
    seen = []
    window.entry.presenter.shown.connect(seen.append)
    return window, window.sign_in, seen


@pytest.mark.parametrize("provider", sorted(PROVIDERS))
def test_each_provider_s_form_signs_in(play, provider):
    async def steps(scene: Scene) -> None:
        window, form, seen = await first_start(scene)
        choose(form, provider)
        manifest = PROVIDERS[provider].manifest
        assert {"name", *(one.key for one in manifest.fields)} == set(form.form.keys)
        written = [label.text() for label in form.findChildren(QLabel)]
        assert set(manifest.steps) <= set(written)
        assert {*manifest.offers, *manifest.lacks} <= set(written) or form.cards is not None
        fill(scene, form, provider)
        form.test.click()
        await until(lambda: seen[-1].step in (Step.CONNECTED, Step.REFUSED))
        assert seen[-1].step is Step.CONNECTED, seen[-1].sentence
        assert not seen[-1].limited, "what a provider never offers is no fault of the sign-in"
        form.save.click()
        await until(lambda: not window.signing_in)
        (account,) = await scene.there(scene.opened.services.accounts.all())
        assert (account.provider, account.state) == (provider, AccountState.OK)
        for key in form.form.keys:
            assert form.field(key).text() == "", "no secret is left in the form"

    play(steps)


def test_an_account_without_calls_says_why_there_are_none(play):
    async def steps(scene: Scene) -> None:
        silent = next(key for key, one in PROVIDERS.items() if one.manifest.upload_rows)
        await scene.there(add_accounts(scene.opened.services, {silent: scene.hello[silent]}, "Silent"))
        await scene.sync()
        window = await scene.window()
        page = window.recents.page
        await until(lambda: page.state is ListState.EMPTY)
        (account,) = window.shell.accounts
        assert account.state is AccountState.OK
        reason = account.missing[Ability.HISTORY]
        await until(lambda: any(reason == one.text() for one in page.findChildren(QLabel) if one.isVisible()))
        assert dict(window.recents.presenter.accounts) == {}, "nobody filters calls by it"
        window.recents.presenter.show_missed(True)
        await until(lambda: window.recents.presenter.wish.missed)
        assert window.recents.presenter.unknown == "", "it is not that missed calls are left out"

    play(steps)


def test_what_cannot_be_right_is_said_while_it_is_typed(play):
    async def steps(scene: Scene) -> None:
        _, form, seen = await first_start(scene)
        choose(form, QUIET)
        fields = PROVIDERS[QUIET].manifest.fields
        zone = next(one.key for one in fields if one.kind is FieldKind.ZONE)
        inside = next(one.key for one in fields if one.kind is FieldKind.EXTENSIONS)
        fill(scene, form, QUIET)
        form.form.reveal(zone)
        form.field(zone).clear()
        QTest.keyClicks(form.field(zone), "Europe/Lond")
        assert wrong(form, zone) == "", "it may still become London"
        QTest.keyClicks(form.field(zone), "x")
        assert "Did you mean Europe/London?" in wrong(form, zone)
        QTest.keyClick(form.field(zone), Qt.Key.Key_Backspace)
        assert wrong(form, zone) == ""
        form.field(zone).editingFinished.emit()
        assert "Did you mean Europe/London?" in wrong(form, zone), "whoever leaves it is told"
        QTest.keyClicks(form.field(inside), ", 10o4")
        assert "“10o4”" in wrong(form, inside)
        sent = len(seen)
        form.save.click()
        await asyncio.sleep(0.05)
        assert len(seen) == sent, "nothing is sent with what cannot be right"
        assert form.window().focusWidget() is form.field(inside)
        form.field(inside).setText("1004; 1007")
        form.field(zone).setText("europe/london")
        form.save.click()
        await until(lambda: seen[-1].step in (Step.DONE, Step.REFUSED))
        assert seen[-1].step is Step.DONE, seen[-1].sentence
        (account,) = await scene.there(scene.opened.services.accounts.all())
        assert (account.fields[inside], account.fields[zone]) == ("1004, 1007", "Europe/London")

    play(steps)


def test_signing_in_again_keeps_what_is_not_typed(play):
    async def steps(scene: Scene) -> None:
        await scene.sign_in_quiet("Office")
        window = await scene.window()
        await until(lambda: window.shell.accounts)
        seen = []
        window.entry.presenter.shown.connect(seen.append)
        window.sign_in_again("Office")
        form = window.sign_in
        assert form.cards is None or not form.cards.isVisible() or form.form.manifest.id == QUIET
        assert form.form.manifest.id == QUIET
        secret = next(one.key for one in form.form.manifest.fields if one.secret)
        form.field(secret).setText("not the right one")
        form.save.click()
        await until(lambda: seen and seen[-1].step is Step.REFUSED)
        form.field(secret).setText(scene.hello[QUIET][secret])
        form.save.click()
        await until(lambda: seen[-1].step is Step.DONE)
        (account,) = await scene.there(scene.opened.services.accounts.all())
        assert account.state is AccountState.OK

    play(steps)


def test_the_card_of_an_account_says_what_it_cannot_do(play):
    async def steps(scene: Scene) -> None:
        await scene.sign_in_quiet("Office")
        window = await scene.window()
        window.open_settings(Page.ACCOUNTS.value)
        page = window.settings.window.pages[Page.ACCOUNTS]
        await until(lambda: page.cards)
        said = page.cards[0].lacks.text()
        (account,) = window.shell.accounts
        for reason in account.missing.values():
            assert reason.rstrip(".") in said
        assert "No calling: " in said
        assert "No missed calls: " in said
        assert ".." not in said

    play(steps)


def test_a_card_that_stays_shows_the_next_account_s_letters(play):
    async def steps(scene: Scene) -> None:
        await scene.sign_in()
        await scene.sign_in_quiet("London")
        window = await scene.window()
        window.open_settings(Page.ACCOUNTS.value)
        page = window.settings.window.pages[Page.ACCOUNTS]
        await until(lambda: len(page.cards) == 2)
        letters = [card.mark.text() for card in page.cards]
        await scene.there(scene.opened.services.accounts.remove("Main"))
        await until(lambda: [card.mark.text() for card in page.cards] == letters[1:])

    play(steps)


def test_removing_an_account_with_unsent_edits_says_so_and_asks_for_it(play):
    async def steps(scene: Scene) -> None:
        await scene.sign_in_quiet("Office")
        (account,) = await scene.there(scene.opened.services.accounts.all())
        await scene.there(scene.opened.services.accounts.pause("Office", paused=True))
        for name in ("Harbour Taxi", "Iris Marlow"):
            card = ContactCard(name, ("+441632960777", "", ""))
            await scene.there(scene.opened.services.contacts.add(account.id, card))
        assert await scene.there(scene.opened.services.contacts.unsent(account.id)) == 2
        window = await scene.window()
        window.open_settings(Page.ACCOUNTS.value)
        page = window.settings.window.pages[Page.ACCOUNTS]
        await until(lambda: page.cards)
        page.cards[0].remove_wanted.emit("Office")
        await until(lambda: page.dialog is not None)
        dialog = page.dialog
        assert isinstance(dialog, RemoveDialog)
        written = " ".join(label.text() for label in dialog.findChildren(QLabel))
        assert "changes to contacts are not at the provider yet" in written
        assert "lose the edits" in dialog.go.text()
        dialog.field.setText("office")
        dialog.go.click()
        await until(lambda: not window.shell.accounts)

    play(steps)


def test_what_is_missed_says_who_tells_of_no_missed_calls(play):
    async def steps(scene: Scene) -> None:
        await scene.sign_in()
        await scene.sign_in_quiet("London")
        window = await scene.window()
        await until(lambda: window.recents.page.state is ListState.READY)
        page = window.recents.page
        assert page.unknown.isHidden(), "for all calls there is nothing to say"
        page.segments.choose(1)
        await until(page.unknown.isVisible)
        assert page.unknown.text() == "London reports no missed calls."
        page.segments.choose(0)
        await until(page.unknown.isHidden)

    play(steps)


def test_with_nobody_who_tells_of_missed_calls_the_empty_list_says_why(play):
    async def steps(scene: Scene) -> None:
        await scene.sign_in_quiet("London")
        window = await scene.window()
        await until(lambda: window.recents.page.state is ListState.READY)
        page = window.recents.page
        page.segments.choose(1)
        await until(lambda: page.state is ListState.NO_MISSED)
        assert page.unknown.text() == "London reports no missed calls."
        assert page.unknown.isVisible()

    play(steps)
