"""What a person sees of what an administrator has settled, in the real window on the real engine."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.domain.accounts import CredentialField, Manifest
from desktop.domain.calls import CallFilter
from desktop.services.policy import Policy
from desktop.ui import sentences_policy as sentences
from desktop.ui import strings_book as book
from desktop.ui import strings_policy as strings
from desktop.ui.detail.views import Said
from desktop.ui.player.presenter import Phase
from desktop.ui.recents.list import PLAY
from desktop.ui.settings.catalogue import Page
from desktop.ui.settings.network import ProxyRow
from desktop.ui.settings.rows import SettingRow
from desktop.ui.settings.window import SettingsWindow
from desktop.ui.shell.frame import Tab
from tests.ui.conftest import Scene, until

FILE = """
[settings.locked]
notify.missed = false
network.proxy = "proxy.harbour.example:3128"
[settings.defaults]
sync.interval_s = 60
[accounts.sipsim.locked]
region = "FR"
[features]
export = false
campaigns = false
[colours]
"""


@pytest.fixture
def administrator(tmp_path: Path) -> Policy:
    file = tmp_path / "policy.toml"
    file.write_text(FILE)
    return Policy.load(file)


async def settings_of(scene: Scene, page: str) -> SettingsWindow:
    window = await scene.window()
    window.open_settings(page)
    opened = window.settings.window
    assert opened is not None
    await until(opened.isActiveWindow)
    return opened


def row(opened: SettingsWindow, page: Page, key: str) -> SettingRow:
    found = opened.pages[page].row(key)
    assert isinstance(found, SettingRow)
    return found


def test_a_locked_setting_says_who_locked_it_and_takes_no_change(play, administrator, tmp_path):
    async def steps(scene: Scene) -> None:
        opened = await settings_of(scene, "notifications")
        locked = row(opened, Page.NOTIFICATIONS, "notify.missed")
        assert locked.control is not None
        assert not locked.control.isEnabled()
        assert locked.lock.isVisible()
        assert locked.lock.text() == strings.LOCKED
        assert str(tmp_path / "policy.toml") in locked.text.text()
        assert str(tmp_path / "policy.toml") in locked.control.accessibleDescription()
        assert locked.reset.isHidden()
        proxy = opened.pages[Page.NETWORK].row("network.proxy")
        assert isinstance(proxy, ProxyRow)
        await until(lambda: not proxy.lock.isHidden())
        assert proxy.address.field.text() == "http://proxy.harbour.example:3128"
        assert not any(one.isEnabled() for one in (proxy.choice, proxy.address, proxy.user))
        assert str(tmp_path / "policy.toml") in proxy.text.text()
        QTest.keyClick(opened, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClicks(opened.field, "missed")
        opened.hits.choose_first()
        assert locked.lit, "the search finds what is locked, too"

        usual = row(opened, Page.DESKTOP, "sync.interval_s")
        assert usual.control is not None
        assert usual.control.isEnabled()
        assert opened.presenter.values["sync.interval_s"] == 60
        assert usual.reset.isHidden(), "the administrator's default is the default"
        usual.wanted.emit("sync.interval_s", 90)
        await until(lambda: not usual.reset.isHidden())
        usual.reset.click()
        await until(lambda: opened.presenter.values["sync.interval_s"] == 60)
        assert usual.reset.isHidden()

        about = opened.pages[Page.ABOUT].row("about.policy")
        assert about is not None
        assert about.text.text().endswith("2 settings locked; campaigns and export switched off.")
        assert "colours" in about.trouble.text()

    play(steps)


def test_a_locked_account_shows_what_is_settled_and_offers_the_rest(play, administrator):
    async def steps(scene: Scene) -> None:
        await scene.sign_in()
        opened = await settings_of(scene, "accounts")
        await until(lambda: opened.accounts_page.cards)
        card = opened.accounts_page.cards[0]
        assert card.lock.isVisible()
        assert card.pill.isHidden(), "that all is well is no news beside it"
        [value] = card.locked.values
        assert value.text() == "FR"
        assert strings.LOCKED in value.accessibleName()
        asked: list[str] = []
        opened.accounts_page.sign_in_wanted.connect(asked.append)
        assert card.change.isVisible()
        card.change.click()
        assert asked == ["Main"]
        opened.resize(960, 640)
        await until(card.change.isHidden)

    play(steps)


def test_what_is_left_to_the_person_is_said():
    secret = CredentialField("password", "Password", secret=True)
    manifest = Manifest("x", "X", (CredentialField("url", "Address"), secret))
    assert sentences.change(manifest) == "Change password"
    assert sentences.own(manifest, "Set.", ["url"]) == "Set. Only your own password can be changed here."
    assert sentences.own(manifest, "Set.", []) == "Set."
    key = Manifest("y", "Y", (CredentialField("key", "API key", secret=True),))
    assert sentences.change(key) == "Change API key"


OFF = """
[features]
campaigns = false
recordings = false
transcripts = false
export = false
"""


class TestSwitchedOff:
    @pytest.fixture
    def administrator(self, tmp_path: Path) -> Policy:
        file = tmp_path / "policy.toml"
        file.write_text(OFF)
        return Policy.load(file)

    def test_what_is_off_is_nowhere(self, play, administrator, tmp_path):
        async def steps(scene: Scene) -> None:
            await scene.sign_in()

            async def leave() -> None:
                scene.opened.services.settings.set("ui.tab", "campaigns")

            await scene.there(leave())
            window = await scene.window()
            screens = window.screens
            assert screens.tabs.count() == 2
            assert screens.shown is Tab.RECENTS, "the tab that was left open is gone"
            QTest.keyClick(window, Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
            assert screens.shown is Tab.RECENTS

            call = next(one for one in heard(scene) if one.has_recording)
            window.open_call(call.id)
            detail = screens.recents.detail_presenter
            await until(lambda: detail.said_view.said is Said.UNSUPPORTED, "the words are asked for")
            assert str(tmp_path / "policy.toml") in detail.said_view.sentence
            assert screens.recents.player_presenter.view.phase is Phase.NONE
            assert PLAY not in screens.recents.list.offers(call)

            screens.show_contacts()
            page = screens.the_contacts().page
            shown = {action.text() for action in page.menu.actions() if action.isVisible()}
            assert book.EXPORT not in shown
            assert book.IMPORT in shown

        play(steps)


def heard(scene: Scene):
    wanted = CallFilter()
    return [call for day in scene.rows.days(wanted) for call in scene.rows.rows(wanted, day.day, 0, 50)]
