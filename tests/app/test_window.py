"""The window's process from inside: loops one after the other, and dialogs without a loop of their own."""

import os
import signal
import subprocess
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QInputDialog, QMessageBox

from desktop.app import main
from desktop.app.reporter import Reporter
from desktop.domain.errors import ErrorKind, Trouble
from tests.support.command import rows, sidetone


class Person(QObject):
    """Answers the dialog that stands open, as soon as there is one."""

    def __init__(self, answer: str | None) -> None:
        super().__init__()
        self.read = ""
        self._answer = answer
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._look)
        self._timer.start(5)

    def _look(self) -> None:
        for dialog in QApplication.topLevelWidgets():
            if isinstance(dialog, QInputDialog) and dialog.isVisible():
                self.read = dialog.labelText()
                dialog.setTextValue(self._answer or "")
                dialog.done(0 if self._answer is None else 1)
            elif isinstance(dialog, QMessageBox) and dialog.isVisible():
                self.read = dialog.text()
                dialog.done(1)
            else:
                continue
            self._timer.stop()


@pytest.mark.parametrize("answer", ["open sesame", None])
def test_the_passphrase_is_asked_before_there_is_a_window(qapp: QApplication, answer: str | None) -> None:
    report = Reporter()
    for said in ("", "That was wrong."):  # a second loop after the first has ended
        person = Person(answer)
        assert main._ask_passphrase(report, said) == answer
        assert said in person.read
    assert report.reported == 0


def test_ctrl_c_ends_the_question(qapp: QApplication) -> None:
    timer = QTimer()
    timer.setSingleShot(True)
    timer.timeout.connect(_interrupt)
    timer.start(50)
    assert main._ask_passphrase(Reporter(), "") is None


def _interrupt() -> None:
    os.kill(os.getpid(), signal.SIGINT)


def test_why_there_is_no_window_is_shown(qapp: QApplication) -> None:
    person = Person(None)
    trouble = Trouble(ErrorKind.STORE_NEWER)
    main._tell(qapp, trouble)
    assert person.read == trouble.sentence


@pytest.mark.parametrize("command", [[], ["tel:+33612345678"], ["demo"]])
def test_without_a_display_it_says_so(tmp_path: Path, command: list[str]) -> None:
    nowhere = {"DISPLAY": None, "WAYLAND_DISPLAY": None, "QT_QPA_PLATFORM": None}
    done: subprocess.CompletedProcess[str] = sidetone(*command, "--json", profile=tmp_path, **nowhere)
    assert done.returncode == 1
    assert rows(done)[-1]["error"]["kind"] == "no_display"
