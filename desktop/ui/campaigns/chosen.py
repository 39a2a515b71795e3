"""What a person wants of a list of campaigns: kept over restarts, and turned into a query."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from desktop.domain.campaigns import Between, CampaignFilter, CampaignQuery, CampaignSort, first_list
from desktop.domain.errors import Trouble
from desktop.services import when

_FIRST = first_list("")
FIRST_SORT, FIRST_DESCENDING = _FIRST.sort, _FIRST.descending


class DateKey(StrEnum):
    """The four times of a campaign that can be filtered by, named as in `CampaignFilter`."""

    STARTS = "starts"
    ENDS = "ends"
    STARTED = "started"
    ENDED = "ended"


class IdKey(StrEnum):
    """The ids that can be filtered by, named as in `CampaignFilter`."""

    PHONE_SYSTEM = "phone_system_id"
    EXTENSION = "extension_id"
    CALL_FLOW = "callflow_id"
    HUMAN_FLOW = "human_callflow_id"
    MACHINE_FLOW = "machine_callflow_id"
    WEBHOOK = "webhook_id"


@dataclass(frozen=True, slots=True)
class Span:
    """A span of time in the words of `services.when`, "" for an open end.

    `after` and `before` leave their moment itself out, which `from_` and `until` include.
    """

    low: str = ""
    high: str = ""
    after: bool = False
    before: bool = False


@dataclass(frozen=True, slots=True)
class Wish:
    """All that narrows and orders the list. `account_id` is ours; the ids are the provider's."""

    account_id: str = ""
    name: str = ""
    status: str = ""
    type: str = ""
    mode: str = ""
    tag_ids: tuple[str, ...] = ()
    archived: bool | None = None
    ids: tuple[str, ...] = ()
    phone_system_id: str = ""
    extension_id: str = ""
    callflow_id: str = ""
    human_callflow_id: str = ""
    machine_callflow_id: str = ""
    webhook_id: str = ""
    starts: Span = Span()
    ends: Span = Span()
    started: Span = Span()
    ended: Span = Span()
    sort: CampaignSort = FIRST_SORT
    descending: bool = FIRST_DESCENDING

    @property
    def more(self) -> int:
        """How many of the filters that have no button of their own are in force."""
        ids = [bool(getattr(self, key)) for key in IdKey]
        return sum(ids) + bool(self.ids) + sum(self.span(key) != Span() for key in DateKey)

    @property
    def narrows(self) -> bool:
        """Whether it leaves campaigns out."""
        return self.everything() != replace(self, sort=FIRST_SORT, descending=FIRST_DESCENDING)

    def span(self, key: DateKey) -> Span:
        """Return the span of one of the times."""
        found: Span = getattr(self, key)
        return found

    def everything(self) -> "Wish":
        """Return the wish for all campaigns of the account, in the usual order."""
        return Wish(account_id=self.account_id)

    def unfiltered(self) -> "Wish":
        """Return the same order without any filter."""
        return Wish(account_id=self.account_id, sort=self.sort, descending=self.descending)

    def of_account(self, account_id: str) -> "Wish":
        """Return the same for another account, whose ids are others."""
        plain: dict[str, Any] = {key.value: "" for key in IdKey}
        return replace(self, account_id=account_id, tag_ids=(), ids=(), **plain)

    def as_query(self, now: datetime) -> CampaignQuery:
        """Return the query that this means at a moment."""
        same = {name: getattr(self, name) for name in _SAME}
        spans: dict[str, Any] = {key.value: _between(self.span(key), now) for key in DateKey}
        return CampaignQuery(
            self.account_id, CampaignFilter(**same, **spans), self.sort, descending=self.descending
        )


_SAME = (
    *("name", "status", "type", "mode", "tag_ids", "archived", "ids"),
    *(key.value for key in IdKey),
)
_TEXTS = ("account_id", "name", "status", "type", "mode", *(key.value for key in IdKey))


def _between(span: Span, now: datetime) -> Between:
    low = _moment(span.low, now, last=span.after)
    high = _moment(span.high, now, last=not span.before)
    return Between(
        from_=None if span.after else low,
        after=low if span.after else None,
        until=None if span.before else high,
        before=high if span.before else None,
    )


def _moment(text: str, now: datetime, *, last: bool) -> datetime | None:
    """Return what words for a time mean: of a day its beginning, or its `last` second."""
    if not text:
        return None
    try:
        begin, end = when.since(text, now), when.until(text, now)
    except Trouble:
        return None
    return _naive(end - timedelta(seconds=1) if last and end > begin else begin)


def _naive(moment: datetime) -> datetime:
    """Return the time as it is typed: providers that name no zone compare it with their own times."""
    return moment.astimezone().replace(tzinfo=None, microsecond=0)


# ---- kept over restarts


def to_text(wish: Wish) -> str:
    """Return it for a setting."""
    nothing, kept = Wish(), dict[str, Any]()
    for field in fields(Wish):
        value = getattr(wish, field.name)
        if value != getattr(nothing, field.name):
            kept[field.name] = _plain(value)
    return json.dumps(kept, ensure_ascii=False) if kept else ""


def _plain(value: object) -> object:
    if isinstance(value, Span):
        return [value.low, value.high, value.after, value.before]
    return list(value) if isinstance(value, tuple) else value


def from_text(text: str) -> Wish:
    """Read what `to_text` wrote. What is damaged or not known (a newer Sidetone wrote it) is left out."""
    try:
        kept = json.loads(text) if text else {}
    except ValueError:
        return Wish()
    if not isinstance(kept, dict):
        return Wish()
    archived = kept.get("archived")
    sort = next((one for one in CampaignSort if one.value == kept.get("sort")), FIRST_SORT)
    descending = kept.get("descending")
    values: dict[str, Any] = {name: _text(kept.get(name)) for name in _TEXTS}
    values |= {key.value: _span(kept.get(key.value)) for key in DateKey}
    return Wish(
        **values,
        tag_ids=_texts(kept.get("tag_ids")),
        ids=_texts(kept.get("ids")),
        archived=archived if isinstance(archived, bool) else None,
        sort=sort,
        descending=descending if isinstance(descending, bool) else FIRST_DESCENDING,
    )


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _texts(values: object) -> tuple[str, ...]:
    if not isinstance(values, list):
        return ()
    return tuple(value for value in values if isinstance(value, str) and value)


def _span(value: object) -> Span:
    match value:
        case [str(low), str(high), bool(after), bool(before)]:
            return Span(low, high, after, before)
    return Span()


def known_label(labels: Mapping[Any, str], kind: object, raw_id: str) -> str:
    """Return what a person called an id, else the id."""
    return labels.get((kind, raw_id), "") or raw_id
