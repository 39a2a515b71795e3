"""Providers are found by their folders, and a copied folder is a provider of its own."""

import importlib
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import desktop.providers
from desktop.domain.ports import SessionContext
from desktop.providers import discover

FOLDERS = Path(desktop.providers.__file__).parent


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A second place for providers' folders, whose modules are forgotten afterwards."""
    before = set(sys.modules)
    monkeypatch.setattr(desktop.providers, "__path__", [*desktop.providers.__path__, str(tmp_path)])
    yield tmp_path
    for name in set(sys.modules) - before:
        if name.startswith("desktop.providers."):
            del sys.modules[name]
            monkeypatch.delattr(desktop.providers, name.split(".")[2], raising=False)
    importlib.invalidate_caches()


def folders() -> set[str]:
    return {path.parent.name for path in FOLDERS.glob("*/__init__.py")}


def test_every_folder_is_a_provider_under_its_own_name() -> None:
    found = discover()
    assert set(found) == folders() != set()
    assert {name: provider.manifest.id for name, provider in found.items()} == {name: name for name in found}


@pytest.mark.parametrize("name", sorted(folders()))
async def test_a_copied_and_renamed_folder_is_found_and_stands_by_itself(name: str, elsewhere: Path) -> None:
    shutil.copytree(FOLDERS / name, elsewhere / "acmetel", ignore=shutil.ignore_patterns("__pycache__"))
    found = discover()
    assert set(found) == folders() | {"acmetel"}
    copy = found["acmetel"]
    assert copy.manifest.id == "acmetel"
    assert copy.manifest.fields == found[name].manifest.fields
    one_way = (*copy.manifest.alternatives, ())[0]
    needed = {field.key: "1" for field in copy.manifest.fields if field.required or field.key in one_way}
    session = copy.open(needed, SessionContext("Copy"))
    await session.close()
    module = type(session.account).__module__
    assert module.startswith("desktop.providers.acmetel."), "the copy works with the original's modules"


def test_a_folder_without_the_name_is_no_provider(elsewhere: Path) -> None:
    (elsewhere / "notes").mkdir()
    (elsewhere / "notes" / "__init__.py").write_text("")
    assert "notes" not in discover()


def test_a_provider_that_calls_itself_otherwise_is_our_own_mistake(elsewhere: Path) -> None:
    (name,) = sorted(folders())[:1]
    (elsewhere / "liar").mkdir()
    (elsewhere / "liar" / "__init__.py").write_text(f"from desktop.providers.{name} import PROVIDER\n")
    with pytest.raises(RuntimeError, match="liar"):
        discover()


def test_discovery_imports_neither_http_nor_decoders() -> None:
    """The account form is shown before anything is sent; httpx alone costs 60 ms."""
    script = (
        "import sys; from desktop.providers import discover; discover(); "
        "print(sorted({'httpx', 'msgspec', 'starlette', 'uvicorn'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=FOLDERS.parents[1], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
