"""The tray and notifications as a person has them: a real panel, a real notification service."""

import os
import re
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.desktop_bus import Node, eventually
from tests.support.desktop_parts import Notifications, Tray, TrayItem, copied
from tests.support.desktop_program import Program, placed, signed_in
from tests.support.real_desktop import marks
from tests.support.sandbox import running_sandbox

pytestmark = marks("tray", "notifications")

GOES_ON = "Sidetone goes on in the tray"


@pytest.fixture(scope="module")
def hello() -> Iterator[dict[str, Any]]:
    with running_sandbox("--seed", "3", "--calls", "60", "--live", "--live-every", "2") as line:
        yield line


@pytest.fixture
def program(hello: dict[str, Any], tmp_path: Path) -> Iterator[Program]:
    with signed_in(hello, tmp_path, seconds=5) as made:
        yield made


def windows(program: Program) -> list[str]:
    """Return the number of its main window, if that is on the screen."""
    search = ("xdotool", "search", "--onlyvisible", "--name", "^Sidetone$")
    env = program.desktop.env
    return subprocess.run(search, env=env, capture_output=True, text=True, check=False).stdout.split()


def ask_to_close(program: Program) -> None:
    """Press the button that the window manager puts at the window's upper right corner."""
    has_keys(program)
    [window] = windows(program)
    told = program.desktop.run("xwininfo", "-id", window)
    left, top, wide = (int(re.search(f"{what}: +(\\d+)", told)[1]) for what in ("left X", "left Y", "Width"))
    x, y = left + wide - 10, top - 10
    program.desktop.run("xdotool", "mousemove", str(x), str(y), "click", "1")


def has_keys(program: Program) -> None:
    """Wait until its window has the keyboard by its own account: the manager's is of a window gone, too."""
    shown(program, wanted=True)
    eventually(program.focus, "the keyboard in the window")


def shown(program: Program, wanted: bool) -> None:
    """Wait until the window is on the screen, or is not."""
    eventually(lambda: bool(windows(program)) is wanted, "the window" if wanted else "no window")


def named(program: Program, starts: str) -> list[Node]:
    """Return what is on the screen with a name that starts so."""
    return program.all(lambda node: node.name.startswith(starts))


def escape(program: Program, title: str) -> None:
    """Wait for another of its windows, and close that with its key."""
    eventually(lambda: named(program, title), title)
    eventually(program.focus, f"the keyboard in {title}")
    program.desktop.press("Escape")
    eventually(lambda: not named(program, title), f"no more {title}")


def last_missed(item: TrayItem) -> str:
    """Return the path of the newest entry of the missed calls that has a number."""
    return eventually(
        lambda: next((one for one in item.menu() if one.startswith("Missed") and "/+" in one), ""),
        "a missed call in the menu",
    )


def test_the_menu_calls_back_once_somebody_said_yes(program: Program, hello: dict[str, Any]) -> None:
    desktop = program.desktop
    tray = Tray(desktop)
    program.start()
    program.calls()
    item = tray.item()
    last_missed(item)
    menu = item.menu()
    assert next(iter(menu)).startswith("1 account, synced ")
    assert not next(iter(menu.values())).get("enabled", True)
    entries = [one.partition("\n")[0] for one in menu if "/" not in one]
    assert [one for one in entries if not one.startswith(("1 account", "Missed"))] == [
        *("Show Sidetone", "Quick dial…", "Call the number on the clipboard", "Recent", "Do not disturb"),
        *("Sync now", "Settings", "Quit"),
    ]
    assert len([one for one in menu if one.startswith("Recent/")]) == 7
    before = len(placed(hello))
    ask_to_close(program)
    shown(program, wanted=False)
    item.choose(last_missed(item))
    program.see("dialog", "Call this number?")
    program.says("From the tray's menu")
    assert len(placed(hello)) == before
    desktop.press("Escape")
    program.gone("dialog", "Call this number?")
    program.to_front()
    item.choose(last_missed(item))
    program.see("dialog", "Call this number?")
    program.to_front()
    desktop.press("Tab", "Return")
    eventually(lambda: len(placed(hello)) > before, "the request")
    program.says("rings first")
    assert len(placed(hello)) == before + 1
    item.choose("Quit")
    assert program.ends() == 0


def test_the_menu_calls_what_was_copied_and_whoever_was_called_lately(
    program: Program, hello: dict[str, Any]
) -> None:
    """Another program has the text, and the panel draws the menu: both are asked over their own protocols."""
    desktop = program.desktop
    tray = Tray(desktop)
    program.start()
    program.calls()
    item = tray.item()
    ask_to_close(program)
    shown(program, wanted=False)
    before = len(placed(hello))
    entry = "Call the number on the clipboard"

    def nothing() -> bool:
        return not item.menu().get(f"{entry}\nThere is none", {}).get("enabled", True)

    eventually(nothing, "nothing copied")
    with copied(desktop, "Ada: 06 12 34 56 78 (mobile)"):
        one = f"{entry}\n+33 6 12 34 56 78"
        eventually(lambda: one in item.menu(), "the number")
        item.choose(one)
        program.see("dialog", "Call this number?")
        program.says("From the clipboard")
        program.says("+33 6 12 34 56 78")
        desktop.press("Escape")
        program.gone("dialog", "Call this number?")
    with copied(desktop, "06 12 34 56 78\n+44 20 7946 0018") as owner:
        several = "Call a number on the clipboard/+44 20 7946 0018"
        eventually(lambda: several in item.menu(), "both numbers")
        owner.send_signal(signal.SIGSTOP)  # one that hangs holds nobody up, and what was shown is called
        item.choose(several)
        program.see("dialog", "Call this number?")
        program.says("+44 20 7946 0018")
        desktop.press("Escape")
        program.gone("dialog", "Call this number?")
        owner.send_signal(signal.SIGCONT)
    eventually(nothing, "nothing copied any more")
    latest = next(one for one in item.menu() if one.startswith("Recent/"))
    item.choose(latest)
    program.see("dialog", "Call this number?")
    program.says("From the tray's menu")
    desktop.press("Escape")
    program.gone("dialog", "Call this number?")
    assert len(placed(hello)) == before
    item.choose("Quit")
    assert program.ends() == 0


def test_do_not_disturb_is_begun_seen_and_ended_at_the_icon(program: Program) -> None:
    tray = Tray(program.desktop)
    program.start()
    program.calls()
    item = tray.item()
    plain = item.pixels
    assert "Do not disturb/Switch off" not in item.menu()
    item.choose("Do not disturb/For 30 minutes")
    eventually(lambda: "Do not disturb until " in item.tip, "the tip")
    assert item.pixels != plain
    until = item.tip.partition("Do not disturb until ")[2].splitlines()[0]
    below = f"Do not disturb (until {until})"
    eventually(lambda: f"{below}/On until {until}" in item.menu(), "until when")
    assert program.desktop.sidetone("settings", "get", "notify.quiet_until").strip()
    item.choose(f"{below}/Switch off")
    eventually(lambda: "Do not disturb" in item.menu(), "the end")
    eventually(lambda: item.pixels == plain and "Do not disturb" not in item.tip, "the plain icon")
    program.to_front()
    program.quit()


def test_a_notifications_button_calls_back_with_one_request(program: Program, hello: dict[str, Any]) -> None:
    tray, notifications = Tray(program.desktop), Notifications(program.desktop)
    program.set(("notify.voicemail", "off"))  # those can be called back, too
    program.start()
    program.calls()
    item = tray.item()
    ask_to_close(program)
    shown(program, wanted=False)
    before, before_it = len(placed(hello)), program.desktop.active_window()
    eventually(lambda: "Call back" in notifications.buttons(), "a missed call's notification", 90)
    titles = [text for text in notifications.texts() if text.startswith("Missed call from ")]
    assert titles
    assert program.desktop.active_window() == before_it, "a notification takes no focus"
    eventually(lambda: "missed call" in item.tip, "the count")
    notifications.press("Call back")
    asks = "Call this number?"  # whoever called lives where nobody was called before, perhaps
    eventually(lambda: len(placed(hello)) > before or named(program, asks), "the request, or a question")
    if named(program, asks):
        program.to_front()
        program.desktop.press("Tab", "Return")
        eventually(lambda: len(placed(hello)) > before, "the request")
    shown(program, wanted=True)
    program.says("rings first")
    assert len(placed(hello)) == before + 1
    program.to_front()
    program.quit()


def test_closing_keeps_the_tray_and_says_so_once(program: Program) -> None:
    tray, notifications = Tray(program.desktop), Notifications(program.desktop)
    program.start()
    program.calls()
    item = tray.item()
    ask_to_close(program)
    shown(program, wanted=False)
    eventually(lambda: GOES_ON in notifications.texts(), "that it goes on")
    item.activate()
    has_keys(program)
    item.activate()
    shown(program, wanted=False)
    program.desktop.start_sidetone()  # a second start brings the first one forward
    shown(program, wanted=True)
    program.quit()
    program.start()
    eventually(lambda: GOES_ON not in notifications.texts(), "no old notice")
    tray.item()
    ask_to_close(program)
    shown(program, wanted=False)
    program.desktop.start_sidetone("tel:+33612345678")
    program.see("dialog", "Call this number?")
    assert GOES_ON not in notifications.texts()
    assert windows(program)
    program.to_front()
    program.desktop.press("Escape")
    ask_to_close(program)
    shown(program, wanted=False)
    os.kill(program.pid, signal.SIGTERM)
    assert program.ends() == 0


def test_without_a_tray_the_window_never_hides(program: Program) -> None:
    program.start()
    program.calls()
    assert "no panel shows status icons" in program.desktop.sidetone("doctor")
    ask_to_close(program)
    assert program.ends() == 0


def test_a_panel_that_comes_late_or_dies_is_noticed(program: Program) -> None:
    program.start()
    program.calls()
    tray = Tray(program.desktop)
    Notifications(program.desktop)
    item = tray.item()
    assert item.tip.startswith("Sidetone")
    assert item.sizes == [(size, size) for size in (16, 20, 22, 24, 32, 44, 48, 64)]
    report = program.desktop.sidetone("doctor")
    assert "tray: a panel shows status icons" in report
    assert "with buttons" in report
    ask_to_close(program)
    shown(program, wanted=False)
    tray.stop()
    tray.start()
    tray.item().activate()
    shown(program, wanted=True)
    ask_to_close(program)
    shown(program, wanted=False)
    tray.stop()
    shown(program, wanted=True)  # nothing else would be left to see of it
    ask_to_close(program)
    assert program.ends() == 0


def test_what_opens_over_a_hidden_window_ends_nothing_when_it_closes(program: Program) -> None:
    """Qt then says that the last window was closed, which must not be taken for a wish to end."""
    tray = Tray(program.desktop)
    program.start()
    program.calls()
    item = tray.item()
    ask_to_close(program)
    shown(program, wanted=False)
    item.activate_otherwise()
    escape(program, "Quick dial")
    item.choose("Settings")
    escape(program, "Settings")
    assert not windows(program)
    item.choose("Show Sidetone")
    has_keys(program)
    item.choose("Quit")
    assert program.ends() == 0
