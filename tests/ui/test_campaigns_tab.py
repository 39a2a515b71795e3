"""The tab of campaigns: listed as their provider filters and sorts them, whatever state that is in."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.domain.accounts import Ability
from desktop.domain.campaigns import CampaignFilter, CampaignSort
from desktop.domain.errors import ErrorKind, Trouble
from desktop.ui import strings_campaigns as strings
from desktop.ui.campaigns.chosen import DateKey, IdKey
from desktop.ui.campaigns.presenter import ListState
from desktop.ui.kit.panes import Skeleton
from desktop.ui.shell.frame import Tab
from desktop.ui.shell.window import MainWindow
from tests.support.paper_campaigns import CampaignProvider
from tests.support.shown_campaigns import (
    at_campaigns,
    choose,
    listed,
    names,
    play_campaigns,
    sentence,
    settled,
    sign_in,
)
from tests.ui.conftest import until

__all__ = ["play_campaigns"]

KEY, NONE = Qt.Key, Qt.KeyboardModifier.NoModifier
CTRL = Qt.KeyboardModifier.ControlModifier


def press(window, key, modifiers=NONE):
    QTest.keyClick(QApplication.focusWidget() or window, key, modifiers)


def offline(*_what):
    raise Trouble(ErrorKind.OFFLINE, provider="Paper")


async def refuse(_method, _what):
    offline()


def test_the_campaigns_are_built_when_they_are_first_looked_at_and_the_tab_is_kept(play_campaigns):
    async def steps(scene, dialler):
        await sign_in(scene)
        window = await scene.window()
        assert window.campaigns is None
        window.recents.list.setFocus(Qt.FocusReason.TabFocusReason)
        press(window, KEY.Key_3, CTRL)
        assert window.screens.shown is Tab.CAMPAIGNS
        screen = window.campaigns
        await until(lambda: screen.page.state is ListState.READY and screen.list.hasFocus())
        assert names(screen) == ["Odd one", "Win back", "Loyalty survey", "Service notice", "Spring renewals"]
        assert screen.page.total.text() == "5 campaigns"
        assert screen.page.numbers.text() == "40 numbers"
        settings = scene.opened.services.settings
        await until(lambda: settings.text("ui.tab") == "campaigns")
        assert (await scene.window()).screens.shown is Tab.CAMPAIGNS

    play_campaigns(steps)


def test_until_the_campaigns_are_built_their_place_is_kept(play_campaigns):
    async def steps(scene, dialler):
        await sign_in(scene)
        scene.opened.services.settings.set("ui.tab", "campaigns")
        window = MainWindow(tab="campaigns")
        scene.windows.append(window)
        window.show()
        window.grab()
        assert window.painted
        window.fill(scene.context())
        assert window.screens.shown is Tab.CAMPAIGNS
        await until(lambda: any(one.isVisible() for one in window.screens.findChildren(Skeleton)))
        assert window.campaigns is None
        window.complete()
        window.start()
        await until(lambda: window.campaigns.page.state is ListState.READY)
        await until(lambda: window.shell.known)

    play_campaigns(steps)


def test_filters_and_orders_are_the_providers_and_are_remembered(play_campaigns):
    async def steps(scene, dialler):
        _, screen = await listed(scene)
        filters = screen.page.filters
        filters.status.click()
        filters.status.menu.actions()[2].trigger()
        await settled(screen)
        assert dialler.asked[-1][0] == CampaignFilter(status="active")
        assert names(screen) == ["Loyalty survey", "Spring renewals"]
        assert screen.page.total.text() == "2 of 5 campaigns"
        assert filters.status.text() == "Active"
        screen.page.sort.click()
        next(one for one in screen.page.sorts.actions() if one.text() == "Name").trigger()
        await settled(screen)
        assert dialler.asked[-1] == (CampaignFilter(status="active"), CampaignSort.NAME, True)
        assert names(screen) == ["Spring renewals", "Loyalty survey"]
        screen.page.search.setText("Loy")
        await settled(screen)
        assert names(screen) == ["Loyalty survey"]
        assert dialler.asked[-1][0] == CampaignFilter(status="active", name="Loy")
        again = (await at_campaigns(scene))[1]
        assert names(again) == ["Spring renewals", "Loyalty survey"], "all but what was looked for is kept"
        again.page.reset.click()
        await settled(again)
        assert len(names(again)) == 5
        assert again.presenter.wish.sort is CampaignSort.NAME, "the order stays"

    play_campaigns(steps)


def test_tags_are_offered_by_what_a_person_calls_them(play_campaigns):
    async def steps(scene, dialler):
        _, screen = await listed(scene)
        await choose(screen, "Spring renewals")
        tag = screen.page.filters.tag
        tag.click()
        assert [one.text() for one in tag.menu.actions()] == ["t1"]
        tag.menu.hide()
        screen.detail.open_details()
        line = screen.detail.ids.lines[0]
        line.write.click()
        assert line.field.hasFocus()
        QTest.keyClicks(line.field, "Renewal")
        press(screen, KEY.Key_Return)
        await until(lambda: [one.text() for one in screen.detail.header.tags.tags] == ["Renewal"])
        screen.detail.ids.hide()
        tag.click()
        assert [one.text() for one in tag.menu.actions()] == ["Renewal"]
        tag.menu.actions()[0].trigger()
        await settled(screen)
        assert dialler.asked[-1][0] == CampaignFilter(tag_ids=("t1",))
        assert tag.text() == "Renewal"
        assert tag.accessibleName() == "Tag: Renewal"

    play_campaigns(steps)


def test_the_other_filters_take_times_and_ids_by_their_labels(play_campaigns):
    async def steps(scene, dialler):
        _, screen = await listed(scene)
        screen.page.filters.open_more()
        more = screen.page.filters.popover
        span = more.spans[DateKey.STARTS]
        QTest.keyClicks(span.low, "2026-03-02")
        span.high_kind.choose(True)
        QTest.keyClicks(span.high, "2026-03-04 10:30")
        press(screen, KEY.Key_Return)
        more.ids[IdKey.PHONE_SYSTEM].field.setText("ps-1")
        more.campaign_ids.setText("spring, loyalty")
        QTest.keyClick(more.campaign_ids, KEY.Key_Return)
        await settled(screen)
        wanted = dialler.asked[-1][0]
        assert str(wanted.starts.from_) == "2026-03-02 00:00:00"
        assert wanted.starts.until is None
        assert str(wanted.starts.before) == "2026-03-04 10:30:00"
        assert wanted.phone_system_id == "ps-1"
        assert wanted.ids == ("spring", "loyalty")
        assert screen.page.filters.more.text() == "3"
        asked = len(dialler.asked)
        QTest.keyClicks(span.low, "nonsense")
        QTest.keyClick(span.low, KEY.Key_Return)
        assert span.low.accessibleDescription() == strings.NOT_A_TIME
        assert len(dialler.asked) == asked, "what is no time is not asked for"
        more.hide()
        assert screen.page.filters.more.accessibleName() == "More filters, 3 chosen"

    play_campaigns(steps)


def test_a_row_reads_as_one_sentence(play_campaigns):
    async def steps(scene, dialler):
        _, screen = await listed(scene)
        said = sentence(screen.model, 4)
        assert said == "Spring renewals, active, Dynamic, power, 25 numbers, from 1 Mar"

    play_campaigns(steps)


def test_what_leaves_the_list_stays_open(play_campaigns):
    async def steps(scene, dialler):
        _, screen = await listed(scene)
        screen.presenter.choose(replace(screen.presenter.wish, status="active"))
        await settled(screen)
        await choose(screen, "Loyalty survey")
        dialler.there["loyalty"] = replace(dialler.there["loyalty"], status="paused")
        screen.refresh()
        await settled(screen)
        assert names(screen) == ["Spring renewals"]
        assert screen.detail.header.title.text() == "Loyalty survey"
        assert screen.detail.header.state.text() == "Paused"
        assert not screen.detail.add_number.isEnabled()
        assert screen.list.current_row == -1

    play_campaigns(steps)


def test_a_campaign_that_is_opened_from_elsewhere_brings_its_account(play_campaigns):
    async def steps(scene, dialler):
        await sign_in(scene)
        await sign_in(scene, "Second")
        window, screen = await at_campaigns(scene)
        first = screen.presenter.account
        second = screen.presenter.accounts[1]
        other = await scene.there(scene.opened.services.campaigns.find("Win back", "Second"))
        window.open_campaign(other.id)
        await until(lambda: screen.presenter.account == second)
        await settled(screen)
        assert screen.detail.header.title.text() == "Win back"
        assert screen.list.current_campaign.id == other.id
        await scene.there(scene.opened.services.accounts.remove("Second"))
        await until(lambda: screen.presenter.account == first)
        await settled(screen)
        assert screen.detail_presenter.view is None

    play_campaigns(steps)


@pytest.mark.expects_warnings
def test_what_is_kept_stays_usable_without_a_connection(play_campaigns):
    async def steps(scene, dialler):
        _, screen = await listed(scene)
        dialler.before = refuse
        screen.refresh()
        await settled(screen)
        assert screen.page.state is ListState.READY
        assert screen.page.stale.isVisible()
        await choose(screen, "Loyalty survey")
        assert screen.detail.header.title.text() == "Loyalty survey"
        screen.presenter.choose(replace(screen.presenter.wish, status="paused"))
        await settled(screen)
        assert screen.page.state is ListState.FAILED, "this list was never read"
        dialler.before = None
        screen.page.shown_state.button.click()
        await settled(screen)
        assert screen.page.state is ListState.NOTHING
        assert not screen.page.stale.isVisible()
        screen.page.shown_state.button.click()
        await settled(screen)
        assert screen.page.state is ListState.READY

    play_campaigns(steps)


@pytest.mark.expects_warnings
def test_who_is_signed_out_is_helped_to_sign_in_again(play_campaigns):
    async def steps(scene, dialler):
        async def sign_in_again(_method, _what):
            raise Trouble(ErrorKind.SIGN_IN, provider="Paper", account="Main")

        dialler.before = sign_in_again
        window, screen = await listed(scene)
        assert screen.page.state is ListState.SIGN_IN
        screen.page.shown_state.button.click()
        assert window.signing_in

    play_campaigns(steps)


def test_without_an_account_that_has_campaigns_one_can_be_added(play_campaigns):
    async def steps(scene, dialler):
        window, screen = await at_campaigns(scene)
        assert screen.page.state is ListState.NO_ACCOUNT
        screen.page.shown_state.button.click()
        assert window.signing_in
        await sign_in(scene)
        await until(lambda: screen.page.state is ListState.READY)

    play_campaigns(steps)


def test_of_several_accounts_one_is_chosen(play_campaigns):
    async def steps(scene, dialler):
        await sign_in(scene)
        await sign_in(scene, "Second")
        _, screen = await at_campaigns(scene)
        assert screen.page.account.isVisible()
        await choose(screen, "Spring renewals")
        second = screen.presenter.accounts[1]
        screen.page.account.picked.emit(second.account_id)
        await settled(screen)
        assert screen.presenter.account == second
        assert screen.detail_presenter.view is None, "it is another account's"
        assert len(names(screen)) == 5
        again = (await at_campaigns(scene))[1]
        assert again.presenter.account == second

    play_campaigns(steps)


def test_an_account_that_may_not_read_them_says_why(play_on):
    provider = CampaignProvider(lacks={Ability.CAMPAIGNS: "the key has no role for campaigns"})

    async def steps(scene):
        _, screen = await listed(scene)
        assert screen.page.state is ListState.FAILED
        assert "no role for campaigns" in screen.presenter.content.sentence

    play_on(steps, {}, {"paper": provider})
