"""Several screens: windows come back where they were, and never where no screen is any more."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QRect

from desktop.ui.kit.monitors import inside, is_reachable, nearest
from desktop.ui.shell.frame import FIRST, Frame, read
from tests.support.command import ROOT

LEFT, RIGHT = QRect(0, 0, 1920, 1080), QRect(1920, 0, 2560, 1400)


@pytest.mark.parametrize(
    ("text", "frame"),
    [
        ("1180x760/440", Frame()),
        ("1180x760/440@-10,25", Frame(place=(-10, 25))),
        ("1000x700/400@2000,100+max", Frame(1000, 700, 400, (2000, 100), maximized=True)),
        ("1000x700/400+max", Frame(1000, 700, 400, maximized=True)),
        ("999999999x1/1@1,1", Frame(16_384, 1, 1, (1, 1))),
    ],
)
def test_what_is_kept_is_read_again(text, frame):
    assert read(text) == frame
    assert read(frame.text) == frame


@pytest.mark.parametrize("text", ["", "1x2", "1x2/3@", "1x2/3@4", "1x2/3@٤,5", "1x2/3+min", "9" * 5_000])
def test_anything_else_is_the_first_size(text):
    assert read(text) == FIRST


def test_a_window_whose_edge_can_be_taken_stays():
    assert is_reachable(QRect(1500, 20, 1000, 700), [LEFT, RIGHT])
    assert is_reachable(QRect(-900, 20, 1000, 700), [LEFT])  # its last 100 pixels
    for lost in (QRect(-950, 20, 1000, 700), QRect(0, -40, 1000, 700), QRect(0, 1075, 1000, 700)):
        assert not is_reachable(lost, [LEFT])


def test_one_that_cannot_comes_wholly_onto_the_nearest_screen():
    lost = QRect(9_000, 200, 3_000, 700)
    assert nearest(lost, [LEFT, RIGHT]) == RIGHT
    assert inside(lost, RIGHT) == QRect(1920, 200, 2560, 700)
    assert nearest(QRect(100, -650, 1000, 700), [RIGHT, LEFT]) == LEFT


def test_on_two_screens_everything_stands_where_it_belongs(tmp_path: Path) -> None:
    common = {"dpr": 1, "logicalDpi": 96, "logicalBaseDpi": 96}
    screens = [
        {"name": "left", "x": 0, "y": 0, "width": 1920, "height": 1080, **common},
        {"name": "right", "x": 1920, "y": 0, "width": 2560, "height": 1400, **common},
    ]
    file = tmp_path / "screens.json"
    file.write_text(json.dumps({"screens": screens}))
    done = subprocess.run(
        [sys.executable, "-m", "tests.support.two_screens"],
        env={**os.environ, "PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": f"offscreen:configfile={file}"},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["second"] == ["right"]
    assert told["kept"] == "1000x700/440@2000,100"
    screens_of_gone, (x, y, *_) = told["gone"]
    assert (screens_of_gone, x, y) == (["right"], 1920 + 2560 - 1000, 100)
    assert told["above"][:2] == [2000, 0]
    assert told["largest"] == [["right"], [1920, 0], 2560], "nothing of it is off the screen"
    assert told["dialog"] == ["right"]
    assert told["popover"] == ["right"]
    assert told["menu"] == ["right"]
    assert told["lost"] == []
    x, y, wide, high = told["found"]
    assert (x + wide, y + high) == (1920 + 2560, 1400), "wholly on the nearest one, its frame too"
