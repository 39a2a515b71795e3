"""The window's frame: status line and menus."""

from datetime import timedelta

from PySide6.QtCore import QPoint

from desktop.app.tour import Stage
from desktop.app.tour_stops.common import provider_of
from desktop.domain.accounts import AccountState
from desktop.domain.changes import SyncProgress, SyncStatus
from desktop.domain.errors import ErrorKind, Trouble
from desktop.services.health import AccountHealth
from desktop.ui.shell.window import MainWindow


async def status(stage: Stage, window: MainWindow) -> None:
    """Show the status line in every mood."""
    shell, take = window.shell, stage.album.take
    health, sync = shell.health, shell.sync
    account = shell.accounts[0].name
    running = SyncProgress(account, 0.42, 14_200)
    offline = AccountHealth(account, AccountState.OFFLINE, Trouble(ErrorKind.OFFLINE).sentence)
    signed_out = AccountHealth(
        account,
        AccountState.SIGN_IN,
        Trouble(ErrorKind.SIGN_IN, provider=provider_of(window), account=account).sentence,
    )
    for name, ailing, doing in (
        ("syncing", (), SyncStatus(running=(running,))),
        ("offline", (offline,), SyncStatus(last_done=stage.now, next_due=stage.now + timedelta(seconds=24))),
        ("sign-in-needed", (signed_out,), sync),
    ):
        shell.health, shell.sync = ailing, doing
        shell.changed.emit()
        take(window, "status", name)
    assert window.status.remedy is not None
    window.status.remedy.click()
    take(window, "sign-in", "again")
    window.sign_in.back.click()
    shell.health, shell.sync = health, sync
    shell.changed.emit()


async def menus(stage: Stage, window: MainWindow) -> None:
    """Show the menus of the frame and of a row."""
    take = stage.album.take
    window.bar.menu.click()
    take(window, "menu", "main")
    window.bar.main_menu.close()
    window.show_keys()
    assert window.access.sheet is not None
    take(window, "keys", "all")
    window.access.sheet.reject()
    rows = window.recents.list
    row = rows.current_row
    place = rows.visualRect(rows.model().index(row, 0)).center()
    rows.menu_wanted.emit(row, rows.viewport().mapToGlobal(place + QPoint(20, 0)))
    take(window, "menu", "row")
    window.recents.menu.close()
