"""A sandbox and a profile that knows it, for tests that run the real command."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.command import add_account, sidetone
from tests.support.sandbox import running_sandbox


@pytest.fixture(scope="module")
def hello() -> Iterator[dict[str, Any]]:
    """A sandbox with a small world; its line."""
    with running_sandbox("--calls", "300", "--transcription-delay", "0.2") as line:
        yield line


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    """An empty profile whose waits after errors take no time."""
    folder = tmp_path / "profile"
    assert sidetone("settings", "set", "network.wait_scale", "0", profile=folder).returncode == 0
    return folder


@pytest.fixture(scope="module")
def synced(hello: dict[str, Any], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A profile with one account, `Main`, and all of the sandbox's calls; not to be changed."""
    folder = tmp_path_factory.mktemp("synced")
    assert sidetone("settings", "set", "network.wait_scale", "0", profile=folder).returncode == 0
    assert add_account(folder, hello).returncode == 0
    done = sidetone("sync", "--json", profile=folder)
    assert done.returncode == 0, done.stderr
    return folder
