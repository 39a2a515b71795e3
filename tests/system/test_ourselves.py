"""The command that starts this very installation, as it is written down for others to start."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop import __version__
from desktop.system import ourselves
from desktop.system.ourselves import OwnCommand, own_command
from tests.support.command import environment

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="programs are named otherwise there")

Stand = Callable[..., Path]


@pytest.fixture
def stand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Stand:
    """Let this process be an interpreter in a folder of its own, found as a package is found there."""
    for name in ("APPIMAGE", "APPDIR", "PYTHONPATH"):
        monkeypatch.delenv(name, raising=False)

    def be(python: str, package: str, *others: str, frozen: bool = False) -> Path:
        for name in (python, *others):
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_text("")
        monkeypatch.setattr(sys, "executable", str(tmp_path / python))
        monkeypatch.setattr(sys, "prefix", str((tmp_path / python).parents[1]))
        monkeypatch.setattr(sys, "path", [str(tmp_path / "elsewhere")])
        monkeypatch.setattr(ourselves, "_PACKAGE", tmp_path / package)
        monkeypatch.setattr(sys, "frozen", frozen, raising=False)
        return tmp_path

    return be


def test_an_environment_s_script_is_the_program(stand: Stand) -> None:
    home = stand("venv/bin/python", "venv/lib/site-packages/desktop", "venv/bin/sidetone")
    script = home / "venv/bin/sidetone"
    assert own_command() == OwnCommand((str(script),), script)
    profile = Path("/a b")
    assert own_command(profile).words == (str(script), "--profile", "/a b")
    script.unlink()
    assert own_command().words == (sys.executable, "-m", "desktop")


def test_an_environment_that_only_borrows_a_checkout_names_its_folder(
    stand: Stand, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = stand("venv/bin/python", "clone/desktop", "venv/bin/sidetone")
    assert own_command().words == (str(home / "venv/bin/sidetone"),)  # an editable one knows the folder
    monkeypatch.setenv("PYTHONPATH", str(home / "clone"))
    wanted = ("/usr/bin/env", f"PYTHONPATH={home / 'clone'}", sys.executable, "-m", "desktop")
    assert own_command().words == wanted
    monkeypatch.delenv("PYTHONPATH")
    monkeypatch.setattr(sys, "path", [str(home / "clone")])  # as from within the folder
    assert own_command().words == wanted


def test_a_frozen_program_is_itself_and_an_appimage_the_file_that_it_came_in(
    stand: Stand, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = stand("mounted/usr/bin/sidetone", "mounted/desktop", "Terminal.AppImage", frozen=True)
    assert own_command().words == (sys.executable,)
    monkeypatch.setenv("APPIMAGE", str(home / "Terminal.AppImage"))
    monkeypatch.setenv("APPDIR", str(home / "of the terminal"))
    assert own_command().words == (sys.executable,)  # started in a terminal that is an AppImage itself
    monkeypatch.setenv("APPDIR", str(home / "mounted"))
    assert own_command() == OwnCommand((str(home / "Terminal.AppImage"),), home / "Terminal.AppImage")


def test_a_bundle_is_known_by_its_folder(stand: Stand) -> None:
    stand("Sidetone.app/Contents/MacOS/sidetone", "Sidetone.app/Contents/desktop", frozen=True)
    assert own_command().is_bundle
    stand("usr/bin/sidetone", "usr/lib/desktop", frozen=True)
    assert not own_command().is_bundle


def test_the_command_of_this_installation_runs_from_anywhere(tmp_path: Path) -> None:
    kept = {key: value for key, value in environment().items() if key != "PYTHONPATH"}
    done = subprocess.run(
        [*own_command().words, "--version"],
        cwd=tmp_path,
        env=kept,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == ["sidetone", __version__]
