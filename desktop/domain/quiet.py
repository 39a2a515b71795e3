"""Quiet: when nothing may pop up, and for how long."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class QuietFor(StrEnum):
    """How long a person does not want to be disturbed."""

    HALF_HOUR = "30m"
    HOUR = "1h"
    TOMORROW = "tomorrow"
    SWITCHED_OFF = "off"
    """Until it is switched off by hand."""


@dataclass(frozen=True, slots=True)
class QuietState:
    """Whether nothing pops up now, and until when.

    `by_person` tells a wish of the person from the quiet hours that come every day. `until` is aware, None
    while it is loud, and where only a person ends it.
    """

    on: bool = False
    by_person: bool = False
    until: datetime | None = None
