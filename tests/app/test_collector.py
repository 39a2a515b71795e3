"""Garbage with Qt objects in it is destroyed in the window's thread, never in the engine's."""

import gc
import threading

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from desktop.app import collector
from desktop.app.collector import Collector


class Cyclic(QObject):
    """An object that only the collector frees, and that tells where."""

    def __init__(self, ended_in: list[int]) -> None:
        super().__init__()
        self.me = self
        self._ended_in = ended_in

    def __del__(self) -> None:
        self._ended_in.append(threading.get_ident())


def busy() -> None:
    """Make what would make Python collect, many times over."""
    kept = [[number] for number in range(200_000)]
    assert len(kept) == 200_000


@pytest.mark.usefixtures("qapp")
def test_another_thread_destroys_no_qt_object() -> None:
    ended_in: list[int] = []
    collecting = Collector()
    try:
        Cyclic(ended_in)
        other = threading.Thread(target=busy)
        other.start()
        other.join()
        assert ended_in == []
        busy()
        kept = [[number] for number in range(collector.WORTH_IT)]
        collecting.look()
        assert ended_in == [threading.get_ident()]
        assert kept
    finally:
        collecting.close()
    assert gc.isenabled()


def test_little_garbage_is_left_for_later(qapp: QApplication) -> None:
    ended_in: list[int] = []
    collecting = Collector(qapp)
    try:
        Cyclic(ended_in)
        collecting.look()
        assert ended_in == []
    finally:
        collecting.close()
        gc.collect()
    assert ended_in == [threading.get_ident()]
