"""Deleting: one goes at once and can be had back, several are asked about, and nothing is sent too soon."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.domain.contacts import ContactQuery, ProviderContact
from desktop.domain.errors import ErrorKind, Trouble
from desktop.store import books
from desktop.ui import strings
from desktop.ui import strings_book as book
from desktop.ui.contacts.presenter import ListState
from desktop.ui.kit.buttons import Button
from desktop.ui.kit.float import Toast
from tests.support.listed_contacts import PEOPLE, choose, everybody, listed, names, opened, phone_book, row_of
from tests.support.paper_book import PLACES, card
from tests.ui.conftest import Scene, now, until

KEY, NONE = Qt.Key, Qt.KeyboardModifier.NoModifier
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def press(screen, key, modifiers=NONE):
    QTest.keyClick(QApplication.focusWidget() or screen, key, modifiers)


def toast_of(window):
    return next((one for one in window.findChildren(Toast) if one.isVisible()), None)


async def trash(scene):
    return [one.card.name for one in await scene.there(scene.opened.services.contacts.trash())]


def test_one_is_deleted_at_once_the_next_is_chosen_and_undo_brings_it_back(play):
    async def steps(scene: Scene) -> None:
        window, screen = await listed(scene)
        choose(screen, "Bluebird Bakery")
        screen.list.setFocus(Qt.FocusReason.TabFocusReason)
        press(screen, KEY.Key_Delete)
        await until(lambda: "Bluebird Bakery" not in names(screen))
        assert screen.list.current_contact.name == "Brennan & Daly"
        assert screen.list.hasFocus()
        toast = toast_of(window)
        assert toast.accessibleName() == "\u2068Bluebird Bakery\u2069 deleted"
        assert screen.presenter.unsent == 1
        assert await trash(scene) == ["Bluebird Bakery"]
        toast.findChild(Button).click()
        await until(lambda: "Bluebird Bakery" in names(screen))
        await until(lambda: screen.list.current_contact.name == "Bluebird Bakery")
        assert await trash(scene) == []
        assert toast_of(window).accessibleName() == "\u2068Bluebird Bakery\u2069 is back"

    play(steps)


def test_ctrl_z_takes_back_one_deletion_after_the_other_wherever_the_person_went(play):
    async def steps(scene: Scene) -> None:
        window, screen = await listed(scene)
        screen.list.setFocus(Qt.FocusReason.TabFocusReason)
        for name in ("Ada Lovelace", "Chiara Rossi"):
            choose(screen, name)
            press(screen, KEY.Key_Delete)
            await until(lambda name=name: name not in names(screen))
        press(screen, KEY.Key_Z, CTRL)
        await until(lambda: "Chiara Rossi" in names(screen))
        assert "Ada Lovelace" not in names(screen)
        press(window, KEY.Key_1, CTRL)
        window.tabs.setFocus(Qt.FocusReason.TabFocusReason)  # a search field has a Ctrl+Z of its own
        press(window, KEY.Key_Z, CTRL)
        await until(lambda: "Ada Lovelace" in names(screen))
        press(window, KEY.Key_Z, CTRL)
        assert len(names(screen)) == len(PEOPLE)

    play(steps)


def test_an_undo_that_comes_too_late_says_so(play):
    async def steps(scene: Scene) -> None:
        window, screen = await listed(scene)
        gone = choose(screen, "Ada Lovelace")
        screen.handling.delete_chosen()
        await until(lambda: "Ada Lovelace" not in names(screen))
        await scene.there(scene.opened.services.contacts.undo(gone.id))
        await until(lambda: "Ada Lovelace" in names(screen))
        toast_of(window).press()
        await until(lambda: (toast := toast_of(window)) and "deleted" not in toast.accessibleName())

    play(steps)


def test_several_are_asked_about_and_enter_alone_deletes_nobody(play):
    async def steps(scene: Scene) -> None:
        window, screen = await listed(scene)
        choose(screen, "Ada Lovelace")
        screen.list.setFocus(Qt.FocusReason.TabFocusReason)
        for _ in range(3):
            press(screen, KEY.Key_Down, SHIFT)
        assert screen.list.chosen_count == 4
        assert screen.page.total.text() == "4 of 7 chosen"
        press(screen, KEY.Key_Delete)
        await until(lambda: screen.handling.question is not None)
        question = screen.handling.question
        assert question.accessibleName() == "Delete 4 contacts?"
        assert question.focusWidget() is question.cancel
        QTest.keyClick(question.focusWidget(), KEY.Key_Return)
        await until(lambda: screen.handling.question is None)
        assert len(names(screen)) == 7
        assert window.focusWidget() is screen.list
        assert screen.list.chosen_count == 4
        QTest.keyClick(screen.list, KEY.Key_Delete)
        await until(lambda: screen.handling.question is not None)
        screen.handling.question.go.click()
        await until(lambda: names(screen) == ["Brennan & Daly", "Chiara Rossi", "Cooper Dental"])
        assert sorted(await trash(scene)) == sorted(one.name for one in PEOPLE[:4])
        toast = toast_of(window)
        assert toast.accessibleName() == "4 contacts deleted"
        assert toast.findChild(Button).text() == book.TRASH
        toast.press()
        await until(lambda: window.screens.dialogs.dialog is not None)

    play(steps)


def test_everybody_can_be_chosen_and_what_is_chosen_stays_while_the_list_changes(play):
    async def steps(scene: Scene) -> None:
        account = await phone_book(scene)
        _, screen = await opened(scene)
        screen.list.setFocus(Qt.FocusReason.TabFocusReason)
        press(screen, KEY.Key_A, CTRL)
        assert screen.list.chosen_count == 7
        service = scene.opened.services.contacts
        await scene.there(service.add(account, card("Aaron", "020 7946 0777")))
        await until(lambda: "Aaron" in names(screen))
        assert screen.list.chosen_count == 8, "all is all"
        choose(screen, "Chiara Rossi")
        model = screen.list.selectionModel()
        model.select(screen.model.index(row_of(screen, "Ada Lovelace"), 0), model.SelectionFlag.Select)
        await scene.there(service.add(account, card("Abel", "020 7946 0778")))
        await until(lambda: "Abel" in names(screen))
        assert [one.name for one in screen.list.chosen_contacts(9)] == ["Ada Lovelace", "Chiara Rossi"]
        assert screen.list.current_contact.name == "Chiara Rossi"

    play(steps)


def test_the_last_one_leaves_an_empty_book_with_a_way_to_begin(play):
    async def steps(scene: Scene) -> None:
        window, screen = await listed(scene, PEOPLE[:1])
        choose(screen, "Ada Lovelace")
        screen.list.setFocus(Qt.FocusReason.TabFocusReason)
        press(screen, KEY.Key_Delete)
        await until(lambda: screen.page.state is ListState.EMPTY)
        empty = screen.page.shown_state
        assert empty.title == book.EMPTY_TITLE
        assert empty.button.hasFocus(), "the focus goes on to what took the place"
        assert screen.detail_presenter.view is None
        assert screen.page.take_over.isVisible()
        press(window, KEY.Key_Z, CTRL)
        await until(lambda: names(screen) == ["Ada Lovelace"])
        assert screen.page.state is ListState.READY

    play(steps)


def test_where_nobody_is_chosen_the_key_deletes_nobody(play):
    async def steps(scene: Scene) -> None:
        _, screen = await listed(scene, PEOPLE[:2])
        choose(screen, "Ada Lovelace")
        rows = screen.list
        empty = rows.visualRect(screen.model.index(2, 0)).bottomLeft()
        empty.setY(empty.y() + 80)
        QTest.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=empty)
        assert rows.chosen_count == 0
        QTest.keyClick(rows, KEY.Key_Delete)
        await scene.there(scene.opened.services.contacts.books())
        assert len(names(screen)) == 2
        assert await trash(scene) == []

    play(steps)


def test_what_can_only_be_read_is_not_deleted(play):
    async def steps(scene: Scene) -> None:
        account = await phone_book(scene, ())
        entries = [ProviderContact(None, card("Nameless", "020 7946 0001")), ProviderContact("1", PEOPLE[0])]
        await scene.there(
            scene.opened.store.write(
                lambda db: books.replace_book(db, account, entries, places=PLACES, region="GB", now=now())
            )
        )
        window, screen = await opened(scene)
        choose(screen, "Nameless")
        screen.handling.delete_chosen()
        await until(lambda: toast_of(window) is not None)
        assert "only be read" in toast_of(window).accessibleName()
        screen.list.selectAll()
        screen.handling.delete_chosen()
        await until(lambda: screen.handling.question is not None)
        assert screen.handling.question.accessibleName() == "Delete 1 contact?"
        screen.handling.question.reject()
        assert len(names(screen)) == 2

    play(steps)


def test_an_engine_that_refuses_is_heard_and_nothing_is_gone(play):
    async def steps(scene: Scene) -> None:
        window, screen = await listed(scene)
        service = scene.opened.services.contacts

        async def refuse(_ids):
            raise Trouble(ErrorKind.DISK)

        service.delete = refuse
        choose(screen, "Ada Lovelace")
        screen.handling.delete_chosen()
        await until(lambda: toast_of(window) is not None)
        assert toast_of(window).accessibleName() == Trouble(ErrorKind.DISK).sentence
        assert "Ada Lovelace" in names(screen)
        assert strings.UNDO not in [one.text() for one in toast_of(window).findChildren(Button)]
        found = await scene.there(service.find_all(ContactQuery(unsent=True)))
        assert found == []
        assert (await everybody(scene)).keys() == {one.name for one in PEOPLE}

    play(steps)


def shows(screen):
    """Who stands beside the list."""
    view = screen.detail_presenter.view
    return view.contact.name if view is not None else None


def test_the_keys_act_on_who_is_shown_though_the_list_has_no_row_of_them(play):
    async def steps(scene: Scene) -> None:
        window, screen = await listed(scene)
        ada = choose(screen, "Ada Lovelace")
        screen.page.search.setText("Bluebird")
        await until(lambda: names(screen) == ["Bluebird Bakery"])
        screen.list.setFocus(Qt.FocusReason.TabFocusReason)
        assert shows(screen) == "Ada Lovelace"
        press(screen, KEY.Key_D, CTRL)
        await until(lambda: screen.detail_presenter.view.contact.favourite)
        press(screen, KEY.Key_Delete)
        await until(lambda: toast_of(window) is not None)
        assert shows(screen) is None
        assert await trash(scene) == ["Ada Lovelace"]
        assert names(screen) == ["Bluebird Bakery"]
        press(screen, KEY.Key_Z, CTRL)
        await until(lambda: shows(screen) == "Ada Lovelace")
        assert (await everybody(scene))["Ada Lovelace"].id == ada.id

    play(steps)


def test_del_works_beside_the_list_too_but_not_in_a_form(play):
    async def steps(scene: Scene) -> None:
        _window, screen = await listed(scene)
        choose(screen, "Ada Lovelace")
        screen.edit_current()
        await until(lambda: screen.detail_presenter.writing.draft is not None)
        screen.detail.header.cancel.setFocus(Qt.FocusReason.TabFocusReason)
        press(screen, KEY.Key_Delete)
        screen.detail_presenter.cancel()
        screen.detail.header.edit.setFocus(Qt.FocusReason.TabFocusReason)
        press(screen, KEY.Key_Delete)
        await until(lambda: "Ada Lovelace" not in names(screen))
        assert await trash(scene) == ["Ada Lovelace"]
        assert shows(screen) == "Amélie Fournier"

    play(steps)


def test_who_comes_back_is_shown_and_not_only_chosen(play):
    async def steps(scene: Scene) -> None:
        window, screen = await listed(scene, PEOPLE[:1])
        choose(screen, "Ada Lovelace")
        screen.list.setFocus(Qt.FocusReason.TabFocusReason)
        press(screen, KEY.Key_Delete)
        await until(lambda: toast_of(window) is not None and screen.page.state is ListState.EMPTY)
        assert shows(screen) is None
        press(screen, KEY.Key_Z, CTRL)
        await until(lambda: names(screen) == ["Ada Lovelace"])
        await until(lambda: shows(screen) == "Ada Lovelace")

    play(steps)
