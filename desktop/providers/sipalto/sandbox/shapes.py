"""How Sipalto spells the sandbox's world: everything is text, times have no zone. Pure: no server here."""

import re
from typing import Any

from desktop.sandbox.speech import Turn
from desktop.sandbox.world import Call, Contact, Kind, Sound, Speech, iso

from .history import EXTENSIONS, id_of, local_text

_LABELS = ("Main", "Second", "Third")
_COUNTRY = "44"
_JOINTS = re.compile(r"[\s().-]")
_DIALLED = re.compile(r"\+?\d{7,15}")
_OURS = frozenset(map(str, EXTENSIONS))


def call_on_wire(call: Call) -> dict[str, str]:
    """Spell a call."""
    way = "LOCAL" if call.internal else "OUT" if call.kind is Kind.OUTBOUND else "IN"
    return {
        "call_id": id_of(call),
        "caller": call.caller or "",
        "callee": call.target,
        "direction": way,
        "disposition": "ANSWERED",
        "date": local_text(call),
        "duration": str(call.duration),
    }


def contact_on_wire(contact: Contact) -> dict[str, str]:
    """Spell an entry of the phonebook, as somebody wrote it."""
    phones = {f"phone{place}": number for place, number in enumerate(contact.numbers, 1)}
    return {"id": str(contact.id), "name": contact.name, **phones}


def segments(call: Call, turns: tuple[Turn, ...]) -> list[dict[str, str]]:
    """Spell what was said: milliseconds with two decimals, texts with a space in front.

    Most transcripts begin with one segment that holds the whole call, marked by nothing.
    """
    spoken = [
        {
            "uniqueid": f"NODE-1-{call.started + 1}.{call.id - 2}",  # never quite the call's id
            "speaker": str(turn.channel),
            "start": f"{turn.start * 1000:.2f}",
            "end": f"{turn.end * 1000:.2f}",
            "text": f" {turn.text}" if place else turn.text,
            "reid": str(call.id * 10),
        }
        for place, turn in enumerate(turns)
    ]
    if len(spoken) < 2 or call.mix % 4 == 1:
        return spoken
    whole = {
        **spoken[0],
        "end": spoken[-1]["end"],
        "text": "".join(one["text"] for one in spoken),
        "reid": str(call.id * 10 - 1),
    }
    return [whole, *spoken]


def true_call(call: Call, *, transcribed: bool) -> dict[str, Any]:
    """Tell a call in Sidetone's own words, as its command line should: what nobody can know is null."""
    outward = call.kind is Kind.OUTBOUND
    ours = [end for end in (call.caller, call.target) if end in _OURS]
    caller, callee = normalised(call.caller), normalised(call.target)
    return {
        "id": None,
        "account": None,
        "provider_id": id_of(call),
        "direction": "internal" if call.internal else "outbound" if outward else "inbound",
        "outcome": "answered",
        "caller": caller,
        "callee": callee,
        "other": callee if call.caller in ours else caller,
        "name": None,
        "line": ours[0],
        "started_at": iso(call.started),
        "answered_at": None,
        "ended_at": None,
        "wait_s": None,
        "duration_s": call.duration,
        "tags": [],
        "has_recording": True,  # whether there is one is told by asking for it only
        "has_transcript": transcribed,
        "note": None,
        "raw_status": "ANSWERED",
    }


def true_line(extension: int) -> dict[str, Any]:
    """Tell a line in Sidetone's own words: an extension that is known, and can place no call."""
    return {
        "id": None,
        "account": None,
        "provider_id": str(extension),
        "name": str(extension),
        "extension": str(extension),
        "number": None,
        "status": "unknown",
        "default": False,
        "recorded": None,
        "forwarded_to": None,
    }


def true_contact(contact: Contact) -> dict[str, Any]:
    """Tell an entry in Sidetone's own words; `e164` only where the spelling is a plain one."""
    return {
        "id": None,
        "account": None,
        "provider_id": str(contact.id),
        "name": contact.name.strip(),
        "numbers": [
            {"label": label, "raw": number.strip(), "e164": e164(number)}
            for label, number in zip(_LABELS, contact.numbers, strict=True)
            if number.strip()
        ],
        "pending": None,
        "error": None,
    }


def normalised(number: str | None) -> str | None:
    """Spell an end of a call as Sidetone keeps it: E.164, or the extension."""
    return None if not number else e164(number) or number


def e164(number: str) -> str | None:
    """Return E.164 for a number as it is dialled in the United Kingdom; None for other texts."""
    digits = _JOINTS.sub("", number)
    if not _DIALLED.fullmatch(digits):
        return None
    if digits.startswith("00"):
        return f"+{digits[2:]}"
    if digits.startswith("0"):
        return f"+{_COUNTRY}{digits[1:]}"
    return digits if digits.startswith("+") else None


def is_transcribed(call: Call) -> bool:
    """Whether there is a transcript of a call."""
    return call.sound is Sound.WAV and call.speech is Speech.STORED
