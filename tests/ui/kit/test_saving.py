"""The question where to save."""

from pathlib import Path

import pytest
from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtWidgets import QFileDialog, QWidget
from shiboken6 import isValid

from desktop.ui.kit.saving import SaveDialog, ask_where

FILTERS = ("Plain text (*.txt)", "Subtitles (*.srt)", "Web subtitles (*.vtt)")


@pytest.fixture(autouse=True)
def places(tmp_path, monkeypatch):
    # The desktop's dialog cannot be driven from here, Qt's own can.
    monkeypatch.setattr(SaveDialog, "_last_folder", None)
    (tmp_path / "downloads").mkdir()
    monkeypatch.setattr(
        QStandardPaths,
        "writableLocation",
        lambda place: str(
            tmp_path / place.name.removesuffix("Location").lower().replace("download", "downloads")
        ),
    )
    return tmp_path


@pytest.fixture
def window(shown):
    return shown(QWidget(), 400, 300)


def test_what_is_chosen_comes_as_a_path_and_its_folder_is_remembered(window, places, qtbot):
    dialog = ask_where(window, "Save", "call.txt", FILTERS)
    assert dialog.isVisible()
    assert dialog.windowModality() is Qt.WindowModality.WindowModal
    assert Path(dialog.directory().path()) == places / "downloads"
    (places / "other").mkdir()
    dialog.selectFile(str(places / "other" / "mine"))
    heard = []
    dialog.chosen.connect(heard.append)
    dialog.accept()
    qtbot.waitUntil(lambda: not isValid(dialog))
    assert heard == [places / "other" / "mine.txt"]
    again = ask_where(window, "Save", "call.txt", FILTERS)
    assert Path(again.directory().path()) == places / "other"
    again.reject()


def test_the_suffix_follows_the_type_of_file(window, places):
    dialog = ask_where(window, "Save", "2026-11-20 13-41 A. B.txt", FILTERS)
    dialog.selectNameFilter(FILTERS[1])
    dialog.filterSelected.emit(FILTERS[1])
    assert dialog.defaultSuffix() == "srt"
    assert [Path(one).name for one in dialog.selectedFiles()] == ["2026-11-20 13-41 A. B.srt"]
    dialog.reject()


def test_nothing_is_chosen_when_it_is_closed(window, qtbot):
    dialog = ask_where(window, "Save", "call.txt", FILTERS)
    heard = []
    dialog.chosen.connect(heard.append)
    dialog.reject()
    qtbot.waitUntil(lambda: not isValid(dialog))
    assert not heard


def test_it_asks_before_it_replaces_a_file(window):
    dialog = ask_where(window, "Save", "call.txt", FILTERS)
    assert not dialog.testOption(QFileDialog.Option.DontConfirmOverwrite)
    dialog.reject()
