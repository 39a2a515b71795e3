"""Gallery page of the player: its strip wide and narrow, and what opens from it."""

import math
from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from desktop.ui.kit.gallery_parts import STATES, caption, page, pose, row
from desktop.ui.kit.panes import Pane
from desktop.ui.kit.player import PlayerStrip
from desktop.ui.kit.slider import Slider
from desktop.ui.kit.theme import u
from desktop.ui.kit.volume import VolumePopover

_WIDE, _NARROW = 600, 520


def sample_peaks() -> Sequence[Sequence[float]]:
    """Return two channels that take turns."""
    lanes = []
    for lane in (0, 1):
        loud = [math.sin(place / 10 + lane * math.pi) > 0 for place in range(240)]
        lanes.append([abs(math.sin(place * 1.7 + lane)) if on else 0.05 for place, on in enumerate(loud)])
    return lanes


def _strips() -> dict[str, PlayerStrip]:
    made = {
        name: PlayerStrip()
        for name in (
            *("Playing, with what a search found", "A loop and the pointer, narrow"),
            *("Being fetched", "One channel without a device, narrow"),
            *("No recording", "An hour, narrow"),
        )
    }
    playing, loop, loading, mono, nothing, long = made.values()
    for strip in (playing, loop):
        strip.show_recording(sample_peaks(), 724)
        strip.set_time(304, 724)
        strip.set_playing(True)
        strip.set_speed(1.5)
    playing.wave.set_marks((20, 360, 410))
    playing.wave.pose_focused()
    loop.set_loop((250, 420))
    loop.set_skip_silence(True)
    loop.wave.point(480)
    loading.show_loading(0.42)
    mono.show_recording(sample_peaks()[:1], 4210)
    mono.set_volume(40, muted=True)
    mono.set_note("No sound device here")
    nothing.show_nothing()
    long.show_recording(sample_peaks(), 4210)
    long.set_speed(1.25)
    long.set_loop((250, 4020), None)
    long.set_note("Press L where it ends")
    return made


def _framed(strip: PlayerStrip, width: int) -> QWidget:
    frame = Pane("panel", "tbse", margins=(1, 1, 1, 1))
    frame.add(strip)
    frame.setFixedWidth(u(width))
    return frame


def player() -> QWidget:
    """Show the strip wide and narrow in every state, the slider, and the popover of the volume."""
    made = page()
    grid = QGridLayout()
    grid.setHorizontalSpacing(u(12))
    for place, (text, strip) in enumerate(_strips().items()):
        line, column = divmod(place, 2)
        grid.addWidget(caption(text), 2 * line, column)
        grid.addWidget(_framed(strip, _NARROW if column else _WIDE), 2 * line + 1, column)
    made.add_layout(grid)
    sliders = []
    for state in STATES:
        if state != "Checked":
            slider = Slider(name="Volume")
            slider.setValue(60)
            slider.setFixedWidth(u(140))
            sliders += [caption(state), pose(slider, state)]
    made.add(caption("Slider"))
    made.add_layout(row(*sliders, spacing=12))
    made.add_stretch()
    popover = VolumePopover("Volume", "Mute", "Unmute", made, kind=Qt.WindowType.Widget)
    popover.show_volume(60, muted=False)
    popover.adjustSize()
    popover.move(QPoint(u(24), u(560)))
    return made
