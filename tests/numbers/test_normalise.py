"""The fast way in says what the whole engine says."""

import subprocess
import sys

import phonenumbers
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import desktop.numbers as numbers
from desktop.domain.numbers import NumberKind
from desktop.numbers import engine


@pytest.mark.parametrize(
    ("text", "region", "expected"),
    [
        (None, "FR", None),
        ("", "FR", None),
        (" \u200b ", "FR", None),
        ("anonymous", "FR", "anonymous"),
        (" Unknown\u00a0caller ", "FR", "Unknown caller"),
        ("101", "FR", "101"),
        ("1 0 1", "FR", "101"),
        ("sip:101@pbx", "FR", "101"),
        ("sip:alice@pbx", "FR", "sip:alice@pbx"),
        ("15", "FR", "15"),
        ("+112", "FR", "112"),
        ("01 23 45 67 89 ext 12", "FR", "+33123456789"),
        ("+33612345678", None, "+33612345678"),
        ("+330612345678", None, "+33612345678"),
        ("0612345678", None, "0612345678"),
    ],
)
def test_normalise(text: str | None, region: str | None, expected: str | None) -> None:
    assert numbers.normalise(text, region) == expected


@given(st.from_regex(numbers._CLEAN, fullmatch=True))
def test_what_looks_clean_is_what_the_engine_would_say(text: str) -> None:
    info = numbers.understand(text, None)
    assert (info.kind, info.e164) == (NumberKind.NUMBER, text)
    assert numbers.normalise(text, "FR") == text


CODES = ("31", "32", "33", "34", "41", "44", "49", "1", "39")
SPELLED = st.tuples(
    st.sampled_from(
        [
            "0",
            "00",
            "+",
            *[sign + code for sign in ("+", "00") for code in CODES],
        ]
    ),
    st.lists(
        st.tuples(st.sampled_from("0123456789"), st.sampled_from(["", "", "", " ", ".", "-"])),
        min_size=7,
        max_size=12,
    ),
    st.sampled_from(["BE", "CH", "DE", "FR", "GB", "NL", "ES", "IT", "US", None]),
)


@given(SPELLED)
@settings(max_examples=1_500, deadline=None)
def test_what_is_plainly_spelled_is_what_the_engine_would_say(
    spelled: tuple[str, list[tuple[str, str]], str | None],
) -> None:
    begin, digits, region = spelled
    text = begin + "".join(map("".join, digits))
    assert numbers.normalise(text, region) == engine.normalise(text, region)


@pytest.mark.parametrize(
    ("text", "region"),
    [
        ("020 7946 0018", "GB"), ("01632-960 001 ", "GB"), ("0044 20 7946 0018", "GB"),
        ("+44 20 7946 0018", None), ("06.12.34.56.78", "FR"), ("030 12345678", "DE"),
    ],
)  # fmt: skip
def test_what_phone_books_are_full_of_needs_no_engine(text: str, region: str | None) -> None:
    assert numbers._plainly_spelled(text, region) == engine.normalise(text, region)


@pytest.mark.parametrize("text", ["+33612345678\n", "+3361234567８", "+33612345678 "])
def test_nearly_clean_is_cleaned(text: str) -> None:
    assert numbers.normalise(text, None) == "+33612345678"


@pytest.mark.parametrize("region", sorted(phonenumbers.SUPPORTED_REGIONS))
def test_every_plan_reads_its_own_spellings(region: str) -> None:
    """Examples of each line type in each region, in three spellings."""
    kinds = phonenumbers.PhoneNumberType.values()
    examples = [phonenumbers.example_number_for_type(region, kind) for kind in kinds]
    checked = 0
    for example in filter(None, examples):
        e164 = phonenumbers.format_number(example, phonenumbers.PhoneNumberFormat.E164)
        if phonenumbers.is_possible_number_with_reason(example) != phonenumbers.ValidationResult.IS_POSSIBLE:
            continue  # Canada's 310-1234 cannot be called from abroad
        for form in (phonenumbers.PhoneNumberFormat.INTERNATIONAL, phonenumbers.PhoneNumberFormat.NATIONAL):
            assert numbers.normalise(phonenumbers.format_number(example, form), region) == e164
        assert numbers.normalise(e164, None) == e164
        checked += 1
    assert checked


def test_importing_the_package_costs_no_phonenumbers() -> None:
    script = (
        "import sys, desktop.numbers as n\n"
        "assert n.normalise('+33612345678', 'FR') == '+33612345678'\n"
        "assert 'phonenumbers' not in sys.modules\n"
        "n.describe('+390667891234'), n.find_in_text('0612345678', 'FR')\n"
        "assert 'phonenumbers' in sys.modules\n"
        "assert not [m for m in sys.modules if m.startswith(('phonenumbers.geo', 'phonenumbers.carrier'))]\n"
    )
    subprocess.run([sys.executable, "-c", script], check=True, timeout=60)


def test_the_cache_is_capped() -> None:
    assert numbers._normalise.cache_info().maxsize == 16_384
