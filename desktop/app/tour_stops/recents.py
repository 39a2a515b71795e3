"""The list of calls."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from PySide6.QtCore import Qt

from desktop.app.tour import Stage, until
from desktop.app.tour_stops.common import calls_of, open_first, talked_about, with_words
from desktop.domain.calls import CallFilter, CallRecord, DayCount, Direction, Outcome
from desktop.domain.errors import ErrorKind, Trouble
from desktop.domain.rows import CallRows
from desktop.services.when import Preset
from desktop.ui.recents.chosen import Chosen
from desktop.ui.recents.list import PLAY
from desktop.ui.recents.presenter import ListContent, ListState
from desktop.ui.shell.window import MainWindow

SMALL = (560, 640)
OUT = frozenset({Direction.OUTBOUND})
EVERYTHING = Chosen(
    since="2026-11-02T08:00",
    until="2026-11-20T18:30",
    directions=OUT,
    outcomes=frozenset({Outcome.ANSWERED, Outcome.BUSY, Outcome.FAILED}),
    min_s=90,
    max_s=1800,
    tags=("Important", "Invoice"),
    recording=True,
    transcript=True,
)


async def recents(stage: Stage, window: MainWindow) -> None:
    """Show the list: rows, hover, keyboard, segments, search, and why it is empty."""
    page, take = window.recents.page, stage.album.take
    await until(lambda: page.state is ListState.READY)
    take(window, "recents", "all")
    await open_first(stage, window, talked_about)
    page.list.hover_row(page.list.current_row + 2)
    take(window, "recents", "chosen-and-hovered")
    page.list.hover_row(-1)
    page.list.clearFocus()
    page.list.setFocus(Qt.FocusReason.TabFocusReason)
    take(window, "recents", "keyboard")
    assert page.list.strip is not None
    page.list.strip.button(PLAY).setFocus(Qt.FocusReason.TabFocusReason)
    take(window, "recents", "keyboard-in-a-row")
    page.list.strip.button(PLAY).clearFocus()
    model = window.recents.model
    model.several_accounts = True
    model.reread()
    take(window, "recents", "several-accounts")
    model.several_accounts = False
    model.reread()
    await _new_calls(stage)
    page.segments.choose(1)
    await until(lambda: window.recents.model.wanted.outcomes and window.recents.presenter.settled)
    take(window, "recents", "missed")
    page.segments.choose(0)
    await until(lambda: not window.recents.model.wanted.outcomes and window.recents.presenter.settled)
    other = next(call.other for call in calls_of(stage) if call.other and call.other.startswith("+33"))
    page.search.setText(f"{other[-4:-2]} {other[-2:]}")
    await until(lambda: window.recents.model.wanted.who and window.recents.presenter.settled)
    take(window, "recents", "search")
    page.search.setText("999 999 999")
    await until(lambda: page.state is ListState.NOTHING and window.recents.presenter.settled)
    take(window, "recents", "filtered-to-nothing")
    page.search.setText("")
    await until(lambda: page.state is ListState.READY and window.recents.presenter.settled)
    for state, sentence in (
        (ListState.LOADING, ""),
        (ListState.EMPTY, ""),
        (ListState.NO_MISSED, ""),
        (ListState.NO_ACCOUNT, ""),
        (ListState.FAILED, Trouble(ErrorKind.STORE_DAMAGED).sentence),
    ):
        page.show_view(ListContent(state, CallFilter(), sentence=sentence))
        take(window, "recents", state.value.replace(" ", "-"))
    window.recents.presenter.reload()
    await until(lambda: page.state is ListState.READY and window.recents.presenter.settled)
    await _filtering(stage, window)
    await _narrow(stage, window)


class _Later:
    """The store's calls without the newest ones, until they are let in."""

    def __init__(self, rows: CallRows, since: datetime) -> None:
        self._rows = rows
        self._until: datetime | None = since

    def let_in(self) -> None:
        self._until = None

    def days(self, wanted: CallFilter) -> Sequence[DayCount]:
        return self._rows.days(replace(wanted, until=self._until))

    def rows(self, wanted: CallFilter, day: date, offset: int, limit: int) -> Sequence[CallRecord]:
        return self._rows.rows(replace(wanted, until=self._until), day, offset, limit)

    def get(self, call_id: str) -> CallRecord | None:
        return self._rows.get(call_id)

    def returned(self, call_id: str) -> bool:
        return self._rows.returned(call_id)


async def _new_calls(stage: Stage) -> None:
    """Show what a list that is scrolled says of calls that came in."""
    rows = _Later(stage.rows, calls_of(stage)[2].sorted_at)
    window = await stage.window(rows)
    view, page = window.recents.list, window.recents.page
    await until(lambda: page.state is ListState.READY)
    view.verticalScrollBar().setValue(400)
    rows.let_in()
    window.recents.presenter.reload()
    await until(view.fresh.isVisible)
    stage.album.take(window, "recents", "new-calls")
    await stage.close(window)


async def _filtering(stage: Stage, window: MainWindow) -> None:
    """Show the filter: open, with everything chosen, as pills, and with nothing left."""
    page, presenter, take = window.recents.page, window.recents.presenter, stage.album.take
    this_week = Chosen(preset=Preset.THIS_WEEK, recording=True)
    await _chosen(window, this_week)
    take(window, "recents", "pills")
    page.filter.setFocus(Qt.FocusReason.TabFocusReason)
    page.open_filter()
    await until(lambda: presenter.tags and presenter.settled)
    take(window, "recents", "filter")
    await _chosen(window, EVERYTHING)
    page.popover.direction.chip(Direction.OUTBOUND).setFocus(Qt.FocusReason.TabFocusReason)
    take(window, "recents", "filter-full")
    page.popover.hide()
    await _chosen(window, Chosen(preset=Preset.THIS_WEEK, directions=OUT, min_s=1800, tags=("Invoice",)))
    page.filter.clearFocus()
    take(window, "recents", "filtered-out")
    await _chosen(window, Chosen())


async def _narrow(stage: Stage, window: MainWindow) -> None:
    """Show the list and the opened call where only one of both has room."""
    call = await with_words(stage, window)
    before, least = window.size(), window.minimumSize()
    window.setMinimumSize(*SMALL)
    window.resize(*SMALL)
    await until(lambda: window.recents.narrow and not window.recents.sliding)
    stage.album.take(window, "recents", "narrow-list")
    await _chosen(window, Chosen(preset=Preset.THIS_WEEK, directions=OUT, min_s=60, tags=("Invoice",)))
    window.recents.page.open_filter()
    stage.album.take(window, "recents", "narrow-filter")
    window.recents.page.popover.hide()
    await _chosen(window, Chosen())
    window.recents.open_call(call.id)
    await until(lambda: not window.recents.sliding)
    await until(lambda: not window.recents.detail.conversation.turns.measuring)
    stage.album.take(window, "recents", "narrow-detail")
    window.recents.go_back()
    await until(lambda: not window.recents.sliding)
    window.setMinimumSize(least)
    window.resize(before)


async def _chosen(window: MainWindow, chosen: Chosen) -> None:
    presenter = window.recents.presenter
    presenter.choose(chosen)
    wanted = presenter.wanted
    await until(lambda: window.recents.model.wanted == wanted and presenter.settled)
