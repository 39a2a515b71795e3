"""The player's strip: waveform, keys, time and speed. It shows and asks; who plays the sound is elsewhere."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from desktop.ui.kit.buttons import Button
from desktop.ui.kit.clock import position
from desktop.ui.kit.float import Menu
from desktop.ui.kit.labels import Text
from desktop.ui.kit.panes import Pane
from desktop.ui.kit.theme import u
from desktop.ui.kit.volume import VolumePopover
from desktop.ui.kit.wave import Span, Wave

SPEEDS = (0.5, 0.75, 1.0, 1.25, 1.5, 1.75, 2.0, 2.5, 3.0)

_GAP, _NARROW_GAP = 12, 8
_WIDTH, _NARROWEST = 740, 360
_ROOMY = 13


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
    volume: str = "Volume"
    mute: str = "Mute"
    unmute: str = "Unmute"
    stop_loop: str = "Stop repeating"
    save: str = "Save recording"
    loading: str = "Fetching the recording"
    nothing: str = "No recording"


class PlayerStrip(Pane):
    """The keys under a recording.

    It stands from left to right in every language: a timeline and what moves along it show the direction of
    the sound, not of reading, as GNOME and Apple have it. Where there is no room, labels give way to icons.
    """

    play_toggled = Signal()
    seeked = Signal(float)
    stepped = Signal(int)
    """Seconds to go, negative for back."""
    speed_chosen = Signal(float)
    skip_silence_toggled = Signal(bool)
    volume_chosen = Signal(int)
    """From 0 to 100."""
    mute_toggled = Signal()
    loop_chosen = Signal(object)
    """A `Span` to repeat, None for nothing."""
    save_wanted = Signal()

    def __init__(self, texts: PlayerTexts | None = None, *, parent: QWidget | None = None) -> None:
        super().__init__("panel", "t", margins=(24, 13, 24, 12), spacing=8, parent=parent)
        self._texts = texts = texts or PlayerTexts()
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.wave = Wave(name=texts.position)
        self.wave.seeked.connect(self.seeked)
        self.wave.loop_chosen.connect(self.loop_chosen)
        self._back = Button(icon="back", name=texts.back)
        self._play = Button(kind="round", icon="play", name=texts.play)
        self._forward = Button(icon="forward", name=texts.forward)
        self._time = Text("", "dim", 12, tabular=True)
        self._note = Text("", "dim", 12)
        self._said = ""
        self._loop = Button(icon="loop", name=texts.stop_loop)
        self._loop.setCheckable(True)
        self._loop.hide()
        self._volume = Button(icon="volume", icon_size=14, edge=_ROOMY, name=texts.volume)
        self._skip = Button(texts.skip_silence, icon="skip", icon_size=14)
        self._skip.setCheckable(True)
        self._speed = Button("1x", tail="chevron-down", name=texts.speed)
        self._save = Button(icon="save", icon_size=14, edge=_ROOMY, name=texts.save)
        self._menu = _speed_menu(self)
        self._popover: VolumePopover | None = None
        self._loudness = (100, False)
        self._connect()
        self._row = keys = QHBoxLayout()
        keys.setSpacing(u(_GAP))
        for widget in (self._back, self._play, self._forward, self._time):
            keys.addWidget(widget)
        keys.addWidget(self._note)
        keys.addStretch(1)
        for widget in (self._loop, self._volume, self._skip, self._speed, self._save):
            keys.addWidget(widget)
        self.add(self.wave)
        self.add_layout(keys)
        self.show_nothing()

    def _connect(self) -> None:
        self._back.clicked.connect(self._step_back)
        self._play.clicked.connect(self._toggle)
        self._forward.clicked.connect(self._step_forward)
        self._loop.clicked.connect(self._stop_loop)
        self._volume.clicked.connect(self.open_volume)
        self._skip.clicked.connect(self._skip_pressed)
        self._speed.clicked.connect(self._open_menu)
        self._menu.triggered.connect(self._choose_speed)
        self._save.clicked.connect(self._save_pressed)

    # ---- what it shows

    def show_nothing(self) -> None:
        """Show that there is no recording."""
        self.wave.show_nothing()
        self._ready(self._texts.nothing, ready=False)

    def show_loading(self, share: float | None = None) -> None:
        """Show that the recording is on its way, and how much of it is here (0 to 1) if that is known."""
        self.wave.show_loading()
        done = "" if share is None else f", {share:.0%}"
        self._ready(self._texts.loading + done, ready=False)

    def show_recording(self, lanes: Sequence[Sequence[float]], duration_s: float) -> None:
        """Show a recording that can be played."""
        self.wave.show_peaks(lanes, duration_s)
        self._ready("", ready=True)
        self.set_time(0, duration_s)

    def set_time(self, position_s: float, duration_s: float) -> None:
        """Move the position."""
        self.wave.set_position(position_s)
        text = f"{position(position_s)} / {position(duration_s)}"
        if text == self._time.text():
            return
        self._time.setText(text)
        # The time is never cut.
        wide = self._time.sizeHint().width()
        if wide != self._time.minimumWidth():
            self._time.setMinimumWidth(wide)
            self._fit()

    def set_note(self, note: str) -> None:
        """Say something beside the time where there is room, such as that nothing can be heard here."""
        self._said = note
        self._volume.setToolTip(note or self._volume.accessibleName())  # it may have no room as a text
        self._fit()

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
        self._fit()

    def set_skip_silence(self, skip: bool) -> None:
        """Show whether silence is skipped."""
        self._skip.setChecked(skip)

    def set_volume(self, volume: int, *, muted: bool) -> None:
        """Show how loud it is, from 0 to 100."""
        self._loudness = (volume, muted)
        if self._popover is not None:
            self._popover.show_volume(volume, muted=muted)
        said = self._texts.mute if muted else f"{volume} %"
        self._volume.set_icon("muted" if muted or volume == 0 else "volume", f"{self._texts.volume}: {said}")

    def set_loop(self, loop: Span | None, begun_at: float | None = None) -> None:
        """Show the part that is repeated, or where one begins whose end is not chosen yet."""
        self.wave.set_loop(loop, begun_at)
        self._loop.setVisible(loop is not None)
        self._loop.setEnabled(loop is not None)
        if loop is not None:
            name = f"{self._texts.stop_loop}: {position(loop[0])} \u2013 {position(loop[1])}"
            self._loop.set_icon("loop", name)
            self._loop.setChecked(True)
        self._fit()

    def allow_save(self, allowed: bool) -> None:
        """Let the recording be saved, or not: also one that cannot be played may be there."""
        self._save.setEnabled(allowed)

    # ---- Qt's own

    def sizeHint(self) -> QSize:
        """Return the same width whatever is shown: the strip fits itself into what it gets."""
        return QSize(u(_WIDTH), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Return a width that no label can spread."""
        return QSize(u(_NARROWEST), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give up labels where there is no room."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Stay left to right where the window is mirrored."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange and self.isRightToLeft():
            self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)

    def _fit(self) -> None:
        """Take the first that fits: all of it, no label, narrow gaps, no arrow; then the same, unsaid."""
        margins = self.box.contentsMargins()
        room = self.width() - margins.left() - margins.right()
        for note, label, gap, tail in (
            (self._said, True, _GAP, True),
            (self._said, False, _GAP, True),
            (self._said, False, _NARROW_GAP, True),
            (self._said, False, _NARROW_GAP, False),
            ("", False, _GAP, True),
            ("", False, _NARROW_GAP, True),
            ("", False, _NARROW_GAP, False),
        ):
            self._note.setText(note)
            self._note.setVisible(bool(note))
            self._skip.set_label(self._texts.skip_silence if label else "")
            self._speed.set_tail("chevron-down" if tail else "")
            self._row.setSpacing(u(gap))
            if self._needed(u(gap)) <= room:
                break
        self.box.activate()  # at once: what is laid out later flickers

    def _needed(self, gap: int) -> int:
        items = [self._row.itemAt(place) for place in range(self._row.count())]
        seen = [item.widget() for item in items if item is not None]
        widths = [one.sizeHint().width() for one in seen if one is not None and not one.isHidden()]
        return sum(widths) + gap * (len(widths) - 1)

    def _ready(self, message: str, *, ready: bool) -> None:
        self._time.setText(message)
        self._time.setMinimumWidth(0)
        self.set_loop(None)
        keys = (self._back, self._play, self._forward, self._volume, self._skip, self._speed, self._save)
        for widget in keys:
            widget.setEnabled(ready)
        self.set_playing(False)

    # ---- what it asks for

    def _toggle(self) -> None:
        self.play_toggled.emit()

    def _step_back(self) -> None:
        self.stepped.emit(-5)

    def _step_forward(self) -> None:
        self.stepped.emit(5)

    def _stop_loop(self) -> None:
        self.loop_chosen.emit(None)

    def _skip_pressed(self) -> None:
        self.skip_silence_toggled.emit(self._skip.isChecked())

    def open_volume(self) -> None:
        """Open the slider of the volume."""
        if self._popover is None:
            texts = self._texts
            self._popover = VolumePopover(texts.volume, texts.mute, texts.unmute, self)
            self._popover.chosen.connect(self.volume_chosen)
            self._popover.mute_toggled.connect(self.mute_toggled)
        volume, muted = self._loudness
        self._popover.show_volume(volume, muted=muted)
        self._popover.open_under(self._volume, at_end=True, above=True)

    def close_volume(self) -> None:
        """Close it."""
        if self._popover is not None:
            self._popover.close()

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
