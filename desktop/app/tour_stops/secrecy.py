"""Where the secrets lie: the door at the start."""

from desktop.app.tour import Stage
from desktop.domain.errors import ErrorKind, Trouble
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
