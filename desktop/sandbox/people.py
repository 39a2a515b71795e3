"""Invented people with plausible numbers, and the company's own lines and tags.

Wherever a country keeps numbers for films and books, those are taken, so that no stranger's telephone
stands in a picture of the program: Arcep's blocks in FR, Ofcom's in GB, 555-01xx in US, those of the
Bundesnetzagentur in DE and of PTS in SE. IT, ES, PL and NG keep none. Mobiles of FR and GB also come from
beside the numbers of the vendor's and libphonenumber's samples, since the kept ones do not count as valid.
"""

from random import Random

from desktop.sandbox.world import Line, Person, Tag

# Country, share in percent, and patterns in which x is any digit and n is 2 to 9.
_PLANS: tuple[tuple[str, int, tuple[str, ...]], ...] = (
    ("FR", 58, ("+33612 34xxxx", "+33698 76xxxx", "+33639 98xxxx", "+33199 00xxxx", "+33261 91xxxx",
                "+33353 01xxxx", "+33465 71xxxx", "+33536 49xxxx")),
    ("GB", 9, ("+447700 900xxx", "+447400 12xxxx", "+441632 960xxx", "+442079 460xxx", "+441614 960xxx")),
    ("US", 7, ("+1212555 01xx", "+1415555 01xx", "+1312555 01xx", "+1305555 01xx", "+1206555 01xx")),
    ("DE", 7, ("+493023 125xxx", "+4917139 200xx", "+498999 998xxx")),
    ("IT", 6, ("+39347 nxxxxxx", "+3906 9nxxxxxx", "+3902 8nxxxxxx")),
    ("ES", 4, ("+34612 nxxxxx", "+3491 2nxxxxx")),
    ("PL", 4, ("+48512 nxxxxx", "+4822 5nxxxxx")),
    ("SE", 3, ("+4684650 04xx", "+4670174 06xx")),
    ("NG", 2, ("+234803 nxxxxxx",)),
)  # fmt: skip

_GIVEN = (
    "Alva Bastien Chiara Dilan Elif Farid Greta Hana Ismael Jonna Kamil Lina Matteo Nadia Oskar Pilar "
    "Quentin Romy Sanna Tomek Ulrike Vera Wanda Xenia Yara Zeno Amara Bruno Celeste Dorian Emeka Fleur"
)
_FAMILY_A = "Bel Cor Dal Fer Gar Hol Kav Lam Mor Nor Pel Quin Ros Sal Tor Val Wes Zam"
_FAMILY_B = "anto berg court din eval fort grin holt iani kamp land mont nel ovic rand sson tier wick"

_DIGITS = {"x": "0123456789", "n": "23456789"}
_SAMPLE_NUMBER = "+33612345678"  # what the vendor's samples search for finds something


def people(rng: Random, wanted: int) -> list[Person]:
    """Invent about `wanted` people, each with a number of their own. The first ones call most."""
    found = {_SAMPLE_NUMBER: Person(invented_name(rng), _SAMPLE_NUMBER, "FR")}
    shares = [share for _, share, _ in _PLANS]
    # The kept blocks are finite; a very large world rings the same people more often.
    for country, _, patterns in rng.choices(_PLANS, shares, k=wanted - 1):
        number = invented_number(rng, rng.choice(patterns))
        found.setdefault(number, Person(invented_name(rng), number, country))
    return list(found.values())


def invented_name(rng: Random) -> str:
    """Invent a person's name."""
    return f"{rng.choice(_GIVEN.split())} {rng.choice(_FAMILY_A.split())}{rng.choice(_FAMILY_B.split())}"


def invented_number(rng: Random, pattern: str) -> str:
    """Invent a number after a pattern in which x is any digit and n is 2 to 9."""
    return "".join(rng.choice(_DIGITS[c]) if c in _DIGITS else c for c in pattern if c != " ")


def lines() -> list[Line]:
    """Give the company's lines: every status and setting that a provider documents occurs.

    Ids 123, 456 and 789 are those of the vendor's samples, as phones and as employees; the two are
    crossed, so that whoever takes one for the other notices.
    """
    shared = "+33199001100"
    return [
        Line(123, 456, "Sales Lyon", 201, "+33465710201", 5, "Sales Team", conditional_to="+33639980042"),
        Line(456, 789, "Support <Paris> & Lille", 202, "+33199000202", 6, "Support", shown_number=shared),
        Line(789, 123, "Accounts \u05d7\u05e9\u05d1\u05d5\u05e0\u05d5\u05ea", 203, "+33199000203", 7,
             "Back office", shown_number="+33465710201", shown_line_id=123, record_outbound=False),
        Line(801, 802, "Workshop", 204, "+33536490204", 8, "Workshop", record_inbound=False,
             record_outbound=False, voicemail=False),
        Line(803, 804, "On the road", 205, "+33612340205", 5, "Sales Team", forced_to="+33639980043"),
        Line(805, 806, "London desk", 206, "+442079460206", 6, "Support", conditional_to="+441632960206",
             conditional_after=35),
        Line(807, 808, "Reception (always in a call)", 207, "+33199000207", 7, "Back office",
             always_busy=True),
        Line(809, 810, "Old fax", 208, "+33261910208", 7, "Back office", status="inactive"),
        Line(811, 812, "New colleague", 209, "+33353010209", 6, "Support", status="not_activated"),
    ]  # fmt: skip


def tags() -> list[Tag]:
    """Give the company's tags. Some are awkward on purpose: markup, right-to-left text, a formula."""
    return [
        Tag(10, "Important", "#EF4444", "Needs an answer today"),
        Tag(20, "Support", "#3B82F6"),
        Tag(30, "Invoice", "#10B981", ""),
        Tag(40, "<b>VIP</b> & partners", "#F59E0B", "<script>alert('tag')</script>"),
        Tag(50, "\u0645\u062a\u0627\u0628\u0639\u0629", "#8B5CF6", "Follow up"),
        Tag(60, "=1+1", "#6B7280"),
        Tag(70, "Quote \u202erequested\u202c", "#0EA5E9"),
        Tag(80, "A tag with a name so long that no pill in any window can show all of it", "#6B7280"),
    ]
