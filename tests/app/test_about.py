"""What the settings say of the program and its profile, and what may be sent to support."""

import logging
from pathlib import Path

import pytest

from desktop.app import about
from desktop.app.container import Container, open_container
from desktop.app.main import _first_settings
from desktop.system import log
from desktop.system.paths import Paths
from desktop.system.secrets import SessionVault


async def _open(paths: Paths, name: str) -> Container:
    container = await open_container(paths, passphrase="one")
    fields = {"client_id": "st-paris", "base_url": "http://127.0.0.1:9/api/v2"}
    await container.services.accounts.add(
        "sipsim", name, fields, {"client_secret": "s3cret-word"}, test=False
    )
    return container


@pytest.mark.expects_warnings
async def test_diagnostics_name_no_account_no_secret_and_no_number(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "ada"
    monkeypatch.setattr(Path, "home", lambda: home)
    paths = Paths(home / "profile")
    container = await _open(paths, "Lovelace (Paris)")
    log.set_up(paths.log)
    logging.getLogger("desktop.test").warning("Lovelace (Paris): s3cret-word, call to +33612345678 failed")
    logging.shutdown()
    try:
        text = await about.diagnose(container)
    finally:
        await container.close()
        log.set_up(None)
    for private in ("Lovelace", "s3cret-word", "33612345678", str(home), "st-paris"):
        assert private not in text
    for told in ("account 1", "sidetone: ", "provider: sipsim", "requests_24h: 0", "~/profile", "vault: "):
        assert told in text


async def test_what_the_settings_say_of_a_profile(tmp_path: Path) -> None:
    paths = Paths(tmp_path / "profile")
    container = await open_container(paths, passphrase="one")
    try:
        said = about.home(container)
        assert (said.data, said.log) == (paths.data, paths.log)
        assert "passphrase" in said.vault
        assert [name for name, _ in said.versions] == ["Sidetone", "Python", "Qt", "SQLite"]
        assert all(version for _, version in said.versions)
    finally:
        await container.close()


async def test_a_session_that_keeps_nothing_has_no_folder(tmp_path: Path) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    container = await open_container(Paths(tmp_path / "p"), kept_in=scratch, vault=SessionVault())
    try:
        assert about.home(container).data is None
    finally:
        await container.close()


@pytest.mark.parametrize(
    ("kept", "scale"),
    [
        ('{"ui.scale": 1.5}', 1.5),
        ('{"ui.scale": 2}', 2.0),
        ('{"ui.scale": 7}', 1.0),
        ('{"ui.scale": NaN}', 1.0),
        ('{"ui.scale": "large"}', 1.0),
        ('{"ui.scale": null}', 1.0),
        ("[]", 1.0),
        ("{", 1.0),
    ],
)
def test_the_text_size_counts_from_the_first_paint(tmp_path: Path, kept: str, scale: float) -> None:
    paths = Paths(tmp_path / "profile")
    (paths.config / "settings.json").write_text(kept)
    assert _first_settings(paths)[3] == scale
