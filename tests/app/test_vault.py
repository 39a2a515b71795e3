"""`sidetone vault`, and what a passphrase or a keyring never comes into: arguments, children, logs."""

import json
import subprocess
from pathlib import Path

import pytest

from desktop.store.vault import PassphraseVault
from desktop.system.paths import Paths
from tests.support.command import PASSPHRASE, ROOT, arguments, environment, rows, sidetone
from tests.support.file_keyring import FILE

NEW = "something else entirely"
SECRET = "s3cret-of-an-account"


@pytest.fixture
def ring(tmp_path: Path) -> dict[str, str | None]:
    return {
        "PYTHON_KEYRING_BACKEND": "tests.support.file_keyring.Keyring",
        FILE: str(tmp_path / "ring.json"),
        "SIDETONE_PASSPHRASE": None,
    }


def status(profile: Path, env: dict[str, str | None]) -> dict[str, object]:
    (found,) = rows(sidetone("vault", "status", "--json", profile=profile, **env))
    return found


def test_everything_goes_to_a_file_gets_another_passphrase_and_comes_back(
    tmp_path: Path, ring: dict[str, str | None]
) -> None:
    profile, kept = tmp_path / "profile", tmp_path / "ring.json"
    added = sidetone(
        *("account", "add", "sipsim", "--name", "Main", "--no-test", "--secret", "client_secret"),
        *("--field", "client_id=me", "--json"),
        stdin=f"{SECRET}\n",
        profile=profile,
        **ring,
    )
    assert added.returncode == 0
    assert status(profile, ring) == {"vault": "keyring", "made": True, "locked": False, "trouble": None}
    assert SECRET in kept.read_text()

    moved = sidetone(
        "vault", "move", "passphrase", "--json", stdin=f"{PASSPHRASE}\n", profile=profile, **ring
    )
    assert (moved.returncode, rows(moved)) == (0, [{"vault": "passphrase"}])
    assert json.loads(kept.read_text()) == {}
    assert status(profile, ring)["vault"] == "passphrase"
    assert sidetone("account", "list", profile=profile, **ring).returncode == 5

    phrased = {**ring, "SIDETONE_PASSPHRASE": PASSPHRASE}
    wrong = sidetone("vault", "passphrase", stdin=f"not it\n{NEW}\n", profile=profile, **phrased)
    assert wrong.returncode == 5
    short = sidetone("vault", "passphrase", stdin=f"{PASSPHRASE}\nshort\n", profile=profile, **phrased)
    assert short.returncode == 2
    changed = sidetone("vault", "passphrase", stdin=f"{PASSPHRASE}\n{NEW}\n", profile=profile, **phrased)
    assert changed.returncode == 0
    assert sidetone("account", "list", profile=profile, **phrased).returncode == 5

    phrased = {**ring, "SIDETONE_PASSPHRASE": NEW}
    back = sidetone("vault", "move", "keyring", "--json", profile=profile, **phrased)
    assert (back.returncode, rows(back)) == (0, [{"vault": "keyring"}])
    assert SECRET in kept.read_text()
    assert not list((profile / "data").glob("vault.db*"))
    again = sidetone("account", "list", "--json", profile=profile, **ring)
    assert [account["name"] for account in rows(again)] == ["Main"]
    there = sidetone("vault", "move", "keyring", "--json", profile=profile, **ring)
    assert (there.returncode, rows(there)) == (0, [{"vault": "keyring"}])

    # A passphrase in the environment neither moves a profile nor makes a file that could not open it.
    assert sidetone("account", "list", profile=profile, **phrased).returncode == 0
    assert not list((profile / "data").glob("vault.db*"))

    kept.with_suffix(".locked").touch()
    locked = sidetone("account", "list", "--json", profile=profile, **ring)
    assert (locked.returncode, rows(locked)[-1]["error"]["kind"]) == (5, "vault_locked")
    for said in (added, moved, wrong, short, changed, back):
        assert not any(secret in said.stdout + said.stderr for secret in (SECRET, PASSPHRASE, NEW))
    for file in profile.rglob("*"):
        held = file.read_bytes() if file.is_file() else b""
        assert not any(secret.encode() in held for secret in (SECRET, PASSPHRASE, NEW)), file


def test_a_command_that_only_reads_takes_nothing_out_of_the_keyring(
    tmp_path: Path, ring: dict[str, str | None]
) -> None:
    """Another process may be moving everything there: what it has put in is all there is a moment later."""
    profile, kept = tmp_path / "profile", tmp_path / "ring.json"
    assert sidetone("account", "list", profile=profile, **ring).returncode == 0
    held = json.loads(kept.read_text())
    [(entry, key)] = held.items()
    name = entry.rpartition("/")[2]
    PassphraseVault.make(Paths(profile).data, PASSPHRASE, {name: key}, [name]).close()
    phrased = {**ring, "SIDETONE_PASSPHRASE": PASSPHRASE}
    assert sidetone("account", "list", profile=profile, **phrased).returncode == 0
    assert json.loads(kept.read_text()) == held
    assert sidetone("vault", "move", "passphrase", profile=profile, **phrased).returncode == 0
    assert json.loads(kept.read_text()) == {}, "who has the profile to itself forgets what is left"


def test_where_there_is_nothing_it_says_so(tmp_path: Path) -> None:
    profile = tmp_path / "profile"
    nowhere = status(profile, {"SIDETONE_PASSPHRASE": None})
    assert (nowhere["vault"], nowhere["made"]) == (None, False)
    assert "no keyring" in str(nowhere["trouble"])
    assert status(profile, {})["vault"] == "passphrase"
    refused = sidetone("vault", "move", "keyring", profile=profile)
    assert refused.returncode == 5
    assert (profile / "data/vault.db").exists()


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks into /proc")
def test_a_secret_stands_in_no_argument_while_it_is_typed(tmp_path: Path) -> None:
    profile = tmp_path / "profile"
    command = ("account", "add", "sipsim", "--name", "M", "--no-test", "--field", "client_id=me")
    with subprocess.Popen(
        arguments(*command, "--secret", "client_secret"),
        env=environment(profile),
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as running:
        assert running.stdin is not None
        running.stdin.write(f"{SECRET}\n".encode())
        running.stdin.flush()
        told = Path(f"/proc/{running.pid}/cmdline").read_bytes()
        environ = Path(f"/proc/{running.pid}/environ").read_bytes()
        out, err = running.communicate(timeout=60)
    assert running.returncode == 0, err
    assert not any(SECRET.encode() in text for text in (told, environ, out, err))
    refused = sidetone(*command[:-2], "--field", f"client_secret={SECRET}", profile=profile)
    assert refused.returncode == 2
    assert SECRET not in refused.stderr
