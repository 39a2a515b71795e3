"""Settings through the real command; they need no vault."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.command import ROOT, environment, rows, sidetone


def test_settings_are_listed_read_and_set(tmp_path: Path) -> None:
    listed = sidetone("settings", "list", "--json", profile=tmp_path, SIDETONE_PASSPHRASE=None)
    assert listed.returncode == 0, listed.stderr
    known = {setting["key"]: setting for setting in rows(listed)}
    assert set(known["sync.interval_s"]) == {"key", "value", "type", "default", "text", "locked"}
    assert known["network.wait_scale"]["value"] == 1.0

    changed = sidetone("settings", "set", "sync.interval_s", "60", profile=tmp_path, SIDETONE_PASSPHRASE=None)
    assert (changed.returncode, changed.stdout) == (0, "60\n")
    assert sidetone("settings", "get", "sync.interval_s", profile=tmp_path).stdout == "60\n"
    [setting] = rows(sidetone("settings", "get", "sync.interval_s", "--json", profile=tmp_path))
    assert (setting["value"], setting["type"]) == (60, "integer")
    assert not list(tmp_path.rglob("*.db"))


@pytest.mark.parametrize(
    "command",
    [
        ["get", "no.such"],
        ["set", "no.such", "1"],
        ["set", "sync.interval_s", "often"],
        ["set", "ui.theme", "pink"],
        ["set", "network.wait_scale", "nan"],
        ["set", "player.speed", "inf"],
    ],
)
def test_what_is_not_a_setting_is_wrong_usage(tmp_path: Path, command: list[str]) -> None:
    done = sidetone("settings", *command, "--json", profile=tmp_path)
    assert done.returncode == 2
    assert rows(done)[-1]["error"]["kind"] == "usage"


def test_the_profile_is_private_and_the_option_wins(tmp_path: Path) -> None:
    chosen, other = tmp_path / "chosen", tmp_path / "other"
    done = sidetone("settings", "set", "sync.interval_s", "90", "--profile", str(chosen), profile=other)
    assert done.returncode == 0, done.stderr
    assert chosen.stat().st_mode & 0o777 == 0o700
    assert not other.exists()
    [file] = chosen.rglob("settings.json")
    assert file.stat().st_mode & 0o777 == 0o600


def test_settings_load_neither_the_store_nor_the_network(tmp_path: Path) -> None:
    program = (
        "import sys\nfrom desktop.app.cli.entry import main\n"
        "main(['settings', 'get', 'sync.interval_s']), main(['settings', 'set', 'sync.interval_s', '50'])\n"
        "print(*[m for m in ('PySide6', 'httpx', 'apsw', 'phonenumbers') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], env=environment(tmp_path), cwd=ROOT, capture_output=True, text=True,
        timeout=60, check=True,
    )  # fmt: skip
    assert done.stdout == "30\n50\n\n"


def test_settings_go_into_a_file_and_out_of_it(tmp_path: Path) -> None:
    here, there, file = tmp_path / "here", tmp_path / "there", tmp_path / "mine.json"
    sidetone("settings", "set", "sync.interval_s", "60", profile=here)
    saved = sidetone("settings", "export", str(file), profile=here)
    assert (saved.returncode, saved.stdout) == (0, "Saved 1 setting.\n"), saved.stderr
    taken = sidetone("settings", "import", str(file), "--json", profile=there)
    assert taken.returncode == 0, taken.stderr
    assert rows(taken) == [{"key": "sync.interval_s", "value": 60, "verdict": "changed", "reason": None}]
    file.write_text('{"ui.theme": "pink", "sync.reread_days": 3}')
    part = sidetone("settings", "import", str(file), profile=there)
    assert part.returncode == 1
    assert "ui.theme = pink: invalid. ui.theme cannot be 'pink'" in part.stdout
    assert sidetone("settings", "get", "sync.reread_days", profile=there).stdout == "3\n"
