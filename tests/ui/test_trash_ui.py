"""Recently deleted, on the real window and engine: found again, brought back, or gone for good."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.domain.contacts import ContactCard, ContactQuery
from desktop.ui.contacts.trash.dialog import TrashDialog
from desktop.ui.contacts.trash.presenter import TrashState
from desktop.ui.kit.float import Toast
from tests.support.phonebook import add_book, dialogs_of
from tests.ui.conftest import Scene, until

WHO = ("Zoë Dubois", "Ada Lovelace", "Bluebird Bakery")


async def filled(scene: Scene) -> TrashDialog:
    """Delete three contacts, and open the list of what was deleted."""
    contacts = scene.opened.services.contacts
    account = await scene.there(add_book(scene.opened.services, scene.hello))
    ids = [
        (await scene.there(contacts.add(account.id, ContactCard(name, (f"+4420794600{n}8", "", ""))))).id
        for n, name in enumerate(WHO)
    ]
    await scene.there(contacts.delete(ids))
    return await opened(scene)


async def opened(scene: Scene) -> TrashDialog:
    dialogs = await dialogs_of(scene)
    dialogs.open_trash()
    dialog = dialogs.dialog
    assert isinstance(dialog, TrashDialog)
    await until(lambda: dialog.presenter.state is not TrashState.LOADING)
    return dialog


async def book(scene: Scene) -> set[str]:
    found = await scene.there(scene.opened.services.contacts.find_all(ContactQuery()))
    return {contact.name for contact in found} & set(WHO)


def _named(dialog: TrashDialog) -> list[str]:
    return [one.card.name for one in dialog.presenter.rows]


def test_an_empty_trash_says_so(play):
    async def steps(scene: Scene) -> None:
        await scene.there(add_book(scene.opened.services, scene.hello))
        dialog = await opened(scene)
        assert dialog.presenter.state is TrashState.EMPTY
        assert not dialog.restore.isEnabled()
        assert not dialog.empty.isVisible()
        assert not dialog.purge.isVisible()

    play(steps)


def test_several_are_chosen_by_keys_and_brought_back(play):
    async def steps(scene: Scene) -> None:
        dialog = await filled(scene)
        table = dialog.table
        assert set(_named(dialog)) == set(WHO)
        table.setFocus(Qt.FocusReason.TabFocusReason)
        table.go_to(0)
        QTest.keyClick(table, Qt.Key.Key_Space)
        QTest.keyClick(table, Qt.Key.Key_Down)
        QTest.keyClick(table, Qt.Key.Key_Space)
        assert dialog.restore.text() == "Restore 2 contacts"
        assert dialog.head.box.checkState() is Qt.CheckState.PartiallyChecked
        gone = {one.card.name for one in dialog.presenter.chosen()}
        dialog.restore.click()
        await until(lambda: len(dialog.presenter.rows) == 1)
        assert await book(scene) == gone
        assert [toast.accessibleName() for toast in dialog.findChildren(Toast)] == ["2 contacts are back"]

    play(steps)


def test_a_row_says_who_it_is_and_how_long_it_stays(play):
    async def steps(scene: Scene) -> None:
        dialog = await filled(scene)
        rows = [dialog.table.trash.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(3)]
        assert any(row.startswith("Ada Lovelace, +44 20") and "Stays for 2" in row for row in rows)
        index = dialog.table.trash.index(0, 0)
        assert index.data(Qt.ItemDataRole.CheckStateRole) is Qt.CheckState.Unchecked
        dialog.presenter.tick(0)
        assert index.data(Qt.ItemDataRole.CheckStateRole) is Qt.CheckState.Checked

    play(steps)


def test_the_search_finds_names_without_accents_and_numbers(play):
    async def steps(scene: Scene) -> None:
        dialog = await filled(scene)
        for text, names in (
            ("zoe", ["Zoë Dubois"]),
            ("love ada", ["Ada Lovelace"]),
            ("020 7946 0018", ["Ada Lovelace"]),
            ("bak", ["Bluebird Bakery"]),
        ):
            QTest.keyClicks(dialog.field, text)
            assert _named(dialog) == names, text
            dialog.field.clear()
        dialog.field.setText("nobody")
        assert dialog.presenter.state is TrashState.NOTHING
        dialog.field.clear()
        assert len(_named(dialog)) == 3

    play(steps)


def test_what_the_search_hides_stays_chosen(play):
    async def steps(scene: Scene) -> None:
        dialog = await filled(scene)
        dialog.head.box.click()
        dialog.field.setText("ada")
        dialog.presenter.tick_all(False)
        assert {one.card.name for one in dialog.presenter.chosen()} == {"Zoë Dubois", "Bluebird Bakery"}
        assert dialog.restore.text() == "Restore 2 contacts"

    play(steps)


def test_deleting_for_good_asks_first(play):
    async def steps(scene: Scene) -> None:
        dialog = await filled(scene)
        place = _named(dialog).index("Ada Lovelace")
        dialog.presenter.tick(place)
        dialog.table.setFocus()
        await until(dialog.isActiveWindow)
        QTest.keyClick(dialog.table, Qt.Key.Key_Delete)
        question = dialog.question
        assert question.windowTitle() == "Delete Ada Lovelace for good?"
        assert question.focusWidget().text() == "Cancel"
        question.reject()
        assert len(_named(dialog)) == 3
        dialog.purge.click()
        dialog.question.accept()
        await until(lambda: len(dialog.presenter.rows) == 2)
        dialog.empty.click()
        assert dialog.question.windowTitle() == "Delete 2 contacts for good?"
        dialog.question.accept()
        await until(lambda: dialog.presenter.state is TrashState.EMPTY)
        assert await scene.there(scene.opened.services.contacts.trash()) == []

    play(steps)


def test_another_s_deletion_comes_in_by_itself(play):
    async def steps(scene: Scene) -> None:
        contacts = scene.opened.services.contacts
        account = await scene.there(add_book(scene.opened.services, scene.hello))
        dialog = await opened(scene)
        made = await scene.there(contacts.add(account.id, ContactCard("Ada <b>", ("+442079460018", "", ""))))
        await scene.there(contacts.delete([made.id]))
        await until(lambda: _named(dialog) == ["Ada <b>"])
        await scene.there(contacts.undo(made.id))
        await until(lambda: dialog.presenter.state is TrashState.EMPTY)

    play(steps)


def test_down_goes_from_the_search_to_what_it_found(play):
    async def steps(scene: Scene) -> None:
        dialog = await filled(scene)
        await until(lambda: dialog.isActiveWindow() and dialog.field.hasFocus())
        QTest.keyClicks(dialog.field, "ada")
        QTest.keyClick(dialog.field, Qt.Key.Key_Down)
        assert dialog.table.hasFocus()
        assert dialog.table.ringed(0)
        QTest.keyClick(dialog.table, Qt.Key.Key_Space)
        assert [one.card.name for one in dialog.presenter.chosen()] == ["Ada Lovelace"]
        dialog.field.setText("nobody")
        dialog.field.setFocus()
        QTest.keyClick(dialog.field, Qt.Key.Key_Down)
        assert dialog.field.hasFocus()

    play(steps)
