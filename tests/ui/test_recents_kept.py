"""The list over time: restarts, midnight, a clock that is set anew, accounts and lines that go."""

import json
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication

from desktop.domain.calls import Direction
from desktop.services import when
from desktop.services.when import Preset
from desktop.ui import times
from desktop.ui.midnight import Midnight
from desktop.ui.recents.chosen import Chosen, Facet, to_text
from desktop.ui.recents.model import Heading
from desktop.ui.recents.presenter import ListState
from desktop.ui.shell.window import MainWindow
from tests.support.recents import choose, listed, settled, shown, stored
from tests.ui.conftest import Scene, now, until


def test_filter_and_segment_are_there_after_a_restart(play):
    async def steps(scene: Scene) -> None:
        window = await listed(scene)
        chosen = Chosen(preset=Preset.TODAY, directions=frozenset({Direction.OUTBOUND}), min_s=60)
        await choose(window, chosen)
        window.recents.page.search.setText("33")
        settings = scene.opened.services.settings
        await until(lambda: settings.text("ui.filter") == to_text(chosen))
        other = await scene.window()
        await settled(other)
        assert other.recents.presenter.chosen == chosen
        assert [pill.text() for pill in other.recents.page.pills.pills] == ["Today", "Outgoing", "Over 1 min"]
        assert other.recents.page.search.text() == ""
        assert shown(other) == stored(scene, other.recents.presenter.wanted)
        other.recents.page.segments.choose(1)
        await until(lambda: settings.text("ui.segment") == "missed")
        third = await scene.window()
        assert third.recents.page.segments.current == 1

    play(steps)


def test_a_damaged_filter_is_no_filter(play):
    async def steps(scene: Scene) -> None:
        await scene.sign_in()
        settings = scene.opened.services.settings
        await scene.there(keep(settings, '{"preset": 7, "lines": {"a": 1}, "min_s": "x"'))
        window = await scene.window()
        await until(lambda: window.recents.page.state is ListState.READY)
        assert window.recents.presenter.chosen == Chosen()
        assert not window.recents.page.pills.isVisible()

    play(steps)


async def keep(settings, text: str) -> None:
    settings.set("ui.filter", text)


def test_lines_and_accounts_that_are_gone_leave_the_filter(play):
    async def steps(scene: Scene) -> None:
        await scene.sign_in()
        kept = {"lines": ["1", "4711"], "accounts": ["99"], "directions": ["inbound"]}
        await scene.there(keep(scene.opened.services.settings, json.dumps(kept)))
        window = await scene.window()
        await until(lambda: window.recents.page.state is ListState.READY)
        line = next(iter(window.recents.presenter.lines))
        expected = Chosen(directions=frozenset({Direction.INBOUND}), lines=frozenset({"1"} & {line}))
        assert window.recents.presenter.chosen.without(Facet.LINE) == expected.without(Facet.LINE)
        assert "4711" not in window.recents.presenter.chosen.lines

    play(steps)


class Clock:
    """A clock that a test sets."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def __call__(self) -> datetime:
        return self.moment


def test_at_midnight_headings_and_presets_move_on(play):
    async def steps(scene: Scene) -> None:
        await scene.sign_in()
        clock = Clock(now())
        window = MainWindow(replace(scene.context(), now=clock))
        scene.windows.append(window)
        window.show()
        window.start()
        await until(lambda: window.recents.page.state is ListState.READY)
        model, presenter = window.recents.model, window.recents.presenter

        def headings() -> list[str]:
            return [item.text for row in model.heading_rows() if isinstance(item := model.item(row), Heading)]

        first = model.item(model.heading_rows()[0])
        sentence = model.index(1, 0).data(Qt.ItemDataRole.AccessibleTextRole)
        await choose(window, Chosen(preset=Preset.THIS_WEEK))
        await choose(window, Chosen(preset=Preset.TODAY))
        wanted = presenter.wanted
        clock.moment += timedelta(days=1)
        presenter.look_at_clock()
        await until(lambda: model.wanted != wanted)
        assert model.wanted.since == when.since("today", clock())
        await choose(window, Chosen())
        assert headings()[0] == times.heading(first.day, clock().astimezone().date()) != first.text
        assert model.index(1, 0).data(Qt.ItemDataRole.AccessibleTextRole) != sentence
        clock.moment -= timedelta(days=1)
        window.activateWindow()
        await until(window.isActiveWindow)
        QApplication.sendEvent(window.recents, QEvent(QEvent.Type.ActivationChange))
        await until(lambda: headings()[0] == first.text)

    play(steps)


def test_midnight_is_waited_for_and_told_once(app):
    clock = Clock(datetime(2026, 3, 4, 23, 59, 58).astimezone())
    midnight = Midnight(clock)
    told = []
    midnight.passed.connect(lambda: told.append(clock()))
    midnight.start()
    assert 2000 <= midnight.waits_ms <= 2600
    midnight.look()
    assert told == []
    clock.moment += timedelta(seconds=3)
    midnight.look()
    midnight.look()
    assert len(told) == 1
    assert midnight.waits_ms > 86_000_000
    clock.moment += timedelta(days=-3)
    midnight.look()
    assert len(told) == 2
    midnight.stop()
    assert midnight.waits_ms == -1


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="the zone cannot be set here")
def test_another_zone_is_noticed(app, monkeypatch):
    monkeypatch.setenv("TZ", "Europe/Paris")
    time.tzset()
    clock = Clock(datetime(2026, 3, 4, 12, 0, tzinfo=UTC))
    midnight = Midnight(clock)
    told = []
    midnight.passed.connect(lambda: told.append(True))
    midnight.start()
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    midnight.look()
    assert told == [True]
    midnight.stop()
    monkeypatch.undo()
    time.tzset()
