"""The player docked under a call: shows a `PlayerView` on the kit's strip."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.ui import sentences_player as sentences
from desktop.ui import strings
from desktop.ui.kit.buttons import Button
from desktop.ui.kit.float import Toast
from desktop.ui.kit.panes import Banner, Pane
from desktop.ui.kit.player import PlayerStrip, PlayerTexts
from desktop.ui.kit.theme import u
from desktop.ui.player import keys
from desktop.ui.player.presenter import Phase, PlayerPresenter, PlayerView

SILENCE = 0.01


class PlayerPane(QWidget):
    """Hidden when a call has no recording; a sentence stands beside the keys where nothing can be heard.

    Where it was not known beforehand that there is none, it stays and says so.
    """

    def __init__(self, presenter: PlayerPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._presenter = presenter
        self._loaded: PlayerView | None = None
        self.setAccessibleName(strings.PLAYER)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._failed = _Note(strings.TRY_AGAIN)
        self._failed.banner.acted.connect(presenter.retry)
        self._broken = _Note(strings.SAVE_RECORDING)
        self._broken.banner.acted.connect(presenter.save)
        self._unsaved = _Note(strings.SAVE_ELSEWHERE)
        self._unsaved.banner.acted.connect(presenter.save)
        self.strip = _strip()
        self._connect_strip()
        for widget in (self._failed, self._broken, self._unsaved, self.strip):
            column.addWidget(widget)
        presenter.shown.connect(self.show_view)
        presenter.moved.connect(self._moved)
        presenter.where_wanted.connect(self._ask_where)
        presenter.saved.connect(self._saved)
        self.show_view(presenter.view)

    def _connect_strip(self) -> None:
        strip, presenter = self.strip, self._presenter
        strip.play_toggled.connect(presenter.play_or_pause)
        strip.seeked.connect(presenter.seek)
        strip.stepped.connect(presenter.skip)
        strip.speed_chosen.connect(presenter.set_speed)
        strip.skip_silence_toggled.connect(presenter.set_skip_silence)
        strip.volume_chosen.connect(presenter.set_volume)
        strip.mute_toggled.connect(presenter.toggle_mute)
        strip.loop_chosen.connect(presenter.set_loop)
        strip.save_wanted.connect(presenter.save)

    @property
    def retry(self) -> Button | None:
        """Return the button that fetches again."""
        return self._failed.banner.button

    @property
    def rescue(self) -> Button | None:
        """Return the button that saves what cannot be played."""
        return self._broken.banner.button

    def press_key(self, event: QKeyEvent) -> bool:
        """Do what a key asks for; says whether it was one of the player's."""
        return keys.press(self._presenter, event)

    def show_view(self, view: PlayerView) -> None:
        """Show how far the recording is."""
        before, self._loaded = self._loaded, view
        failed = view.phase is Phase.FAILED
        self.setVisible(view.phase is not Phase.NONE)
        self._failed.say(view.sentence if failed and not view.can_save else "")
        self._broken.say(view.sentence if failed and view.can_save else "")
        self._unsaved.say(view.unsaved)
        strip = self.strip
        strip.setVisible(not failed)
        new = before is None or (before.phase, before.waveform) != (view.phase, view.waveform)
        if view.phase is Phase.EMPTY:
            strip.show_nothing()
        elif view.phase is Phase.LOADING and (before is None or new or before.fetched != view.fetched):
            strip.show_loading(view.fetched)
        elif view.phase is Phase.READY and view.waveform is not None and new:
            strip.show_recording(_louder(view.waveform.lanes), view.duration_s)
            strip.set_time(self._presenter.position, view.duration_s)
        strip.set_speed(view.speed)
        strip.set_skip_silence(view.skip_silence)
        strip.set_volume(view.volume, muted=view.muted)
        strip.set_note(_note(view))
        strip.allow_save(view.can_save and not view.saving)
        if view.phase is Phase.READY:
            strip.set_loop(view.loop, view.loop_from)
            strip.set_playing(view.playing)

    def _moved(self, seconds: float) -> None:
        if self._loaded is not None and self._loaded.phase is Phase.READY:
            self.strip.set_time(seconds, self._loaded.duration_s)

    def _ask_where(self, name: str) -> None:
        from desktop.ui.kit.saving import ask_where  # noqa: PLC0415 - few save, all start

        dialog = ask_where(self, strings.SAVE_RECORDING, name, (sentences.sound_files(Path(name).suffix),))
        dialog.chosen.connect(self._presenter.save_to)

    def _saved(self, file: Path) -> None:
        Toast(self.window(), sentences.saved(file)).pop()


class _Note(Pane):
    """A trouble in as many lines as it needs, in place of the strip or above it; hidden without one.

    It lays its banner out by itself: a layout whose height depends on its width would make all round it do so
    too, and the opened call would ask for more height than there is.
    """

    def __init__(self, action: str) -> None:
        super().__init__("panel", "t")
        self.banner = Banner("missed", "", "", action, block=True)
        self.banner.setParent(self)
        self.hide()

    def say(self, sentence: str) -> None:
        """Show a sentence; "" hides it."""
        self.banner.set_message("", sentence)
        self._place()
        self.setVisible(bool(sentence))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the lines the height they need at this width."""
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        wide = max(self.width() - 2 * u(24), 1)
        high = self.banner.box.totalHeightForWidth(wide)
        self.banner.setGeometry(u(24), u(13), wide, high)
        self.setFixedHeight(high + u(25))


def _strip() -> PlayerStrip:
    return PlayerStrip(
        PlayerTexts(
            back=strings.BACK_5,
            play=strings.PLAY,
            pause=strings.PAUSE,
            forward=strings.FORWARD_5,
            position=strings.POSITION,
            speed=strings.SPEED,
            skip_silence=strings.SKIP_SILENCE,
            volume=strings.VOLUME,
            mute=strings.MUTE,
            unmute=strings.UNMUTE,
            stop_loop=strings.STOP_REPEATING,
            save=strings.SAVE_RECORDING,
            loading=strings.PLAYER_LOADING,
        )
    )


def _note(view: PlayerView) -> str:
    if view.saving:
        return strings.SAVING_RECORDING
    if view.phase is not Phase.READY:
        return ""
    if view.loop_from is not None:
        return strings.LOOP_ENDS_WHERE
    return "" if view.has_device else strings.NO_SOUND_DEVICE


def _louder(lanes: Sequence[Sequence[float]]) -> list[list[float]]:
    """Use the whole height for a quiet recording; the lanes keep their relation."""
    loudest = max((max(lane, default=0.0) for lane in lanes), default=0.0)
    factor = 1 / loudest if loudest > SILENCE else 1.0
    return [[peak * factor for peak in lane] for lane in lanes]
