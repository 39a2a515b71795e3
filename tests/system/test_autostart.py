"""Starting with the session on Linux: one file, which other programs may change as well."""

import sys
from pathlib import Path

import pytest

from desktop.domain.errors import ErrorKind, Trouble
from desktop.system.autostart.linux import LinuxAutostart
from desktop.system.entries import MAIN, OWN_ENTRY, command_of, groups_of
from desktop.system.ourselves import OwnCommand

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="desktop entries are of Linux")


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    return {
        "PATH": "/usr/bin:/bin",
        "XDG_CONFIG_HOME": str(tmp_path / "config"),
        "XDG_CONFIG_DIRS": str(tmp_path / "xdg"),
    }


@pytest.fixture
def command(tmp_path: Path) -> OwnCommand:
    proof = tmp_path / "sidetone"
    proof.write_text("#!/bin/sh\n")
    proof.chmod(0o700)
    return OwnCommand((str(proof), "--profile", "/a b"), proof)


def entry(folder: Path, text: str) -> Path:
    file = folder / "autostart" / OWN_ENTRY
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"[Desktop Entry]\nType=Application\nName=Sidetone\n{text}\n")
    return file


def test_it_starts_hidden_and_no_trace_stays(
    environment: dict[str, str], command: OwnCommand, tmp_path: Path
) -> None:
    starting = LinuxAutostart(environment, command)
    assert not starting.state().enabled
    assert starting.set(enabled=True).enabled
    file = tmp_path / "config/autostart" / OWN_ENTRY
    assert command_of(groups_of(file)[MAIN], "/bin") == (*command.words, "--hidden")
    assert starting.set(enabled=True).enabled
    assert not starting.set(enabled=False).enabled
    assert not starting.set(enabled=False).enabled
    assert not file.exists()


@pytest.mark.parametrize("how", ["Hidden=true", "X-GNOME-Autostart-enabled=false", "TryExec=/gone"])
def test_others_switch_it_off_and_it_can_be_switched_on_again(
    environment: dict[str, str], command: OwnCommand, tmp_path: Path, how: str
) -> None:
    starting = LinuxAutostart(environment, command)
    entry(tmp_path / "config", f"Exec=/bin/true\n{how}")
    assert not starting.state().enabled
    assert starting.set(enabled=True).enabled


def test_a_package_s_entry_is_hidden_not_touched(
    environment: dict[str, str], command: OwnCommand, tmp_path: Path
) -> None:
    theirs = entry(tmp_path / "xdg", "Exec=/bin/true --hidden")
    before = theirs.read_text()
    starting = LinuxAutostart(environment, command)
    assert starting.state().enabled
    assert not starting.set(enabled=False).enabled
    assert theirs.read_text() == before
    assert starting.set(enabled=True).enabled


def test_an_installation_that_is_gone_does_not_start(
    environment: dict[str, str], command: OwnCommand
) -> None:
    starting = LinuxAutostart(environment, command)
    starting.set(enabled=True)
    command.proof.unlink()
    assert not starting.state().enabled


def test_a_path_that_no_entry_can_hold_is_a_sentence(environment: dict[str, str], tmp_path: Path) -> None:
    starting = LinuxAutostart(environment, OwnCommand(("/bin/true", "a\nb"), tmp_path))
    with pytest.raises(Trouble) as caught:
        starting.set(enabled=True)
    assert caught.value.kind is ErrorKind.DISK
    assert not starting.state().enabled
