"""Numbers handed to another program of a real desktop: one link each, and never back to Sidetone."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.desktop_bus import eventually
from tests.support.desktop_parts import FakeSoftphone, handle_links, open_link
from tests.support.desktop_program import NEVER_NIGHT, Program, placed
from tests.support.real_desktop import ROOT, RealDesktop, marks
from tests.support.sandbox import running_sandbox

pytestmark = marks("links")


@pytest.fixture(scope="module")
def hello() -> Iterator[dict[str, Any]]:
    with running_sandbox("--seed", "3", "--calls", "60") as line:
        yield line


@pytest.fixture
def desktop(tmp_path: Path) -> Iterator[RealDesktop]:
    with RealDesktop(tmp_path / "desktop") as made:
        made.env["XDG_DATA_DIRS"] = str(tmp_path / "system")  # the programs of this machine are not asked for
        yield made


@pytest.fixture
def program(desktop: RealDesktop, hello: dict[str, Any], tmp_path: Path) -> Iterator[Program]:
    made = Program(desktop, tmp_path / "profile")
    made.sign_in_quiet(hello)
    made.set(*NEVER_NIGHT)
    yield made
    made.end()


def register_ourselves(desktop: RealDesktop) -> None:
    """Make Sidetone the one that opens links, behind a script that does not tell."""
    command = ["env", f"PYTHONPATH={ROOT}", sys.executable, "-m", "desktop"]
    handle_links(desktop, command, "tel", "sip", "callto", name="phones")


def test_the_softphone_gets_exactly_one_link(program: Program, hello: dict[str, Any]) -> None:
    desktop = program.desktop
    softphone = FakeSoftphone(desktop)
    asked = desktop.run("xdg-mime", "query", "default", "x-scheme-handler/tel").strip()
    assert asked == "linphone.desktop"
    program.start()
    program.calls()
    # A link from a browser would go to the softphone too: this one comes from the field.
    desktop.press("ctrl+k")
    desktop.type("01632 960001")
    desktop.press("Return")
    program.see("dialog", "Call this number?")
    program.says("Linphone on this computer gets the number")
    program.to_front("Call this number?")
    assert softphone.links == []
    desktop.press("Return", "Return")  # pressed twice, as one does
    program.says("Handed to your softphone")
    eventually(lambda: softphone.links, "the link")
    assert softphone.links == ["tel:+441632960001"]
    desktop.press("ctrl+k")
    desktop.type("01632 960002")
    desktop.press("Return")
    eventually(lambda: len(softphone.links) == 2, "the second link, which nobody was asked about again")
    assert softphone.links == ["tel:+441632960001", "tel:+441632960002"]
    assert placed(hello) == []
    program.quit()


def test_where_links_open_sidetone_itself_nothing_goes_round(program: Program, hello: dict[str, Any]) -> None:
    desktop = program.desktop
    register_ourselves(desktop)
    program.start()
    program.calls()
    desktop.press("ctrl+k")
    desktop.type("01632 960003")
    desktop.press("Return")
    program.see("dialog", "Call this number?")
    program.to_front("Call this number?")
    desktop.press("Return")
    # Its entry does not tell that it is Sidetone: the process that is started knows its own link, and leaves.
    program.says("Phones opens Sidetone itself, so nothing was called")
    assert not program.all(lambda node: node.role == "dialog")
    # A link that somebody else opens is still asked about, by the same program.
    open_link(desktop, "tel:+33612345678")
    program.see("dialog", "Call this number?")
    program.says("+33 6 12 34 56 78")
    program.to_front("Call this number?")
    desktop.press("Escape")
    program.gone("dialog", "Call this number?")
    assert placed(hello) == []
    program.quit()


def test_with_the_links_here_numbers_go_to_who_had_them_or_to_another_that_is_chosen(
    program: Program, hello: dict[str, Any]
) -> None:
    desktop = program.desktop
    softphone, other = FakeSoftphone(desktop), FakeSoftphone(desktop, "zoiper", default=False)
    desktop.sidetone("links", "on")
    assert "Sidetone" in desktop.run("xdg-mime", "query", "default", "x-scheme-handler/tel")
    program.start()
    program.calls()
    desktop.press("ctrl+k")
    desktop.type("01632 960004")
    desktop.press("Return")
    program.see("dialog", "Call this number?")
    program.says("Linphone on this computer gets the number")
    program.to_front("Call this number?")
    desktop.press("Return")
    eventually(lambda: softphone.links, "the link")
    assert softphone.links == ["tel:+441632960004"]
    program.says("Handed to your softphone")
    desktop.press("ctrl+shift+l")
    desktop.press("End", "Return")
    program.says("Zoiper")
    desktop.press("ctrl+k")
    desktop.type("01632 960005")
    desktop.press("Return")
    eventually(lambda: other.links, "the other's link")
    assert other.links == ["tel:+441632960005"]
    assert desktop.sidetone("settings", "get", "dial.line").strip().endswith("softphone:zoiper.desktop")
    open_link(desktop, "tel:+33612345678")  # which is asked about here, and goes nowhere by itself
    program.see("dialog", "Call this number?")
    program.to_front("Call this number?")
    desktop.press("Escape")
    program.gone("dialog", "Call this number?")
    assert (len(softphone.links), len(other.links), placed(hello)) == (1, 1, [])
    desktop.sidetone("links", "off")
    assert desktop.run("xdg-mime", "query", "default", "x-scheme-handler/tel").strip() == "linphone.desktop"
    program.quit()
