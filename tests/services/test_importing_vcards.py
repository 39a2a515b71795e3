"""vCards of all versions and of many programs, whole and broken."""

import pytest

from desktop.services.importing import source
from desktop.services.importing.lines import LONGEST_LINE
from tests.support.files_of_contacts import read, written


def cards(*lines: str) -> str:
    return "\r\n".join(lines) + "\r\n"


def card(*lines: str, version: str = "3.0") -> str:
    return cards("BEGIN:VCARD", f"VERSION:{version}", *lines, "END:VCARD")


@pytest.mark.parametrize(
    ("text", "name", "numbers"),
    [
        # 2.1: bare types, quoted-printable with a soft line break, a charset
        (
            card(
                "N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Mu=C3=B1oz;Jos=",
                "=C3=A9;;;",
                "TEL;CELL:+34 600 12 34 56",
                "TEL;WORK;VOICE;PREF:+34 910 60 12 34",
                version="2.1",
            ),
            "José Muñoz",
            ("+34 910 60 12 34", "+34 600 12 34 56"),
        ),
        # quoted-printable that names no charset and is not UTF-8; lower case
        (
            card("fn;encoding=quoted-printable:Jos=E9", "tel;cell:+34600123456", version="2.1"),
            "José",
            ("+34600123456",),
        ),
        # 2.1 with an agent's card inside
        (
            cards(
                "BEGIN:VCARD", "VERSION:2.1", "FN:Ada", "AGENT:", "BEGIN:VCARD", "VERSION:2.1", "FN:Bo",
                "TEL:+331", "END:VCARD", "TEL:020 7946 0018", "END:VCARD",
            ),
            "Ada",
            ("020 7946 0018",),
        ),
        # 3.0: groups, folded lines, escapes, types in quotes
        (
            card(
                "FN:Love",
                " lace\\, Ada\\; Countess",
                "item1.TEL;TYPE=pref:020 7946 0018",
                "item1.X-ABLabel:_$!<Mobile>!$_",
                'TEL;TYPE="work,voice":020 7946 0019',
            ),
            "Lovelace, Ada; Countess",
            ("020 7946 0018", "020 7946 0019"),
        ),
        # 4.0: links, a preference, no FN
        (
            card(
                "N:Pérez;Ana;María;Dra.;",
                'TEL;VALUE=uri;TYPE="voice,home";PREF=2:tel:+1-202-555-0164;ext=5',
                "TEL;VALUE=uri;PREF=1:tel:+1-202-555-0163",
                version="4.0",
            ),
            "Dra. Ana María Pérez",
            ("tel:+1-202-555-0163", "tel:+1-202-555-0164;ext=5"),
        ),
        # a company, and a fax that comes last
        (
            card("N:;;;;", "ORG:Harbour Taxi;Night shift", "TEL;TYPE=FAX:+33 1", "TEL;TYPE=WORK:+33 2"),
            "Harbour Taxi",
            ("+33 2", "+33 1"),
        ),
        # lines that are none, unknown properties, a picture
        (
            card(
                "FN:Ada", "garbage", "X-ODD;;;:1", "PHOTO;ENCODING=b;TYPE=JPEG:AAAA", " BBBB", " CCCC=",
                "TEL:020 7946 0018", "=broken",
            ),
            "Ada",
            ("020 7946 0018",),
        ),
        # old and Unix line ends
        (card("FN:Ada", "TEL:1").replace("\r\n", "\n"), "Ada", ("1",)),
        (card("FN:Ada", "TEL:1").replace("\r\n", "\r"), "Ada", ("1",)),
    ],
)  # fmt: skip
def test_a_card_gives_its_name_and_its_numbers(text, name, numbers, tmp_path):
    (row,) = read(written(tmp_path, text, "a.vcf"))
    assert (row.line, row.name, row.numbers, row.trouble) == (1, name, numbers, "")


def test_broken_cards_cost_themselves_alone(tmp_path):
    text = (
        "noise before\n"
        + card("FN:Ada", "TEL:1")
        + cards("BEGIN:VCARD", "FN:Open")
        + card("FN:Bo", "TEL:2")
        + cards("BEGIN:VCARD", "FN:Cut")
    )
    found = read(written(tmp_path, text, "a.vcf"))
    assert [(row.line, row.name, row.trouble) for row in found] == [
        (2, "Ada", ""),
        (7, "Open", "The card has no end"),
        (9, "Bo", ""),
        (14, "Cut", "The card has no end"),
    ]


def test_a_line_without_end_costs_its_card_alone_if_it_is_wanted(tmp_path):
    long = "x" * (2 * LONGEST_LINE)
    text = card(f"FN:{long}", "TEL:1") + card(f"PHOTO:{long}", "FN:Bo", "TEL:2")
    found = read(written(tmp_path, text, "a.vcf"))
    assert [(row.name, row.trouble) for row in found] == [
        ("", "The line is too long to be a contact"),
        ("Bo", ""),
    ]
    assert found[1].left_out


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_cards_in_every_encoding(encoding, tmp_path):
    text = card("FN:Élodie Lefèvre", "TEL:1") * 3
    file = written(tmp_path, text, "a.vcf", encoding=encoding)
    assert [row.name for row in read(file)] == ["Élodie Lefèvre"] * 3
    assert source.look(file).version == "3.0"


def test_a_card_tells_that_it_has_more_than_a_phone_book(tmp_path):
    text = card("FN:Ada", "TEL:1", "REV:1", "X-ABLabel:x") + card("FN:Bo", "TEL:1", "EMAIL:b@example.org")
    assert [row.left_out for row in read(written(tmp_path, text, "a.vcf"))] == [False, True]
