"""The list of contacts: rows, search, segments, what is opened and called, and what a screen reader hears."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.domain.contacts import EditState
from desktop.ui import strings_book as strings
from desktop.ui.contacts.list import CALL, EDIT
from desktop.ui.contacts.presenter import ListState, Segment
from desktop.ui.kit.strip import TALL_HEIGHT
from tests.support.listed_contacts import (
    PEOPLE,
    choose,
    everybody,
    listed,
    names,
    opened,
    phone_book,
    row_of,
    settled,
    stick,
)
from tests.support.paper_book import card
from tests.support.phonebook import add_book
from tests.ui.conftest import Scene, until

KEY, NONE = Qt.Key, Qt.KeyboardModifier.NoModifier
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def press(window, key, modifiers=NONE):
    QTest.keyClick(QApplication.focusWidget() or window, key, modifiers)


def lines(screen, name):
    return screen.model.item(row_of(screen, name)).lines


def said(screen, name):
    index = screen.model.index(row_of(screen, name), 0)
    return index.data(Qt.ItemDataRole.AccessibleTextRole)


async def found(screen, text):
    screen.page.search.setText(text)
    await until(lambda: screen.presenter.wish.text == text and screen.presenter.settled)
    await settled(screen)
    return names(screen) if screen.page.state is ListState.READY else []


def test_rows_stand_under_letters_with_number_and_country(play):
    async def steps(scene: Scene) -> None:
        _, screen = await listed(scene)
        model = screen.model
        assert [model.item(row).text for row in model.heading_rows()] == ["A", "B", "C"]
        assert names(screen) == [one.name for one in PEOPLE]
        assert screen.page.total.text() == "7 contacts"
        amelie = lines(screen, "Amélie Fournier")
        assert (amelie.letters, amelie.meta) == ("AF", ("+33 1 99 00 42 17", "France", "+2"))
        assert lines(screen, "Brennan & Daly").meta == ("+44 161 496 0127", "United Kingdom")
        assert not amelie.chip, "with one phone book nobody needs its name"

    play(steps)


def test_a_row_reads_as_one_sentence(play):
    async def steps(scene: Scene) -> None:
        _, screen = await listed(scene)
        there = await everybody(scene)
        service = scene.opened.services.contacts
        await scene.there(service.favourite(there["Amélie Fournier"].id, True))
        await scene.there(
            service.edit(there["Anders Sjöberg"].id, card("Anders Sjöberg", "+46 8 465 004 22"))
        )
        await stick(scene, there["Brennan & Daly"], card("Brennan Ltd", "0161 496 0127"), EditState.FAILED)
        await until(lambda: screen.presenter.unsent == 2 and screen.presenter.settled)
        assert said(screen, "Amélie Fournier") == (
            "Amélie Fournier, +33 1 99 00 42 17, France, 2 more numbers, favourite"
        )
        assert said(screen, "Anders Sjöberg") == "Anders Sjöberg, +46 8 465 004 22, Sweden, Not sent yet"
        assert said(screen, "Brennan & Daly").endswith("Not saved, The provider refused it.")
        assert screen.model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole) == "A"
        assert screen.list.accessibleName() == strings.CONTACTS

    play(steps)


def test_the_search_takes_any_part_of_a_name_and_any_spelling_of_a_number(play):
    async def steps(scene: Scene) -> None:
        _, screen = await listed(scene)
        assert await found(screen, "amelie") == ["Amélie Fournier"]
        assert lines(screen, "Amélie Fournier").title_marks == ((0, 6),)
        assert await found(screen, "sjob") == ["Anders Sjöberg"]
        assert await found(screen, "rossi chi") == ["Chiara Rossi"]
        assert await found(screen, "0161 496") == ["Brennan & Daly"]
        assert lines(screen, "Brennan & Daly").number_marks == ((4, 11),)
        assert await found(screen, "0033 6 39") == ["Amélie Fournier"]
        assert lines(screen, "Amélie Fournier").meta[0] == "+33 6 39 98 12 34", (
            "the number that was looked for"
        )
        assert await found(screen, "<b>nobody</b>") == []
        nothing = screen.page.shown_state
        assert nothing.title == "No contact with “\u2068<b>nobody</b>\u2069”"
        nothing.button.click()
        await until(lambda: screen.page.state is ListState.READY)
        await settled(screen)
        assert len(names(screen)) == len(PEOPLE)
        assert screen.page.search.hasFocus()

    play(steps)


def test_segments_show_favourites_and_what_is_not_sent(play):
    async def steps(scene: Scene) -> None:
        window, screen = await listed(scene)
        page = screen.page
        page.segments.choose(1)
        await until(lambda: page.state is ListState.NO_FAVOURITES)
        page.shown_state.button.click()
        await until(lambda: page.state is ListState.READY and page.segments.current == 0)
        choose(screen, "Chiara Rossi")
        press(window, KEY.Key_D, CTRL)
        await until(lambda: lines(screen, "Chiara Rossi").time_icon == "star-filled")
        page.segments.choose(1)
        await until(lambda: names(screen) == ["Chiara Rossi"])
        page.segments.choose(2)
        await until(lambda: page.state is ListState.ALL_SENT)
        there = await everybody(scene)
        await scene.there(
            scene.opened.services.contacts.edit(there["Ada Lovelace"].id, card("Ada King", "020 7946 0018"))
        )
        await until(lambda: page.state is ListState.READY and names(screen) == ["Ada King"])
        assert page.segments.buttons()[2].accessibleName() == "Not sent, 1"
        settings = scene.opened.services.settings
        await until(lambda: settings.text("ui.contacts_segment") == "unsent")
        assert (await scene.window()).screens.the_contacts().presenter.wish.segment is Segment.UNSENT

    play(steps)


def test_keys_alone_find_open_call_and_edit(play):
    async def steps(scene: Scene) -> None:
        window, screen = await listed(scene)
        window.show_recents()
        press(window, KEY.Key_2, CTRL)
        assert screen.list.hasFocus()
        wished = []
        window.calling.wish = lambda text, *_args, **more: wished.append((text, more["name"]))
        press(window, KEY.Key_F, CTRL)
        assert screen.page.search.hasFocus()
        QTest.keyClicks(screen.page.search, "rossi")
        await until(lambda: screen.presenter.settled and names(screen) == ["Chiara Rossi"])
        press(window, KEY.Key_Down)
        assert screen.list.hasFocus()
        assert screen.list.current_contact.name == "Chiara Rossi"
        press(window, KEY.Key_R, CTRL)
        assert wished == [("+390694801234", "Chiara Rossi")]
        await until(lambda: screen.detail_presenter.view is not None)
        press(window, KEY.Key_Return)
        assert screen.detail.isAncestorOf(QApplication.focusWidget())
        press(window, KEY.Key_F2)
        await until(lambda: screen.model.editing == screen.list.current_contact.id)
        assert lines(screen, "Chiara Rossi").time == strings.EDITING
        assert "Editing" in window.shell.status().text
        press(window, KEY.Key_Escape)
        await until(lambda: not screen.model.editing)
        press(window, KEY.Key_N, CTRL)
        await until(lambda: screen.detail_presenter.writing.draft is not None)

    play(steps)


def test_the_row_in_question_has_buttons_to_call_and_to_edit(play):
    async def steps(scene: Scene) -> None:
        window, screen = await listed(scene)
        wished = []
        window.calling.wish = lambda text, *_args, **_more: wished.append(text)
        row = row_of(screen, "Bluebird Bakery")
        screen.list.hover_row(row)
        strip = screen.list.strip
        assert strip.button(CALL).isVisible()
        strip.button(CALL).click()
        assert wished == ["+12025550118"]
        screen.list.hover_row(row)
        strip.button(EDIT).click()
        await until(lambda: screen.model.editing)
        assert screen.list.current_contact.name == "Bluebird Bakery"
        assert window.screens.shown.value == "contacts"

    play(steps)


def test_a_refused_edit_says_why_in_a_taller_row_and_is_tried_again_or_discarded(play):
    async def steps(scene: Scene) -> None:
        _, screen = await listed(scene)
        there = await everybody(scene)
        await stick(scene, there["Brennan & Daly"], card("Brennan Ltd", "0161 496 0127"), EditState.FAILED)
        await stick(scene, there["Cooper Dental"], card("Cooper", "0131 496 0562"), EditState.CONFLICT)
        await until(lambda: len(screen.list.tall_rows()) == 2 and screen.presenter.settled)
        rows = screen.list
        refused, changed = row_of(screen, "Brennan & Daly"), row_of(screen, "Cooper Dental")
        assert [rows.rowHeight(row) for row in (refused, changed, 1)] == [TALL_HEIGHT, TALL_HEIGHT, 56]
        assert lines(screen, "Brennan & Daly").words == (strings.RETRY, strings.DISCARD)
        assert lines(screen, "Cooper Dental").trouble == strings.CHANGED_THERE
        rows.setFocus(Qt.FocusReason.TabFocusReason)
        rows.expect_ring(True)
        rows.go_to(refused)
        order = []
        for _ in range(4):
            press(screen, KEY.Key_Tab)
            order.append(QApplication.focusWidget().accessibleName())
        assert order == ["Call", strings.EDIT, strings.RETRY, strings.DISCARD]
        press(screen, KEY.Key_Space)
        await until(lambda: not lines(screen, "Brennan & Daly").time)
        assert rows.rowHeight(row_of(screen, "Brennan & Daly")) == 56
        rows.hover_row(row_of(screen, "Cooper Dental"))
        rows.strip.button("compare").click()
        await until(lambda: screen.detail_presenter.view.contact.name == "Cooper Dental")

    play(steps)


def test_the_menu_of_a_row_calls_and_copies_every_number(play):
    async def steps(scene: Scene) -> None:
        window, screen = await listed(scene)
        wished = []
        window.calling.wish = lambda text, *_args, **_more: wished.append(text)
        row, menu = row_of(screen, "Amélie Fournier"), screen.handling.menu

        def open_menu():
            screen.list.go_to(row)
            place = screen.list.visualRect(screen.model.index(row, 0)).center()
            screen.list.menu_wanted.emit(row, screen.list.viewport().mapToGlobal(place))
            return {action.text(): action for action in menu.actions()}

        entries = open_menu()
        assert screen.list.held, "nothing moves under a menu"
        assert list(entries) == ["Call", "Call another number", "Copy number", "", "Edit", *list(entries)[5:]]
        others = entries["Call another number"].menu().actions()
        assert [one.text() for one in others] == ["+33 6 39 98 12 34, Second", "+44 20 7946 0652, Third"]
        others[1].trigger()
        assert wished == ["+442079460652"]
        menu.close()
        copies = open_menu()["Copy number"].menu().actions()
        copies[0].trigger()
        assert QGuiApplication.clipboard().text() == "+33 1 99 00 42 17"
        menu.close()
        open_menu()[strings.MAKE_FAVOURITE].trigger()
        menu.close()
        await until(lambda: lines(screen, "Amélie Fournier").time_icon == "star-filled")
        assert strings.NO_FAVOURITE in open_menu()
        menu.close()

    play(steps)


def test_names_that_would_break_a_row_do_not(play):
    async def steps(scene: Scene) -> None:
        odd = (
            card("Dr. " + "Maximiliane " * 1000, "+44 20 7946 0100"),
            card("Ada\u202e\n\tKing\u0007", "+44 20 7946 0101"),
            card("👩\u200d💻", "+44 20 7946 0102"),
            card("شرکت بهار", "+44 20 7946 0103"),
            card("<b>Bold</b> & Sons", "call me <i>maybe</i>"),
            card("e\u0301" * 300, "+44 20 7946 0104"),
        )
        _, screen = await listed(scene, odd)
        faces = [screen.model.item(row) for row in range(screen.model.rowCount())]
        rows = [face for face in faces if hasattr(face, "lines")]
        assert len(rows) == len(odd)
        titles = {face.lines.title for face in rows}
        assert {"Ada King", "👩\u200d💻", "شرکت بهار", "<b>Bold</b> & Sons"} <= titles
        assert all(len(title) <= 300 for title in titles)
        assert "&lt;b&gt;Bold" in next(face.hint for face in rows if "Bold" in face.lines.title)
        bold = next(face for face in rows if "Bold" in face.lines.title)
        assert bold.lines.meta == ("call me <i>maybe</i>",)
        assert next(face for face in rows if face.lines.title == "👩\u200d💻").lines.icon == "user"
        screen.list.grab()

    play(steps)


def test_two_phone_books_say_whose_a_contact_is(play):
    async def steps(scene: Scene) -> None:
        window, screen = await listed(scene)
        await scene.there(scene.opened.services.accounts.rename("Book", "Head office"))
        await scene.there(add_book(scene.opened.services, scene.hello, "Lyon"))
        await until(lambda: len(screen.presenter.books) == 2 and len(window.shell.accounts) == 2)
        await until(
            lambda: screen.model.several_books and lines(screen, "Ada Lovelace").chip == "Head office"
        )

    play(steps)


def test_of_many_edits_that_wait_only_those_that_need_somebody_make_their_rows_taller(play):
    async def steps(scene: Scene) -> None:
        account = await phone_book(scene, ())
        service = scene.opened.services.contacts
        cards = [card(f"Person {number:03}", f"020 7946 {number:04}") for number in range(400)]
        await scene.there(service.add_all(account, cards))
        _, screen = await opened(scene)
        assert screen.presenter.unsent == 400
        assert screen.list.tall_rows() == []
        there = await everybody(scene)
        assert await scene.there(service.stuck(9)) == []
        await stick(scene, there["Person 399"], card("Nobody", "020 7946 0399"), EditState.FAILED)
        await until(lambda: screen.list.tall_rows() == [row_of(screen, "Person 399")])
        assert await scene.there(service.stuck(9)) == [there["Person 399"].id]

    play(steps)
