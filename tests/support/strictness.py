"""What no test may leave behind: a warning in the log that it did not expect, a task, a thread."""

import asyncio
import logging
import sys
import threading
from asyncio import runners
from collections.abc import Iterator

import pytest

WATCHED = ("desktop", "asyncio", "qasync", "concurrent.futures")
# A library's own threads, which last as long as the process.
LASTING = ("QtThread", "Dummy-", "pydevd", "execnet")


class _Warnings(logging.Handler):
    """Keeps what is said at WARNING and above."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if record.name.partition(".")[0] in WATCHED:
            self.said.append(f"{record.name}: {record.getMessage()}")


def _in_the_way() -> str:
    """Return the modal window or popup that would take the next test's mouse and keys; "" for none."""
    widgets = sys.modules.get("PySide6.QtWidgets")
    if widgets is None or widgets.QApplication.instance() is None:
        return ""
    found = widgets.QApplication.activeModalWidget() or widgets.QApplication.activePopupWidget()
    return repr(found) if found else ""


@pytest.fixture(autouse=True)
def nothing_left_behind(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Fail a test that leaves something. A test that provokes warnings says so with `expects_warnings`."""
    tasks: list[str] = []
    cancel = runners._cancel_all_tasks

    def note_and_cancel(loop: asyncio.AbstractEventLoop) -> None:
        if threading.current_thread() is not threading.main_thread():
            cancel(loop)  # an engine of its own, whose end is its business
            return
        # An abandoned generator is closed by a task of the loop's own; httpx leaves some to that.
        named = (repr(task) for task in asyncio.all_tasks(loop))
        tasks.extend(name for name in named if "async_generator_athrow" not in name)
        cancel(loop)

    monkeypatch.setattr(runners, "_cancel_all_tasks", note_and_cancel)
    before = set(threading.enumerate())
    warnings = _Warnings()
    logging.getLogger().addHandler(warnings)
    try:
        yield
    finally:
        logging.getLogger().removeHandler(warnings)
    if request.node.get_closest_marker("expects_warnings") is None:
        assert not warnings.said, f"the log holds warnings that nobody expected: {warnings.said}"
    assert not tasks, f"tasks were still running when their loop closed: {tasks}"
    assert not _in_the_way(), f"a window was left in front: {_in_the_way()}"
    left = [one for one in threading.enumerate() if one not in before and not one.name.startswith(LASTING)]
    for thread in left:
        thread.join(2)  # one that is on its way out is no leftover
    running = [thread.name for thread in left if thread.is_alive()]
    assert not running, f"threads were left running: {running}"
