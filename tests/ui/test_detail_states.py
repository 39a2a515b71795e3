"""How far a transcript is: asked for, being made, ready, failed, offline; and never another call's text."""

import asyncio
from datetime import timedelta

import pytest

from desktop.domain.calls import CallRecord
from desktop.domain.changes import Topic
from desktop.domain.transcripts import Segment, Speaker, Transcript, TranscriptState
from desktop.store import transcripts as rows
from desktop.ui import strings
from desktop.ui.detail import presenter as presenting
from desktop.ui.detail.views import Said, SaidView
from desktop.ui.recents.presenter import ListState
from desktop.ui.shell.window import MainWindow
from tests.support.engine import engine
from tests.support.opened import listed, opened, ready, recorded, with_state
from tests.support.sandbox import end_sandbox, running_sandbox, started_sandbox, world
from tests.ui.conftest import Scene, now, until

TURN = Segment(0.0, 2.0, Speaker.CALLER, 0, "what was said before")


async def kept(scene: Scene, call: CallRecord, transcript: Transcript) -> None:
    await scene.opened.store.write(lambda db: rows.put(db, call.id, transcript))


def shown(window: MainWindow) -> list[str]:
    turns = window.recents.detail.conversation.turns
    return [turns.turn(row).text for row in range(turns.model().rowCount())]


def asked(scene: Scene, call: CallRecord, what: str) -> int:
    path = f"/calls/{call.provider_id}{what}"
    return sum(one["path"].endswith(path) for one in world(scene.hello)["requests"])


def test_one_that_is_being_made_goes_on_while_other_calls_are_open(play):
    async def steps(scene: Scene) -> None:
        window = await ready(scene)
        call = await with_state(scene, window, Said.NONE)
        presenter, conversation = window.recents.detail_presenter, window.recents.detail.conversation
        conversation._ask.button.click()
        await until(lambda: presenter.said_view.said is Said.PENDING)
        since = presenter.said_view.since
        assert abs(since - now()) < timedelta(seconds=20)
        other = next(one for one in recorded(window) if one.id != call.id)
        await opened(window, other)
        settled = {TranscriptState.READY, TranscriptState.FAILED}
        transcripts = scene.opened.services.transcripts
        for _ in range(200):
            found = await scene.there(transcripts.kept(call.id))
            if found.state in settled:
                break
            await asyncio.sleep(0.05)
        assert found.state in settled
        assert presenter.view.call.id == other.id
        polls = asked(scene, call, "/transcription")
        window.recents.list.go_to_call(call)
        await until(lambda: presenter.said_view.said in (Said.READY, Said.FAILED))
        if found.state is TranscriptState.READY:
            assert shown(window) == [turn.text for turn in found.segments]
            assert asked(scene, call, "/transcription") == polls

    play(steps)


def test_one_that_was_being_made_is_found_again_after_a_restart(play):
    async def steps(scene: Scene) -> None:
        await scene.sign_in()
        first = await scene.window()
        await until(lambda: recorded(first))
        call = await with_state(scene, first, Said.NONE)
        session = await scene.there(scene.opened.services.accounts.session(call.account_id))
        await scene.there(session.transcript_requests.request_transcript(call.provider_id))
        begun = now() - timedelta(minutes=3)
        await kept(scene, call, Transcript(TranscriptState.PENDING, asked_at=begun))
        again = await scene.window()
        presenter = again.recents.detail_presenter
        transcripts = scene.opened.services.transcripts
        for _ in range(200):
            found = await scene.there(transcripts.kept(call.id))
            if found.state is not TranscriptState.PENDING:
                break
            await asyncio.sleep(0.05)
        assert found.state in (TranscriptState.READY, TranscriptState.FAILED)
        await until(lambda: recorded(again))
        await opened(again, call)
        assert presenter.said_view.said in (Said.READY, Said.FAILED)

    play(steps)


def test_the_time_since_it_was_asked_for_survives_and_a_late_one_is_called_late(play):
    async def steps(scene: Scene) -> None:
        window = await ready(scene)
        call = await with_state(scene, window, Said.NONE)
        begun = (now() - timedelta(minutes=7)).replace(microsecond=0)
        other = next(one for one in recorded(window) if one.id != call.id)
        await opened(window, other)
        await kept(scene, call, Transcript(TranscriptState.PENDING, asked_at=begun))
        window.recents.list.go_to_call(call)
        presenter, conversation = window.recents.detail_presenter, window.recents.detail.conversation
        await until(lambda: presenter.said_view.said is Said.PENDING)
        assert presenter.said_view.since == begun
        page = conversation._pages[Said.PENDING]
        assert "7 min ago, which is longer than usual" in page._sentence.text()

    play(steps)


def test_without_a_connection_what_is_here_is_shown_and_the_rest_says_why(play_on):
    process, hello = started_sandbox("--seed", "3", "--calls", "120", "--now", now().isoformat())

    async def steps(scene: Scene) -> None:
        window = await ready(scene)
        words = await with_state(scene, window, Said.READY)
        presenter, text = window.recents.detail_presenter, shown(window)
        await with_state(scene, window, Said.NONE)
        unread = [one for one in recorded(window) if one.has_transcript is None]
        await asyncio.to_thread(end_sandbox, process)
        presenter.ask()
        await until(lambda: presenter.said_view.said is Said.UNASKED)
        assert presenter.said_view.can_ask

        await opened(window, unread[0])
        assert presenter.said_view.said is Said.UNREADABLE
        assert presenter.said_view.sentence
        presenter.ask()
        assert presenter.said_view.said is Said.UNREADABLE
        window.recents.list.go_to_call(words)
        await until(lambda: presenter.said_view.said is Said.READY)
        assert shown(window) == text
        await opened(window, next(one for one in listed(window) if not one.has_recording))
        assert presenter.said_view.said is Said.NO_SOUND
        await kept(scene, unread[1], Transcript(TranscriptState.PENDING, asked_at=now()))
        await opened(window, unread[1])
        assert presenter.said_view.said is Said.PENDING

    try:
        play_on(steps, hello)
    finally:
        end_sandbox(process)


def test_an_account_that_may_not_ask_says_why_and_has_no_button(play_on):
    scopes = "account.read calls.read phones.read calls.transcription.read"
    options = ("--seed", "3", "--calls", "120", "--now", now().isoformat(), "--scopes", scopes)
    with running_sandbox(*options) as hello:

        async def steps(scene: Scene) -> None:
            await scene.there(scene.opened.add(hello, "Main", scope=scopes))
            await scene.sync()
            window = await scene.window()
            await until(lambda: recorded(window))
            await with_state(scene, window, Said.NONE)
            page = window.recents.detail.conversation._ask
            assert not page.button.isVisible()
            assert "calls.transcription.write" in page._sentence.text()

        play_on(steps, hello)


@pytest.mark.slow
def test_who_passes_by_asks_for_nothing_and_never_sees_another_call_s_text(play_on, monkeypatch):
    monkeypatch.setattr(presenting, "DWELL_S", 0.15)
    options = ("--seed", "5", "--calls", "150", "--now", now().isoformat(), "--faults", "slow")
    with running_sandbox(*options, "--latency", "60") as hello:

        async def steps(scene: Scene) -> None:
            window = await ready(scene)
            presenter = window.recents.detail_presenter
            told = {call["provider_id"] for call in world(hello, "sipsim")["calls"] if call["has_transcript"]}
            calls = [call for call in recorded(window) if call.provider_id in told][:6]
            seen: list[tuple[str, Transcript]] = []

            def look(view: SaidView) -> None:
                if view.transcript and view.transcript.segments and presenter.view is not None:
                    seen.append((presenter.view.call.id, view.transcript))

            presenter.said.connect(look)
            # By, by, stay until the requests have left, on before the answers are here, back and forth.
            stays = (0, 0, 0.2, 0, 0.25, 0)
            for call, stay in [*zip(calls, stays, strict=True), *((call, 0) for call in calls[:2] * 3)]:
                window.recents.list.go_to_call(call)
                assert presenter.view.call.id == call.id
                await asyncio.sleep(stay)
            await until(lambda: presenter.settled)
            assert presenter.view.call.id == calls[1].id
            assert shown(window) == [turn.text for turn in presenter.said_view.transcript.segments]
            assert [asked(scene, calls[place], "/transcription") for place in (0, 3, 5)] == [0, 0, 0]
            await opened(window, calls[2])
            await opened(window, calls[1])
            transcripts = scene.opened.services.transcripts
            truth = {call.id: await scene.there(transcripts.get(call.id)) for call in calls}
            assert seen
            assert [call_id for call_id, said in seen if said != truth[call_id]] == []

        play_on(steps, hello)


def test_a_call_that_the_provider_deleted_stays_with_a_sentence(play):
    async def steps(scene: Scene) -> None:
        window = await ready(scene)
        call = recorded(window)[0]
        await scene.opened.store.write(
            lambda db: db.execute(
                "UPDATE calls SET provider_id = '987654321' WHERE id = ?", (int(call.id),)
            ).close()
        )
        window.recents.presenter.reload()
        await until(lambda: window.recents.page.state is ListState.READY)
        window.recents.list.go_to_call(call)
        presenter = window.recents.detail_presenter
        await until(lambda: presenter.settled)
        assert "does not have this call any more" in presenter.view.gone
        assert window.recents.detail.notes.gone.isVisible()
        await opened(window, recorded(window)[1])
        assert not window.recents.detail.notes.gone.isVisible()

    play(steps)


def test_a_call_that_is_not_here_says_so(play):
    async def steps(scene: Scene) -> None:
        window = await ready(scene)
        await opened(window, recorded(window)[0])
        window.recents.open_call("999999")
        detail = window.recents.detail
        assert detail._stack.currentWidget() is detail._nothing
        assert detail._nothing._title.text() == strings.CALL_GONE
        assert detail.player.isHidden()
        await opened(window, recorded(window)[1])
        await scene.there(scene.opened.services.accounts.remove("Main", force=True))
        await until(lambda: window.recents.detail_presenter.view is None)
        assert detail._nothing._title.text() == strings.CALL_GONE

    play(steps)


def test_the_same_words_again_move_nothing(play):
    async def steps(scene: Scene) -> None:
        window = await ready(scene)
        await with_state(scene, window, Said.READY)
        presenter, turns = window.recents.detail_presenter, window.recents.detail.conversation.turns
        turns.go_to(3)
        turns.selectAll()
        bar = turns.verticalScrollBar()
        bar.setValue(bar.maximum())
        window.recents.detail.conversation.toolbar.field.setText("the")
        place = bar.value()
        scene.opened.services.changes.tell(Topic.TRANSCRIPTS, Topic.CALLS)
        await asyncio.sleep(0.1)
        await until(lambda: presenter.settled)
        presenter.refresh_place()
        assert window.recents.detail.conversation.toolbar.field.text() == "the"
        assert turns.selected_rows
        assert bar.value() == place

    play(steps)


async def test_what_is_ready_is_not_given_up_for_less(tmp_path, hello):
    async with engine(tmp_path) as ours:
        await ours.add(hello)
        [_ async for _ in ours.services.sync.run()]
        store, transcripts = ours.store, ours.services.transcripts
        ready_one = Transcript(TranscriptState.READY, None, (TURN,))
        await store.write(lambda db: rows.put(db, "1", ready_one))
        assert await transcripts._keep("1", Transcript(TranscriptState.PENDING)) == ready_one
        assert await transcripts.kept("1") == ready_one
