"""Any part of any spelling finds a number."""

import re

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.numbers import normalise, search_key, search_parts

MOBILE = "+33612345678"


def finds(query: str, normalised: str) -> bool:
    key = search_key(normalised)
    return any(part in key for part in search_parts(query))


@pytest.mark.parametrize(
    "query",
    [
        "06 12",
        "+33612",
        "+33 6 12",
        "0033 6 12",
        "33612",
        "5678",
        "12345678",
        "(0)6 12",
        "+33 (0) 6 12",
        "+33(0)612345678",
        "06.12.34",
        "\u202a+33\u00a0612",
        "tel:+33612345678",
        "sip:0612345678@pbx",
        "٥٦٧٨",
        "6",
    ],
)
def test_a_part_of_any_spelling_finds(query: str) -> None:
    assert finds(query, MOBILE)


@pytest.mark.parametrize("query", ["07 12", "+34612", "8765", "", "   ", "+", "(", "0633", "780612", "anna"])
def test_what_is_not_in_it_does_not(query: str) -> None:
    assert not finds(query, MOBILE)


def test_examples_of_keys_and_parts() -> None:
    assert search_key(MOBILE) == "0033612345678 0612345678"
    assert search_key("+390667891234") == "00390667891234"  # Italy keeps its zero and has no trunk prefix
    assert search_key("+12125550100") == "0012125550100"
    assert search_key("+74951234567") == "0074951234567 84951234567"
    assert search_key("101") == "101"
    assert search_key("anonymous") == "anonymous"
    assert search_key("") == ""
    assert search_parts("06 12") == ("0612",)
    assert search_parts("+33 612") == ("33612",)
    assert search_parts("0033612") == ("0033612", "33612")
    assert search_parts("1-800-FLOWERS") == ("1-800-flowers", "18003569377")
    assert search_parts("") == ()


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ("06 6789", "+390667891234"),
        ("+39 06", "+390667891234"),
        ("+39 (0)6 67", "+390667891234"),
        ("011 15-2345", "+5491123456789"),
        ("54 9 11", "+5491123456789"),
        ("8 495", "+74951234567"),
        ("1-212-555", "+12125550100"),
        ("(212) 555", "+12125550100"),
        ("011 1 212 5550", "+12125550100"),
        ("1-800-FLOWERS", "+18003569377"),
        ("101", "101"),
        ("01", "101"),
        ("x101", "x101"),
        ("anon", "Anonymous"),
        ("ALICE", "sip:alice@pbx"),
    ],
)
def test_other_plans_extensions_and_raw_texts(query: str, number: str) -> None:
    assert finds(query, number)


REGIONS = sorted(phonenumbers.SUPPORTED_REGIONS)


@st.composite
def valid_numbers(draw: st.DrawFn) -> phonenumbers.PhoneNumber:
    """Numbers near the examples of every plan and line type."""
    region = draw(st.sampled_from(REGIONS))
    kinds = [
        example
        for kind in phonenumbers.PhoneNumberType.values()
        if (example := phonenumbers.example_number_for_type(region, kind))
    ]
    base = draw(st.sampled_from(kinds))
    e164 = phonenumbers.format_number(base, phonenumbers.PhoneNumberFormat.E164)
    tail = draw(st.integers(0, 3))
    digits = draw(st.text("0123456789", min_size=tail, max_size=tail))
    number = phonenumbers.parse(e164[: len(e164) - tail] + digits)
    return number if phonenumbers.is_valid_number(number) else base


@given(valid_numbers(), st.data())
def test_any_contiguous_part_of_any_spelling_finds(
    number: phonenumbers.PhoneNumber, data: st.DataObject
) -> None:
    e164 = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    international = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    national = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)
    spellings = [e164, international, "00" + e164[1:], international.replace("+", "00 "), national]
    if number.country_code in {33, 44, 49}:
        spellings.append(international.replace(" ", " (0)", 1))
    spelling = data.draw(st.sampled_from(spellings))
    start = data.draw(st.integers(0, len(spelling) - 1))
    part = spelling[start : data.draw(st.integers(start + 1, len(spelling)))]
    if re.search(r"\d", part) and (
        set(part) - set("()0 ") or "(" not in spelling or part.strip() in {"0", "00"}
    ):
        assert finds(part, e164), (part, search_key(e164), search_parts(part))


@given(st.text(), st.data())
def test_any_part_of_a_raw_text_finds_it(text: str, data: st.DataObject) -> None:
    kept = normalise(text, None) or ""
    if not kept:
        return
    start = data.draw(st.integers(0, len(kept) - 1))
    part = kept[start : data.draw(st.integers(start + 1, len(kept)))]
    if re.search(r"[^\W_]", part) and not re.search(r"[:;@]", kept):
        assert finds(part, kept), (part, search_key(kept), search_parts(part))


@given(st.text())
def test_nothing_raises(text: str) -> None:
    assert isinstance(search_key(text), str)
    assert all(search_parts(text)) or search_parts(text) == ()
