"""The quick reading of numbers: where it reads one, the engine reads the same."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.numbers import understand
from desktop.numbers.quick import quick

REGIONS = (None, "BE", "CA", "CH", "DE", "ES", "FR", "GB", "IT", "NL", "US", "BR", "JP", "MX", "RU")
CODES = (
    "1",
    "33",
    "34",
    "39",
    "44",
    "49",
    "52",
    "54",
    "55",
    "7",
    "81",
    "86",
    "91",
    "225",
    "351",
    "375",
    "800",
)


@pytest.mark.parametrize(
    ("text", "region", "digits"),
    [
        ("+33612345678", None, "33612345678"),
        ("+33 6 12 34 56 78", "US", "33612345678"),
        ("06.12.34.56.78", "FR", "33612345678"),
        ("0033612345678", "FR", "33612345678"),
        ("(202) 555-0123", "US", "12025550123"),
        ("18005550100", "FR", "18005550100"),
        ("33612345678", None, "33612345678"),
        ("5550001", "US", None),
        ("+33061234567", "FR", None),
        ("+112", "FR", None),
        ("0612345678", None, None),
        ("+3361234567", "FR", None),
        ("", "FR", None),
    ],
)
def test_the_usual_spellings(text: str, region: str | None, digits: str | None) -> None:
    assert quick(text, region) == digits


@st.composite
def spellings(draw: st.DrawFn) -> str:
    digits = draw(st.text("0123456789", min_size=3, max_size=13))
    begin = draw(st.sampled_from(["", "+", "00", "0", "("])) + draw(st.sampled_from(["", *CODES]))
    signs = draw(st.lists(st.sampled_from(["", " ", "-", ".", ") "]), min_size=13, max_size=13))
    return begin + "".join(digit + sign for digit, sign in zip(digits, signs, strict=False))


@settings(max_examples=1500, deadline=None)
@given(text=spellings(), region=st.sampled_from(REGIONS))
def test_what_it_reads_the_engine_reads_too(text: str, region: str | None) -> None:
    digits = quick(text, region)
    if digits is None:
        return
    read = understand(text, region).e164
    # Without a region the engine reads nothing without its plus; the quick one takes it for left out.
    assert f"+{digits}" == (read or understand(f"+{digits}", None).e164), (text, region)
