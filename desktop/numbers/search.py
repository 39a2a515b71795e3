"""Search in numbers: every spelling of a number, or any part of one, finds it.

A key holds all digit spellings of a number, with spaces between them so that no part spans two; a query
becomes the digit strings of which one must stand in a key.
"""

import re

from desktop.numbers.cleaning import LONGEST, clean, spell

_E164 = re.compile(r"\+[1-9]\d{3,14}")
_NOT_DIGITS = re.compile(r"\D+")
_LETTER = re.compile(r"[^\W\d_]")
# "(0)", and what is left of it when a spelling is cut there.
_TRUNK_ZERO = re.compile(r"\(\s*0\s*\)|\(\s*0\s*$|^\s*0\s*\)")
_VANITY = re.compile(r"\+?[\d\s().-]*\d[\s().-]*[A-Za-z][A-Za-z\d\s().-]*")
_KEYS = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "22233344455566677778889999")
_FEWEST = 3  # digits left after a prefix is cut off; fewer would find everything


def key_of(normalised: str, national: tuple[str, ...]) -> str:
    """Return the key of a normalised number, given its national spellings' digits."""
    if not _E164.fullmatch(normalised):
        text = clean(normalised).casefold()
        digits = _NOT_DIGITS.sub("", text)
        return digits if digits == text else f"{text} {digits}".strip()
    spellings = ["00" + normalised[1:]]
    for each in national:
        if not any(each in spelling for spelling in spellings):
            spellings.append(each)
    return " ".join(spellings)


def parts_of(query: str) -> tuple[str, ...]:
    """Return the strings of which one must be part of a key; none for a query without substance."""
    spelling = spell(query[:LONGEST])
    text = spelling.body if spelling.body != spelling.text else spelling.text
    digits = _NOT_DIGITS.sub("", text)
    if _LETTER.search(text):
        found = [text.casefold()]
        if _VANITY.fullmatch(text):
            found.append(_NOT_DIGITS.sub("", text.upper().translate(_KEYS)))
        return tuple(dict.fromkeys(found))
    found = [digits]
    shorter = _NOT_DIGITS.sub("", _TRUNK_ZERO.sub("", text))
    found.append(shorter)
    if "+" not in text:
        for prefix, fewest in (("00", _FEWEST), ("011", 7)):
            if digits.startswith(prefix) and len(digits) >= len(prefix) + fewest:
                found.append(digits.removeprefix(prefix))
    return tuple(part for part in dict.fromkeys(found) if part)
