"""Search in numbers: every spelling of a number, or any part of one, finds it.

A key holds all digit spellings of a number, with spaces between them so that no part spans two; a query
becomes the digit strings of which one must stand in a key.
"""

import re

from desktop.numbers.cleaning import clean, digits_of, first_letter, spell, vanity_digits

# Two digits longer than E.164 allows: Germany's plan has such numbers.
_E164 = re.compile(r"\+[1-9]\d{3,16}", re.ASCII)
# "(0)", and what is left of it when a spelling is cut there.
_TRUNK_ZERO = re.compile(r"\(\s*0\s*\)|\(\s*0\s*$|^\s*0\s*\)")
_FEWEST = 3  # digits left after a prefix is cut off; fewer would find everything


def key_of(normalised: str, national: tuple[str, ...]) -> str:
    """Return the key of a normalised number, given its national spellings' digits."""
    if not _E164.fullmatch(normalised):
        text = clean(normalised).casefold()
        digits = digits_of(text)
        return digits if digits == text else f"{text} {digits}".strip()
    spellings = ["00" + normalised[1:]]
    for each in national:
        if not any(each in spelling for spelling in spellings):
            spellings.append(each)
    return " ".join(spellings)


def parts_of(query: str) -> tuple[str, ...]:
    """Return the strings of which one must be part of a key; none for a query without substance."""
    text = spell(query).body
    digits = digits_of(text)
    if first_letter(text) is not None:
        return tuple(dict.fromkeys(filter(None, (text.casefold(), vanity_digits(text)))))
    found = [digits, digits_of(_TRUNK_ZERO.sub("", text))]
    if "+" not in text:
        for prefix, fewest in (("00", _FEWEST), ("011", 7)):
            if digits.startswith(prefix) and len(digits) >= len(prefix) + fewest:
                found.append(digits.removeprefix(prefix))
    return tuple(part for part in dict.fromkeys(found) if part)
