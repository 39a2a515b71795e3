"""The sign-in form."""

import dataclasses

from desktop.app.tour import Stage, until
from desktop.domain.accounts import Ability, AccountInfo, ConnectionTest
from desktop.domain.errors import ErrorKind, Trouble
from desktop.ui import sentences_accounts, strings
from desktop.ui.accounts.presenter import SignInView, Step, connected
from desktop.ui.shell.window import MainWindow

CONNECTED = ConnectionTest(AccountInfo(), 0.4, 4, frozenset(Ability), {})
LACKING = ConnectionTest(
    AccountInfo(company="Atelier Marceau & fils <Lyon>"),
    1.24,
    None,
    frozenset({Ability.HISTORY}),
    {
        Ability.DIAL: "the token lacks the permission calls.create or calls.write",
        Ability.LINES: "the token lacks the permission phones.read",
        Ability.RECORDINGS: "the token lacks the permission calls.read",
    },
)


async def signing_in(stage: Stage) -> None:
    """Show the form of the first start, and what it says."""
    window = await stage.window()
    await until(lambda: window.signing_in)
    form, take = window.sign_in, stage.album.take
    form.demo.show()
    take(window, "sign-in", "first-start")
    form.save.click()
    take(window, "sign-in", "missing")
    form.ask(None, may_leave=False)
    form.demo.show()
    _fill(window)
    take(window, "sign-in", "filled")
    shown = window.sign_in_presenter.shown
    shown.emit(SignInView(Step.TESTING))
    take(window, "sign-in", "testing")
    for name, test in (("connected", CONNECTED), ("connected-with-less", LACKING)):
        shown.emit(connected(test))
        take(window, "sign-in", name)
    shown.emit(SignInView(Step.REFUSED, strings.KEY_REFUSED_TEXT, strings.KEY_REFUSED))
    take(window, "sign-in", "refused")
    offline = sentences_accounts.refused(Trouble(ErrorKind.OFFLINE, provider="SIPSIM"))
    shown.emit(SignInView(Step.REFUSED, offline, strings.NOT_CONNECTED))
    take(window, "sign-in", "offline")
    taken = Trouble(ErrorKind.NAME_EXISTS, name="SIPSIM, Paris office").sentence
    shown.emit(SignInView(Step.REFUSED, taken, strings.NOT_CONNECTED, name_taken=True))
    take(window, "sign-in", "name-taken")
    shown.emit(SignInView(Step.FILLING))
    await _providers(stage, window)
    await stage.close(window)


async def _providers(stage: Stage, window: MainWindow) -> None:
    """Show two and three providers, as soon as there are so many."""
    shell, form = window.shell, window.sign_in
    known = shell.manifests
    (one,) = known.values()
    others = {
        "caller": dataclasses.replace(
            one,
            id="caller",
            title="SIP Caller",
            offers=("Campaigns", "Their numbers and variables", "Upload of number lists"),
            lacks=("No calls, no contacts",),
        ),
        "sipalto": dataclasses.replace(
            one,
            id="sipalto",
            title="Sipalto",
            offers=("Answered calls", "Recordings, transcripts", "The company's phonebook"),
            lacks=("No missed calls, no calling",),
        ),
    }
    for name, more in (("two-providers", list(others)[:1]), ("three-providers", list(others))):
        shell.manifests = {**known, **{key: others[key] for key in more}}
        form.ask(None, may_leave=False)
        form.demo.show()
        assert form.cards is not None
        form.cards.cards[[choice.title for choice in form.choices].index(one.title)].setChecked(True)
        _fill(window)
        window.sign_in_presenter.shown.emit(connected(CONNECTED))
        stage.album.take(window, "sign-in", name)
    shell.manifests = known


def _fill(window: MainWindow) -> None:
    form = window.sign_in
    form.field("name").setText("SIPSIM, Paris office")
    form.field("client_id").setText("st-paris-7f21c09e")
    form.field("client_secret").setText("not-the-right-one-at-all-28c")
    form.field("client_secret").setFocus()
    assert form.form is not None
    form.form.reveal("base_url")
    form.field("client_secret").setFocus()
