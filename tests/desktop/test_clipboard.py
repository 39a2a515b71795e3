"""The clipboard as other programs leave it: live, hanging, gone, or full of something else."""

import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.system.selection import MOST, copied_text
from tests.support.desktop_parts import copied
from tests.support.real_desktop import RealDesktop, marks

pytestmark = marks()


@pytest.fixture
def desktop(tmp_path: Path) -> Iterator[RealDesktop]:
    with RealDesktop(tmp_path / "desktop") as made:
        yield made


def test_a_text_is_read_from_whoever_has_it_and_nobody_holds_that_up(desktop: RealDesktop) -> None:
    display = desktop.env["DISPLAY"]
    assert copied_text(display) == ""
    with copied(desktop, "Zoé: 06 12 34 56 78\n") as owner:
        assert copied_text(display) == "Zoé: 06 12 34 56 78\n"
        owner.send_signal(signal.SIGSTOP)
        began = time.monotonic()
        assert copied_text(display, patience_s=0.2) is None
        assert 0.2 <= time.monotonic() - began < 1  # Qt waits five seconds
        owner.send_signal(signal.SIGCONT)
        assert copied_text(display) == "Zoé: 06 12 34 56 78\n"
    assert copied_text(display) == ""
    with copied(desktop, "0612345678 " * 10_000):
        assert copied_text(display) == ("0612345678 " * 10_000)[:MOST]


def test_without_a_server_nobody_answers() -> None:
    assert copied_text(":65000") is None
