"""The demo from the window: a process of its own, and a sentence when it does not live."""

import sys

import pytest

from desktop.app import demo
from desktop.domain.errors import ErrorKind, Trouble


async def test_a_demo_that_ends_at_once_is_said(monkeypatch):
    monkeypatch.setattr(demo, "_own_program", lambda: [sys.executable, "-c", "raise SystemExit(3)"])
    with pytest.raises(Trouble) as caught:
        await demo.open_apart()
    assert caught.value.kind is ErrorKind.UNSUPPORTED
    assert "cannot do this: open the demo" in caught.value.sentence


async def test_a_demo_outlives_the_call_that_opened_it(monkeypatch):
    program = [sys.executable, "-c", "import sys, time; assert sys.argv[1:] == ['demo']; time.sleep(60)"]
    monkeypatch.setattr(demo, "_own_program", lambda: program)
    monkeypatch.setattr(demo, "LOOKS", 3)
    before = len(demo._apart)
    await demo.open_apart()
    (child,) = demo._apart[before:]
    assert child.poll() is None
    child.kill()
    child.wait()


def test_this_installation_has_what_it_needs():
    assert demo.is_installed()
