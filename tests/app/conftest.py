"""A sandbox and a profile that knows it, for tests that run the real command."""

import gc
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.command import add_account, sidetone
from tests.support.sandbox import running_sandbox

if TYPE_CHECKING:
    from desktop.app.main import Application
    from desktop.app.wish import WindowWish
    from desktop.domain.errors import Trouble
    from desktop.domain.ports import Vault
    from tests.support.window_run import Steps


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


@pytest.fixture
def run(
    qapp: "Application", tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> "Callable[..., Trouble | None]":
    """Runs the window on a profile in `tmp_path`: called with the steps, a vault and a wish, if any."""
    from desktop.system.paths import Paths  # noqa: PLC0415 - Qt is for tests with a window
    from desktop.ui.kit.dress import dress_first  # noqa: PLC0415
    from tests.support.window_run import Run  # noqa: PLC0415

    monkeypatch.delenv("SIDETONE_PASSPHRASE", raising=False)
    dress_first(qapp)

    def play(
        steps: "Steps", vault: "Vault | None" = None, wish: "WindowWish | None" = None
    ) -> "Trouble | None":
        trouble = Run(qapp, Paths(tmp_path), vault, wish).play(steps)
        gc.collect()  # here, and not in the next run's engine, whose thread must not destroy what is Qt's
        return trouble

    return play
