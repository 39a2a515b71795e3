"""What is asked of an upload and told of it, besides `domain.uploads`. Frozen values, also for the window."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from desktop.services.importing.values import FileFacts, Role


@dataclass(frozen=True, slots=True)
class UploadChoice:
    """Which columns of a table go into a campaign, counted from 0: the number, and variables in their order.

    `region` is for numbers without a country; None means the account's.
    """

    number: int
    variables: tuple[int, ...] = ()
    region: str | None = None


def suggested(facts: FileFacts) -> UploadChoice | None:
    """Return what a table's columns probably are: all but the number are variables. None: no number found."""
    numbers = [at for at, role in enumerate(facts.columns) if role is Role.NUMBER]
    if len(facts.columns) == 1:
        return UploadChoice(0)
    if not numbers:
        return None
    others = tuple(at for at in range(facts.usual) if at != numbers[0])
    return UploadChoice(numbers[0], others)


@dataclass(frozen=True, slots=True)
class MirrorPart:
    """One campaign in the local mirror.

    `listed_at` is when its numbers were last read whole, None for never; `numbers` how many are kept here;
    `there` how many the provider says it has, None where it does not say. `read` of them are read so far
    by a reading that is under way or was cut short and goes on there.
    """

    campaign_id: str
    campaign: str
    listed_at: datetime | None
    numbers: int
    there: int | None
    read: int = 0


@dataclass(frozen=True, slots=True)
class MirrorAge:
    """The local mirror of a campaign and of its account's other active ones (`others`).

    `to_read` is how many numbers a new listing of all of them would read, as far as that is known, and
    `seconds` how long that would take, None while nobody knows.
    """

    campaign: MirrorPart
    others: tuple[MirrorPart, ...] = ()
    to_read: int = 0
    seconds: float | None = None

    @property
    def oldest(self) -> datetime | None:
        """When the oldest part was read whole; None when one never was."""
        times = [part.listed_at for part in (self.campaign, *self.others)]
        known = [time for time in times if time is not None]
        return min(known) if len(known) == len(times) else None


@dataclass(frozen=True, slots=True)
class MirrorProgress:
    """How far a reading of campaigns' numbers is: `done` of `total` (None: not known) of this campaign."""

    campaign: str
    done: int
    total: int | None


MirrorTell = Callable[[MirrorProgress], None]
"""Hears of a reading, on the engine's loop after each page."""
