"""Phonebooks of any size, with names and numbers as people have them."""

import random
from collections.abc import Iterator

from desktop.domain.contacts import ContactCard

PLACES = ("phone1", "phone2", "phone3")

_GIVEN = (
    "Ada Alva Amélie Anders Anna Bastien Bea Bruno Camille Chiara Dilan Élodie Elif Emeka Farid Fleur Greta "
    "Hana Ismael Jean Jonna Kamil Léa Lina Marie Marta Martin Matteo Nadia Oskar Pilar Quentin Romy Sanna "
    "Søren Tomek Ulrike Vera Wanda Xenia Yara Zeno Zoë Ольга 王伟"
)
_FAMILY_A = "Bel Cor Dal Fer Gar Hol Kav Lam Mar Mor Nor Pel Quin Ros Sal Sjö Tor Val Wes Zam"
_FAMILY_B = "anto berg court din eval fort grin holt iani kamp land mont nel ovic rand sson tier wick"
_KINDS = ("", "", "", "", " & Sons", " GmbH", " Ltd", " (office)")
_PREFIXES = ("+3361", "+3367", "+331", "+4420", "+441632", "+491512", "+3465")


def number(dice: random.Random) -> str:
    """Make a number up, in E.164."""
    prefix = dice.choice(_PREFIXES)
    return f"{prefix}{dice.randrange(10 ** (12 - len(prefix))):0{12 - len(prefix)}}"


def cards(wanted: int, seed: int = 7) -> Iterator[ContactCard]:
    """Yield so many contacts; two of five have a second number, written with a space."""
    dice = random.Random(seed)
    given, starts, ends = _GIVEN.split(), _FAMILY_A.split(), _FAMILY_B.split()
    for _ in range(wanted):
        name = f"{dice.choice(given)} {dice.choice(starts)}{dice.choice(ends)}{dice.choice(_KINDS)}"
        second = number(dice) if dice.random() < 0.4 else ""
        yield ContactCard(name, (number(dice), f"{second[:3]} {second[3:]}".strip(), ""))
