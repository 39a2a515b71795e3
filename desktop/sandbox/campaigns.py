"""The world's campaigns and their numbers: every type and state, and those that run call one after another.

Numbers are made when somebody first asks for a campaign's, so that a world which nobody asks costs nothing.
Times are seconds since the epoch, as the world's are.
"""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from itertools import count
from random import Random

from desktop.sandbox.world import Clock, iso

BIG = 5000  # numbers of the big one, unless more are wanted


class State(StrEnum):
    """Where a campaign is."""

    DRAFT = "draft"
    ACTIVE = "active"
    PAUSED = "paused"
    CANCELED = "canceled"
    FINISHED = "finished"


class Fate(StrEnum):
    """What became of a number."""

    WAITING = "waiting"
    ANSWERED = "answered"
    NO_ANSWER = "no_answer"
    BUSY = "busy"


@dataclass(slots=True)
class Number:
    """A number of a campaign. `order` counts from 1 as they arrive; `gone` is one that left the list.

    `sent` is as it came, `number` as it is kept.
    """

    order: int
    sent: str
    number: str
    variables: tuple[str, ...]
    fate: Fate = Fate.WAITING
    attempts: int = 0
    gone: bool = False


@dataclass(eq=False)
class Campaign:
    """A campaign. Planned times are days of its account without a zone, and so are plain texts."""

    index: int
    id: str
    name: str
    state: State
    dynamic: bool
    predictive: bool
    made: int  # how many numbers it was made with
    ids_are_whole: bool  # its records have whole numbers for ids, and keep telephone numbers without a plus
    archived: bool
    phone_system: str
    extension: str | None
    tags: tuple[str, ...]
    human_flow: str
    machine_flow: str | None
    webhook: str | None
    starts: str | None
    ends: str | None
    started: float | None
    ended: float | None
    seed: int
    revision: int = 0
    _gone: int = 0
    _next: Iterator[int] = field(init=False)

    def __post_init__(self) -> None:
        """Go on counting behind the numbers that it was made with."""
        self._next = count(self.made + 1)

    @cached_property
    def numbers(self) -> list[Number]:
        """All numbers in the order of their arrival, those that left the list too."""
        return list(_made(self))

    @cached_property
    def by_order(self) -> dict[int, Number]:
        """The numbers by what they are counted by."""
        return {number.order: number for number in self.numbers}

    @property
    def size(self) -> int:
        """How many are in the list."""
        if "numbers" not in self.__dict__:
            return self.made
        return len(self.numbers) - self._gone

    @property
    def takes_numbers(self) -> bool:
        """Whether numbers may come and go."""
        return self.dynamic and self.state is State.ACTIVE

    def add(self, sent: str, variables: tuple[str, ...]) -> Number:
        """Let a number arrive, also one that is there already."""
        kept = sent.removeprefix("+") if self.ids_are_whole else sent
        made = Number(next(self._next), sent, kept, variables)
        self.numbers.append(made)
        self.by_order[made.order] = made
        self.revision += 1
        return made

    def leave(self, orders: Sequence[int]) -> None:
        """Take numbers off the list; one that is gone already stays so."""
        for order in orders:
            if found := self.by_order.get(order):
                self._drop(found)
        self.revision += 1

    def _drop(self, number: Number) -> None:
        self._gone += not number.gone
        number.gone = True

    def move_on(self, rng: Random) -> None:
        """Call the next number that waits: who answers leaves the list, who does not is tried again."""
        waiting = next((one for one in self.numbers if one.fate is Fate.WAITING and not one.gone), None)
        if waiting is None:
            again = [one for one in self.numbers if one.fate is not Fate.ANSWERED and not one.gone]
            waiting = again[rng.randrange(len(again))] if again else None
        if waiting is None:
            return
        waiting.attempts += 1
        waiting.fate = rng.choice((Fate.ANSWERED, Fate.ANSWERED, Fate.NO_ANSWER, Fate.BUSY))
        if waiting.fate is Fate.ANSWERED:
            self._drop(waiting)
        self.revision += 1


async def advance(campaigns: Sequence[Campaign], seed: int, every_s: float) -> None:
    """Let every campaign that runs call a number every so many seconds; never returns."""
    rng = Random(f"dialling {seed}")  # noqa: S311 - a toy world
    while True:
        await asyncio.sleep(every_s)
        for campaign in campaigns:
            if campaign.state is State.ACTIVE:
                campaign.move_on(rng)


# -- making them ----------------------------------------------------------------------------------------

TAGS = ("tag-renewal", "tag-paris", "tag-survey", "tag-lyon", "tag-vip")
_DAY = 86_400
_ACTIVE, _PAUSED, _DRAFT = State.ACTIVE, State.PAUSED, State.DRAFT
_FINISHED, _CANCELED = State.FINISHED, State.CANCELED

# Name, state, dynamic, predictive, numbers, whole ids, archived, first and last planned day from now.
_PLAN: tuple[tuple[str, State, bool, bool, int, bool, bool, int | None, int | None], ...] = (
    ("Spring renewals", _ACTIVE, True, False, 406, False, False, -7, 18),
    ("Loyalty survey", _ACTIVE, True, True, BIG, False, False, -14, 21),
    ("Appointment reminders", _ACTIVE, True, False, 118, True, False, -63, None),
    ("Callback requests", _PAUSED, True, False, 64, False, False, -30, None),
    ("Service notice Lyon", _DRAFT, False, False, 140, False, False, 7, 11),
    ("Water main works", _ACTIVE, False, False, 52, False, False, -1, 1),
    ("Invoice reminders", _FINISHED, False, False, 77, False, False, -38, -26),
    ("Delivery delays", _CANCELED, True, False, 85, True, False, -81, -81),
    ("Trade fair invitations", _DRAFT, True, False, 0, False, False, None, None),
    ("Loyalty survey last year", _FINISHED, False, True, 260, False, True, -130, -105),
    ("Win back", _FINISHED, True, True, 204, False, True, -190, -160),
    ("<b>Bold</b> & \u05de\u05e9\u05e8\u05d3 \u202eeman\u202c, a name that no row has room for, =1+1",
     _PAUSED, False, True, 31, False, False, -20, 20),
)  # fmt: skip
_MORE = ("Reminders", "Survey", "Renewals", "Notices", "Invitations")

# Arcep's numbers for films and books, and 01632, an area code of no area: nobody's telephone.
_FRENCH = ("+3319900", "+3326191", "+3335301", "+3346571", "+3353649", "+3363998")
_BRITISH = "+441632"
_MIXED = 10_000
_STEP = 7919  # prime to every power of ten, so that a number comes once in a million
_LOCAL = ("5550001", "5550002", "5550003")  # as the vendor's own sample file has them
_NAMES = ("Am\u00e9lie", "Bastien", "Camille", "Priya", "\u00c9lodie", "Hugo", "Jonas", "L\u00e9a", "Nadia",
          "Oskar", "Romy", "Tomek", "Wanda", "Yara", "Zeno", "Amara", "Bruno", "Fleur", "Greta")  # fmt: skip


def make_campaigns(seed: int, wanted: int, clock: Clock, big: int = BIG) -> list[Campaign]:
    """Make so many campaigns; the second is the big one. The same seed and moment give the same ones."""
    rng = Random(f"campaigns {seed}")  # noqa: S311 - a toy world
    return [_campaign(rng, seed, index, clock.start, big) for index in range(wanted)]


def _campaign(rng: Random, seed: int, index: int, now: float, big: int) -> Campaign:
    name, state, dynamic, predictive, made, whole, archived, first, last = _PLAN[index % len(_PLAN)]
    if index >= len(_PLAN):
        name = f"{rng.choice(_MORE)} {index + 1}"
        made = rng.randrange(5, 60)
    elif index == 1:
        made = big
    morning = int(now) // _DAY * _DAY + 8 * 3600
    started = None if state is State.DRAFT else morning + (first or -1) * _DAY + 5
    over = state in {State.FINISHED, State.CANCELED}
    return Campaign(
        index=index,
        id=f"01950000-{seed & 0xFFFF:04x}-7000-8000-{index + 1:012x}",
        name=name,
        state=state,
        dynamic=dynamic,
        predictive=predictive,
        made=made,
        ids_are_whole=whole,
        archived=archived,
        phone_system=f"system-{index % 2 + 1}",
        extension=f"extension-{index % 3 + 1}" if index % 4 != 3 else None,
        tags=tuple(sorted(rng.sample(TAGS, (index + 2) % 3))),
        human_flow=f"flow-{index % 4 + 1}",
        machine_flow=f"flow-{index % 3 + 5}" if index % 3 else None,
        webhook="hook-1" if index % 5 == 0 else None,
        starts=None if first is None else f"{_day(now, first)}T09:00:00",
        ends=None if last is None else f"{_day(now, last)}T18:00:00",
        started=started,
        ended=morning + (last or -1) * _DAY + 8 * 3600 if over else None,
        seed=seed,
    )


def _day(now: float, days: int) -> str:
    return iso(now + days * _DAY)[:10]


def _made(campaign: Campaign) -> Iterator[Number]:
    rng = Random(f"numbers {campaign.seed} {campaign.index}")  # noqa: S311 - a toy world
    offset = rng.randrange(1_000_000)
    one_in = {State.ACTIVE: 3, State.PAUSED: 2}.get(campaign.state, 1)
    for place in range(campaign.made):
        sent = _LOCAL[place - 4] if campaign.index == 3 and 4 <= place < 7 else _number(place, offset)
        kept = sent.removeprefix("+") if campaign.ids_are_whole else sent
        mix = _mix(place + offset)
        values = (_NAMES[mix % len(_NAMES)], f"R-{20_000 + place}")
        made = Number(place + 1, sent, kept, values if campaign.index != 7 else ())
        if campaign.state is not State.DRAFT and mix // 4096 % one_in == 0:
            made.attempts = 1 + mix // 32 % 3
            made.fate = (Fate.ANSWERED, Fate.NO_ANSWER, Fate.BUSY, Fate.ANSWERED)[mix // 128 % 4]
        yield made


def _mix(number: int) -> int:
    """Return what looks random and is this number's own, quicker than a generator does."""
    return (number * 2_654_435_761 >> 9) & 0xFFFFF


def _number(place: int, offset: int) -> str:
    """Give a number that no other place of the campaign has."""
    if place < _MIXED and place % 4:
        block = _FRENCH[_mix(place) % len(_FRENCH)]
        return f"{block}{(place * _STEP + offset) % 10_000:04}"
    return f"{_BRITISH}{(place * _STEP + offset) % 1_000_000:06}"
