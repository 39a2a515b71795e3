"""The export on the real window and engine: which contacts, in which form, and where the file is."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest

from desktop.domain.contacts import ContactQuery
from desktop.services.importing.values import Format
from desktop.ui.contacts.dialogs import ContactDialogs
from desktop.ui.contacts.exporting.dialog import ExportDialog
from desktop.ui.contacts.exporting.presenter import Which
from desktop.ui.kit.buttons import Button
from desktop.ui.kit.float import Toast
from tests.support.phonebook import add_book, dialogs_of
from tests.ui.conftest import Scene, until


async def opened(scene: Scene, ids=()) -> tuple[ContactDialogs, ExportDialog]:
    dialogs = await dialogs_of(scene)
    dialogs.open_export(ids)
    dialog = dialogs.dialog
    assert isinstance(dialog, ExportDialog)
    await until(lambda: dialog.presenter.known)
    return dialogs, dialog


async def everybody(scene: Scene):
    await scene.there(add_book(scene.opened.services, scene.hello))
    return await scene.there(scene.opened.services.contacts.find_all(ContactQuery()))


def test_all_are_written_and_the_folder_is_a_link_away(play, tmp_path, monkeypatch):
    async def steps(scene: Scene) -> None:
        every = await everybody(scene)
        dialogs, dialog = await opened(scene)
        assert dialog.which[Which.ALL].label == f"All contacts ({len(every)})"
        dialog.go.click()
        assert dialog.asking.windowTitle() == "Save the contacts"
        assert Path(dialog.asking.selectedFiles()[0]).name == "contacts.csv"
        dialog.asking.close()
        dialog._write(tmp_path / "contacts.csv")
        await until(lambda: dialogs.dialog is None)
        text = (tmp_path / "contacts.csv").read_text("utf-8-sig")
        assert text.count("\n") == len(every) + 1
        toast = scene.windows[0].findChild(Toast)
        assert toast.accessibleName() == f"{len(every)} contacts are in contacts.csv"
        shown = []
        monkeypatch.setattr(QDesktopServices, "openUrl", shown.append)
        toast.findChild(Button).click()
        assert [url.toLocalFile() for url in shown] == [str(tmp_path)]

    play(steps)


def test_favourites_and_chosen_ones_as_cards(play, tmp_path):
    async def steps(scene: Scene) -> None:
        every = await everybody(scene)
        await scene.there(scene.opened.services.contacts.favourite(every[0].id, favourite=True))
        dialogs, dialog = await opened(scene, [one.id for one in every[:2]])
        assert dialog.chosen is Which.CHOSEN
        assert dialog.which[Which.CHOSEN].label == "These 2 contacts"
        dialog.formats[Format.VCARD3].click()
        dialog._write(tmp_path / "two.vcf")
        await until(lambda: dialogs.dialog is None)
        assert (tmp_path / "two.vcf").read_text("utf-8").count("BEGIN:VCARD") == 2
        dialogs, dialog = await opened(scene)
        dialog.which[Which.FAVOURITES].click()
        dialog.formats[Format.VCARD4].click()
        dialog._write(tmp_path / "one.vcf")
        await until(lambda: dialogs.dialog is None)
        text = (tmp_path / "one.vcf").read_text("utf-8")
        assert text.count("BEGIN:VCARD") == 1
        assert "VERSION:4.0" in text

    play(steps)


def test_a_place_that_cannot_be_written_is_told_of(play, tmp_path):
    async def steps(scene: Scene) -> None:
        await everybody(scene)
        _, dialog = await opened(scene)
        dialog._write(tmp_path / "no such folder" / "contacts.csv")
        await until(dialog.trouble.isVisible)
        assert dialog.go.isEnabled()
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
        assert not dialog.isVisible()

    play(steps)


def test_without_contacts_there_is_nothing_to_export(play):
    async def steps(scene: Scene) -> None:
        await scene.sign_in()
        _, dialog = await opened(scene)
        assert not dialog.go.isEnabled()

    play(steps)
