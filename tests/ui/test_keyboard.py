"""The whole window by keyboard: where it begins, the order of Tab, F6, and the keys of the frame."""

from itertools import pairwise

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from desktop.domain.calls import CallFilter, Outcome
from desktop.ui.detail.views import Said
from desktop.ui.kit.float import Toast
from desktop.ui.kit.strip import ActionStrip
from desktop.ui.kit.theme import Scheme, theme
from desktop.ui.recents.presenter import ListState
from tests.ui.conftest import until

KEY, NONE = Qt.Key, Qt.KeyboardModifier.NoModifier
SHIFT, CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


def press(window, key, modifiers=NONE):
    QTest.keyClick(QApplication.focusWidget() or window, key, modifiers)


def a_recorded_call(scene):
    return next(
        call
        for day in scene.rows.days(CallFilter())
        for call in scene.rows.rows(CallFilter(), day.day, 0, day.calls)
        if call.has_recording and call.outcome is Outcome.ANSWERED
    )


async def with_an_opened_call(scene):
    await scene.sign_in()
    window = await scene.window()
    await until(window.recents.list.hasFocus, "the list has the focus at the start")
    window.recents.list.go_to_call(a_recorded_call(scene))
    await until(lambda: window.recents.detail_presenter.settled)
    await until(lambda: window.recents.player_presenter.view.phase.value == "ready")
    return window


def round_by_tab(window, key=KEY.Key_Tab, modifiers=NONE):
    """Press Tab until it comes round, and return all that had the focus."""
    start, seen = QApplication.focusWidget(), []
    while QApplication.focusWidget() not in seen:
        seen.append(QApplication.focusWidget())
        press(window, key, modifiers)
        assert len(seen) < 80
    assert QApplication.focusWidget() is start, "Tab came round to where it began"
    return seen


def place(widget):
    return widget.mapTo(widget.window(), QPoint(0, 0))


def comes_before(one, other):
    """Whether a reader meets one before the other: higher, or in the same row and further to the start."""
    a, b = place(one), place(other)
    if b.y() >= a.y() + one.height():
        return True
    return b.y() + other.height() > a.y() and b.x() >= a.x()


def regions_of(window):
    recents = window.recents
    return [window.bar, window.tabs, recents.page, recents.detail.header, recents.detail, window.status]


def region(window, widget):
    found = [
        number
        for number, whole in enumerate(regions_of(window))
        if whole is widget or whole.isAncestorOf(widget)
    ]
    return min(found)


def test_tab_goes_through_everything_in_the_order_in_which_it_is_read(play):
    async def steps(scene):
        window = await with_an_opened_call(scene)
        press(window, KEY.Key_F6, SHIFT)  # from here on the person uses the keyboard
        seen = round_by_tab(window)
        first = min(range(len(seen)), key=lambda at: (region(window, seen[at]), at))
        order = seen[first:] + seen[:first]
        for one, other in pairwise(order):
            a, b = region(window, one), region(window, other)
            assert a <= b, f"{other.accessibleName()} comes after {one.accessibleName()}"
            if a == b:
                assert comes_before(one, other), f"{one.accessibleName()}, {other.accessibleName()}"
        left_out = [
            widget
            for widget in window.findChildren(QWidget)
            if widget.window() is window
            and widget.isVisible()
            and widget.isEnabled()
            and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
            and widget not in seen
        ]
        assert left_out == []
        assert {window.bar.field, window.bar.line, window.bar.menu, window.recents.list} <= set(seen)
        back = round_by_tab(window, KEY.Key_Backtab, SHIFT)
        # The row's actions lie on the row of who is in the list: the way back meets the list first.
        there = [widget for widget in seen if not isinstance(widget.parent(), ActionStrip)]
        assert [back[0], *reversed(back[1:])] == there, "Shift+Tab is the same way back"

    play(steps)


def test_a_window_begins_in_its_list_and_down_chooses_the_newest_call(play):
    async def steps(scene):
        await scene.sign_in()
        window = await scene.window()
        rows = window.recents.list
        await until(rows.hasFocus)
        assert not rows.ring
        assert rows.current_call is None, "nothing is opened that nobody chose"
        press(window, KEY.Key_Down)
        assert rows.current_row == 1
        assert rows.ring
        assert rows.current_call is not None

    play(steps)


def test_who_began_to_type_is_not_taken_away_from_it(play):
    async def steps(scene):
        await scene.sign_in()
        window = await scene.window()
        window.recents.page.focus_search()
        await until(lambda: window.recents.model.calls)
        await scene.sync()
        assert window.recents.page.search.hasFocus()

    play(steps)


def test_f6_goes_round_the_parts_of_the_window(play):
    async def steps(scene):
        window = await with_an_opened_call(scene)
        recents = window.recents
        wholes = [recents.detail, recents.detail.player, window.bar, recents.page]
        seen = []
        for whole in wholes:
            press(window, KEY.Key_F6)
            now = QApplication.focusWidget()
            assert whole.isAncestorOf(now), f"{now} is not in {whole}"
            assert now.ring
            seen.append(now)
        assert seen[2:] == [window.bar.field, recents.list]
        for before in (seen[2], seen[1], seen[0]):
            press(window, KEY.Key_F6, SHIFT)
            assert QApplication.focusWidget() is before

    play(steps)


def test_f6_leaves_out_what_is_not_there(play):
    async def steps(scene):
        window = await scene.window()
        await until(lambda: window.signing_in)
        window.activateWindow()  # off screen no other window gives the keyboard to this one
        await until(lambda: QApplication.focusWidget() is not None)
        parts = set()
        for _ in range(4):
            press(window, KEY.Key_F6)
            now = QApplication.focusWidget()
            parts.add("bar" if window.bar.isAncestorOf(now) else "form")
            assert now.isVisible()
        assert parts == {"bar", "form"}

    play(steps)


def test_one_key_shows_the_missed_calls_and_chooses_the_newest(play):
    async def steps(scene):
        await scene.sign_in()
        window = await scene.window()
        rows = window.recents.list
        await until(rows.hasFocus)
        press(window, KEY.Key_M, CTRL)
        await until(lambda: rows.current_call is not None)
        assert rows.current_call.outcome is Outcome.MISSED
        assert rows.current_row == 1
        assert rows.hasFocus()
        press(window, KEY.Key_M, CTRL)
        await until(lambda: not window.recents.presenter.wish.missed and rows.current_row == 1)
        assert window.recents.page.segments.current == 0

    play(steps)


def test_escape_and_down_lead_from_the_search_to_the_list(play):
    async def steps(scene):
        await scene.sign_in()
        window = await scene.window()
        page = window.recents.page
        await until(page.list.hasFocus)
        press(window, KEY.Key_F, CTRL)
        QTest.keyClicks(page.search, "33")
        await until(lambda: window.recents.presenter.wish.text == "33" and page.state is ListState.READY)
        press(window, KEY.Key_Escape)
        assert page.search.hasFocus()
        assert not page.search.text()
        await until(lambda: not window.recents.presenter.wish.text and page.state is ListState.READY)
        press(window, KEY.Key_Escape)
        assert page.list.hasFocus()
        assert page.list.current_call is None
        press(window, KEY.Key_F, CTRL)
        press(window, KEY.Key_Down)
        assert page.list.hasFocus()
        assert page.list.current_call is not None

    play(steps)


def test_keys_of_the_frame(play):
    async def steps(scene):
        await scene.sign_in()
        window = await scene.window()
        await until(window.recents.list.hasFocus)
        press(window, KEY.Key_T, CTRL | SHIFT)
        assert theme.scheme is Scheme.DARK
        await until(lambda: scene.opened.services.settings.text("ui.theme") == "dark")
        press(window, KEY.Key_T, CTRL | SHIFT)
        assert theme.scheme is Scheme.LIGHT
        theme.use(Scheme.CONTRAST_DARK)
        press(window, KEY.Key_T, CTRL | SHIFT)
        assert theme.scheme is Scheme.CONTRAST_LIGHT
        theme.use(Scheme.LIGHT)
        press(window, KEY.Key_F10)
        assert window.bar.main_menu.isVisible()
        QTest.keyClick(window.bar.main_menu, KEY.Key_Escape)
        assert not window.bar.main_menu.isVisible()

    play(steps)


def test_one_key_plays_the_newest_recording_and_one_doubles_its_speed(play):
    async def steps(scene):
        await scene.sign_in()
        window = await scene.window()
        await until(window.recents.list.hasFocus)
        press(window, KEY.Key_P, CTRL | SHIFT)
        player = window.recents.player_presenter
        await until(lambda: player.view.playing)
        newest = next(
            call
            for day in scene.rows.days(CallFilter())
            for call in scene.rows.rows(CallFilter(), day.day, 0, day.calls)
            if call.has_recording
        )
        assert window.recents.list.current_call.id == newest.id
        press(window, KEY.Key_2)
        assert player.view.speed == 2.0
        press(window, KEY.Key_1)
        assert player.view.speed == 1.0
        press(window, KEY.Key_Space)
        await until(lambda: not player.view.playing)

    play(steps)


def test_space_on_the_call_button_plays_and_rings_no_phone(play):
    async def steps(scene):
        window = await with_an_opened_call(scene)
        press(window, KEY.Key_Return)
        call = window.recents.detail.header.call
        await until(call.hasFocus)
        player = window.recents.player_presenter
        before = scene.requests("POST", "/calls")  # the sandbox serves other tests too
        press(window, KEY.Key_Space)
        await until(lambda: player.view.playing)
        press(window, KEY.Key_Space)
        await until(lambda: not player.view.playing)
        assert window.card.state is None
        assert scene.requests("POST", "/calls") == before
        press(window, KEY.Key_Return)
        await until(lambda: window.card.state is not None or window.asking.dialog is not None)

    play(steps)


def test_a_list_without_a_recording_says_so(play):
    async def steps(scene):
        await scene.sign_in()
        window = await scene.window()
        await until(window.recents.list.hasFocus)
        window.recents.page.toggle_missed()
        await until(lambda: window.recents.list.current_call is not None)
        press(window, KEY.Key_P, CTRL | SHIFT)
        await until(lambda: any(toast.isVisible() for toast in window.findChildren(Toast)))

    play(steps)


def test_one_key_asks_for_the_transcript_of_the_opened_call_and_only_once(play):
    async def steps(scene):
        window = await with_an_opened_call(scene)
        said = window.recents.detail_presenter
        asked = len(scene.requests("POST", "/transcription"))
        silent = next(
            call
            for day in scene.rows.days(CallFilter())
            for call in scene.rows.rows(CallFilter(), day.day, 0, day.calls)
            if call.has_recording and not call.has_transcript
        )
        window.recents.list.go_to_call(silent)
        await until(lambda: said.settled and said.view.call.id == silent.id)
        if said.said_view.said is Said.NONE:
            press(window, KEY.Key_A, CTRL | SHIFT)
            press(window, KEY.Key_A, CTRL | SHIFT)
            await until(lambda: said.said_view.said in (Said.PENDING, Said.READY))
            assert len(scene.requests("POST", "/transcription")) <= asked + 1

    play(steps)
