"""What is known of a public number: country, place, line type, zones and how it is written."""

from dataclasses import dataclass
from functools import lru_cache

from phonenumbers import (
    COUNTRY_CODE_TO_REGION_CODE,
    AsYouTypeFormatter,
    NumberParseException,
    PhoneNumber,
    PhoneNumberFormat,
    PhoneNumberType,
    ShortNumberCost,
    ValidationResult,
    expected_cost_for_region,
    format_number,
    is_number_type_geographical,
    is_possible_number_with_reason,
    is_valid_number,
    number_type,
    parse,
    region_code_for_number,
)
from phonenumbers.timezone import UNKNOWN_TIMEZONE, time_zones_for_geographical_number, time_zones_for_number

from desktop.domain.numbers import LineType
from desktop.numbers.places import country_name, place_of

WORLD = "001"  # UN M.49: numbers of no country, such as +800 and satellite phones

_LINE_TYPES = {
    PhoneNumberType.FIXED_LINE: LineType.FIXED,
    PhoneNumberType.MOBILE: LineType.MOBILE,
    PhoneNumberType.FIXED_LINE_OR_MOBILE: LineType.FIXED_OR_MOBILE,
    PhoneNumberType.TOLL_FREE: LineType.TOLL_FREE,
    PhoneNumberType.PREMIUM_RATE: LineType.PREMIUM,
    PhoneNumberType.SHARED_COST: LineType.SHARED_COST,
    PhoneNumberType.VOIP: LineType.VOIP,
    PhoneNumberType.PERSONAL_NUMBER: LineType.OTHER,
    PhoneNumberType.PAGER: LineType.OTHER,
    PhoneNumberType.UAN: LineType.OTHER,
    PhoneNumberType.VOICEMAIL: LineType.OTHER,
}
_COSTS = {
    ShortNumberCost.TOLL_FREE: LineType.TOLL_FREE,
    ShortNumberCost.PREMIUM_RATE: LineType.PREMIUM,
}
_WORDS = {
    LineType.MOBILE: "mobile",
    LineType.TOLL_FREE: "toll-free",
    LineType.PREMIUM: "premium rate",
    LineType.SHARED_COST: "shared cost",
    LineType.VOIP: "VoIP",
}


@dataclass(frozen=True, slots=True)
class Facts:
    """What a number gives away. `region` is `001` for numbers of no country."""

    formatted: str
    national: str
    region: str | None
    country: str | None
    place: str | None
    line_type: LineType
    zones: tuple[str, ...]
    valid: bool

    @property
    def line(self) -> str:
        """The place line of a row: "Rome, Italy", "France, mobile", "United States"."""
        country = self.country or ""
        if self.place:
            known = self.place == country or self.place.endswith(f", {country}")
            return self.place if known else f"{self.place}, {country}"
        word = _WORDS.get(self.line_type)
        return f"{country}, {word}" if word and country else country


@lru_cache(maxsize=8_192)
def facts_of(e164: str) -> Facts | None:
    """Look a number up; None for what is no possible number with a plus."""
    if not e164.startswith("+"):
        return None
    try:
        number = parse(e164)
    except NumberParseException:
        return None
    if is_possible_number_with_reason(number) != ValidationResult.IS_POSSIBLE:
        return None
    return _look_up(number)


def _look_up(number: PhoneNumber) -> Facts:
    kind = number_type(number)
    known = kind != PhoneNumberType.UNKNOWN
    geographical = not known or is_number_type_geographical(kind, number.country_code or 0)
    e164 = format_number(number, PhoneNumberFormat.E164)
    region = region_code_for_number(number) or _main_region(number.country_code)
    country = country_name(region) if region else None
    place = place_of(e164[1:]) if geographical else None
    # A number that is possible and not valid still has the zones of its prefix.
    zones = time_zones_for_number(number) if known else time_zones_for_geographical_number(number)
    return Facts(
        formatted=format_number(number, PhoneNumberFormat.INTERNATIONAL),
        national=format_number(number, PhoneNumberFormat.NATIONAL),
        region=region,
        country=country,
        place=None if place == country else place,
        line_type=line_type(kind),
        zones=tuple(zone for zone in zones if zone != UNKNOWN_TIMEZONE),
        valid=is_valid_number(number),
    )


def _main_region(country_code: int | None) -> str | None:
    regions = COUNTRY_CODE_TO_REGION_CODE.get(country_code or 0)
    return regions[0] if regions else None


def line_type(kind: int) -> LineType:
    """Return what a type of phonenumbers' makes of a line."""
    return _LINE_TYPES.get(kind, LineType.UNKNOWN)


def short_cost(digits: str, region: str) -> LineType:
    """Return what a short code's cost makes of it: premium, toll-free or unknown."""
    try:
        return _COSTS.get(expected_cost_for_region(parse(digits, region), region), LineType.UNKNOWN)
    except NumberParseException:
        return LineType.UNKNOWN


def format_while_typing(digits: str, region: str | None) -> str:
    """Format digits, perhaps after a plus, as far as they go."""
    formatter = AsYouTypeFormatter(region or "ZZ")
    formatted = ""
    for digit in digits:
        formatted = formatter.input_digit(digit)
    return formatted
