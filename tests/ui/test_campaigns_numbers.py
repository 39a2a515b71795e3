"""An opened campaign: its numbers page by page, selected, deleted, added; and when they cannot be changed."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.domain.campaigns import NewNumber
from desktop.domain.errors import ErrorKind, Trouble
from desktop.ui import strings_campaigns as strings
from desktop.ui.campaigns.detail.addpresenter import Stage
from desktop.ui.campaigns.detail.views import Changing, NumbersState
from desktop.ui.kit.float import Toast
from tests.support.shown_campaigns import choose, listed, play_campaigns, rows, sentence, settled
from tests.ui.conftest import until

__all__ = ["play_campaigns"]

KEY = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier


def press(window, key, modifiers=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(QApplication.focusWidget() or window, key, modifiers)


def paint(screen):
    """Have what is seen be painted: what is not here is asked for then."""
    screen.detail.card.table.viewport().grab()


def said(screen):
    return screen.window().findChildren(Toast)[-1].accessibleName()


def drop(screen, file):
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(file))])
    how = Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(screen, QDragEnterEvent(QPoint(9, 9), *how))
    QApplication.sendEvent(screen, QDropEvent(QPointF(9, 9), *how))


async def broken(_method, _what):
    raise Trouble(ErrorKind.OFFLINE, provider="Paper")


async def ask_to_delete(screen):
    screen.detail.card.delete.click()
    await until(lambda: screen.question is not None)
    return screen.question


async def checked(screen, number, *variables):
    """Fill the form in, and have the number checked."""
    form = screen.form
    form.number.setText("")
    QTest.keyClicks(form.number, number)
    for field, text in zip(form.fields, variables, strict=False):
        field.setText(text)
    form.go.click()
    await until(lambda: form.presenter.settled)
    return form


def test_numbers_are_read_where_somebody_looks_and_not_where_nobody_does(play_campaigns):
    async def steps(scene, dialler):
        dialler.put_long(30_000)
        _, screen = await listed(scene)
        await choose(screen, "Long")
        table, model = screen.detail.card.table, screen.detail.model
        assert model.rows == 30_000
        assert screen.detail.card.count.text() == "30,000 numbers"
        assert model.entry_at(0).number == "+18000000000"
        assert sentence(model, 20_000) == strings.ROW_LOADING
        before = len(dialler.said("numbers"))
        for row in (5_000, 9_000, 12_000, 15_000, 18_000, 20_000):
            table.go_to(row)
            paint(screen)
        await settled(screen)
        paint(screen)
        await settled(screen)
        assert model.entry_at(20_000).number == "+18000020000"
        firsts = {first // 100 * 100 for _, first, _ in dialler.said("numbers")[before:]}
        assert 20_000 in firsts
        assert 5_000 not in firsts, "what was passed by is not read"
        said_of = "+1 800-002-0000, United States, Variable 1: row 20000, not selected"
        assert sentence(model, 20_000) == said_of

    play_campaigns(steps)


def test_where_no_total_is_told_the_list_goes_on_as_far_as_somebody_looks(play_campaigns):
    async def steps(scene, dialler):
        dialler.tells_totals = False
        dialler.put_long(130)
        _, screen = await listed(scene)
        await choose(screen, "Long")
        table, model = screen.detail.card.table, screen.detail.model
        assert screen.detail.card.count.text() == "At least 100 numbers"
        assert not screen.detail.card.all.isEnabled()
        table.go_to(model.rows - 1)
        paint(screen)
        await until(lambda: screen.detail.card.count.text() == "130 numbers")
        await settled(screen)
        assert model.rows == 130
        assert table.current_row == 100, "who looks stays where they are"

    play_campaigns(steps)


def test_a_part_of_a_number_is_looked_for_at_the_provider(play_campaigns):
    async def steps(scene, dialler):
        window, screen = await listed(scene)
        await choose(screen, "Spring renewals")
        screen.list.setFocus(Qt.FocusReason.TabFocusReason)
        press(window, KEY.Key_Return)
        await until(screen.detail.card.table.hasFocus)
        press(window, KEY.Key_F, CTRL)
        assert screen.detail.search.hasFocus(), "who is among the numbers looks for one of them"
        QTest.keyClicks(screen.detail.search, "+1 800 0000024")
        await settled(screen)
        assert [one.number for one in rows(screen)] == ["+18000000024"]
        assert screen.detail.card.count.text() == "1 of 25 numbers"
        QTest.keyClicks(screen.detail.search, "9")
        await settled(screen)
        assert screen.detail.card.state is NumbersState.NOTHING
        press(window, KEY.Key_Escape)
        await settled(screen)
        assert len(rows(screen)) == 25
        screen.detail.card.head.order.click()
        await settled(screen)
        assert rows(screen)[0].number == "+18000000024"

    play_campaigns(steps)


def test_the_selected_are_deleted_once_somebody_said_yes(play_campaigns):
    async def steps(scene, dialler):
        window, screen = await listed(scene)
        await choose(screen, "Spring renewals")
        table, card = screen.detail.card.table, screen.detail.card
        table.setFocus(Qt.FocusReason.TabFocusReason)
        table.go_to(3)
        press(window, KEY.Key_Space)
        table.go_to(5)
        press(window, KEY.Key_Space)
        assert card.count.text() == "2 selected"
        assert sentence(screen.detail.model, 5).endswith(", selected")
        press(window, KEY.Key_Delete)
        assert screen.question.windowTitle() == "Delete 2 numbers of this campaign?"
        assert screen.question.focusWidget() is screen.question.cancel, "Enter alone deletes nothing"
        screen.question.cancel.click()
        assert not dialler.said("delete")
        question = await ask_to_delete(screen)
        question.go.click()
        await until(lambda: not screen.detail_presenter.deleting)
        await settled(screen)
        assert dialler.said("delete") == [('"n3"', '"n5"')]
        assert len(rows(screen)) == 23
        assert not screen.detail.model.ticked
        assert said(screen).startswith("2 numbers deleted from")

    play_campaigns(steps)


def test_what_is_still_there_after_a_deletion_stays_selected(play_campaigns):
    async def steps(scene, dialler):
        _, screen = await listed(scene)
        await choose(screen, "Spring renewals")
        stubborn = list(dialler.listed["spring"])

        async def put_back(method, _what):
            if method == "delete":
                dialler.listed["spring"][:] = [one for one in stubborn if one.provider_id != "n3"]

        dialler.after = put_back
        screen.detail.model.tick(3)
        screen.detail.model.tick(4)
        question = await ask_to_delete(screen)
        question.go.click()
        await until(lambda: not screen.detail_presenter.deleting)
        await settled(screen)
        assert [one.provider_id for one in screen.detail.model.ticked] == ["n4"]
        assert said(screen).startswith("1 number is still in the campaign, 1 deleted")

    play_campaigns(steps)


def test_all_that_are_few_enough_can_be_selected(play_campaigns):
    async def steps(scene, dialler):
        dialler.put_long(3_000)
        _, screen = await listed(scene)
        await choose(screen, "Spring renewals")
        card = screen.detail.card
        card.all.click()
        assert card.count.text() == "25 selected"
        card.clear.click()
        assert card.count.text() == "25 numbers"
        await choose(screen, "Long")
        assert not card.all.isEnabled()
        assert card.all.toolTip() == strings.TOO_MANY

    play_campaigns(steps)


@pytest.mark.parametrize(
    ("name", "reason"), [("Service notice", "fixed during its setup"), ("Win back", "fixed during its setup")]
)
def test_a_campaign_whose_numbers_are_fixed_says_why(play_campaigns, name, reason):
    async def steps(scene, dialler):
        window, screen = await listed(scene)
        await choose(screen, name)
        detail = screen.detail
        assert not detail.add_number.isEnabled()
        assert not detail.upload.isEnabled()
        assert reason in detail.note.text()
        assert reason in detail.upload.accessibleDescription()
        detail.card.table.setFocus(Qt.FocusReason.TabFocusReason)
        detail.card.table.go_to(0)
        press(window, KEY.Key_Space)
        press(window, KEY.Key_Delete)
        assert screen.question is None
        press(window, KEY.Key_N, CTRL)
        assert screen.form is None
        assert reason in said(screen)

    play_campaigns(steps)


def test_one_number_is_added_after_the_question_that_a_phone_rings(play_campaigns):
    async def steps(scene, dialler):
        window, screen = await listed(scene)
        await choose(screen, "Loyalty survey")
        press(window, KEY.Key_N, CTRL)
        form = screen.form
        assert form.focusWidget() is form.number
        assert len(form.fields) == 1, "the others have one variable"
        QTest.keyClick(form.focusWidget(), KEY.Key_Tab)
        assert form.focusWidget() is form.fields[0], "Tab goes from the number to its variables"
        QTest.keyClick(form.focusWidget(), KEY.Key_Tab)
        assert form.focusWidget() is form.more
        form.number.setFocus()
        QTest.keyClicks(form.number, "202 555")
        assert "missing" in form.verdict.text()
        await checked(screen, "+1 202 555 0123", "Ada")
        assert form.presenter.view.stage is Stage.ASKING
        assert form.title.text() == strings.RINGS_TITLE
        assert form.go.text() == strings.ADD_AND_RING
        assert form.focusWidget() is form.cancel, "Enter alone rings nobody"
        assert not dialler.said("add")
        form.go.click()
        await until(lambda: screen.form is None)
        await settled(screen)
        assert dialler.said("add") == [1]
        new = dialler.listed["loyalty"][-1]
        assert NewNumber(new.number, new.variables) == NewNumber("+12025550123", ("Ada",))
        assert len(rows(screen)) == 4

    play_campaigns(steps)


def test_a_number_that_cannot_go_in_says_why_and_is_not_sent(play_campaigns):
    async def steps(scene, dialler):
        _, screen = await listed(scene)
        await choose(screen, "Loyalty survey")
        screen.add_number()
        form = await checked(screen, "not a number")
        assert form.presenter.view.stage is Stage.FORM
        assert form.verdict.text()
        assert form.number.accessibleDescription() == form.verdict.text()
        form.reject()
        assert not dialler.said("add")

    play_campaigns(steps)


@pytest.mark.expects_warnings
def test_of_an_unknown_outcome_the_numbers_that_look_like_it_are_shown(play_campaigns):
    async def steps(scene, dialler):
        async def lost(method, _what):
            if method == "add":
                dialler.listed["loyalty"].pop()
                raise Trouble(ErrorKind.ADDED_UNKNOWN, provider="Paper", name="Paper")

        _, screen = await listed(scene)
        await choose(screen, "Loyalty survey")
        dialler.after = lost
        screen.add_number()
        form = await checked(screen, "+1 202 555 0123")
        form.go.click()
        await until(lambda: form.presenter.view.stage is Stage.UNKNOWN)
        assert form.title.text() == strings.UNKNOWN_TITLE
        assert strings.UNKNOWN_NONE in form.said.text()
        assert not form.go.isVisible(), "nothing here sends it again"
        assert dialler.said("add") == [1]
        form.cancel.click()
        await settled(screen)
        await until(screen.detail.strip.isVisible, "the upload is not over")
        await until(lambda: "unknown outcome" in screen.detail.strip.text.text())
        assert not screen.detail.strip.resume.isVisible(), "nothing of it waits"
        wanted: list[tuple[str, str]] = []
        screen.upload_shown.disconnect()
        screen.upload_shown.connect(lambda *what: wanted.append(what))
        screen.detail.strip.show_it.click()
        assert wanted == [(screen.detail_presenter.campaign_id, screen.detail.strip.upload.id)]

    play_campaigns(steps)


def test_who_adds_to_a_campaign_in_an_unknown_state_is_asked(play_campaigns):
    async def steps(scene, dialler):
        _, screen = await listed(scene)
        await choose(screen, "Odd one")
        assert screen.detail_presenter.view.changing is Changing.DOUBTFUL
        assert screen.detail.note.text() == strings.MAY_RING
        screen.add_number()
        form = await checked(screen, "+1 202 555 0123")
        assert form.title.text() == strings.DOUBT_TITLE
        assert "Scheduled" in form.told.text()
        form.back.click()
        assert form.presenter.view.stage is Stage.FORM
        form.reject()

    play_campaigns(steps)


@pytest.mark.expects_warnings
def test_numbers_that_were_read_stay_usable_without_a_connection(play_campaigns):
    async def steps(scene, dialler):
        dialler.put_long(3_000)
        _, screen = await listed(scene)
        await choose(screen, "Long")
        dialler.before = broken
        screen.detail.header.refresh.click()
        await settled(screen)
        assert screen.detail.card.state is NumbersState.READY
        assert screen.detail.card.stale.isVisible()
        assert not screen.detail.header.trouble.isVisible(), "once is enough"
        screen.detail.card.table.go_to(2_000)
        paint(screen)
        await settled(screen)
        assert rows(screen)[2_000] is None
        dialler.before = None
        screen.detail.card.stale.button.click()
        await settled(screen)
        paint(screen)
        await settled(screen)
        assert not screen.detail.card.stale.isVisible()

    play_campaigns(steps)


def test_a_file_that_is_dropped_goes_to_the_opened_campaign(play_campaigns, tmp_path):
    file = tmp_path / "numbers.csv"
    file.write_text("+12025550123\n")

    async def steps(scene, dialler):
        _, screen = await listed(scene)
        seen: list[tuple[str, Path]] = []
        screen.file_dropped.disconnect()
        screen.file_dropped.connect(lambda campaign_id, path: seen.append((campaign_id, path)))
        drop(screen, file)
        assert said(screen) == strings.DROP_NEEDS_CAMPAIGN
        await choose(screen, "Loyalty survey")
        drop(screen, file)
        assert [path for _, path in seen] == [file]
        await choose(screen, "Win back")
        drop(screen, file)
        assert len(seen) == 1, "its numbers are fixed"

    play_campaigns(steps)
