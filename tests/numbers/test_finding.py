"""Numbers in any text: what is copied is a page, a mail or a table, and seldom a number alone."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.numbers import find_in_text

ADA, BO, CY = "+33612345678", "+33698765432", "+442079460018"


def found(text: str, region: str | None) -> list[str | None]:
    return [info.e164 for info in find_in_text(text, region)]


@pytest.mark.parametrize(
    ("text", "region", "numbers"),
    [
        ("06 12 34 56 78", "FR", [ADA]),
        ("  tel:+33612345678\n", None, [ADA]),
        ("Call me on 06 12 34 56 78 or +44 20 7946 0018.", "FR", [ADA, CY]),
        ("+33612345678, 06 12 34 56 78", "FR", [ADA]),
        ("Ada\n06\u00a012\u00a034\u00a056\u00a078\nInvoice 2026-11-21", "FR", [ADA]),
        ("fiction: +44 1632 960001 says", None, ["+441632960001"]),
        ("x" * 3000 + " 06 12 34 56 78", "FR", [ADA]),
        ("\u202a+33 6 12 34 56 78\u202c", "FR", [ADA]),
        ("٠٦١٢٣٤٥٦٧٨", "FR", [ADA]),
        ("Tel.: 06.12.34.56.78 Fax: 06.98.76.54.32", "FR", [ADA, BO]),
        ("+33 (0)6 12 34 56 78 (bureau) et +33(0)6 98 76 54 32", "FR", [ADA, BO]),
        ("Lyon 69003 Tel 06 12 34 56 78 (9h-18h)", "FR", [ADA]),
        ("Mob: 07700 900123, DDI 020 7946 0018 x204", "GB", ["+447700900123", CY]),
        ("+33 6 12 34\n56 78", "FR", [ADA]),
        ("Please ring 1-800-FLOWERS now", "US", ["+18003569377"]),
        ("call me: 20 79 46 00, or 20.79.46.01", "DK", ["+4520794600", "+4520794601"]),
        ('{"phone": "+33612345678", "id": 987654321}', "FR", [ADA]),
        ("0612345678", None, []),
    ],
)
def test_a_number_is_found_in_whatever_stands_around_it(
    text: str, region: str | None, numbers: list[str]
) -> None:
    assert found(text, region) == numbers


@pytest.mark.parametrize(
    "between",
    ["\n", "\r\n", " ; ", ";", ", ", " / ", " | ", "\t", " ", " or ", "</td><td>", "\N{BULLET}", " - "],
)
@pytest.mark.parametrize("first", ["06 12 34 56 78", "0612345678", "+33 6 12 34 56 78"])
def test_several_are_found_however_they_are_listed(first: str, between: str) -> None:
    assert found(f"{first}{between}06 98 76 54 32{between}+44 20 7946 0018", "FR") == [ADA, BO, CY]


@pytest.mark.parametrize(
    "text",
    [
        "nothing here",
        "",
        "101",
        "112",
        "Appelez le 3615 ou le 15",
        "21/11/2026 14:05",
        "21.11.26",
        "2026-11-21 14:05:33",
        "192.168.100.200",
        "10.0.0.1:5060 is up",
        "mail bo0612345678@example.com",
        "https://example.com/u/0612345678?page=1",
        "Price 1 234 567,89 €",
        "EUR 0612345678",
        "IBAN FR76 3000 6000 0112 3456 7890 189",
        "SIRET 732 829 320 00074",
        "4111 1111 1111 1111",
        "Invoice 20261121-001 total 612345678",
        "ISBN 978-3-16-148410-0",
        "48.8566 2.3522",
        "30 06 12 34 56 78 99",
    ],
)
def test_what_only_looks_like_a_number_is_none(text: str) -> None:
    """A wrong hit is a stranger's phone that rings."""
    assert found(text, "FR") == []


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ('<a href="tel:+33612345678">06 12 34 56 78</a> <a href="tel:+44-20-7946-0018">UK</a>', [ADA, CY]),
        ("tel:7946-0018;phone-context=+4420 and callto:+33612345678", [CY, ADA]),
        ("Ada Lovelace <sip:+442079460018@pbx.test>", [CY]),
        ("https://wa.me/33612345678?text=hi", [ADA]),
        # No link, but a label: what stands before the blank alone is the beginning of somebody else's.
        ("Tel:+49301234 567", ["+49301234567"]),
        ("tel:+49 30 1234567", ["+49301234567"]),
    ],
)
def test_links_in_a_text_are_read_as_links(text: str, numbers: list[str]) -> None:
    assert found(text, "FR") == numbers


def test_it_stops_somewhere() -> None:
    many = " ; ".join(f"+3361234{at:04}" for at in range(1_000))
    assert len(find_in_text(many, None)) == 20
    assert find_in_text("1 " * 200_000, "FR") == ()


@pytest.mark.parametrize(
    "piece", ["x", "0", "1 ", "+1", "06 ", "a@", "1.", "1,", "tel:", "(", "€1", "AB12 ", "0612345678 06 12 "]
)
def test_no_text_takes_long(piece: str) -> None:
    """Whoever writes what is copied must not hold up who reads it."""
    find_in_text("06 12 34 56 78", "FR")
    began = time.process_time()
    find_in_text(piece * (400_000 // len(piece)), "FR")
    assert time.process_time() - began < 3


@given(st.text())
def test_it_never_raises(text: str) -> None:
    assert all(info.e164 for info in find_in_text(text, "FR"))
