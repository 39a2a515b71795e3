"""An opened contact: its numbers, its calls over all accounts, what can be done, and where its change is."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from desktop.domain.calls import CallFilter, Direction, Outcome
from desktop.domain.contacts import ContactCard
from desktop.domain.errors import ErrorKind, Trouble
from desktop.ui.contacts.detail.views import CallsView, Stage, Standing
from desktop.ui.kit.theme import theme
from tests.support.opened_contact import Opened, opened_contact, texts
from tests.support.paper_book import PhonebookProvider, card
from tests.support.phonebook import add_book
from tests.support.softphone import Programs
from tests.ui.conftest import Scene, until

AMELIE = card("Amélie Fournier", "+33 1 99 00 42 17", "06 39 98 12 34", "020 7946 0652")
ODD = card("Porter", "112", "1004", "Ask at the desk")

Steps = Callable[[Opened, PhonebookProvider], Awaitable[None]]


@asynccontextmanager
async def on_paper(scene: Scene, provider: PhonebookProvider) -> AsyncIterator[Opened]:
    services = scene.opened.services
    for entry in (AMELIE, ODD):
        provider.book.put(entry)
    provider.book.nameless.append(card("Reception", "020 7946 0001"))
    await scene.there(services.accounts.add("paper", "Harbour", {"region": "GB"}, {"secret": "s3"}))
    await scene.there(services.contacts.refresh())
    async with opened_contact(scene, until) as opened:
        yield opened


@pytest.fixture
def computer() -> Programs:
    """Something to call with: the paper provider has no lines."""
    return Programs()


@pytest.fixture
def play_detail(play_paper):
    def run(steps: Steps) -> None:
        async def scene(scene: Scene, provider: PhonebookProvider) -> None:
            async with on_paper(scene, provider) as opened:
                await steps(opened, provider)

        play_paper(scene)

    return run


def test_nothing_is_chosen_at_first(play_detail):
    async def steps(opened, _provider):
        assert "No contact chosen" in texts(opened.detail)
        await opened.show((await opened.one("Porter")).id)
        await opened.show(None)
        assert "No contact chosen" in texts(opened.detail)

    play_detail(steps)


def test_each_number_has_its_country_its_place_and_its_time(play_detail):
    async def steps(opened, _provider):
        await opened.show((await opened.one("Amélie Fournier")).id)
        main, second, third = opened.view.lines
        assert (main.label, main.shown, main.code, main.place) == (
            "Main", "+33 1 99 00 42 17", "FR", "France, landline",
        )  # fmt: skip
        assert (third.shown, third.code, third.place) == (
            "+44 20 7946 0652", "GB", "London, United Kingdom",
        )  # fmt: skip
        assert second.raw == "06 39 98 12 34"
        assert main.there != third.there
        assert opened.view.there == f"{third.there} to {main.there} there"
        header = texts(opened.detail.header)
        assert "Harbour phone book" in header
        assert opened.view.there in header

    play_detail(steps)


def test_call_dials_the_main_number_and_each_row_its_own(play_detail, qtbot):
    async def steps(opened, _provider):
        amelie = await opened.one("Amélie Fournier")
        await opened.show(amelie.id)
        opened.detail.focus_call()
        with qtbot.waitSignal(opened.detail.dial_wanted) as wanted:
            opened.key(Qt.Key.Key_Return)
        assert wanted.args == ["+33199004217", "Amélie Fournier", amelie.account_id]
        with qtbot.waitSignal(opened.detail.dial_wanted) as wanted:
            opened.detail.numbers.rows[2].call.click()
        assert wanted.args[0] == "+442079460652"
        opened.detail.header.which.click()
        menu = opened.detail.header.menu
        await until(menu.isVisible)
        assert menu.actions()[0].text() == "Main, +33 1 99 00 42 17"
        with qtbot.waitSignal(opened.detail.dial_wanted) as wanted:
            menu.actions()[2].trigger()
        assert wanted.args[0] == "+442079460652"
        menu.close()

    play_detail(steps)


def test_what_cannot_be_called_says_why(play_detail, qtbot):
    async def steps(opened, _provider):
        await opened.show((await opened.one("Porter")).id)
        assert [line.dial for line in opened.view.lines] == ["", "", ""]
        emergency, extension, words = opened.detail.numbers.rows
        for row in (emergency, extension, words):
            assert not row.call.isEnabled()
        assert emergency.call.accessibleDescription().startswith("An emergency number: use a phone")
        assert extension.call.accessibleDescription() == "An extension is dialled on the phone itself."
        assert "can be dialled" in words.call.accessibleDescription()
        assert not opened.detail.header.call.isEnabled()
        assert not opened.detail.header.which.isVisible()
        opened.detail.focus_call()
        assert opened.detail.header.edit.hasFocus()

    play_detail(steps)


def test_what_has_no_id_can_only_be_read_and_says_so(play_detail):
    async def steps(opened, _provider):
        reception = await opened.one("Reception")
        await opened.show(reception.id)
        assert not opened.detail.header.edit.isEnabled()
        assert "This contact can only be read." in texts(opened.detail.notes)
        assert opened.detail.header.edit.accessibleDescription()
        opened.detail.header.more.click()
        assert not opened.detail.menu.delete.isEnabled()
        opened.detail.menu.close()
        opened.presenter.edit(reception.id)
        await opened.settled()
        assert opened.presenter.writing.draft is None

    play_detail(steps)


def test_the_star_makes_a_favourite_by_mouse_and_keyboard(play_detail):
    async def steps(opened, _provider):
        await opened.show((await opened.one("Porter")).id)
        star = opened.detail.header.star
        QTest.mouseClick(star, Qt.MouseButton.LeftButton)
        await until(lambda: opened.view.contact.favourite)
        assert star.isChecked()
        star.setFocus(Qt.FocusReason.TabFocusReason)
        opened.key(Qt.Key.Key_Space)
        await until(lambda: not opened.view.contact.favourite)

    play_detail(steps)


def test_a_number_and_the_whole_contact_are_copied(play_detail):
    async def steps(opened, _provider):
        await opened.show((await opened.one("Amélie Fournier")).id)
        clipboard = QGuiApplication.clipboard()
        opened.detail.numbers.rows[2].copy.click()
        assert clipboard.text() == "+44 20 7946 0652"
        menu = opened.detail.menu
        opened.detail.header.more.click()
        menu.copy_text.trigger()
        assert clipboard.text().splitlines()[:2] == ["Amélie Fournier", "Main: +33 1 99 00 42 17"]
        menu.copy_details.trigger()
        assert "Phone book: Harbour phone book" in clipboard.text()
        assert "Provider's id: 501" in clipboard.text()
        menu.close()

    play_detail(steps)


def test_a_contact_is_written_as_a_vcard(play_detail, tmp_path):
    async def steps(opened, _provider):
        await opened.show((await opened.one("Amélie Fournier")).id)
        file = tmp_path / "amelie.vcf"
        opened.presenter.share(file)
        await until(file.exists)
        await opened.settled()
        assert "FN:Amélie Fournier" in file.read_text(encoding="utf-8")
        refused = []
        opened.presenter.told.connect(refused.append)
        opened.presenter.share(tmp_path / "nowhere" / "amelie.vcf")
        await until(lambda: refused)
        assert "could not be saved" in refused[-1]

    play_detail(steps)


def test_deleting_is_asked_of_the_screen(play_detail, qtbot):
    async def steps(opened, _provider):
        porter = await opened.one("Porter")
        await opened.show(porter.id)
        opened.detail.header.more.click()
        with qtbot.waitSignal(opened.detail.delete_wanted) as wanted:
            opened.detail.menu.delete.trigger()
        assert wanted.args[0].id == porter.id
        opened.detail.menu.close()
        await opened.there(opened.services.contacts.delete([porter.id]))
        await until(lambda: opened.presenter.view is None)
        assert "not here any more" in texts(opened.detail)

    play_detail(steps)


def test_an_edit_from_elsewhere_shows_at_once(play_detail):
    async def steps(opened, _provider):
        porter = await opened.one("Porter")
        await opened.show(porter.id)
        await opened.there(opened.services.contacts.edit(porter.id, card("Night porter", "020 7946 0003")))
        await until(lambda: opened.detail.header.title.text() == "Night porter")
        assert [row.line.shown for row in opened.detail.numbers.rows] == ["+44 20 7946 0003"]

    play_detail(steps)


def test_what_is_not_sent_counts_down_and_what_was_refused_can_be_tried_again_or_discarded(play_detail):
    async def steps(opened, provider):
        porter = await opened.one("Porter")
        await opened.show(porter.id)

        async def refuse(method: str, _what: object) -> None:
            if method == "update":
                raise Trouble(ErrorKind.INVALID, provider="Paper", detail="phone1: too odd")

        provider.book.before = refuse
        await opened.there(opened.services.contacts.edit(porter.id, card("Night porter", "112")))
        await until(lambda: opened.view.standing is Standing.WAITING)
        assert "Not sent yet." in texts(opened.detail.notes)
        assert await opened.there(opened.services.contacts.settled([porter.id], 10))
        await until(lambda: opened.view.standing is Standing.FAILED)
        assert "Not saved. Paper refused the request (phone1: too odd)." in texts(opened.detail.notes)
        provider.book.before = None
        opened.detail.notes.retry.click()
        await until(lambda: opened.view.standing is not Standing.FAILED)
        assert await opened.there(opened.services.contacts.settled([porter.id], 10))
        assert provider.book.entries["502"].name == "Night porter"

    play_detail(steps)


def test_discarding_is_asked_about_and_shows_what_stands_there(play_detail):
    async def steps(opened, provider):
        porter = await opened.one("Porter")

        async def refuse(method: str, _what: object) -> None:
            if method == "update":
                raise Trouble(ErrorKind.INVALID)

        provider.book.before = refuse
        await opened.there(opened.services.contacts.edit(porter.id, card("Night porter", "112")))
        assert await opened.there(opened.services.contacts.settled([porter.id], 10))
        await opened.show(porter.id)
        opened.detail.notes.discard.click()
        opened.detail.dialog.stay.click()
        assert opened.view.contact.name == "Night porter"
        opened.detail.notes.discard.click()
        opened.detail.dialog.discard.click()
        await until(lambda: opened.view.contact.name == "Porter")
        assert opened.view.standing is Standing.SETTLED

    play_detail(steps)


def test_an_edit_of_an_entry_that_is_gone_can_be_added_again(play_detail):
    async def steps(opened, provider):
        porter = await opened.one("Porter")
        await opened.there(opened.services.contacts.edit(porter.id, card("Night porter", "112")))
        del provider.book.entries["502"]
        assert await opened.there(opened.services.contacts.settled([porter.id], 10))
        await opened.show(porter.id)
        assert "Not saved. No longer in the phone book at Harbour." in texts(opened.detail.notes)
        opened.detail.notes.retry.click()
        await until(lambda: opened.view.standing is not Standing.FAILED)
        assert await opened.there(opened.services.contacts.settled([porter.id], 10))
        assert card("Night porter", "112") in provider.book.entries.values()

    play_detail(steps)


def test_the_note_tells_when_it_is_tried_again(play_detail):
    async def steps(opened, _provider):
        porter = await opened.one("Porter")
        await opened.show(porter.id)
        now = opened.presenter.now()
        view = replace(
            opened.view,
            standing=Standing.WAITING,
            reason="Paper cannot be reached.",
            next_try=now + timedelta(seconds=40),
        )
        opened.presenter.shown.emit(view)
        said = texts(opened.detail.notes)
        assert said.startswith("Not sent yet. Paper cannot be reached. Next try in ")
        assert opened.detail.notes._second.isActive()
        opened.detail.hide()
        assert not opened.detail.notes._second.isActive()
        opened.detail.show()
        assert opened.detail.notes._second.isActive()
        opened.presenter.shown.emit(replace(view, standing=Standing.SETTLED))
        assert not opened.detail.notes._second.isActive()

    play_detail(steps)


def test_calls_that_cannot_be_read_say_so_and_are_read_again(play_detail):
    async def steps(opened, _provider):
        await opened.show((await opened.one("Porter")).id)
        assert "Calls with any of these numbers" in texts(opened.detail.calls)
        failed = CallsView(Stage.FAILED, sentence="The disk did not take the data.")
        opened.presenter.shown.emit(replace(opened.view, calls=failed))
        assert "The disk did not take the data." in texts(opened.detail.calls)
        opened.presenter.view = None
        await opened.show((await opened.one("Porter")).id)
        assert opened.view.calls.stage is Stage.READY

    play_detail(steps)


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_every_control_has_a_name_and_nothing_needs_more_width_than_there_is(play_detail, scale):
    async def steps(opened, _provider):
        await opened.show((await opened.one("Amélie Fournier")).id)
        for editing in (False, True):
            if editing:
                await opened.edit(opened.view.contact.id)
            for widget in opened.detail.findChildren(QWidget):
                if not widget.isVisible() or widget.focusPolicy() == Qt.FocusPolicy.NoFocus:
                    continue
                face = QAccessible.queryAccessibleInterface(widget)
                assert face.text(QAccessible.Text.Name), widget
                assert face.role() not in (QAccessible.Role.Client, QAccessible.Role.NoRole), widget
            opened.detail.resize(round(480 * scale), round(500 * scale))
            QApplication.sendPostedEvents()
            assert opened.detail.minimumSizeHint().width() <= round(480 * scale)

    before = theme.scale
    theme.scale = scale
    try:
        play_detail(steps)
    finally:
        theme.scale = before


def with_calls(play, steps):
    """Play with the calls of one account and the phone book of another."""

    async def scene(scene: Scene) -> None:
        await scene.sign_in()
        book = await scene.there(add_book(scene.opened.services, scene.hello))
        calls = [call for day in scene.rows.days(CallFilter())[:20] for call in
                 scene.rows.rows(CallFilter(), day.day, 0, day.calls)]  # fmt: skip
        outside = [call for call in calls if call.other and call.direction is not Direction.INTERNAL]
        numbers = list(dict.fromkeys(call.other for call in outside))[:2]
        added = await scene.there(
            scene.opened.services.contacts.add(book.id, ContactCard("Test Person", (*numbers, "")))
        )
        async with opened_contact(scene, until) as opened:
            await opened.show(added.id)
            await until(lambda: opened.view.calls.stage is Stage.READY)
            await steps(opened, numbers)

    play(scene)


def test_the_calls_of_all_numbers_and_accounts_stand_in_one_list(play, qtbot):
    async def steps(opened, numbers):
        wanted = CallFilter(others=frozenset(numbers))
        count, talk_s = await opened.there(opened.services.calls.count(wanted))
        shown = opened.view.calls
        assert (shown.calls, shown.talk_s) == (count, talk_s)
        assert texts(opened.detail.calls).startswith(f"{count} call")
        rows = opened.detail.calls.rows
        assert 0 < len(rows) <= 6
        assert {row.call.other for row in rows} <= set(numbers)
        assert [row.call.sorted_at for row in rows] == sorted(
            (row.call.sorted_at for row in rows), reverse=True
        )
        with qtbot.waitSignal(opened.detail.open_call_wanted) as wanted_call:
            rows[0].setFocus()
            opened.key(Qt.Key.Key_Return)
        assert wanted_call.args == [rows[0].call.id]
        with qtbot.waitSignal(opened.detail.all_calls_wanted) as wanted_all:
            opened.detail.calls.show_all.click()
        assert wanted_all.args[0].id == opened.view.contact.id

    with_calls(play, steps)


def test_the_rows_are_one_stop_and_the_arrow_keys_go_through_them(play):
    async def steps(opened, _numbers):
        rows = opened.detail.calls.rows
        if len(rows) < 2:
            pytest.fail("the sandbox's person has one call only")
        rows[0].setFocus(Qt.FocusReason.TabFocusReason)
        opened.key(Qt.Key.Key_Down)
        assert rows[1].hasFocus()
        policies = [row.focusPolicy() for row in rows]
        assert policies.count(Qt.FocusPolicy.StrongFocus) == 1
        opened.key(Qt.Key.Key_Up)
        assert rows[0].hasFocus()
        missed = [row for row in rows if row.call.outcome is Outcome.MISSED]
        for row in missed:
            assert "Missed" in row.accessibleName()

    with_calls(play, steps)
