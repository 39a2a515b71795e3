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
    number, e164 = reading.number, (reading.e164 or "")[1:]
    if number is None and reading.digits:
        return _without_prefix(reading.digits)
    if number is not None and (
        digits == e164 or "+" in reading.text or digits.startswith("00") or lost_its_zero(digits, e164)
    ):
        return e164
    whole = _behind_plus(digits, number)
    if whole or number is None:
        return whole or _without_prefix(digits)
    return e164 if is_valid_number(number) else _without_prefix(digits)


@lru_cache(maxsize=8_192)
def plus_left_out(text: str, region: str | None) -> str | None:
    """Return the E.164 form of a text that lacks only its plus: see the package."""
    reading = read(text, region)
    digits = digits_of(clean(text))
    if "+" in reading.text or reading.digits or reading.extension:
        return None
    found = _behind_plus(digits, reading.number)
    return f"+{found}" if found else None


def _behind_plus(digits: str, national: PhoneNumber | None) -> str:
    """Return the digits of the whole number that these are without its plus; "" for what is none.

    Where they can be a national number, too, the whole one must be valid, for nobody said which it is.
    """
    if not _may_lack_plus(digits, national):
        return ""
    abroad: Reading = read(f"+{digits}", None)
    e164 = (abroad.e164 or "")[1:]
    if abroad.number is None or not (national is None or is_valid_number(abroad.number)):
        return ""
    code = len(str(abroad.number.country_code))
    # A trunk zero behind the code goes; what a parser makes of carriers' digits is another number.
    return e164 if e164 == digits or e164 == digits[:code] + digits[code:].removeprefix("0") else ""


def _may_lack_plus(digits: str, national: PhoneNumber | None) -> bool:
    """Whether digits can be a whole number from abroad rather than a national one without its trunk digit."""
    if len(digits) < _WITH_COUNTRY or digits.startswith("0"):
        return False
    return national is None or digits_of(format_number(national, PhoneNumberFormat.NATIONAL)) != digits


def lost_its_zero(digits: str, e164: str) -> bool:
    """Whether a country took the place of the trunk zero, so that nothing else can be meant."""
    return digits.startswith("0") and e164.endswith(digits[1:]) and not e164.endswith(digits)


def _without_prefix(digits: str) -> str:
    """Take off what is dialled before a country's code where no region says so."""
    for prefix in _INTERNATIONAL:
        if digits.startswith(prefix) and len(digits) >= len(prefix) + _LEAST:
            return digits.removeprefix(prefix)
    return digits
