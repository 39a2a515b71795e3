"""The player."""

import dataclasses

from desktop.app.tour import Stage, until
from desktop.app.tour_stops.common import NARROW, provider_of, with_words
from desktop.domain.errors import ErrorKind, Trouble
from desktop.domain.transcripts import Waveform
from desktop.ui import sentences_player as sentences
from desktop.ui.player.presenter import Phase, PlayerPresenter, PlayerView
from desktop.ui.shell.window import MainWindow


async def player(stage: Stage, window: MainWindow) -> None:
    """Show the player: paused in the middle, playing, repeating, without a device, saving, and in trouble."""
    presenter, take = window.recents.player_presenter, stage.album.take
    await with_words(stage, window)
    view = presenter.view
    assert view.waveform is not None
    said = window.recents.detail_presenter.said_view.transcript
    presenter.seek(said.segments[3].start_s + 1 if said else 0)
    take(window, "player", "paused")
    playing = dataclasses.replace(view, playing=True, speed=1.5)
    length = view.duration_s
    mono = Waveform(length, view.waveform.lanes[:1])
    for name, shown in (
        ("playing", playing),
        ("loop", dataclasses.replace(playing, loop=(length * 0.2, length * 0.45), skip_silence=True)),
        ("loop-begun", dataclasses.replace(playing, loop_from=length * 0.2)),
        ("no-device", dataclasses.replace(playing, has_device=False)),
        ("muted", dataclasses.replace(playing, muted=True)),
        ("mono", dataclasses.replace(view, waveform=mono)),
        ("saving", dataclasses.replace(view, saving=True)),
        ("unsaved", dataclasses.replace(view, unsaved=_not_saved())),
        ("loading", dataclasses.replace(view, phase=Phase.LOADING, waveform=None, fetched=0.42)),
        ("failed", _failed(view, Trouble(ErrorKind.BAD_SOUND), can_save=True)),
        ("offline", _failed(view, Trouble(ErrorKind.OFFLINE, provider=provider_of(window)), can_save=False)),
    ):
        _show(presenter, shown)
        take(window, "player", name)
    _show(presenter, view)
    _volume(stage, window)
    await _narrow(stage, window, playing)
    _show(presenter, view)


def _show(presenter: PlayerPresenter, view: PlayerView) -> None:
    presenter.shown.emit(view)
    if view.phase is Phase.READY:
        presenter.moved.emit(presenter.position)


def _not_saved() -> str:
    full = "No space left on device"
    return Trouble(ErrorKind.NOT_SAVED, name="2026-11-20 13-24 +498999998568.mp3", detail=full).sentence


def _failed(view: PlayerView, trouble: Trouble, *, can_save: bool) -> PlayerView:
    sentence = sentences.not_playable(trouble)
    return dataclasses.replace(view, phase=Phase.FAILED, sentence=sentence, can_save=can_save)


def _volume(stage: Stage, window: MainWindow) -> None:
    strip = window.recents.detail.player.strip
    strip.open_volume()
    stage.album.take(window, "player", "volume")
    strip.close_volume()


async def _narrow(stage: Stage, window: MainWindow, playing: PlayerView) -> None:
    before = window.size()
    window.resize(*NARROW)
    await until(lambda: not window.recents.detail.conversation.turns.measuring)
    loop = dataclasses.replace(playing, loop=(20.0, 60.0), has_device=False)
    _show(window.recents.player_presenter, loop)
    stage.album.take(window, "player", "narrow")
    window.resize(before)
    await until(lambda: not window.recents.detail.conversation.turns.measuring)
