"""What numbers of campaigns are compared by: every spelling of one number meets, and no two numbers do."""

import pytest

from desktop.numbers import campaign_key


@pytest.mark.parametrize(
    ("spellings", "region", "key"),
    [
        (("18005550100", "+18005550100", "001 800 555 0100", "+1 (800) 555-0100"), None, "18005550100"),
        (("18005550100", "+18005550100", "8005550100", "011 1 800 555 0100"), "US", "18005550100"),
        (("0612345678", "06 12 34 56 78", "+33612345678", "33612345678"), "FR", "33612345678"),
        (("020 7946 0733", "+44 20 7946 0733", "442079460733"), "GB", "442079460733"),
        (("13812345678", "+86 138 1234 5678", "8613812345678"), "CN", "8613812345678"),
        # A plus that was left out is likelier than a trunk digit that was.
        (("18005550100", "+18005550100"), "DE", "18005550100"),
        (("4915112345678", "+49 151 12345678", "0151 12345678", "49 (0) 15112345678"), "DE", "4915112345678"),
        (("436641234567", "+43 664 1234567", "0664 1234567"), "AT", "436641234567"),
        (("04924469", "+44 4924469"), "GB", "444924469"),  # no plan has it, and its zero says what is meant
        (("+1 800 FLOWERS", "18003569377"), "US", "18003569377"),
        # The vendor's own sample has local numbers.
        (("5550001", "555-0001", " 5550001 "), "US", "5550001"),
        (("5550001", "555 0001"), None, "5550001"),
        (("", "   ", "n/a"), "FR", ""),
    ],
)  # fmt: skip
def test_spellings_of_one_number_have_one_key(
    spellings: tuple[str, ...], region: str | None, key: str
) -> None:
    assert {campaign_key(text, region) for text in spellings} == {key}


def test_a_zero_in_front_is_part_of_a_number_whose_country_nobody_knows() -> None:
    assert campaign_key("0612345678", None) == "0612345678"
    assert campaign_key("612345678", None) == "612345678"


def test_a_key_of_a_key_is_itself() -> None:
    for region in (None, "US", "FR", "GB", "DE"):
        for text in ("+18005550100", "+33612345678", "+442079460733"):
            key = campaign_key(text, region)
            assert campaign_key(key, region) == campaign_key(f"+{key}", None) == key, (text, region)
