"""What is asked of SIP Caller: filters, sorts, ranges, dates and files; pure, no I/O.

Origin of the keys, suffixes and of the file's columns: the vendor's page. That the three parameters are
percent-encoded JSON in the query string is how its newer pages send them.
"""

import csv
import io
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote, urlencode

from desktop.domain.campaigns import (
    Between,
    CampaignFilter,
    CampaignSort,
    CampaignStatus,
    CampaignType,
    DialMode,
    NewNumber,
)
from desktop.domain.errors import ErrorKind, Trouble

from .manifest import DASHED, TITLE

WORDS: Mapping[str, str] = {
    one.value: one.value.capitalize() for known in (CampaignStatus, CampaignType, DialMode) for one in known
}
"""Our words in the vendor's spelling, which it compares as they stand."""

SORTS: Mapping[CampaignSort, str] = {
    CampaignSort.NAME: "name",
    CampaignSort.STATUS: "status",
    CampaignSort.TYPE: "type",
    CampaignSort.STARTS: "startDate",
    CampaignSort.ENDS: "endDate",
    CampaignSort.NUMBERS: "numbersCount",
    CampaignSort.STARTED: "startedAt",
    CampaignSort.ENDED: "endedAt",
}
DATES = ("startDate", "endDate", "startedAt", "endedAt")

_WHOLE_NUMBER = 8  # digits; so many are a number as somebody dials it, fewer a part that is looked for


def campaign_filter(wanted: CampaignFilter, date_format: str) -> dict[str, Any]:
    """Spell a filter; conditions that are empty are left out."""
    spans = zip(DATES, (wanted.starts, wanted.ends, wanted.started, wanted.ended), strict=True)
    flows = {
        "humanAnswerCallflowId": wanted.human_callflow_id,
        "answeringMachineCallflowId": wanted.machine_callflow_id,
    }
    every: dict[str, Any] = {
        "ids": list(wanted.ids),
        "name": wanted.name,
        "phoneSystemId": wanted.phone_system_id,
        "extensionId": wanted.extension_id,
        "dialer": {"mode": WORDS.get(wanted.mode, wanted.mode)} if wanted.mode else None,
        "tagIds_ovl": list(wanted.tag_ids),
        "status": WORDS.get(wanted.status, wanted.status),
        "type": WORDS.get(wanted.type, wanted.type),
        **{key: value for field, span in spans for key, value in _bounds(field, span, date_format)},
        "callflowIds_ctn": wanted.callflow_id,
        "callBehavior": {key: value for key, value in flows.items() if value},
        "webhookEndpointId": wanted.webhook_id,
    }
    found = {key: value for key, value in every.items() if value}
    return found if wanted.archived is None else {**found, "isArchived": wanted.archived}


def has_dates(spelled: Mapping[str, Any]) -> bool:
    """Whether a filter asks for times, whose spelling may be refused."""
    return any(key.startswith(DATES) for key in spelled)


def _bounds(field: str, span: Between, date_format: str) -> list[tuple[str, str]]:
    bounds = {"gte": span.from_, "gt": span.after, "lte": span.until, "lt": span.before}
    return [
        (f"{field}_{suffix}", date_time(moment, date_format))
        for suffix, moment in bounds.items()
        if moment is not None
    ]


def date_time(moment: datetime, date_format: str) -> str:
    """Spell a time without a zone and in whole seconds.

    One with a zone is told in UTC. That is a guess: no page says which zone the account's times are in.
    """
    if moment.tzinfo is not None:
        moment = moment.astimezone(UTC)
    text = moment.replace(tzinfo=None).isoformat(timespec="seconds")
    # In the compact spelling the date alone loses its dashes; the time keeps its colons.
    return text if date_format == DASHED else text.replace("-", "")


def number_filter(part: str) -> dict[str, str]:
    """Spell a search for numbers with these digits, as they would stand behind a country's code.

    How a number is stored is nowhere said, and the vendor's sample has no plus: so digits alone are sent, and
    of what looks like a whole number those that do not depend on where it is dialled from.
    """
    digits = "".join(str(int(sign)) for sign in part if sign.isdecimal())
    if len(digits) >= _WHOLE_NUMBER:
        digits = digits.lstrip("0") or digits
    wanted = digits or part.strip()
    return {"number": wanted} if wanted else {}


def query(filters: Mapping[str, Any], sort: str, *, descending: bool, first: int, count: int) -> str:
    """Spell the three parameters of a list. `range` counts from 0 and includes both ends."""
    return urlencode(
        {
            "filter": _json(filters),
            "sort": _json([sort, "DESC" if descending else "ASC"]),
            "range": _json([first, first + count - 1]),
        },
        quote_via=quote,  # a space is %20, which everybody reads
        safe="",
    )


def _json(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", "replace").decode()  # half a letter can be in no address


def number(new: NewNumber) -> dict[str, Any]:
    """Spell a number that is added; `varValues` only where there are any."""
    return {"number": new.number, **({"varValues": list(new.variables)} if new.variables else {})}


def upload_query(variables: int) -> str:
    """Spell what is said of a file: our files have no header."""
    return f"firstRowIsHeader=false&varCount={variables}"


def csv_file(numbers: Sequence[NewNumber], variables: int) -> bytes:
    """Write a file of numbers as RFC 4180 has it, in UTF-8 without a mark at its beginning.

    Raises `Trouble` USAGE for a number that has not exactly so many variables.
    """
    text = io.StringIO(newline="")
    rows = csv.writer(text)
    for new in numbers:
        if len(new.variables) != variables:
            told = f"Each number needs {variables} variables, and one has {len(new.variables)}."
            raise Trouble(ErrorKind.USAGE, provider=TITLE, detail=told)
        rows.writerow((new.number, *new.variables))
    return text.getvalue().encode("utf-8", "replace")


def ids(keys: Sequence[str]) -> list[Any]:
    """Return record ids in the JSON type that they came in. Raises `Trouble` USAGE for one that has none."""
    if not all(keys):
        told = "SIP Caller told no id of this number, so it cannot be deleted here."
        raise Trouble(ErrorKind.USAGE, provider=TITLE, detail=told)
    return [json.loads(key) for key in keys]
