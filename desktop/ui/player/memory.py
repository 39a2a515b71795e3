"""A recording in memory, as Qt's player reads it. Nothing of a call is written to the disk in the clear.

A resource of Qt's would be read without Python in between, but the player copies one into a file first.
"""

from itertools import count

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, QUrl

_numbers = count()


class MemoryFile:
    """Bytes that a player reads until `close`; its own `url` tells them from those of other recordings."""

    def __init__(self, data: bytes, suffix: str, parent: QObject) -> None:
        """Keep one copy of the bytes; `suffix` with its dot tells a decoder what to expect."""
        self.url = QUrl(f"recording-{next(_numbers)}{suffix}")
        self.device = QBuffer(parent)
        self.device.setData(QByteArray(data))
        self.device.open(QIODevice.OpenModeFlag.ReadOnly)

    def close(self) -> None:
        """Forget the bytes; nobody may read them any more."""
        self.device.close()
        self.device.deleteLater()
