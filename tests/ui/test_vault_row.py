"""The settings' row of how the data is locked: moved to a file and back, with another passphrase between."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.domain.vaults import VaultKind
from desktop.services.later import Later
from desktop.services.safe import DATA_KEY, Safe
from desktop.services.secrecy import Secrecy
from desktop.store.vault import PassphraseVault
from desktop.system.paths import Paths
from desktop.system.secrets import KeyringVault
from desktop.ui import strings as common
from desktop.ui import strings_secrecy as strings
from desktop.ui.kit.field import Field
from desktop.ui.settings.catalogue import Page
from desktop.ui.settings.vault import KeyringDialog, LockedRow, PassphraseDialog
from desktop.ui.settings.window import SettingsWindow
from tests.support.memory_keyring import MemoryKeyring, memory_keyring
from tests.ui.conftest import Scene, until

FIRST, SECOND = "correct horse battery staple", "something else entirely"


@pytest.fixture
def ring() -> Iterator[MemoryKeyring]:
    with memory_keyring() as made:
        yield made


async def opened(scene: Scene, folder: Path) -> tuple[SettingsWindow, LockedRow, Paths]:
    """Open the settings on a profile whose secrets lie in the keyring."""
    window = await scene.window()
    paths = Paths(folder / "profile")
    paths.data.mkdir(parents=True, exist_ok=True)
    vault = KeyringVault(paths)
    vault.set(DATA_KEY, "ab" * 32)
    safe = Safe(vault)

    async def names() -> list[str]:
        return []

    services = replace(
        scene.opened.services, safe=safe, later_secrecy=Later(lambda: Secrecy(safe, paths, names))
    )
    settings = SettingsWindow(replace(scene.context(), services=services), window.shell)
    settings.open_at(Page.PRIVACY, window)
    row = settings.pages[Page.PRIVACY].row("home.locked")
    assert isinstance(row, LockedRow)
    await until(row.use_file.isVisible)
    return settings, row, paths


def typed(field: Field, text: str) -> None:
    field.clear()
    QTest.keyClicks(field, text)


def test_a_person_moves_everything_to_a_file_and_back(play, ring: MemoryKeyring, tmp_path: Path) -> None:
    async def steps(scene: Scene) -> None:
        settings, row, paths = await opened(scene, tmp_path)
        assert not row.change.isVisible()

        row.use_file.click()
        asked = row.dialog
        assert isinstance(asked, PassphraseDialog)
        assert not asked.current.isVisible()
        typed(asked.new.first.field, FIRST)
        typed(asked.new.second.field, FIRST)
        asked.new.first.field.selectAll()
        asked.new.first.field.copy()
        assert FIRST not in QApplication.clipboard().text()
        ring.locked = True
        asked.go.click()
        assert not asked.go.isEnabled()
        await until(asked.trouble.isVisible)
        assert asked.go.isEnabled()
        ring.locked = False
        QTest.keyClick(asked.new.second.field, Qt.Key.Key_Return)
        await until(lambda: row.dialog is None and row.change.isVisible())
        assert (ring.kept, row.use_file.isVisible()) == ({}, False)

        row.change.click()
        asked = row.dialog
        assert isinstance(asked, PassphraseDialog)
        for field in (asked.new.first.field, asked.new.second.field):
            typed(field, SECOND)
        asked.go.click()
        assert asked.current.field.accessibleDescription()
        typed(asked.current.field, "not the one")
        asked.go.click()
        await until(asked.trouble.isVisible)
        typed(asked.current.field, FIRST)
        asked.go.click()
        await until(lambda: row.dialog is None)
        opens = PassphraseVault(paths.data, SECOND)
        assert opens.get(DATA_KEY) == "ab" * 32
        opens.close()

        row.use_keyring.click()
        sure = row.dialog
        assert isinstance(sure, KeyringDialog)
        sure.go.click()
        await until(lambda: row.dialog is None and row.use_file.isVisible())
        assert list(ring.kept.values()) == ["ab" * 32]
        assert list(paths.data.iterdir()) == []
        await settings.shut_down()
        settings.hide()
        settings.deleteLater()

    play(steps)


class Locking:
    """A keyring that is locked until the test answers."""

    title = "system keyring"
    kind = VaultKind.KEYRING

    def __init__(self) -> None:
        self.asked = 0
        self.answered = threading.Event()

    def is_locked(self) -> bool:
        return not self.answered.is_set()

    def unlock(self) -> None:
        self.asked += 1
        self.answered.wait(30)

    def get(self, name: str) -> str | None:
        return None

    def set(self, name: str, secret: str) -> None: ...

    def delete(self, name: str) -> None: ...


@pytest.mark.expects_warnings
def test_a_keyring_that_locked_itself_is_said_and_opened_from_the_status_line(play) -> None:
    """The accounts' sessions are closed, as after a change of the proxy; nothing asks until a person does."""

    async def steps(scene: Scene) -> None:
        await scene.sign_in()
        window = await scene.window()
        vault, safe = Locking(), scene.opened.services.safe
        before = safe.vault
        with safe.moving() as put:
            put(vault)
        (account,) = window.shell.accounts
        await scene.there(scene.opened.services.accounts.rename(account.name, "Office"))  # closes its session
        scene.thread.loop.call_soon_threadsafe(scene.opened.services.start)
        scene.thread.loop.call_soon_threadsafe(scene.opened.services.sync.look_now)
        await until(lambda: window.status.view.remedy.value == strings.UNLOCK_KEYRING)
        assert "keyring is locked" in window.status.view.text
        assert vault.asked == 0, "no look for calls asks"

        assert window.status.remedy is not None
        window.status.remedy.click()
        await until(lambda: window.status.view.text == common.UNLOCKING)
        assert window.status.remedy is not None
        window.status.remedy.click()  # the person does not want to wait any more
        await until(lambda: window.status.view.remedy.value == strings.UNLOCK_KEYRING)

        window.status.help()
        await until(lambda: vault.asked == 2)
        with safe.moving() as put:
            put(before)  # the account's secrets lie there
        vault.answered.set()
        await until(lambda: window.status.view.text.startswith("Up to date"))
        await scene.there(scene.opened.services.sync.stop())

    play(steps)
