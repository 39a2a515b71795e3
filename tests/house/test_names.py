"""No provider's name stands outside its own folder: a fourth one must cost one folder and no other edit."""

import re
from pathlib import Path

import pytest

import desktop
from desktop.providers import discover

ROOT = Path(desktop.__file__).parent
PROVIDERS = discover()
READ = {".py", ".sql", ".md", ".json", ".svg", ".toml", ".txt"}


def named(name: str, folder: Path, ours: Path) -> list[str]:
    """Return the places below a folder, but for one inside it, where a provider's id or title stands."""
    words = re.compile(rf"(?i){re.escape(name)}|{re.escape(PROVIDERS[name].manifest.title)}")
    return [
        f"{path.relative_to(folder)}:{number}: {line.strip()}"
        for path in sorted(folder.rglob("*"))
        if path.suffix in READ and not path.is_relative_to(ours)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if words.search(line)
    ]


@pytest.mark.parametrize("name", sorted(PROVIDERS))
def test_no_providers_name_stands_outside_its_folder(name: str) -> None:
    assert named(name, ROOT, ROOT / "providers" / name) == []


@pytest.mark.parametrize("name", sorted(PROVIDERS))
def test_no_contract_names_one(name: str) -> None:
    tests = Path(__file__).parents[1]
    for file in (*sorted((tests / "providers").glob("test_contract*.py")), tests / "support" / "contract.py"):
        assert name not in file.read_text(encoding="utf-8").lower(), file.name


@pytest.mark.parametrize(
    "line",
    [
        "{0} is asked",
        "# as {0} says",
        "x = {0!r}",
        'CREATE TABLE "{0}"',
        "from desktop.providers.{0} import x",
    ],
)
def test_the_search_finds_what_is_planted(line: str, tmp_path: Path) -> None:
    for name, provider in PROVIDERS.items():
        (tmp_path / "own").mkdir(exist_ok=True)
        (tmp_path / "own" / "inside.py").write_text(line.format(name))
        for text in (name, provider.manifest.title, name.upper()):
            (tmp_path / "outside.py").write_text(f"first\n{line.format(text)}\n")
            found = named(name, tmp_path, tmp_path / "own")
            assert [place.partition(": ")[0] for place in found] == ["outside.py:2"]
