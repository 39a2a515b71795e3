"""New calls come in, and what a person looks at, points at or holds stays with its call."""

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QCursor, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.domain.calls import CallRecord
from desktop.domain.changes import Change, Topic
from desktop.ui.recents.list import CALL, PLAY
from desktop.ui.recents.presenter import ListContent, ListState
from desktop.ui.shell.window import MainWindow
from tests.support.recents import arrive, bring, listed, new_call, shown
from tests.ui.conftest import Scene, now, until


async def more(scene: Scene, window: MainWindow, count: int = 1, name: str = "new") -> None:
    """Let calls come in, and wait until the list has them."""
    before = window.recents.model.calls
    await arrive(scene, count, name)
    await until(lambda: window.recents.model.calls == before + count)


def first_seen(window: MainWindow) -> CallRecord:
    view, model = window.recents.list, window.recents.model
    row = view.rowAt(view.covered + 1)
    return model.call_at(row) or model.call_at(row + 1)


def height_of(window: MainWindow, call: CallRecord) -> int:
    model = window.recents.model
    return window.recents.list.visualRect(model.index(model.row_of(call), 0)).y()


def point_at(window: MainWindow, row: int) -> None:
    """Put the pointer on a row, as a mouse does."""
    view = window.recents.list
    place = view.visualRect(window.recents.model.index(row, 0)).center()
    globally = view.viewport().mapToGlobal(place)
    QCursor.setPos(globally)
    view.viewport().setAttribute(Qt.WidgetAttribute.WA_UnderMouse, True)
    move = QMouseEvent(
        QEvent.Type.MouseMove,
        QPointF(place),
        QPointF(globally),
        Qt.MouseButton.NoButton,
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(view.viewport(), move)


def test_what_is_scrolled_to_stays_and_a_pill_counts_what_came(play):
    async def steps(scene: Scene) -> None:
        window = await listed(scene)
        view, model = window.recents.list, window.recents.model
        view.go_to(model.next_entry(12))
        chosen = view.current_call
        bar = view.verticalScrollBar()
        bar.setValue(bar.value() + 133)
        top = first_seen(window)
        before = height_of(window, top)
        await more(scene, window, 3)
        assert height_of(window, top) == before
        assert view.current_call.id == chosen.id
        assert model.call_at(view.current_row).id == chosen.id
        assert window.recents.detail_presenter.view.call.id == chosen.id
        assert (view.fresh.isVisible(), view.fresh.text()) == (True, "3 new calls")
        await more(scene, window, 1, "later")
        assert view.fresh.text() == "4 new calls"
        view.fresh.click()
        assert (bar.value(), view.fresh.isVisible()) == (0, False)
        assert model.call_at(1).provider_id == "later-0"

    play(steps)


def test_at_the_top_a_new_call_is_seen_at_once(play):
    async def steps(scene: Scene) -> None:
        window = await listed(scene)
        view, model = window.recents.list, window.recents.model
        await more(scene, window)
        assert view.verticalScrollBar().value() == 0
        assert model.call_at(1).provider_id == "new-0"
        assert not view.fresh.isVisible()

    play(steps)


def test_under_the_pointer_the_row_and_its_buttons_stay(play):
    async def steps(scene: Scene) -> None:
        window = await listed(scene)
        view, model = window.recents.list, window.recents.model
        point_at(window, 2)
        hovered = model.call_at(view.hover)
        before = height_of(window, hovered)
        await more(scene, window, 2)
        assert height_of(window, hovered) == before
        assert model.call_at(view.hover).id == hovered.id
        assert model.call_at(view.strip.row).id == hovered.id
        wished = []
        window.calling.wish = lambda text, *_args, **_more: wished.append(text)
        view.strip.button(CALL).click()
        assert wished == [hovered.other]
        assert view.fresh.isVisible()

    play(steps)


def test_a_press_is_not_released_into_another_call(play):
    async def steps(scene: Scene) -> None:
        window = await listed(scene)
        view, model = window.recents.list, window.recents.model
        point_at(window, 2)
        wished = []
        window.calling.wish = lambda text, *_args, **_more: wished.append(text)
        button = view.strip.button(CALL)
        QTest.mousePress(button, Qt.MouseButton.LeftButton)
        other = next(row for row in range(3, 40) if (call := model.call_at(row)) and call.other)
        view._offer(other)  # as when the row under the buttons is another call's by now
        QTest.mouseRelease(button, Qt.MouseButton.LeftButton)
        assert wished == []
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        assert wished == [model.call_at(other).other]

    play(steps)


def test_a_button_that_has_the_focus_goes_with_its_call(play):
    async def steps(scene: Scene) -> None:
        window = await listed(scene)
        window.activateWindow()
        await until(window.isActiveWindow)
        view, model = window.recents.list, window.recents.model
        row = next(row for row in range(1, 40) if (call := model.call_at(row)) and call.has_recording)
        view.setFocus(Qt.FocusReason.TabFocusReason)
        view.expect_ring(True)
        view.go_to(row)
        call = model.call_at(row)
        view.strip.button(PLAY).setFocus(Qt.FocusReason.TabFocusReason)
        for name in ("one", "two"):
            await more(scene, window, 1, name)
            assert view.strip.button(PLAY).hasFocus()
            assert model.call_at(view.strip.row).id == call.id
            assert (
                view.strip.y() == height_of(window, call) + (view.rowHeight(row) - view.strip.height()) // 2
            )
        assert view.current_call.id == call.id

    play(steps)


def test_the_open_menu_keeps_its_call(play):
    async def steps(scene: Scene) -> None:
        window = await listed(scene)
        view, model, menu = window.recents.list, window.recents.model, window.recents.menu
        row = next(row for row in range(1, 40) if (call := model.call_at(row)) and call.other)
        call = model.call_at(row)
        view.menu_wanted.emit(row, QPoint(50, 50))
        assert view.held, "the menu is open"
        before = height_of(window, call)
        await more(scene, window, 2)
        assert height_of(window, call) == before
        called = []
        menu.dial.connect(called.append)
        menu.actions()[0].trigger()
        assert called == [call]
        menu.close()
        assert not view.held
        window.calling.dismiss()

    play(steps)


def test_counts_that_no_longer_hold_do_not_move_the_list(play):
    """Something else is told of while calls are in the store already that nobody has counted."""

    async def steps(scene: Scene) -> None:
        window = await listed(scene)
        view, model = window.recents.list, window.recents.model
        view.held = True
        await arrive(scene, 1, "first")  # so that the day has calls in view to which others come
        await until(lambda: model.call_at(1).provider_id == "first-0")
        top = first_seen(window)
        before = height_of(window, top)
        moment, count = now(), model.calls
        await bring(scene, [new_call("early", moment), new_call("late", moment)], told=False)
        view.show_days(ListContent(ListState.READY, model.wanted, model.days))
        view.viewport().repaint()
        assert first_seen(window).id == top.id, "what is painted stays"
        scene.bridge.changed.emit(Change(frozenset({Topic.CALLS})))
        await until(lambda: model.calls == count + 2)
        assert height_of(window, top) == before

    play(steps)


def test_a_burst_of_a_thousand_leaves_everything_where_it_was(play):
    async def steps(scene: Scene) -> None:
        window = await listed(scene)
        window.activateWindow()
        await until(window.isActiveWindow)
        view, model = window.recents.list, window.recents.model
        view.setFocus(Qt.FocusReason.TabFocusReason)
        view.expect_ring(True)
        view.go_to(1)
        chosen = view.current_call
        count = model.calls
        for part in range(10):
            await arrive(scene, 100, f"burst-{part}")
        await until(lambda: model.calls == count + 1000)
        assert view.current_call.id == chosen.id
        assert model.call_at(view.current_row).id == chosen.id
        assert view.viewport().rect().contains(view.visualRect(view.currentIndex()).center())
        assert view.fresh.text() == "1,000 new calls"
        assert len(set(shown(window))) == count + 1000

    play(steps)


@pytest.mark.parametrize("gone", [False, True])
def test_a_call_is_found_in_its_day(play, gone):
    async def steps(scene: Scene) -> None:
        window = await listed(scene)
        await more(scene, window, 700)
        model = window.recents.model
        rows = [row for row in range(model.rowCount()) if model.call_at(row)]
        calls = {row: model.call_at(row) for row in rows[::29]}
        if gone:
            window.recents.presenter.show_missed(True)
            await until(lambda: model.wanted.outcomes)
            left = set(shown(window))
            for call in calls.values():
                assert (model.row_of(call) is not None) == (call.id in left)
        else:
            assert {row: model.row_of(call) for row, call in calls.items()} == {row: row for row in calls}

    play(steps)
