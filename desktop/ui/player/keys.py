"""The player's keys: they work wherever the focus takes no text, and stand in the window's table of keys."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

if TYPE_CHECKING:
    from desktop.ui.player.presenter import PlayerPresenter

STEP_S, LONG_STEP_S = 5, 15

# Told by what they write, since brackets lie elsewhere on every keyboard.
_SLOWER, _FASTER = ("[", "<"), ("]", ">")
_SPEEDS = {"1": 1.0, "2": 2.0, "3": 3.0}
_LETTERS = {Qt.Key.Key_M, Qt.Key.Key_L, Qt.Key.Key_S}
_OTHERS = {Qt.Key.Key_Space, Qt.Key.Key_Left, Qt.Key.Key_Right}
_CHORD = (
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
)


def is_players(event: QKeyEvent) -> bool:
    """Whether a key is one of the player's."""
    if event.text() and event.text() in _SLOWER + _FASTER:
        return True  # with AltGr on many keyboards
    if event.modifiers() & _CHORD:
        return False
    return event.text() in _SPEEDS or Qt.Key(event.key()) in _LETTERS | _OTHERS


def press(player: "PlayerPresenter", event: QKeyEvent) -> bool:
    """Do what a key asks for; says whether it was one of the player's."""
    if not is_players(event):
        return False
    step = LONG_STEP_S if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else STEP_S
    key = Qt.Key(event.key())
    if event.text() in _SLOWER:
        player.step_speed(-1)
    elif event.text() in _FASTER:
        player.step_speed(1)
    elif event.text() in _SPEEDS:
        player.set_speed(_SPEEDS[event.text()])
    elif key == Qt.Key.Key_Left:
        player.skip(-step)
    elif key == Qt.Key.Key_Right:
        player.skip(step)
    elif event.isAutoRepeat():
        pass  # a key that is held down switches once
    elif key == Qt.Key.Key_Space:
        player.play_or_pause()
    elif key == Qt.Key.Key_M:
        player.toggle_mute()
    elif key == Qt.Key.Key_L:
        player.mark_loop()
    else:
        player.set_skip_silence(not player.view.skip_silence)
    return True
