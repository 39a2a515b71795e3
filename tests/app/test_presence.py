"""`sidetone links` and `sidetone autostart`, in folders of their own."""

import subprocess
import sys
from pathlib import Path

import pytest

from desktop.app.presence import system_presence
from desktop.domain.errors import ErrorKind, Trouble
from desktop.services.changes import Changes
from desktop.services.policy import Policy
from desktop.services.presence import NOTHING_HERE
from desktop.system.paths import Paths
from tests.support.command import environment, rows, sidetone

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere it would change this computer")


@pytest.fixture
def desktop(tmp_path: Path) -> dict[str, str | None]:
    """The folders of a person's desktop, with nothing in them, and no system's beside them."""
    folders = {
        name: str(tmp_path / name.lower())
        for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CONFIG_DIRS", "XDG_DATA_DIRS")
    }
    return {**folders, "XDG_CURRENT_DESKTOP": None, "SIDETONE_PASSPHRASE": None}


def test_links_are_taken_and_given_back(tmp_path: Path, desktop: dict[str, str | None]) -> None:
    profile = tmp_path / "profile"
    nobody = [{"scheme": one, "ours": False, "program": None} for one in ("tel", "sip", "callto")]
    ours = [{**one, "ours": True, "program": "Sidetone"} for one in nobody]
    assert rows(sidetone("links", "status", "--json", profile=profile, **desktop)) == nobody
    taken = sidetone("links", "on", "--json", profile=profile, **desktop)
    assert (rows(taken), taken.returncode) == (ours, 0)
    entry = next((tmp_path / "xdg_data_home/applications").glob("*.desktop")).read_text()
    assert f"--profile {profile} %u" in entry
    assert sidetone("links", "status", profile=profile, **desktop).stdout.splitlines()[0] == "tel: Sidetone"
    given = sidetone("links", "off", "--json", profile=profile, **desktop)
    assert (rows(given), given.returncode) == (nobody, 0)
    assert not [file for file in tmp_path.rglob("*") if file.suffix in {".desktop", ".list", ".svg"}]
    assert not (profile / "data/sidetone.db").exists()  # no profile was opened, and no key was needed


def test_what_is_switched_off_is_refused_and_can_still_be_ended(
    tmp_path: Path, desktop: dict[str, str | None]
) -> None:
    profile = tmp_path / "profile"
    assert sidetone("autostart", "on", profile=profile, **desktop).returncode == 0
    policy = tmp_path / "policy.toml"
    policy.write_text("[features]\nautostart = false\nlinks = false\n")
    managed = {**desktop, "SIDETONE_POLICY": str(policy)}
    for group in ("links", "autostart"):
        refused = sidetone(group, "on", "--json", profile=profile, **managed)
        assert refused.returncode == 6
        assert rows(refused)[-1]["error"]["rule"] == "policy"
    status = sidetone("autostart", "status", "--json", profile=profile, **managed)
    assert rows(status) == [{"enabled": True}]
    assert str(policy) in status.stderr
    ended = sidetone("autostart", "off", "--json", profile=profile, **managed)
    assert (rows(ended), ended.returncode) == ([{"enabled": False}], 0)


def test_a_folder_that_takes_nothing_is_a_sentence(tmp_path: Path, desktop: dict[str, str | None]) -> None:
    (tmp_path / "xdg_config_home").write_text("a file where a folder should be")
    failed = sidetone("autostart", "on", "--json", profile=tmp_path / "profile", **desktop)
    assert failed.returncode == 1
    assert rows(failed)[-1]["error"]["kind"] == "disk"


async def test_what_is_thrown_away_leaves_nothing_behind(tmp_path: Path) -> None:
    presence = system_presence(Paths(tmp_path, lasting=False), Policy(), Changes())
    assert (await presence.take_links()).refusal == NOTHING_HERE
    assert (await presence.set_autostart(enabled=True)).refusal == NOTHING_HERE
    assert not [*tmp_path.rglob("*")]  # noqa: ASYNC240 - a look at an empty folder


async def test_a_change_is_told_and_a_refused_one_is_not(
    tmp_path: Path, desktop: dict[str, str | None], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in desktop.items():
        monkeypatch.setenv(name, value or "")
    told: list[str] = []
    changes = Changes()
    changes.subscribe(lambda change: told.extend(change.topics))
    file = tmp_path / "policy.toml"
    file.write_text("[features]\nlinks = false\n")
    presence = system_presence(Paths(tmp_path / "profile"), Policy.load(file), changes)
    assert (await presence.set_autostart(enabled=True)).enabled
    assert (await presence.autostart()).enabled
    assert told == ["presence"]
    with pytest.raises(Trouble) as caught:
        await presence.take_links()
    assert caught.value.kind is ErrorKind.LOCKED
    assert str(file) in (await presence.links()).refusal
    assert told == ["presence"]


LINKS = """
from PySide6.QtCore import QUrl
from PySide6.QtGui import QFileOpenEvent
from desktop.app.main import Application
app = Application([])
def bring(url): app.postEvent(app, QFileOpenEvent(QUrl(url)))
bring("tel:+1-202-555-0100;ext=5")
bring("file:///etc/passwd")
app.processEvents()
heard = []
app.hear_links(heard.append)
bring("SIP:%2B12025550100@pbx.test")
app.processEvents()
print(*heard)
"""


def test_a_link_that_macos_brings_before_and_after_the_window_is_there_is_heard() -> None:
    done = subprocess.run(
        [sys.executable, "-c", LINKS], env=environment(), capture_output=True, text=True, check=False
    )
    assert done.stdout.split() == ["tel:+1-202-555-0100;ext=5", "sip:%2B12025550100@pbx.test"], done.stderr
