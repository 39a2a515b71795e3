"""The icon in the tray, made when there is one: an icon made before a panel stays where no panel looks."""

import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QSystemTrayIcon

from desktop.ui.shell.state import Mood
from desktop.ui.tray.art import Look, icon
from desktop.ui.tray.menu import TrayMenu
from desktop.ui.tray.presenter import TrayPresenter

if TYPE_CHECKING:
    from PySide6.QtDBus import QDBusServiceWatcher

WATCHER = "org.kde.StatusNotifierWatcher"
GRACE_MS = 4000
"""How long a tray may be gone before we count on it no more: a panel that is restarted is back sooner."""
LOOK_MS = 15_000
SETTLE_MS = 300
TRIES = 20
"""How often, `SETTLE_MS` apart, a panel that has come is asked whether it shows icons by now."""


class TrayIcon(QObject):
    """The icon. `toggled` is a click on it, `came` and `gone` say whether there is a tray to be seen in."""

    toggled = Signal()
    quick_dial_wanted = Signal()
    came = Signal()
    gone = Signal()

    def __init__(self, presenter: TrayPresenter, menu: TrayMenu, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._presenter = presenter
        self._menu = menu
        self._icon: QSystemTrayIcon | None = None
        self._available = False
        self._by_bus = False  # the panel was told over the bus; Qt tells its successor by itself
        self._tries = 0
        self._look = Look()
        self._settling = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._settling.timeout.connect(self._settle)
        self._grace = QTimer(self, singleShot=True, interval=GRACE_MS)
        self._grace.timeout.connect(self._given_up)
        self._looking = QTimer(self, interval=LOOK_MS)
        self._looking.timeout.connect(self._given_up)
        presenter.changed.connect(self.refresh)
        self._watcher = self._watched() if sys.platform == "linux" else None
        if QSystemTrayIcon.isSystemTrayAvailable():
            self._make()

    def is_seen(self) -> bool:
        """Whether a person can see the icon at this moment; it is made if its tray came unheard."""
        there = QSystemTrayIcon.isSystemTrayAvailable()
        if there and self._icon is None:
            self._make()
        return there

    def watch_closely(self, *, closely: bool) -> None:
        """Look now and then whether the tray is still there, where no bus would tell of its end."""
        if closely and not self._by_bus:
            self._looking.start()
        else:
            self._looking.stop()

    def refresh(self) -> None:
        """Show the count, the trouble and the quiet of now."""
        view = self._presenter.view
        look = Look(view.unseen, view.mood is Mood.TROUBLE, view.quiet.on)
        if self._icon is None:
            return
        if look != self._look:
            self._look = look
            self._icon.setIcon(icon(look))
        if self._icon.toolTip() != view.tip:
            self._icon.setToolTip(view.tip)

    def say(self, title: str, text: str) -> None:
        """Say something at the icon: the last resort where nobody shows notices."""
        if self._icon is not None:
            self._icon.showMessage(title, text, icon(self._look))

    def close(self) -> None:
        """Take the icon away."""
        self._settling.stop()
        self._grace.stop()
        self._looking.stop()
        self._available = False
        self._drop()

    def _watched(self) -> "QDBusServiceWatcher":
        """Hear of panels that come and go. Qt's own connection to the bus, which nobody has to poll."""
        from PySide6.QtDBus import QDBusConnection, QDBusServiceWatcher  # noqa: PLC0415 - not everywhere

        mode = QDBusServiceWatcher.WatchModeFlag.WatchForOwnerChange
        watcher = QDBusServiceWatcher(WATCHER, QDBusConnection.sessionBus(), mode, self)
        watcher.serviceOwnerChanged.connect(self._owner_changed)
        return watcher

    @Slot(str, str, str)
    def _owner_changed(self, _name: str, _before: str, owner: str) -> None:
        self._tries = 0
        if owner:
            self._settle()
        elif self._available:
            self._grace.start()

    def _settle(self) -> None:
        """Make the icon once the new panel shows icons, which may be a little after it has come."""
        if QSystemTrayIcon.isSystemTrayAvailable():
            self._grace.stop()
            if self._icon is None or not self._by_bus:
                self._make()
        elif self._tries < TRIES:
            self._tries += 1
            self._settling.start()

    def _given_up(self) -> None:
        if self._available and not QSystemTrayIcon.isSystemTrayAvailable():
            self._available = False
            self._drop()
            self.gone.emit()

    def _make(self) -> None:
        self._drop()
        self._grace.stop()
        made = QSystemTrayIcon(icon(self._look), self)
        made.setContextMenu(self._menu)
        made.activated.connect(self._activated)
        self._icon = made
        self._by_bus = self._watcher is not None and _has_watcher()
        self.refresh()
        made.show()
        if not self._available:
            self._available = True
            self.came.emit()

    def _drop(self) -> None:
        old, self._icon = self._icon, None
        if old is not None:
            old.hide()
            old.deleteLater()

    def _activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason is QSystemTrayIcon.ActivationReason.Trigger:
            self.toggled.emit()
        elif reason is QSystemTrayIcon.ActivationReason.MiddleClick:
            self.quick_dial_wanted.emit()


def _has_watcher() -> bool:
    """Whether a panel takes icons over the bus; the bus itself answers, within a millisecond."""
    from PySide6.QtDBus import QDBusConnection  # noqa: PLC0415 - not everywhere

    bus = QDBusConnection.sessionBus()
    return bus.isConnected() and bool(bus.interface().isServiceRegistered(WATCHER).value())
