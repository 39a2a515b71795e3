"""The player's strip: waveform, keys, time and speed. It shows and asks; who plays the sound is elsewhere."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.ui.kit.buttons import Button
from desktop.ui.kit.float import Menu
from desktop.ui.kit.labels import Text
from desktop.ui.kit.panes import Pane
from desktop.ui.kit.theme import u
from desktop.ui.kit.wave import Wave

SPEEDS = (0.5, 0.75, 1.0, 1.25, 1.5, 2.0, 2.5, 3.0)


@dataclass(frozen=True, slots=True)
class PlayerTexts:
    """What the keys are called."""

    back: str = "Back 5 s"
    play: str = "Play"
    pause: str = "Pause"
    forward: str = "Forward 5 s"
    position: str = "Position"
    speed: str = "Speed"
    skip_silence: str = "Skip silence"
    save: str = "Save recording"
    loading: str = "Fetching the recording"
    nothing: str = "No recording"


class PlayerStrip(Pane):
    """The keys under a recording. It stands from left to right in every language, as players do."""

    play_toggled = Signal()
    seeked = Signal(float)
    stepped = Signal(int)
    """Seconds to go, negative for back."""
    speed_chosen = Signal(float)
    skip_silence_toggled = Signal(bool)
    save_wanted = Signal()

    def __init__(self, texts: PlayerTexts | None = None, *, parent: QWidget | None = None) -> None:
        super().__init__("panel", "t", margins=(24, 13, 24, 12), spacing=8, parent=parent)
        self._texts = texts = texts or PlayerTexts()
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.wave = Wave(name=texts.position)
        self.wave.seeked.connect(self.seeked)
        self._back = Button(icon="back", name=texts.back)
        self._play = Button(kind="round", icon="play", name=texts.play)
        self._forward = Button(icon="forward", name=texts.forward)
        self._time = Text("", "dim", 12, tabular=True)
        self._note = Text("", "dim", 12)
        self._skip = Button(texts.skip_silence, icon="skip", icon_size=14)
        self._skip.setCheckable(True)
        self._speed = Button("1x", tail="chevron-down", name=texts.speed)
        self._save = Button(icon="save", icon_size=14, name=texts.save)
        self._menu = _speed_menu(self)
        self._back.clicked.connect(self._step_back)
        self._play.clicked.connect(self._toggle)
        self._forward.clicked.connect(self._step_forward)
        self._skip.toggled.connect(self.skip_silence_toggled)
        self._speed.clicked.connect(self._open_menu)
        self._menu.triggered.connect(self._choose_speed)
        self._save.clicked.connect(self._save_pressed)
        keys = QHBoxLayout()
        keys.setSpacing(u(12))
        for widget in (self._back, self._play, self._forward, self._time):
            keys.addWidget(widget)
        keys.addWidget(self._note, 1)
        for widget in (self._skip, self._speed, self._save):
            keys.addWidget(widget)
        self.add(self.wave)
        self.add_layout(keys)
        self.show_nothing()

    def offer(self, *, skip_silence: bool, save: bool) -> None:
        """Show only the keys that do something here."""
        self._skip.setVisible(skip_silence)
        self._save.setVisible(save)

    # ---- what it shows

    def show_nothing(self) -> None:
        """Show that there is no recording."""
        self.wave.show_nothing()
        self._ready(self._texts.nothing, ready=False)

    def show_loading(self) -> None:
        """Show that the recording is on its way."""
        self.wave.show_loading()
        self._ready(self._texts.loading, ready=False)

    def show_failed(self, sentence: str) -> None:
        """Say why there is no sound."""
        self.wave.show_nothing()
        self._ready(sentence, ready=False)

    def show_recording(self, lanes: Sequence[Sequence[float]], duration_s: float) -> None:
        """Show a recording that can be played."""
        self.wave.show_peaks(lanes, duration_s)
        self._ready("", ready=True)
        self.set_time(0, duration_s)

    def set_time(self, position_s: float, duration_s: float) -> None:
        """Move the position."""
        self.wave.set_position(position_s)
        self._time.setText(f"{clock(position_s)} / {clock(duration_s)}")
        # The time is never cut; a sentence in its place may be.
        self._time.setMinimumWidth(self._time.sizeHint().width())

    def set_note(self, note: str) -> None:
        """Say something beside the time, such as that nothing can be heard here."""
        self._note.setText(note)
        self._note.setToolTip(note)

    def set_playing(self, playing: bool) -> None:
        """Show whether it plays."""
        if playing:
            self._play.set_icon("pause", self._texts.pause)
        else:
            self._play.set_icon("play", self._texts.play)

    def set_speed(self, speed: float) -> None:
        """Show the speed in force."""
        self._speed.setText(f"{speed:g}x")
        self._speed.setAccessibleName(f"{self._texts.speed}: {speed:g}x")
        for action in self._menu.actions():
            action.setChecked(action.data() == speed)

    def set_skip_silence(self, skip: bool) -> None:
        """Show whether silence is skipped."""
        self._skip.setChecked(skip)

    def changeEvent(self, event: QEvent) -> None:
        """Stay left to right where the window is mirrored."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange and self.isRightToLeft():
            self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)

    def _ready(self, message: str, *, ready: bool) -> None:
        self._time.setText(message)
        self._time.setMinimumWidth(0)
        for widget in (self._back, self._play, self._forward, self._skip, self._speed, self._save):
            widget.setEnabled(ready)
        self.set_playing(False)

    # ---- what it asks for

    def _toggle(self) -> None:
        self.play_toggled.emit()

    def _step_back(self) -> None:
        self.stepped.emit(-5)

    def _step_forward(self) -> None:
        self.stepped.emit(5)

    def _open_menu(self) -> None:
        self._menu.open_under(self._speed)

    def _choose_speed(self, action: QAction) -> None:
        self.set_speed(action.data())
        self.speed_chosen.emit(action.data())

    def _save_pressed(self) -> None:
        self.save_wanted.emit()


def _speed_menu(parent: QWidget) -> Menu:
    menu = Menu(parent)
    group = QActionGroup(menu)
    for speed in SPEEDS:
        action = menu.addAction(f"{speed:g}x")
        action.setData(speed)
        action.setCheckable(True)
        action.setChecked(speed == 1.0)
        group.addAction(action)
    return menu


def clock(seconds: float) -> str:
    """Return a place in a recording: "0:24", "1:02:04"."""
    whole = int(max(seconds, 0))
    minutes, rest = divmod(whole, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
