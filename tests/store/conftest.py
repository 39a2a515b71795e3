"""A real encrypted store in a folder of its own, and proof that it leaves no thread behind."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest

from desktop.domain.accounts import Account
from desktop.store import Db, Store, accounts

T = TypeVar("T")

KEY = bytes(range(32))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def store(folder: Path) -> Iterator[Store]:
    before = set(threading.enumerate())
    opened = Store.open(folder, KEY)
    yield opened
    opened.close()
    assert {thread.name for thread in set(threading.enumerate()) - before if "store" in thread.name} == set()


@pytest.fixture
def run(store: Store) -> Callable[[Callable[[Db], T]], T]:
    """Run a function in the writer and wait for it."""
    return lambda function: store.submit(function).result(10)


@pytest.fixture
def account(run: Callable[[Callable[[Db], Account]], Account]) -> Account:
    return run(lambda db: accounts.add(db, "sipsim", "Office", {"region": "FR"}))
