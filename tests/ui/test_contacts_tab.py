"""Contacts in the window: their tab and keys, the way between them and the calls; nothing typed is lost."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.domain.calls import CallFilter
from desktop.ui import strings_book as strings
from desktop.ui.contacts.presenter import ListState
from desktop.ui.kit.panes import Skeleton
from desktop.ui.recents.presenter import ListState as CallsState
from desktop.ui.shell.frame import Tab
from tests.support.listed_contacts import PEOPLE, choose, listed, names, opened, phone_book, row_of, settled
from tests.support.paper_book import card
from tests.support.phonebook import add_book
from tests.support.sandbox import world
from tests.ui.conftest import Scene, now, until

KEY, NONE = Qt.Key, Qt.KeyboardModifier.NoModifier
CTRL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)


def press(window, key, modifiers=NONE):
    QTest.keyClick(QApplication.focusWidget() or window, key, modifiers)


def write(screen, text):
    """Type into the open form's name."""
    screen.detail.focus_form()
    field = QApplication.focusWidget()
    field.selectAll()
    QTest.keyClicks(field, text)


async def edited(window, screen, name="Ada Lovelace"):
    """Open somebody's form, and change the name in it."""
    choose(screen, name)
    await until(lambda: screen.detail_presenter.view is not None)
    press(window, KEY.Key_F2)
    await until(lambda: screen.model.editing)
    write(screen, "Ada King")
    await until(lambda: screen.detail_presenter.writing.is_changed)


async def recent_call(scene, fits):
    return next(
        call
        for day in scene.rows.days(CallFilter())
        for call in scene.rows.rows(CallFilter(), day.day, 0, day.calls)
        if fits(call)
    )


def test_the_contacts_are_built_when_they_are_first_looked_at_and_the_tab_is_kept(play):
    async def steps(scene: Scene) -> None:
        await phone_book(scene)
        window = await scene.window()
        assert window.contacts is None
        assert window.screens.shown is Tab.RECENTS
        window.recents.list.setFocus(Qt.FocusReason.TabFocusReason)
        press(window, KEY.Key_2, CTRL)
        screen = window.contacts
        await until(lambda: screen.page.state is ListState.READY and screen.list.hasFocus())
        assert not window.recents.isVisible()
        window.screens.recents.master_width = 444
        screen.master_width = 410
        press(window, KEY.Key_1, CTRL)
        assert window.recents.isVisible()
        assert window.recents.master_width == 410, "one width for both lists"
        settings = scene.opened.services.settings
        await until(lambda: settings.text("ui.tab") == "recents")
        press(window, KEY.Key_2, CTRL)
        await until(lambda: settings.text("ui.tab") == "contacts")
        other = await scene.window()
        assert other.screens.shown is Tab.CONTACTS
        assert other.contacts is not None

    play(steps)


def test_until_the_contacts_are_built_their_place_is_kept(play):
    async def steps(scene: Scene) -> None:
        from desktop.ui.shell.window import MainWindow  # noqa: PLC0415

        await phone_book(scene)
        scene.opened.services.settings.set("ui.tab", "contacts")
        window = MainWindow(tab="contacts")
        scene.windows.append(window)
        window.show()
        window.grab()
        window.fill(scene.context())
        window.recents.start_list()
        assert window.screens.shown is Tab.CONTACTS
        await until(lambda: any(one.isVisible() for one in window.screens.findChildren(Skeleton)))
        assert window.contacts is None
        window.complete()
        window.start()
        await until(lambda: window.contacts.page.state is ListState.READY)
        await until(lambda: window.shell.known)

    play(steps)


def test_keys_of_one_screen_do_nothing_in_the_other(play):
    async def steps(scene: Scene) -> None:
        window, screen = await listed(scene)
        choose(screen, "Ada Lovelace")
        screen.list.setFocus(Qt.FocusReason.TabFocusReason)
        press(window, KEY.Key_F, CTRL | SHIFT)
        assert window.recents._complete
        assert window.screens.shown is Tab.CONTACTS
        press(window, KEY.Key_2, ALT)
        assert window.recents.detail.header.tabs.currentIndex() == 0
        press(window, KEY.Key_1, CTRL)
        before = names(screen)
        press(window, KEY.Key_D, CTRL)
        press(window, KEY.Key_F2)
        assert screen.detail_presenter.writing.draft is None
        assert names(screen) == before
        press(window, KEY.Key_2, CTRL)
        press(window, KEY.Key_M, CTRL)
        assert window.screens.shown is Tab.RECENTS
        await until(lambda: window.recents.presenter.wish.missed)

    play(steps)


def test_f6_goes_round_the_parts_of_the_contacts(play):
    async def steps(scene: Scene) -> None:
        window, screen = await listed(scene)
        choose(screen, "Ada Lovelace")
        await until(lambda: screen.detail_presenter.view is not None)
        screen.list.setFocus(Qt.FocusReason.TabFocusReason)
        seen = []
        for _ in range(3):
            press(window, KEY.Key_F6)
            seen.append(QApplication.focusWidget())
        assert screen.detail.isAncestorOf(seen[0])
        assert seen[1:] == [window.bar.field, screen.list]

    play(steps)


def test_who_writes_in_a_form_is_asked_before_another_contact_is_opened(play):
    async def steps(scene: Scene) -> None:
        window, screen = await listed(scene)
        await edited(window, screen)
        ada = screen.model.editing
        choose(screen, "Chiara Rossi")
        await until(lambda: screen.detail.dialog is not None)
        screen.detail_presenter.answer_stay()
        screen.detail.dialog.reject()
        await until(lambda: screen.detail.dialog is None)
        assert screen.list.current_contact.id == ada, "the list goes back to who is written about"
        assert screen.detail_presenter.writing.draft is not None
        choose(screen, "Chiara Rossi")
        await until(lambda: screen.detail.dialog is not None)
        screen.detail_presenter.answer_discard()
        await until(lambda: screen.detail_presenter.view.contact.name == "Chiara Rossi")
        assert not screen.model.editing

    play(steps)


def test_a_draft_stays_while_somebody_looks_at_the_calls_and_quitting_asks(play):
    async def steps(scene: Scene) -> None:
        window, screen = await listed(scene)
        quits = []
        window.quit_wanted.connect(lambda: quits.append(True))
        await edited(window, screen)
        press(window, KEY.Key_1, CTRL)
        press(window, KEY.Key_2, CTRL)
        assert screen.detail_presenter.writing.is_changed
        press(window, KEY.Key_1, CTRL)
        press(window, KEY.Key_Q, CTRL)
        await until(lambda: screen.detail.dialog is not None)
        assert quits == []
        assert window.screens.shown is Tab.CONTACTS, "what is asked about is seen"
        screen.detail_presenter.answer_discard()
        await until(lambda: quits == [True])

    play(steps)


def test_a_new_contact_is_saved_chosen_and_seen(play):
    async def steps(scene: Scene) -> None:
        window, screen = await listed(scene)
        screen.page.search.setText("ross")
        await settled(screen)
        screen.page.show_everybody()
        await settled(screen)
        press(window, KEY.Key_N, CTRL)
        await until(lambda: screen.detail_presenter.writing.draft is not None)
        await until(lambda: screen.detail.isAncestorOf(QApplication.focusWidget()))
        QTest.keyClicks(QApplication.focusWidget(), "Bruno Ferberg")
        press(window, KEY.Key_Tab)
        QTest.keyClicks(QApplication.focusWidget(), "020 7946 0321")
        await until(lambda: screen.detail_presenter.writing.is_changed)
        screen.detail_presenter.save()
        await until(lambda: "Bruno Ferberg" in names(screen))
        await until(lambda: screen.list.current_contact.name == "Bruno Ferberg")
        assert screen.model.item(screen.list.current_row).lines.time == strings.NOT_SENT_YET
        await until(lambda: window.shell.status().text == "1 change waits for \u2068Book\u2069")

    play(steps)


def test_a_call_is_added_to_the_contacts_and_then_opens_its_contact(play):
    async def steps(scene: Scene) -> None:
        await scene.sign_in()
        await phone_book(scene)
        window = await scene.window()
        await until(lambda: window.recents.page.state is CallsState.READY)
        await until(lambda: window.shell.writable_books)
        call = await recent_call(
            scene, lambda one: one.other and one.other.startswith("+") and not one.contact_id
        )
        recents = window.recents
        recents.list.go_to_call(call)
        await until(
            lambda: recents.detail_presenter.view and recents.detail_presenter.view.call.id == call.id
        )
        menu = recents.menu
        menu.open_for(call, recents.mapToGlobal(recents.rect().center()), window.shell.writable_books)
        shown = {action.text(): action for action in menu.actions() if action.isVisible()}
        assert strings.ADD_TO_CONTACTS in shown
        assert strings.OPEN_CONTACT not in shown
        shown[strings.ADD_TO_CONTACTS].trigger()
        menu.close()
        assert window.screens.shown is Tab.CONTACTS
        screen = window.contacts
        await until(lambda: screen.detail_presenter.writing.draft is not None)
        draft = screen.detail_presenter.writing.draft
        assert call.other in {text.replace(" ", "") for text in draft.numbers}
        screen.detail_presenter.answer_discard()
        account = window.shell.writable_books[0].account_id
        await scene.there(scene.opened.services.contacts.add(account, card("Somebody Known", call.other)))
        window.show_recents()
        await until(lambda: (scene.rows.get(call.id)).contact_id)
        header = recents.detail.header
        await until(lambda: header.contact.accessibleName() == strings.OPEN_CONTACT)
        header.contact.click()
        await until(lambda: window.screens.shown is Tab.CONTACTS)
        await until(
            lambda: screen.list.current_contact and screen.list.current_contact.name == "Somebody Known"
        )
        screen.all_calls_wanted.emit(screen.list.current_contact)
        assert window.screens.shown is Tab.RECENTS

    play(steps)


def test_with_several_phone_books_it_asks_which(play):
    async def steps(scene: Scene) -> None:
        await scene.sign_in()
        await phone_book(scene)
        second = await scene.there(add_book(scene.opened.services, scene.hello, "Lyon & Sons"))
        window = await scene.window()
        await until(lambda: len(window.shell.writable_books) == 2)
        await until(lambda: window.recents.page.state is CallsState.READY)
        call = await recent_call(
            scene, lambda one: one.other and one.other.startswith("+") and not one.contact_id
        )
        menu = window.recents.menu
        menu.open_for(call, window.mapToGlobal(window.rect().center()), window.shell.writable_books)
        (below,) = [one.menu() for one in menu.actions() if one.isVisible() and one.menu() is not None]
        assert [one.text() for one in below.actions()] == ["To Book", "To Lyon && Sons"]
        below.actions()[1].trigger()
        menu.close()
        await until(lambda: window.contacts.detail_presenter.writing.draft is not None)
        assert window.contacts.detail_presenter.writing.draft.account_id == second.id

    play(steps)


def test_a_contact_is_opened_whatever_narrows_the_list(play):
    async def steps(scene: Scene) -> None:
        window, screen = await listed(scene)
        ada = choose(screen, "Ada Lovelace")
        screen.page.search.setText("rossi")
        await until(lambda: names(screen) == ["Chiara Rossi"])
        window.show_recents()
        window.open_contact(ada.id)
        assert window.screens.shown is Tab.CONTACTS
        await until(lambda: len(names(screen)) == len(PEOPLE))
        await until(lambda: screen.list.current_contact.id == ada.id)
        assert screen.detail_presenter.view.contact.id == ada.id
        window.open_contact("99999")
        assert screen.list.current_contact.id == ada.id

    play(steps)


def test_on_a_narrow_window_the_contact_slides_over_the_list(play):
    async def steps(scene: Scene) -> None:
        await phone_book(scene)
        window, screen = await opened(scene)
        window.setMinimumSize(0, 0)
        window.resize(700, 640)
        await until(lambda: screen.narrow)
        screen.go_back()
        screen.list.setFocus(Qt.FocusReason.TabFocusReason)
        press(window, KEY.Key_Down)
        assert screen.page.isVisible()
        press(window, KEY.Key_Return)
        await until(lambda: not screen.sliding)
        assert (screen.page.isVisible(), screen.detail.isVisible()) == (False, True)
        press(window, KEY.Key_Escape)
        await until(lambda: not screen.sliding)
        assert screen.page.isVisible()
        assert screen.list.hasFocus()
        press(window, KEY.Key_N, CTRL)
        await until(lambda: not screen.sliding and screen.detail.isVisible())
        press(window, KEY.Key_F, CTRL)
        await until(screen.page.search.hasFocus)

    play(steps)


def test_an_edit_goes_to_the_provider_and_its_mark_goes_with_it(play):
    async def steps(scene: Scene) -> None:
        await scene.there(add_book(scene.opened.services, scene.hello))
        window, screen = await opened(scene)
        service = scene.opened.services.contacts
        account = window.shell.writable_books[0].account_id
        scene.thread.loop.call_soon_threadsafe(service.start)
        name = f"Sent {now().microsecond}"  # the sandbox serves other tests too
        added = await scene.there(service.add(account, card(name, "01632 960777")))
        await until(lambda: name in names(screen))
        await until(lambda: any(one["name"] == name for one in world(scene.hello)["contacts"]))
        await until(lambda: not screen.model.item(row_of(screen, name)).lines.time)
        await until(lambda: screen.presenter.unsent == 0)
        window.open_contact(added.id)
        await until(lambda: screen.list.current_contact.id == added.id)
        press(window, KEY.Key_D, CTRL)
        await until(lambda: screen.model.item(row_of(screen, name)).lines.time_icon == "star-filled")
        await scene.there(service.delete([added.id]))
        await until(lambda: name not in names(screen))

    play(steps)
