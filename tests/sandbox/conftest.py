"""One sandbox for the tests that only read or that clean up after themselves."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.support.sandbox import running_sandbox
from tests.support.sipsim_client import Client


@pytest.fixture(scope="module")
def hello() -> Iterator[dict[str, Any]]:
    with running_sandbox("--calls", "1500", "--transcription-delay", "0.2", "--call-delay", "0.2") as line:
        yield line


@pytest.fixture
def client(hello: dict[str, Any]) -> Iterator[Client]:
    with Client(hello) as made:
        yield made
