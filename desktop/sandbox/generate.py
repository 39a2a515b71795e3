"""Makes a world from a seed: the same seed, size and moment give the same world."""

from datetime import UTC, datetime, timedelta
from itertools import accumulate
from random import Random
from zoneinfo import ZoneInfo

from desktop.sandbox.book import contacts as book
from desktop.sandbox.people import lines, people, tags
from desktop.sandbox.world import Call, Clock, Kind, Line, Person, Sound, Speech, Status, Tag, World

DAYS = 290  # all calls lie within 300 days, also while the sandbox runs for a while
FIRST_ID = 12001  # the vendor's sample call, 12345, exists in every world of some size
NEWEST_BEFORE_S = 240

# What happens on a telephone system, in parts of a thousand: kind, status, answered, internal.
_FATES: tuple[tuple[int, Kind, Status, bool, bool], ...] = (
    (340, Kind.INBOUND, Status.ANSWER, True, False),
    (5, Kind.INBOUND, Status.BUSY, False, False),
    (3, Kind.INBOUND, Status.OTHER, False, False),
    (240, Kind.OUTBOUND, Status.ANSWER, True, False),
    (40, Kind.OUTBOUND, Status.BUSY, False, False),
    (75, Kind.OUTBOUND, Status.NO_ANSWER, False, False),
    (35, Kind.OUTBOUND, Status.CANCEL, False, False),
    (20, Kind.OUTBOUND, Status.UNAVAILABLE, False, False),
    (8, Kind.OUTBOUND, Status.OTHER, False, False),
    (100, Kind.MISSED, Status.NO_ANSWER, False, False),
    (30, Kind.MISSED, Status.CANCEL, False, False),
    (10, Kind.MISSED, Status.BUSY, False, False),
    (54, Kind.VOICEMAIL, Status.NO_ANSWER, False, False),
    (30, Kind.OUTBOUND, Status.ANSWER, True, True),
    (10, Kind.OUTBOUND, Status.NO_ANSWER, False, True),
)
_HOUR_SHARES = (1, 0, 0, 0, 1, 1, 3, 10, 45, 90, 110, 95, 50, 60, 100, 105, 90, 70, 40, 18, 8, 5, 3, 2)
_DAY_SHARES = (100, 105, 95, 98, 85, 14, 4)
_ZONE = ZoneInfo("Europe/Paris")
_RARELY_WITHHELD = 0.04


def make_world(seed: int, calls: int, now: datetime, contacts: int = 0) -> World:
    """Make a world whose newest call is minutes before `now`, with so many calls and contacts."""
    rng = Random(f"sidetone {seed}")  # noqa: S311 - a toy world, no secrets
    everyone = people(rng, max(40, min(calls // 8, 4000)))
    maker = CallMaker(rng, lines(), everyone, tags())
    made = []
    fates = maker.fates(calls)
    for number, (start, fate) in enumerate(zip(starts(rng, calls, now), fates, strict=True)):
        made.append(maker.call(FIRST_ID + number, start, fate))
    for call in made[-50:]:  # all of them are over
        call.duration = max(0, min(call.duration, int(now.timestamp()) - 20 - call.started - call.wait))
    _make_some_long(rng, made)
    return World(
        seed=seed,
        clock=Clock(now.timestamp()),
        company="Harbour & Hill Instruments",
        lines=maker.lines,
        people=everyone,
        tags={tag.id: tag for tag in maker.tags},
        calls=made,
        contacts={contact.id: contact for contact in book(seed, everyone, contacts)},
    )


def starts(rng: Random, wanted: int, now: datetime) -> list[int]:
    """Spread starts over working hours; the last ones always lie in the hour before `now`."""
    newest = int(now.timestamp()) - NEWEST_BEFORE_S
    recent = min(wanted, 4)
    found = [newest, *(newest - rng.randrange(300, 3600) for _ in range(recent - 1))][:recent]
    today = now.astimezone(_ZONE).replace(hour=0, minute=0, second=0, microsecond=0)
    days = [today - timedelta(days=back) for back in range(DAYS)]
    hours = list(accumulate(_HOUR_SHARES))
    # A day's midnight in UTC; the hour that a clock change moves makes no difference here.
    midnights = [int(day.replace(fold=0).astimezone(UTC).timestamp()) for day in days]
    day_shares = list(accumulate(_DAY_SHARES[day.weekday()] for day in days))
    while len(found) < wanted:
        missing = wanted - len(found)
        picked = rng.choices(midnights, cum_weights=day_shares, k=missing)
        at = rng.choices(range(24), cum_weights=hours, k=missing)
        found += [
            start
            for midnight, hour in zip(picked, at, strict=True)
            if (start := midnight + hour * 3600 + int(rng.random() * 3600)) < newest
        ]
    return sorted(found)


def _make_some_long(rng: Random, made: list[Call]) -> None:
    """Let a few calls last more than half an hour, as the vendor's own sample looks for them."""
    talked = [call for call in made[:-50] if call.answered and not call.internal]
    for call in rng.sample(talked, min(len(talked), max(3, len(made) // 500))):
        call.duration = rng.randrange(1805, 2700)
        if call.sound is not Sound.NONE:
            call.sound = Sound.MP3


class CallMaker:
    """Makes one call after another, for the history and for those that arrive while the sandbox runs."""

    def __init__(
        self, rng: Random, all_lines: list[Line], everyone: list[Person], all_tags: list[Tag]
    ) -> None:
        self._rng = rng
        self.lines = all_lines
        self.tags = all_tags
        self._everyone = everyone
        # A few people call often, most rarely.
        self._person_shares = list(accumulate(1 / (rank + 3) for rank in range(len(everyone))))
        working = [line for line in all_lines if line.status != "not_activated"]
        self._working = working
        self._line_shares = list(accumulate((30, 25, 18, 8, 8, 7, 3, 1)[: len(working)]))
        self._fate_shares = list(accumulate(fate[0] for fate in _FATES))
        self._tag_ids = [tag.id for tag in all_tags]

    def fates(self, wanted: int) -> list[int]:
        """Choose fates by their shares, each at least once where there is room."""
        every = list(range(len(_FATES)))[:wanted]
        rest = self._rng.choices(range(len(_FATES)), cum_weights=self._fate_shares, k=wanted - len(every))
        found = every + rest
        self._rng.shuffle(found)
        return found

    def call(self, call_id: int, start: int, fate: int) -> Call:
        """Make a call that starts at `start`."""
        rng = self._rng
        _, kind, status, answered, internal = _FATES[fate]
        line = rng.choices(self._working, cum_weights=self._line_shares)[0]
        wait = self._wait(status, answered)
        call = Call(
            id=call_id,
            kind=kind,
            status=status,
            caller=None,
            target="",
            line_id=line.id,
            registered=start - (call_id % 3 == 0),
            started=start,
            wait=wait,
            duration=self._duration(kind, answered),
            answered=answered,
            internal=internal,
        )
        if internal:
            self._between_ours(call, line)
        elif kind is Kind.OUTBOUND:
            self._outwards(call, line)
        else:
            self._inwards(call, line)
        self._record(call, line)
        if rng.random() < 0.22:
            call.tags = tuple(sorted(rng.sample(self._tag_ids, rng.choice((1, 1, 1, 2, 2, 3)))))
        return call

    def _wait(self, status: Status, answered: bool) -> int:
        spread = self._rng.random()
        if answered:
            return 2 + int(spread * spread * 30)
        if status in {Status.BUSY, Status.UNAVAILABLE, Status.OTHER}:
            return int(spread * 4)
        return 6 + int(spread * 34)

    def _duration(self, kind: Kind, answered: bool) -> int:
        spread = self._rng.random()
        if kind is Kind.VOICEMAIL:
            return 6 + int(spread * 12)
        if not answered:
            return 0
        # Half of the calls end within two minutes, one in thirty lasts more than ten.
        return int(4 + 110 * spread / (1.05 - spread) ** 0.62)

    def _person(self) -> Person:
        return self._rng.choices(self._everyone, cum_weights=self._person_shares)[0]

    def _inwards(self, call: Call, line: Line) -> None:
        person = self._person()
        call.person, call.caller, call.target = person, person.number, line.number
        withheld = self._rng.random()
        if withheld < _RARELY_WITHHELD:
            call.person = None
            call.caller = None if withheld < _RARELY_WITHHELD / 2 else "anonymous"
        if call.answered:
            taker = line
            if line.forced_to is None and self._rng.random() < 0.2:  # a colleague picked it up
                taker = self._rng.choice([one for one in self._working if one.status == "active"])
            call.answered_line_id = taker.id
            call.answered_by = line.forced_to or taker.number

    def _outwards(self, call: Call, line: Line) -> None:
        person = self._person()
        call.person, call.caller, call.target = person, line.caller_id, person.number
        if call.answered:
            call.answered_by = person.number

    def _between_ours(self, call: Call, line: Line) -> None:
        other = self._rng.choice([one for one in self._working if one is not line])
        call.caller, call.target = str(line.extension), str(other.extension)
        if self._rng.random() < 0.3:  # some dial the colleague's whole number
            call.caller, call.target = line.number, other.number
        if call.answered:
            call.answered_by, call.answered_line_id = call.target, other.id

    def _record(self, call: Call, line: Line) -> None:
        inward = call.kind is not Kind.OUTBOUND
        wanted = line.record_inbound if inward else line.record_outbound
        if call.kind is Kind.VOICEMAIL:
            wanted = True
        if not wanted or call.duration == 0 or call.internal or call.mix % 19 == 0:
            return
        call.sound = Sound.MP3
        if call.mix % 40 == 7:
            call.sound = Sound.ELSEWHERE
        elif call.mix % 6 == 1 and call.duration < 300:
            call.sound = Sound.WAV
        spoken = call.mix % 100
        if spoken < 2:
            call.speech = Speech.FAILED
        elif spoken < 30:
            call.speech = Speech.STORED if spoken % 3 else Speech.RECOGNIZED
            call.has_summary = spoken % 5 != 0
