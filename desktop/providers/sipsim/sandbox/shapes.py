"""How SIPSIM spells the sandbox's world, and how it reads a query. Pure: no server here."""

import base64
import binascii
import json
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from desktop.sandbox.world import Call, Kind, Line, Sound, Speech, Status, Tag, World, iso

SCOPES = (
    "account.read", "calls.read", "calls.create", "calls.write", "phones.read", "phones.write", "tags.read",
    "tags.write", "calls.tags.write", "calls.transcription.read", "calls.transcription.write",
    "calls.summary.read", "calls.summary.write", "settings.read", "settings.write", "webhooks.read",
    "webhooks.write",
)  # fmt: skip
EVENTS = (
    "incoming_call_start", "incoming_call_start_chain_member_call", "incoming_call_end_chain_member_call",
    "incoming_call_answer", "incoming_call_end", "outgoing_call_start", "outgoing_call_answer",
    "outgoing_call_end", "voicemail", "tags", "speech", "summary", "sms", "rating",
)  # fmt: skip
_ISO_WITH_SPACE = re.compile(r" (?=\d\d:?\d\d$)")
_KINDS = {
    "inbound": Kind.INBOUND,
    "outgoing": Kind.OUTBOUND,
    "missed": Kind.MISSED,
    "voicemail": Kind.VOICEMAIL,
}
SPEECH_STATES = {
    Speech.PENDING: "speech_sent_to_recognition",
    Speech.RECOGNIZED: "speech_recognized",
    Speech.STORED: "speech_stored",
    Speech.FAILED: "speech_recognition_failed",
}
_OUTCOMES = {
    Status.BUSY: "busy",
    Status.NO_ANSWER: "no_answer",
    Status.CANCEL: "cancelled",
    Status.UNAVAILABLE: "failed",
    Status.OTHER: "other",
    Status.ANSWER: "answered",
}


class BadParameter(ValueError):
    """A parameter that cannot be read; the text names it."""


def call_on_wire(call: Call, root: str, tags: Mapping[int, Tag]) -> dict[str, Any]:
    """Spell a call; `root` is where the recordings' links begin."""
    answered_at = call.answered_at
    return {
        "id": call.id,
        "call_type": call.kind.value,
        "sip_status": call.status.value,
        "caller_number": call.caller,
        "target_number": call.target,
        "answered_phone_number": call.answered_by,
        "answered": call.answered,
        "wait_duration_sec": call.wait,
        "duration_sec": call.duration,
        "play_record_link": _link(call, root),
        "phone_id": call.line_id,
        "answered_phone_id": call.answered_line_id,
        "registration_time": iso(call.registered),
        "start_time": iso(call.started),
        "answered_time": None if answered_at is None else iso(answered_at),
        "end_time": iso(call.ended),
        "tags": [{"id": one, "name": tags[one].name} for one in call.tags if one in tags],
    }


def recording_name(call: Call) -> str | None:
    """Name a call's recording; one kept elsewhere has a signature in its name instead of a guard."""
    if call.sound is Sound.NONE:
        return None
    if call.sound is Sound.ELSEWHERE:
        return f"{call.id}-{call.mix:06x}.mp3"
    return f"{call.id}.{call.sound.value}"


def _link(call: Call, root: str) -> str | None:
    """Link to the recording; the other host is this one under its other name."""
    name = recording_name(call)
    if call.sound is Sound.ELSEWHERE:
        return f"{root.replace('127.0.0.1', 'localhost')}/files/{name}"
    return name and f"{root}/recordings/{name}"


def phone_on_wire(line: Line, since: float) -> dict[str, Any]:
    """Spell a line with all its settings."""
    return {
        "id": line.id,
        "name": line.name,
        "status": line.status,
        "internal_number": line.extension,
        "number": line.number,
        "created_at": iso(since - 86_400 * 400),
        "updated_at": iso(since - 86_400 * (line.id % 50)),
        "group": {"group_id": line.group_id, "group_title": line.group},
        "outbound_setting": {
            "outbound_number": line.shown_number,
            "use_different_outbound_number": line.shown_number is not None,
            "outbound_number_phone_id": line.shown_line_id,
        },
        "record_setting": {
            "record_inbound_call": line.record_inbound,
            "record_outbound_call": line.record_outbound,
        },
        "voicemail_setting": {"allow_voicemail": line.voicemail, "voicemail_file_id": None},
        "forwarding_setting": {
            "forced": {"enabled": line.forced_to is not None, "forward_number": line.forced_to},
            "conditional": {
                "enabled": line.conditional_to is not None,
                "timeout_seconds": line.conditional_after,
                "forward_number": line.conditional_to,
            },
        },
        "audio_setting": {
            "inbound_call_preroll_id": None,
            "outbound_call_preroll_id": None,
            "no_answer_file_id": None,
            "wait_preroll_dial": 0,
        },
    }


def tag_on_wire(tag: Tag) -> dict[str, Any]:
    """Spell a tag."""
    return {"id": tag.id, "name": tag.name, "color": tag.colour, "description": tag.description}


def true_call(call: Call, line: Line, tags: Mapping[int, Tag], *, transcribed: bool) -> dict[str, Any]:
    """Tell a call in Sidetone's own words, as its command line should; the provider's name is left out."""
    outward = call.kind is Kind.OUTBOUND
    if call.kind in {Kind.MISSED, Kind.VOICEMAIL}:
        outcome = call.kind.value
    else:
        outcome = "answered" if call.answered else _OUTCOMES[call.status]
    answered_at = call.answered_at
    return {
        "id": None,
        "account": None,
        "provider_id": str(call.id),
        "direction": "internal" if call.internal else "outbound" if outward else "inbound",
        "outcome": outcome,
        "caller": call.caller,
        "callee": call.target,
        "other": call.target if outward else call.caller,
        "name": None,
        "line": line.name,
        "started_at": iso(call.started),
        "answered_at": None if answered_at is None else iso(answered_at),
        "ended_at": iso(call.ended),
        "wait_s": call.wait,
        "duration_s": call.duration,
        "tags": [tags[one].name for one in call.tags if one in tags],
        "has_recording": call.sound is not Sound.NONE,
        "has_transcript": transcribed,
        "note": None,
        "raw_status": call.status.value,
    }


def true_line(line: Line) -> dict[str, Any]:
    """Tell a line in Sidetone's own words."""
    return {
        "id": None,
        "account": None,
        "provider_id": str(line.id),
        "name": line.name,
        "extension": str(line.extension),
        "number": line.number,
        "status": line.status,
        "default": False,
        "recorded": line.record_outbound,
        "forwarded_to": line.forced_to,
    }


def true_tag(tag: Tag) -> dict[str, Any]:
    """Tell a tag in Sidetone's own words."""
    return {
        "provider_id": str(tag.id),
        "name": tag.name,
        "colour": tag.colour,
        "description": tag.description,
    }


def moment(text: str, name: str) -> float:
    """Read a time of a query; fractions pass, a raw `+` of an offset arrives as a space."""
    try:
        found = datetime.fromisoformat(_ISO_WITH_SPACE.sub("+", text.strip()))
    except ValueError:
        raise BadParameter(f"{name} is invalid") from None
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).timestamp()


def page_size(text: str | None) -> int:
    """Read a limit: 20 to 1000, 1000 when it is not given."""
    if text is None:
        return 1000
    if not text.isascii() or not text.isdigit() or not 20 <= int(text) <= 1000:
        raise BadParameter("limit must be between 20 and 1000")
    return int(text)


def page_token(last: Call) -> str:
    """Make the token of the page after `last`."""
    return base64.b64encode(json.dumps({"id": last.id, "t": last.started}).encode()).decode()


def page_key(token: str) -> tuple[int, int]:
    """Read a page token; a raw `+` arrives as a space."""
    try:
        read = json.loads(base64.b64decode(token.replace(" ", "+"), validate=True))
        return (int(read["t"]), int(read["id"]))
    except (binascii.Error, ValueError, KeyError, TypeError):
        raise BadParameter("page is invalid") from None


def call_filter(query: Mapping[str, str], world: World) -> Callable[[Call], bool] | None:
    """Read the filters of a query; None when every call fits. Values of one filter mean or."""
    tests: list[Callable[[Call], bool]] = []
    if kinds := query.get("call_types"):
        if unknown := set(kinds.split(",")) - set(_KINDS):
            raise BadParameter(f"call_types is invalid: {', '.join(sorted(unknown))}")
        wanted_kinds = {_KINDS[kind] for kind in kinds.split(",")}
        tests.append(lambda call: call.kind in wanted_kinds)
    if employees := query.get("employees"):
        theirs = _integers(employees, "employees")
        lines = {line.id for line in world.lines if line.employee_id in theirs}
        tests.append(lambda call: call.line_id in lines or call.answered_line_id in lines)
    if tags := query.get("tags"):
        wanted_tags = _integers(tags, "tags")
        tests.append(lambda call: not wanted_tags.isdisjoint(call.tags))
    if search := query.get("search", "").strip():
        tests.append(_search(search))
    return (lambda call: all(test(call) for test in tests)) if tests else None


def _integers(text: str, name: str) -> set[int]:
    try:
        return {int(one) for one in text.split(",")}
    except ValueError:
        raise BadParameter(f"{name} is invalid") from None


def _search(text: str) -> Callable[[Call], bool]:
    """Search numbers when there is no letter in the text, else the caller's name."""
    digits = re.sub(r"[\s().+/-]", "", text)
    if digits.isdigit():
        return lambda call: any(digits in one for one in (call.caller, call.target, call.answered_by) if one)
    name = text.casefold()
    return lambda call: call.person is not None and name in call.person.name.casefold()


def tag_fields(body: Mapping[str, Any]) -> dict[str, str]:
    """Read what a tag may be made of."""
    fields = {key: body[key] for key in ("name", "color", "description") if body.get(key) is not None}
    for key, value in fields.items():
        if not isinstance(value, str) or (key == "name" and not value.strip()):
            raise BadParameter(f"{key} is invalid")
    if not re.fullmatch(r"#[0-9A-Fa-f]{6}", fields.get("color", "#000000")):
        raise BadParameter("color is invalid")
    return fields


def change_tag(world: World, tag: Tag, fields: Mapping[str, str]) -> bool:
    """Change a tag; False when another one has the name."""
    name = fields.get("name", tag.name)
    if any(one.name == name and one is not tag for one in world.tags.values()):
        return False
    tag.name, tag.colour = name, fields.get("color", tag.colour)
    tag.description = fields.get("description", tag.description)
    return True
