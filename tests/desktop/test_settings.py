"""The settings on a real desktop: found and changed by keys alone, read aloud, kept with what was counted."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.desktop_bus import Node, eventually
from tests.support.desktop_program import Program
from tests.support.real_desktop import RealDesktop, marks
from tests.support.sandbox import running_sandbox

pytestmark = marks()


@pytest.fixture(scope="module")
def hello() -> Iterator[dict[str, Any]]:
    with running_sandbox("--seed", "3", "--calls", "60") as line:
        yield line


def focused(program: Program, role: str) -> Node:
    def look() -> Node | None:
        node = program.focus()
        return node if node is not None and node.role == role else None

    node = eventually(look, f"a {role} with the focus")
    assert node is not None
    return node


def test_settings_are_found_and_changed_by_keys_alone(tmp_path: Path, hello: dict[str, Any]) -> None:
    kept = tmp_path / "profile" / "config" / "settings.json"
    with RealDesktop(tmp_path / "desktop") as desktop:
        program = Program(desktop, tmp_path / "profile")
        program.sign_in(hello)
        program.start()
        program.says("Up to date")
        desktop.press("ctrl+comma")
        program.to_front("Settings")
        program.says("SIPSIM")
        desktop.press("ctrl+f")
        focused(program, "text")
        desktop.type("miss not")
        program.see("push button", "Missed calls, on the page Notifications")
        desktop.press("Return")
        box = focused(program, "check box")
        assert box.name == "Missed calls"
        assert box.has("checked")
        desktop.press("space")
        eventually(lambda: not box.has("checked"), "the switch off")
        eventually(lambda: json.loads(kept.read_text()).get("notify.missed") is False, "the switch kept")
        desktop.press("ctrl+f")
        desktop.type("dark mode")
        desktop.press("Return")
        choice = focused(program, "combo box")
        assert choice.description.startswith("Colours. ")
        desktop.type("d")
        eventually(lambda: json.loads(kept.read_text()).get("ui.theme") == "dark", "the dark theme")
        desktop.press("Escape")
        program.to_front("Sidetone")
        program.quit()
        report = json.loads(desktop.sidetone("doctor", "--json"))
        [account] = report["accounts"]
        assert account["requests_24h"] > 3
        assert account["failures_24h"] == 0
