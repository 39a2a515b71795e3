"""What a form says of a number while it is typed: whole, how many digits are missing, or why not."""

import re

import phonenumbers
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from phonenumbers import PhoneNumberFormat, PhoneNumberType

from desktop import numbers
from desktop.domain.numbers import Finding, LineType, NumberKind
from desktop.numbers import plan
from desktop.numbers.cleaning import digits_of

REGIONS = sorted(phonenumbers.SUPPORTED_REGIONS)
EXAMPLES = [
    (region, phonenumbers.format_number(number, PhoneNumberFormat.E164), number)
    for region in REGIONS
    for kind in (PhoneNumberType.FIXED_LINE, PhoneNumberType.MOBILE, PhoneNumberType.TOLL_FREE)
    if (number := phonenumbers.example_number_for_type(region, kind))
]
CODES = sorted(phonenumbers.COUNTRY_CODE_TO_REGION_CODE)


def patterns() -> list[str]:
    found = set()
    for code in CODES:
        found |= {pattern for _, _, pattern in plan._patterns(code)}
    return sorted(found)


@pytest.mark.parametrize(
    ("text", "region", "missing", "digits", "prefix", "place", "kind"),
    [
        ("+44 20 7946 06", "GB", 2, (8,), "+44 20", "London", LineType.UNKNOWN),
        ("020 7946 06", "GB", 2, (8,), "+44 20", "London", LineType.UNKNOWN),
        ("+44 (0)20 7946 06", "FR", 2, (8,), "+44 20", "London", LineType.UNKNOWN),
        ("0044 20 7946 065", "FR", 1, (8,), "+44 20", "London", LineType.UNKNOWN),
        ("020", "GB", 8, (8,), "+44 20", "London", LineType.UNKNOWN),
        ("06 12 34 56 7", "FR", 1, (9,), "+33", None, LineType.MOBILE),
        ("07700 9001", "GB", 2, (10,), "+44", None, LineType.UNKNOWN),
        ("202 555", "US", 4, (7,), "+1 202", "Washington D.C.", LineType.UNKNOWN),
        ("555 1234", "US", 3, (10,), "+1", None, LineType.UNKNOWN),
        ("+39 06 94", "IT", 2, (4, 5, 6, 7, 8, 9), "+39 06", "Rome", LineType.UNKNOWN),
        ("01632 9600", "GB", 1, (9, 10), "+44", None, LineType.UNKNOWN),
        ("+800 1234", "FR", 4, (8,), "+800", None, LineType.TOLL_FREE),
        ("8 912 34", "RU", 5, (10,), "+7", None, LineType.MOBILE),
    ],
)
def test_tells_how_many_digits_are_missing_and_where(
    text: str, region: str, missing: int, digits: tuple[int, ...], prefix: str, place: str, kind: LineType
) -> None:
    said = numbers.check(text, region)
    assert said.finding is Finding.TOO_FEW
    assert said.is_unfinished
    assert (said.missing, said.digits, said.prefix) == (missing, digits, prefix)
    assert (said.place, said.line_type) == (place, kind)


@pytest.mark.parametrize(
    ("text", "region", "finding", "whose"),
    [
        ("", "GB", Finding.NOTHING, None),
        (" \u200f ", "GB", Finding.NOTHING, None),
        ("+33 1 99 00 42 17", "GB", Finding.WHOLE, "FR"),
        ("0800 FLOWERS", "GB", Finding.WHOLE, "GB"),
        ("01632 960001", "GB", Finding.UNASSIGNED, "GB"),
        ("7946 0652", "GB", Finding.NO_TRUNK, "GB"),
        ("06 12 34 56 78", None, Finding.NO_COUNTRY, None),
        ("+999 123456", "GB", Finding.UNKNOWN_COUNTRY, None),
        ("+", "GB", Finding.TOO_FEW, None),
        ("+4", "GB", Finding.TOO_FEW, None),
        ("1204", "GB", Finding.EXTENSION, None),
        ("112", "GB", Finding.EMERGENCY, "GB"),
        ("3900", "FR", Finding.SHORT, "FR"),
        ("Reception", "GB", Finding.NO_NUMBER, None),
        ("*31#", "FR", Finding.NO_NUMBER, None),
        ("1" * 200, "GB", Finding.NO_NUMBER, None),
    ],
)
def test_tells_what_else_a_text_is(
    text: str, region: str | None, finding: Finding, whose: str | None
) -> None:
    said = numbers.check(text, region)
    assert (said.finding, said.region) == (finding, whose)


def test_too_many_digits_are_counted_from_the_longest_number_they_begin_with() -> None:
    said = numbers.check("+44 20 7946 06521", "GB")
    assert (said.finding, said.missing, said.place) == (Finding.TOO_MANY, -1, "London")
    assert said.is_unfinished


def test_more_digits_than_are_given_out_can_be_saved_where_they_can_be_dialled() -> None:
    said = numbers.check("+49 170 12345678901", "DE")
    assert said.finding is Finding.TOO_MANY
    assert said.info.kind is NumberKind.NUMBER
    assert not said.is_unfinished


def test_an_own_extension_with_a_leading_zero_is_no_beginning_of_a_number() -> None:
    assert numbers.check("0204", "GB", own_extensions=("0204",)).finding is Finding.EXTENSION
    assert numbers.check("0204", "GB").finding is Finding.TOO_FEW


def test_what_is_allowed_though_odd_is_not_called_unfinished() -> None:
    for text in ("01632 960001", "1204", "112", "Reception", ""):
        assert not numbers.check(text, "GB").is_unfinished


@pytest.mark.parametrize(("region", "e164", "number"), EXAMPLES, ids=lambda value: str(value)[:16])
def test_each_region_s_numbers_are_whole_and_their_beginnings_are_not(
    region: str, e164: str, number: phonenumbers.PhoneNumber
) -> None:
    assert numbers.check(e164, None).finding is Finding.WHOLE
    national = phonenumbers.national_significant_number(number)
    for cut in range(1, len(national)):
        said = numbers.check(e164[:-cut], None)
        if said.finding is Finding.WHOLE:
            assert phonenumbers.is_valid_number(phonenumbers.parse(e164[:-cut]))
            continue
        if e164[:-cut] == "+911":  # on the way to a number in India
            assert said.finding is Finding.EMERGENCY
            continue
        assert said.finding is Finding.TOO_FEW, (e164[:-cut], said)
        assert 0 < said.missing <= cut
        behind = len(digits_of(e164)) - cut - len(digits_of(said.prefix))
        assert behind + said.missing in said.digits
    spelled = phonenumbers.format_number(number, PhoneNumberFormat.NATIONAL)
    assert not numbers.check(spelled, region).is_unfinished


def test_every_pattern_of_every_plan_can_be_read_and_agrees_with_the_regular_expression() -> None:
    for pattern in patterns():
        exact = re.compile(pattern)
        possible = plan.lengths(pattern, "")
        assert possible, pattern
        for length in possible:
            fit = plan.Fit("", 0, pattern, frozenset({length}))
            assert exact.fullmatch(plan.example(fit, "")), (pattern, length)


@given(pattern=st.sampled_from(patterns()), digits=st.text("0123456789", min_size=1, max_size=16))
@settings(max_examples=600, deadline=None)
def test_a_beginning_fits_just_when_it_can_be_completed(pattern: str, digits: str) -> None:
    exact = re.compile(pattern)
    possible = plan.lengths(pattern, digits)
    assert (len(digits) in possible) == bool(exact.fullmatch(digits))
    for length in possible:
        made = plan.example(plan.Fit("", 0, pattern, frozenset({length})), digits)
        assert made.startswith(digits)
        assert len(made) == length
        assert exact.fullmatch(made)


@given(
    code=st.sampled_from(CODES),
    digits=st.text("0123456789", max_size=15),
    region=st.sampled_from([*REGIONS, None]),
)
@settings(max_examples=600, deadline=None)
def test_what_is_said_to_be_missing_can_be_added(code: int, digits: str, region: str | None) -> None:
    text = f"+{code}{digits}"
    said = numbers.check(text, region)
    if said.finding is Finding.WHOLE:
        assert said.info.valid
    if said.finding is Finding.TOO_FEW:
        assert said.missing > 0
        assert list(said.digits) == sorted(set(said.digits))
        behind = len(digits_of(said.info.text)) - len(digits_of(said.prefix))
        # A trunk digit behind the calling code belongs to neither.
        assert {behind + said.missing, behind + said.missing - 1} & set(said.digits)
    if said.finding is Finding.TOO_MANY:
        assert said.missing < 0


@given(text=st.text(max_size=60), region=st.sampled_from([*REGIONS, None, "XX", ""]))
@settings(max_examples=400, deadline=None)
def test_no_text_is_too_odd(text: str, region: str | None) -> None:
    said = numbers.check(text, region)
    assert said.is_unfinished in (True, False)
    assert (said.finding is Finding.NOTHING) == (said.info.text == "")
