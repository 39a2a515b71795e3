"""What is heard: a tone played by the window's player into a real sound server, recorded from there."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.desktop_parts import Sound
from tests.support.real_desktop import ROOT, RealDesktop, marks

pytestmark = marks("sound")

HEARD_S = 3.0


def playing(desktop: RealDesktop, speed: float, seconds: float) -> subprocess.Popen[bytes]:
    """Start to play a tone, and return once it is heard."""
    folder = desktop.folder / f"at {speed}"
    command = ("-m", "tests.support.played_tone", str(folder), str(speed), str(seconds))
    env = {"PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"}
    player = desktop.start(sys.executable, *command, env=env, stdout=subprocess.PIPE)
    until_told(player, "playing")
    return player


def until_told(player: subprocess.Popen[bytes], text: str) -> None:
    assert player.stdout is not None
    for line in player.stdout:
        if line.decode().strip() == text:
            return
    raise AssertionError(f"the player ended (exit {player.wait()}) and did not tell {text!r}")


@pytest.mark.parametrize("speed", [0.5, 1.0, 2.0, 3.0])
def test_a_tone_keeps_its_pitch_at_every_speed(tmp_path: Path, speed: float) -> None:
    with RealDesktop(tmp_path) as desktop:
        sound = Sound(desktop)
        heard = tmp_path / "heard"
        with sound.recording(heard):
            player = playing(desktop, speed, HEARD_S * speed)
            until_told(player, "ended")
            assert player.wait(20) == 0
        pitch, seconds = sound.pitch(heard)
        assert pitch == pytest.approx(440, abs=4)
        assert seconds == pytest.approx(HEARD_S, rel=0.2)


def test_a_device_that_goes_and_comes_back_stops_nothing_else(tmp_path: Path) -> None:
    with RealDesktop(tmp_path) as desktop:
        sound = Sound(desktop)
        player = playing(desktop, 1.0, 4.0)
        desktop.run("pactl", "unload-module", "module-null-sink")
        until_told(player, "no device")
        desktop.run("pactl", "load-module", "module-null-sink", "sink_name=null")
        until_told(player, "device")
        heard = tmp_path / "heard"
        with sound.recording(heard):
            until_told(player, "ended")
        assert player.wait(20) == 0
        assert sound.pitch(heard)[0] == pytest.approx(440, abs=4)


def test_the_end_of_the_sound_server_is_said_and_survived(tmp_path: Path) -> None:
    with RealDesktop(tmp_path) as desktop:
        Sound(desktop)
        player = playing(desktop, 1.0, 4.0)
        desktop.run("pactl", "exit")
        until_told(player, "no device")
        assert player.poll() is None
