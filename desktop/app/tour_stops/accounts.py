"""The sign-in form."""

import dataclasses

from desktop.app.tour import Stage, until
from desktop.app.tour_stops.common import NARROW, enlarged, longer_words, mirrored
from desktop.domain.accounts import Ability, AccountInfo, ConnectionTest, FieldKind
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
_PLAIN = {FieldKind.COUNTRY: "FR", FieldKind.DATE: "2027-03-31"}


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
    fill_in(window)
    take(window, "sign-in", "filled")
    shown = window.entry.presenter.shown
    shown.emit(SignInView(Step.TESTING))
    take(window, "sign-in", "testing")
    for name, test in (("connected", CONNECTED), ("connected-with-less", LACKING)):
        shown.emit(connected(test))
        take(window, "sign-in", name)
    shown.emit(SignInView(Step.REFUSED, strings.KEY_REFUSED_TEXT, strings.KEY_REFUSED))
    take(window, "sign-in", "refused")
    offline = sentences_accounts.refused(Trouble(ErrorKind.OFFLINE, provider=form.choices[0].title))
    shown.emit(SignInView(Step.REFUSED, offline, strings.NOT_CONNECTED))
    take(window, "sign-in", "offline")
    taken = Trouble(ErrorKind.NAME_EXISTS, name=f"{form.choices[0].title}, Paris office").sentence
    shown.emit(SignInView(Step.REFUSED, taken, strings.NOT_CONNECTED, name_taken=True))
    take(window, "sign-in", "name-taken")
    shown.emit(SignInView(Step.FILLING))
    _pasted(window)
    take(window, "sign-in", "pasted")
    await _wrong(stage, window)
    await _providers(stage, window)
    await stage.close(window)


def _pasted(window: MainWindow) -> None:
    """Put a whole block of credentials into one field."""
    form = window.sign_in
    form.ask(None, may_leave=False, guided=True)
    assert form.form is not None
    manifest = form.form.manifest
    block = "\n".join(f"{one.label}: st-paris-7f21c09e" for one in manifest.fields if not one.advanced)
    field = form.field(next(one.key for one in manifest.fields if one.secret))
    field.insert(block)


async def signing_in_otherwise(stage: Stage) -> None:
    """Show the form mirrored, with longer words, and with everything twice as large."""
    for name, context in (("right-to-left", mirrored), ("long-words", longer_words), ("text-200", enlarged)):
        with context():
            window = await stage.window()
            window.add_account()
            window.sign_in.ask(None, may_leave=True, guided=True)
            window.sign_in.demo.show()
            fill_in(window)
            if name == "text-200":
                window.resize(*NARROW)
            stage.album.take(window, "sign-in", name)
            await stage.close(window)


def settled_form(stage: Stage, window: MainWindow, name: str) -> None:
    """Show the form of an account (name) of which an administrator settled some fields."""
    window.sign_in_again(name)
    form = window.sign_in.form
    assert form is not None
    form.reveal(next(one.key for one in form.manifest.fields if one.advanced))
    stage.album.take(window, "sign-in", "settled")


async def _wrong(stage: Stage, window: MainWindow) -> None:
    """Show the form that has the most to check, with something wrong in each such field."""
    form = window.sign_in
    assert form.cards is not None
    wrong = {FieldKind.ZONE: "Europe/Londn", FieldKind.EXTENSIONS: "1004, ten", FieldKind.COUNTRY: "England"}
    kinds = [{one.kind for one in each.fields} for each in form.choices]
    form.cards.cards[max(range(len(kinds)), key=lambda place: len(kinds[place]))].setChecked(True)
    fill_in(window)
    assert form.form is not None
    for one in form.form.manifest.fields:
        if one.kind in wrong:
            form.field(one.key).setText(wrong[one.kind])
            form.field(one.key).editingFinished.emit()
    stage.album.take(window, "sign-in", "wrong")
    form.cards.cards[0].setChecked(True)


async def _providers(stage: Stage, window: MainWindow) -> None:
    """Show two, three and, with an invented one, four providers, and the one that has campaigns only."""
    shell, form = window.shell, window.sign_in
    known = shell.manifests
    invented = dataclasses.replace(
        form.choices[0],
        id="invented",
        title="Acme Dialler",
        offers=("Campaigns", "Their numbers and variables", "Upload of number lists"),
        lacks=("No calls, no contacts",),
    )
    choices = [*form.choices, invented]
    for name, many in (("two-providers", 2), ("three-providers", 3), ("four-providers", 4)):
        shell.manifests = {one.id: one for one in choices[:many]}
        form.ask(None, may_leave=False)
        form.demo.show()
        fill_in(window)
        window.entry.presenter.shown.emit(connected(CONNECTED))
        stage.album.take(window, "sign-in", name)
    shell.manifests = known
    form.ask(None, may_leave=False)
    form.demo.show()
    assert form.cards is not None
    place = next(place for place, one in enumerate(form.choices) if one.upload_rows)
    form.cards.cards[place].setChecked(True)
    fill_in(window)
    reason = f"{form.choices[place].title} gives other programs its campaigns only."
    lacking = dict.fromkeys((Ability.LINES, Ability.HISTORY, Ability.RECORDINGS), reason)
    only = ConnectionTest(AccountInfo(), 0.3, None, frozenset({Ability.CAMPAIGNS}), lacking, granted=False)
    window.entry.presenter.shown.emit(connected(only))
    stage.album.take(window, "sign-in", "campaigns-only")


def fill_in(window: MainWindow) -> None:
    """Fill the form in with what looks right, all of its fields shown."""
    form = window.sign_in
    assert form.form is not None
    manifest = form.form.manifest
    secret = next(field.key for field in manifest.fields if field.secret)
    form.field("name").setText(f"{manifest.title}, Paris office")
    for field in manifest.fields:
        if not field.default and not field.advanced:
            plain = _PLAIN.get(field.kind, "st-paris-7f21c09e")
            form.field(field.key).setText("not-the-right-one-at-all-28c" if field.secret else plain)
    form.field(secret).setFocus()
    form.form.reveal(next(field.key for field in manifest.fields if field.advanced))
    form.field(secret).setFocus()
