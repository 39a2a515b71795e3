"""Where only one of both has room, the opened call slides over the list and back."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.ui.kit.theme import theme
from desktop.ui.shell.window import MainWindow
from tests.support.recents import listed
from tests.ui.conftest import Scene, until


async def narrow(scene: Scene) -> MainWindow:
    window = await listed(scene)
    window.activateWindow()
    await until(window.isActiveWindow)
    window.setMinimumSize(0, 0)
    window.resize(700, 640)
    await until(lambda: window.recents.narrow)
    return window


def seen(window: MainWindow) -> tuple[bool, bool]:
    """Whether the list and the opened call can be seen."""
    return window.recents.page.isVisible(), window.recents.detail.isVisible()


def test_enter_opens_and_escape_comes_back_with_the_focus(play):
    async def steps(scene: Scene) -> None:
        window = await narrow(scene)
        recents, view = window.recents, window.recents.list
        assert seen(window) == (True, False)
        assert recents.page.width() == recents.width()
        view.setFocus(Qt.FocusReason.TabFocusReason)
        QTest.keyClick(view, Qt.Key.Key_Down)
        assert seen(window) == (True, False)
        row = view.current_row
        QTest.keyClick(view, Qt.Key.Key_Return)
        await until(lambda: not recents.sliding)
        assert seen(window) == (False, True)
        assert recents.detail.isAncestorOf(QApplication.focusWidget())
        for key, with_key in (
            (Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier),
            (Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier),
        ):
            QTest.keyClick(window, key, with_key)
            await until(lambda: not recents.sliding)
            assert seen(window) == (True, False)
            assert (QApplication.focusWidget(), view.current_row) == (view, row)
            QTest.keyClick(view, Qt.Key.Key_Return)
            await until(lambda: not recents.sliding and not recents.page.isVisible())
        recents.back.click()
        await until(lambda: not recents.sliding)
        assert QApplication.focusWidget() is view

    play(steps)


def test_keys_that_need_the_list_bring_it_back(play):
    async def steps(scene: Scene) -> None:
        window = await narrow(scene)
        recents, view = window.recents, window.recents.list
        control = Qt.KeyboardModifier.ControlModifier

        async def over() -> None:
            view.setFocus(Qt.FocusReason.TabFocusReason)
            window.open_call(recents.model.call_at(1).id)
            await until(lambda: not recents.sliding and not recents.page.isVisible())
            assert recents.detail.isVisible()
            assert QApplication.focusWidget() is recents.back

        await over()
        before = recents.detail_presenter.view.call.id
        QTest.keyClick(window, Qt.Key.Key_Down, control)
        await until(lambda: recents.detail_presenter.view.call.id != before)
        assert recents.detail.isVisible()
        QTest.keyClick(window, Qt.Key.Key_F, control | Qt.KeyboardModifier.ShiftModifier)
        await until(lambda: not recents.sliding)
        assert (recents.page.isVisible(), recents.page.popover.isVisible()) == (True, True)
        recents.page.popover.hide()
        await over()
        recents.page.focus_search()
        await until(lambda: not recents.sliding)
        assert QApplication.focusWidget() is recents.page.search

    play(steps)


def test_a_click_opens_and_a_wide_window_shows_both(play):
    async def steps(scene: Scene) -> None:
        window = await narrow(scene)
        recents, view = window.recents, window.recents.list
        place = view.visualRect(recents.model.index(2, 0)).center()
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
        await until(lambda: not recents.sliding)
        assert seen(window) == (False, True)
        assert QApplication.focusWidget() is recents.back
        assert recents.back.isVisible()
        window.resize(1180, 640)
        await until(lambda: not recents.narrow)
        assert seen(window) == (True, True)
        assert not recents.back.isVisible()
        assert recents.page.width() == 439
        recents.detail.header.call.setFocus(Qt.FocusReason.TabFocusReason)
        window.resize(700, 640)
        await until(lambda: recents.narrow)
        assert seen(window) == (False, True)
        recents.go_back()
        await until(lambda: not recents.sliding)
        window.resize(1180, 640)
        await until(lambda: not recents.narrow)
        view.setFocus(Qt.FocusReason.TabFocusReason)
        window.resize(700, 640)
        await until(lambda: recents.narrow)
        assert seen(window) == (True, False)

    play(steps)


def test_large_text_makes_the_smallest_window_narrow(play):
    async def steps(scene: Scene) -> None:
        theme.scale = 2.0
        try:
            window = await listed(scene)
            assert (window.minimumWidth(), window.minimumHeight()) == (960, 640)
            window.resize(960, 640)
            await until(lambda: window.recents.narrow)
            assert (window.width(), window.recents.page.width()) == (960, 960)
            page = window.recents.page
            await until(lambda: page.search.y() == page.segments.y())
            assert not page.search.geometry().intersects(page.segments.geometry())
            assert page.list.height() >= 2 * page.list.rowHeight(1)
            window.recents.open_call(window.recents.model.call_at(1).id)
            await until(lambda: not window.recents.sliding)
            header = window.recents.detail.header
            assert header.height() >= header.sizeHint().height()
            window.recents.go_back()
            await until(lambda: not window.recents.sliding)
            window.resize(1900, 1100)
            await until(lambda: not window.recents.narrow)
            await until(lambda: page.search.y() > page.segments.y())
            window.recents.master_width = 400
            window.resize(960, 640)
            window.close()
            settings = scene.opened.services.settings
            await until(lambda: settings.text("ui.frame").startswith("480x320/400@"))
            assert (await scene.window()).width() == 960
        finally:
            theme.scale = 1.0

    play(steps)


def test_mirrored_the_call_comes_from_the_other_side(play):
    async def steps(scene: Scene) -> None:
        app = QApplication.instance()
        app.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        try:
            window = await listed(scene)
            recents = window.recents
            assert recents.page.x() == recents.width() - 439
            assert recents._detail.x() == 0
            window.setMinimumSize(0, 0)
            window.resize(700, 640)
            await until(lambda: recents.narrow)
            recents.open_call(recents.model.call_at(1).id)
            assert recents._detail.x() < 0
            await until(lambda: not recents.sliding)
            assert recents._detail.x() == 0
        finally:
            app.setLayoutDirection(Qt.LayoutDirection.LeftToRight)

    play(steps)
