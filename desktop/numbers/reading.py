"""What a spelling means under a region's number plan. Facts about a number are `facts.py`'s."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache

from phonenumbers import (
    COUNTRY_CODE_TO_REGION_CODE,
    SUPPORTED_REGIONS,
    NumberParseException,
    PhoneMetadata,
    PhoneNumber,
    PhoneNumberFormat,
    ValidationResult,
    format_number,
    is_carrier_specific_for_region,
    is_emergency_number,
    is_possible_number_with_reason,
    is_sms_service_for_region,
    is_valid_number,
    is_valid_short_number_for_region,
    parse,
)

from desktop.domain.numbers import NumberKind
from desktop.numbers.cleaning import Spelling, digits_of, first_letter, spell, split_extension, vanity_digits

# Answered everywhere by GSM phones or so widely that a call must never be tried (TS 22.101, 10.1).
# phonenumbers knows each region's own, and denies 911 in France.
EMERGENCY_EVERYWHERE = frozenset({"000", "112", "911", "999"})
# Of the regions' own, those that phonenumbers counts as mere short codes: ARCEP's list of emergency numbers,
# and the emergency services of Spain's national numbering plan.
EMERGENCY_ALSO = {
    "ES": frozenset({"061", "062", "080", "091", "092"}),
    "FR": frozenset({"114", "115", "119", "191", "196", "197"}),
}

_LONGEST_EMERGENCY = 6
_LONGEST_EXTENSION = 5
_LONGEST_SHORT_CODE = 6
_LONGEST = 250  # phonenumbers refuses longer texts too
TRUNK_ZERO = re.compile(r"\(\s*0\s*\)")
# Whatever separates digits; service codes (*31#), sums, addresses and prices are no numbers.
_SEPARATORS = re.compile(r"(?:[^\w*#=@%$€£]|_)*(?:\d(?:[^\w*#=@%$€£]|_)*)+#?")
_ANOTHER = re.compile(r"[/;|]")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text is: `digits` for short kinds, `number` (possible, perhaps not valid) for public ones."""

    text: str
    kind: NumberKind
    digits: str = ""
    number: PhoneNumber | None = None
    extension: str | None = None
    region: str | None = None

    @property
    def e164(self) -> str | None:
        """The number with its plus."""
        return format_number(self.number, PhoneNumberFormat.E164) if self.number else None


def known_region(region: str | None) -> str | None:
    """Return a region's code as the number plans write it, None for one that has no plan."""
    code = (region or "").strip().upper()
    code = "GB" if code == "UK" else code
    return code if code in SUPPORTED_REGIONS else None


def read(text: str, region: str | None, own_extensions: Collection[str] = ()) -> Reading:
    """Read any spelling. `own_extensions` are the extensions of the account's lines."""
    spelling = spell(text)
    region = known_region(region)
    own = {digits_of(extension) for extension in own_extensions}
    if len(spelling.body) <= _LONGEST:
        for body, extension in _splits(spelling):
            reading = _read_body(spelling, body, extension, region, own)
            if reading:
                return reading
    return Reading(spelling.text, NumberKind.UNDIALLABLE, region=region)


def _splits(spelling: Spelling) -> Iterator[tuple[str, str | None]]:
    """Yield body and extension, the likelier way to read them first."""
    if spelling.extension is None:
        parts = split_extension(spelling.body)
        if parts:
            yield parts
    yield spelling.body, spelling.extension


def _read_body(
    spelling: Spelling, body: str, extension: str | None, region: str | None, own: Collection[str]
) -> Reading | None:
    if not body:  # "x12" alone; with nothing before it, it can only be internal
        return _read_digits(spelling, extension, region, own) if extension else None
    if first_letter(body) is not None:
        number = None if spelling.sip else _lettered(body, spelling.context, region, whole=spelling.link)
    elif not _SEPARATORS.fullmatch(body):
        return None
    elif extension is None:
        short = _read_short(spelling, body, region, own)
        if short:
            return short
        number = _public(body, spelling.context, region)
        if number is None and not spelling.link:
            number = _first_of_several(body, region)
    elif _is_emergency_spelling(body, region):
        return _emergency(spelling, body, region)
    else:
        number = _public(body, spelling.context, region)
    if number is None:
        return None
    return Reading(spelling.text, NumberKind.NUMBER, number=number, extension=extension, region=region)


def _read_digits(spelling: Spelling, digits: str, region: str | None, own: Collection[str]) -> Reading | None:
    """Read digits that were said to be an extension."""
    if is_emergency(digits, region):
        return Reading(spelling.text, NumberKind.EMERGENCY, digits, region=region)
    if spelling.body.startswith("#") and spelling.body.endswith("#"):
        return None  # #31# hides one's number
    if digits in own or 2 <= len(digits) <= _LONGEST_EXTENSION:
        return Reading(spelling.text, NumberKind.EXTENSION, digits, extension=digits, region=region)
    return None


def _read_short(spelling: Spelling, body: str, region: str | None, own: Collection[str]) -> Reading | None:
    """Read what is no full number: emergency numbers, own extensions, short codes, extensions."""
    digits = digits_of(body)
    if _is_emergency_spelling(body, region):
        return _emergency(spelling, body, region)
    if "+" in body or not digits:
        return None
    if (spelling.context or "").startswith("+") and _public(body, spelling.context, region):
        return None  # behind the prefix that a link names: an extension of somebody else
    if digits in own:
        return Reading(spelling.text, NumberKind.EXTENSION, digits, extension=digits, region=region)
    return _read_unowned(spelling, digits, region)


def _read_unowned(spelling: Spelling, digits: str, region: str | None) -> Reading | None:
    """Read digits that are no extension of ours: the public meaning comes first."""
    if not 2 <= len(digits) <= _LONGEST_SHORT_CODE:
        return None
    number = _parse(digits, region) if region else None
    if number and region and _is_public_short_code(number, region):
        return Reading(spelling.text, NumberKind.SHORT, digits, region=region)
    if len(digits) > _LONGEST_EXTENSION or (number and is_valid_number(number)):
        return None
    return Reading(spelling.text, NumberKind.EXTENSION, digits, extension=digits, region=region)


def _is_public_short_code(number: PhoneNumber, region: str) -> bool:
    """Whether every phone of the region can call a short code: in the USA most are for text messages."""
    return (
        is_valid_short_number_for_region(number, region)
        and not is_carrier_specific_for_region(number, region)
        and not is_sms_service_for_region(number, region)
    )


def is_emergency(digits: str, region: str | None) -> bool:
    """Whether these very digits reach an emergency service; a longer number never does."""
    if digits in EMERGENCY_EVERYWHERE or digits in EMERGENCY_ALSO.get(region or "", ()):
        return True
    return bool(region and 0 < len(digits) <= _LONGEST_EMERGENCY and is_emergency_number(digits, region))


def _is_emergency_spelling(body: str, region: str | None) -> bool:
    """Whether a body without letters is an emergency number, also as "+112" or "00 112"."""
    digits = digits_of(body)
    if is_emergency(digits, region):
        return True
    return (
        len(digits) in {5, 6}
        and digits.removeprefix("011" if len(digits) == 6 else "00") in EMERGENCY_EVERYWHERE
    )


def _emergency(spelling: Spelling, body: str, region: str | None) -> Reading:
    return Reading(spelling.text, NumberKind.EMERGENCY, digits_of(body), region=region)


def _lettered(body: str, context: str | None, region: str | None, *, whole: bool) -> PhoneNumber | None:
    """Read a body with letters: a label before it, words after it, or vanity letters inside it.

    Where the `whole` body has to be the number, there are no labels, and no digits among the words.
    """
    start = re.search(r"[+(]*\d", body)
    if start is None or (whole and start.start()):
        return None
    main = body[start.start() :]
    letter = first_letter(main)
    alone = not whole or not digits_of(main[letter:])
    number = _public(main[:letter], context, region) if alone else None
    if number is None and letter is not None:
        keyed = vanity_digits(body)
        number = _public("+" * body.startswith("+") + keyed, context, region) if keyed else None
    return number


def _first_of_several(body: str, region: str | None) -> PhoneNumber | None:
    """Read the first of "01 23 45 67 89 / 06 12 34 56 78"."""
    first, *others = _ANOTHER.split(body)
    return _public(first, None, region) if others else None


def _public(body: str, context: str | None, region: str | None) -> PhoneNumber | None:
    """Find the number of a body without letters: the first that is valid, else the first that is possible."""
    digits = digits_of(body)
    if len(digits) < 2 or not _SEPARATORS.fullmatch(body):
        return None
    international = "+" in body[: body.index(digits[0])]
    spellings = [digits]
    if TRUNK_ZERO.search(body):
        spellings.append(digits_of(TRUNK_ZERO.sub("", body)))
    numbers = [
        number
        for each in spellings
        for number in _candidates(each, international, context, region, plain=body.isdecimal())
        if number and _is_possible(number)
    ]
    if len(numbers) > 1:  # asking is dear, and mostly there is one
        return next(filter(is_valid_number, numbers), numbers[0])
    return numbers[0] if numbers else None


def _is_possible(number: PhoneNumber) -> bool:
    """Whether a number can be dialled from abroad and is read from there as the same number.

    "000000" in Germany is not: one zero is the trunk prefix, and so would be the next, and the next. Nor is
    "06 12 34 56 7" in France, a digit short: its zero would be kept and count as the missing digit.
    """
    if is_possible_number_with_reason(number) != ValidationResult.IS_POSSIBLE:
        return False
    if not number.italian_leading_zero:
        return True
    if trunk_prefix(number.country_code) == "0" and not is_valid_number(number):
        return False
    return _parse(format_number(number, PhoneNumberFormat.E164), None) == number


@cache
def trunk_prefix(country_code: int) -> str:
    """Return what is dialled before a national number; all regions of a calling code share it."""
    plan = PhoneMetadata.metadata_for_region(COUNTRY_CODE_TO_REGION_CODE[country_code][0], None)
    return digits_of((plan and plan.national_prefix) or "")


def _candidates(
    digits: str, international: bool, context: str | None, region: str | None, *, plain: bool
) -> Iterator[PhoneNumber | None]:
    if international:
        yield _parse(f"+{digits}", None)
        return
    if context and context.startswith("+"):
        prefix = digits_of(context)
        yield _parse(f"+{prefix}{digits}", None)
        yield _parse(digits, _region_of_prefix(prefix))
        return
    if region is None:
        return
    yield _parse(digits, region)
    if digits.startswith("00"):
        yield _parse(f"+{digits[2:]}", None)
    elif plain and len(digits) >= 11 and not digits.startswith("0"):
        # Some providers leave out the plus. Only a valid number is worth that guess, and no date.
        number = _parse(f"+{digits}", None)
        if number and is_valid_number(number):
            yield number


def _region_of_prefix(prefix: str) -> str | None:
    for length in (1, 2, 3):
        regions = COUNTRY_CODE_TO_REGION_CODE.get(int(prefix[:length] or "0"))
        if regions:
            return known_region(regions[0])
    return None


def _parse(digits: str, region: str | None) -> PhoneNumber | None:
    try:
        return parse(digits, region)
    except NumberParseException:
        return None
