"""Where the secrets lie: the door at the start, and the row of the settings with its questions."""

from dataclasses import replace

from desktop.app.tour import Stage
from desktop.domain.accounts import AccountState
from desktop.domain.errors import ErrorKind, Trouble
from desktop.domain.vaults import VaultKind
from desktop.services.health import AccountHealth
from desktop.services.secrecy import VaultState
from desktop.ui.settings.catalogue import Page
from desktop.ui.settings.vault import KeyringDialog, LockedRow, PassphraseDialog
from desktop.ui.shell.window import MainWindow


def doors(stage: Stage) -> None:
    """Show all that may stand in the window before the profile is open."""
    window = MainWindow()
    window.show()
    door, take = window.door(), stage.album.take
    door.wait()
    take(window, "door", "slow")
    door.wait(keyring=True)
    take(window, "door", "waiting-for-keyring")
    door.tell_locked()
    take(window, "door", "locked")
    door.tell_away()
    take(window, "door", "keyring-away")
    door.offer()
    take(window, "door", "no-keyring")
    door.new.first.field.setText("correct horse battery staple")
    door.new.second.field.setText("correct horse")
    door.go.click()
    take(window, "door", "not-the-same")
    door.ask("")
    take(window, "door", "passphrase")
    door.ask(Trouble(ErrorKind.WRONG_PASSPHRASE).sentence)
    take(window, "door", "wrong-passphrase")
    door.tell(Trouble(ErrorKind.STORE_NEWER).sentence)
    take(window, "door", "not-opened")
    window.hide()
    window.deleteLater()


async def vaults(stage: Stage, window: MainWindow) -> None:
    """Show the row in every state, its questions, and what the window says of a locked keyring."""
    take = stage.album.take
    window.open_settings(Page.PRIVACY.value)
    settings = window.settings.window
    assert settings is not None
    row = settings.pages[Page.PRIVACY].row("home.locked")
    assert isinstance(row, LockedRow)
    presenter = settings.vault_presenter
    file = VaultState(VaultKind.PASSPHRASE, "encrypted file with a passphrase")
    ring = VaultState(VaultKind.KEYRING, "system keyring")
    for name, state, waiting in (
        ("keyring", ring, False),
        ("locked", replace(ring, locked=True), False),
        ("waiting", replace(ring, locked=True), True),
        ("passphrase", file, False),
        ("no-keyring", replace(file, keyring="There is no keyring on this computer."), False),
    ):
        presenter.state, presenter.waiting = state, waiting
        presenter.changed.emit()
        settings.pages[Page.PRIVACY].show_row("home.locked", ring=False)
        take(settings, "vault", name)
    presenter.waiting = False
    to_file, change = PassphraseDialog(settings, changes=False), PassphraseDialog(settings, changes=True)
    to_file.open()
    take(settings, "vault", "to-passphrase")
    to_file.reject()
    change.open()
    change.new.first.field.setText("aaaaaaaaa")
    take(settings, "vault", "change")
    change.refuse(Trouble(ErrorKind.WRONG_PASSPHRASE).sentence)
    take(settings, "vault", "change-refused")
    change.reject()
    to_keyring = KeyringDialog(settings)
    to_keyring.open()
    take(settings, "vault", "to-keyring")
    to_keyring.reject()
    for dialog in (to_file, change, to_keyring):
        dialog.deleteLater()
    settings.close()
    _locked_later(stage, window)


def _locked_later(stage: Stage, window: MainWindow) -> None:
    """Show the status line of a keyring that locked itself, and of one that is waited for."""
    shell, take = window.shell, stage.album.take
    health, sync = shell.health, shell.sync
    sentence = Trouble(ErrorKind.VAULT_LOCKED).sentence
    shell.health = (AccountHealth(shell.accounts[0].name, AccountState.ERROR, sentence),)
    shell.changed.emit()
    take(window, "vault", "status-locked")
    shell.sync = replace(sync, unlocking=True)
    shell.changed.emit()
    take(window, "vault", "status-waiting")
    shell.health, shell.sync = health, sync
    shell.changed.emit()
