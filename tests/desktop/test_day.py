"""The twelve tasks of an agent's day, by keys alone, each with the keys that it takes. A chord is one key.

Every task begins where a window that has just opened stands: in front, all calls, the focus in the list.
`python3 packaging/run.py test tests/desktop/test_day.py -s` prints the table.
"""

import json
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from desktop.sandbox.generate import make_world
from desktop.sandbox.world import Sound, Speech
from tests.support.desktop_bus import eventually
from tests.support.desktop_parts import copied
from tests.support.desktop_program import NEVER_NIGHT, Program, placed
from tests.support.real_desktop import RealDesktop, marks
from tests.support.sandbox import running_sandbox, world

pytestmark = marks()

TASKS = {
    "call back the last missed call": 2,
    "call a pasted number": 3,
    "play the last recording at double speed": 2,
    "ask for a transcript": 2,
    "find a number by four digits in the middle": 5,
    "switch line": 3,
    "filter to yesterday's missed": 5,
    "see why nothing syncs": 0,
    "sign in again": 3,
    "quick dial by keyboard": 6,
    "change theme": 1,
    "quit": 1,
}
"""What each takes; a test fails when it comes to take more, or fewer."""
TAKEN: dict[str, int] = {}
CALLS = 3000


@pytest.fixture(scope="module")
def hello() -> Iterator[dict[str, Any]]:
    seed, moment = newest_is_unwritten()
    options = ("--seed", str(seed), "--calls", str(CALLS), "--now", moment.isoformat())
    with running_sandbox(*options, "--call-delay", "0.1", "--transcription-delay", "0.3") as line:
        yield line


def newest_is_unwritten() -> tuple[int, datetime]:
    """Find a world whose last recording has no transcript yet: what worlds hold depends on the moment.

    It must not be one of the few whose transcription fails, either.
    """
    moment = datetime.now(UTC).replace(microsecond=0)
    for seed in count(3):
        recorded = (
            call for call in reversed(make_world(seed, CALLS, moment).calls) if call.sound is not Sound.NONE
        )
        last = next(recorded)
        if last.speech is Speech.NONE and last.mix % 30 != 29:
            return seed, moment
    raise AssertionError("seeds do not end")


@pytest.fixture(scope="module")
def desktop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealDesktop]:
    with RealDesktop(tmp_path_factory.mktemp("day") / "desktop") as made:
        yield made
    if TAKEN:
        width = max(map(len, TAKEN))
        print("\n" + "\n".join(f"{task:{width}}  {keys:2}" for task, keys in TAKEN.items()))


@pytest.fixture(scope="module")
def signed_in(desktop: RealDesktop, hello: dict[str, Any]) -> Path:
    """A profile whose history has been read."""
    program = Program(desktop, desktop.folder.parent / "signed-in")
    program.sign_in(hello)
    program.set(*NEVER_NIGHT)
    desktop.sidetone("sync")
    return program.profile


@pytest.fixture
def program(desktop: RealDesktop, tmp_path: Path) -> Iterator[Program]:
    """A program on a profile of its own, which is ended with the test."""
    made = Program(desktop, tmp_path / "profile")
    yield made
    made.end()


@pytest.fixture
def opened(program: Program, signed_in: Path) -> Program:
    """A window on a copy of the profile, where each task begins."""
    shutil.copytree(signed_in, program.profile)
    program.start()
    eventually(lambda: str(program.focus()) == "<table 'Calls'>", "the focus in the list")
    return program


@contextmanager
def counted(desktop: RealDesktop, task: str) -> Iterator[None]:
    before = desktop.keys_pressed
    yield
    TAKEN[task] = desktop.keys_pressed - before
    assert TAKEN[task] == TASKS[task], f"{task} takes {TAKEN[task]} keys"


def calls_to(hello: dict[str, Any], before: int) -> list[str]:
    """Wait for requests after the first `before`, and return whom they call."""
    requests = eventually(lambda: placed(hello)[before:], "the request for a call")
    return [str(request["body"]["target_number"]) for request in requests]


def rows(program: Program, count: int = 30) -> list[str]:
    """Return what the list says, headings left out, once it says anything."""

    def read() -> list[str]:
        table = program.see("table", "Calls")
        return [cell.name for cell in table.first(2 * count) if cell.role == "cell" and ":" in cell.name]

    return eventually(read, "rows")


def matches(program: Program) -> list[str]:
    """Return what a search has found, once it has."""

    def read() -> list[str]:
        table = program.see("table", "Matches")
        return [cell.name for cell in table.first(20) if cell.role == "cell" and cell.name]

    return eventually(read, "matches")


def digits(text: str) -> str:
    return re.sub(r"\D", "", text)


def test_call_back_the_last_missed_call(opened: Program, hello: dict[str, Any]) -> None:
    before = len(placed(hello))
    newest = next(row for row in rows(opened) if row.startswith("Missed call"))
    with counted(opened.desktop, "call back the last missed call"):
        opened.desktop.press("ctrl+m")
        eventually(lambda: all(row.startswith("Missed") for row in rows(opened)[:3]), "missed calls")
        opened.desktop.press("ctrl+r")
    [number] = calls_to(hello, before)
    assert digits(number) in digits(newest.partition(",")[0])
    opened.says("rings first")


def test_call_a_pasted_number(opened: Program, hello: dict[str, Any]) -> None:
    before = len(placed(hello))
    with (
        copied(opened.desktop, "  Tel.: (0033) 6-12 34.56.78 \n"),
        counted(opened.desktop, "call a pasted number"),
    ):
        opened.desktop.press("ctrl+k", "ctrl+v")
        eventually(lambda: "+33 6 12 34 56 78" in matches(opened)[0], "the number on top")
        opened.desktop.press("Return")
    assert calls_to(hello, before) == ["+33612345678"]


def test_play_the_last_recording_at_double_speed(opened: Program) -> None:
    newest = next(row for row in rows(opened) if ", recorded" in row)
    with counted(opened.desktop, "play the last recording at double speed"):
        opened.desktop.press("ctrl+shift+p")
        opened.see("push button", "Pause")
        opened.desktop.press("2")
    opened.see("push button", "Speed: 2x")
    shown = newest.partition(" from ")[2] or newest.partition(" to ")[2]
    opened.see("label", shown.partition(",")[0])


def test_ask_for_a_transcript(opened: Program, hello: dict[str, Any]) -> None:
    before = len(world(hello)["requests"])
    with counted(opened.desktop, "ask for a transcript"):
        opened.desktop.press("ctrl+shift+p")
        opened.see("push button", "Ask for the transcript")
        opened.desktop.press("ctrl+shift+a")
    opened.see("table", "Transcript")
    asked = [
        request
        for request in world(hello)["requests"][before:]
        if request["method"] == "POST" and request["path"].endswith("/transcription")
    ]
    assert len(asked) == 1


def test_find_a_number_by_four_digits_in_the_middle(opened: Program) -> None:
    number = digits(next(row for row in rows(opened) if "+33" in row).partition(",")[0])
    middle = number[-6:-2]
    with counted(opened.desktop, "find a number by four digits in the middle"):
        opened.desktop.press("ctrl+k")
        opened.desktop.type(middle)
    eventually(lambda: any(number in digits(row) for row in matches(opened)), "the number")


def test_switch_line(opened: Program, desktop: RealDesktop) -> None:
    before = opened.see("push button", "Line that will ring").name
    with counted(desktop, "switch line"):
        desktop.press("ctrl+shift+l", "Down", "Return")
    eventually(lambda: opened.see("push button", "Line that will ring").name != before, "another line")
    lines = [json.loads(line) for line in desktop.sidetone("lines", "list", "--json").splitlines()]
    [chosen] = [line["name"] for line in lines if line["default"]]
    assert chosen in opened.see("push button", "Line that will ring").name


def test_filter_to_yesterdays_missed(opened: Program, hello: dict[str, Any]) -> None:
    with counted(opened.desktop, "filter to yesterday's missed"):
        opened.desktop.press("ctrl+m", "ctrl+shift+f", "Right", "space", "Escape")
    pill = eventually(
        lambda: opened.all(lambda node: node.role == "push button" and "Yesterday" in node.name), "a pill"
    )
    assert pill
    yesterday = (datetime.now(UTC).astimezone() - timedelta(days=1)).date()
    missed = [
        call
        for call in world(hello, "sipsim")["calls"]
        if call["outcome"] == "missed"
        and datetime.fromisoformat(call["started_at"]).astimezone().date() == yesterday
    ]
    if not missed:
        assert opened.see("push button", "Reset filters")
        return
    eventually(lambda: len(rows(opened)) == len(missed), f"{len(missed)} calls")
    assert all(row.startswith("Missed call") and ", yesterday " in row for row in rows(opened))


def test_see_why_nothing_syncs(desktop: RealDesktop, program: Program) -> None:
    with running_sandbox("--seed", "3", "--calls", "60") as line:
        program.sign_in(line)
        program.set(("network.wait_scale", "0.05"))
        desktop.sidetone("sync")
    program.start()
    with counted(desktop, "see why nothing syncs"):
        program.says("ffline")
    assert program.see("push button", "Try now")
    assert rows(program), "the calls that are there stay"


def test_sign_in_again(desktop: RealDesktop, hello: dict[str, Any], program: Program) -> None:
    secret = hello["sipsim"]["client_secret"]
    replaced = {**hello, "sipsim": {**hello["sipsim"], "client_secret": "one that was replaced"}}
    program.sign_in(replaced, test=False)
    program.start()
    program.see("push button", "Sign in again")
    with copied(desktop, secret), counted(desktop, "sign in again"):
        desktop.press("ctrl+shift+s")
        eventually(lambda: str(program.focus()) == "<text 'Client secret'>", "the focus in the field")
        desktop.press("ctrl+v", "Return")
    program.calls()
    program.says("Up to date")


def test_quick_dial_by_keyboard(opened: Program, hello: dict[str, Any], desktop: RealDesktop) -> None:
    before = len(placed(hello))
    number = digits(next(row for row in rows(opened) if "Call from +33" in row).partition(",")[0])
    with counted(desktop, "quick dial by keyboard"):
        desktop.press("ctrl+shift+d")
        opened.to_front("Quick dial")
        desktop.type(number[-4:])
        eventually(lambda: number in digits(matches(opened)[0]), "the number on top")
        desktop.press("Return")
    assert [digits(called) for called in calls_to(hello, before)] == [number]


def test_change_theme(opened: Program, tmp_path: Path) -> None:
    with counted(opened.desktop, "change theme"):
        opened.desktop.press("ctrl+shift+t")
    settings = tmp_path / "profile" / "config" / "settings.json"
    eventually(lambda: json.loads(settings.read_text()).get("ui.theme") == "dark", "the dark theme")


def test_quit(opened: Program) -> None:
    with counted(opened.desktop, "quit"):
        opened.desktop.press("ctrl+q")
    assert opened.ends() == 0
