"""Starts that show no window, and second starts, as a session and a desktop's own shortcuts make them."""

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.support.desktop_bus import eventually
from tests.support.desktop_parts import Tray
from tests.support.desktop_program import Program, placed, signed_in
from tests.support.real_desktop import RealDesktop, marks
from tests.support.sandbox import running_sandbox

pytestmark = marks("tray")

QUICK_DIAL = "Quick dial"


@pytest.fixture(scope="module")
def hello() -> Iterator[dict[str, Any]]:
    with running_sandbox("--seed", "3", "--calls", "60") as line:
        yield line


@pytest.fixture
def program(hello: dict[str, Any], tmp_path: Path) -> Iterator[Program]:
    with signed_in(hello, tmp_path, ("tray.explained", "true")) as made:
        yield made
        made.end()


def managed(desktop: RealDesktop) -> list[str]:
    """Return the titles of the windows that the window manager has, also of minimised ones."""
    numbers = re.findall(r"0x[0-9a-f]+", desktop.run("xprop", "-root", "_NET_CLIENT_LIST"))
    found = []
    for number in numbers:
        asked = ("xdotool", "getwindowname", number)
        told = subprocess.run(asked, env=desktop.env, capture_output=True, text=True, check=False)
        found.append(told.stdout.strip())
    return found


@contextmanager
def all_windows(desktop: RealDesktop, file: Path) -> Iterator[None]:
    """Write down every list of windows that the window manager has meanwhile."""
    with file.open("wb") as out:
        spy = desktop.start("xprop", "-spy", "-root", "_NET_CLIENT_LIST", stdout=out)
        eventually(file.read_text, "the list of windows")
        yield
        desktop.end(spy)


@contextmanager
def something_else(desktop: RealDesktop) -> Iterator[None]:
    """Have another program's window in front, in which somebody writes."""
    code = (
        "import sys; from PySide6.QtWidgets import QApplication, QPlainTextEdit\n"
        "app = QApplication(['other']); text = QPlainTextEdit(); text.setWindowTitle('A letter')\n"
        "text.resize(900, 700); text.show(); text.activateWindow(); app.exec()"
    )
    other = desktop.start(sys.executable, "-c", code)
    eventually(lambda: desktop.active_window() == "A letter", "another window in front")
    desktop.click_at((500, 400))
    desktop.type("Dear")
    yield
    desktop.end(other)


def test_a_hidden_start_shows_nothing_but_the_tray(program: Program, tmp_path: Path) -> None:
    desktop = program.desktop
    tray = Tray(desktop)
    before = managed(desktop)
    with all_windows(desktop, tmp_path / "windows"):
        desktop.start_sidetone("--hidden")
        item = tray.item()
        eventually(lambda: item.tip.startswith("Sidetone"), "the state in the tray")
        eventually(lambda: next(iter(item.menu())).startswith("1 account, synced "), "a sync")
        desktop.sidetone("--hidden")  # the session starts it again, say: that shows nothing either
        assert managed(desktop) == before
    lists = set((tmp_path / "windows").read_text().splitlines())
    assert len(lists) == 1, "a window was there for a moment"
    with something_else(desktop):
        desktop.sidetone()
        program.attach("Sidetone")
        program.calls()
        desktop.press("ctrl+q")
        program.left()


def test_without_a_tray_a_hidden_start_lies_in_the_bar_until_one_comes(program: Program) -> None:
    desktop = program.desktop
    desktop.start_sidetone("--hidden")
    eventually(lambda: "Sidetone" in managed(desktop), "the window in the bar", 40)
    shown = ("xdotool", "search", "--onlyvisible", "--name", "^Sidetone$")
    asked = subprocess.run(shown, env=desktop.env, capture_output=True, text=True, check=False)
    assert asked.stdout == "", "minimised"
    tray = Tray(desktop)
    item = tray.item()
    eventually(lambda: "Sidetone" not in managed(desktop), "only the tray")
    item.activate()
    program.attach("Sidetone")
    desktop.press("ctrl+q")
    program.left()


def test_quick_dial_is_all_that_its_start_shows(program: Program, hello: dict[str, Any]) -> None:
    desktop = program.desktop
    item = Tray(desktop).item
    with something_else(desktop):
        desktop.start_sidetone("--quick-dial")
        program.attach(QUICK_DIAL)
        assert "Sidetone" not in managed(desktop)
        desktop.press("Escape")
        eventually(lambda: desktop.active_window() == "A letter", "the letter again")
        # From now on a key that the desktop binds to the same command finds the program running.
        desktop.sidetone("--quick-dial")
        program.to_front(QUICK_DIAL)
        eventually(program.focus, "the field")
        before = len(placed(hello))
        desktop.type("+33612345678")
        matches = program.see("table", "Matches")
        eventually(lambda: any("+33 6 12 34 56 78" in cell.name for cell in matches.first(4)), "the number")
        desktop.press("Return")
        eventually(lambda: len(placed(hello)) > before, "the request")
        program.says("rings first")
        desktop.press("Escape")
        eventually(lambda: desktop.active_window() == "A letter", "the letter again")
        assert "Sidetone" not in managed(desktop)
    assert len(placed(hello)) == before + 1
    item().choose("Quit")
    program.left()


def test_a_second_start_comes_in_front_of_what_somebody_writes_in(program: Program) -> None:
    desktop = program.desktop
    program.start()
    program.calls()
    with something_else(desktop):
        heard = desktop.folder / "messages"
        with heard.open("wb") as out:
            spy = desktop.start("xev", "-root", "-event", "property", stdout=out)
            desktop.env["DESKTOP_STARTUP_ID"] = 'the "menu"-1_TIME12345'
            desktop.sidetone()
            del desktop.env["DESKTOP_STARTUP_ID"]
            # The pointer would go on saying that something starts.
            eventually(lambda: "_NET_STARTUP_INFO_BEGIN" in heard.read_text(), "that the start is over")
            desktop.end(spy)
        program.to_front("Sidetone")
        desktop.press("ctrl+q")
        assert program.ends() == 0
