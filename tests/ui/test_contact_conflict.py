"""Two versions of a contact: a person chooses field by field, and what is saved is what they chose."""

from collections.abc import Awaitable, Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.domain.contacts import ContactCard
from desktop.ui.contacts.detail.differences import NAME
from tests.support.opened_contact import CTRL, Opened, opened_contact, texts
from tests.support.paper_book import PhonebookProvider, card
from tests.ui.conftest import Scene, until

BEFORE = card("Amélie Fournier", "+33 1 99 00 42 10", "+33 6 39 98 12 30", "020 7946 0652")
MINE = card("Amélie Fournier", "+33 1 99 00 42 17", "+33 6 39 98 12 34", "020 7946 0653")
THEIRS = card("Amélie Fournier-Petit", "+33 1 99 00 42 71", "+33 6 39 98 21 34", "020 7946 0652")

Steps = Callable[[Opened, PhonebookProvider, str], Awaitable[None]]


@pytest.fixture
def play_conflict(play_paper):
    """Play with a contact that was edited here and there; `mine` None is one that was deleted here."""

    def run(steps: Steps, mine: ContactCard | None = MINE) -> None:
        async def scene(scene: Scene, provider: PhonebookProvider) -> None:
            services = scene.opened.services
            provider.book.put(BEFORE)
            await scene.there(services.accounts.add("paper", "Harbour", {"region": "GB"}, {"secret": "s3"}))
            await scene.there(services.contacts.refresh())
            async with opened_contact(scene, until) as opened:
                (contact,) = await opened.all()
                if mine is None:  # together with another one, since one alone could be undone for a while
                    other = await scene.there(services.contacts.add(contact.account_id, card("Zed", "204")))
                    await scene.there(services.contacts.delete([contact.id, other.id]))
                else:
                    await scene.there(services.contacts.edit(contact.id, mine))
                provider.book.entries["501"] = THEIRS
                assert await scene.there(services.contacts.settled([contact.id], 10))
                await opened.show(contact.id)
                await until(lambda: opened.presenter.writing.draft is not None)
                await steps(opened, provider, contact.id)

        play_paper(scene)

    return run


async def save(opened: Opened, provider: PhonebookProvider, contact_id: str) -> ContactCard | None:
    opened.detail.setFocus()
    QTest.keyClick(opened.detail, Qt.Key.Key_S, CTRL)
    await opened.saved()
    assert await opened.there(opened.services.contacts.settled([contact_id], 10))
    return provider.book.entries.get("501")


def test_both_versions_stand_side_by_side_with_what_differs_marked(play_conflict):
    async def steps(opened, _provider, _contact_id):
        conflict = opened.detail.conflict
        assert conflict.isVisible()
        assert sorted(conflict.options) == [0, 1]
        mine, theirs = conflict.options[0]
        assert (mine.shown.text, mine.shown.marks) == ("+33 1 99 00 42 17", ((15, 17),))
        assert (theirs.shown.text, theirs.shown.marks) == ("+33 1 99 00 42 71", ((15, 17),))
        assert (mine.isChecked(), theirs.isChecked()) == (True, False)
        assert theirs.accessibleName() == "Main, theirs, at Paper: +33 1 99 00 42 71"
        said = texts(conflict)
        assert "Somebody else changed this contact at " in said
        assert "The name was changed only by them, so theirs is kept." in said
        assert "The third number was changed only by you, so yours is kept." in said
        assert opened.line(NAME).edit.text() == "Amélie Fournier-Petit"
        assert opened.presenter.writing.is_changed is False

    play_conflict(steps)


def test_what_is_chosen_stands_in_the_form_and_is_saved(play_conflict):
    async def steps(opened, provider, contact_id):
        _, theirs = opened.detail.conflict.options[1]
        QTest.mouseClick(theirs, Qt.MouseButton.LeftButton)
        assert opened.line(1).edit.text() == "+33 6 39 98 21 34"
        saved = await save(opened, provider, contact_id)
        assert saved == card(THEIRS.name, MINE.numbers[0], THEIRS.numbers[1], MINE.numbers[2])
        assert not opened.detail.conflict.isVisible()

    play_conflict(steps)


def test_a_text_of_ones_own_is_nobodys_side(play_conflict):
    async def steps(opened, provider, contact_id):
        opened.write(1, "+33 6 12 34 56 78")
        mine, theirs = opened.detail.conflict.options[1]
        assert (mine.isChecked(), theirs.isChecked()) == (False, False)
        saved = await save(opened, provider, contact_id)
        assert saved is not None
        assert saved.numbers[1] == "+33 6 12 34 56 78"

    play_conflict(steps)


def test_what_nobody_typed_follows_when_somebody_changes_it_again(play_conflict):
    async def steps(opened, provider, contact_id):
        opened.write(1, "+33 6 12 34 56 78")
        again = card("Amélie Petit", *THEIRS.numbers[:2], "020 7946 0655")
        provider.book.entries["501"] = again
        await opened.there(opened.services.contacts.refresh())
        await until(lambda: opened.form.draft.conflict.there == again)
        assert opened.line(NAME).edit.text() == "Amélie Petit"
        assert opened.line(1).edit.text() == "+33 6 12 34 56 78"
        saved = await save(opened, provider, contact_id)
        assert saved == card("Amélie Petit", MINE.numbers[0], "+33 6 12 34 56 78", MINE.numbers[2])

    play_conflict(steps)


@pytest.mark.parametrize(("button", "wanted"), [("mine", MINE), ("theirs", THEIRS)])
def test_one_side_can_be_taken_for_all_fields(play_conflict, button, wanted):
    async def steps(opened, provider, contact_id):
        getattr(opened.detail.conflict, button).click()
        assert await save(opened, provider, contact_id) == wanted
        await until(lambda: opened.view.contact.conflict is None)
        assert opened.view.contact.card == wanted

    play_conflict(steps)


def test_sides_are_chosen_with_the_arrow_keys(play_conflict):
    async def steps(opened, _provider, _contact_id):
        mine, theirs = opened.detail.conflict.options[0]
        mine.setFocus(Qt.FocusReason.TabFocusReason)
        QTest.keyClick(mine, Qt.Key.Key_Right)
        assert theirs.isChecked()
        assert opened.line(0).edit.text() == "+33 1 99 00 42 71"

    play_conflict(steps)


def test_leaving_it_undecided_leaves_a_note_that_leads_back(play_conflict):
    async def steps(opened, _provider, _contact_id):
        opened.detail.header.cancel.click()
        assert opened.detail.dialog is None
        assert not opened.detail.conflict.isVisible()
        assert "Somebody else changed this contact" in texts(opened.detail.notes)
        opened.detail.notes.choose.click()
        await until(opened.detail.conflict.isVisible)

    play_conflict(steps)


def test_a_conflict_that_ends_by_itself_closes_the_form(play_conflict):
    async def steps(opened, provider, _contact_id):
        provider.book.entries["501"] = MINE
        await opened.there(opened.services.contacts.refresh())
        await until(lambda: opened.presenter.writing.draft is None)
        await until(lambda: opened.view.contact.card == MINE)
        assert opened.detail.numbers.isVisible()

    play_conflict(steps)


@pytest.mark.parametrize("deletes", [True, False])
def test_a_deletion_that_met_an_edit_is_asked_about(play_conflict, deletes):
    async def steps(opened, provider, contact_id):
        conflict = opened.detail.conflict
        assert "You deleted it" in texts(conflict)
        (conflict.drop if deletes else conflict.keep).click()
        await opened.saved()
        assert await opened.there(opened.services.contacts.settled([contact_id], 10))
        assert provider.book.entries == ({} if deletes else {"501": THEIRS})

    play_conflict(steps, mine=None)


def test_a_conflict_without_choices_follows_one_with_them(play_conflict):
    async def steps(opened, provider, _contact_id):
        contacts = opened.services.contacts
        conflict = opened.detail.conflict
        assert conflict.options
        provider.book.put(card("Gone Here", "020 7946 0660"))
        await opened.there(contacts.refresh())
        gone = await opened.one("Gone Here")
        other = await opened.there(contacts.add(gone.account_id, card("Zed", "204")))
        await opened.there(contacts.delete([gone.id, other.id]))  # one alone could be undone for a while
        entry = next(key for key, one in provider.book.entries.items() if one.name == "Gone Here")
        provider.book.entries[entry] = card("Changed There", "020 7946 0661")
        assert await opened.there(contacts.settled([gone.id], 10))
        await opened.show(gone.id)
        await until(lambda: opened.presenter.writing.draft is not None)
        assert not conflict.options
        assert "You deleted it" in texts(conflict)
        assert "so theirs is kept" not in texts(conflict)  # what was said of the one before

    play_conflict(steps)


def test_a_deletion_that_met_an_edit_has_one_main_button_and_enter_finds_it(play_conflict):
    async def steps(opened, _provider, _contact_id):
        header, conflict = opened.detail.header, opened.detail.conflict
        assert not header.save.isVisible()
        assert conflict.keep.isVisible()
        assert "Deleted here, changed there" in texts(header)
        opened.line(2).edit.setFocus()
        opened.key(Qt.Key.Key_Return)
        assert conflict.keep.hasFocus()
        opened.write(NAME, "")
        conflict.keep.click()  # says what is missing, as Save does
        assert opened.line(NAME).edit.hasFocus()
        assert opened.presenter.writing.draft is not None

    play_conflict(steps, mine=None)
