"""The shared phonebook of the world: who calls stands in it, as people really write such books."""

from collections.abc import Sequence
from random import Random

from desktop.sandbox.people import invented_name
from desktop.sandbox.world import Contact, Person

FIRST_IDS = (11111, 22222, 33333)
"""Those of the vendor's samples, which change and delete the third; the others follow it."""

_AWKWARD = (
    "<b>Bold</b> & Sons <script>alert('book')</script>",
    '=HYPERLINK("http://127.0.0.1/")',
    "\u202eeman a yllaer si siht\u202c",
    "\u05de\u05e9\u05e8\u05d3 \u05d4\u05e0\u05de\u05dc",
    "\u0645\u0643\u062a\u0628 \u0627\u0644\u0645\u064a\u0646\u0627\u0621",
    "\u2615 Caf\u00e9 \u00c9mile \U0001f1eb\U0001f1f7 \U0001f469\u200d\U0001f373",
    "tab\tbell\u0007 zero\u200bwidth",
    "A company whose name nobody ever shortened, " + "and which goes on and on, " * 12 + "Ltd",
    'O\'Neill; "quoted", 50% \\ back',
    "\u6e2f\u53e3\u4e50\u5668 (Harbour Instruments)",
)
_KINDS = ("Taxi", "Bakery", "Plumbing", "Dental Practice", "Garage", "Printers", "Solicitors", "Florist")


def contacts(seed: int, everyone: Sequence[Person], wanted: int) -> list[Contact]:
    """Make so many entries. Whoever calls often comes first, every third of the callers is left out."""
    rng = Random(f"contacts {seed}")  # noqa: S311 - a toy world
    known = [person for place, person in enumerate(everyone) if place % 3 != 2]
    spare = [person for place, person in enumerate(everyone) if place % 9 == 2]  # second numbers
    found: list[Contact] = []
    for place in range(wanted):
        if place >= 20 and place % 25 == 0:
            found.append(_again(rng, found[rng.randrange(len(found))]))
            continue
        if place >= 20 and place % 25 == 7:
            name = _AWKWARD[place // 25 % len(_AWKWARD)]
            number = _unused(rng)
        elif known:
            person = known.pop(0)
            name, number = person.name, person.number
        else:
            name, number = invented_name(rng), _unused(rng)
            if place % 4 == 0:
                name = f"{name.split()[1]} {rng.choice(_KINDS)}"
        numbers = [written(rng, number)]
        if place % 5 == 1:
            numbers.append(written(rng, spare.pop(0).number if spare else _unused(rng)))
        if place % 15 == 1:
            numbers.append(written(rng, _unused(rng)))
        found.append(Contact(0, name, (*numbers, "", "")[:3]))
    ids = [*FIRST_IDS, *range(FIRST_IDS[-1] + 1, FIRST_IDS[-1] + 1 + wanted)]
    for contact, contact_id in zip(found, ids, strict=False):
        contact.id = contact_id
    return found


def _unused(rng: Random) -> str:
    """Invent a number that nobody has: no telephone in the United Kingdom has this area code."""
    return f"+441632{rng.randrange(1_000_000):06}"


def _again(rng: Random, contact: Contact) -> Contact:
    """Make the same contact once more: whole, or with its number in another spelling."""
    if rng.random() < 0.5:
        return Contact(0, contact.name, contact.numbers)
    return Contact(0, contact.name, (_spaced(contact.numbers[0].strip()), "", ""))


def national(number: str) -> str:
    """Spell a number as it is dialled in the United Kingdom."""
    if number.startswith("+44"):
        return f"0{number[3:]}"
    return f"00{number[1:]}" if number.startswith("+") else number


def written(rng: Random, number: str) -> str:
    """Write a number as somebody may have: mostly national, some with spaces, a plus, or a word behind."""
    plain, way = national(number), rng.random()
    if way < 0.7:
        return plain
    if way < 0.8:
        return _spaced(plain)
    if way < 0.88:
        return number
    if way < 0.93:
        return f"{plain} "
    return f"{plain} ext 12" if way < 0.97 else f"{_spaced(plain)} (work)"


def _spaced(number: str) -> str:
    return f"{number[:5]} {number[5:8]} {number[8:]}".strip()
