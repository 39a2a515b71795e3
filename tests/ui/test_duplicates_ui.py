"""Duplicates on the real window and engine: side by side, put together, left apart, and taken back."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.domain.contacts import Book, Contact, ContactCard, ContactNumber, ContactQuery
from desktop.services.duplicates import DuplicateGroup, Likeness
from desktop.ui.contacts.duplicates.dialog import DuplicatesDialog
from desktop.ui.contacts.duplicates.presenter import DuplicatesState
from desktop.ui.contacts.duplicates.proposal import Proposal
from desktop.ui.kit.buttons import Button
from desktop.ui.kit.float import Toast
from tests.support.phonebook import add_book, dialogs_of
from tests.ui.conftest import Scene, until

PLACES = ("Main", "Second", "Third")
BOOK = Book("1", "Book", "p", PLACES, "GB", 3, 0, None)


def contact(
    number: int, name: str, *texts: str, account: str = "1", favourite: bool = False, read_only: bool = False
) -> Contact:
    texts = (*texts, "", "", "")[:3]
    numbers = tuple(
        ContactNumber(place, text, None) for place, text in zip(PLACES, texts, strict=True) if text
    )
    return Contact(
        str(number),
        account,
        "Book",
        "p",
        str(number),
        ContactCard(name, texts),
        numbers,
        favourite=favourite,
        read_only=read_only,
    )


def group(*contacts: Contact) -> DuplicateGroup:
    return DuplicateGroup(Likeness.NAME, "Ada Lovelace", contacts, "key")


def test_numbers_are_united_into_the_places():
    ada = contact(1, "Ada Lovelace", "020 7946 0018")
    other = contact(2, "A. Lovelace", "+44 20 7946 0018", "+44 7700 900123")
    made = Proposal.of(group(ada, other), BOOK)
    assert made.keep is ada
    assert made.others == (other,)
    assert made.numbers == ("020 7946 0018", "+44 7700 900123", "")
    assert made.pool == ("020 7946 0018", "+44 7700 900123")
    assert made.left_out == ()
    assert made.named("A. Lovelace").card.name == "A. Lovelace"


def test_what_has_no_place_is_told_and_can_be_put_in_one():
    ada = contact(1, "Ada", "+44 20 7946 0001", "+44 20 7946 0002", "+44 20 7946 0003")
    other = contact(2, "Ada", "+44 20 7946 0004")
    made = Proposal.of(group(ada, other), BOOK)
    assert made.left_out == ("+44 20 7946 0004",)
    placed = made.placed(2, "+44 20 7946 0004")
    assert placed.left_out == ("+44 20 7946 0003",)
    swapped = made.placed(0, "+44 20 7946 0002")
    assert swapped.numbers == ("+44 20 7946 0002", "+44 20 7946 0001", "+44 20 7946 0003")
    assert swapped.placed(1, "").numbers == ("+44 20 7946 0002", "", "+44 20 7946 0003")


def test_the_favourite_stays_and_one_can_be_left_out():
    ada, star = contact(1, "Ada", "1"), contact(2, "Ada", "2", favourite=True)
    third = contact(3, "Ada", "3")
    made = Proposal.of(group(ada, star, third), BOOK)
    assert made.keep is star
    without = made.without("3")
    assert without.together == (ada, star)
    assert without.apart == (third,)
    assert without.without("3").together == (ada, star, third)
    alone = without.without("1")
    assert not alone.possible


def test_only_those_of_one_book_that_can_be_edited_become_one():
    ada, far = contact(1, "Ada", "1"), contact(2, "Ada", "2", account="9")
    locked = contact(3, "Ada", "3", read_only=True)
    assert Proposal.of(group(ada, far), BOOK) is None
    assert Proposal.of(group(ada, locked), BOOK) is None
    made = Proposal.of(group(ada, far, contact(4, "Ada", "4")), BOOK)
    assert made.apart == (far,)


# ---- on the window


async def opened(scene: Scene, *cards: ContactCard) -> DuplicatesDialog:
    services = scene.opened.services
    account = await scene.there(add_book(services, scene.hello))
    # What the sandbox's own book has in common is not what these tests are about.
    for one in await scene.there(services.duplicates.groups()):
        await scene.there(services.duplicates.dismiss(one))
    for card in cards:
        await scene.there(services.contacts.add(account.id, card))
    dialogs = await dialogs_of(scene)
    dialogs.open_duplicates()
    dialog = dialogs.dialog
    assert isinstance(dialog, DuplicatesDialog)
    await until(lambda: dialog.presenter.state is not DuplicatesState.LOADING)
    return dialog


async def named(scene: Scene, text: str) -> list[Contact]:
    return await scene.there(scene.opened.services.contacts.find_all(ContactQuery(text=text)))


ADAS = (
    ContactCard("Ada Quickstep", ("+44 20 7946 0918", "", "")),
    ContactCard("Quickstep Ada", ("+44 7700 900999", "", "")),
)
BOBS = (
    ContactCard("Bob Slowfox", ("+44 20 7946 0777", "", "")),
    ContactCard("Robert S.", ("020 7946 0777", "+44 7700 900778", "")),
)


def test_two_become_one_and_that_is_taken_back(play):
    async def steps(scene: Scene) -> None:
        dialog = await opened(scene, *ADAS, *BOBS)
        presenter = dialog.presenter
        assert len(presenter.groups) == 2
        at = next(n for n, one in enumerate(presenter.groups) if "Quickstep" in one.contacts[0].name)
        presenter.go(at)
        assert dialog.list.current_row == at
        assert dialog.merge.text() == "Merge 2 contacts"
        assert [combo.value for combo in dialog.compare.combos[:2]] == ["+44 20 7946 0918", "+44 7700 900999"]
        dialog.compare.persons[1].option.click()
        assert presenter.proposal.name == dialog.compare.persons[1].contact.name
        dialog.merge.click()
        await until(lambda: len(presenter.groups) == 1)
        (one,) = await named(scene, "Quickstep")
        assert one.name == "Quickstep Ada"
        assert [number.raw for number in one.numbers] == ["+44 20 7946 0918", "+44 7700 900999"]
        toast = dialog.findChild(Toast)
        assert toast.accessibleName() == "Quickstep Ada is one contact now"
        toast.findChild(Button).click()
        await until(lambda: len(presenter.groups) == 2)
        back = {one.name: one.card for one in await named(scene, "Quickstep")}
        assert back == {card.name: card for card in ADAS}

    play(steps)


def test_different_people_are_left_apart(play):
    async def steps(scene: Scene) -> None:
        dialog = await opened(scene, *ADAS, *BOBS)
        presenter = dialog.presenter
        dialog.dismiss.click()
        await until(lambda: len(presenter.groups) == 1)
        dialog.dismiss.click()
        await until(lambda: presenter.state is DuplicatesState.EMPTY)
        assert not dialog.merge.isVisible()
        assert len(await named(scene, "Quickstep")) == 2
        assert await scene.there(scene.opened.services.duplicates.groups()) == ()

    play(steps)


def test_one_of_three_can_be_left_out_and_a_number_chosen(play):
    async def steps(scene: Scene) -> None:
        third = ContactCard("Ada Quickstep", ("+44 20 7946 0555", "", ""))
        dialog = await opened(scene, *ADAS, third)
        presenter, page = dialog.presenter, dialog.compare
        assert dialog.merge.text() == "Merge 3 contacts"
        page.persons[2].part.click()
        assert dialog.merge.text() == "Merge 2 contacts"
        assert not page.persons[2].option.isEnabled()
        page.persons[2].part.click()
        combo = page.combos[0]
        wanted = page.persons[2].contact.card.numbers[0]
        combo.setCurrentIndex(combo.findData(wanted))
        combo.activated.emit(combo.currentIndex())
        assert presenter.proposal.numbers[0] == wanted
        assert len({combo.value for combo in page.combos}) == 3

    play(steps)


def test_the_keys_go_from_group_to_group(play, qtbot):
    async def steps(scene: Scene) -> None:
        dialog = await opened(scene, *ADAS, *BOBS)
        presenter = dialog.presenter
        dialog.list.setFocus(Qt.FocusReason.TabFocusReason)
        assert (dialog.previous.isEnabled(), dialog.next.isEnabled()) == (False, True)
        qtbot.keyClick(dialog.list, Qt.Key.Key_Down)
        assert presenter.at == 1
        assert (dialog.previous.isEnabled(), dialog.next.isEnabled()) == (True, False)
        dialog.previous.click()
        assert dialog.list.current_row == 0

    play(steps)


def test_a_change_meanwhile_comes_in_and_the_place_stays(play):
    async def steps(scene: Scene) -> None:
        dialog = await opened(scene, *ADAS)
        presenter, contacts = dialog.presenter, scene.opened.services.contacts
        key = presenter.group.key
        account = (await named(scene, "Quickstep"))[0].account_id
        for card in BOBS:
            await scene.there(contacts.add(account, card))
        await until(lambda: len(presenter.groups) == 2)
        assert presenter.group.key == key
        assert dialog.list.current_row == presenter.at

    play(steps)


def test_without_duplicates_there_is_a_word(play):
    async def steps(scene: Scene) -> None:
        dialog = await opened(scene)
        assert dialog.presenter.state is DuplicatesState.EMPTY

    play(steps)


def test_a_merge_is_taken_back_by_key_and_its_undo_is_reached_by_tab(play):
    async def steps(scene: Scene) -> None:
        dialog = await opened(scene, *ADAS, *BOBS)
        presenter = dialog.presenter
        dialog.activateWindow()
        await until(dialog.isActiveWindow)
        dialog.merge.click()
        await until(lambda: len(presenter.groups) == 1 and dialog.findChild(Toast) is not None)
        undo = dialog.findChild(Toast).findChild(Button)
        for _ in range(60):
            if undo.hasFocus():
                break
            QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Tab)
        assert undo.hasFocus()
        assert undo.ring
        QTest.keyClick(dialog, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        await until(lambda: len(presenter.groups) == 2)
        assert not [toast for toast in dialog.findChildren(Toast) if toast.isVisible()]
        assert len(await named(scene, "Quickstep")) == 2

    play(steps)


def test_a_merge_can_be_taken_back_after_the_dialog_was_closed(play):
    async def steps(scene: Scene) -> None:
        dialog = await opened(scene, *ADAS)
        dialogs, window = dialog.parentWidget().screens.dialogs, dialog.parentWidget()
        dialog.merge.click()
        await until(lambda: dialog.presenter.state is DuplicatesState.EMPTY)
        assert len(await named(scene, "Quickstep")) == 1
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
        await until(lambda: dialogs.dialog is None)
        toast = next(one for one in window.findChildren(Toast) if one.isVisible())
        assert "one contact now" in toast.accessibleName()
        window.activateWindow()
        await until(window.isActiveWindow)
        window.tabs.setFocus(Qt.FocusReason.TabFocusReason)
        QTest.keyClick(window.tabs, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        await until(lambda: not toast.isVisible())
        while {one.card for one in await named(scene, "Quickstep")} != set(ADAS):
            pass  # each look waits for the engine

    play(steps)
