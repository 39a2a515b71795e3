"""A sandbox for each module of the contract, and a session of the provider that is looked at."""

from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest

from desktop.domain.ports import Provider, ProviderSession
from tests.support.contract import PROVIDERS, able, opened, ways
from tests.support.sandbox import running_sandbox, world


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test of the contract once for each provider that has the abilities it is about."""
    marks = list(metafunc.definition.iter_markers("each_provider"))
    if marks:
        metafunc.parametrize("name", able({ability for mark in marks for ability in mark.args}))


@pytest.fixture(scope="module")
def hello() -> Iterator[dict[str, Any]]:
    with running_sandbox("--calls", "300", "--transcription-delay", "0", "--call-delay", "0") as line:
        yield line


@pytest.fixture(scope="module")
def truth(hello: dict[str, Any]) -> dict[str, Any]:
    return world(hello)


@pytest.fixture
def provider(name: str) -> Provider:
    return PROVIDERS[name]


@pytest.fixture
async def session(provider: Provider, name: str, hello: dict[str, Any]) -> AsyncIterator[ProviderSession]:
    made = opened(provider, ways(provider, hello[name])[0])
    yield made
    await made.close()
