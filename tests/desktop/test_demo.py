"""The demo as a newcomer sees it: the shipped command on a real X server, used by mouse and keys."""

import json
import re
import urllib.request
from pathlib import Path
from typing import Any

from tests.support.desktop_bus import Node, eventually
from tests.support.processes import children
from tests.support.real_desktop import RealDesktop, marks

pytestmark = marks()

A_CALL = re.compile("(Missed call|Call|Incoming|Voicemail)")


def world_of(demo: int) -> dict[str, Any]:
    """Ask the demo's own sandbox, found by the port that the demo's child listens on."""
    [sandbox] = [pid for pid in children(demo) if b"sandbox" in Path(f"/proc/{pid}/cmdline").read_bytes()]
    inodes = {
        link.readlink().name[8:-1]
        for link in Path(f"/proc/{sandbox}/fd").iterdir()
        if link.readlink().name.startswith("socket:[")
    }
    lines = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    [port] = [int(line[1].partition(":")[2], 16) for line in lines if line[3] == "0A" and line[9] in inodes]
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/world", timeout=30) as answer:
        return json.load(answer)  # type: ignore[no-any-return]


def placed(demo: int) -> list[dict[str, Any]]:
    """Return the requests that placed a call."""
    return [
        request
        for request in world_of(demo)["requests"]
        if request["method"] == "POST" and request["path"].endswith("/calls")
    ]


def test_a_newcomer_sees_the_calls_and_calls_back(tmp_path: Path) -> None:
    with RealDesktop(tmp_path) as desktop:
        demo = desktop.start_sidetone("demo")
        window = desktop.program("Sidetone")

        def row() -> Node:
            calls = window.find("table", "Calls")
            found = (cell for cell in calls.first(12) if A_CALL.match(cell.name))
            return next(cell for cell in found if "anonymous" not in cell.name)

        # While more calls come in, the list is made anew and a row that was found is gone: looked for again.
        said = eventually(lambda: row().name, "a call in the list", 30)
        assert re.search(r"\d\d:\d\d", said), "a row reads as a sentence with its time"
        desktop.click_at(eventually(lambda: row().centre, "where it stands"))
        eventually(lambda: window.find("push button", "Call"), "the opened call")
        assert placed(demo.pid) == []
        desktop.press("ctrl+r")
        # At night the question stands first, and Enter alone would press Cancel.
        asked = eventually(lambda: placed(demo.pid) or question(window), "a request or the question")
        if isinstance(asked, Node):
            desktop.press("Tab", "Return")
        requests = eventually(lambda: placed(demo.pid), "the request")
        assert len(requests) == 1
        eventually(lambda: [n for n in window.walk() if "rings first" in n.name], "the card")
        assert len(placed(demo.pid)) == 1
        desktop.press("ctrl+q")
        assert demo.wait(20) == 0


def question(window: Node) -> Node | None:
    """Return the open question, if there is one."""
    return next((node for node in window.walk() if node.name.startswith("Call this number")), None)
