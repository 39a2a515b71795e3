"""Sipalto's envelopes, errors, sign-in and contacts to domain values; pure, no I/O.

Origin of the shapes: the vendor's page. Its own samples have trailing commas, ids are text in one place and
numbers in another, and what an error looks like is not said at all: the tolerance is ours.
"""

import base64
import binascii
import logging
import re
from dataclasses import dataclass
from typing import Any

from desktop.domain.contacts import ContactCard, ProviderContact
from desktop.domain.errors import ErrorKind, Trouble
from desktop.providers import reading as read

from .manifest import PLACES

log = logging.getLogger(__name__)

OK = "OK"
"""What stands for an answer that has nothing to tell."""

_NUMBER_FIELDS = ("phone1", "phone2", "phone3")
_SHORT = 4096  # no refusal is longer
_ERROR_FIELDS = ("message", "error", "errors")

# A text is passed over whole, one without an end up to the end of all; so is a comma that nothing precedes.
_TRAILING = re.compile(rb'("(?:[^"\\]++|\\.)*+(?:"|\Z)|[\[{,]\s*+,)|,(?=\s*+[}\]])', re.DOTALL)

# Failures may come as 200 with `success` false; what they are is then only in their words.
_WORDS = (
    (("unauthenticated", "unauthorized", "token"), ErrorKind.SIGN_IN),
    (("too many",), ErrorKind.RATE_LIMITED),
    (("not found", "no query results", "does not exist"), ErrorKind.NOT_FOUND),
    (("permission", "forbidden"), ErrorKind.FORBIDDEN),
)


@dataclass(frozen=True, slots=True)
class Answer:
    """An envelope read whole. `success` is None where it does not say, `told` whether there is a response."""

    success: bool | None
    told: bool
    response: Any
    lines: tuple[str, ...]

    @property
    def is_refusal(self) -> bool:
        """Whether something that was asked for was refused: words alone, and no response, are one too."""
        return self.success is False or not (self.told or self.success)


def tree(body: bytes) -> Any:
    """Read JSON; strictly first, then once more without the commas that end a list or an object.

    Raises ValueError.
    """
    try:
        return read.tree(body)
    except ValueError:
        return read.tree(_TRAILING.sub(rb"\1", body))


def envelope(body: bytes) -> Answer:
    """Read an envelope, whatever it says. Raises `Trouble` PROTOCOL when the body is none."""
    try:
        root = tree(body)
    except ValueError:
        raise Trouble(ErrorKind.PROTOCOL, detail="it is no JSON") from None
    if not isinstance(root, dict) or root.keys().isdisjoint({"success", "response", *_ERROR_FIELDS}):
        raise Trouble(ErrorKind.PROTOCOL, detail="it is not what Sipalto's API sends")
    success = read.flag(root.get("success"))
    return Answer(success, "response" in root, root.get("response"), _lines(root))


def response(body: bytes) -> Any:
    """Return what a good answer tells, null too. Raises `Trouble`: PROTOCOL, or what a refusal stands for."""
    found = envelope(body)
    if found.is_refusal:
        raise refusal(found.lines)
    if not found.told:
        # Taken for an empty phonebook, it would be the end of everybody's contacts here.
        raise Trouble(ErrorKind.PROTOCOL, detail="it has no response in it")
    return found.response


def refusal(lines: tuple[str, ...]) -> Trouble:
    """Turn the words of a refusal into the `Trouble` that they stand for."""
    said = " ".join(lines).lower()
    kind = next((kind for words, kind in _WORDS if any(word in said for word in words)), ErrorKind.REFUSED)
    return Trouble(kind, detail="; ".join(lines) or None)


def refuses_token(body: bytes) -> bool:
    """Whether an answer with a status of the 200s says that the token is no good."""
    if len(body) > _SHORT:
        return False
    try:
        found = envelope(body)
    except Trouble:
        return False
    return found.is_refusal and refusal(found.lines).kind is ErrorKind.SIGN_IN


def is_done(body: bytes) -> bool | None:
    """Whether a change was made, by what the answer says; None when it is not to be trusted.

    Words alone say neither: they may be a warning beside something that was done.
    """
    try:
        found = envelope(body)
    except Trouble:
        return None
    if found.success is None:
        return True if found.response == OK else None
    return found.success


# -- errors ---------------------------------------------------------------------------------------------


def errors(body: bytes) -> tuple[str, ...] | None:
    """Return an error's lines; None when the body is not the API's own (a page of a proxy)."""
    try:
        root = tree(body)
    except ValueError:
        return None
    return _lines(root) if isinstance(root, dict) else None


def instead(body: bytes) -> tuple[str, ...] | None:
    """Return the words of JSON that came where sound should; None when it is no JSON, as sound is."""
    if body[:_SHORT].lstrip()[:1] not in {b"{", b"["} and len(body) > _SHORT:
        return None
    try:
        root = tree(body)
    except ValueError:
        return None
    return _lines(root if isinstance(root, dict) else {"message": root})


def _lines(root: dict[str, Any]) -> tuple[str, ...]:
    """Look for words wherever an error may have them; the texts of a 422 name their fields themselves."""
    found: list[Any] = [root.get("message"), root.get("error")]
    listed = root.get("errors")
    found += list(listed.values()) if isinstance(listed, dict) else [listed]
    told = root.get("response")
    if isinstance(told, str) and told != OK:
        found.append(told)
    return tuple(dict.fromkeys(line[:200] for line in read.lines(found)))[:5]


def says_no(body: bytes) -> bool:
    """Whether an answer without what was asked for is a refusal: in words, or by `success` alone."""
    try:
        root = tree(body)
    except ValueError:
        return False
    return isinstance(root, dict) and (read.flag(root.get("success")) is False or bool(_lines(root)))


# -- signing in -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Login:
    """What is kept of a sign-in's answer, which carries the password again: never keep or log it whole.

    `expires_in` is what the answer says, `issued_at` and `expires_at` (seconds since the epoch) what the
    token itself does; the two contradict each other in the vendor's own sample.
    """

    token: str
    expires_in: int | None
    issued_at: int | None
    expires_at: int | None
    user_id: str | None
    tenant: str | None


def login(body: bytes) -> Login:
    """Read the answer to a sign-in, also in an envelope. Raises `Trouble` PROTOCOL."""
    try:
        root = read.mapping(tree(body))
    except ValueError:
        root = {}
    row = root if root.get("access_token") else read.mapping(root.get("response"))
    token = read.text(row.get("access_token"))
    if token is None or not (token.isascii() and token.isprintable()):
        raise Trouble(ErrorKind.PROTOCOL, detail="the sign-in gave no token")
    user, claims = read.mapping(row.get("user")), _claims(token)
    return Login(
        token,
        read.whole(row.get("expires_in")) or None,
        _seconds(claims.get("iat")),
        _seconds(claims.get("exp")),
        read.text(user.get("id")),
        read.text(user.get("te_code")) or read.text(user.get("username")),
    )


def has_token(body: bytes) -> bool:
    """Whether an answer is one to a sign-in, and not the page of a network that wants one of its own."""
    try:
        login(body)
    except Trouble:
        return False
    return True


def _claims(token: str) -> dict[str, Any]:
    """Read what a token says of itself; nothing when it is no JWT. Its signature is the server's business."""
    parts = token.split(".")
    if len(parts) != 3:
        return {}
    try:
        return read.mapping(read.tree(base64.urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4))))
    except (ValueError, binascii.Error):
        return {}


def _seconds(value: Any) -> int | None:
    number = read.real(value)
    return int(number) if number is not None and 0 < number < 1e11 else None


# -- contacts -------------------------------------------------------------------------------------------


def contacts(body: bytes) -> list[ProviderContact]:
    """Read the phonebook. An empty map, list or null is an empty one; anything else raises PROTOCOL.

    An entry without an id can be read only; the second of two with the same id is left out.
    """
    found: dict[str, ProviderContact] = {}
    without: list[ProviderContact] = []
    skipped = 0
    for row in rows(response(body)):
        if not isinstance(row, dict):
            skipped += 1
            continue
        entry = ProviderContact(read.text(row.get("id")), _card(row))
        if entry.provider_id is None:
            without.append(entry)
        elif entry.provider_id in found:
            skipped += 1
        else:
            found[entry.provider_id] = entry
    if skipped and not found and not without:
        raise Trouble(ErrorKind.PROTOCOL, detail="its response is no phonebook")
    if skipped:
        log.warning("%d entries of the phonebook cannot be read and are left out", skipped)
    return [*found.values(), *without]


def _card(row: dict[str, Any]) -> ContactCard:
    return ContactCard(
        read.text(row.get("name")) or "", tuple(read.text(row.get(field)) or "" for field in _NUMBER_FIELDS)
    )


def rows(told: Any) -> list[Any]:
    """Return records that come as a list, as a map by their ids, or as nothing. Raises `Trouble` PROTOCOL."""
    if isinstance(told, dict):
        return list(told.values())
    listed = read.listing(told)
    if listed is None:
        raise Trouble(ErrorKind.PROTOCOL, detail="its response is no list")
    return listed


def contact_form(card: ContactCard) -> dict[str, str]:
    """Spell an entry: always all fields, since whether one that is left out is kept is not said."""
    numbers = [*card.numbers, *("" for _ in PLACES)][: len(PLACES)]
    return {"name": card.name, **dict(zip(_NUMBER_FIELDS, numbers, strict=True))}
