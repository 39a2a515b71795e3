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
class LocalTime:
    """The time of day at a number: one time, or the earliest and latest of its zones.

    Both are the offset from local midnight and less than a day; equal when there is one zone. When the
    zones lie on two days, `latest` is past midnight and so less than `earliest`.
    """

    earliest: timedelta
    latest: timedelta
