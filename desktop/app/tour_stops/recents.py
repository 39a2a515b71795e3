"""The list of calls."""

from PySide6.QtCore import Qt

from desktop.app.tour import Stage, until
from desktop.app.tour_stops.common import calls_of, open_first, talked_about
from desktop.domain.calls import CallFilter
from desktop.domain.errors import ErrorKind, Trouble
from desktop.ui.recents.presenter import ListContent, ListState
from desktop.ui.shell.window import MainWindow


async def recents(stage: Stage, window: MainWindow) -> None:
    """Show the list: rows, hover, keyboard, segments, search, and why it is empty."""
    page, take = window.recents.page, stage.album.take
    await until(lambda: page.state is ListState.READY)
    take(window, "recents", "all")
    await open_first(stage, window, talked_about)
    page.list.hover_row(page.list.current_row + 2)
    take(window, "recents", "chosen-and-hovered")
    page.list.hover_row(-1)
    page.list.setFocus(Qt.FocusReason.TabFocusReason)
    take(window, "recents", "keyboard")
    page.list.clearFocus()
    page.segments.choose(1)
    await until(lambda: window.recents.model.wanted.outcomes)
    take(window, "recents", "missed")
    page.segments.choose(0)
    await until(lambda: not window.recents.model.wanted.outcomes)
    other = next(call.other for call in calls_of(stage) if call.other and call.other.startswith("+33"))
    page.search.setText(f"{other[-4:-2]} {other[-2:]}")
    await until(lambda: window.recents.model.wanted.numbers)
    take(window, "recents", "search")
    page.search.setText("999 999 999")
    await until(lambda: page.state is ListState.NOTHING)
    take(window, "recents", "filtered-to-nothing")
    page.search.setText("")
    await until(lambda: page.state is ListState.READY)
    for state, sentence in (
        (ListState.LOADING, ""),
        (ListState.EMPTY, ""),
        (ListState.NO_MISSED, ""),
        (ListState.FAILED, Trouble(ErrorKind.STORE_DAMAGED).sentence),
    ):
        page.show_view(ListContent(state, CallFilter(), sentence=sentence))
        take(window, "recents", state.value.replace(" ", "-"))
    window.recents.presenter.reload()
    await until(lambda: page.state is ListState.READY)
