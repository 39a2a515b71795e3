"""Campaigns by keyboard, in a small window and for a screen reader; and on the real sandbox."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from desktop.app.demo import accounts_of
from desktop.ui.campaigns.detail.addpresenter import Stage
from desktop.ui.campaigns.presenter import ListState
from desktop.ui.kit.float import Popover
from tests.support.sandbox import world
from tests.support.shown_campaigns import at_campaigns, choose, listed, names, play_campaigns, rows, settled
from tests.support.spoken import nameless, unringed
from tests.ui.conftest import Scene, until

__all__ = ["play_campaigns"]

KEY, NONE = Qt.Key, Qt.KeyboardModifier.NoModifier
CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


def press(window, key, modifiers=NONE):
    QTest.keyClick(QApplication.focusWidget() or window, key, modifiers)


def fault(*widgets):
    """Return what is wrong with these widgets, and with every popover and menu that stands open."""
    floating = [
        one
        for one in QApplication.topLevelWidgets()
        if one.isVisible() and isinstance(one, Popover | QMenu) and one not in widgets
    ]
    found = []
    for widget in (*widgets, *floating):
        found += nameless(widget) + [f"no ring: {one}" for one in unringed(widget)]
    for one in floating:
        one.close()
    return found


def test_everything_has_a_name_and_a_ring(play_campaigns):
    async def steps(scene, dialler):
        window, screen = await listed(scene)
        assert fault(window) == []
        await choose(screen, "Spring renewals")
        screen.detail.model.tick(1)
        assert fault(window) == []
        filters = screen.page.filters
        for opens in (filters.status.click, filters.tag.click, filters.open_more, screen.page.sort.click):
            opens()
            assert fault(window) == []
        screen.detail.open_details()
        screen.detail.ids.lines[0].write.click()
        assert fault(window) == []
        screen.add_number()
        assert fault(screen.form) == []
        screen.form.reject()
        screen.detail.card.delete.click()
        assert fault(screen.question) == []
        screen.question.reject()

    play_campaigns(steps)


def test_the_keyboard_reaches_everything(play_campaigns):
    async def steps(scene, dialler):
        window, screen = await listed(scene)
        screen.list.setFocus(Qt.FocusReason.TabFocusReason)
        press(window, KEY.Key_Home)
        await until(lambda: screen.detail_presenter.view is not None)
        await settled(screen)
        press(window, KEY.Key_Down)
        press(window, KEY.Key_Down)
        await until(lambda: screen.detail.header.title.text() == "Loyalty survey")
        await settled(screen)
        press(window, KEY.Key_Return)
        table = screen.detail.card.table
        assert table.hasFocus()
        assert table.ring
        press(window, KEY.Key_Down)
        press(window, KEY.Key_Space)
        assert screen.detail.card.count.text() == "1 selected"
        press(window, KEY.Key_C, CTRL)
        assert QApplication.clipboard().text() == "+1 800-000-0001"
        met = set()
        for _ in range(60):
            press(window, KEY.Key_Tab)
            met.add(QApplication.focusWidget())
        page, detail = screen.page, screen.detail
        expected = {
            *(page.search, page.sort, page.filters.status, page.filters.more, screen.list),
            *(detail.header.details, detail.header.refresh, detail.search, detail.add_number, detail.upload),
            *(detail.card.all, detail.card.clear, detail.card.delete, detail.card.head.order, table),
        }
        assert expected <= met
        press(window, KEY.Key_F6)
        press(window, KEY.Key_F, CTRL)
        press(window, KEY.Key_Escape)
        press(window, KEY.Key_F5)
        await settled(screen)

    play_campaigns(steps)


def test_in_a_small_window_the_campaign_slides_over_the_list(play_campaigns):
    async def steps(scene, dialler):
        window, screen = await listed(scene)
        window.setMinimumSize(0, 0)
        window.resize(560, 640)
        await until(lambda: screen.narrow)
        place = screen.list.visualRect(screen.model.index(2, 0)).center()
        QTest.mouseClick(screen.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
        await until(lambda: screen.detail_shown and not screen.sliding)
        await settled(screen)
        assert not screen.page.isVisible()
        press(window, KEY.Key_F, CTRL)
        assert screen.detail.search.hasFocus(), "what is seen is searched"
        press(window, KEY.Key_Left, ALT)
        await until(lambda: not screen.sliding)
        assert screen.page.isVisible()
        assert screen.list.hasFocus()

    play_campaigns(steps)


def offers_campaigns(scene: Scene) -> str:
    """Return the provider of the sandbox that has campaigns."""
    manifests = scene.opened.services.accounts.providers()
    return next(one for one in accounts_of(scene.hello) if manifests[one].upload_rows)


def numbers_of(scene: Scene, name: str) -> list[dict[str, Any]]:
    told = next(one for one in world(scene.hello)["campaigns"] if one["name"] == name)
    return [number for number in told["numbers"] if not number["gone"]]


def test_on_the_sandbox_numbers_are_added_and_deleted(play):
    async def steps(scene: Scene) -> None:
        await scene.there(scene.opened.add(scene.hello, "Dialler", offers_campaigns(scene)))
        _, screen = await at_campaigns(scene)
        assert screen.page.state is ListState.READY
        there = [one["name"] for one in world(scene.hello)["campaigns"] if not one["archived"]]
        assert len(set(there) & set(names(screen))) >= 8
        await choose(screen, "Callback requests")
        assert not screen.detail.add_number.isEnabled(), "it is paused"
        await choose(screen, "Appointment reminders")
        before = numbers_of(scene, "Appointment reminders")
        assert len(rows(screen)) == len(before)
        screen.add_number()
        form = screen.form
        QTest.keyClicks(form.number, "+33 6 39 98 47 12")
        form.go.click()
        await until(lambda: form.presenter.settled)
        assert form.presenter.view.stage is Stage.ASKING, form.verdict.text()
        form.go.click()
        await until(lambda: screen.form is None)
        await settled(screen)
        assert len(rows(screen)) == len(before) + 1
        new = next(row for row, one in enumerate(rows(screen)) if one.number.endswith("33639984712"))
        screen.detail.model.tick(new)
        screen.detail.card.delete.click()
        screen.question.go.click()
        await until(lambda: not screen.detail_presenter.deleting)
        await settled(screen)
        assert len(rows(screen)) == len(before)
        assert [one["provider_id"] for one in numbers_of(scene, "Appointment reminders")] == [
            one["provider_id"] for one in before
        ]

    play(steps)


def test_the_upload_opens_over_the_campaign_it_is_for(play_campaigns):
    async def steps(scene, dialler):
        window, screen = await listed(scene)
        await choose(screen, "Loyalty survey")
        screen.detail.upload.click()
        dialogs = window.screens.uploads
        assert dialogs.dialog is not None
        presenter = dialogs.dialog.presenter
        await until(lambda: presenter.campaign is not None)
        assert presenter.campaign.id == screen.detail_presenter.campaign_id
        dialogs.dialog.reject()
        await until(lambda: dialogs.dialog is None)
        assert not dialler.said("add")

    play_campaigns(steps)
