"""The first start on a real desktop: from nothing to the calls, with what one finds on the clipboard."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.desktop_bus import eventually
from tests.support.desktop_parts import copied
from tests.support.desktop_program import Program
from tests.support.real_desktop import RealDesktop, marks
from tests.support.sandbox import running_sandbox

pytestmark = marks()


@pytest.fixture(scope="module")
def hello() -> Iterator[dict[str, Any]]:
    with running_sandbox("--seed", "3", "--calls", "60") as line:
        yield line


def test_from_nothing_to_the_calls(hello: dict[str, Any], tmp_path: Path) -> None:
    offered = hello["sipsim"]
    fields = ("base_url", "token_url", "client_id", "client_secret")
    block = "Here you are:\n" + "".join(f"{key}: {offered[key]}\n" for key in fields)
    with RealDesktop(tmp_path / "desktop") as desktop:
        program = Program(desktop, tmp_path / "profile")
        program.start()
        program.see("radio button", "Sign in to your phone account")
        program.see("push button", "Continue").act()
        program.see("text", "Name of this account").set_text("Paris office")
        with copied(desktop, block):
            desktop.click(program.see("text", "Client ID"))
            desktop.press("ctrl+v")
            program.says("4 fields filled in from what you pasted")
        program.see("push button", "Save and sync").act()
        program.says("Which phone rings when you call?")
        eventually(lambda: list(program.see("table", "Lines").first(4)), "lines")
        program.see("push button", "Continue").act()
        switch = program.see("check box", "Start with the session")
        eventually(lambda: switch.has("enabled"), "an answer of the desktop")
        switch.act("Toggle")
        started = Path(desktop.env["XDG_CONFIG_HOME"]) / "autostart"
        eventually(lambda: list(started.glob("*.desktop")), "the entry of the session")
        assert "--hidden" in next(started.glob("*.desktop")).read_text()
        program.see("push button", "Continue").act()
        program.says("Starts with the session, hidden")
        program.see("push button", "Open Sidetone").act()
        assert program.calls()
        program.quit()
        program.start()
        assert program.calls(), "it is not asked again"
        assert not program.all(lambda node: node.name == "You are set up")
        program.quit()
