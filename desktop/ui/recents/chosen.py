"""What a person chose in the filter: kept over restarts, and turned into the filter of the moment."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum, StrEnum, auto
from typing import Any, TypeVar

from desktop.domain.calls import CallFilter, Direction, Has, Outcome
from desktop.domain.errors import Trouble
from desktop.services import when
from desktop.services.when import Preset

MOST_S = 10**7
"""The longest duration that can be asked for, in seconds: more digits are a slip."""

OTHER_OUTCOMES = frozenset({Outcome.OTHER, Outcome.UNKNOWN})
"""What a person chooses as "other"."""


class Facet(Enum):
    """What can be chosen, each apart from the others; in the order of the pills."""

    TIME = auto()
    DIRECTION = auto()
    RESULT = auto()
    DURATION = auto()
    LINE = auto()
    ACCOUNT = auto()
    TAG = auto()
    RECORDING = auto()
    TRANSCRIPT = auto()
    NUMBER = auto()
    PERSON = auto()


_FIELDS: dict[Facet, tuple[str, ...]] = {
    Facet.TIME: ("preset", "since", "until"),
    Facet.DIRECTION: ("directions",),
    Facet.RESULT: ("outcomes",),
    Facet.DURATION: ("min_s", "max_s"),
    Facet.LINE: ("lines",),
    Facet.ACCOUNT: ("accounts",),
    Facet.TAG: ("tags",),
    Facet.RECORDING: ("recording",),
    Facet.TRANSCRIPT: ("transcript",),
    Facet.NUMBER: ("number",),
    Facet.PERSON: ("person",),
}


@dataclass(frozen=True, slots=True)
class Chosen:
    """The choices of the filter. Empty means all.

    `since` and `until` are a range of one's own in the words of `services.when`, local and without a zone, so
    that it means the same hours after a change of the clock; a preset is kept by its name and moves on.
    `lines` and `accounts` hold our ids, `tags` names, `number` one far side as the store has it, `person`
    the id of a contact, for calls with any of its numbers.
    """

    preset: Preset | None = None
    since: str = ""
    until: str = ""
    directions: frozenset[Direction] = frozenset()
    outcomes: frozenset[Outcome] = frozenset()
    min_s: int | None = None
    max_s: int | None = None
    lines: frozenset[str] = frozenset()
    accounts: frozenset[str] = frozenset()
    tags: tuple[str, ...] = ()
    recording: bool = False
    transcript: bool = False
    number: str = ""
    person: str = ""

    def facets(self) -> tuple[Facet, ...]:
        """Return what is chosen at all."""
        nothing = Chosen()
        return tuple(
            facet
            for facet, fields in _FIELDS.items()
            if any(getattr(self, field) != getattr(nothing, field) for field in fields)
        )

    def without(self, facet: Facet) -> "Chosen":
        """Return the same without one of them."""
        nothing = Chosen()
        return replace(self, **{field: getattr(nothing, field) for field in _FIELDS[facet]})

    def among(self, lines: Iterable[str], accounts: Iterable[str]) -> "Chosen":
        """Return the same without lines and accounts that are not there any more."""
        return replace(self, lines=self.lines & set(lines), accounts=self.accounts & set(accounts))

    def times(self, now: datetime, week_starts: int) -> tuple[datetime | None, datetime | None]:
        """Return the chosen stretch of time, in UTC, its end exclusive. Words that are none mean no bound."""
        if self.preset is not None:
            return when.span(self.preset, now, week_starts=week_starts)
        return _moment(when.since, self.since, now), _moment(when.until, self.until, now)

    def as_filter(self, now: datetime, week_starts: int) -> CallFilter:
        """Return the filter that this means at a moment; `week_starts` is a weekday, 1 for Monday."""
        since, until = self.times(now, week_starts)
        has = {Has.RECORDING: self.recording, Has.TRANSCRIPT: self.transcript}
        return CallFilter(
            since=since,
            until=until,
            directions=self.directions,
            outcomes=self.outcomes,
            others=frozenset({self.number} if self.number else ()),
            contact_ids=frozenset({self.person} if self.person else ()),
            tags=self.tags,
            account_ids=self.accounts,
            line_ids=self.lines,
            min_duration_s=self.min_s,
            max_duration_s=self.max_s,
            has=frozenset(key for key, wanted in has.items() if wanted),
        )


def to_text(chosen: Chosen) -> str:
    """Return it for a setting; "" for nothing chosen."""
    nothing = Chosen()
    kept: dict[str, Any] = {}
    for field in Chosen.__slots__:
        value = getattr(chosen, field)
        if value != getattr(nothing, field):
            kept[field] = sorted(value) if isinstance(value, frozenset) else value
    return json.dumps(kept, ensure_ascii=False) if kept else ""


def from_text(text: str) -> Chosen:
    """Read what `to_text` wrote. What is damaged or not known (a newer Sidetone wrote it) is left out."""
    try:
        kept = json.loads(text) if text else {}
    except ValueError:
        return Chosen()
    if not isinstance(kept, dict):
        return Chosen()
    presets = _members(Preset, [kept.get("preset")])
    outcomes = _members(Outcome, kept.get("outcomes"))
    return Chosen(
        preset=next(iter(presets), None),
        since="" if presets else _words(kept.get("since")),
        until="" if presets else _words(kept.get("until")),
        directions=_members(Direction, kept.get("directions")) - {Direction.UNKNOWN},
        outcomes=outcomes | OTHER_OUTCOMES if outcomes & OTHER_OUTCOMES else outcomes,
        min_s=_seconds(kept.get("min_s")),
        max_s=_seconds(kept.get("max_s")),
        lines=frozenset(_texts(kept.get("lines"))),
        accounts=frozenset(_texts(kept.get("accounts"))),
        tags=_texts(kept.get("tags")),
        recording=kept.get("recording") is True,
        transcript=kept.get("transcript") is True,
        number=number if isinstance(number := kept.get("number"), str) else "",
        person=person if isinstance(person := kept.get("person"), str) else "",
    )


def _moment(read: Callable[[str, datetime], datetime], text: str, now: datetime) -> datetime | None:
    try:
        return read(text, now) if text else None
    except Trouble:
        return None


_Member = TypeVar("_Member", bound=StrEnum)


def _members(kind: type[_Member], values: object) -> frozenset[_Member]:
    known = _texts(values)
    return frozenset(member for member in kind if member.value in known)


def _texts(values: object) -> tuple[str, ...]:
    if not isinstance(values, list):
        return ()
    return tuple(value for value in values if isinstance(value, str) and value)


def _words(value: object) -> str:
    """Take words for a time only when they are some."""
    if not isinstance(value, str):
        return ""
    return value if _moment(when.since, value, datetime.now().astimezone()) else ""


def _seconds(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MOST_S else None
