"""What numbers of campaigns are compared by: providers keep them with a plus, without, and as local ones."""

from functools import lru_cache

from phonenumbers import PhoneNumber, PhoneNumberFormat, format_number, is_valid_number

from desktop.numbers.cleaning import clean, digits_of
from desktop.numbers.reading import Reading, read

_INTERNATIONAL = ("00", "011")
_LEAST = 10  # digits behind such a prefix; fewer begin a local number
_WITH_COUNTRY = 11  # digits; fewer are never taken for a number whose plus was left out


@lru_cache(maxsize=16_384)
def campaign_key(text: str, region: str | None) -> str:
    """Return the digits of a text's E.164 reading, or its bare digits: see the package."""
    reading = read(text, region)
    digits = digits_of(clean(text))
    number = reading.number
    if number is None or reading.e164 is None:
        return _without_prefix(reading.digits or digits)
    e164 = reading.e164[1:]
    if digits == e164 or "+" in reading.text or digits.startswith("00"):
        return e164
    if not is_valid_number(number) or _lacks_plus(digits, number):
        return _without_prefix(digits)
    return e164


def _lacks_plus(digits: str, number: PhoneNumber) -> bool:
    """Whether digits are a whole number from abroad rather than a national one without its trunk digit."""
    if len(digits) < _WITH_COUNTRY or digits.startswith("0"):
        return False
    if digits_of(format_number(number, PhoneNumberFormat.NATIONAL)) == digits:
        return False
    abroad: Reading = read(f"+{digits}", None)
    return abroad.number is not None and is_valid_number(abroad.number)


def _without_prefix(digits: str) -> str:
    """Take off what is dialled before a country's code where no region says so."""
    for prefix in _INTERNATIONAL:
        if digits.startswith(prefix) and len(digits) >= len(prefix) + _LEAST:
            return digits.removeprefix(prefix)
    return digits
