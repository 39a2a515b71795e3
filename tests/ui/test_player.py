"""The player under an opened call, driven like a person does, on a machine without a sound device."""

from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from desktop.domain.calls import CallRecord
from desktop.domain.transcripts import Recording
from desktop.ui.kit.float import Toast
from desktop.ui.kit.saving import SaveDialog
from desktop.ui.player.page import PlayerPane
from desktop.ui.player.presenter import Phase, PlayerPresenter
from desktop.ui.recents.presenter import ListState
from desktop.ui.shell.window import MainWindow
from tests.support.tones import tone, wav
from tests.ui.conftest import Scene, until

KEY = Qt.Key


async def with_sound(scene: Scene, recording: Recording, place: int = 0) -> tuple[MainWindow, CallRecord]:
    """Open a window on a call whose recording is the given one."""
    if not scene.windows:
        await scene.sign_in()
        await scene.window()
    window = scene.windows[0]
    await until(lambda: window.recents.page.state is ListState.READY)
    model = window.recents.model
    found = (model.call_at(row) for row in range(model.rowCount()))
    call = [one for one in found if one and one.has_recording][place]
    account = (await scene.opened.services.accounts.all())[0]
    await scene.there(scene.opened.media.put(call.id, recording, account_id=account.id))
    window.recents.list.go_to_call(call)
    await until(lambda: window.recents.player_presenter.view.phase in (Phase.READY, Phase.FAILED))
    return window, call


def parts(window: MainWindow) -> tuple[PlayerPresenter, PlayerPane]:
    return window.recents.player_presenter, window.recents.detail.player


def test_a_loop_holds_until_it_is_taken_away(play):
    async def steps(scene: Scene) -> None:
        window, _ = await with_sound(scene, wav([tone(6), tone(6)]))
        player, pane = parts(window)
        heard = []
        player.moved.connect(heard.append)
        player.set_speed(3.0)
        player.set_loop((1.0, 2.0))
        assert player.position == 1.0
        assert pane.strip.wave._loop == (1.0, 2.0)
        player.play_or_pause()
        await until(lambda: sum(b < a - 0.5 for a, b in pairwise(heard)) >= 2)
        assert max(heard) < 2.5
        pane.strip._loop.click()
        assert player.view.loop is None
        await until(lambda: player.position > 3)

    play(steps)


def test_a_loop_to_the_very_end_starts_again(play):
    async def steps(scene: Scene) -> None:
        window, _ = await with_sound(scene, wav([tone(2)]))
        player, _ = parts(window)
        player.set_loop((1.0, 2.0))
        heard = []
        player.moved.connect(heard.append)
        player.play_or_pause()
        await until(lambda: any(b < a - 0.5 for a, b in pairwise(heard)))
        assert player.view.playing

    play(steps)


def test_silence_is_jumped_over_where_that_is_wanted(play):
    async def steps(scene: Scene) -> None:
        hush = tone(20, 0)
        window, _ = await with_sound(scene, wav([tone(1) + hush + tone(2), tone(1) + hush + tone(2)]))
        player, pane = parts(window)
        pane.strip._skip.click()
        assert player.view.skip_silence
        player.play_or_pause()
        await until(lambda: player.position > 20.5)  # else it would take 20 s
        assert scene.opened.services.settings.get("player.skip_silence") is True

    play(steps)


def test_at_its_end_it_stops_and_plays_again_from_the_start(play):
    async def steps(scene: Scene) -> None:
        window, _ = await with_sound(scene, wav([tone(1)]))
        player, pane = parts(window)
        player.set_speed(2.0)
        player.play_or_pause()
        await until(lambda: player.view.playing)
        await until(lambda: not player.view.playing and player.position == 1.0)
        assert pane.strip._time.text() == "0:01 / 0:01"
        player.play_or_pause()
        await until(lambda: player.view.playing and 0 < player.position < 1.0)

    play(steps)


def test_a_call_goes_on_where_it_was_left(play):
    async def steps(scene: Scene) -> None:
        window, first = await with_sound(scene, wav([tone(8)]))
        player, pane = parts(window)
        player.seek(5.0)
        await with_sound(scene, wav([tone(3)]), place=1)
        assert player.position == 0
        player.seek(3.0)
        window.recents.list.go_to_call(first)
        await until(lambda: player.view.phase is Phase.READY)
        assert player.position == 5.0
        assert pane.strip._time.text() == "0:05 / 0:08"
        player.play_or_pause()
        await until(lambda: player.view.playing and player.position > 5.0)
        assert player.position < 7
        await with_sound(scene, wav([tone(3)]), place=1)
        assert player.position == 0  # one that was heard to its end starts anew

    play(steps)


def test_every_key_does_its_deed_from_the_list_and_from_the_detail(play):
    async def steps(scene: Scene) -> None:
        window, _ = await with_sound(scene, wav([tone(60)]))
        player, pane = parts(window)
        for place in (window.recents.list, window.recents.detail):
            player.seek(30)
            for key, at in ((KEY.Key_Right, 35), (KEY.Key_Left, 30)):
                QTest.keyClick(place, key)
                assert player.position == at
            for key, at in ((KEY.Key_Right, 45), (KEY.Key_Left, 30)):
                QTest.keyClick(place, key, Qt.KeyboardModifier.ShiftModifier)
                assert player.position == at
            player.set_speed(1.0)
            QTest.keyClicks(place, "]]")
            assert player.view.speed == 1.5
            QTest.keyClicks(place, "[<>")
            assert player.view.speed == 1.25
            QTest.keyClicks(place, "m")
            assert player.view.muted
            QTest.keyClicks(place, "ms")
            assert (player.view.muted, player.view.skip_silence) == (False, True)
            QTest.keyClicks(place, "sl")
            assert (player.view.skip_silence, player.view.loop_from) == (False, 30)
            assert pane.strip._note.text() == "Press L where it ends"
            QTest.keyClick(place, KEY.Key_Right)
            QTest.keyClicks(place, "l")
            assert player.view.loop == (30, 35)
            QTest.keyClicks(place, "l")
            assert player.view.loop is None
            QTest.keyClick(place, KEY.Key_Space)
            await until(lambda: player.view.playing)
            QTest.keyClick(place, KEY.Key_Space)
            await until(lambda: not player.view.playing)
        for _ in range(20):
            player.step_speed(1)
        assert player.view.speed == 3.0
        for _ in range(20):
            player.step_speed(-1)
        assert player.view.speed == 0.5

    play(steps)


def test_letters_in_a_field_are_letters(play):
    async def steps(scene: Scene) -> None:
        window, _ = await with_sound(scene, wav([tone(5)]))
        player, _ = parts(window)
        search = window.recents.page.search
        search.setFocus()
        QTest.keyClicks(search, "mls [] ")
        assert search.text() == "mls [] "
        assert not player.view.muted
        assert not player.view.skip_silence
        assert not player.view.playing

    play(steps)


def test_volume_and_mute_are_remembered(play):
    async def steps(scene: Scene) -> None:
        window, _ = await with_sound(scene, wav([tone(5)]))
        player, pane = parts(window)
        pane.strip._volume.click()
        popover = pane.strip._popover
        assert popover.isVisible()
        QTest.keyClick(popover.slider, KEY.Key_Left)
        assert player.view.volume == 95
        popover.mute.click()
        assert player.view.muted
        assert pane.strip._volume.accessibleName() == "Volume: Mute"
        QTest.keyClick(popover.slider, KEY.Key_Left)
        assert (player.view.volume, player.view.muted) == (90, False)
        popover.mute.click()
        popover.close()
        settings = scene.opened.services.settings
        await until(lambda: (settings.get("player.volume"), settings.get("player.muted")) == (90, True))
        other = await scene.window()
        again = other.recents.player_presenter.view
        assert (again.volume, again.muted) == (90, True)

    play(steps)


def test_a_setting_from_elsewhere_is_taken_over(play):
    async def steps(scene: Scene) -> None:
        window, _ = await with_sound(scene, wav([tone(5)]))
        player, pane = parts(window)
        await scene.there(set_speed(scene))
        await until(lambda: player.view.speed == 2.5)
        assert pane.strip._speed.text() == "2.5x"

    play(steps)


async def set_speed(scene: Scene) -> None:
    scene.opened.services.settings.set("player.speed", 2.5)


def test_a_drag_in_the_waveform_seeks_and_with_shift_repeats(play):
    async def steps(scene: Scene) -> None:
        window, _ = await with_sound(scene, wav([tone(10)]))
        player, pane = parts(window)
        wave = pane.strip.wave
        player.play_or_pause()
        await until(lambda: player.view.playing)
        for x in range(0, wave.width() // 2, 3):
            drag(wave, x, wave.width() // 2)
        assert player.position == pytest.approx(5, abs=0.2)
        await until(lambda: player.position > 5.2)
        middle, end = wave.width() // 2, wave.width() - 10
        shift = Qt.KeyboardModifier.ShiftModifier
        drag(wave, middle, end, shift)
        assert player.view.loop == (pytest.approx(5, abs=0.2), pytest.approx(9.8, abs=0.3))
        drag(wave, end, middle + 40)  # its edge
        assert player.view.loop[1] == pytest.approx(5 + 40 / wave.width() * 10, abs=0.2)
        drag(wave, 50, 51, shift)
        assert player.view.loop is None

    play(steps)


def drag(wave, start: int, end: int, modifiers=Qt.KeyboardModifier.NoModifier) -> None:
    button = Qt.MouseButton.LeftButton
    QTest.mousePress(wave, button, modifiers, QPoint(start, 20))
    QTest.mouseMove(wave, QPoint(end, 20))
    QTest.mouseRelease(wave, button, modifiers, QPoint(end, 20))


def contents(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def test_it_is_saved_as_the_provider_gave_it(play, tmp_path, monkeypatch):
    folder = tmp_path / "to here"
    folder.mkdir()
    monkeypatch.setattr(SaveDialog, "_last_folder", folder)

    async def steps(scene: Scene) -> None:
        recording = wav([tone(1)])
        window, call = await with_sound(scene, recording)
        player, pane = parts(window)
        pane.strip._save.click()
        dialog = window.findChild(SaveDialog)
        [suggested] = dialog.selectedFiles()
        when = call.sorted_at.astimezone().strftime("%Y-%m-%d %H-%M")
        assert Path(suggested).name.startswith(when)
        assert Path(suggested).suffix == ".wav"
        assert Path(suggested).parent == folder
        dialog.accept()
        await until(lambda: window.findChildren(Toast))
        assert contents(folder) == {Path(suggested).name: recording.data}
        assert not player.view.saving

    play(steps)


def test_what_cannot_be_saved_says_why_and_asks_again(play, tmp_path, monkeypatch):
    folder = tmp_path / "to here"
    folder.mkdir()
    monkeypatch.setattr(SaveDialog, "_last_folder", folder)

    async def steps(scene: Scene) -> None:
        window, _ = await with_sound(scene, wav([tone(1)]))
        player, pane = parts(window)
        player.save()
        dialog = window.findChild(SaveDialog)
        folder.rmdir()
        player.save_to(folder / "call.wav")
        dialog.reject()
        await until(lambda: player.view.unsaved)
        assert player.view.unsaved.startswith("call.wav could not be saved")
        assert pane._unsaved.isVisible()
        await until(lambda: pane.strip.height() == pane.strip.sizeHint().height())
        assert not pane.strip.visibleRegion().isEmpty()
        assert pane.strip.visibleRegion().boundingRect() == pane.strip.rect()  # nothing has to be scrolled to
        folder.mkdir()
        pane._unsaved.banner.button.click()
        window.findChildren(SaveDialog)[-1].accept()
        await until(lambda: contents(folder))
        await until(lambda: not pane._unsaved.isVisible())

    play(steps)


def test_one_that_is_not_here_yet_is_fetched_before_it_asks_where(play):
    async def steps(scene: Scene) -> None:
        await scene.sign_in()
        window = await scene.window()
        await until(lambda: window.recents.page.state is ListState.READY)
        player, _ = parts(window)
        model = window.recents.model
        found = (model.call_at(row) for row in range(model.rowCount()))
        call = next(one for one in found if one and one.has_recording)
        window.recents.list.go_to_call(call)
        assert player.view.phase is Phase.LOADING
        player.save()
        assert not window.findChildren(SaveDialog)
        await until(lambda: window.findChildren(SaveDialog))
        [dialog] = window.findChildren(SaveDialog)
        assert Path(dialog.selectedFiles()[0]).suffix in (".mp3", ".wav")
        dialog.reject()

    play(steps)


def test_a_damaged_recording_is_a_sentence_and_can_be_saved(play):
    async def steps(scene: Scene) -> None:
        window, _ = await with_sound(scene, Recording(b"this is no sound at all", "audio/mpeg"))
        player, pane = parts(window)
        assert player.view.phase is Phase.FAILED
        assert "cannot be decoded" in player.view.sentence
        assert pane.rescue.isVisible()
        assert not pane.retry.isVisible()
        pane.rescue.click()
        dialog = window.findChild(SaveDialog)
        assert dialog.isVisible()
        dialog.reject()
        window, _ = await with_sound(scene, wav([tone(1)]), place=1)
        assert player.view.phase is Phase.READY
        assert pane.strip.isVisible()

    play(steps)


def test_what_qt_cannot_play_is_a_sentence(play):
    async def steps(scene: Scene) -> None:
        window, _ = await with_sound(scene, wav([tone(2)]))
        player, pane = parts(window)
        player.play_or_pause()
        await until(lambda: player.view.playing)
        player._sound.failed.emit("Demuxing failed")
        assert player.view.phase is Phase.FAILED
        assert "Demuxing failed" in player.view.sentence
        assert pane.rescue.isVisible()

    play(steps)


def test_nothing_of_qts_multimedia_is_loaded_before_something_plays(play):
    async def steps(scene: Scene) -> None:
        window, _ = await with_sound(scene, wav([tone(2)]))
        player, _ = parts(window)
        player.seek(1)
        assert player._sound is None
        player.play_or_pause()
        assert player._sound is not None
        await until(lambda: player.position > 1)

    play(steps)
