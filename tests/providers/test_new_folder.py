"""One more folder is one more provider: found, held to the contracts, and in the account form, with no edit.

The whole program is copied, one provider's folder is copied once more under another name, and the copy's own
tests are asked about it.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from desktop.providers import discover

ROOT = Path(__file__).parents[2]
NAME = "acmetel"
CONTRACTS = ("test_contract.py", "test_contract_calls.py", "test_contract_phonebook.py")
CAMPAIGNS = ("test_contract_campaigns.py", "test_contract_campaign_changes.py")
# What of the contract is slow says nothing new here; a few of its tests of each kind do.
SOME = "manifest or icon or sign_in or missing or true or all_there or come_round or one_request"

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the program, of its tests and of nothing that was made from them."""
    there = tmp_path_factory.mktemp("program")
    unwanted = shutil.ignore_patterns("__pycache__", ".*", "*.db")
    for part in ("desktop", "tests", "resources"):
        shutil.copytree(ROOT / part, there / part, ignore=unwanted)
    shutil.copy(ROOT / "pyproject.toml", there)
    return there


def run(copy: Path, *argv: str) -> str:
    """Run a module in the copy and return what it prints."""
    kept = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    done = subprocess.run(
        [sys.executable, "-m", *argv],
        cwd=copy,
        env={**kept, "SIDETONE_PROFILE": str(copy / "profile")},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
    return done.stdout


@pytest.mark.parametrize("template", sorted(discover()))
def test_a_copied_folder_needs_no_other_edit(template: str, copy: Path) -> None:
    made = copy / "desktop" / "providers" / NAME
    shutil.copytree(
        ROOT / "desktop" / "providers" / template, made, ignore=shutil.ignore_patterns("__pycache__")
    )
    try:
        fields = run(copy, "desktop", "account", "fields", NAME, "--json")
        assert all(field.key in fields for field in discover()[template].manifest.fields)
        contracts = [f"tests/providers/{file}" for file in (*CONTRACTS, *CAMPAIGNS)]
        quiet = ("-q", "-p", "no:cacheprovider")
        told = run(copy, "pytest", *contracts, *quiet, "-k", f"{NAME} and ({SOME})")
        assert int(told.splitlines()[-1].split(" passed")[0].split()[-1]) >= 8, told
        form = "tests/ui/test_several_providers.py"
        told = run(copy, "pytest", form, *quiet, "-k", f"form_signs_in and {NAME}")
        assert "1 passed" in told
    finally:
        shutil.rmtree(made)
