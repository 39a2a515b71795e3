"""The day on which a key ends: told in time and once, said in the card, asked for in the form."""

from datetime import timedelta

from desktop.domain.accounts import Account
from desktop.domain.changes import Topic
from desktop.providers import discover
from desktop.ui.settings.account_view import CardView, Remedy, card_view
from tests.support.tray_stage import Stage, staged
from tests.ui.conftest import now, until

PROVIDER, MANIFEST = next((key, one.manifest) for key, one in discover().items() if one.manifest.ends_field)


def day(days: int) -> str:
    return (now().astimezone().date() + timedelta(days=days)).isoformat()


def test_a_key_that_ends_soon_is_told_once_and_leads_to_its_form(play) -> None:
    async def steps(stage: Stage) -> None:
        desk, opened = stage.desk, stage.scene.opened
        ends = {MANIFEST.ends_field: day(7)}
        account = await stage.scene.there(opened.add(stage.scene.hello, "Outbound", PROVIDER, **ends))
        own = f"key-ends:{account.id}"
        await until(lambda: own in desk.shown)
        assert desk.shown[own].title == "The key of Outbound ends in 7 days"
        assert f"Create a new key at {MANIFEST.title}" in desk.shown[own].body
        await stage.restart()
        opened.services.changes.tell(Topic.CLOCK)
        await stage.scene.sync()
        assert own not in desk.shown, "on the same day, after a restart"
        again = {MANIFEST.ends_field: day(1)}
        accounts = opened.services.accounts
        await stage.scene.there(accounts.sign_in_again("Outbound", again, {}))
        await until(lambda: own in desk.shown)
        assert desk.shown[own].title == "The key of Outbound ends tomorrow"
        known = stage.window.shell  # it reads the accounts by itself, and the notice may be earlier
        await until(lambda: day(1) in {one.fields.get(MANIFEST.ends_field) for one in known.accounts})
        stage.window.hide()
        desk.press(own, "sign-in")
        await until(lambda: stage.window.signing_in)
        field = stage.window.sign_in.field(MANIFEST.ends_field)
        assert field.text() == day(1)
        await stage.scene.there(accounts.sign_in_again("Outbound", {MANIFEST.ends_field: day(90)}, {}))
        await until(lambda: own not in desk.shown)

    play(staged(steps))


def card(days: int | None) -> CardView:
    fields = {} if days is None else {MANIFEST.ends_field: day(days)}
    account = Account("1", PROVIDER, "Outbound", fields)
    return card_view(account, MANIFEST, None, lines=0, interval_s=30, now=now())


def test_the_card_says_the_day_and_asks_for_a_key_once_it_is_near(app) -> None:
    assert "key ends" not in card(None).about
    far, near, over = card(60), card(14), card(-2)
    assert "key ends" in far.about
    assert (far.banner, far.remedy) == ("", Remedy.TEST)
    assert near.banner.startswith("The key ends in 14 days, on ")
    assert (near.remedy, near.banner_tone) == (Remedy.SIGN_IN, "waiting")
    assert over.banner.startswith("The key ended 2 days ago, on ")
    assert over.banner_tone == "missed"
