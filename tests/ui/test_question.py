"""The question before a call keeps its buttons on the screen, whatever speaks against the call."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from desktop.ui.calling.question import QuestionDialog
from desktop.ui.calling.views import Objection
from desktop.ui.kit import fonts
from desktop.ui.kit.theme import theme
from desktop.ui.shell.frame import FRAME_KEY, read
from desktop.ui.shell.window import MainWindow
from tests.ui.conftest import Scene, until
from tests.ui.test_calling import ready

LONG = "The line is forwarded to a telephone of which nobody knows where it stands. " * 3


@pytest.fixture
def large(app):
    theme.scale = 2.0
    app.setFont(fonts.font())
    yield
    theme.scale = 1.0
    app.setFont(fonts.font())


async def asked(scene: Scene, link: str = "tel:+33612345678") -> tuple[MainWindow, QuestionDialog]:
    window = await ready(scene)
    window.ask_about(link)
    await until(lambda: window.question is not None)
    return window, window.question


@pytest.mark.usefixtures("large")
@pytest.mark.parametrize("objections", [0, 6])
def test_the_buttons_stay_on_the_screen(play, objections):
    async def steps(scene: Scene) -> None:
        window, dialog = await asked(scene)
        many = tuple(Objection(f"rule {number}", LONG) for number in range(objections))
        dialog.show_question(replace(window.calling._question, objections=many))
        foot = dialog.call.mapToGlobal(QPoint(0, dialog.call.height()))
        assert foot.y() <= window.screen().availableGeometry().bottom() + 1
        assert dialog.cancel.isVisible()
        window.calling.decline()

    play(steps)


def test_an_extension_that_is_not_dialled_is_said_to_be_left_to_the_person(play):
    async def steps(scene: Scene) -> None:
        window, dialog = await asked(scene, "tel:+12025550100;ext=22")
        said = "The extension 22 is not dialled: enter it once the call is answered."
        assert said in [label.text() for label in dialog.findChildren(QLabel) if label.isVisible()]
        assert said in dialog.accessibleDescription()
        window.calling.decline()

    play(steps)


def test_it_is_as_high_as_what_it_says(play):
    async def steps(scene: Scene) -> None:
        window, dialog = await asked(scene)
        low = dialog.height()
        plain = window.calling._question
        dialog.show_question(replace(plain, objections=(Objection("rule", LONG),)))
        assert dialog.height() > low
        assert dialog._scroll.verticalScrollBar().maximum() == 0
        dialog.show_question(plain)
        assert dialog.height() == low
        window.calling.decline()

    play(steps)


def test_the_line_is_chosen_by_keys_from_the_question(play):
    async def steps(scene: Scene) -> None:
        window, dialog = await asked(scene)
        before = dialog.line.text()
        QTest.keyClick(dialog.line, Qt.Key.Key_Return)
        popover = dialog._popover
        await until(popover.isVisible)
        QTest.keyClick(popover.list, Qt.Key.Key_Down)
        QTest.keyClick(popover.list, Qt.Key.Key_Return)
        await until(lambda: dialog.line.text() != before)
        assert dialog.line.text() == window.calling._question.plan.line.name
        assert window.question is dialog
        assert scene.opened.services.settings.text("dial.line") == "", "it is for this call alone"
        window.calling.decline()

    play(steps)


def test_an_open_choice_of_lines_goes_with_the_question(play, capfd):
    async def steps(scene: Scene) -> None:
        window, dialog = await asked(scene)
        dialog.line.click()
        popover = dialog._popover
        await until(popover.isVisible)
        window.calling.decline()
        assert not popover.isVisible()
        await until(lambda: window.question is None)

    play(steps)
    assert "RuntimeError" not in capfd.readouterr().err


def test_quit_is_heard_while_a_question_stands(play):
    async def steps(scene: Scene) -> None:
        window = await ready(scene)
        asked: list[bool] = []
        window.quit_wanted.connect(lambda: asked.append(True))
        window.ask_about("tel:+33612345678")
        await until(lambda: window.question is not None and window.question.isActiveWindow())
        window.resize(1010, 702)
        QTest.keyClick(window.question, Qt.Key.Key_Q, Qt.KeyboardModifier.ControlModifier)
        assert asked
        assert window.question is None
        kept = scene.opened.services.settings
        await until(lambda: read(kept.text(FRAME_KEY)).width == 1010)
        assert read(kept.text(FRAME_KEY)).height == 702

    play(steps)
