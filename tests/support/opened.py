"""Steps that tests of the opened call share: sign in, choose a call, wait until all of it is there."""

from collections.abc import Callable

from desktop.domain.calls import CallRecord, Outcome
from desktop.ui.detail.views import Said
from desktop.ui.player.presenter import Phase
from desktop.ui.recents.presenter import ListState
from desktop.ui.shell.window import MainWindow
from tests.support.sandbox import world
from tests.ui.conftest import Scene, until


async def ready(scene: Scene) -> MainWindow:
    """Sign in and show the list."""
    await scene.sign_in()
    window = await scene.window()
    await until(lambda: window.recents.page.state is ListState.READY)
    return window


def listed(window: MainWindow) -> list[CallRecord]:
    """Return the calls of the list."""
    model = window.recents.model
    return [call for row in range(model.rowCount()) if (call := model.call_at(row))]


def recorded(window: MainWindow) -> list[CallRecord]:
    """Return the calls that were talked in and recorded."""
    return [call for call in listed(window) if call.has_recording and call.outcome is Outcome.ANSWERED]


async def opened(window: MainWindow, call: CallRecord) -> None:
    """Choose a call, and wait until its words and its sound are there."""
    window.recents.list.go_to_call(call)
    detail = window.recents.detail_presenter
    await until(lambda: detail.view is not None and detail.view.call.id == call.id)
    await until(lambda: detail.settled and detail.said_view.said is not Said.LOADING)
    await until(lambda: window.recents.player_presenter.view.phase is not Phase.LOADING)


async def with_state(
    scene: Scene, window: MainWindow, said: Said, fits: Callable[[CallRecord], bool] = lambda _call: True
) -> CallRecord:
    """Open the first call whose transcript is in a state; those that are likely to be are tried first."""
    calls = world(scene.hello, "sipsim")["calls"]
    told = {call["provider_id"]: bool(call["has_transcript"]) for call in calls}
    likely = said is Said.READY
    for call in sorted(recorded(window), key=lambda call: told.get(call.provider_id) is not likely):
        if fits(call):
            await opened(window, call)
            if window.recents.detail_presenter.said_view.said is said:
                return call
    raise AssertionError(f"the sandbox has no call whose transcript is {said}")
