"""What every test gets: no display needed, no real keyring, no leftovers."""

import gc
import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.support.strictness import nothing_left_behind  # noqa: F401 - every test uses it

if TYPE_CHECKING:
    from desktop.app.main import Application

# Before anything imports Qt: tests paint off screen unless they start a display of their own.
if os.environ.setdefault("QT_QPA_PLATFORM", "offscreen") == "offscreen":
    # The platform's own screen is 800 pixels wide: no window of the program's smallest size fits on it.
    screen = Path(__file__).parent / "support" / "screen.json"
    os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={screen}"
os.environ["DBUS_SESSION_BUS_ADDRESS"] = "unix:path=/dev/null"  # no tray, no notices of the tester's desktop
os.environ["SIDETONE_POLICY"] = str(Path(__file__).parent / "none.toml")  # and nobody has settled anything
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # as for what a shell starts in the background
    signal.signal(signal.SIGINT, signal.default_int_handler)  # what is ignored here is ignored in every child
os.environ.setdefault("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files that take long: one that comes last would leave the other workers idle."""
    long = {
        item.path for item in items if item.get_closest_marker("slow") or item.get_closest_marker("desktop")
    }
    items.sort(key=lambda item: item.path not in long)


@pytest.fixture(scope="session")
def qapp_cls() -> "type[Application]":
    """The program's own application class, of which `qapp` makes the one there may be."""
    from desktop.app.main import Application  # noqa: PLC0415 - tests without a window do not need Qt

    return Application


@pytest.fixture(scope="module", autouse=True)
def what_is_of_qt_ends_in_its_own_thread() -> Iterator[None]:
    """Collect a file's widgets here, as the program's collector does in the window's thread.

    Another file's threads would destroy them otherwise, and their timers would go on without them: Qt then
    ends the process in a test that has nothing to do with it.
    """
    gc.freeze()  # what is loaded by now is looked through once, below, and not after each test
    yield
    gc.unfreeze()
    if "PySide6.QtCore" in sys.modules:
        gc.collect()
