"""The opened call: what was said, heard together with the recording, and asked for where it is not there."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.domain.transcripts import Recording, TranscriptState
from desktop.ui.detail.views import Said
from desktop.ui.kit.labels import SelectableText
from desktop.ui.player.presenter import Phase
from tests.support.opened import opened, ready, recorded, with_state
from tests.ui.conftest import Scene, until


def test_a_turn_seeks_and_the_running_turn_is_lit(play):
    async def steps(scene: Scene) -> None:
        window = await ready(scene)
        await with_state(scene, window, Said.READY)
        detail, sound = window.recents.detail_presenter, window.recents.player_presenter
        turns = window.recents.detail.conversation.turns
        segments = detail.said_view.transcript.segments
        turns.chosen.emit(2)
        await until(lambda: abs(sound.position - segments[2].start_s) < 0.5)
        assert turns.light(2) == 1.0
        QTest.keyClick(window.recents.detail, Qt.Key.Key_Right)
        await until(lambda: sound.position >= segments[2].start_s + 4.5)
        QTest.keyClick(window.recents.detail, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
        await until(lambda: sound.position < segments[2].start_s)

    play(steps)


def test_it_plays_without_a_sound_device_and_says_so(play):
    async def steps(scene: Scene) -> None:
        window = await ready(scene)
        await with_state(scene, window, Said.READY)
        sound = window.recents.player_presenter
        assert sound.view.phase is Phase.READY
        assert sound.view.waveform is not None
        assert len(sound.view.waveform.lanes) == 2
        sound.set_speed(3.0)
        QTest.keyClick(window.recents.list, Qt.Key.Key_Space)
        await until(lambda: sound.view.playing and sound.position > 0.5)
        QTest.keyClick(window.recents.list, Qt.Key.Key_Space)
        await until(lambda: not sound.view.playing)
        await until(lambda: scene.opened.services.settings.number("player.speed") == 3.0)
        if not sound.view.has_device:
            assert "sound device" in window.recents.detail.player.strip._note.text()

    play(steps)


def test_another_call_stops_the_first_one(play):
    async def steps(scene: Scene) -> None:
        window = await ready(scene)
        first, second = recorded(window)[:2]
        window.recents._acted(first, "play")
        sound = window.recents.player_presenter
        await until(lambda: sound.view.playing)
        window.recents.list.go_to_call(second)
        assert not sound.view.playing
        await until(lambda: sound.view.phase is Phase.READY)
        assert sound.position == 0
        model = window.recents.model
        silent = next(
            call for row in range(model.rowCount()) if (call := model.call_at(row)) and not call.has_recording
        )
        await opened(window, silent)
        assert sound.view.phase is Phase.NONE
        assert window.recents.detail.player.isHidden()

    play(steps)


def test_a_transcript_is_asked_for_and_appears_by_itself(play):
    async def steps(scene: Scene) -> None:
        window = await ready(scene)
        await with_state(scene, window, Said.NONE)
        detail = window.recents.detail_presenter
        assert detail.said_view.can_ask
        window.recents.detail.conversation._ask.button.click()
        await until(lambda: detail.said_view.said is Said.PENDING)
        assert detail.said_view.since is not None
        await until(lambda: detail.said_view.said is Said.READY)
        assert detail.said_view.transcript.state is TranscriptState.READY
        assert detail.said_view.transcript.segments

    play(steps)


def test_a_recording_that_cannot_be_decoded_says_so_and_the_rest_stays(play):
    async def steps(scene: Scene) -> None:
        window = await ready(scene)
        call = recorded(window)[0]
        broken = Recording(b"this is no sound at all", "audio/mpeg")
        await scene.there(put(scene, call.id, broken))
        await opened(window, call)
        sound = window.recents.player_presenter
        assert sound.view.phase is Phase.FAILED
        assert "cannot be decoded" in sound.view.sentence
        assert window.recents.detail_presenter.said_view.said is not Said.LOADING

    play(steps)


async def put(scene: Scene, call_id: str, recording: Recording) -> None:
    account = (await scene.opened.services.accounts.all())[0]
    await scene.opened.media.put(call_id, recording, account_id=account.id)


def test_the_facts_are_selectable_and_complete(play):
    async def steps(scene: Scene) -> None:
        window = await ready(scene)
        call = recorded(window)[0]
        await opened(window, call)
        await until(lambda: window.recents.detail_presenter.settled)
        texts = [
            label
            for label in window.recents.detail.details.findChildren(SelectableText)
            if label.text() in (call.id, call.provider_id)
        ]
        assert len(texts) >= 2
        flags = Qt.TextInteractionFlag
        assert all(label.textInteractionFlags() & flags.TextSelectableByKeyboard for label in texts)
        assert call.sorted_at == window.recents.detail_presenter.view.call.sorted_at

    play(steps)


def test_the_person_s_earlier_calls_are_those_with_this_number_before_this_one(play):
    async def steps(scene: Scene) -> None:
        window = await ready(scene)
        model = window.recents.model
        known = [call for row in range(model.rowCount()) if (call := model.call_at(row)) and call.other]
        number = max({call.other for call in known}, key=lambda other: sum(c.other == other for c in known))
        same = [call for call in known if call.other == number]
        call = same[len(same) // 2]
        await opened(window, call)
        await until(lambda: window.recents.detail_presenter.settled)
        person = window.recents.detail.person
        window.recents.detail.show_person()
        shown = [row.entry.call.id for row in person.earlier.rows.rows]
        assert shown == [other.id for other in same if other.sorted_at < call.sorted_at][: len(shown)]
        assert shown
        later = [row.entry.call.id for row in person.later.rows.rows]
        assert later == [other.id for other in same if other.sorted_at > call.sorted_at][-len(later) :]
        person.earlier.rows.rows[0].click()
        assert window.recents.list.current_call.id == shown[0]
        assert window.recents.detail_presenter.view.call.id == shown[0]
        assert person.isVisible()

    play(steps)
