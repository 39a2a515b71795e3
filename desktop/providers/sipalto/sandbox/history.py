"""The calls of the second exchange: the same people ring it, and none of these calls is anywhere else."""

from bisect import bisect_left, bisect_right, insort
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from random import Random
from zoneinfo import ZoneInfo

from desktop.sandbox.book import national
from desktop.sandbox.generate import starts
from desktop.sandbox.world import Call, Kind, Person, Sound, Speech, Status, World

EXTENSIONS = (1004, 1007, 1009)
"""Whose calls a client asks for; those of the vendor's samples, and one more."""

OTHERS = (1001, 1012)
"""Extensions of the same exchange that no client knows."""

ZONE = ZoneInfo("Europe/London")
FIRST_ID = 5_800_000  # no call of the world comes so far
_FEW = 30
_KINDS = ("in", "in", "in", "in", "out", "out", "out", "local")
_BRITISH = 8  # how much more often than others somebody with a number of this country calls


class History:
    """Calls from the oldest to the newest start, made when somebody first asks; only answered ones."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._rng = Random(f"second exchange {world.seed}")  # noqa: S311 - a toy world
        self._people = world.people
        ranks = [_BRITISH if one.country == "GB" else 1 for one in world.people]
        self._shares = list(accumulate(share / (rank + 3) for rank, share in enumerate(ranks)))
        began = datetime.fromtimestamp(world.clock.start, UTC)  # whenever somebody asks: runs are alike
        wanted = len(world.calls)
        wanted = max(wanted // 4, min(wanted, _FEW))
        moments = sorted(starts(self._rng, wanted, began))
        _put_at_clock_changes(moments, began)
        self.calls: list[Call] = []
        self.by_id: dict[str, Call] = {}
        for number, moment in enumerate(moments):
            self._keep(self._call(FIRST_ID + number, moment))
        for call in self.calls[-_FEW:]:  # all of them are over
            call.duration = max(1, min(call.duration, int(began.timestamp()) - 20 - call.started))

    def arrive(self, now: float) -> None:
        """Add a call that has just ended."""
        call = self._call(FIRST_ID + len(self.calls), int(now))
        call.duration = min(call.duration, 30)
        call.started = int(now) - call.duration
        self._keep(call)

    def between(self, first: str, last: str) -> list[Call]:
        """Return the calls whose local start, as text, lies between two texts, both included."""
        # The local time jumps twice a year, so an hour more is looked through than is wanted.
        low = bisect_left(self.calls, _epoch(first) - 7200, key=_started)
        high = bisect_right(self.calls, _epoch(last) + 7200, key=_started)
        return [call for call in self.calls[low:high] if first <= local_text(call) <= last]

    def _keep(self, call: Call) -> None:
        insort(self.calls, call, key=_started)
        self.by_id[id_of(call)] = call

    def _call(self, call_id: int, start: int) -> Call:
        rng = self._rng
        way = rng.choice(_KINDS)
        ours = rng.choice(EXTENSIONS)
        person = rng.choices(self._people, cum_weights=self._shares)[0]
        call = Call(
            id=call_id,
            kind=Kind.OUTBOUND if way == "out" else Kind.INBOUND,
            status=Status.ANSWER,
            caller=None,
            target="",
            line_id=ours,
            registered=start,
            started=start,
            wait=0,
            duration=int(5 + 110 * (spread := rng.random()) / (1.05 - spread) ** 0.62),
            answered=True,
            internal=way == "local",
        )
        if call.internal:
            self._between_extensions(call, ours)
        else:
            self._with(call, person, ours)
        call.sound = Sound.WAV if call.mix % 4 and call.duration < 600 else Sound.NONE
        if call.sound is Sound.WAV and call.mix % 3 == 0:
            call.speech = Speech.STORED
        return call

    def _between_extensions(self, call: Call, ours: int) -> None:
        """Most know both extensions, and then both of them tell of the call."""
        other = self._rng.choice([one for one in (*EXTENSIONS, *OTHERS) if one != ours])
        ends = [str(ours), str(other)]
        self._rng.shuffle(ends)
        call.caller, call.target = ends

    def _with(self, call: Call, person: Person, ours: int) -> None:
        number = national(person.number)
        call.person = person
        if call.kind is Kind.OUTBOUND:
            call.caller, call.target = str(ours), number
        else:
            call.caller, call.target = number, str(ours)
            if self._rng.random() < 0.04:
                call.person, call.caller = None, "anonymous"


def _put_at_clock_changes(moments: list[int], began: datetime) -> None:
    """Move a few of the oldest calls to where the exchange's clocks jump, so that both hours are met."""
    if len(moments) <= _FEW:
        return
    around = (-2700, -30, 30, 2700)
    for place, moment in enumerate(change + offset for change in _clock_changes(began) for offset in around):
        moments[place] = moment
    moments.sort()


def _clock_changes(began: datetime) -> list[int]:
    """Find the changes of the clock in the history's time."""
    hour = began.replace(minute=0, second=0, microsecond=0) - timedelta(days=280)
    found = []
    while hour < began - timedelta(days=2):
        following = hour + timedelta(hours=1)
        if hour.astimezone(ZONE).utcoffset() != following.astimezone(ZONE).utcoffset():
            found.append(int(following.timestamp()))
        hour = following
    return found


def local_text(call: Call) -> str:
    """Tell when a call began as the exchange does: its own time of day, without a zone."""
    return f"{datetime.fromtimestamp(call.started, ZONE):%Y-%m-%d %H:%M:%S}"


def id_of(call: Call) -> str:
    """Return a call's id: where it was, when it began, and a number in a row."""
    return f"SANDBOX-ANL-ND2-{call.started}.{call.id}"


def _epoch(text: str) -> float:
    return datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp()


def _started(call: Call) -> int:
    return call.started
