"""Dialling by this computer's softphone through the real command: one link, never back to Sidetone."""

import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from tests.support.command import (
    ROOT,
    add_account,
    arguments,
    environment,
    rows,
    sidetone,
)

ALWAYS = ("--allow", "night", "--allow", "country", "--json")
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="desktop entries are of Linux")


class Desk:
    """Where this computer's programs lie, and what the softphone took."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.taken = folder / "taken"
        self.env = {
            "XDG_DATA_HOME": str(folder / "data"),
            "XDG_DATA_DIRS": str(folder / "system"),
            "XDG_CONFIG_HOME": str(folder / "config"),
            "XDG_CONFIG_DIRS": str(folder / "xdg"),
            "XDG_CURRENT_DESKTOP": None,
        }

    def install(self, name: str, script: str) -> None:
        """Install a program for links; the first one is the default."""
        program = self.folder / name
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(0o700)
        entries = self.folder / "data/applications"
        entries.mkdir(parents=True, exist_ok=True)
        (entries / f"{name}.desktop").write_text(
            f"[Desktop Entry]\nType=Application\nName={name.title()}\nExec={program} %u\n"
            "MimeType=x-scheme-handler/tel;\n"
        )

    def install_taker(self, name: str = "linphone") -> None:
        self.install(name, f'echo "{name} $1" >> {self.taken}')

    @property
    def links(self) -> list[str]:
        return self.taken.read_text().splitlines() if self.taken.exists() else []


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def dial(desk: Desk, profile: Path, *argv: str) -> subprocess.CompletedProcess[str]:
    return sidetone("dial", *argv, "--yes", *ALWAYS, profile=profile, **desk.env)


def test_a_number_is_handed_over_and_printed(desk: Desk, profile: Path) -> None:
    desk.install_taker()
    done = dial(desk, profile, "+44 1632 960001", "--line", "softphone")
    assert done.returncode == 0, done.stderr
    [attempt] = rows(done)
    assert (attempt["number"], attempt["line"], attempt["state"], attempt["provider_id"]) == (
        "+441632960001",
        "Linphone",
        "handed_over",
        None,
    )
    assert "Linphone" in done.stderr
    assert desk.links == ["linphone tel:+441632960001"]


def test_it_may_be_chosen_for_every_call(desk: Desk, profile: Path, hello: dict[str, Any]) -> None:
    desk.install_taker()
    desk.install_taker("zoiper")
    assert add_account(profile, hello).returncode == 0
    chosen = sidetone("settings", "set", "dial.line", "softphone:zoiper.desktop", profile=profile)
    assert chosen.returncode == 0
    lines = rows(sidetone("lines", "list", "--json", profile=profile, **desk.env))
    assert not any(line["default"] for line in lines)
    every = rows(sidetone("lines", "list", "--all", "--json", profile=profile, **desk.env))
    assert [(line["id"], line["default"]) for line in every if line["account"] == "This computer"] == [
        ("softphone", False),
        ("softphone:zoiper.desktop", True),
    ]
    done = dial(desk, profile, "06 39 98 01 01")
    assert done.returncode == 0, done.stderr
    assert desk.links == ["zoiper tel:+33639980101"]


@pytest.mark.parametrize("number", ["112", "999", "hello", "1; touch x"])
def test_the_rules_hold_for_it_too(desk: Desk, profile: Path, number: str) -> None:
    desk.install_taker()
    done = dial(desk, profile, number, "--line", "softphone")
    assert done.returncode == 6, done.stdout
    assert desk.links == []


def test_without_a_terminal_and_without_yes_nothing_happens(desk: Desk, profile: Path) -> None:
    desk.install_taker()
    done = sidetone("dial", "+441632960001", "--line", "softphone", *ALWAYS, profile=profile, **desk.env)
    assert done.returncode == 6
    assert desk.links == []


def test_none_is_four_with_what_to_do(desk: Desk, profile: Path) -> None:
    done = dial(desk, profile, "+441632960001", "--line", "softphone")
    assert done.returncode == 4
    error = rows(done)[-1]["error"]
    assert error["kind"] == "no_softphone"
    assert "Install a softphone" in error["message"]


def test_without_a_line_the_softphone_is_named_and_not_taken(desk: Desk, profile: Path) -> None:
    desk.install_taker()
    done = dial(desk, profile, "+441632960001")
    assert done.returncode == 4
    assert rows(done)[-1]["error"]["kind"] == "no_line"
    assert "Linphone on this computer can call: --line softphone" in done.stderr
    assert desk.links == []


def test_the_same_press_is_folded_also_between_processes(desk: Desk, profile: Path) -> None:
    """Four at once, on a program that takes its time; then a fifth one within three seconds."""
    desk.install("linphone", f'echo "linphone $1" >> {desk.taken}; sleep 0.5')
    command = arguments("dial", "+441632960002", "--line", "softphone", "--yes", *ALWAYS)
    env = environment(profile, **desk.env)
    pressing = [
        subprocess.Popen(
            command, env=env, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, text=True,
        )
        for _ in range(4)
    ]  # fmt: skip
    began = time.monotonic()
    ends = [process.communicate(timeout=60) for process in pressing]
    assert [process.returncode for process in pressing] == [0] * 4, ends
    assert len({out for out, _ in ends}) == 1
    again = dial(desk, profile, "+44 (0)1632 960002", "--line", "softphone")
    assert again.returncode == 0
    if time.monotonic() - began < 3:
        assert again.stdout == ends[0][0]
        assert desk.links == ["linphone tel:+441632960002"]


def test_sidetone_behind_a_script_is_found_out_and_leaves_again(desk: Desk, profile: Path) -> None:
    """Its entry tells nothing, so the link does come back: to a process that knows it and ends."""
    starts = f'PYTHONPATH={ROOT} exec {sys.executable} -m desktop --profile {profile} "$1"'
    desk.install("phone", f'echo "$1" >> {desk.taken}\n{starts} 2> {desk.folder}/said')
    done = dial(desk, profile, "+441632960003", "--line", "softphone")
    assert desk.links == ["tel:+441632960003"]
    assert "came from Sidetone itself" in (desk.folder / "said").read_text()
    assert done.returncode == 1, done.stdout
    attempt, last = rows(done)
    assert attempt["state"] == "failed"
    assert "Phone opens Sidetone itself, so nothing was called." in last["error"]["message"]


def test_a_program_that_fails_is_said(desk: Desk, profile: Path) -> None:
    desk.install("phone", "exit 3")
    done = sidetone(
        "dial", "+441632960004", "--line", "softphone", "--yes", "--allow", "night", "--allow", "country",
        profile=profile, **desk.env,
    )  # fmt: skip
    assert done.returncode == 0
    assert "Handed to your softphone. Phone ended at once, with 3." in done.stdout
