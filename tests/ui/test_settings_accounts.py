"""The accounts' page: live figures, tests, names, pauses, removal, and the way to the sign-in form."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.domain.accounts import Ability, Account, AccountState, Manifest
from desktop.domain.changes import Waiting
from desktop.domain.errors import ErrorKind, Trouble
from desktop.domain.health import HALF_HOUR, HalfHour, half_hour_of
from desktop.services.health import BARS, Figures
from desktop.ui import sentences_settings as sentences
from desktop.ui.kit.labels import Paragraph, Text, monogram
from desktop.ui.settings.account_view import CardView, Remedy, card_view
from desktop.ui.settings.accounts import AccountsPage
from desktop.ui.settings.beats import Beats
from desktop.ui.settings.card import AccountCard
from desktop.ui.settings.catalogue import Page
from desktop.ui.settings.dialogs import RemoveDialog, RenameDialog
from desktop.ui.settings.facts import Facts
from desktop.ui.settings.window import SettingsWindow
from desktop.ui.shell.window import MainWindow
from tests.ui.conftest import Scene, until

NOW = datetime(2026, 3, 1, 12, 34, tzinfo=UTC)
MANIFEST = Manifest("sipsim", "SIPSIM", ())
WELL = Account(
    "1",
    "sipsim",
    "Office",
    {},
    missing={Ability.TAGS: "no", Ability.PHONEBOOK: "no", Ability.CAMPAIGNS: "no"},
    last_sync=NOW - timedelta(seconds=12),
    calls=48_210,
)


def figures(*failed: int, limited: int = 0) -> Figures:
    first = half_hour_of(NOW) - (BARS - 1) * HALF_HOUR
    hours = [HalfHour(first + place * HALF_HOUR, 60) for place in range(BARS)]
    for place in failed:
        at = hours[place].start + timedelta(minutes=4)
        hours[place] = replace(hours[place], failures=1, failed_at=at, failed=ErrorKind.TIMEOUT)
    when = hours[20].start if limited else None
    return Figures(tuple(hours), limited, when, 3, NOW - timedelta(days=365), 214 << 20)


def view(account: Account, counted: Figures | None) -> CardView:
    return card_view(account, MANIFEST, counted, lines=4, interval_s=30, now=NOW)


# ---- what a card says


def test_a_card_of_an_account_that_works(app):
    card = view(WELL, figures(15))
    assert (card.letters, card.pill[0], card.banner) == ("SS", "Working", "")
    assert card.about == "Calls, calling, recordings, transcripts; 4 lines"
    assert card.remedy is Remedy.TEST
    sync, rate, failures, here = card.facts
    assert (sync.value, sync.note) == ("12 s ago", "3 new calls, every 30 s")
    assert (rate.value, rate.note) == ("None met this week", "SIPSIM names no figure")
    assert failures.value == "1 of 2,880 requests"
    assert failures.note.endswith(", timeout")
    assert (here.value, here.note) == ("48,210 calls", "12 months, 214 MB")


def test_a_card_of_an_account_without_calls_counts_none(app):
    only = "Campaigns only."
    lacking = set(Ability) - {Ability.ACCOUNT, Ability.CAMPAIGNS, Ability.DIAL}
    missing = {**dict.fromkeys(lacking, only), Ability.DIAL: "No calling here"}
    card = view(replace(WELL, missing=missing, calls=0), figures())
    assert card.about == "Campaigns"
    others, calling = sorted(card.lacks.removesuffix(".").split(". "), key=len, reverse=True)
    assert others.startswith("No lines, calls, recordings, transcripts, ")
    assert others.endswith(" and missed calls: Campaigns only"), "one reason is said once"
    assert calling == "No calling: No calling here"
    sync, *_, failures = card.facts
    assert sync.note == "every 30 s"
    assert failures.value.endswith("requests"), "nothing is kept of calls that nobody tells of"


def test_a_pause_that_the_provider_asks_for_is_said_while_it_lasts(app):
    waiting = Waiting("Office", "too many requests", NOW + timedelta(seconds=23))
    for now, value in ((NOW, "Waiting now"), (NOW + timedelta(seconds=24), "None met this week")):
        card = card_view(WELL, MANIFEST, figures(), lines=4, interval_s=30, now=now, waiting=waiting)
        assert card.facts[1].value == value
    assert view(WELL, figures()).facts[1].note == "SIPSIM names no figure"


def test_a_rate_limit_that_was_met_is_said_with_its_time(app):
    rate = view(WELL, figures(limited=3)).facts[1]
    assert rate.value == "Met 3 times this week"
    assert rate.note.startswith("Last about ")
    assert view(WELL, figures(limited=1)).facts[1].value == "Met once this week"


@pytest.mark.parametrize(
    ("state", "pill", "remedy", "banner"),
    [
        (AccountState.SIGN_IN, "Sign-in needed", Remedy.SIGN_IN, "SIPSIM refused the key"),
        (AccountState.OFFLINE, "Offline", Remedy.TEST, "cannot be reached"),
        (AccountState.ERROR, "Trouble", Remedy.TEST, "cannot be reached"),
        (AccountState.PAUSED, "Paused", Remedy.RESUME, "they come when you resume"),
    ],
)
def test_a_card_of_an_account_that_does_not_work_says_what_helps(app, state, pill, remedy, banner):
    trouble = Trouble(ErrorKind.OFFLINE, provider="SIPSIM").sentence
    card = view(replace(WELL, state=state, trouble=trouble), figures())
    assert (card.pill[0], card.remedy) == (pill, remedy)
    assert banner in card.banner
    assert bool(card.facts) is (state is not AccountState.SIGN_IN)


def test_since_when_a_key_is_refused_is_said_when_it_is_known(app):
    counted = figures(BARS - 1)
    at = half_hour_of(NOW) + timedelta(minutes=2)
    last = replace(counted.hours[-1], failed=ErrorKind.SIGN_IN, failed_at=at)
    known = replace(counted, hours=(*counted.hours[:-1], last))
    account = replace(WELL, state=AccountState.SIGN_IN)
    assert " at " in view(account, known).banner.split(",")[0]
    assert view(account, counted).banner.startswith("SIPSIM refused the key, perhaps")
    assert "Calls stay" not in view(replace(account, last_sync=None), None).banner


def test_a_fresh_account_says_nothing_that_is_not_known(app):
    card = view(replace(WELL, missing=None, last_sync=None, calls=0), Figures(figures().hours[:1]))
    assert card.about == "4 lines"
    assert (card.facts[0].value, card.facts[0].note) == ("Never", "every 30 s")
    assert card.facts[3].note == ""
    assert view(WELL, None).facts == ()


@pytest.mark.parametrize(
    ("title", "two"), [("SIPSIM", "SS"), ("SIP Caller", "SC"), ("Sipalto", "SA"), ("X", "X"), ("", "")]
)
def test_the_letters_of_a_provider(title, two):
    assert monogram(title) == two


# ---- the bars


def test_a_bar_says_its_time_and_what_failed(app, qtbot):
    beats = Beats()
    qtbot.addWidget(beats)
    beats.resize(480, 16)
    beats.show_hours(figures(15))
    assert beats.hour_at(0).start == figures().hours[0].start
    assert beats.hour_at(479).start == half_hour_of(NOW)
    assert beats.hour_at(480) is None
    assert "60 requests, 1 failed (timeout)" in sentences.bar(beats.hour_at(155))
    assert beats.accessibleName() == "Requests of the last 24 hours: failures in 1 half hour"
    beats.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    assert beats.hour_at(0).start == half_hour_of(NOW)


def test_bars_that_failed_and_those_without_requests_look_different(app, qtbot):
    beats = Beats()
    qtbot.addWidget(beats)
    beats.resize(480, 16)
    pictures = []
    empty = Figures(tuple(HalfHour(hour.start) for hour in figures().hours))
    worst = replace(figures().hours[3], failures=60)
    bad = Figures((*figures().hours[:3], worst, *figures().hours[4:]))
    for shown in (figures(), figures(3), bad, empty):
        beats.show_hours(shown)
        pictures.append(beats.grab().toImage())
    assert all(one != other for place, one in enumerate(pictures) for other in pictures[place + 1 :])


# ---- on the real engine


async def opened(scene: Scene) -> tuple[MainWindow, SettingsWindow, AccountsPage, AccountCard]:
    await scene.sign_in()
    window = await scene.window()
    window.open_settings()
    settings = window.settings.window
    assert settings is not None
    page = settings.accounts_page
    await until(lambda: page.cards and page.cards[0].view.facts)
    return window, settings, page, page.cards[0]


def test_a_card_is_alive(play):
    async def steps(scene: Scene) -> None:
        _window, settings, page, card = await opened(scene)
        shown = card.view
        assert shown.pill[0] == "Working"
        assert shown.figures is not None
        assert shown.figures.requests > 3
        kept = (await scene.there(scene.opened.services.accounts.all()))[0].calls
        assert kept >= 300, "the sandbox serves other tests too, which place calls"
        assert shown.facts[3].value == f"{kept} calls"
        before = shown.figures.requests
        await scene.sync()
        await until(lambda: card.view.figures and card.view.figures.requests > before)
        assert page.cards[0] is card, "nothing is built anew"
        timers = page._timer
        assert timers.isActive()
        settings.nav.choose(Page.DESKTOP)
        assert not timers.isActive()

    play(steps)


def test_a_test_of_the_connection_says_how_it_went(play):
    async def steps(scene: Scene) -> None:
        _, _, _page, card = await opened(scene)
        card.remedy.click()
        assert card.remedy.text() == "Testing..."
        assert not card.remedy.isEnabled()
        await until(lambda: not card.result.isHidden())
        assert card.result.text().startswith("SIPSIM answered in ")
        await until(card.remedy.isEnabled)

    play(steps)


@pytest.mark.expects_warnings
def test_a_key_that_is_refused_leads_to_the_sign_in_form(play):
    async def steps(scene: Scene) -> None:
        window, settings, _page, card = await opened(scene)
        (account,) = await scene.there(scene.opened.services.accounts.all())
        trouble = Trouble(ErrorKind.SIGN_IN, provider="SIPSIM", account="Main")
        await scene.there(scene.opened.services.accounts.note_failure(account.id, trouble))
        await until(lambda: card.view.remedy is Remedy.SIGN_IN)
        assert settings.nav.button(Page.ACCOUNTS).accessibleName() == "Accounts, 1 needs something"
        assert card.remedy.text() == "Enter new key"
        assert not card.note.isHidden()
        card.remedy.click()
        assert window.signing_in

    play(steps)


def test_add_account_leads_to_the_form(play):
    async def steps(scene: Scene) -> None:
        window, _, page, _ = await opened(scene)
        page.add_account.click()
        assert window.signing_in

    play(steps)


def test_without_an_account_the_page_says_what_helps(play):
    async def steps(scene: Scene) -> None:
        window = await scene.window()
        window.open_settings("about")
        settings = window.settings.window
        assert settings is not None
        settings.field.setText("connect")
        assert settings.hits.rows[0].entry.key == "account.add"
        settings.hits.choose_first()
        button = settings.accounts_page.add_button
        assert button.isVisible()
        assert button is not settings.accounts_page.add_account
        assert settings.focusWidget() is button
        button.click()
        assert window.signing_in

    play(steps)


def test_a_name_is_changed_or_refused_where_it_is_typed(play):
    async def steps(scene: Scene) -> None:
        window, _, page, card = await opened(scene)
        card.rename_wanted.emit("Main")
        dialog = page.dialog
        assert isinstance(dialog, RenameDialog)
        dialog.field.setText(" : ")
        dialog.go.click()
        await until(lambda: "without a colon" in dialog.field.accessibleDescription())
        dialog.field.setText("Paris & Lyon")
        QTest.keyClick(dialog.field, Qt.Key.Key_Return)
        await until(lambda: card.view.name == "Paris & Lyon")
        assert page.dialog is None
        assert [account.name for account in window.shell.accounts] == ["Paris & Lyon"]
        await until(lambda: card.view.facts)
        await scene.sync()

    play(steps)


def test_a_second_press_of_pause_is_the_same_press(play):
    async def steps(scene: Scene) -> None:
        await scene.sign_in()
        window = await scene.window()
        window.open_settings()
        presenter = window.settings.window.accounts_presenter
        presenter.pause("Main", True)
        presenter.pause("Main", True)
        await until(lambda: window.shell.accounts[0].state is AccountState.PAUSED)

    play(steps)


def test_a_paused_account_can_be_resumed(play):
    async def steps(scene: Scene) -> None:
        _, _settings, _, card = await opened(scene)
        card.more.click()
        next(action for action in card.menu.actions() if action.text() == "Pause").trigger()
        card.menu.close()
        await until(lambda: card.view.remedy is Remedy.RESUME)
        card.remedy.click()
        await until(lambda: card.view.remedy is Remedy.TEST)
        assert card.view.pill[0] == "Working"

    play(steps)


def test_removal_says_what_is_lost_and_has_the_name_typed(play):
    async def steps(scene: Scene) -> None:
        window, _settings, page, card = await opened(scene)
        card.remove_wanted.emit("Main")
        await until(lambda: page.dialog is not None)
        dialog = page.dialog
        assert isinstance(dialog, RemoveDialog)
        said = next(one.text() for one in dialog.findChildren(Paragraph) if "deleted from" in one.text())
        assert said.startswith(f"{window.shell.accounts[0].calls} calls, its lines")
        assert not dialog.go.isEnabled()
        QTest.keyClick(dialog.field, Qt.Key.Key_Return)
        assert dialog.isVisible()
        dialog.field.setText("Mainz")
        assert not dialog.go.isEnabled()
        dialog.field.setText("main ")
        assert dialog.go.isEnabled()
        dialog.go.click()
        await until(lambda: not window.shell.accounts)
        await until(lambda: not page.cards)
        assert await scene.there(scene.opened.services.accounts.all()) == []

    play(steps)


def test_what_a_removal_takes_along_is_counted(app):
    said = sentences.remove_text(WELL, "SIPSIM", 214 << 20, 31, 1)
    assert said.startswith("48,210 calls, 31 contacts, 214 MB of recordings, its lines, its transcripts and")
    assert "1 upload under way ends. Nothing is deleted at SIPSIM" in said
    assert "upload" not in sentences.remove_text(WELL, "SIPSIM", 0, 0, 0)


def test_removal_can_be_left(play):
    async def steps(scene: Scene) -> None:
        _, _, page, card = await opened(scene)
        card.remove_wanted.emit("Main")
        await until(lambda: page.dialog is not None)
        page.close_dialog()
        assert page.dialog is None
        assert len(await scene.there(scene.opened.services.accounts.all())) == 1

    play(steps)


def test_the_dot_in_the_command_bar_tells_the_worst_and_leads_here(play):
    async def steps(scene: Scene) -> None:
        window = await scene.window()
        assert window.bar.health.isHidden(), "without an account there is no health"
        await scene.sign_in()
        await until(lambda: window.shell.accounts)
        dot = window.bar.health
        assert dot.accessibleName() == "Accounts: all working"
        calm = dot.grab().toImage()
        await scene.there(scene.opened.services.accounts.pause("Main", paused=True))
        await until(lambda: dot.state is AccountState.PAUSED)
        assert dot.accessibleName() == "Accounts: Main: paused"
        assert dot.grab().toImage() != calm
        window.open_settings("about")
        settings = window.settings.window
        assert settings is not None
        QTest.keyClick(dot, Qt.Key.Key_Return)
        assert settings.nav.page is Page.ACCOUNTS

    play(steps)


@pytest.mark.parametrize("direction", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])
def test_figures_stand_in_two_rows_where_one_would_cut_them(app, qtbot, direction):
    facts = Facts()
    qtbot.addWidget(facts)
    facts.setLayoutDirection(direction)
    facts.show_facts(view(WELL, figures(15)).facts)
    with qtbot.waitExposed(facts):
        facts.show()
    assert facts.heightForWidth(842) == 56
    assert facts.heightForWidth(400) == 128
    for width in (842, facts.sizeHint().width() - 17, 400):
        facts.resize(width, facts.heightForWidth(width))
        places = [figure.geometry() for figure in facts._figures]
        assert all(facts.rect().contains(place) for place in places)
        assert not any(one.intersects(other) for one in places for other in places if one is not other)
        assert [
            text.text() for text in facts.findChildren(Text) if text.width() < text.sizeHint().width()
        ] == []
    first = facts._figures[0].geometry()
    assert (first.left() == 0) is (direction == Qt.LayoutDirection.LeftToRight)
