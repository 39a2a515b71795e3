"""Settings out of a file and into one, from the settings' window, with the way back."""

import json
from pathlib import Path

from desktop.ui import strings_policy as strings
from desktop.ui.kit.float import Toast
from desktop.ui.settings.catalogue import Page
from desktop.ui.settings.files import FilesRow
from desktop.ui.settings.window import SettingsWindow
from tests.ui.conftest import Scene, until


async def row_of(scene: Scene) -> tuple[SettingsWindow, FilesRow]:
    window = await scene.window()
    window.open_settings("desktop")
    opened = window.settings.window
    assert opened is not None
    row = opened.pages[Page.DESKTOP].row("settings.files")
    assert isinstance(row, FilesRow)
    return opened, row


def toasts(opened: SettingsWindow) -> list[str]:
    return [toast.accessibleName() for toast in opened.findChildren(Toast)]


def test_a_file_is_taken_over_and_what_does_not_hold_is_said_one_by_one(play, tmp_path: Path):
    file = tmp_path / "theirs.json"
    file.write_text(json.dumps({"sync.interval_s": 45, "ui.theme": "pink", "no.such": 1}))

    async def steps(scene: Scene) -> None:
        opened, row = await row_of(scene)
        opened.presenter.bring_in(file)
        await until(lambda: row.dialog is not None and row.dialog.isVisible())
        assert row.dialog is not None
        assert [reason.text() for reason in row.dialog.reasons] == [
            "no.such: This Sidetone has no such setting.",
            "ui.theme cannot be 'pink': it is one of system, light, dark, contrast-light, contrast-dark.",
        ]
        row.dialog.close_button.click()
        await until(lambda: opened.presenter.values["sync.interval_s"] == 45)
        assert row.toast is not None
        assert row.toast.accessibleName() == "1 setting taken over from theirs.json."
        row.toast.press()
        await until(lambda: opened.presenter.values["sync.interval_s"] == 30)
        await until(lambda: strings.UNDONE in toasts(opened))

    play(steps)


def test_what_was_chosen_is_written_and_a_trouble_is_said(play, tmp_path: Path):
    async def steps(scene: Scene) -> None:
        opened, _row = await row_of(scene)
        opened.presenter.keep("sync.interval_s", 90)
        await until(lambda: opened.presenter.values["sync.interval_s"] == 90)
        opened.presenter.export(tmp_path / "mine.json")
        await until(lambda: strings.SAVED in toasts(opened))
        assert json.loads((tmp_path / "mine.json").read_text())["settings"] == {"sync.interval_s": 90}
        opened.presenter.export(tmp_path / "none" / "mine.json")
        await until(lambda: any("could not be saved" in said for said in toasts(opened)))
        opened.presenter.bring_in(tmp_path / "none.json")
        await until(lambda: any("none.json cannot be read" in said for said in toasts(opened)))

    play(steps)
