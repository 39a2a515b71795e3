"""What Windows and macOS tell Qt of the network, passed on to the engine.

Written from Qt's documentation (QNetworkInformation: the Network List Manager on Windows, SystemConfiguration
on macOS) and not run there; on Linux `system/surroundings` hears more. Neither system tells Qt of a sleep.
The network goes and comes with one, and the clock shows the rest.
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress

from PySide6.QtCore import QObject
from PySide6.QtNetwork import QNetworkInformation

from desktop.domain.surroundings import Stir

_AWAY = (QNetworkInformation.Reachability.Disconnected, QNetworkInformation.Reachability.Local)


class Stirs(QObject):
    """Tells `told`, on its loop, when the network is there again or is another one."""

    def __init__(
        self, loop: asyncio.AbstractEventLoop, told: Callable[[Stir], None], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._loop = loop
        self._told = told

    def start(self) -> bool:
        """Begin to listen; False where Qt knows nothing of the network."""
        if not QNetworkInformation.loadDefaultBackend():
            return False
        network = QNetworkInformation.instance()
        network.reachabilityChanged.connect(self.reached)
        network.transportMediumChanged.connect(self.moved)
        return True

    def reached(self, reachability: QNetworkInformation.Reachability) -> None:
        """Hear how far the network reaches now."""
        if reachability not in _AWAY:
            self._tell()

    def moved(self, _medium: object) -> None:
        """Hear that it goes over another medium: the cable was pulled, and there is wireless."""
        self._tell()

    def _tell(self) -> None:
        with suppress(RuntimeError):  # the loop has ended, and nobody looks any more
            self._loop.call_soon_threadsafe(self._told, Stir.NETWORK)
