"""Two monitors on a real X server: the window comes back to the second, and to the first without it."""

import re
import sys
from pathlib import Path

from tests.support.desktop_bus import eventually
from tests.support.desktop_program import Program
from tests.support.real_desktop import RealDesktop, marks

pytestmark = marks()
FRAME = 8
"""What the window manager draws round a window, at most."""
LEFT, RIGHT = "1000x860+0+0", "1000x860+1000+0"


def plug(desktop: RealDesktop, *monitors: str) -> None:
    """Have these monitors, and no others."""
    desktop.run(sys.executable, "-m", "tests.support.monitors", *monitors)


def place(desktop: RealDesktop) -> tuple[int, int]:
    """Return where the window in front begins, and how wide it is."""
    told = desktop.run("xdotool", "getactivewindow", "getwindowgeometry", "--shell")
    found = dict(re.findall(r"(\w+)=(\d+)", told))
    return int(found["X"]), int(found["WIDTH"])


def test_the_window_comes_back_to_its_monitor_while_there_is_one(tmp_path: Path) -> None:
    with RealDesktop(tmp_path / "desktop", size=(2000, 860)) as desktop:
        plug(desktop, LEFT, RIGHT)
        program = Program(desktop, tmp_path / "profile")
        program.set(("ui.frame", "960x640/400@1020,40"))
        program.start()
        eventually(lambda: place(desktop)[0] >= 1000, "the window on the second monitor")
        program.quit()
        program.start()
        eventually(lambda: place(desktop)[0] >= 1000, "the window there again")
        program.quit()

        plug(desktop, LEFT)
        program.start()
        eventually(lambda: sum(place(desktop)) <= 1000 + FRAME, "the window on the only monitor")
        program.quit()
