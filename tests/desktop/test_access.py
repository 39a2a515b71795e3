"""What a screen reader meets in the running program: names and roles everywhere, rows as sentences."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.support.desktop_bus import Node, eventually
from tests.support.desktop_program import Program, placed, signed_in
from tests.support.real_desktop import marks
from tests.support.sandbox import running_sandbox

pytestmark = marks()

NAMED = {
    *("push button", "toggle button", "check box", "radio button", "menu item", "check menu item"),
    *("radio menu item", "text", "password text", "combo box", "spin button", "slider", "progress bar"),
    *("page tab", "page tab list", "table", "list", "link", "dialog", "frame"),
}
WHEN = r"(yesterday |\w{3} |\d{1,2} \w{3} (\d{4} )?)?\d\d:\d\d"
SENTENCE = re.compile(
    rf"(Missed call from|Voicemail from|Call from|Call to|Call with|Internal call with) .+, {WHEN}(, .+)?"
)


@pytest.fixture(scope="module")
def hello() -> Iterator[dict[str, Any]]:
    with running_sandbox("--seed", "3", "--calls", "300", "--call-delay", "0.1") as line:
        yield line


@pytest.fixture(scope="module")
def program(hello: dict[str, Any], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    with signed_in(hello, tmp_path_factory.mktemp("access")) as made:
        made.start()
        made.calls()
        made.says("Up to date")
        yield made
        made.quit()


def nameless(program: Program) -> list[str]:
    """Return what a person can meet on the screen and a screen reader cannot name."""
    found = []

    def look(node: Node, where: str) -> None:
        role = node.role
        if role != "application" and not node.has("showing"):
            return
        name = node.name
        here = f"{where}/{name or role}"
        if role in NAMED and not name:
            found.append(f"{role} in {where}")
        if role in {"filler", "panel", "unknown"} and node.has("focusable"):
            found.append(f"{role} with the focus, but no role, in {where}")
        for child in cells(node) if role == "table" else node.children():
            look(child, here)

    look(program.root, "")
    return found


def check_names(program: Program) -> None:
    """Look until what has just been opened stands still: what is gone meanwhile cannot be asked."""
    found: list[str] = []

    def look() -> bool:
        found[:] = nameless(program)
        return not found

    try:
        eventually(look, "names", 5)
    except AssertionError:
        assert found == []  # which says what has none
        raise


def cells(table: Node) -> list[Node]:
    """Return what a reader meets of a table: the first rows, and none of the hidden headers."""
    some = [node for node in table.first(40) if node.has("showing")]
    assert {node.role for node in some} <= {"cell", "panel", "table cell"}, "headers are not read"
    return [node for node in some if node.role != "panel"]


def test_every_row_reads_as_a_sentence(program: Program) -> None:
    table = program.see("table", "Calls")
    rows = eventually(lambda: [node.name for node in cells(table)], "rows")
    assert len(rows) > 8
    sentences = [row for row in rows if ":" in row]
    headings = [row for row in rows if ":" not in row]
    assert headings[0] == "Today"
    for row in sentences:
        assert SENTENCE.fullmatch(row), row


def test_a_missed_call_says_whether_it_was_returned(program: Program, hello: dict[str, Any]) -> None:
    desktop = program.desktop
    desktop.press("ctrl+m")

    def rows() -> list[str]:
        return [cell.name for cell in cells(program.see("table", "Calls")) if ":" in cell.name]

    def newest() -> str:
        found = rows()
        return found[0] if all(row.startswith("Missed") for row in found) else ""

    first = eventually(newest, "the newest missed call")
    assert re.fullmatch(rf"Missed call from .+, {WHEN}(, .+)?, not returned", first), first
    eventually(lambda: program.focus() is not None, "the focus in the list")
    desktop.press("ctrl+r")
    eventually(lambda: placed(hello), "the request")
    eventually(lambda: newest().endswith(", returned"), "the row that says so")
    desktop.press("Escape", "ctrl+m")
    eventually(lambda: any(row.startswith("Call") for row in rows()), "all calls again")


@pytest.mark.parametrize(
    ("opening", "title", "role", "name"),
    [
        ((), "Sidetone", "table", "Calls"),
        (("ctrl+k", "0", "6"), "Sidetone", "table", "Matches"),
        (("ctrl+question",), "Keyboard shortcuts", "push button", "Close"),
        (("ctrl+shift+d",), "Quick dial", "text", "Name or number"),
        (("ctrl+comma",), "Settings", "push button", "Close"),
    ],
)
def test_everything_has_a_name_and_a_role(
    program: Program, opening: tuple[str, ...], title: str, role: str, name: str
) -> None:
    """Popovers and menus are in no tree that a desktop can walk; tests/ui/test_access.py looks at them."""
    desktop = program.desktop
    if opening:
        desktop.press(*opening)
    program.to_front(title)
    program.see(role, name)
    check_names(program)
    if opening:
        desktop.press("Escape", "Escape")
        program.to_front("Sidetone")


@pytest.mark.parametrize("tab", ["Conversation", "Person", "Details"])
def test_an_opened_call_has_names_and_roles(program: Program, tab: str) -> None:
    desktop = program.desktop

    def choose() -> bool:
        desktop.click(next(cell for cell in program.calls(40) if ", recorded" in cell.name))
        return True

    eventually(choose, "a recorded call")
    program.see("slider", "Position")
    desktop.click(program.see("page tab", tab))
    check_names(program)


def test_the_question_and_the_card_have_names_and_roles(program: Program, hello: dict[str, Any]) -> None:
    desktop = program.desktop
    desktop.start_sidetone("tel:+33612345678")
    program.see("dialog", "Call this number?")
    check_names(program)
    desktop.press("Tab", "Return")
    program.says("rings first")
    check_names(program)
    desktop.press("Escape")
