"""The player."""

import dataclasses

from desktop.app.tour import Stage
from desktop.app.tour_stops.common import with_words
from desktop.domain.errors import ErrorKind, Trouble
from desktop.ui.player.presenter import Phase
from desktop.ui.shell.window import MainWindow


async def player(stage: Stage, window: MainWindow) -> None:
    """Show the player: paused in the middle, playing, fast, fetching, failed."""
    presenter, take = window.recents.player_presenter, stage.album.take
    await with_words(stage, window)
    view = presenter.view
    said = window.recents.detail_presenter.said_view.transcript
    presenter.seek(said.segments[3].start_s + 1 if said else 0)
    take(window, "player", "paused")
    presenter.shown.emit(dataclasses.replace(view, playing=True, speed=1.5))
    take(window, "player", "playing")
    presenter.shown.emit(dataclasses.replace(view, phase=Phase.LOADING, waveform=None))
    take(window, "player", "loading")
    failed = Trouble(ErrorKind.BAD_SOUND).sentence
    presenter.shown.emit(dataclasses.replace(view, phase=Phase.FAILED, sentence=failed))
    take(window, "player", "failed")
    presenter.shown.emit(view)
