"""Links to numbers, opened as a browser opens them, once `sidetone links on` has taken them."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.desktop_bus import eventually
from tests.support.desktop_parts import Tray, open_link
from tests.support.desktop_program import Program, placed, signed_in
from tests.support.real_desktop import marks
from tests.support.sandbox import running_sandbox

pytestmark = marks("links", "tray")


@pytest.fixture(scope="module")
def hello() -> Iterator[dict[str, Any]]:
    with running_sandbox("--seed", "3", "--calls", "60") as line:
        yield line


@pytest.fixture(scope="module")
def program(hello: dict[str, Any], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    with signed_in(hello, tmp_path_factory.mktemp("links")) as made:
        desktop = made.desktop
        desktop.sidetone("links", "on")
        yield made
        # What one command did, another one undoes.
        desktop.sidetone("links", "off")
        assert desktop.run("xdg-mime", "query", "default", "x-scheme-handler/tel") == ""


def test_a_link_starts_sidetone_and_asks(program: Program, hello: dict[str, Any]) -> None:
    desktop = program.desktop
    open_link(desktop, "tel:+33-6-12-34-56-78")
    program.attach("Call this number?")
    program.see("dialog", "Call this number?")
    program.says("+33 6 12 34 56 78")
    assert placed(hello) == []
    desktop.press("Escape")
    program.gone("dialog", "Call this number?")
    desktop.press("ctrl+q")
    program.left()
    assert placed(hello) == []


@pytest.mark.parametrize(
    ("opener", "link"),
    [
        ("xdg-open", "tel:+44-1632-960-961;ext=5"),
        ("xdg-open", "callto:+441632960961"),
        ("gio open", "sip:%2B441632960961@example.org"),
    ],
)
def test_a_link_brings_the_question_to_the_window_that_runs(
    program: Program, hello: dict[str, Any], opener: str, link: str
) -> None:
    desktop = program.desktop
    program.start()
    program.calls()
    desktop.start(*opener.split(), link)
    program.see("dialog", "Call this number?")
    program.says("+44 1632 960961")
    program.to_front("Call this number?")
    # What comes from outside is one Enter away from nothing, not from a call.
    eventually(lambda: str(program.focus()) == "<push button 'Cancel'>", "the focus on Cancel")
    desktop.press("Return")
    program.gone("dialog", "Call this number?")
    assert placed(hello) == []
    program.quit()


def test_who_says_yes_to_a_link_is_called_once(program: Program, hello: dict[str, Any]) -> None:
    desktop = program.desktop
    program.start()
    program.calls()
    open_link(desktop, "tel:+33612345678")
    program.to_front("Call this number?")
    desktop.press("Tab", "Return")
    requests = eventually(lambda: placed(hello), "the request")
    assert len(requests) == 1
    program.says("rings first")
    program.quit()
    assert len(placed(hello)) == 1


def test_what_starts_with_the_session_is_unseen_until_a_link_asks(
    program: Program, hello: dict[str, Any]
) -> None:
    desktop = program.desktop
    tray = Tray(desktop)
    desktop.sidetone("autostart", "on")
    (entry,) = (Path(desktop.env["XDG_CONFIG_HOME"]) / "autostart").iterdir()
    desktop.start("gio", "launch", str(entry))  # as a session starts it
    tray.item()
    assert desktop.active_window() == ""
    # Another number: who called one within three seconds is not asked about it again.
    open_link(desktop, "tel:+33612345679")
    program.attach("Call this number?")
    program.says("+33 6 12 34 56 79")
    desktop.press("Escape")
    program.gone("dialog", "Call this number?")
    desktop.press("ctrl+q")
    program.left()
    desktop.sidetone("autostart", "off")
    assert not entry.exists()
