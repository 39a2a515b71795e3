"""Where a person asked the desktop for less motion, nothing slides."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from jeepney import MessageType, new_error, new_method_return
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import open_dbus_connection
from jeepney.low_level import HeaderFields

from desktop.ui.kit import masterdetail
from desktop.ui.kit.motion import motion
from tests.support.notice_service import running_bus

ROOT = Path(__file__).parents[3]
ASK = """
from PySide6.QtCore import QCoreApplication, QEventLoop, QTimer
app = QCoreApplication([])
QTimer.singleShot(10_000, app.quit)
from desktop.ui.kit.motion import motion
motion.ask()
motion.ask()
asked = motion.waiting
while motion.waiting:
    app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
print(asked, motion.reduced)
"""


@contextmanager
def portal(address: str, answers: dict[str, tuple[str, object]]) -> Iterator[None]:
    """Answer as the desktop's portal does: a variant in a variant, or an error for what it does not know."""
    bus = open_dbus_connection(address)
    bus.send_and_get_reply(message_bus.RequestName("org.freedesktop.portal.Desktop"))

    def serve() -> None:
        for _ in range(2):
            while True:
                message = bus.receive()
                if message.header.message_type is MessageType.method_call:
                    break
            known = answers.get(message.body[1])
            assert message.header.fields[HeaderFields.member] == "Read"
            if known is None:
                bus.send(new_error(message, "org.freedesktop.portal.Error.NotFound"))
            else:
                bus.send(new_method_return(message, "v", (("v", known),)))

    thread = threading.Thread(target=serve)
    thread.start()
    yield
    thread.join(10)
    bus.close()


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({}, "True False"),
        ({"enable-animations": ("b", True)}, "True False"),
        ({"enable-animations": ("b", False)}, "True True"),
        ({"reduced-motion": ("u", 1), "enable-animations": ("b", True)}, "True True"),
        ({"reduced-motion": ("u", 0)}, "True False"),
    ],
)
def test_the_desktop_is_asked(tmp_path, answers, said):
    with running_bus(tmp_path) as (address, _), portal(address, answers):
        env = {**os.environ, "DBUS_SESSION_BUS_ADDRESS": address}
        done = subprocess.run(
            [sys.executable, "-c", ASK],
            cwd=ROOT,
            env=env,
            capture_output=True,
            text=True,
            timeout=30,
            check=True,
        )
    assert done.stdout.strip() == said


def test_without_a_desktop_things_move(kit):
    motion.ask()
    assert not motion.waiting
    assert not motion.reduced


def test_nothing_slides_for_who_asked_for_less(shown, monkeypatch):
    monkeypatch.setattr(motion, "reduced", True)
    made = masterdetail.MasterDetail(width=440, narrowest=360, widest=560, narrow_below=900)
    parts = masterdetail.QWidget(), masterdetail.QWidget()
    made.hold(*parts)
    shown(made, 700, 500)
    made.show_detail()
    assert (made.sliding, parts[1].x(), parts[0].isVisible()) == (False, 0, False)
    made.show_master()
    assert (made.sliding, parts[0].isVisible()) == (False, True)
