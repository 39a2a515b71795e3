"""The form of a contact: what is typed is checked, kept whatever happens, and saved as somebody wrote it."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.domain.contacts import EditState, Pending
from desktop.ui.contacts.detail.views import Meanwhile
from tests.support.opened_contact import CTRL, Opened, opened_contact, texts
from tests.support.paper_book import PhonebookProvider, card
from tests.ui.conftest import Scene, until

ADA = card("Ada Lovelace", "020 7946 0018")
AMELIE = card("Amélie Fournier", "0033 1 99 00 42 17", "+33 6 39 98 12 34", "020 7946 0652")

Steps = Callable[[Opened, PhonebookProvider], Awaitable[None]]


@asynccontextmanager
async def on_paper(scene: Scene, provider: PhonebookProvider) -> AsyncIterator[Opened]:
    services = scene.opened.services
    provider.book.put(ADA)
    provider.book.put(AMELIE)
    await scene.there(services.accounts.add("paper", "Harbour", {"region": "GB"}, {"secret": "s3"}))
    await scene.there(services.contacts.refresh())
    async with opened_contact(scene, until) as opened:
        yield opened


@pytest.fixture
def play_form(play_paper):
    def run(steps: Steps) -> None:
        async def scene(scene: Scene, provider: PhonebookProvider) -> None:
            async with on_paper(scene, provider) as opened:
                await steps(opened, provider)

        play_paper(scene)

    return run


def said(opened: Opened, field: int) -> str:
    return opened.line(field).edit.accessibleDescription()


def test_the_form_stands_in_the_place_of_the_numbers_and_begins_with_what_is_there(play_form):
    async def steps(opened, _provider):
        amelie = await opened.one("Amélie Fournier")
        await opened.show(amelie.id)
        assert opened.detail.numbers.isVisible()
        QTest.mouseClick(opened.detail.header.edit, Qt.MouseButton.LeftButton)
        await until(opened.detail.form.isVisible)
        assert not opened.detail.numbers.isVisible()
        assert not opened.detail.calls.isVisible()
        assert opened.line(-1).edit.hasFocus()
        assert [line.edit.text() for line in opened.detail.form.lines] == [
            "Amélie Fournier",
            "+33 1 99 00 42 17",
            "+33 6 39 98 12 34",
            "+44 20 7946 0652",
        ]
        assert [line.edit.code for line in opened.detail.form.number_lines] == ["FR", "FR", "GB"]
        assert said(opened, 0) == "France, landline"
        assert opened.detail.header.save.held
        assert "nothing is changed" in texts(opened.detail.header)

    play_form(steps)


def test_a_number_is_checked_while_it_is_typed_and_red_once_that_pauses(play_form):
    async def steps(opened, _provider):
        await opened.edit((await opened.one("Amélie Fournier")).id)
        opened.write(2, "+44 20 7946 06")
        assert said(opened, 2) == (
            "Two digits are missing: London numbers have eight digits after +44\u00a020."
        )
        assert not opened.line(2).edit._wrong  # still being typed
        assert "Complete the third number to save" in texts(opened.detail.header)
        opened.line(1).edit.setFocus()
        assert opened.line(2).edit._wrong
        opened.write(2, "+44 20 7946 0653")
        assert said(opened, 2) == "London, United Kingdom"
        assert not opened.detail.header.save.held

    play_form(steps)


def test_saving_sends_what_was_typed_and_leaves_the_rest_as_the_book_has_it(play_form):
    async def steps(opened, provider):
        amelie = await opened.one("Amélie Fournier")
        await opened.edit(amelie.id)
        opened.write(-1, "  Amélie   Fournier-Petit ")
        opened.write(1, "0033 6.12.34.56.78")
        opened.key(Qt.Key.Key_S, CTRL)
        await opened.saved()
        kept = card("Amélie Fournier-Petit", "0033 1 99 00 42 17", "0033 6.12.34.56.78", "020 7946 0652")
        assert opened.view.contact.card == kept
        assert opened.view.contact.pending is Pending.EDIT
        assert "Not sent yet." in texts(opened.detail.notes)
        assert await opened.there(opened.services.contacts.settled([amelie.id], 10))
        assert provider.book.entries["502"] == kept
        await until(lambda: opened.view.contact.pending is None)
        assert not opened.detail.notes.isVisible()

    play_form(steps)


def test_control_enter_saves_from_a_field_and_enter_goes_on_to_the_next(play_form):
    async def steps(opened, _provider):
        await opened.edit((await opened.one("Ada Lovelace")).id)
        for field in range(3):
            opened.key(Qt.Key.Key_Return)
            assert opened.line(field).edit.hasFocus()
        opened.key(Qt.Key.Key_Return)
        assert opened.detail.header.save.hasFocus()
        opened.write(-1, "Ada King")
        opened.key(Qt.Key.Key_Return, CTRL)
        await opened.saved()
        assert opened.view.contact.name == "Ada King"
        assert opened.detail.header.edit.hasFocus()

    play_form(steps)


def test_an_empty_name_and_an_empty_main_number_keep_it_from_being_saved_and_say_so(play_form):
    async def steps(opened, provider):
        await opened.edit((await opened.one("Ada Lovelace")).id)
        opened.write(0, "")
        opened.write(-1, " ")
        assert opened.detail.header.save.held
        assert "Fill in the name to save" in texts(opened.detail.header)
        opened.detail.header.save.click()
        assert opened.line(-1).edit.hasFocus()
        assert said(opened, -1) == "This is needed"
        opened.write(-1, "Ada")
        opened.key(Qt.Key.Key_S, CTRL)
        assert opened.line(0).edit.hasFocus()
        assert "Fill in the main number to save" in texts(opened.detail.header)
        assert opened.detail.dialog is None
        assert provider.book.count("update") == 0
        assert opened.presenter.writing.draft is not None

    play_form(steps)


def test_a_number_without_enough_digits_is_saved_only_when_that_is_meant(play_form):
    async def steps(opened, _provider):
        ada = await opened.one("Ada Lovelace")
        await opened.edit(ada.id)
        opened.write(1, "+44 20 7946 06")
        opened.key(Qt.Key.Key_S, CTRL)
        assert opened.detail.dialog is not None
        opened.detail.dialog.stay.click()
        assert opened.presenter.writing.draft is not None
        assert opened.line(1).edit.hasFocus()
        opened.key(Qt.Key.Key_S, CTRL)
        opened.detail.dialog.save.click()
        await opened.saved()
        assert opened.view.contact.card == card("Ada Lovelace", "020 7946 0018", "+44 20 7946 06")

    play_form(steps)


@pytest.mark.parametrize("text", ["1004", "Ask at the desk", "01632 960001"])
def test_what_is_odd_but_whole_is_saved_without_a_question(play_form, text):
    async def steps(opened, _provider):
        await opened.edit((await opened.one("Ada Lovelace")).id)
        opened.write(1, text)
        assert not opened.detail.header.save.held
        opened.key(Qt.Key.Key_S, CTRL)
        await opened.saved()
        assert opened.view.contact.card.numbers[1] == text

    play_form(steps)


def test_an_odd_number_that_stood_there_before_is_nobodys_slip(play_form):
    async def steps(opened, provider):
        provider.book.entries["501"] = card("Ada Lovelace", "020 7946")
        await opened.there(opened.services.contacts.refresh())
        await opened.edit((await opened.one("Ada Lovelace")).id)
        opened.write(-1, "Ada King")
        assert not opened.detail.header.save.held
        opened.key(Qt.Key.Key_S, CTRL)
        await opened.saved()
        assert opened.view.contact.card == card("Ada King", "020 7946")

    play_form(steps)


def test_escape_leaves_an_unchanged_form_and_asks_about_a_changed_one(play_form):
    async def steps(opened, _provider):
        ada = await opened.one("Ada Lovelace")
        await opened.edit(ada.id)
        opened.key(Qt.Key.Key_Escape)
        assert opened.presenter.writing.draft is None
        assert opened.detail.numbers.isVisible()
        await opened.edit(ada.id)
        opened.write(-1, "Ada King")
        opened.key(Qt.Key.Key_Escape)
        assert opened.detail.dialog is not None
        opened.detail.dialog.reject()
        assert opened.line(-1).edit.text() == "Ada King"
        opened.key(Qt.Key.Key_Escape)
        opened.detail.dialog.discard.click()
        assert opened.presenter.writing.draft is None
        assert (await opened.cards())[0] == ADA

    play_form(steps)


def test_another_contact_is_opened_only_after_saving_discarding_or_not_at_all(play_form, qtbot):
    async def steps(opened, _provider):
        ada, amelie = await opened.one("Ada Lovelace"), await opened.one("Amélie Fournier")
        await opened.edit(ada.id)
        opened.write(-1, "Ada King")
        with qtbot.waitSignal(opened.presenter.stayed) as stayed:
            opened.presenter.show(amelie.id)
            opened.detail.dialog.stay.click()
        assert stayed.args == [ada.id]
        assert opened.presenter.writing.draft.name == "Ada King"
        opened.presenter.show(amelie.id)
        opened.detail.dialog.save.click()
        await until(lambda: opened.view.contact.id == amelie.id)
        await opened.settled()
        assert [one.name for one in await opened.all()] == ["Ada King", "Amélie Fournier"]
        await opened.edit(amelie.id)
        opened.write(-1, "Nobody")
        opened.presenter.show(ada.id)
        opened.detail.dialog.discard.click()
        await until(lambda: opened.view.contact.id == ada.id)
        assert [one.name for one in await opened.all()] == ["Ada King", "Amélie Fournier"]

    play_form(steps)


def test_leaving_tells_whether_it_could_be_done_at_once(play_form):
    async def steps(opened, _provider):
        done = []
        await opened.edit((await opened.one("Ada Lovelace")).id)
        assert opened.presenter.leave(lambda: done.append("at once"))
        assert done == ["at once"]
        await opened.edit((await opened.one("Ada Lovelace")).id)
        opened.write(-1, "Ada King")
        assert not opened.presenter.leave(lambda: done.append("later"))
        assert done == ["at once"]
        opened.detail.dialog.save.click()
        await until(lambda: done == ["at once", "later"])

    play_form(steps)


def test_what_is_typed_survives_a_sync_that_changes_the_entry_and_meets_it_after_saving(play_form):
    async def steps(opened, provider):
        ada = await opened.one("Ada Lovelace")
        await opened.edit(ada.id)
        opened.write(-1, "Ada King")
        provider.book.entries["501"] = card("Ada Byron", "020 7946 0018")
        await opened.there(opened.services.contacts.refresh())
        await until(lambda: opened.form.meanwhile is Meanwhile.CHANGED)
        assert opened.line(-1).edit.text() == "Ada King"
        assert "changed meanwhile" in texts(opened.detail.notes)
        opened.key(Qt.Key.Key_S, CTRL)
        await until(lambda: opened.presenter.writing.draft and opened.presenter.writing.draft.conflict)
        assert opened.detail.conflict.isVisible()
        assert opened.view.contact.state is EditState.CONFLICT
        assert "Somebody else changed this contact" in texts(opened.detail.conflict)

    play_form(steps)


def test_a_form_that_nobody_typed_in_follows_what_changes(play_form):
    async def steps(opened, provider):
        await opened.edit((await opened.one("Ada Lovelace")).id)
        provider.book.entries["501"] = card("Ada Byron", "020 7946 0018")
        await opened.there(opened.services.contacts.refresh())
        await until(lambda: opened.line(-1).edit.text() == "Ada Byron")
        assert opened.form.meanwhile is Meanwhile.NOTHING

    play_form(steps)


def test_an_entry_that_was_deleted_meanwhile_is_added_again_by_saving(play_form):
    async def steps(opened, provider):
        ada = await opened.one("Ada Lovelace")
        await opened.edit(ada.id)
        opened.write(-1, "Ada King")
        del provider.book.entries["501"]
        await opened.there(opened.services.contacts.refresh())
        await opened.there(opened.services.contacts.refresh())  # gone is who is missing twice
        await until(lambda: opened.form.meanwhile is Meanwhile.GONE)
        assert "deleted meanwhile" in texts(opened.detail.notes)
        opened.key(Qt.Key.Key_S, CTRL)
        await opened.saved()
        assert opened.view.contact.card == card("Ada King", "020 7946 0018")
        assert opened.view.contact.pending is Pending.ADD

    play_form(steps)


def test_somebody_else_with_the_same_number_is_named_and_can_be_opened(play_form, qtbot):
    async def steps(opened, _provider):
        ada, amelie = await opened.one("Ada Lovelace"), await opened.one("Amélie Fournier")
        await opened.edit(ada.id)
        opened.write(1, "0033 1 99 00 42 17")
        await until(opened.line(1).verdict.link.isVisible)
        assert opened.line(1).verdict.link.text() == "Same number: Amélie Fournier"
        with qtbot.waitSignal(opened.detail.open_contact_wanted) as wanted:
            opened.line(1).verdict.link.click()
        assert wanted.args == [amelie.id]
        opened.write(1, "0033 1 99 00 42 18")
        await until(lambda: not opened.line(1).verdict.link.isVisible())

    play_form(steps)


def test_a_new_contact_begins_with_the_number_that_called(play_form, qtbot):
    async def steps(opened, _provider):
        await opened.show((await opened.one("Ada Lovelace")).id)
        await opened.new(number="+442079460019", name="")
        assert opened.line(0).edit.text() == "+44 20 7946 0019"
        assert opened.line(-1).edit.hasFocus()
        assert "New contact" in texts(opened.detail.header)
        assert not opened.detail.form.book.isVisible()
        opened.write(-1, "Mary Somerville")
        with qtbot.waitSignal(opened.presenter.saved) as saved:
            opened.key(Qt.Key.Key_S, CTRL)
            await opened.saved()
        assert opened.view.contact.card == card("Mary Somerville", "+44 20 7946 0019")
        assert saved.args == [opened.view.contact.id]

    play_form(steps)


def test_giving_up_a_new_contact_goes_back_to_the_one_that_was_open(play_form):
    async def steps(opened, _provider):
        ada = await opened.one("Ada Lovelace")
        await opened.show(ada.id)
        await opened.new()
        opened.key(Qt.Key.Key_Escape)
        assert opened.detail.dialog is None
        assert opened.detail.numbers.isVisible()
        assert opened.view.contact.id == ada.id

    play_form(steps)


def test_giving_up_a_form_whose_contact_is_gone_says_so(play_form):
    async def steps(opened, _provider):
        ada = await opened.one("Ada Lovelace")
        await opened.show(ada.id)
        await opened.new()
        await opened.there(opened.services.contacts.delete([ada.id]))
        opened.key(Qt.Key.Key_Escape)
        assert opened.presenter.view is None
        assert "not here any more" in texts(opened.detail)

    play_form(steps)


def test_where_there_are_several_phone_books_one_is_chosen_and_remembered(play_form):
    async def steps(opened, _provider):
        add = opened.services.accounts.add("paper", "Warehouse", {"region": "FR"}, {"secret": "s3"})
        other = await opened.there(add)
        await until(lambda: len(opened.shell.accounts) == 2)
        await opened.settled()
        await opened.new(number="06 39 98 12 34")
        await until(opened.detail.form.book.isVisible)
        assert opened.form.draft.account_id != other.id
        opened.detail.form.book.picked.emit(other.id)
        assert opened.form.draft.region == "FR"
        assert opened.line(0).edit.text() == "06 39 98 12 34"
        opened.write(-1, "Mary Somerville")
        opened.key(Qt.Key.Key_S, CTRL)
        await opened.saved()
        assert opened.view.contact.account_id == other.id
        await until(lambda: opened.services.settings.text("ui.book") == other.id)
        await opened.new()
        assert opened.form.draft.account_id == other.id

    play_form(steps)


def test_a_press_on_save_asks_about_what_is_not_complete_as_the_key_does_and_says_so_before(play_form):
    async def steps(opened, _provider):
        await opened.edit((await opened.one("Ada Lovelace")).id)
        opened.write(1, "+44 20 7946 06")
        save = opened.detail.header.save
        assert "press this to save it as it is" in save.toolTip()
        assert "press this to save it as it is" in save.accessibleDescription()
        save.click()
        assert opened.detail.dialog.save.text() == "Save it as it is"
        opened.detail.dialog.save.click()
        await opened.saved()
        assert opened.view.contact.card.numbers[1] == "+44 20 7946 06"

    play_form(steps)


def test_what_is_said_of_a_number_leaves_nothing_behind_when_it_gets_shorter(play_form):
    async def steps(opened, _provider):
        await opened.new()
        detail = opened.detail
        opened.write(0, "01632 9601")
        await until(lambda: opened.line(0).edit._wrong)
        opened.key(Qt.Key.Key_7)
        opened.key(Qt.Key.Key_7)
        await opened.settled()
        await until(lambda: opened.form.draft.numbers[0].endswith("77"))
        line = opened.line(0)
        line.edit.setFocus()
        await until(lambda: line.verdict.height() < 20)
        for _ in range(5):
            await opened.there(opened.services.contacts.books())  # lets the window paint meanwhile
        corner = detail.form.mapTo(detail, detail.form.rect().topLeft())
        part = detail.form.rect().translated(corner)
        kept = detail.screen().grabWindow(detail.winId()).toImage().copy(part)
        fresh = detail.grab().toImage().copy(part)

        kept = kept.convertToFormat(fresh.format())
        dots = [(x, y) for x in range(400, part.width()) for y in range(part.height())]
        odd = [(x, y) for x, y in dots if kept.pixel(x, y) != fresh.pixel(x, y)]
        assert odd[:5] == []

    play_form(steps)
