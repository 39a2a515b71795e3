"""A call of a second account that cannot do all the first one can: opened, read, heard, or told why not."""

from desktop.domain.calls import CallRecord
from desktop.ui.detail.views import Said
from desktop.ui.player.presenter import Phase
from desktop.ui.recents.presenter import ListState
from desktop.ui.shell.window import MainWindow
from tests.support.opened import listed, opened
from tests.support.sandbox import world
from tests.ui.conftest import Scene, until


async def with_both(scene: Scene) -> tuple[MainWindow, list[CallRecord]]:
    """Sign in to both accounts and return the short calls of the second one."""
    await scene.there(scene.opened.add(scene.hello, "London", "sipalto"))
    await scene.sign_in()
    window = await scene.window()
    await until(lambda: window.recents.page.state is ListState.READY)
    calls = [call for call in listed(window) if call.account == "London" and (call.duration_s or 0) < 120]
    assert calls
    return window, calls


def test_both_accounts_stand_in_one_list(play):
    async def steps(scene: Scene) -> None:
        window, _ = await with_both(scene)
        calls = listed(window)
        assert {call.account for call in calls} == {"London", "Main"}
        assert len(calls) == len(world(scene.hello)["calls"])
        starts = [call.sorted_at for call in calls]
        assert starts == sorted(starts, reverse=True)

    play(steps)


def test_words_of_speakers_whom_nobody_names(play):
    async def steps(scene: Scene) -> None:
        window, calls = await with_both(scene)
        told = {call["provider_id"]: call for call in world(scene.hello, "sipalto")["calls"]}
        detail = window.recents.detail_presenter
        for call in (call for call in calls if told[call.provider_id]["has_transcript"]):
            await opened(window, call)
            assert detail.said_view.said is Said.READY
            assert window.recents.player_presenter.view.phase is Phase.READY
            turns = window.recents.detail.conversation.turns
            seen = {
                (turns.turn(row).speaker, turns.turn(row).lane) for row in range(turns.model().rowCount())
            }
            assert seen <= {("Speaker 1", 0), ("Speaker 2", 1)}
            if len(seen) == 2:
                return
        raise AssertionError("nobody talked with anybody")

    play(steps)


def test_nothing_to_read_and_nothing_to_hear_are_said(play):
    async def steps(scene: Scene) -> None:
        window, calls = await with_both(scene)
        told = {call["provider_id"]: call for call in world(scene.hello, "sipalto")["calls"]}
        detail, player = window.recents.detail_presenter, window.recents.player_presenter
        for call in (call for call in calls if not told[call.provider_id]["has_transcript"]):
            await opened(window, call)
            view = detail.said_view
            assert (view.said, view.can_ask) == (Said.NONE, False)
            assert "nobody can ask for one" in view.sentence
            if player.view.phase is not Phase.READY:
                assert player.view.phase is Phase.EMPTY
                strip = window.recents.detail.player.strip
                assert strip.isVisibleTo(window)
                assert strip._time.text() == "No recording"
                assert not strip._play.isEnabled()
                return
        raise AssertionError("every call has a recording")

    play(steps)
