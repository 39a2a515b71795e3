"""The Filter button, its pills, and what the list says when they leave nothing."""

from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.domain.calls import CallFilter, Direction, Has, Outcome, Tag
from desktop.services import when
from desktop.services.when import Preset
from desktop.ui.kit.float import Toast
from desktop.ui.kit.theme import theme
from desktop.ui.recents.chosen import Chosen, Facet
from desktop.ui.recents.popover import Custom, Having
from desktop.ui.recents.presenter import ListState, Wish
from tests.support.recents import bring, choose, listed, new_call, settled, shown, stored
from tests.ui.conftest import Scene, now, until

OUT = frozenset({Direction.OUTBOUND})


def test_what_is_chosen_applies_at_once_and_is_counted(play):
    async def steps(scene: Scene) -> None:
        window = await listed(scene)
        page, popover = window.recents.page, window.recents.page.popover
        page.filter.click()
        await until(lambda: popover.isVisible() and window.recents.presenter.tags)
        popover.direction.chip(Direction.OUTBOUND).click()
        popover.having.chip(Having.RECORDING).click()
        await settled(window)
        wanted = CallFilter(directions=OUT, has=frozenset({Has.RECORDING}))
        assert window.recents.model.wanted == wanted
        assert shown(window) == stored(scene, wanted)
        await until(lambda: popover.count.text() == f"{len(shown(window))} calls")
        assert [pill.text() for pill in page.pills.pills] == ["Outgoing", "Has recording"]
        everything = len(stored(scene, CallFilter()))
        await until(lambda: window.status.view.side == f"{len(shown(window))} of {everything} calls")
        popover.direction.chip(Direction.OUTBOUND).click()
        await settled(window)
        assert shown(window) == stored(scene, CallFilter(has=frozenset({Has.RECORDING})))
        popover.reset.click()
        await settled(window)
        assert (window.recents.model.wanted.is_empty, page.pills.isVisible()) == (True, False)
        await until(lambda: window.status.view.side == "1 account")
        popover.hide()

    play(steps)


def test_every_choice_of_the_popover_reaches_the_filter(play):
    async def steps(scene: Scene) -> None:
        window = await listed(scene)
        popover, presenter = window.recents.page.popover, window.recents.presenter
        window.recents.page.open_filter()
        await until(lambda: presenter.tags)
        line = next(iter(presenter.lines))
        tag = presenter.tags[0]
        popover.day.chip(Preset.LAST_MONTH).click()
        popover.result.chip(Outcome.OTHER).click()
        popover.length.chip(1800).click()
        popover.having.chip(Having.TRANSCRIPT).click()
        popover.line.chip(line).click()
        popover.tag.chip(tag).click()
        assert not popover.account.isVisible()
        since, until_ = when.span(Preset.LAST_MONTH, now())
        assert presenter.wanted == CallFilter(
            since=since,
            until=until_,
            outcomes=frozenset({Outcome.OTHER, Outcome.UNKNOWN}),
            min_duration_s=1800,
            has=frozenset({Has.TRANSCRIPT}),
            line_ids=frozenset({line}),
            tags=(tag,),
        )
        assert popover.minutes.begin.field.text() == "30"
        popover.length.chip(1800).click()
        assert presenter.chosen.min_s is None
        popover.day.chip(Preset.TODAY).click()
        assert popover.day.on == {Preset.TODAY}
        popover.day.chip(Preset.TODAY).click()
        assert presenter.chosen.preset is None
        popover.hide()

    play(steps)


def test_a_range_of_ones_own_is_typed(play):
    async def steps(scene: Scene) -> None:
        window = await listed(scene)
        popover, presenter = window.recents.page.popover, window.recents.presenter
        window.recents.page.open_filter()
        popover.day.chip(Custom.RANGE).click()
        begin, end = popover.range.begin, popover.range.end
        assert begin.isVisible()
        today = now().astimezone()
        QTest.keyClicks(begin.field, f"{today - timedelta(days=3):%d/%m/%Y}")
        QTest.keyClick(begin.field, Qt.Key.Key_Return)
        QTest.keyClicks(end.field, f"{today - timedelta(days=1):%d/%m/%Y} 18:30")
        QTest.keyClick(end.field, Qt.Key.Key_Return)
        kept = (f"{today - timedelta(days=3):%Y-%m-%d}", f"{today - timedelta(days=1):%Y-%m-%dT}18:30")
        assert (presenter.chosen.since, presenter.chosen.until) == kept
        await settled(window)
        assert shown(window) == stored(
            scene, CallFilter(since=when.since(kept[0], now()), until=when.until(kept[1], now()))
        )
        end.field.setText("1/1/2001")
        end.field.textEdited.emit("1/1/2001")
        QTest.keyClick(end.field, Qt.Key.Key_Return)
        assert presenter.chosen.until == kept[1]
        assert "before" in end.field.accessibleDescription()
        end.field.setText("some day")
        QTest.keyClick(end.field, Qt.Key.Key_Return)
        assert presenter.chosen.until == kept[1]
        popover.hide()

    play(steps)


def test_durations_are_typed_and_applied_a_moment_after_the_last_key(play):
    async def steps(scene: Scene) -> None:
        window = await listed(scene)
        popover, presenter = window.recents.page.popover, window.recents.presenter
        window.recents.page.open_filter()
        QTest.keyClicks(popover.minutes.begin.field, "1:30")
        QTest.keyClicks(popover.minutes.end.field, "10")
        await until(lambda: presenter.chosen == Chosen(min_s=90, max_s=600))
        QTest.keyClicks(popover.minutes.begin.field, "000")
        await until(popover.minutes.begin.field.accessibleDescription)
        assert presenter.chosen == Chosen(min_s=90, max_s=600)
        QTest.keyClick(popover.minutes.end.field, Qt.Key.Key_Backspace)
        popover.hide()

    play(steps)


def test_the_whole_filter_by_keys_alone(play):
    async def steps(scene: Scene) -> None:
        window = await listed(scene)
        window.activateWindow()
        await until(window.isActiveWindow)
        page, popover = window.recents.page, window.recents.page.popover
        QTest.keyClick(
            window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
        )
        await until(popover.isVisible)

        def press(key: Qt.Key) -> None:
            QTest.keyClick(QApplication.focusWidget() or popover, key)

        await until(lambda: QApplication.focusWidget() is popover.day.chip(Preset.TODAY))
        press(Qt.Key.Key_Right)
        press(Qt.Key.Key_Space)
        press(Qt.Key.Key_Tab)
        assert QApplication.focusWidget() is popover.direction.chip(Direction.INBOUND)
        press(Qt.Key.Key_End)
        press(Qt.Key.Key_Left)
        press(Qt.Key.Key_Space)
        assert window.recents.presenter.chosen == Chosen(preset=Preset.YESTERDAY, directions=OUT)
        press(Qt.Key.Key_Backtab)
        assert QApplication.focusWidget() is popover.day.chip(Preset.YESTERDAY)
        press(Qt.Key.Key_Escape)
        await until(lambda: not popover.isVisible())
        page.filter.setFocus(Qt.FocusReason.TabFocusReason)
        press(Qt.Key.Key_Tab)
        press(Qt.Key.Key_Tab)
        assert QApplication.focusWidget() is page.pills.pills[0]
        press(Qt.Key.Key_Delete)
        assert QApplication.focusWidget() is page.pills.pills[0]
        assert window.recents.presenter.chosen == Chosen(directions=OUT)
        press(Qt.Key.Key_Space)
        assert QApplication.focusWidget() is page.filter
        assert window.recents.presenter.chosen == Chosen()

    play(steps)


def test_with_nothing_left_it_says_which_filter_is_in_the_way(play):
    async def steps(scene: Scene) -> None:
        window = await listed(scene)
        page, model = window.recents.page, window.recents.model
        await bring(scene, [new_call("tagged", now() - timedelta(minutes=1), tags=(Tag("77", "Rare"),))])
        await choose(window, Chosen(preset=Preset.TODAY, directions=OUT, tags=("Rare",)))
        await until(lambda: page.state is ListState.NOTHING)
        assert model.calls == 0
        title, sentence = page._filtered._title.text(), page._filtered._sentence.text()
        assert title == "No call fits all three filters"
        assert sentence == "Without “Outgoing” there would be 1." or "Without “Rare”" in sentence
        page.search.setText("88")
        await until(lambda: "four" in page._filtered._title.text())
        page._filtered.button.click()
        await settled(window)
        assert (page.state, page.search.text(), window.recents.presenter.wish) == (
            ListState.READY,
            "",
            Wish(),
        )
        toast = next(toast for toast in window.findChildren(Toast) if toast.isVisible())
        toast.acted.emit()
        await until(lambda: page.state is ListState.NOTHING)
        assert (page.search.text(), len(page.pills.pills)) == ("88", 3)
        page.pills.reset.click()
        await until(lambda: page.state is ListState.READY)

    play(steps)


def test_the_segment_of_missed_calls_and_a_chosen_result_are_one_choice(play):
    async def steps(scene: Scene) -> None:
        window = await listed(scene)
        page, presenter = window.recents.page, window.recents.presenter
        await choose(window, Chosen(outcomes=frozenset({Outcome.BUSY}), directions=OUT))
        page.segments.choose(1)
        assert presenter.chosen == Chosen(directions=OUT)
        await settled(window)
        page.segments.choose(0)
        page.segments.choose(1)
        presenter.choose(Chosen(outcomes=frozenset({Outcome.MISSED, Outcome.BUSY})))
        assert page.segments.current == 0
        await settled(window)
        assert shown(window) == stored(scene, presenter.wanted)

    play(steps)


def test_only_calls_with_this_number(play):
    async def steps(scene: Scene) -> None:
        window = await listed(scene)
        model, presenter = window.recents.model, window.recents.presenter
        call = next(
            call for row in range(60) if (call := model.call_at(row)) and (call.other or "").startswith("+")
        )
        window.recents.menu.show_only.emit(call)
        await settled(window)
        assert presenter.chosen == Chosen(number=call.other)
        assert shown(window) == stored(scene, CallFilter(others=frozenset({call.other})))
        assert {scene.rows.get(one).other for one in shown(window)} == {call.other}

    play(steps)


def test_names_of_any_length_and_kind_stay_inside_and_plain(play):
    async def steps(scene: Scene) -> None:
        window = await listed(scene)
        page = window.recents.page
        name = "<b>Ada</b> & " + "a very long tag " * 30
        await bring(scene, [new_call("tagged", now() - timedelta(minutes=1), tags=(Tag("78", name),))])
        await choose(window, Chosen(tags=(name,)))
        assert len(shown(window)) == 1
        pill = page.pills.pills[0]
        assert pill.text() == name
        assert "<b>" not in pill.toolTip()
        await until(lambda: pill.width() > 72 and page.pills.rect().contains(pill.geometry()))
        assert page.width() == 439
        page.open_filter()
        chip = page.popover.tag.chip(name)
        assert page.popover.tag.rect().contains(chip.geometry())
        assert "<b>" not in chip.toolTip()
        page.popover.hide()

    play(steps)


def test_details_are_copied_with_what_a_provider_asks_for(play):
    async def steps(scene: Scene) -> None:
        window = await listed(scene)
        call = window.recents.model.call_at(1)
        window.recents.menu.copy_details.emit(call)
        clipboard = QApplication.clipboard()
        await until(lambda: call.provider_id in clipboard.text())
        assert call.id in clipboard.text()

    play(steps)


def test_it_fits_a_small_window_at_twice_the_size(play):
    async def steps(scene: Scene) -> None:
        theme.scale = 2.0
        try:
            window = await listed(scene)
            window.resize(960, 640)
            await choose(window, Chosen(preset=Preset.THIS_WEEK, tags=("Sales", "Invoice")))
            window.recents.page.open_filter()
            popover = window.recents.page.popover
            screen = window.screen().availableGeometry()
            body = popover.rect().marginsRemoved(popover.box.contentsMargins()).translated(popover.pos())
            assert screen.contains(body)
            assert body.width() <= window.width()
            popover.tag.chip(next(iter(popover.tag.on))).setFocus(Qt.FocusReason.TabFocusReason)
            chip = QApplication.focusWidget()
            seen = popover._scroll.viewport().rect()
            assert seen.contains(chip.mapTo(popover._scroll.viewport(), chip.rect().center()))
            popover.hide()
        finally:
            theme.scale = 1.0

    play(steps)


def test_a_screen_reader_hears_what_the_filter_offers(play):
    async def steps(scene: Scene) -> None:
        window = await listed(scene)
        page = window.recents.page
        await choose(window, Chosen(directions=OUT))
        page.open_filter()
        chip = page.popover.direction.chip(Direction.OUTBOUND)
        face = QAccessible.queryAccessibleInterface(chip)
        assert face.text(QAccessible.Text.Name) == "Outgoing"
        assert face.text(QAccessible.Text.Description) == "Direction"
        assert face.state().checked
        assert page.pills.pills[0].accessibleName() == "Remove the filter Outgoing"
        assert page.filter.accessibleDescription() == "1 filter"
        assert page.pills.pills[0].facet is Facet.DIRECTION
        page.popover.hide()

    play(steps)
