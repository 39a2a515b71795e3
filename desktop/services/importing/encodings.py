"""Which encoding a file is in, when nobody says so."""

import codecs
from collections.abc import Callable
from enum import Enum, auto
from typing import BinaryIO

from desktop.domain.errors import ErrorKind, Trouble

UTF8 = "utf-8"
WESTERN = "cp1252"
_NATIONAL = (
    WESTERN,
    "iso8859-2",
    "iso8859-15",
    "mac-roman",
    "cp850",
    "cp1250",
    "cp1251",
    "cp1253",
    "cp1254",
    "cp1255",
    "cp1256",
    "cp1257",
    "koi8-r",
    "cp932",
    "gb18030",
    "big5",
    "euc_jp",
    "euc_kr",
)
OFFERED = (UTF8, "utf-16", "utf-16-le", "utf-16-be", *_NATIONAL)
"""Those a person may choose from; any other that Python knows can be named."""

_MARKS = ((codecs.BOM_UTF8, UTF8), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_WIDE_MARKS = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)
_CHUNK = 1 << 20
_HEAD = 4096
_SAMPLE = 1 << 16
_AROUND = 200  # bytes on both sides of a letter that is not plain ASCII
# What cp1252 has beyond ASCII that Western names, addresses and notes are written with.
_WESTERN = frozenset("ŒœŠšŽžŸ€‘’“”–—…°ºª«»¡¿·´™®©§£ \xa0\xad")
_RARE = frozenset("ÐðÞþÝý×÷")  # Icelandic, or another encoding's Turkish
_LIKE_WESTERN = frozenset({WESTERN, "iso8859-15", "cp1254"})  # the same but for a few letters
_MOST_WESTERN = 0.4  # of all letters: in a script of its own nearly all are beyond ASCII


def known(name: str) -> str:
    """Return Python's name of a text encoding. Raises `Trouble` USAGE for what is none."""
    try:
        found = codecs.lookup(name)
        "".encode(found.name)  # hex, rot13 and their like are no text encodings
    except (LookupError, ValueError, TypeError):
        raise Trouble(ErrorKind.USAGE, detail=f"There is no encoding named {name!r}.") from None
    return found.name


def opened_with(encoding: str) -> str:
    """Return the codec to decode with: a mark at the beginning of UTF-8 is no letter."""
    return "utf-8-sig" if known(encoding) == UTF8 else encoding


def find(file: BinaryIO, stop: Callable[[], None]) -> str:
    """Return the encoding of a file, which is read to its end; `stop` may raise to end that."""
    head = file.read(_HEAD)
    for mark in _WIDE_MARKS:
        if head.startswith(mark):
            return "utf-32"
    for mark, name in _MARKS:
        if head.startswith(mark):
            return name
    wide = _wide(head)
    if wide:
        return wide
    sample = _beyond_utf8(head, file, stop)
    return UTF8 if sample is None else _of_one_byte(sample)


def _wide(head: bytes) -> str | None:
    """Recognise UTF-16 without a mark: every digit, comma and line end has a zero byte on the same side."""
    length = len(head) // 2
    if length < 2:
        return None
    first, second = head[0 : 2 * length : 2].count(0), head[1 : 2 * length : 2].count(0)
    if second >= 0.1 * length and first <= 0.1 * second:
        return "utf-16-le"
    if first >= 0.1 * length and second <= 0.1 * first:
        return "utf-16-be"
    return None


def _beyond_utf8(head: bytes, file: BinaryIO, stop: Callable[[], None]) -> bytes | None:
    """Return what is around the letters that ASCII has not, None when all of the file is UTF-8."""
    decoder = codecs.getincrementaldecoder(UTF8)()
    sample = bytearray()
    valid = True
    chunk = head
    while chunk:
        stop()
        if valid:
            try:
                decoder.decode(chunk)
            except UnicodeDecodeError:
                valid = False
        if len(sample) < _SAMPLE and not chunk.isascii():
            sample += _around(chunk, _SAMPLE - len(sample))
        if not valid and len(sample) >= _SAMPLE:
            break
        chunk = file.read(_CHUNK)
    if valid:
        try:
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            valid = False
    return None if valid else bytes(sample)


def _around(chunk: bytes, most: int) -> bytes:
    """Return the parts of a chunk that have letters beyond ASCII, with some of what is beside them."""
    kept = bytearray()
    done = 0
    plain = chunk.translate(_FLAGS)
    while len(kept) < most:
        at = plain.find(b"\x01", done)
        if at < 0:
            break
        end = min(at + _AROUND, len(chunk))
        kept += chunk[max(at - _AROUND, done) : end]
        done = end
    return bytes(kept[:most])


_FLAGS = bytes([0] * 128 + [1] * 128)


def _of_one_byte(sample: bytes) -> str:
    """Tell a national encoding from its letters; Western Europe's where it can be that."""
    fit = _western_fit(sample)
    if fit is _Fit.GOOD:
        return WESTERN
    from charset_normalizer import from_bytes  # noqa: PLC0415 - 20 ms that most files do not need

    # Without the list it finds Thai in Russian, and MacIceland in French.
    chosen = [name for name in _NATIONAL if fit is _Fit.POOR or name not in _LIKE_WESTERN]
    best = from_bytes(sample, cp_isolation=chosen, threshold=0.5).best()
    return known(best.encoding) if best is not None else WESTERN


class _Fit(Enum):
    """How a sample reads in Western Europe's encoding."""

    GOOD = auto()
    POOR = auto()  # rare letters, or hardly any other
    NONE = auto()  # figures and signs where letters should be


def _western_fit(sample: bytes) -> _Fit:
    try:
        text = sample.decode(WESTERN)
    except UnicodeDecodeError:
        return _Fit.NONE
    beyond = [char for char in text if char > "\x7f"]
    if not all("\xc0" <= char <= "\xff" or char in _WESTERN for char in beyond):
        return _Fit.NONE
    letters = sum(map(str.isalpha, text))
    many = sum(map(str.isalpha, beyond)) > _MOST_WESTERN * letters
    return _Fit.POOR if many or not _RARE.isdisjoint(beyond) else _Fit.GOOD
