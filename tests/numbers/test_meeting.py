"""One person's number meets itself, however the history, a phonebook, a link or a person spells it.

What stands in the store is compared as text, so everything here must come out as the same text.
"""

from urllib.parse import quote

import phonenumbers
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.domain.numbers import NumberKind
from desktop.numbers import find_in_text, is_emergency, normalise, search_key, search_parts, understand

REGIONS = ("FR", "GB", "US", "DE", "IT", "ES", "PL", "SE", "NG")
SEPARATORS = ("", " ", ".", "-", "/", "\u00a0", "\u2011", "\u2009", " - ", "\u200b")
PARAMETERS = ("", ";ext=12", ";isub=3;x=y")
NOISE = ("{}", " {} ", "\u202a{}\u202c", "\u2066{}\u2069\n", "\ufeff{}", "{}\r\n", "\t{}")


@st.composite
def numbers(draw: st.DrawFn) -> tuple[str, str]:
    """Return a valid number of some plan in E.164, and its region."""
    region = draw(st.sampled_from(REGIONS))
    kind = draw(
        st.sampled_from([phonenumbers.PhoneNumberType.FIXED_LINE, phonenumbers.PhoneNumberType.MOBILE])
    )
    example = phonenumbers.example_number_for_type(region, kind)
    e164 = phonenumbers.format_number(example, phonenumbers.PhoneNumberFormat.E164)
    tail = draw(st.text("0123456789", min_size=3, max_size=3))
    other = e164[:-3] + tail
    return (other if phonenumbers.is_valid_number(phonenumbers.parse(other)) else e164), region


def spaced(draw: st.DrawFn, digits: str) -> str:
    """Put a separator now and then between digits, as people do."""
    made = digits[:1]
    for digit in digits[1:]:
        made += draw(st.sampled_from(("", "", *SEPARATORS))) + digit
    return made


@st.composite
def spellings(draw: st.DrawFn) -> tuple[str, str, str]:
    """Return a number in E.164, the region of the account that reads it, and how it is spelled there."""
    e164, home = draw(numbers())
    plan = phonenumbers.parse(e164)
    national = "".join(
        sign
        for sign in phonenumbers.format_number(plan, phonenumbers.PhoneNumberFormat.NATIONAL)
        if sign.isdecimal()
    )
    code = str(plan.country_code)
    inside = e164[1 + len(code) :]
    kind = draw(st.sampled_from(["plus", "zeros", "national", "trunk", "tel", "context", "sip", "percent"]))
    region = draw(st.sampled_from(REGIONS)) if kind in ("plus", "tel", "context", "percent") else home
    if kind == "zeros" and region == "US":
        kind = "plus"  # 011 is dialled there
    text = {
        "plus": lambda: "+" + spaced(draw, e164[1:]),
        "zeros": lambda: "00" + spaced(draw, e164[1:]),
        "national": lambda: spaced(draw, national),
        "trunk": lambda: f"+{code} (0){spaced(draw, inside)}" if national[:1] == "0" != inside[:1] else e164,
        "tel": lambda: f"tel:+{spaced(draw, e164[1:])}" + draw(st.sampled_from(PARAMETERS)),
        "context": lambda: f"tel:{spaced(draw, inside)};phone-context=+{code}",
        "sip": lambda: f"{draw(st.sampled_from(['sip', 'SIPS', 'callto']))}:{national}@pbx.test;user=phone",
        "percent": lambda: f"tel:{quote(e164)}",
    }[kind]()
    return e164, region, draw(st.sampled_from(NOISE)).format(text)


@given(spellings())
@settings(max_examples=400)
def test_every_spelling_comes_to_the_same_number(case: tuple[str, str, str]) -> None:
    e164, region, text = case
    assert normalise(text, region) == e164, (text, region)
    info = understand(text, region)
    assert (info.kind, info.e164, info.dial) == (NumberKind.NUMBER, e164, e164)
    assert not is_emergency(text, region)


@given(spellings())
@settings(max_examples=200)
def test_every_spelling_finds_the_number_and_is_found_in_a_text(case: tuple[str, str, str]) -> None:
    e164, region, text = case
    assert [one.e164 for one in find_in_text(text, region)] == [e164], (text, region)
    key = search_key(e164)
    whole = understand(text, region).e164 or ""
    assert any(part in key for part in search_parts(whole))


@pytest.mark.parametrize(
    ("here", "region", "there", "other_region"),
    [
        ("01632 960001 ", "GB", "+441632960001", "FR"),  # Sipalto's phonebook, SIPSIM's history
        ("06 12 34 56 78", "FR", "00 33 6 12 34 56 78", "GB"),
        ("(0)20 7946 0018", "GB", "tel:+44-20-7946-0018;ext=5", "FR"),
        ("sip:+33612345678@10.0.0.1", "GB", "06.12.34.56.78", "FR"),
        ("tel:7946-0018;phone-context=+4420", "FR", "020 7946 0018", "GB"),
        ("+33 (0)1 99 00 17 42", "GB", "0199001742", "FR"),
        ("０６１２３４５６７８", "FR", "+33612345678", None),
    ],
)
def test_two_accounts_mean_the_same_person(
    here: str, region: str, there: str, other_region: str | None
) -> None:
    met = normalise(here, region)
    assert met is not None
    assert met.startswith("+")
    assert met == normalise(there, other_region)


EXTENSION = ["204", " 204 ", "2 04", "ext. 204", "x204", "#204", "tel:204", "sip:204@pbx.test"]


@pytest.mark.parametrize("text", EXTENSION)
def test_an_extension_meets_itself(text: str) -> None:
    assert normalise(text, "GB") == normalise(text, "FR") == "204"


@pytest.mark.parametrize(
    ("link", "region", "e164"),
    [
        ("tel:612345000;phone-context=+33", "DE", "+33612345000"),
        ("tel:%2B468123000", "FR", "+468123000"),
        ("sip:%2B441632960001@pbx.test;user=phone", "FR", "+441632960001"),
    ],
)
def test_a_copied_link_is_the_number_that_it_names(link: str, region: str, e164: str) -> None:
    """Its digits alone are somebody else's number where they are read."""
    assert [one.e164 for one in find_in_text(link, region)] == [e164]
