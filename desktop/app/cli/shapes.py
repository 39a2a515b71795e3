"""What `--json` prints: plain dictionaries with the names and the order that scripts rely on.

Times are UTC to the whole second, durations whole seconds, what is not known is None.
"""

import math
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from desktop.app.cli import conflicts
from desktop.domain.accounts import Account, CredentialField
from desktop.domain.attempts import Attempt, AttemptState
from desktop.domain.calls import CallRecord
from desktop.domain.campaigns import Campaign, CampaignNumber
from desktop.domain.changes import SyncResult
from desktop.domain.contacts import Contact, ContactCard, TrashedContact
from desktop.domain.errors import ErrorKind, Trouble
from desktop.domain.lines import Line
from desktop.domain.transcripts import Transcript

if TYPE_CHECKING:
    from desktop.services.settings import Settings

Shape = dict[str, object]

_STATES = {
    AttemptState.PLACED: "placed",
    AttemptState.FAILED: "failed",
    AttemptState.BUSY: "failed",
    AttemptState.UNKNOWN: "unknown",
    AttemptState.SENDING: "unknown",
    AttemptState.HANDED_OVER: "handed_over",
}


def stamp(moment: datetime | None) -> str | None:
    """Return `YYYY-MM-DDTHH:MM:SSZ`; a fraction of a second is cut, never rounded."""
    if moment is None:
        return None
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def account(value: Account) -> Shape:
    """Return an account."""
    missing = value.missing or {}
    return {
        "name": value.name,
        "provider": value.provider,
        "state": value.state.value,
        "missing": [
            {"ability": ability.value, "reason": reason} for ability, reason in sorted(missing.items())
        ],
        "last_sync": stamp(value.last_sync),
        "calls": value.calls,
    }


def field(value: CredentialField) -> Shape:
    """Return one field of a provider's account form."""
    return {
        "key": value.key,
        "label": value.label,
        "secret": value.secret,
        "required": value.required,
        "default": value.default,
    }


def line(value: Line) -> Shape:
    """Return a line."""
    return {
        "id": value.id,
        "account": value.account,
        "provider_id": value.provider_id,
        "name": value.name,
        "extension": value.extension,
        "number": value.number,
        "status": value.status.value,
        "default": value.default,
        "recorded": value.recorded,
        "forwarded_to": value.forwarded_to,
    }


def sync_result(value: SyncResult, conflicts: int) -> Shape:
    """Return how one account's pass ended, with how many of its edits wait for somebody's choice."""
    return {
        "account": value.account,
        "new": value.new,
        "changed": value.changed,
        "skipped": value.skipped,
        "contacts": value.contacts,
        "campaigns": value.campaigns,
        "conflicts": conflicts,
        "complete": value.complete,
        "seconds": round(value.seconds, 3),
        "error": None if value.error is None else error(as_trouble(value.error)),
    }


def call(value: CallRecord) -> Shape:
    """Return a call."""
    return {
        "id": value.id,
        "provider": value.provider,
        "account": value.account,
        "provider_id": value.provider_id,
        "direction": value.direction.value,
        "outcome": value.outcome.value,
        "caller": value.caller,
        "callee": value.callee,
        "other": value.other,
        "name": value.name,
        "line": value.line,
        "started_at": stamp(value.started_at),
        "answered_at": stamp(value.answered_at),
        "ended_at": stamp(value.ended_at),
        "wait_s": value.wait_s,
        "duration_s": value.duration_s,
        "tags": [tag.name for tag in value.tags],
        "has_recording": value.has_recording,
        "has_transcript": value.has_transcript,
        "note": value.note,
        "raw_status": value.raw_status,
    }


def contact(value: Contact) -> Shape:
    """Return a contact."""
    return {
        "id": value.id,
        "account": value.account,
        "provider_id": value.provider_id,
        "name": value.name,
        "numbers": [
            {"label": number.label, "raw": number.raw, "e164": number.e164} for number in value.numbers
        ],
        "pending": value.pending and value.pending.value,
        "error": value.error or conflicts.sentence(value),
        "favourite": value.favourite,
    }


def conflict(value: Contact, places: tuple[str, ...]) -> Shape | None:
    """Return the versions between which somebody has to choose; a `wanted` that is None is a deletion."""
    found = value.conflict
    if found is None:
        return None
    return {
        "seen": _card(found.seen, places),
        "wanted": _card(found.wanted, places),
        "there": _card(found.there, places),
        "since": stamp(found.since),
    }


def _card(value: ContactCard | None, places: tuple[str, ...]) -> Shape | None:
    if value is None:
        return None
    numbers = [
        {"label": conflicts.label(places, place), "raw": raw}
        for place, raw in enumerate(value.numbers)
        if raw
    ]
    return {"name": value.name, "numbers": numbers}


def campaign(value: Campaign) -> Shape:
    """Return a campaign."""
    told = value.told
    return {
        "id": value.id,
        "account": value.account,
        "provider_id": told.provider_id,
        "name": told.name,
        "status": told.status,
        "type": told.type,
        "mode": told.mode,
        "numbers_count": told.numbers_count,
        "starts_at": campaign_time(told.starts_at),
        "ends_at": campaign_time(told.ends_at),
        "started_at": campaign_time(told.started_at),
        "ended_at": campaign_time(told.ended_at),
        "archived": told.archived,
    }


def campaign_time(moment: datetime | None) -> str | None:
    """Return a campaign's time: without a Z where its provider names no zone, so that it may be any."""
    if moment is None or moment.tzinfo is not None:
        return stamp(moment)
    return moment.strftime("%Y-%m-%dT%H:%M:%S")


def campaign_number(value: CampaignNumber) -> Shape:
    """Return a number of a campaign."""
    return {
        "provider_id": value.provider_id,
        "number": value.number,
        "variables": list(value.variables),
        "extra": dict(value.extra),
    }


def trashed(value: TrashedContact) -> Shape:
    """Return a contact that was deleted here."""
    return {
        "id": value.id,
        "account": value.account,
        "name": value.card.name,
        "numbers": [{"raw": text} for text in value.card.numbers if text],
        "deleted_at": stamp(value.deleted_at),
        "pending": "delete" if value.waits else None,
    }


def transcript(value: Transcript) -> Shape:
    """Return a transcript in whatever state it is."""
    return {
        "state": value.state.value,
        "summary": value.summary,
        "segments": [
            {
                "start_s": segment.start_s,
                "end_s": segment.end_s,
                "speaker": segment.speaker.value,
                "channel": segment.channel,
                "text": segment.text,
            }
            for segment in value.segments
        ],
    }


def attempt(value: Attempt, line_name: str) -> Shape:
    """Return what became of one press of Call; a busy line counts as failed, since nothing rang."""
    return {
        "attempt": value.id,
        "number": value.number,
        "line": line_name,
        "state": _STATES[value.state],
        "provider_id": value.provider_id,
    }


def setting(settings: "Settings", key: str) -> Shape:
    """Return a setting with its value; `locked` says who settled it where it cannot be changed."""
    kinds: Mapping[type, str] = {bool: "boolean", int: "integer", float: "number", str: "text"}
    default, lock = settings.default(key), settings.lock(key)
    return {
        "key": key,
        "value": settings.get(key),
        "type": kinds[type(default)],
        "default": default,
        "text": settings.setting(key).text,
        "locked": lock and lock.sentence,
    }


def error(value: Trouble) -> Shape:
    """Return the inside of the error object; its `provider` is the id that accounts and calls have too."""
    return {
        "kind": value.kind.value,
        "message": value.sentence,
        "rule": value.rule,
        "provider": value.provider and _provider_id(value.provider),
        "account": value.account,
        "status": value.status,
        "request_id": value.request_id,
        "retry_after_s": None if value.retry_after_s is None else math.ceil(value.retry_after_s),
    }


def _provider_id(title: str) -> str:
    """Return the id of the provider that sentences call `title`."""
    from desktop.providers import discover  # here, since most commands end without an error

    return next((key for key, found in discover().items() if found.manifest.title == title), title)


def as_trouble(fault: BaseException) -> Trouble:
    """Give every exception the shape of a trouble; one of our own bugs says only its type."""
    if isinstance(fault, Trouble):
        return fault
    return Trouble(ErrorKind.INTERNAL, detail=type(fault).__name__)
