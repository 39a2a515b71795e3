"""The import on the real window and engine: a file is looked at, checked, brought in and taken back."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.domain.contacts import ContactCard, ContactQuery
from desktop.services.importing.plan import Choice, Verdict
from desktop.ui.contacts.dialogs import ContactDialogs
from desktop.ui.contacts.importing.presenter import Phase
from desktop.ui.contacts.importing.wizard import ImportWizard
from tests.support.phonebook import add_book, dialogs_of
from tests.ui.conftest import Scene, until

CARDS = """\
BEGIN:VCARD
VERSION:3.0
FN:Atelier Vasseur
TEL:+33 2 61 91 40 12
TEL:+33 6 39 98 00 01
EMAIL:bonjour@example.com
END:VCARD
BEGIN:VCARD
VERSION:3.0
FN:Front desk
TEL:204
END:VCARD
"""
TABLE = "Name;Phone;Mobile\nIngrid Holm;+46 8 465 004 77;\nBluebird Bakery;+1 202 555 0164;+1 202 555 0165\n"


async def opened(scene: Scene, file: Path | None = None) -> tuple[ContactDialogs, ImportWizard]:
    dialogs = await dialogs_of(scene)
    dialogs.open_import_of(file)
    wizard = dialogs.dialog
    assert isinstance(wizard, ImportWizard)
    return dialogs, wizard


async def checked(scene: Scene, file: Path) -> ImportWizard:
    await scene.there(add_book(scene.opened.services, scene.hello))
    _, wizard = await opened(scene, file)
    await until(lambda: wizard.presenter.phase is Phase.CHECK)
    return wizard


def written(folder: Path, text: str, name: str) -> Path:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


async def names(scene: Scene, text: str) -> list[str]:
    found = await scene.there(scene.opened.services.contacts.find_all(ContactQuery(text=text)))
    return [contact.name for contact in found]


def test_cards_are_checked_imported_and_taken_back(play, tmp_path):
    async def steps(scene: Scene) -> None:
        wizard = await checked(scene, written(tmp_path, CARDS, "shops.vcf"))
        page, presenter = wizard.check_page, wizard.presenter
        assert wizard.steps.accessibleName() == "Step 2 of 3: Check the cards"
        assert wizard.go_on.text() == "Import 1 contact"
        assert page.chips.chip(Verdict.NEW).count == "1"
        assert page.chips.chip(Verdict.INVALID).count == "1"
        assert page.table.plan_model.face_at(0).more == "+1"
        assert "Front desk" in page.table.plan_model.face_at(1).sentence
        wizard.go_on.click()
        await until(lambda: presenter.phase is Phase.RESULT)
        assert await names(scene, "Vasseur") == ["Atelier Vasseur"]
        assert wizard.undo.isVisible()
        wizard.undo.click()
        await until(lambda: presenter.phase is Phase.UNDONE)
        assert await names(scene, "Vasseur") == []
        trash = await scene.there(scene.opened.services.contacts.trash())
        assert "Atelier Vasseur" in [one.card.name for one in trash]
        wizard.go_on.click()
        assert not wizard.isVisible()

    play(steps)


def test_a_table_whose_columns_are_not_known_asks_for_them(play, tmp_path):
    async def steps(scene: Scene) -> None:
        await scene.there(add_book(scene.opened.services, scene.hello))
        text = "A;B;C\nIngrid Holm;Stockholm;0046846500477\nPer Holm;Malmö;004640100100\n"
        _, wizard = await opened(scene, written(tmp_path, text, "team.csv"))
        presenter, page = wizard.presenter, wizard.columns_page
        await until(lambda: presenter.phase in {Phase.COLUMNS, Phase.CHECK})
        presenter.show_columns()
        for place, line in enumerate(page.lines):
            if line.combo.value != "ignore":
                line.combo.setFocus()
                line.combo.setCurrentIndex(line.combo.findData("ignore"))
                line.combo.activated.emit(line.combo.currentIndex())
                await until(lambda place=place: presenter.facts.columns[place].value == "ignore")
        assert not wizard.go_on.isEnabled()
        for place, role in ((0, "name"), (2, "number")):
            combo = page.lines[place].combo
            combo.setCurrentIndex(combo.findData(role))
            combo.activated.emit(combo.currentIndex())
            await until(lambda place=place, role=role: presenter.facts.columns[place].value == role)
        await until(wizard.go_on.isEnabled)
        wizard.go_on.click()
        await until(lambda: presenter.phase is Phase.CHECK)
        assert presenter.plan.total == 2
        assert wizard.back.text() == "Back"
        wizard.back.click()
        assert presenter.phase is Phase.COLUMNS

    play(steps)


def test_a_row_is_left_out_and_taken_by_keys_and_all_at_once(play, tmp_path):
    async def steps(scene: Scene) -> None:
        wizard = await checked(scene, written(tmp_path, TABLE, "team.csv"))
        page, presenter = wizard.check_page, wizard.presenter
        table = page.table
        table.setFocus(Qt.FocusReason.TabFocusReason)
        table.go_to(0)
        QTest.keyClick(table, Qt.Key.Key_Space)
        assert presenter.plan.included() == 1
        assert page.head.box.checkState() is Qt.CheckState.PartiallyChecked
        assert table.current_row == 0  # the same rows keep their place
        page.head.box.click()
        await until(lambda: presenter.plan.included() == 2)
        page.head.box.click()
        await until(lambda: presenter.plan.included() == 0)
        assert not wizard.go_on.isEnabled()
        QTest.keyClick(table, Qt.Key.Key_F4)
        assert table.menu.isVisible()
        QTest.keyClick(table.menu, Qt.Key.Key_Down)
        QTest.keyClick(table.menu, Qt.Key.Key_Return)
        assert presenter.plan.choice(0) is Choice.ADD

    play(steps)


def test_a_merge_opens_with_what_it_adds(play, tmp_path):
    async def steps(scene: Scene) -> None:
        services = scene.opened.services
        account = await scene.there(add_book(services, scene.hello))
        card = ContactCard("Hugo Marchand", ("+33 1 99 00 17 46", "", ""))
        await scene.there(services.contacts.add(account.id, card))
        text = "Name,Phone,Mobile\nMARCHAND Hugo,+33199001746,+33639983126\n"
        _, wizard = await opened(scene, written(tmp_path, text, "hugo.csv"))
        presenter, table = wizard.presenter, wizard.check_page.table
        await until(lambda: presenter.phase is Phase.CHECK)
        assert presenter.plan.row(0).verdict is Verdict.MERGE
        low = table.rowHeight(0)
        table.setFocus(Qt.FocusReason.TabFocusReason)
        table.go_to(0)
        QTest.keyClick(table, Qt.Key.Key_Return)
        assert table.rowHeight(0) > low
        assert [field.gained for field in table.opened_fields] == [False, False, True]
        assert table.plan_model.face_at(0).choice == "Merge"
        QTest.keyClick(table, Qt.Key.Key_Return)
        assert table.rowHeight(0) == low
        wizard.go_on.click()
        await until(lambda: presenter.phase is Phase.RESULT)
        found = await scene.there(services.contacts.find_all(ContactQuery(text="Marchand")))
        assert [number.e164 for number in found[0].numbers] == ["+33199001746", "+33639983126"]
        wizard.undo.click()
        await until(lambda: presenter.phase is Phase.UNDONE)
        found = await scene.there(services.contacts.find_all(ContactQuery(text="Marchand")))
        assert [number.e164 for number in found[0].numbers] == ["+33199001746"]

    play(steps)


def test_a_file_that_is_none_says_why_and_another_can_be_dropped(play, tmp_path):
    async def steps(scene: Scene) -> None:
        await scene.there(add_book(scene.opened.services, scene.hello))
        _, wizard = await opened(scene, tmp_path / "gone.vcf")
        presenter, zone = wizard.presenter, wizard.choose_page.zone
        await until(lambda: presenter.trouble)
        assert wizard.choose_page.trouble.isVisible()
        assert "gone.vcf" in presenter.trouble
        mime = QMimeData()
        mime.setUrls([QUrl.fromLocalFile(str(written(tmp_path, CARDS, "shops.vcf")))])
        buttons, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        copy = Qt.DropAction.CopyAction
        QApplication.sendEvent(wizard, QDragEnterEvent(QPoint(9, 9), copy, mime, buttons, none))
        assert zone.over
        QApplication.sendEvent(wizard, QDragLeaveEvent())
        assert not zone.over
        QApplication.sendEvent(wizard, QDragEnterEvent(QPoint(9, 9), copy, mime, buttons, none))
        QApplication.sendEvent(wizard, QDropEvent(QPointF(9, 9), copy, mime, buttons, none))
        await until(lambda: presenter.phase is Phase.CHECK)
        assert presenter.plan.total == 2

    play(steps)


@pytest.mark.parametrize("text", ["", "Name;Phone\n"])
def test_an_empty_file_is_told_of(play, tmp_path, text):
    async def steps(scene: Scene) -> None:
        await scene.there(add_book(scene.opened.services, scene.hello))
        _, wizard = await opened(scene, written(tmp_path, text, "empty.csv"))
        await until(lambda: wizard.presenter.trouble or wizard.presenter.phase is Phase.COLUMNS)
        if wizard.presenter.phase is Phase.COLUMNS:
            wizard.presenter.check()
            await until(lambda: wizard.presenter.trouble)
        assert wizard.presenter.phase is Phase.CHOOSE
        assert wizard.choose_page.trouble.isVisible()

    play(steps)


def test_the_list_and_the_result_are_saved(play, tmp_path):
    async def steps(scene: Scene) -> None:
        wizard = await checked(scene, written(tmp_path, CARDS, "shops.vcf"))
        said = []
        wizard.presenter.said.connect(said.append)
        wizard.presenter.save_list(tmp_path / "list.csv")
        await until(lambda: said)
        text = (tmp_path / "list.csv").read_text("utf-8-sig")
        assert "Atelier Vasseur" in text
        assert "An extension, not a phone number" in text
        wizard.presenter.run()
        await until(lambda: wizard.presenter.phase is Phase.RESULT)
        wizard.presenter.save_result(tmp_path / "result.csv")
        await until(lambda: len(said) == 2)
        assert "added" in (tmp_path / "result.csv").read_text("utf-8-sig")
        wizard.presenter.save_list(tmp_path / "no such folder" / "list.csv")
        await until(lambda: len(said) == 3)
        assert said[:2] == ["The list is saved", "The result is saved"]

    play(steps)


def test_escape_first_stops_an_import_and_then_leaves(play, tmp_path):
    rows = "".join(f"Person {n};+3319900{n:04}\n" for n in range(9000))

    async def steps(scene: Scene) -> None:
        wizard = await checked(scene, written(tmp_path, "Name;Phone\n" + rows, "many.csv"))
        presenter = wizard.presenter
        presenter.run()
        await until(lambda: presenter.progress is not None and presenter.progress.done)
        QTest.keyClick(wizard, Qt.Key.Key_Escape)
        await until(lambda: presenter.phase is Phase.RESULT)
        assert wizard.isVisible()
        assert 0 < len(presenter.result.contacts) < 9000
        assert wizard.back.text() == "Go on"
        wizard.back.click()
        await until(lambda: presenter.phase is Phase.RESULT and not presenter.result.left)
        assert len(presenter.result.contacts) == 9000
        QTest.keyClick(wizard, Qt.Key.Key_Escape)
        assert not wizard.isVisible()

    play(steps)


def test_nothing_goes_in_without_a_phonebook(play):
    async def steps(scene: Scene) -> None:
        await scene.sign_in()
        _, wizard = await opened(scene)
        await until(lambda: wizard.presenter.trouble)
        assert wizard.presenter.lead == "No phone book takes contacts now"

    play(steps)


def test_ctrl_q_quits_from_the_import(play):
    async def steps(scene: Scene) -> None:
        await scene.there(add_book(scene.opened.services, scene.hello))
        dialogs, wizard = await opened(scene)
        asked = []
        scene.windows[0].quit_wanted.connect(lambda: asked.append(True))
        await until(wizard.isActiveWindow)
        QTest.keyClick(wizard, Qt.Key.Key_Q, Qt.KeyboardModifier.ControlModifier)
        assert asked
        assert dialogs.dialog is None

    play(steps)
