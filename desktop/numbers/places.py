"""Names of places and countries by number, from the small table in `resources/`.

`packaging/make_places.py` builds the table from phonenumbers' geodata and describes its layout.
It is read at the first question (15 ms on a slow machine) and takes 3 MiB, where `phonenumbers.geocoder`
takes 137 MiB.
"""

import struct
import sys
import zlib
from array import array
from bisect import bisect_right
from functools import cache
from itertools import accumulate
from pathlib import Path

WIDTH = 9
_HEAD = struct.Struct("<4sIII")


def _resource(name: str) -> Path:
    """Find a file of `resources/`: beside the package in a checkout, inside it in a wheel or a frozen build.

    This floor may not import `system.paths`, which answers the same question for all others.
    """
    package = Path(__file__).resolve().parents[1]
    inside = package / "resources" / name
    return inside if inside.exists() else package.parent / "resources" / name


class Places:
    """A sorted table of number ranges, each with a name."""

    def __init__(self, content: bytes) -> None:
        """Read the table. A damaged one raises ValueError, zlib.error or struct.error: our own bug."""
        magic, rows, names, text_bytes = _HEAD.unpack_from(content)
        if magic != b"SPL1":
            raise ValueError("not a table of places")
        body = zlib.decompress(content[_HEAD.size :])
        gaps, self._names = array("I"), array("H")
        gaps.frombytes(body[: 4 * rows])
        self._names.frombytes(body[4 * rows : 6 * rows])
        if sys.byteorder == "big":
            gaps.byteswap()
            self._names.byteswap()
        self._starts = array("I", accumulate(gaps))
        # Names are sliced on demand: forty thousand small texts would take three times the room.
        lengths = body[6 * rows : 6 * rows + names]
        self._ends = array("I", accumulate(lengths, initial=0))
        self._text = body[6 * rows + names :]
        if len(self._text) != text_bytes or self._ends[-1] != text_bytes:
            raise ValueError("the table of places is damaged")

    def name(self, digits: str) -> str | None:
        """Return the place of an E.164 number's digits (without the plus), None when there is none."""
        at = bisect_right(self._starts, int(digits[:WIDTH].ljust(WIDTH, "0"))) - 1
        if at < 0:
            return None
        which = self._names[at]
        return self._text[self._ends[which] : self._ends[which + 1]].decode() or None


@cache
def _places() -> Places:
    return Places(_resource("places.bin").read_bytes())


@cache
def _countries() -> dict[str, str]:
    lines = _resource("places-countries.tsv").read_text(encoding="utf-8").splitlines()
    return dict(line.split("\t", 1) for line in lines)


def place_of(digits: str) -> str | None:
    """Return the city, area or state that a number's first digits stand for, in English."""
    return _places().name(digits)


def country_name(region: str) -> str | None:
    """Return a region's English name; `001` is "International"."""
    return _countries().get(region)
