"""A phone number, understood."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum


class NumberKind(StrEnum):
    """What a dialled text is."""

    NUMBER = "number"  # a public number, has `e164`
    EXTENSION = "extension"  # a short internal number, kept as it is
    SHORT = "short"  # a short public code of the region (directory, voicemail)
    EMERGENCY = "emergency"
    UNDIALLABLE = "undiallable"


class LineType(StrEnum):
    """The line type that a number plan gives away."""

    FIXED = "fixed"
    MOBILE = "mobile"
    FIXED_OR_MOBILE = "fixed_or_mobile"
    TOLL_FREE = "toll_free"
    PREMIUM = "premium"
    SHARED_COST = "shared_cost"
    VOIP = "voip"
    OTHER = "other"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class NumberInfo:
    """Everything the number engine can say of one spelling.

    `text` is the spelling, cleaned of invisible characters. `dial` is what goes to the provider: E.164,
    or the extension. `region` is an ISO 3166 code, `place` a city or region name, `zones` IANA names.
    """

    text: str
    kind: NumberKind
    e164: str | None = None
    dial: str | None = None
    extension: str | None = None
    formatted: str = ""
    region: str | None = None
    country: str | None = None
    place: str | None = None
    line_type: LineType = LineType.UNKNOWN
    zones: tuple[str, ...] = ()
    possible: bool = False
    valid: bool = False


@dataclass(frozen=True, slots=True)
class Country:
    """A country with numbers of its own: its ISO 3166 code, English name, and calling code."""

    region: str
    name: str
    code: int


@dataclass(frozen=True, slots=True)
class LocalTime:
    """The time of day at a number: one time, or the earliest and latest of its zones.

    Both are the offset from local midnight and less than a day; equal when there is one zone. When the
    zones lie on two days, `latest` is past midnight and so less than `earliest`.
    """

    earliest: timedelta
    latest: timedelta


class Finding(StrEnum):
    """What a check found in a text that shall be somebody's number."""

    NOTHING = "nothing"
    WHOLE = "whole"  # a number that the plan gives out
    UNASSIGNED = "unassigned"  # as long as a number, and the plan gives out none that begins like this
    TOO_FEW = "too_few"  # digits
    TOO_MANY = "too_many"
    NO_TRUNK = "no_trunk"  # a local number, or one without its trunk digit
    NO_COUNTRY = "no_country"  # nobody knows in which country
    UNKNOWN_COUNTRY = "unknown_country"  # no country has this code
    EXTENSION = "extension"
    SHORT = "short"
    EMERGENCY = "emergency"
    NO_NUMBER = "no_number"  # letters, or what no number plan has


@dataclass(frozen=True, slots=True)
class NumberCheck:
    """What a form says of a number while it is typed.

    `region` is whose number it is or becomes. For TOO_FEW and TOO_MANY, `missing` is how many digits at least
    are missing (negative: too many), and numbers like it have one of `digits` behind `prefix` ("+44 20"):
    those of `place` where it is an area's prefix, those of `line_type` where only one type begins like this.
    All that is empty while too little is typed. For NO_TRUNK `prefix` is the trunk digit, `country_prefix`
    the other way to write it.
    """

    finding: Finding
    info: NumberInfo
    region: str | None = None
    missing: int = 0
    digits: tuple[int, ...] = ()
    prefix: str = ""
    place: str | None = None
    line_type: LineType = LineType.UNKNOWN
    country_prefix: str = ""

    @property
    def is_unfinished(self) -> bool:
        """Whether nobody can be called with it as it stands, and a few digits would do."""
        wrong = self.finding in (Finding.TOO_FEW, Finding.NO_TRUNK, Finding.UNKNOWN_COUNTRY)
        return wrong or (self.finding is Finding.TOO_MANY and self.info.kind is NumberKind.UNDIALLABLE)
