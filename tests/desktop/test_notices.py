"""What the desktop's notification service shows and what is pressed on it, besides missed calls."""

import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.desktop_bus import eventually
from tests.support.desktop_parts import Notifications, Tray
from tests.support.desktop_program import Program, signed_in
from tests.support.real_desktop import marks
from tests.support.sandbox import running_sandbox

pytestmark = marks("tray", "notifications")

WHILE_QUIET = "While notifications were off"
CAMPAIGN = "Spring renewals"
PATIENCE_S = 90


@pytest.fixture(scope="module")
def hello() -> Iterator[dict[str, Any]]:
    with running_sandbox("--seed", "5", "--calls", "60", "--live", "--live-every", "0.5") as line:
        yield line


@pytest.fixture
def program(hello: dict[str, Any], tmp_path: Path) -> Iterator[Program]:
    with signed_in(hello, tmp_path, seconds=5) as made:
        yield made


def starting(notifications: Notifications, words: str) -> Callable[[], str]:
    """Return what finds a text of a bubble by how it begins."""
    return lambda: next((text for text in notifications.texts() if text.startswith(words)), "")


def hide(program: Program) -> None:
    """Close the window, by a second press of the icon when it has the keyboard."""
    item = Tray(program.desktop).item()
    eventually(program.focus, "the keyboard in the window")
    item.activate()
    eventually(lambda: not program.desktop.find_windows("--name", "^Sidetone$"), "no window")


def test_a_voicemail_opens_with_its_button(program: Program) -> None:
    notifications = Notifications(program.desktop)
    program.set(("notify.missed", "off"))
    program.start()
    program.calls()
    hide(program)
    title = eventually(starting(notifications, "Voicemail "), "a voicemail's notification", PATIENCE_S)
    assert not starting(notifications, "Missed call")()
    assert "Open" in notifications.buttons()
    notifications.press("Open")
    program.to_front()
    # The headline names the caller: shorter than any sentence that does.
    caller = title.removeprefix("Voicemail from ").partition(",")[0]
    eventually(lambda: program.all(lambda node: node.name.startswith(caller)), f"the call of {caller}")
    program.quit()


def test_quiet_shows_nothing_then_one_summary_and_nothing_twice(program: Program) -> None:
    desktop, tray = program.desktop, Tray(program.desktop)
    notifications = Notifications(desktop)
    program.set(("notify.quiet_until", "off"))
    program.start()
    program.calls()
    eventually(lambda: "missed calls" in tray.item().tip, "missed calls on the icon", PATIENCE_S)
    assert not starting(notifications, "Missed call")()
    assert desktop.sidetone("settings", "get", "notify.quiet_until").strip() == "off"  # it answers after that
    os.kill(program.pid, signal.SIGKILL)
    program.ends()
    program.start()
    program.calls()
    program.set(("notify.quiet_until", ""))
    eventually(starting(notifications, WHILE_QUIET), "the summary")
    assert eventually(lambda: [text for text in notifications.texts() if " missed calls: " in text], "who")
    assert [text for text in notifications.texts() if text.startswith(WHILE_QUIET)] == [WHILE_QUIET]
    program.to_front()
    program.quit()
    notifications.stop()
    again = Notifications(desktop)
    program.start()
    program.calls()
    eventually(starting(again, "Missed call"), "a later missed call", PATIENCE_S)
    assert not starting(again, WHILE_QUIET)()
    program.to_front()
    program.quit()


def test_an_upload_that_has_finished_opens_its_campaign(program: Program, hello: dict[str, Any]) -> None:
    desktop, notifications = program.desktop, Notifications(program.desktop)
    values = hello["sipcaller"]
    fields = [f"--field={key}={values[key]}" for key in ("base_url", "account_id")] + ["--field=region=FR"]
    secret = values["api_key"] + "\n"
    desktop.sidetone(
        "account", "add", "sipcaller", "--name", "Dialler", *fields, "--secret", "api_key", stdin=secret
    )
    program.set(("notify.missed", "off"), ("notify.voicemail", "off"))
    file = desktop.folder / "numbers.csv"
    file.write_text("phone\n" + "".join(f"+3319900{number}\n" for number in range(4301, 4321)))
    program.start()
    program.calls()
    hide(program)
    desktop.sidetone("campaigns", "upload", CAMPAIGN, str(file), "--yes")
    eventually(starting(notifications, "Upload finished"), "the upload's notification")
    notifications.press("Open")
    program.to_front()
    program.says(CAMPAIGN)
    program.quit()
