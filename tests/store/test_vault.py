"""The vault that a passphrase opens."""

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
