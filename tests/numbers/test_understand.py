"""Any spelling becomes the number it means."""

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.numbers import LineType, NumberKind
from desktop.numbers import is_emergency, normalise, understand

PARIS_MOBILE = "+33612345678"


@pytest.mark.parametrize(
    ("text", "region", "e164"),
    [
        ("+33612345678", None, PARIS_MOBILE),
        ("06 12 34 56 78", "FR", PARIS_MOBILE),
        ("06 12 34 56 78", "fr", PARIS_MOBILE),
        ("06.12.34.56.78", "FR", PARIS_MOBILE),
        ("06/12/34/56/78", "FR", PARIS_MOBILE),
        ("06_12_34_56_78", "FR", PARIS_MOBILE),
        ("06,12,34,56,78", "FR", PARIS_MOBILE),
        ("06•12•34•56•78", "FR", PARIS_MOBILE),
        ("0612345678#", "FR", PARIS_MOBILE),
        ("(0)6 12 34 56 78", "FR", PARIS_MOBILE),
        ("+33 (0) 6 12 34 56 78", None, PARIS_MOBILE),
        ("+33 (0)6-12-34-56-78", "US", PARIS_MOBILE),
        ("(+33) 6 12 34 56 78", None, PARIS_MOBILE),
        ("+330612345678", None, PARIS_MOBILE),
        ("0033 6 12 34 56 78", "FR", PARIS_MOBILE),
        ("00 33 (0)6 12 34 56 78", "GB", PARIS_MOBILE),
        ("0033612345678", "US", PARIS_MOBILE),  # not the prefix there, and yet clear
        ("011 33 6 12 34 56 78", "US", PARIS_MOBILE),
        ("0011 33 6 12 34 56 78", "AU", PARIS_MOBILE),
        ("8~10 33 612345678", "RU", PARIS_MOBILE),
        ("33612345678", "FR", PARIS_MOBILE),
        ("33612345678", "GB", PARIS_MOBILE),
        ("442071234567", "FR", "+442071234567"),
        ("\u202a+33\u00a06\u200b12\u202f34\u206956\ufeff78\u202c", None, PARIS_MOBILE),
        ("\t06 12 34\n56 78\r\n", "FR", PARIS_MOBILE),
        ("０６ １２ ３４ ５６ ７８", "FR", PARIS_MOBILE),
        ("＋33 6 12 34 56 78", None, PARIS_MOBILE),
        ("٠٦ ١٢ ٣٤ ٥٦ ٧٨", "FR", PARIS_MOBILE),
        ("0\ufe0f\u20e36\ufe0f\u20e3 12 34 56 78", "FR", PARIS_MOBILE),
        ("06‑12–34—56−78", "FR", PARIS_MOBILE),
        ("☎ 06 12 34 56 78", "FR", PARIS_MOBILE),
        ("«06 12 34 56 78»,", "FR", PARIS_MOBILE),
        ("Tel: 06 12 34 56 78", "FR", PARIS_MOBILE),
        ("Téléphone : 06 12 34 56 78 (mobile)", "FR", PARIS_MOBILE),
        ("Ada Lovelace <+33612345678>", None, PARIS_MOBILE),
        ("06 12 34 56 78 / 01 23 45 67 89", "FR", PARIS_MOBILE),
        ("tel:+33-6-12-34-56-78", None, PARIS_MOBILE),
        ("TEL:%2B33%206%2012%2034%2056%2078", None, PARIS_MOBILE),
        ("tel://+33612345678/", None, PARIS_MOBILE),
        ("tel:0612345678;phone-context=+33", "US", PARIS_MOBILE),
        ("tel:612345678;phone-context=+33", None, PARIS_MOBILE),
        ("tel:0612345678;phone-context=example.com", "FR", PARIS_MOBILE),
        ("callto:0612345678", "FR", PARIS_MOBILE),
        ("callto://+33612345678?call", None, PARIS_MOBILE),
        ("sip:+33612345678@pbx.example.com;user=phone", None, PARIS_MOBILE),
        ("sips:0612345678:secret@pbx.example.com:5061", "FR", PARIS_MOBILE),
        ("sip:%2B33612345678%40pbx.example.com", None, PARIS_MOBILE),
        ('"Ada" <sip:+33612345678@pbx.example.com>;tag=1', None, PARIS_MOBILE),
        ("+33612345678@pbx.example.com", None, PARIS_MOBILE),
        ("1-800-FLOWERS", "US", "+18003569377"),
        ("1-800-go-fedex", "US", "+18004633339"),
        ("+1 (800) FLOWERS", None, "+18003569377"),
        ("0800 REVERSE", "GB", "+448007383773"),
        ("(212) 555-0100", "US", "+12125550100"),
        ("1 212 555 0100", "CA", "+12125550100"),
        ("+39 06 6789 1234", None, "+390667891234"),
        ("06 6789 1234", "IT", "+390667891234"),
        ("+39 (0)6 6789 1234", None, "+390667891234"),
        ("+34 (0)91 123 45 67", None, "+34911234567"),  # Spain has no trunk zero, letterheads have
        ("+44 1632 960001", None, "+441632960001"),  # possible, not valid
        ("01632 960001", "GB", "+441632960001"),
        ("01632 960001", "UK", "+441632960001"),
        ("+44 (0)1632 960001", None, "+441632960001"),
        ("8 (495) 123-45-67", "RU", "+74951234567"),
        ("+800 1234 5678", None, "+80012345678"),
        ("+1 999 123 4567", None, "+19991234567"),
        ("+49 30 123456 Büro", None, "+4930123456"),
    ],
)
def test_spelling_of_a_public_number(text: str, region: str | None, e164: str) -> None:
    info = understand(text, region)
    assert (info.kind, info.e164, info.dial) == (NumberKind.NUMBER, e164, e164)
    assert info.possible
    assert normalise(text, region) == e164


@pytest.mark.parametrize(
    ("text", "extension"),
    [
        ("01 23 45 67 89 ext 12", "12"),
        ("01 23 45 67 89 ext. 12", "12"),
        ("01 23 45 67 89 EXT:12", "12"),
        ("01 23 45 67 89, extension 4567", "4567"),
        ("01 23 45 67 89x12", "12"),
        ("01 23 45 67 89 x 12", "12"),
        ("01 23 45 67 89 poste 12", "12"),
        ("01 23 45 67 89 (poste 12)", "12"),
        ("01 23 45 67 89 #12", "12"),
        ("01 23 45 67 89,,12#", "12"),
        ("+33123456789;ext=12", "12"),
        ("tel:+33-1-23-45-67-89;ext=0012", "0012"),
    ],
)
def test_extension_behind_a_number_is_kept_apart(text: str, extension: str) -> None:
    info = understand(text, "FR")
    assert (info.kind, info.dial, info.extension) == (NumberKind.NUMBER, "+33123456789", extension)
    assert info.formatted == f"+33 1 23 45 67 89 ext. {extension}"


@pytest.mark.parametrize(
    ("text", "region", "own", "dial"),
    [
        ("101", "FR", (), "101"),
        ("101", None, (), "101"),
        ("101", "GB", ("101",), "101"),  # a short code there, but ours first
        ("42", "FR", (), "42"),
        ("7042", "US", (), "7042"),  # a code for text messages there
        ("0042", "FR", (), "0042"),
        ("20017", "FR", (), "20017"),
        ("200 17", "FR", (), "20017"),
        ("7", "FR", ("7", "8"), "7"),
        ("612345", "GB", ("612345",), "612345"),
        ("x12", "FR", (), "12"),
        ("ext. 101", "GB", (), "101"),
        ("poste 12", "FR", (), "12"),
        ("tel:7042;phone-context=pbx.example.com", "US", (), "7042"),
        ("sip:101@pbx.example.com", "GB", ("101",), "101"),
        ("101@pbx.example.com", "FR", (), "101"),
    ],
)
def test_extension(text: str, region: str | None, own: tuple[str, ...], dial: str) -> None:
    info = understand(text, region, own_extensions=own)
    assert (info.kind, info.dial, info.extension) == (NumberKind.EXTENSION, dial, dial)
    assert info.e164 is None
    assert info.formatted == dial
    assert info.region is None


@pytest.mark.parametrize(
    ("text", "region", "line_type"),
    [
        ("101", "GB", LineType.UNKNOWN),
        ("411", "US", LineType.UNKNOWN),
        ("3639", "FR", LineType.PREMIUM),
        ("118 218", "FR", LineType.PREMIUM),
        ("116 000", "DE", LineType.TOLL_FREE),
    ],
)
def test_short_public_code(text: str, region: str, line_type: LineType) -> None:
    info = understand(text, region)
    assert (info.kind, info.line_type) == (NumberKind.SHORT, line_type)
    assert info.dial == text.replace(" ", "")
    assert info.region == region
    assert info.e164 is None


@pytest.mark.parametrize("region", [None, "FR", "GB", "US", "IT", "AU", "JP", "XX"])
@pytest.mark.parametrize("number", ["112", "911", "999", "000"])
@pytest.mark.parametrize(
    "spelling",
    ["{}", " {} ", "+{}", "00{}", "tel:{}", "sip:{}@h", "ext {}", "{}#", "{} x1", "\u202a{}\u202c"],
)
def test_emergency_everywhere(number: str, region: str | None, spelling: str) -> None:
    text = spelling.format(number)
    info = understand(text, region, own_extensions=(number,))
    assert info.kind is NumberKind.EMERGENCY
    assert info.dial is None
    assert is_emergency(text, region)


@pytest.mark.parametrize(
    "text", ["9 1 1", "9-1-1", "(911)", "９１１", "9.1.1", "tel:%39%31%31", "callto:911", "00 911"]
)
def test_emergency_in_disguise(text: str) -> None:
    assert is_emergency(text, "FR")


@pytest.mark.parametrize(
    ("text", "region"),
    [
        ("15", "FR"),
        ("17", "FR"),
        ("18", "FR"),
        ("1 8", "FR"),
        ("114", "FR"),
        ("110", "DE"),
        ("113", "IT"),
        ("118", "IT"),
        ("091", "ES"),
        ("119", "JP"),
        ("144", "CH"),
    ],
)
def test_emergency_of_the_region(text: str, region: str) -> None:
    assert is_emergency(text, region)
    assert understand(text, region, own_extensions=(text,)).kind is NumberKind.EMERGENCY
    assert not is_emergency(text, "US")


@pytest.mark.parametrize(
    ("text", "region"),
    [
        ("+1 911 234 5678", None),
        ("(911) 234-5678", "US"),
        ("999 123 4567", "US"),
        ("112 345 6789", "US"),
        ("0112345678", "FR"),
        ("+1 999 123 4567", None),
        ("+91 12 3456 7890", None),
        ("9112", "FR"),
        ("1120", "FR"),
        ("15", "US"),
        ("101", "FR"),
    ],
)
def test_longer_or_foreign_is_no_emergency(text: str, region: str | None) -> None:
    assert not is_emergency(text, region)


@pytest.mark.parametrize(
    ("text", "region"),
    [
        ("", "FR"),
        ("   ", "FR"),
        ("+", "FR"),
        ("7", "FR"),
        ("anonymous", "FR"),
        ("Area 51", "US"),
        ("101 Dalmatians", "US"),
        ("0612345678", None),
        ("0033612345678", None),
        ("000000", "DE"),  # read again from its own E.164 it would be another number
        ("06 12 34 56", "FR"),
        ("06 12 34 56 78 9", "FR"),
        ("06 12 34 56 7", "FR"),  # as +33 061234567 it would have digits enough
        ("+33061234567", None),
        ("+33 6 12 34", None),
        ("+34 12", "ES"),
        ("21/11/2026 14:05", "FR"),  # +211120261405 would be valid
        ("345 678", "GB"),  # possible within a town only
        ("555-1234", "US"),
        ("+999 123456", None),
        ("*31#0612345678", "FR"),
        ("*98", "FR"),
        ("#31#", "FR"),
        ("1+1", "US"),
        ("12345 = 6", "US"),
        ("192.168.100.100:5060@x", None),
        ("sip:192.168.100.100", "DE"),
        ("sip:alice@pbx.example.com", "FR"),
        ("sip:alice2000@pbx.example.com", "US"),
        ("callto:some.skype.user", "US"),
        ("tel:", "FR"),
        ("sip:", "FR"),
        ("9" * 300, "FR"),
        ("+" + "1" * 5000, "FR"),
    ],
)
def test_junk_is_undiallable(text: str, region: str | None) -> None:
    info = understand(text, region)
    assert info.kind is NumberKind.UNDIALLABLE
    assert info.dial is None
    assert info.e164 is None
    assert not info.possible
    assert info.formatted == info.text


def test_text_is_cleaned_and_kept() -> None:
    assert understand("\u202a 06\u00a012\u200b 34 ", "FR").text == "06 12 34"


@given(st.text(), st.sampled_from([None, "FR", "US", "IT", "DE", "AR", "ZZ", ""]))
def test_nothing_raises(text: str, region: str | None) -> None:
    info = understand(text, region, own_extensions=(text[:3],))
    assert (info.e164 is not None) == (info.kind is NumberKind.NUMBER)
    assert (info.dial is None) == (info.kind in {NumberKind.UNDIALLABLE, NumberKind.EMERGENCY})


@given(
    st.text(alphabet="+0123456789()x#*;,./- extlph:=@%sipSIP\u200b\u0663", max_size=40),
    st.sampled_from([None, "FR", "US", "IT", "DE", "RU", "GB"]),
)
def test_reading_is_stable(text: str, region: str | None) -> None:
    """What was understood is understood the same from its own result."""
    info = understand(text, region)
    if info.e164:
        again = understand(info.formatted, region)
        assert (again.e164, again.extension) == (info.e164, info.extension)
        assert understand(info.e164, region).e164 == info.e164
        assert normalise(info.e164, region) == info.e164


@st.composite
def messy_spellings(draw: st.DrawFn) -> tuple[str, str, str]:
    """A valid number of any plan in a spelling with mess in and around it, its region and its E.164."""
    region = draw(st.sampled_from(sorted(phonenumbers.SUPPORTED_REGIONS)))
    kind = draw(
        st.sampled_from([phonenumbers.PhoneNumberType.FIXED_LINE, phonenumbers.PhoneNumberType.MOBILE])
    )
    number = phonenumbers.example_number_for_type(region, kind) or phonenumbers.example_number(region)
    assert number
    form = draw(
        st.sampled_from(
            [phonenumbers.PhoneNumberFormat.INTERNATIONAL, phonenumbers.PhoneNumberFormat.NATIONAL]
        )
    )
    spelling = phonenumbers.format_number(number, form)
    separators = st.sampled_from(
        ["", " ", "-", ".", "\u00a0", "\u2009", "\u2011", "\u200b", "\u202d", " - ", "/"]
    )
    spelling = "".join(draw(separators) if c in " -" else c for c in spelling)
    around = draw(
        st.sampled_from(
            ["{}", " {}\n", "tel:{}", "Tel: {}", "☎ {}", "<{}>", "{} (work)", "\u2068{}\u2069", "{}."]
        )
    )
    digits = str.maketrans(
        "0123456789", draw(st.sampled_from(["0123456789", "٠١٢٣٤٥٦٧٨٩", "０１２３４５６７８９"]))
    )
    e164 = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return around.format(spelling).translate(digits), region, e164


@given(messy_spellings())
def test_mess_does_not_matter(case: tuple[str, str, str]) -> None:
    text, region, e164 = case
    assert understand(text, region).e164 == e164
