"""The linter's rules are kept, and each is seen to refuse a planted violation."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

# rule, file that breaks it, line that does
PLANTED = [
    ("Floors: each imports only from floors below it", "domain/planted.py", "import desktop.net"),
    ("Floors: each imports only from floors below it", "net/planted.py", "import desktop.numbers"),
    ("Floors: each imports only from floors below it", "store/planted.py", "import desktop.services"),
    ("Floors: each imports only from floors below it", "system/planted.py", "import desktop.store"),
    ("Floors: each imports only from floors below it", "services/planted.py", "import desktop.ui"),
    ("Floors: each imports only from floors below it", "ui/planted.py", "import desktop.app"),
    (
        "Providers are independent of each other",
        "providers/sipsim/planted.py",
        "import desktop.providers.twin",
    ),
    (
        "Services and ui get providers through the Protocols of domain.ports",
        "services/planted.py",
        "import desktop.providers",
    ),
    (
        "Services and ui get providers through the Protocols of domain.ports",
        "ui/planted.py",
        "import desktop.sandbox",
    ),
    ("ui imports neither store nor net", "ui/planted.py", "import desktop.store"),
    ("ui imports neither store nor net", "ui/planted.py", "import desktop.net"),
    ("PySide6 only in app and ui", "services/planted.py", "import PySide6.QtCore"),
    ("qasync only in app.main", "app/planted.py", "import qasync"),
    ("httpx only in net", "providers/sipsim/planted.py", "import httpx"),
    ("apsw only in store", "services/planted.py", "import apsw"),
    ("keyring only in system.secrets", "system/planted.py", "import keyring"),
    (
        "dbus_fast and desktop_notifier only in system, by name",
        "system/planted.py",
        "import dbus_fast",
    ),
    (
        "dbus_fast and desktop_notifier only in system, by name",
        "services/planted.py",
        "import desktop_notifier",
    ),
    ("phonenumbers only in numbers", "services/planted.py", "import phonenumbers"),
    (
        "vobject and charset_normalizer only in services.importing",
        "services/planted.py",
        "import vobject",
    ),
    (
        "vobject and charset_normalizer only in services.importing",
        "app/planted.py",
        "import charset_normalizer",
    ),
    (
        "The web server only in the sandbox and the providers' sandbox.py",
        "providers/sipsim/planted.py",
        "import starlette",
    ),
    ("The web server only in the sandbox and the providers' sandbox.py", "net/planted.py", "import uvicorn"),
    ("Nothing imports the sandbox", "app/planted.py", "import desktop.sandbox"),
    ("Nothing imports the sandbox", "app/planted.py", "import desktop.providers.sipsim.sandbox"),
]


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).with_name("lint-imports")
    env = {**os.environ, "PYTHONPATH": str(folder), "NO_COLOR": "1", "COLUMNS": "200"}
    return subprocess.run(
        [program, "--no-cache"], cwd=folder, env=env, capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A second house to break, with a twin provider so that independence has something to hold."""
    folder = tmp_path_factory.mktemp("house")
    shutil.copytree(ROOT / "desktop", folder / "desktop", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(folder / "desktop/providers/sipsim", folder / "desktop/providers/twin")
    for source in (folder / "desktop/providers/twin").rglob("*.py"):
        source.write_text(source.read_text().replace("providers.sipsim", "providers.twin"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


def test_the_house_keeps_its_rules() -> None:
    done = lint(ROOT)
    assert done.returncode == 0, done.stdout


def test_the_copy_keeps_them_too(copy: Path) -> None:
    done = lint(copy)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(("rule", "file", "line"), PLANTED)
def test_a_planted_violation_is_refused(copy: Path, rule: str, file: str, line: str) -> None:
    planted = copy / "desktop" / file
    planted.write_text(f'"""Planted."""\n\n{line}\n')
    try:
        done = lint(copy)
    finally:
        planted.unlink()
    assert done.returncode == 1, done.stdout + done.stderr
    assert f"{rule} BROKEN" in done.stdout
