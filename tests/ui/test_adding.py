"""Contacts and calls into a campaign, on the real window and engine: chosen, checked, sent once, told of."""

from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from desktop.app.demo import accounts_of
from desktop.domain.campaigns import CampaignNumber, NewNumber
from desktop.domain.errors import ErrorKind, Trouble
from desktop.domain.uploads import RowState, RowVerdict
from desktop.ui.campaigns.adding.dialog import AddToCampaign
from desktop.ui.campaigns.adding.presenter import Stage
from desktop.ui.campaigns.membership import CampaignsCard
from desktop.ui.candidates import Candidate
from desktop.ui.kit.float import Toast
from desktop.ui.numberfacts import Lists, NumberFacts
from desktop.ui.shell.window import MainWindow
from tests.support.phonebook import add_book
from tests.support.shown_campaigns import play_campaigns, sign_in  # noqa: F401 - a fixture
from tests.ui.conftest import Scene, until

ADA = Candidate("Ada Lovelace", (("main", "+12025550101"), ("mobile", "+12025550102")))
BOB = Candidate("", (("", "+12025550103"),))
NOBODY = Candidate("No Number", (("", "abc"),))
LISTED = Candidate("Listed", (("", "+12025550104"),))


async def opened(
    scene: Scene, *people: Candidate, signed_in: bool = True
) -> tuple[MainWindow, AddToCampaign]:
    if signed_in:
        await sign_in(scene)
    window = await scene.window()
    window.deeds.add_to_campaign(people, "Contacts")
    dialog = window.deeds.dialog
    assert isinstance(dialog, AddToCampaign)
    await until(lambda: dialog.presenter.stage not in (Stage.LOADING, Stage.CHECKING))
    return window, dialog


def rows(dialog: AddToCampaign) -> list[str]:
    model = dialog.table.entries
    return [model.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(model.rowCount())]


async def dialler_of(scene: Scene) -> bool:
    """Add the sandbox's account of a provider that has campaigns; says whether there is one."""
    manifests = scene.opened.services.accounts.providers()
    for provider in accounts_of(scene.hello):
        if manifests[provider].upload_rows:
            await scene.opened.add(scene.hello, "Dialler", provider)
            return True
    return False


def arrived(dialler: Any, count: int) -> list[str]:
    return [one.number for one in dialler.listed["spring"][-count:]]


def choose(dialog: AddToCampaign, name: str) -> None:
    found = next(one for one in dialog.presenter.campaigns if one.name == name)
    dialog.campaign.picked.emit(found.id)


def test_only_campaigns_that_take_numbers_are_offered_and_each_number_has_its_verdict(play_campaigns):  # noqa: F811
    async def steps(scene: Scene, _dialler) -> None:
        await sign_in(scene)
        await scene.there(scene.opened.services.do_not_call.add(LISTED.numbers[0][1], "by letter"))
        _, dialog = await opened(scene, ADA, NOBODY, LISTED, signed_in=False)
        offered = {one.name for one in dialog.presenter.campaigns}
        assert "Spring renewals" in offered
        assert not offered & {"Service notice", "Win back"}
        verdicts = [row.verdict for row in dialog.presenter.rows]
        assert verdicts == [RowVerdict.OK, RowVerdict.INVALID, RowVerdict.DNC]
        assert "by letter" in rows(dialog)[2]
        assert rows(dialog)[0].startswith("Ada Lovelace, +1 202-555-0101")
        assert dialog.go.text() == "Add 1 number"
        assert dialog.rings.isVisible()

    play_campaigns(steps)


def test_another_number_of_somebody_is_chosen_and_all_are_sent_once(play_campaigns):  # noqa: F811
    async def steps(scene: Scene, dialler) -> None:
        _, dialog = await opened(scene, ADA, BOB)
        choose(dialog, "Spring renewals")
        await until(lambda: dialog.presenter.stage is Stage.READY)
        dialog.table.go_to(0)
        dialog.table.ask_choice(0)
        labels = [action.text() for action in dialog.menu.actions()]
        assert labels == ["+1 202-555-0101, main", "+1 202-555-0102, mobile"]
        dialog.menu.actions()[1].trigger()
        await until(lambda: dialog.presenter.stage is Stage.READY and "0102" in rows(dialog)[0])
        before = len(dialler.listed["spring"])
        dialog.go.click()
        await until(lambda: dialog.presenter.stage is Stage.DONE)
        assert len(dialler.listed["spring"]) == before + 2
        assert arrived(dialler, 2) == ["+12025550102", "+12025550103"]
        assert dialog.told.isVisible()
        assert not dialog.go.isVisible()
        assert {row.state for row in dialog.presenter.rows} == {RowState.SENT}

    play_campaigns(steps)


def test_a_number_is_left_out_with_space_and_put_in_again(play_campaigns):  # noqa: F811
    async def steps(scene: Scene, _dialler) -> None:
        _, dialog = await opened(scene, ADA, BOB)
        dialog.table.setFocus(Qt.FocusReason.TabFocusReason)
        dialog.table.go_to(1)
        QTest.keyClick(dialog.table, Qt.Key.Key_Space)
        await until(lambda: dialog.presenter.going == 1)
        assert dialog.go.text() == "Add 1 number"
        dialog.head.all_wanted.emit(True)
        await until(lambda: dialog.presenter.going == 2)
        dialog.head.all_wanted.emit(False)
        await until(lambda: dialog.presenter.going == 0)
        assert not dialog.go.isEnabled()

    play_campaigns(steps)


def test_what_is_not_sent_is_forgotten_with_the_dialog(play_campaigns):  # noqa: F811
    async def steps(scene: Scene, dialler) -> None:
        window, dialog = await opened(scene, ADA)
        upload = dialog.presenter.upload
        assert upload is not None
        dialog.reject()
        await until(lambda: window.deeds.dialog is None)

        async def gone() -> bool:
            try:
                await scene.opened.services.uploads.get(upload.id)
            except Trouble as trouble:
                return trouble.kind is ErrorKind.NO_UPLOAD
            return False

        for _ in range(200):
            if await scene.there(gone()):
                break
        else:
            raise AssertionError("the check is still there")
        assert not dialler.said("add")

    play_campaigns(steps)


def test_an_answer_that_never_came_is_told_as_not_known_and_looked_for_again(play_campaigns):  # noqa: F811
    async def steps(scene: Scene, dialler) -> None:
        _, dialog = await opened(scene, BOB)
        choose(dialog, "Spring renewals")
        await until(lambda: dialog.presenter.stage is Stage.READY)

        async def lost(method: str, _what: object) -> None:
            if method == "add":
                raise Trouble(ErrorKind.ADDED_UNKNOWN, name="Spring renewals")

        dialler.before = lost
        dialog.go.click()
        await until(lambda: dialog.presenter.stage is Stage.DONE)
        assert dialog.presenter.rows[0].state is RowState.UNKNOWN
        assert dialog.failed_note.isVisible()
        assert len(dialler.said("add")) == 1
        dialler.listed["spring"].append(CampaignNumber("late", '"late"', "12025550103"))
        dialog.again.click()
        await until(lambda: dialog.presenter.stage is Stage.DONE)
        assert dialog.presenter.rows[0].state is RowState.SENT
        assert dialog.told.isVisible()
        assert not dialog.again.isVisible()
        assert len(dialler.said("add")) == 1

    play_campaigns(steps)


def test_without_a_campaign_that_takes_numbers_it_says_so(play_campaigns):  # noqa: F811
    async def steps(scene: Scene, dialler) -> None:
        dialler.there.clear()
        _, dialog = await opened(scene, ADA)
        assert dialog.presenter.stage is Stage.NONE
        assert not dialog.go.isEnabled()

    play_campaigns(steps)


def test_numbers_with_variables_keep_them(play_campaigns):  # noqa: F811
    async def steps(scene: Scene, dialler) -> None:
        await sign_in(scene)
        window = await scene.window()
        numbers = (NewNumber("+12025550109", ("Ada", "Monday")),)
        dialog = AddToCampaign(scene.context(), window, numbers, "A number")
        dialog.open()
        await until(lambda: dialog.presenter.stage is Stage.READY)
        choose(dialog, "Spring renewals")
        await until(lambda: dialog.presenter.stage is Stage.READY)
        dialog.go.click()
        await until(lambda: dialog.presenter.stage is Stage.DONE)
        assert dialler.listed["spring"][-1].variables == ("Ada", "Monday")
        dialog.reject()
        await dialog.presenter.close()

    play_campaigns(steps)


def test_the_card_tells_which_campaigns_a_number_is_in_once_their_lists_are_read(play_campaigns):  # noqa: F811
    async def steps(scene: Scene, dialler) -> None:
        await sign_in(scene)
        await scene.window()
        facts = NumberFacts(scene.context())
        card = CampaignsCard(facts)
        number = dialler.listed["spring"][3].number
        facts.show([number], has_campaigns=True)
        await until(lambda: facts.settled)
        assert facts.memberships == ()
        assert card.note.text() == "In no campaign whose list was read here."
        card.read.click()
        assert card.read.text() == "Stop"
        await until(lambda: facts.memberships and facts.lists is Lists.RESTING)
        assert [row.open.text() for row in card.rows] == ["Spring renewals"]
        wanted: list[str] = []
        card.open_wanted.connect(wanted.append)
        card.rows[0].open.click()
        assert wanted == [facts.memberships[0].campaign.id]
        facts.show([], has_campaigns=False)
        assert card.isHidden()
        await facts.close()

    play_campaigns(steps)


def test_the_chosen_contacts_go_there_together_and_many_are_sent_as_a_file(play):
    async def steps(scene: Scene) -> None:
        await scene.there(add_book(scene.opened.services, scene.hello))
        added = await scene.there(dialler_of(scene))
        assert added
        window = await scene.window()
        window.show_contacts()
        screen = window.screens.the_contacts()
        await until(lambda: screen.list.model().rowCount() > 5 and window.shell.has_campaigns)
        screen.list.selectAll()
        count = screen.list.chosen_count
        screen.handling.menu.open_for_many(count, QPoint(0, 0), campaigns=True)
        entry = next(one for one in screen.handling.menu.actions() if one.text() == "Add to campaign…")
        entry.trigger()
        screen.handling.menu.hide()
        assert count > 200
        assert window.deeds.dialog is None
        assert any("At most 200" in toast.accessibleName() for toast in window.findChildren(Toast))
        screen.list.clearSelection()
        screen.list.go_to(1)
        screen.handling.add_chosen_to_campaign()
        dialog = window.deeds.dialog
        assert isinstance(dialog, AddToCampaign)
        await until(lambda: dialog.presenter.stage is Stage.READY)
        assert len(dialog.presenter.rows) == 1
        dialog.reject()

    play(steps)


def test_a_call_s_menu_opens_it_with_the_far_side(play):
    async def steps(scene: Scene) -> None:
        await scene.sign_in()
        assert await scene.there(dialler_of(scene))
        window = await scene.window()
        recents = window.recents
        await until(lambda: recents.list.model().rowCount() > 0 and window.shell.has_campaigns)
        row = next(
            row
            for row in range(recents.model.rowCount())
            if (call := recents.model.call_at(row)) is not None and (call.other or "").startswith("+")
        )
        call = recents.model.call_at(row)
        assert call is not None
        recents.list.menu_wanted.emit(row, QPoint(5, 5))
        entry = next(one for one in recents.menu.actions() if one.text() == "Add to campaign…")
        assert entry.isVisible()
        entry.trigger()
        dialog = window.deeds.dialog
        assert isinstance(dialog, AddToCampaign)
        await until(lambda: dialog.presenter.stage is Stage.READY)
        assert [choice.number for choice in dialog.presenter.choices] == [call.other]
        dialog.reject()

    play(steps)


def test_what_was_sent_goes_on_when_the_dialog_is_closed_at_once(play_campaigns):  # noqa: F811
    async def steps(scene: Scene, dialler) -> None:
        window, dialog = await opened(scene, BOB)
        choose(dialog, "Spring renewals")
        await until(lambda: dialog.presenter.stage is Stage.READY)
        before = len(dialler.listed["spring"])
        dialog.go.click()
        dialog.reject()
        await until(lambda: window.deeds.dialog is None)
        await until(lambda: len(dialler.listed["spring"]) == before + 1)
        assert arrived(dialler, 1) == ["+12025550103"]

    play_campaigns(steps)


@pytest.mark.expects_warnings
def test_an_account_that_must_sign_in_again_says_so(play_campaigns):  # noqa: F811
    async def steps(scene: Scene, dialler) -> None:
        async def expired(_method: str, _what: object) -> None:
            raise Trouble(ErrorKind.SIGN_IN)

        dialler.before = expired
        _, dialog = await opened(scene, ADA)
        assert dialog.presenter.stage is Stage.FAILED
        assert "ign in" in dialog.presenter.trouble
        dialler.before = None

    play_campaigns(steps)
