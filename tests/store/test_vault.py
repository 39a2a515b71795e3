"""The vault that a passphrase opens."""

import os
from pathlib import Path

import pytest

from desktop.domain.errors import ErrorKind, Trouble
from desktop.store import vault
from desktop.store.vault import PassphraseVault


def refused(folder: Path, passphrase: str) -> ErrorKind:
    with pytest.raises(Trouble) as caught:
        PassphraseVault(folder, passphrase)
    return caught.value.kind


def test_secrets_are_there_after_a_restart(folder):
    assert not vault.exists(folder)
    first = PassphraseVault(folder, "correct horse")
    first.set("a", "1")
    first.set("a", "x" * 10_000)
    first.set("b", "2")
    first.delete("b")
    first.delete("never there")
    first.close()
    first.close()
    assert vault.exists(folder)
    again = PassphraseVault(folder, "correct horse")
    assert (again.get("a"), again.get("b")) == ("x" * 10_000, None)
    again.close()


def test_a_wrong_passphrase_is_refused_and_changes_nothing(folder):
    first = PassphraseVault(folder, "correct horse")
    first.set("a", "1")
    first.close()
    before = (folder / "vault.db").read_bytes()
    for wrong in ("", "Correct horse", "correct horse ", "raw:" + "00" * 32, "nul\0nul", "byte\udcff"):
        assert refused(folder, wrong) is ErrorKind.WRONG_PASSPHRASE
    assert (folder / "vault.db").read_bytes() == before


def test_an_empty_passphrase_makes_no_file_in_the_clear(folder):
    assert refused(folder, "") is ErrorKind.WRONG_PASSPHRASE
    assert not vault.exists(folder)


def test_quotes_accents_and_their_spelling(folder):
    first = PassphraseVault(folder, 'l\'"été"; --')
    first.set("a", "1")
    first.close()
    decomposed = PassphraseVault(folder, 'l\'"e\u0301te\u0301"; --')
    assert decomposed.get("a") == "1"
    decomposed.close()


def test_a_cut_file_is_damaged_and_not_a_wrong_passphrase(folder):
    first = PassphraseVault(folder, "correct horse")
    first.set("a", "1")
    first.close()
    path = folder / "vault.db"
    path.write_bytes(path.read_bytes()[:700])
    assert refused(folder, "correct horse") is ErrorKind.STORE_DAMAGED


def test_it_tells_whether_another_passphrase_is_its_own(folder):
    vault = PassphraseVault(folder, "caf\u00e9")
    vault.set("name", "secret")
    for passphrase, is_it in (("caf\u00e9", True), ("cafe\u0301", True), ("cafe", False), ("", False)):
        assert vault.opens_with(passphrase) is is_it
    assert vault.get("name") == "secret"
    vault.close()


def sizes(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


def test_a_vault_is_made_whole_in_the_place_of_another(folder):
    first = PassphraseVault(folder, "correct horse")
    first.set("old", "1")
    first.close()
    (folder / "vault.db.new").write_bytes(b"half of one, from a crash")
    made = PassphraseVault.make(folder, "battery staple", {"a": "x", "b": "y"}, ["a"])
    assert made.all() == {"a": "x", "b": "y"}
    assert made.elsewhere() == ["a"]
    made.note_elsewhere(())
    assert made.elsewhere() == []
    made.close()
    assert refused(folder, "correct horse") is ErrorKind.WRONG_PASSPHRASE
    assert sizes(folder) == ["vault.db"]


def test_another_passphrase_opens_it_with_all_that_it_holds(folder):
    vault = PassphraseVault.make(folder, "correct horse", {"a": "x" * 9_000}, ["b"])
    with pytest.raises(Trouble) as caught:
        vault.change_passphrase("wrong horse", "battery staple")
    assert caught.value.kind is ErrorKind.WRONG_PASSPHRASE
    vault.change_passphrase("correct horse", "battery staple")
    assert (vault.all(), vault.elsewhere()) == ({"a": "x" * 9_000}, ["b"])
    vault.set("c", "after")
    vault.close()
    assert refused(folder, "correct horse") is ErrorKind.WRONG_PASSPHRASE
    again = PassphraseVault(folder, "battery staple")
    assert (again.get("c"), sizes(folder)) == ("after", ["vault.db"])
    assert (folder / "vault.db").stat().st_mode & 0o077 == 0
    again.remove()
    assert sizes(folder) == []


@pytest.mark.parametrize("fails", ["write", "replace"])
def test_whatever_fails_the_old_passphrase_goes_on(folder, monkeypatch, fails):
    ours = PassphraseVault.make(folder, "correct horse", {"a": "1"}, [])

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    if fails == "write":
        monkeypatch.setattr(vault, "_note_elsewhere", full)
    else:
        monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(Trouble) as caught:
        ours.change_passphrase("correct horse", "battery staple")
    assert caught.value.kind is ErrorKind.DISK
    assert ours.get("a") == "1"
    assert ours.opens_with("correct horse")
    assert not ours.opens_with("battery staple")
    ours.close()
    assert sizes(folder) == ["vault.db"]


def test_a_file_system_that_cannot_note_a_folder_makes_no_half_of_it(folder, monkeypatch):
    def cannot(_descriptor: int) -> None:
        raise OSError(22, "Invalid argument")

    monkeypatch.setattr(os, "fsync", cannot)
    ours = PassphraseVault.make(folder, "correct horse", {"a": "1"}, [])
    ours.change_passphrase("correct horse", "battery staple")
    assert ours.get("a") == "1"
    assert ours.opens_with("battery staple")
    ours.remove()
    assert sizes(folder) == []


def test_one_that_has_to_be_there_is_not_made(folder):
    with pytest.raises(Trouble) as caught:
        PassphraseVault(folder, "correct horse", make=False)
    assert caught.value.kind is ErrorKind.DISK
    assert not vault.exists(folder)
    PassphraseVault(folder, "correct horse").close()
    PassphraseVault(folder, "correct horse", make=False).close()
