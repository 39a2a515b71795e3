"""The window small, wide, mirrored, with large and with long text."""

import dataclasses
from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desktop.app.tour import Stage, until
from desktop.app.tour_stops.common import NARROW, WIDE, longer_words, with_words
from desktop.app.tour_stops.detail import other_tabs
from desktop.domain.calls import CallFilter, CallRecord, DayCount
from desktop.domain.rows import CallRows
from desktop.services.when import Preset
from desktop.ui.kit import fonts
from desktop.ui.kit.theme import theme
from desktop.ui.recents.chosen import Chosen
from desktop.ui.recents.presenter import FILTER_KEY, ListState
from desktop.ui.shell.window import MainWindow


async def sizes(stage: Stage, window: MainWindow) -> None:
    """Show the smallest window and a wide one."""
    await with_words(stage, window)
    for name, size in (("narrow", NARROW), ("wide", WIDE)):
        window.resize(*size)
        await until(lambda: not window.recents.detail.conversation.turns.measuring)
        stage.album.take(window, "window", name)


class _LongRows:
    """The store's calls with names and tags that are too long for every place."""

    NAME = "Dr. Maximiliane <b>von Hohenstein-Wartenburg</b>, Einkauf & Logistik, Niederlassung Süd"

    def __init__(self, rows: CallRows) -> None:
        self._rows = rows

    def days(self, wanted: CallFilter) -> Sequence[DayCount]:
        return self._rows.days(wanted)

    def rows(self, wanted: CallFilter, day: date, offset: int, limit: int) -> Sequence[CallRecord]:
        return [self._long(call) for call in self._rows.rows(wanted, day, offset, limit)]

    def get(self, call_id: str) -> CallRecord | None:
        call = self._rows.get(call_id)
        return self._long(call) if call else None

    def returned(self, call_id: str) -> bool:
        return self._rows.returned(call_id)

    def _long(self, call: CallRecord) -> CallRecord:
        return dataclasses.replace(call, name=self.NAME)


async def long_text(stage: Stage) -> None:
    """Show names that do not fit, with characters that HTML would eat."""
    window = await stage.window(_LongRows(stage.rows))
    await until(lambda: window.recents.page.state is ListState.READY)
    await with_words(stage, window)
    stage.album.take(window, "window", "long-text")
    window.resize(*NARROW)
    await until(lambda: not window.recents.detail.conversation.turns.measuring)
    stage.album.take(window, "window", "long-text-narrow")
    other_tabs(stage, window, "long-text")
    await stage.close(window)


async def long_words(stage: Stage) -> None:
    """Show the window with texts that are longer by 40 %, as those of other languages are."""
    with longer_words():
        window = await stage.window()
        await until(lambda: window.recents.page.state is ListState.READY)
        await with_words(stage, window)
        window.resize(*NARROW)
        await until(lambda: not window.recents.detail.conversation.turns.measuring)
        stage.album.take(window, "window", "long-words")
        await _filtered(stage, window, "long-words-filter")
        await stage.close(window)


async def _filtered(stage: Stage, window: MainWindow, state: str) -> None:
    """Show the filter open over a filtered list."""
    page, presenter = window.recents.page, window.recents.presenter
    presenter.choose(Chosen(preset=Preset.THIS_WEEK, recording=True, transcript=True))
    await until(lambda: window.recents.model.wanted == presenter.wanted)
    page.open_filter()
    await until(lambda: presenter.tags and presenter.settled)
    stage.album.take(window, "window", state)
    page.popover.hide()
    presenter.choose(Chosen())
    settings = stage.container.services.settings
    await until(lambda: not settings.text(FILTER_KEY))  # the next window begins with what is kept


async def right_to_left(stage: Stage) -> None:
    """Show the window mirrored."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    app.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    window = await stage.window()
    await until(lambda: window.recents.page.state is ListState.READY)
    await with_words(stage, window)
    stage.album.take(window, "window", "right-to-left")
    other_tabs(stage, window, "right-to-left")
    await _filtered(stage, window, "right-to-left-filter")
    await stage.close(window)
    app.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


async def _on_a_small_screen(stage: Stage, window: MainWindow) -> None:
    """Show the smallest window with large text: the list, the filter over it, the opened call over it."""
    window.resize(*NARROW)
    await until(lambda: window.recents.narrow)
    window.recents.go_back()
    await until(lambda: not window.recents.sliding)
    stage.album.take(window, "window", "text-200-list")
    window.recents.page.open_filter()
    stage.album.take(window, "window", "text-200-filter")
    window.recents.page.popover.hide()
    window.recents.show_detail()
    await until(lambda: not window.recents.sliding)
    await until(lambda: not window.recents.detail.conversation.turns.measuring)
    stage.album.take(window, "window", "text-200-detail")


async def twice_as_large(stage: Stage) -> None:
    """Show the window with text at 200 %."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme.scale = 2.0
    app.setFont(fonts.font())
    window = await stage.window()
    await until(lambda: window.recents.page.state is ListState.READY)
    await with_words(stage, window)
    stage.album.take(window, "window", "text-200")
    other_tabs(stage, window, "text-200")
    await _on_a_small_screen(stage, window)
    await stage.close(window)
    theme.scale = 1.0
    app.setFont(fonts.font())
