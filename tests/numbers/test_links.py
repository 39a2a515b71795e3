"""Links to phone numbers: the whole number or none, whatever a page or a hostile one wrote.

After RFC 3966 (tel), RFC 3261 (sip) and what programs write besides. The softphone that this must do better
than keeps the first run of digits of `tel:+1-202-555-0100`, and dials "+1".
"""

from urllib.parse import quote

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from desktop.domain.numbers import NumberKind
from desktop.numbers import understand

US = "+12025550100"
FULL = ["+12025550100", "+442079460018", "+33612345678", "+4930901820", "+390612345678"]


@pytest.mark.parametrize(
    ("link", "number", "extension"),
    [
        ("tel:+1-202-555-0100", US, None),
        ("tel:+1-202-555-0100;ext=12", US, "12"),
        ("tel:+1-202-555-0100;isub=1411;ext=12;foo=b%20ar", US, "12"),
        ("TEL:+1(202)555-0100?subject=a&body=202", US, None),
        ("tel:%2B1%20(202)%20555%2D0100", US, None),
        ("tel://+12025550100/", US, None),
        ("tel:tel:+12025550100", US, None),
        ("tel:7042;phone-context=+1-202-555", "+12025557042", None),
        ("tel:+12025550100p12", US, "12"),
        ("tel:+1-202-555-0100,,12#", US, "12"),
        ("tel:+12025550100;postd=pp22", US, None),
        ("tel:1-800-FLOWERS", "+18003569377", None),
        ("tel:+1-800-MY-APPLE", "+18006927753", None),
        ("tel:+１２０２５５５０１００", US, None),
        ("tel:+1202555%E2%80%8B0100", US, None),
        ("tel:\N{RIGHT-TO-LEFT OVERRIDE}+12025550100", US, None),
        ("tel:+1202%005550100", US, None),
        ("tel:+1202\x0b5550100", US, None),
        ('tel:+1-202-555-0100" --yes', US, None),
        ("sip:+12025550100@pbx.test:5060;transport=tls", US, None),
        ("sip:+12025550100;ext=12@pbx.test;user=phone", US, "12"),
        ("sips:%2B12025550100%40pbx.test", US, None),
        ("sip:+12025550100:secret@pbx.test", US, None),
        ("callto:+12025550100?call", US, None),
        ("callto://+1-202-555-0100/", US, None),
    ],
)
def test_a_link_names_its_whole_number(link: str, number: str, extension: str | None) -> None:
    info = understand(link, "US")
    assert (info.kind, info.dial, info.extension) == (NumberKind.NUMBER, number, extension)


@pytest.mark.parametrize(
    "link",
    [
        "tel:",
        "tel:+",
        "tel:+1",
        "tel:+1-202-555-010",  # a digit short
        "tel:+1-202-555-01000",
        "tel:+12025550100,+12025550199",
        "tel:+12025550100;+12025550199",
        "tel:+12025550100/+12025550199",
        "tel:+12025550100|+12025550199",
        "tel:+12025550100%0A+12025550199",
        "tel:+12025550100&tel=+12025550199",
        "tel:+12025550100 or 2025550199",
        "tel:+12025550100\N{RIGHT-TO-LEFT OVERRIDE}9910555202",
        "tel:+1-202-555-O1OO",  # letters for digits
        "tel:+1-2O2-555-0100",
        "tel:*31#2025550100",  # services of the network, not numbers
        "tel:%2331%232025550100",
        "tel:**21*5550100%23",
        "callto:live:ada2025550100",
        "callto:ada",
        "sip:ada@pbx.test",
        "sip:2025550100.pbx.test",
        "sip:202.55.50.100",
        "tel:863-1234;phone-context=+1-914-555",
        "tel:" + "(" * 10_000 + "2025550100",
        "tel:+1" + "2" * 10_000,
        "tel:" + " " * 988 + "+12025550100",  # as much as is looked at would be another number
        "tel:+12025550100" + "%20" * 400 + "911",
    ],
)
def test_what_names_no_single_number_is_none(link: str) -> None:
    assert understand(link, "US").dial is None


@pytest.mark.parametrize("scheme", ["tel:", "sip:", "callto:", "TEL:", "tel://"])
@pytest.mark.parametrize("digits", ["911", "9-1-1", "%39%31%31", "112;ext=1", "112;phone-context=+1-202-555"])
def test_an_emergency_number_stays_one_in_any_link(scheme: str, digits: str) -> None:
    info = understand(scheme + digits, "US")
    assert (info.kind, info.dial) == (NumberKind.EMERGENCY, None)


def test_the_same_words_in_a_sentence_are_read_as_a_person_does() -> None:
    assert understand("Tel: +1 202 555 0100 / +1 202 555 0199", "US").dial == US
    assert understand("Tel: 202-555-0100 (work), after 6 pm", "US").dial == US


SEPARATORS = st.sampled_from(["", "-", ".", " ", "(", ")", "%20", "%2D", "\N{NO-BREAK SPACE}", "\N{EN DASH}"])
TAILS = st.sampled_from(
    ["", "/", ";ext=7", ";isub=12345", "?call", "?x=5550199", "#", ";a=b;ext=7", "@pbx.test"]
)


@given(
    number=st.sampled_from(FULL),
    scheme=st.sampled_from(["tel:", "sip:", "sips:", "callto:", "callto://", "Tel:"]),
    gaps=st.lists(SEPARATORS, min_size=13, max_size=13),
    tail=TAILS,
    escaped=st.booleans(),
)
def test_no_way_to_write_it_shortens_a_number(
    number: str, scheme: str, gaps: list[str], tail: str, escaped: bool
) -> None:
    body = "".join(digit + gap for digit, gap in zip(number[1:], gaps, strict=False))
    link = scheme + (quote("+") if escaped else "+") + body + tail
    assert understand(link, "US").dial == number


@given(
    number=st.sampled_from(FULL),
    more=st.text(alphabet="0123456789-. (),/&;+|#*~\u202e\u200b\n\0", max_size=16),
)
@example(US, ",+12025550199")
@example(US, ", 7")
@example(US, "#7;8")
def test_digits_behind_a_number_are_never_passed_over(number: str, more: str) -> None:
    info = understand(f"tel:{number}{more}", "US")
    if info.dial == number:
        assert "".join(filter(str.isdigit, more)) == (info.extension or "")
