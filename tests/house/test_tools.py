"""Formatting, lint and types hold for the whole tree; files stay small; no trap of Qt is set."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted((ROOT / "desktop").rglob("*.py"))
TRACKED_TEXT = {".py", ".toml", ".md", ".lock", ".yaml", ".json", ".sql", ".svg", ".txt", ""}


def tool(*arguments: str) -> subprocess.CompletedProcess[str]:
    program, *rest = arguments
    path = Path(sys.executable).with_name(program)
    return subprocess.run([path, *rest], cwd=ROOT, capture_output=True, text=True, check=False)


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    return [ROOT / name for name in listed.stdout.split("\0") if name]


@pytest.mark.parametrize("arguments", [("ruff", "check", "."), ("ruff", "format", "--check", "."), ("mypy",)])
def test_the_tree_is_clean(arguments: tuple[str, ...]) -> None:
    done = tool(*arguments)
    assert done.returncode == 0, done.stdout + done.stderr


def test_no_file_is_longer_than_four_hundred_lines() -> None:
    long = {str(p.relative_to(ROOT)): n for p in SOURCES if (n := len(p.read_text().splitlines())) > 420}
    assert not long


def test_nothing_runs_a_nested_event_loop() -> None:
    """A modal exec() inside a coroutine loses the other tasks for ever."""
    nested = re.compile(
        r"\.exec_?\(|QMessageBox\.(about|critical|information|question|warning)\(|QFileDialog\.get"
    )
    found = [str(p.relative_to(ROOT)) for p in SOURCES if nested.search(p.read_text())]
    assert not found


def test_no_file_names_a_machine_or_a_registry() -> None:
    """Lock files carry names, versions and hashes; the project speaks of itself alone."""
    named = re.compile(
        r"(?<![\w.])/(work|root|home/\w+)/|files\.pythonhosted|pypi\.org/simple|--(extra-)?index-url"
    )
    found = []
    for path in tracked():
        if path.suffix in TRACKED_TEXT and path.is_file() and path != Path(__file__):
            found += [str(path.relative_to(ROOT))] if named.search(path.read_text(errors="replace")) else []
    assert not found


def test_the_top_level_holds_what_the_house_names() -> None:
    known = {"desktop", "resources", "tests", "packaging", "README.md", "CONTRIBUTING.md", "CHANGELOG.md"}
    known |= {"LICENSE", "pyproject.toml"}
    top = {path.relative_to(ROOT).parts[0] for path in tracked()}
    assert {name for name in top if not name.startswith(".")} <= known
    assert not (ROOT / "packaging" / "__init__.py").exists()
