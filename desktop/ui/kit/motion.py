"""Whether things may move: a person can ask the desktop for less motion, and Qt does not pass that on."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QStyle, QWidget

if TYPE_CHECKING:
    from PySide6.QtDBus import QDBusPendingCallWatcher

_PORTAL = "org.freedesktop.portal.Desktop"
_PATH = "/org/freedesktop/portal/desktop"
_SETTINGS = "org.freedesktop.portal.Settings"
_PATIENCE_MS = 2000
_KEYS: dict[tuple[str, str], object] = {
    ("org.freedesktop.appearance", "reduced-motion"): 1,
    ("org.gnome.desktop.interface", "enable-animations"): False,
}
"""What the portal is asked for, and the answer that means less motion; few desktops know the first yet."""


class Motion(QObject):
    """Asks the desktop when it is of interest and does not wait for the answer; until then things move."""

    def __init__(self) -> None:
        super().__init__()
        self.reduced = False
        self._found = False
        self._asked: dict[QDBusPendingCallWatcher, object] = {}

    @property
    def waiting(self) -> bool:
        """Whether an answer has not come yet."""
        return bool(self._asked)

    def ask(self) -> None:
        """Ask again: a person may have changed it meanwhile. Without a desktop's bus nobody is asked."""
        try:
            from PySide6 import QtDBus  # noqa: PLC0415 - not on every platform
        except ImportError:
            return
        bus = QtDBus.QDBusConnection.sessionBus()
        if self._asked or not bus.isConnected():
            return
        self._found = False
        for key, reducing in _KEYS.items():
            message = QtDBus.QDBusMessage.createMethodCall(_PORTAL, _PATH, _SETTINGS, "Read")
            message.setArguments(list(key))
            watcher = QtDBus.QDBusPendingCallWatcher(bus.asyncCall(message, _PATIENCE_MS), self)
            self._asked[watcher] = reducing
            watcher.finished.connect(self._answered)

    def _answered(self, watcher: "QDBusPendingCallWatcher") -> None:
        values = [] if watcher.isError() else watcher.reply().arguments()
        reducing = self._asked.pop(watcher)
        for value in values:
            while hasattr(value, "variant"):  # a variant in a variant
                value = value.variant()  # noqa: PLW2901
            self._found |= value == reducing
        if not self._asked:
            self.reduced = self._found
        watcher.deleteLater()


motion = Motion()


def moves(widget: QWidget) -> bool:
    """Whether something may move: neither the style nor the desktop asks for less."""
    hint = QStyle.StyleHint.SH_Widget_Animate
    return not motion.reduced and bool(widget.style().styleHint(hint, None, widget))
