"""How hard a passphrase is to guess, roughly."""

import math
from enum import Enum
from itertools import pairwise

SHORTEST = 8
"""How many letters a passphrase that is chosen in Sidetone has at least."""

_FAIR, _GOOD = 45.0, 65.0
_KINDS = (
    (str.islower, 26),
    (str.isupper, 26),
    (str.isdigit, 10),
    (str.isspace, 1),
    (lambda sign: not (sign.isalnum() or sign.isspace()), 32),
)


class Strength(Enum):
    """What a person is told of it."""

    SHORT = "short"
    WEAK = "weak"
    FAIR = "fair"
    GOOD = "good"


def strength(passphrase: str) -> Strength:
    """Judge a passphrase by its length and its kinds of signs; a run ("aaaa", "1234") counts little.

    A hint and no promise: it knows no list of words, and takes "correct horse" for more than it is. Who
    guesses has to try against the cipher's slow derivation, 64,007 rounds for each.
    """
    if len(passphrase) < SHORTEST:
        return Strength.SHORT
    pool = sum(size for fits, size in _KINDS if any(fits(sign) for sign in passphrase))
    bits = _length(passphrase) * math.log2(max(pool, 2))
    if bits < _FAIR:
        return Strength.WEAK
    return Strength.GOOD if bits >= _GOOD else Strength.FAIR


def _length(text: str) -> float:
    """Count the signs that do not follow from the one before, and a quarter of those that do."""
    steps = [ord(after) - ord(before) for before, after in pairwise(text)]
    follows = sum(step == before and abs(step) <= 1 for before, step in pairwise(steps))
    different = len(set(text.casefold()))
    return min(len(text) - follows * 0.75, different * 2.0)
