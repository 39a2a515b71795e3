"""How SIP Caller spells the sandbox's campaigns. Pure: no server here.

No answer of the vendor's is documented. Here planned times have no zone and those of what happened have one;
record ids are texts in most campaigns and whole numbers in some.
"""

from typing import Any

from desktop.sandbox.campaigns import Campaign, Number
from desktop.sandbox.world import iso

_WHOLE_FROM = 700_000


def campaign_on_wire(campaign: Campaign) -> dict[str, Any]:
    """Spell a campaign."""
    return {
        "id": campaign.id,
        "name": campaign.name,
        "status": campaign.state.capitalize(),
        "type": "Dynamic" if campaign.dynamic else "Static",
        "dialer": {"mode": "Predictive" if campaign.predictive else "Power", "maxChannels": 10},
        "phoneSystemId": campaign.phone_system,
        "extensionId": campaign.extension,
        "tagIds": list(campaign.tags),
        "callBehavior": {
            "humanAnswerCallflowId": campaign.human_flow,
            "answeringMachineCallflowId": campaign.machine_flow,
        },
        "webhookEndpointId": campaign.webhook,
        "startDate": campaign.starts,
        "endDate": campaign.ends,
        "startedAt": _moment(campaign.started),
        "endedAt": _moment(campaign.ended),
        "numbersCount": campaign.size,
        "isArchived": campaign.archived,
    }


def _moment(seconds: float | None) -> str | None:
    return None if seconds is None else iso(seconds).replace("Z", ".000Z")


def record_id(campaign: Campaign, number: Number) -> str | int:
    """Return a record's id, which is never the number itself."""
    if campaign.ids_are_whole:
        return _WHOLE_FROM + number.order
    return f"01950000-0000-7000-9{campaign.index & 0xFFF:03x}-{number.order:012x}"


def order_of(campaign: Campaign, record: object) -> int | None:
    """Return which number a record's id stands for, 0 for none; None for an id of the wrong type."""
    if campaign.ids_are_whole:
        return max(record - _WHOLE_FROM, 0) if type(record) is int else None
    if not isinstance(record, str):
        return None
    head, _, tail = record.rpartition("-")
    if head != f"01950000-0000-7000-9{campaign.index & 0xFFF:03x}" or len(tail) != 12:
        return 0
    try:
        return int(tail, 16)
    except ValueError:
        return 0


def number_on_wire(campaign: Campaign, number: Number) -> dict[str, Any]:
    """Spell a number of a campaign."""
    return {
        "id": record_id(campaign, number),
        "number": number.number,
        "varValues": list(number.variables),
        "status": number.fate.replace("_", " ").capitalize(),
        "attempts": number.attempts,
    }


def true_campaign(campaign: Campaign) -> dict[str, Any]:
    """Tell a campaign in Sidetone's own words, with all numbers that ever arrived, in that order."""
    return {
        "id": None,
        "account": None,
        "provider_id": campaign.id,
        "name": campaign.name,
        "status": campaign.state.value,
        "type": "dynamic" if campaign.dynamic else "static",
        "mode": "predictive" if campaign.predictive else "power",
        "numbers_count": campaign.size,
        "starts_at": campaign.starts,
        "ends_at": campaign.ends,
        "started_at": None if campaign.started is None else iso(campaign.started),
        "ended_at": None if campaign.ended is None else iso(campaign.ended),
        "archived": campaign.archived,
        "tag_ids": list(campaign.tags),
        "takes_numbers": campaign.takes_numbers,
        "numbers": [
            {
                "provider_id": str(record_id(campaign, number)),
                "number": number.number,
                "sent": number.sent,
                "variables": list(number.variables),
                "gone": number.gone,
            }
            for number in campaign.numbers
        ],
    }
