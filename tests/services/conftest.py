"""What tests of services share: one sandbox, and a provider that a test writes."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from tests.support.engine import Engine, engine
from tests.support.sandbox import running_sandbox
from tests.support.scripted import NOW, Script, ScriptedProvider


@pytest.fixture(scope="session")
def hello() -> Iterator[dict[str, Any]]:
    with running_sandbox("--calls", "1500", "--call-delay", "0.2", "--transcription-delay", "0.2") as line:
        yield line


@pytest.fixture
def script() -> Script:
    return Script()


@pytest_asyncio.fixture
async def scripted(tmp_path: Path, script: Script) -> AsyncIterator[Engine]:
    """Open an engine whose only provider is the script, with one account and the clock at NOW.

    The account has no lines before they are read again: tests set `script.lines` first.
    """
    lines, script.lines = script.lines, []
    providers = {"scripted": ScriptedProvider(script)}
    async with engine(tmp_path, providers=providers, now=lambda: NOW) as open_engine:
        await open_engine.services.accounts.add("scripted", "Main", {"user": "u"}, {"secret": "s3cret-word"})
        script.lines = lines
        yield open_engine
