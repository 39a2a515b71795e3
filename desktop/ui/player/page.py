"""The player docked under a call: shows a `PlayerView` on the kit's strip."""

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.ui import strings
from desktop.ui.kit.buttons import Button
from desktop.ui.kit.panes import Banner
from desktop.ui.kit.player import PlayerStrip, PlayerTexts
from desktop.ui.player.presenter import Phase, PlayerPresenter, PlayerView

SILENCE = 0.01


class PlayerPane(QWidget):
    """Hidden when a call has no recording; a sentence stands beside the keys where nothing can be heard."""

    def __init__(self, presenter: PlayerPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._presenter = presenter
        self._loaded: PlayerView | None = None
        self.setAccessibleName(strings.PLAYER)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._failed = Banner("missed", "", "", strings.TRY_AGAIN)
        self._failed.acted.connect(presenter.retry)
        self.strip = PlayerStrip(
            PlayerTexts(
                back=strings.BACK_5,
                play=strings.PLAY,
                pause=strings.PAUSE,
                forward=strings.FORWARD_5,
                position=strings.POSITION,
                speed=strings.SPEED,
                loading=strings.PLAYER_LOADING,
            )
        )
        self.strip.offer(skip_silence=False, save=False)
        self.strip.play_toggled.connect(presenter.play_or_pause)
        self.strip.seeked.connect(presenter.seek)
        self.strip.stepped.connect(presenter.skip)
        self.strip.speed_chosen.connect(presenter.set_speed)
        for widget in (self._failed, self.strip):
            column.addWidget(widget)
        presenter.shown.connect(self.show_view)
        presenter.moved.connect(self._moved)
        self.show_view(presenter.view)

    @property
    def retry(self) -> Button | None:
        """Return the button that fetches again."""
        return self._failed.button

    def show_view(self, view: PlayerView) -> None:
        """Show how far the recording is."""
        before, self._loaded = self._loaded, view
        self.setVisible(view.phase is not Phase.NONE)
        self._failed.setVisible(view.phase is Phase.FAILED)
        self._failed.set_message("", view.sentence)
        silent = view.phase is Phase.READY and not view.has_device
        self.strip.set_note(strings.NO_SOUND_DEVICE if silent else "")
        self.strip.setVisible(view.phase is not Phase.FAILED)
        fresh = before is None or (before.phase, before.waveform) != (view.phase, view.waveform)
        if view.phase is Phase.LOADING and fresh:
            self.strip.show_loading()
        elif view.phase is Phase.READY and view.waveform is not None and fresh:
            self.strip.show_recording(_louder(view.waveform.lanes), view.duration_s)
            self.strip.set_time(self._presenter.position, view.duration_s)
        self.strip.set_speed(view.speed)
        if view.phase is Phase.READY:
            self.strip.set_playing(view.playing)

    def _moved(self, seconds: float) -> None:
        if self._loaded is not None and self._loaded.phase is Phase.READY:
            self.strip.set_time(seconds, self._loaded.duration_s)


def _louder(lanes: Sequence[Sequence[float]]) -> list[list[float]]:
    """Use the whole height for a quiet recording; the lanes keep their relation."""
    loudest = max((max(lane, default=0.0) for lane in lanes), default=0.0)
    factor = 1 / loudest if loudest > SILENCE else 1.0
    return [[peak * factor for peak in lane] for lane in lanes]
