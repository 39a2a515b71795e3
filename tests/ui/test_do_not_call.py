"""The do-not-call list in the real window: read, added to, undone, brought in from files, never dialled."""

from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from desktop.domain.attempts import DialSource
from desktop.domain.contacts import ContactQuery
from desktop.ui.do_not_call.asking import AskToList
from desktop.ui.do_not_call.dialog import DoNotCallDialog
from desktop.ui.do_not_call.importing import ImportNumbers
from desktop.ui.do_not_call.presenter import ListState
from desktop.ui.do_not_call.reading import Phase
from desktop.ui.settings.places import ListRow
from desktop.ui.shell.window import MainWindow
from tests.support.phonebook import add_book
from tests.ui.conftest import Scene, until

ADA, BOB = "+33612345678", "+442079460018"


async def numbers(scene: Scene) -> list[str]:
    return [entry.number for entry in await scene.there(scene.opened.services.do_not_call.entries())]


async def until_listed(scene: Scene, wanted: list[str]) -> None:
    """Wait until these numbers are on the list."""
    for _ in range(400):
        if await numbers(scene) == wanted:
            return
    raise AssertionError(await numbers(scene))


async def opened(scene: Scene, *listed: tuple[str, str]) -> DoNotCallDialog:
    for number, reason in listed:
        await scene.there(scene.opened.services.do_not_call.add(number, reason, "By hand"))
    window = await scene.window()
    window.bar.list_wanted.emit()
    dialog = window.deeds.dialog
    assert isinstance(dialog, DoNotCallDialog)
    await until(lambda: dialog.presenter.state is not ListState.LOADING)
    return dialog


def rows(dialog: DoNotCallDialog) -> list[str]:
    model = dialog.table.entries
    return [model.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(model.rows)]


def test_an_empty_list_says_so_and_how_it_is_filled(play):
    async def steps(scene: Scene) -> None:
        dialog = await opened(scene)
        assert dialog.presenter.state is ListState.EMPTY
        assert not dialog.add.isVisible()
        assert not dialog.export.isVisible()
        assert dialog.empty.button is not None
        dialog.empty.button.click()
        assert isinstance(dialog.over.dialog, AskToList)
        assert not dialog.field.isVisible()

    play(steps)


def test_the_menu_of_the_window_opens_it(play):
    async def steps(scene: Scene) -> None:
        window = await scene.window()
        entry = next(one for one in window.bar.main_menu.actions() if one.text() == "Do-not-call list…")
        entry.trigger()
        assert isinstance(window.deeds.dialog, DoNotCallDialog)

    play(steps)


def test_rows_say_who_why_and_what_put_them_there_and_are_searched(play):
    async def steps(scene: Scene) -> None:
        dialog = await opened(scene, (ADA, "asked by letter"), (BOB, ""))
        assert [row.rpartition(", ")[0] for row in rows(dialog)] == [
            "+44 20 7946 0018, No reason given, By hand",
            "+33 6 12 34 56 78, asked by letter, By hand",
        ]
        for text, count in (("0612", 1), ("letter", 1), ("hand", 2)):
            dialog.field.setText(text)
            await until(lambda count=count: dialog.presenter.rows == count)  # type: ignore[misc]
        dialog.field.setText("nobody at all")
        await until(lambda: dialog.presenter.state is ListState.NOTHING)
        assert dialog.count.text() == "0 of 2 numbers"

    play(steps)


def test_del_takes_a_number_off_and_undo_brings_it_back_as_it_stood(play):
    async def steps(scene: Scene) -> None:
        dialog = await opened(scene, (ADA, "asked by letter"), (BOB, ""))
        before = await scene.there(scene.opened.services.do_not_call.entries())
        dialog.table.setFocus(Qt.FocusReason.TabFocusReason)
        dialog.table.go_to(1)
        QTest.keyClick(dialog.table, Qt.Key.Key_Delete)
        await until(lambda: dialog.passing.toast is not None)
        assert await numbers(scene) == [BOB]
        assert dialog.passing.toast is not None
        assert dialog.passing.toast.accessibleName() == "+33 6 12 34 56 78 may be called again"
        await until(lambda: dialog.presenter.rows == 1)
        dialog.passing.toast.press()
        await until(lambda: dialog.presenter.rows == 2)
        after = await scene.there(scene.opened.services.do_not_call.entries())
        assert {entry.number: entry for entry in after} == {entry.number: entry for entry in before}

    play(steps)


def test_a_number_is_typed_in_any_spelling_and_judged_while_it_is(play):
    async def steps(scene: Scene) -> None:
        await scene.there(scene.opened.add(scene.hello, "Main"))
        dialog = await opened(scene)
        dialog.add.click()
        form = dialog.over.dialog
        assert isinstance(form, AskToList)
        assert not form.go.isEnabled()
        form.number.setText("112")
        await until(lambda: "emergency" in form.note.text())
        assert not form.go.isEnabled()
        form.number.setText("0033 6 12 34 56 78")
        await until(form.go.isEnabled)
        assert "+33 6 12 34 56 78" in form.note.text()
        form.reason.setText("by letter")
        QTest.keyClick(form.reason, Qt.Key.Key_Return)
        await until(lambda: dialog.presenter.rows == 1)
        (entry,) = await scene.there(scene.opened.services.do_not_call.entries())
        assert (entry.number, entry.reason, entry.source) == (ADA, "by letter", "By hand")

    play(steps)


def test_a_listed_number_s_reason_is_changed_in_its_form(play):
    async def steps(scene: Scene) -> None:
        dialog = await opened(scene, (ADA, "first"))
        dialog.table.setFocus(Qt.FocusReason.TabFocusReason)
        dialog.table.go_to(0)
        QTest.keyClick(dialog.table, Qt.Key.Key_Return)
        form = dialog.over.dialog
        assert isinstance(form, AskToList)
        await until(lambda: form.presenter.entry is not None)
        assert (form.go.text(), form.reason.text()) == ("Save the reason", "first")
        form.reason.setText("second")
        form.go.click()
        await until(lambda: "second" in rows(dialog)[0])

    play(steps)


def test_the_menu_of_a_row_copies_changes_and_removes(play):
    async def steps(scene: Scene) -> None:
        dialog = await opened(scene, (ADA, "first"))
        dialog.table.choice_wanted.emit(0, QPoint(10, 10))
        labels = [action.text() for action in dialog.menu.actions() if action.text()]
        assert labels == ["Copy number", "Change reason…", "Remove from the list"]
        dialog.menu.actions()[-1].trigger()
        await until(lambda: dialog.presenter.state is ListState.EMPTY)
        assert await numbers(scene) == []

    play(steps)


def test_a_file_is_looked_at_first_and_what_is_left_out_says_why(play, tmp_path: Path):
    async def steps(scene: Scene) -> None:
        dialog = await opened(scene, (ADA, "there already"))
        file = tmp_path / "opt-outs.csv"
        file.write_text(f"number,reason\n{BOB},by mail\n{ADA},\nnobody,\n3.36E+10,\n")
        dialog.bring.click()
        importing = dialog.over.dialog
        assert isinstance(importing, ImportNumbers)
        importing.presenter.open_file(file)
        await until(lambda: importing.presenter.phase is Phase.PREVIEW)
        assert importing.go.text() == "Add 1 number"
        model = importing.table.entries
        said = [model.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(model.rows)]
        assert said[0] == "Row 3, +33612345678, It is on the list already"
        assert [text.partition(",")[0] for text in said] == ["Row 3", "Row 4", "Row 5"]
        assert await numbers(scene) == [ADA]
        importing.go.click()
        await until(lambda: importing.presenter.phase is Phase.DONE)
        assert set(await numbers(scene)) == {ADA, BOB}
        importing.go.click()
        await until(lambda: dialog.presenter.rows == 2)

    play(steps)


def test_a_file_that_cannot_be_read_says_so_and_another_can_be_chosen(play, tmp_path: Path):
    async def steps(scene: Scene) -> None:
        dialog = await opened(scene)
        dialog.open_import()
        importing = dialog.over.dialog
        assert isinstance(importing, ImportNumbers)
        importing.presenter.open_file(tmp_path)
        await until(lambda: importing.presenter.trouble)
        assert importing.presenter.phase is Phase.CHOOSE
        assert importing.choose_page.trouble.isVisible()

    play(steps)


def test_the_list_is_written_into_a_file(play, tmp_path: Path):
    async def steps(scene: Scene) -> None:
        dialog = await opened(scene, (ADA, "by letter"))
        file = tmp_path / "list.csv"
        dialog.presenter.export(file)
        await until(lambda: dialog.passing.toast is not None)
        assert f"{ADA},by letter,By hand," in file.read_text(encoding="utf-8-sig")
        dialog.presenter.export(tmp_path / "no such folder" / "list.csv")
        await until(
            lambda: (
                dialog.passing.toast is not None
                and "could not be saved" in dialog.passing.toast.accessibleName()
            )
        )

    play(steps)


# ---- from calls and contacts


async def with_calls(scene: Scene) -> MainWindow:
    await scene.sign_in()
    window = await scene.window()
    await until(lambda: window.recents.list.model().rowCount() > 0)
    return window


def test_a_call_s_menu_lists_its_number_and_its_call_button_refuses_then(play):
    async def steps(scene: Scene) -> None:
        window = await with_calls(scene)
        recents = window.recents
        row = next(
            row
            for row in range(recents.model.rowCount())
            if (call := recents.model.call_at(row)) is not None and (call.other or "").startswith("+")
        )
        call = recents.model.call_at(row)
        assert call is not None
        recents.open_call(call.id)
        recents.list.menu_wanted.emit(row, QPoint(5, 5))
        entry = next(one for one in recents.menu.actions() if one.text() == "Add to do-not-call list…")
        entry.trigger()
        form = window.deeds.dialog
        assert isinstance(form, AskToList)
        await until(form.go.isEnabled)
        form.reason.setText("asked on the phone")
        form.go.click()
        await until(lambda: window.deeds.passing.toast is not None)
        (entry_kept,) = await scene.there(scene.opened.services.do_not_call.entries())
        assert (entry_kept.number, entry_kept.source) == (call.other, "A call")
        before = len(scene.requests("POST", "/calls"))
        recents.call_open()
        await until(lambda: window.calling.card is not None)
        assert window.calling.card is not None
        for word in ("do-not-call list", "since", "asked on the phone"):
            assert word in window.calling.card.sentence
        assert len(scene.requests("POST", "/calls")) == before
        assert window.deeds.passing.toast is not None
        window.deeds.passing.toast.press()
        await until_listed(scene, [])

    play(steps)


def test_a_contact_s_menu_lists_one_of_its_numbers(play):
    async def steps(scene: Scene) -> None:
        await scene.there(add_book(scene.opened.services, scene.hello))
        found = await scene.there(scene.opened.services.contacts.find_all(ContactQuery()))
        contact = next(one for one in found if len(one.numbers) > 1 and all(n.e164 for n in one.numbers))
        window = await scene.window()
        window.show_contacts()
        handling = window.screens.the_contacts().handling
        handling.list_number(contact)
        form = window.deeds.dialog
        assert isinstance(form, AskToList)
        assert form.which.count() == len(contact.numbers)
        form.which.picked.emit(contact.numbers[1].e164)
        await until(form.go.isEnabled)
        form.go.click()
        await until(lambda: window.deeds.passing.toast is not None)
        (entry,) = await scene.there(scene.opened.services.do_not_call.entries())
        assert (entry.number, entry.source) == (contact.numbers[1].e164, "A contact")

    play(steps)


def test_an_opened_call_is_marked_its_call_button_says_why_and_the_mark_takes_it_off(play):
    async def steps(scene: Scene) -> None:
        window = await with_calls(scene)
        recents, detail = window.recents, window.recents.detail
        call = next(
            one
            for row in range(recents.model.rowCount())
            if (one := recents.model.call_at(row)) is not None and (one.other or "").startswith("+")
        )
        recents.open_call(call.id)
        assert detail.notes.listed.isHidden()
        await scene.there(scene.opened.services.do_not_call.add(call.other, "asked by letter"))
        await until(lambda: not detail.notes.listed.isHidden())
        hint = detail.header.call.accessibleDescription()
        for word in ("do-not-call list since", "asked by letter"):
            assert word in hint
        assert detail.header.call.isEnabled()
        assert detail.notes.listed.button is not None
        detail.notes.listed.button.click()
        await until(detail.notes.listed.isHidden)
        assert await numbers(scene) == []
        assert "do-not-call" not in detail.header.call.accessibleDescription()

    play(steps)


def test_an_opened_contact_names_each_of_its_listed_numbers(play):
    async def steps(scene: Scene) -> None:
        await scene.there(add_book(scene.opened.services, scene.hello))
        found = await scene.there(scene.opened.services.contacts.find_all(ContactQuery()))
        contact = next(one for one in found if len(one.numbers) > 1 and all(n.e164 for n in one.numbers))
        for number in contact.numbers[:2]:
            await scene.there(scene.opened.services.do_not_call.add(number.e164, "asked by letter"))
        window = await scene.window()
        window.show_contacts()
        screen = window.screens.the_contacts()
        screen.open_contact(contact.id)
        note = screen.detail.notes.listed
        await until(lambda: not note.isHidden())
        assert note.accessibleName().count("do-not-call list") == 2
        assert screen.detail.campaigns.isHidden()  # no account of it has any
        screen.detail.notes.unlist.click()
        await until(note.isHidden)
        assert await numbers(scene) == []
        assert window.deeds.passing.toast is not None
        assert window.deeds.passing.toast.accessibleName() == "2 numbers may be called again"
        window.deeds.passing.toast.press()
        await until(lambda: not note.isHidden() and note.accessibleName().count("do-not-call list") == 2)

    play(steps)


def test_the_menu_of_the_contacts_opens_the_list(play):
    async def steps(scene: Scene) -> None:
        await scene.there(add_book(scene.opened.services, scene.hello))
        window = await scene.window()
        window.show_contacts()
        page = window.screens.the_contacts().page
        entry = next(one for one in page.menu.actions() if one.text() == "Do-not-call list…")
        entry.trigger()
        assert isinstance(window.deeds.dialog, DoNotCallDialog)

    play(steps)


def test_the_settings_open_the_list_over_the_window(play):
    async def steps(scene: Scene) -> None:
        window = await scene.window()
        window.open_settings("calling")
        settings = window.settings.window
        assert settings is not None
        row = next(one for one in settings.findChildren(ListRow) if one.isVisible())
        row.button.click()
        assert isinstance(window.deeds.dialog, DoNotCallDialog)

    play(steps)


def test_a_listed_number_is_dialled_from_nowhere_in_the_window(play):
    async def steps(scene: Scene) -> None:
        window = await with_calls(scene)
        await scene.there(scene.opened.services.do_not_call.add(ADA, "asked not to be called"))
        before = len(scene.requests("POST", "/calls"))
        for source in DialSource:
            window.calling.wish("0033 6 12 34 56 78", source)
            await until(lambda: window.calling.card is not None)
            assert window.calling.card is not None
            assert "do-not-call list" in window.calling.card.sentence
            assert window.question is None
            window.calling.dismiss()
        assert len(scene.requests("POST", "/calls")) == before

    play(steps)
