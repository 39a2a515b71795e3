"""A file in memory that Qt's own threads read, without Python in between.

A `QBuffer` made in Python asks for Python's lock when the decoder's thread reads from it, so a busy window
would make the sound stutter. What Qt calls a resource is read by Qt alone. It lies in memory: nothing
is written to the disk in the clear.
"""

import struct
from itertools import count

from PySide6.QtCore import QUrl, qRegisterResourceData, qUnregisterResourceData

_VERSION = 1
_FOLDER, _FILE = 2, 0
_ANY_TERRITORY, _C_LANGUAGE = 0, 1
_numbers = count()


class MemoryFile:
    """Bytes under a URL until `close`; whoever reads them has to have ended by then."""

    def __init__(self, data: bytes, suffix: str) -> None:
        """Keep one copy of the bytes; `suffix` with its dot tells a decoder what to expect."""
        name = f"recording-{next(_numbers)}{suffix}"
        # The format that Qt's resource compiler writes: a root with one child, its name, its data.
        root = struct.pack(">IHII", 0, _FOLDER, 1, 1)
        child = struct.pack(">IHHHI", 0, _FILE, _ANY_TERRITORY, _C_LANGUAGE, 0)
        names = struct.pack(">HI", len(name), _hash(name)) + name.encode("utf-16-be")
        self._parts: tuple[bytes, bytes, bytes] | None
        self._parts = (root + child, names, struct.pack(">I", len(data)) + data)
        qRegisterResourceData(_VERSION, *self._parts)  # it keeps no copy: these live as long as it is known
        self.url = QUrl(f"qrc:/{name}")

    def close(self) -> None:
        """Forget the bytes; a second time does nothing."""
        if self._parts is not None:
            qUnregisterResourceData(_VERSION, *self._parts)
            self._parts = None


def _hash(name: str) -> int:
    """Return the hash by which Qt looks a name up."""
    value = 0
    for letter in name:
        value = (value << 4) + ord(letter)
        value ^= (value & 0xF0000000) >> 23
        value &= 0x0FFFFFFF
    return value
