"""Build `resources/places.bin` and `resources/places-countries.tsv` from the phonenumbers package.

The program never imports `phonenumbers.geocoder`: its data costs 137 MiB of memory. This script
turns the same data into a flat table of number ranges. Run it after each upgrade of phonenumbers:

    python packaging/make_places.py

The layout is read by `desktop/numbers/places.py`:

- 16 bytes: `SPL1`, then the counts of ranges and of names and the length of the names, little-endian;
- the rest is one zlib stream: for each range the distance of its start from the one before (4 bytes each),
  then for each range the index of its name (2 bytes each), then for each name its length in UTF-8 (1 byte
  each), then the names, one after the other.

A range starts at a number cut or filled with zeros to nine digits and reaches to the next range.
"""

import struct
import zlib
from array import array
from collections.abc import Iterator, Mapping
from pathlib import Path

import phonenumbers
from phonenumbers import geocoder
from phonenumbers.geodata import GEOCODE_DATA

WIDTH = 9  # digits of the longest prefix in the data
LANGUAGE = "en"
LONGEST_NAME = 60  # characters; Australian areas list up to forty towns
RESOURCES = Path(__file__).resolve().parents[1] / "resources"

# What the data leaves out, and names that have changed since it was made or read badly.
COUNTRIES = {
    "001": "International",
    "AC": "Ascension Island",
    "CD": "DR Congo",
    "CV": "Cabo Verde",
    "CZ": "Czechia",
    "IM": "Isle of Man",
    "KN": "Saint Kitts and Nevis",
    "MK": "North Macedonia",
    "PM": "Saint Pierre and Miquelon",
    "RE": "Réunion",
    "SJ": "Svalbard and Jan Mayen",
    "ST": "São Tomé and Príncipe",
    "SX": "Sint Maarten",
    "SZ": "Eswatini",
    "TA": "Tristan da Cunha",
    "TC": "Turks and Caicos Islands",
    "TR": "Türkiye",
    "VA": "Vatican City",
    "VC": "Saint Vincent and the Grenadines",
    "WF": "Wallis and Futuna",
    "XK": "Kosovo",
}


def ranges(prefixes: Mapping[str, str]) -> Iterator[tuple[int, str]]:
    """Flatten nested prefixes into (start, name) pairs, ascending; an empty name ends a place."""
    open_until: list[tuple[int, str]] = []
    pending: tuple[int, str] | None = None
    last = ""
    for prefix, name in [*sorted(prefixes.items()), ("9" * WIDTH, "")]:
        start, end = int(prefix.ljust(WIDTH, "0")), int(prefix.ljust(WIDTH, "9")) + 1
        changes = []
        while open_until and open_until[-1][0] <= start:
            closed, _ = open_until.pop()
            changes.append((closed, open_until[-1][1] if open_until else ""))
        changes.append((start, name))
        open_until.append((end, name))
        for change in changes:
            if pending and pending[0] != change[0] and pending[1] != last:
                yield pending
                last = pending[1]
            pending = change
    if pending and pending[1] != last:
        yield pending


def shortened(name: str) -> str:
    """Return a list of towns with as many as fit a row, and a sign that there are more."""
    if len(name) <= LONGEST_NAME:
        return name
    separator = "/" if "/" in name else ", "
    kept, found, cut = name[: LONGEST_NAME - 2].rpartition(separator)
    return f"{kept}{found}…" if found else f"{cut}…"


def english() -> dict[str, str]:
    """Return prefix to place, as the table is meant to answer."""
    return {
        prefix: shortened(names[LANGUAGE]) for prefix, names in GEOCODE_DATA.items() if names.get(LANGUAGE)
    }


def table() -> bytes:
    """Return the content of `places.bin`."""
    rows = list(ranges(english()))
    names = sorted({name for _, name in rows})
    spelt = [name.encode() for name in names]
    if len(names) > 0xFFFF or max(map(len, spelt)) > 0xFF:
        raise SystemExit("the names no longer fit the table's layout")
    index = {name: at for at, name in enumerate(names)}
    starts = [start for start, _ in rows]
    gaps = array("I", [b - a for a, b in zip([0, *starts], starts, strict=False)])
    which = array("H", [index[name] for _, name in rows])
    text = b"".join(spelt)
    if struct.pack("=H", 1) != struct.pack("<H", 1):
        gaps.byteswap()
        which.byteswap()
    head = struct.pack("<4sIII", b"SPL1", len(rows), len(names), len(text))
    return head + zlib.compress(gaps.tobytes() + which.tobytes() + bytes(map(len, spelt)) + text, 9)


def countries() -> str:
    """Return the content of `places-countries.tsv`: a region's code, a tab, its English name."""
    lines = []
    for region in sorted({*phonenumbers.SUPPORTED_REGIONS, "001"}):
        name = COUNTRIES.get(region) or geocoder._region_display_name(region, LANGUAGE)  # noqa: SLF001
        if not name:
            raise SystemExit(f"no name for {region}: add it to COUNTRIES")
        lines.append(f"{region}\t{name}\n")
    return "".join(lines)


if __name__ == "__main__":
    (RESOURCES / "places.bin").write_bytes(table())
    (RESOURCES / "places-countries.tsv").write_text(countries(), encoding="utf-8", newline="\n")
