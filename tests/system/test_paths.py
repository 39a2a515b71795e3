"""Where files lie."""

import os
import socket
import stat
import sys
import tempfile
from pathlib import Path

import pytest

from desktop.domain.errors import ErrorKind, Trouble
from desktop.system.paths import Paths, resources

FOLDERS = ("data", "config", "cache", "runtime")


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture(autouse=True)
def _system(tmp_path, monkeypatch):
    for kind in ("DATA_HOME", "CONFIG_HOME", "CACHE_HOME", "STATE_HOME", "RUNTIME_DIR"):
        folder = tmp_path / "xdg" / kind.lower()
        folder.mkdir(parents=True, mode=0o700)
        monkeypatch.setenv(f"XDG_{kind}", str(folder))


@pytest.fixture
def short():
    """Return a folder whose path leaves room for a socket's; pytest's own may not."""
    with tempfile.TemporaryDirectory(prefix="st") as folder:
        yield Path(folder)


def test_a_profile_holds_everything_and_is_its_owners_alone(short):
    profile = short / "deep" / "profile"
    paths = Paths(profile)
    assert not profile.exists()
    every = [*(getattr(paths, name) for name in FOLDERS), paths.log, paths.lock, paths.socket]
    assert all(path.is_relative_to(profile) for path in every)
    assert len(set(every)) == len(every)
    if sys.platform != "win32":
        assert {mode(path) for path in (profile, *profile.iterdir())} == {0o700}


def test_a_folder_that_was_there_keeps_its_mode(tmp_path):
    profile = tmp_path / "shared"
    profile.mkdir(mode=0o755)
    profile.chmod(0o755)
    data = Paths(profile).data
    assert (mode(profile), mode(data)) == (0o755, 0o700)


@pytest.mark.skipif(sys.platform != "linux", reason="XDG is of Linux")
def test_without_a_profile_everything_lies_where_the_system_wants_it(tmp_path):
    paths = Paths()
    assert paths.data == tmp_path / "xdg" / "data_home" / "sidetone"
    assert paths.config == tmp_path / "xdg" / "config_home" / "sidetone"
    assert paths.cache == tmp_path / "xdg" / "cache_home" / "sidetone"
    assert paths.runtime == tmp_path / "xdg" / "runtime_dir" / "sidetone"
    assert paths.log.name == "sidetone.log"
    assert paths.key == "default"


@pytest.mark.skipif(sys.platform == "win32", reason="no such sockets on Windows")
def test_a_socket_in_a_deep_profile_can_be_bound(tmp_path):
    profile = tmp_path / ("deep" * 40) / ("é" * 40)
    path = Paths(profile).socket
    assert len(os.fsencode(path)) < 104
    assert path == Paths(profile).socket != Paths(profile / "other").socket
    assert mode(path.parent) == 0o700
    with socket.socket(socket.AF_UNIX) as bound:
        bound.bind(os.fspath(path))
    path.unlink()


@pytest.mark.skipif(sys.platform == "win32", reason="no such sockets on Windows")
def test_a_runtime_folder_that_is_too_deep_itself(tmp_path, monkeypatch, short):
    monkeypatch.setattr("tempfile.tempdir", str(short))
    deep = tmp_path / ("deep" * 40)
    deep.mkdir(mode=0o700)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(deep))
    paths = Paths(deep)
    assert paths.socket.is_relative_to(short)
    assert mode(paths.socket.parent) == 0o700
    paths.socket.parent.chmod(0o755)
    with pytest.raises(Trouble) as caught:
        _ = paths.socket
    assert caught.value.kind is ErrorKind.DISK


def test_two_ways_to_name_a_profile_are_one(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert Paths(Path("profile")).key == Paths(tmp_path / "profile").key
    assert Paths(tmp_path / "a").key != Paths(tmp_path / "b").key


def test_a_profile_that_cannot_be_made_is_trouble(tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(Trouble) as caught:
        _ = Paths(tmp_path / "file" / "profile").data
    assert caught.value.kind is ErrorKind.DISK


def test_resources_of_a_checkout_and_of_a_wheel(tmp_path, monkeypatch):
    assert resources() == Path(__file__).parents[2] / "resources"
    package = tmp_path / "site-packages" / "desktop"
    (package / "resources").mkdir(parents=True)
    (tmp_path / "site-packages" / "resources").mkdir()
    monkeypatch.setattr("desktop.system.paths.__file__", str(package / "system" / "paths.py"))
    assert resources() == package / "resources"
    (package / "resources").rmdir()
    (tmp_path / "site-packages" / "resources").rmdir()
    with pytest.raises(FileNotFoundError):
        resources()
