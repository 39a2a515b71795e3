"""What `campaigns list` asks a provider for: its options, and every other condition as KEY=VALUE."""

import argparse
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from desktop.app.cli.parser import Parser
from desktop.app.cli.times import since, until
from desktop.domain.campaigns import Between, CampaignFilter, CampaignSort
from desktop.domain.errors import ErrorKind, Trouble

_SPANS = ("starts", "ends", "started", "ended")
_BOUNDS = {"from": "from_", "after": "after", "until": "until", "before": "before"}
_MANY = {"id": "ids", "tag": "tag_ids"}
_ONE = {
    "name": "name",
    "status": "status",
    "type": "type",
    "mode": "mode",
    "phone_system": "phone_system_id",
    "extension": "extension_id",
    "call_flow": "callflow_id",
    "human_call_flow": "human_callflow_id",
    "machine_call_flow": "machine_callflow_id",
    "webhook": "webhook_id",
}
KEYS = (*_MANY, *_ONE, "archived", *(f"{span}_{bound}" for span in _SPANS for bound in _BOUNDS))
"""Everything that can be asked for by `--filter`."""

_ANSWERS = {"yes": True, "no": False}


def query_options(parser: Parser) -> None:
    """Add the options that choose campaigns."""
    group = parser.add_argument_group("filters (all must hold; the provider looks)")
    group.add_argument("--name", metavar="TEXT")
    group.add_argument(
        "--status", metavar="WORD", help="draft, active, paused, canceled, finished or another"
    )
    group.add_argument("--type", metavar="WORD", help="static or dynamic")
    group.add_argument("--mode", metavar="WORD", help="power or predictive")
    group.add_argument(
        "--tag", metavar="ID", action="append", default=[], help="may be repeated: any of these"
    )
    group.add_argument("--archived", choices=tuple(_ANSWERS), help="else what the provider shows by itself")
    for span in _SPANS:
        for bound, text in (("from", "from then on"), ("until", "up to then, a day included")):
            group.add_argument(f"--{span}-{bound}", metavar="TIME", help=text)
    group.add_argument(
        "--filter",
        metavar="KEY=VALUE",
        action="append",
        default=[],
        help=f"any condition; may be repeated. KEY is one of {', '.join(KEYS)}",
    )
    parser.add_argument(
        "--sort", choices=[sort.value for sort in CampaignSort], default=CampaignSort.NAME.value
    )
    parser.add_argument("--desc", action="store_true", help="the last ones first")


def filter_of(args: argparse.Namespace) -> CampaignFilter:
    """Turn the options into a filter. Raises `Trouble` USAGE."""
    asked = _Asked()
    for key in ("name", "status", "type", "mode", "archived"):
        asked.add(key, getattr(args, key))
    for tag in args.tag:
        asked.add("tag", tag)
    for span in _SPANS:
        for bound in ("from", "until"):
            asked.add(f"{span}_{bound}", getattr(args, f"{span}_{bound}"))
    for text in args.filter:
        key, equals, value = text.partition("=")
        if not equals or key not in KEYS:
            known = ", ".join(KEYS)
            raise Trouble(ErrorKind.USAGE, detail=f"{text!r} is no condition: KEY=VALUE with one of {known}.")
        asked.add(key, value)
    return CampaignFilter(**asked.fields)


@dataclass
class _Asked:
    """The conditions so far."""

    fields: dict[str, Any] = field(default_factory=dict)

    def add(self, key: str, value: str | None) -> None:
        """Take a condition in; None is none."""
        if value is None:
            return
        if key in _MANY:
            self.fields[_MANY[key]] = (*self.fields.get(_MANY[key], ()), value)
            return
        span, _, bound = key.rpartition("_")
        if span in _SPANS and bound in _BOUNDS:
            known = self.fields.get(span, Between())
            self.fields[span] = self._bounded(key, known, _BOUNDS[bound], value)
        elif key == "archived":
            if value not in _ANSWERS:
                raise Trouble(ErrorKind.USAGE, detail="archived is yes or no.")
            self._once(key, "archived", _ANSWERS[value])
        else:
            self._once(key, _ONE[key], value)

    def _once(self, key: str, name: str, value: object) -> None:
        if name in self.fields:
            raise Trouble(ErrorKind.USAGE, detail=f"{key} is asked for twice.")
        self.fields[name] = value

    @staticmethod
    def _bounded(key: str, span: Between, bound: str, value: str) -> Between:
        moment, end = _times(value)
        if bound == "until" and end != moment:
            bound, moment = "before", end  # the whole day
        if getattr(span, bound) is not None:
            raise Trouble(ErrorKind.USAGE, detail=f"{key} is asked for twice.")
        return replace(span, **{bound: moment})


def _times(text: str) -> tuple[datetime, datetime]:
    """Read a time, or a day with its end. Without a zone it stays so: nobody tells the campaigns' zone."""
    word = text.strip()
    with suppress(ValueError, OverflowError):
        day = datetime.combine(date.fromisoformat(word), time())
        return day, day + timedelta(days=1)
    with suppress(ValueError):
        moment = datetime.fromisoformat(word)
        return moment, moment
    begin, end = since(word), until(word)
    assert begin is not None
    assert end is not None
    return begin.astimezone().replace(tzinfo=None), end.astimezone().replace(tzinfo=None)
