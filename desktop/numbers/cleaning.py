"""From any mess to a spelling: invisible characters, foreign digits, links and extensions.

Standard library only, and nothing here knows a number plan.
"""

import re
import unicodedata
from dataclasses import dataclass, replace
from urllib.parse import unquote

LONGEST = 1_000  # characters that are looked at; no spelling of one number is longer

_LINK = re.compile(r"(?:^|[<\"'\s])(tel|sips?|callto)\s*:\s*(.*)", re.IGNORECASE | re.DOTALL)
_SCHEME_AGAIN = re.compile(r"(?:tel|sips?|callto):(?://)?", re.IGNORECASE)
# "p" and "w" are a phone's pauses before the digits that it sends once somebody answered (as in vCard).
_PAUSE = re.compile(r"(\+?[\d\s().-]*\d)\s*[pw]+\s*([\d,pw*#]+)", re.IGNORECASE)
_USER_AT_HOST = re.compile(r"^([+\d][\d\s().+-]*)@\S+$")
_ADDRESS = re.compile(r"^\d{1,3}(?:\.\d{1,3}){3}$")
_EDGES = re.compile(r"^[^\w+(*#]+|[^\w)*#]+$")
_NOT_DIGITS = re.compile(r"[^0-9]+")
_LETTER = re.compile(r"[^\W\d_]")
_VANITY = re.compile(r"\+?[\d\s().-]*\d[\s().-]*[A-Za-z][A-Za-z\d\s().-]*")
_MISTAKEN = frozenset("OIL")  # for 0 and 1
_KEYS = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "22233344455566677778889999")  # ITU-T E.161
_PARAMETER = re.compile(r";\s*([A-Za-z][A-Za-z-]*)\s*=?\s*([^;]*)")
_EXTENSION_SIGN = re.compile(r"[^\W\d_]|[#,~]")
_EXTENSION = re.compile(
    r"(?P<head>.*?)[\s(\[;,/-]*"
    r"(?:(?:(?<=[\s\d().,;\[])|^)(?:ext(?:ension|n)?|poste|anexo|interno?|durchwahl|доб(?:авочный)?)(?![^\W\d_])"
    r"|(?<=[\d\s)])x|^x|\#|,|~)"
    r"[\s.:=]*(?P<extension>\d{1,9})[\s\])#]*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Spelling:
    """A text taken apart. `text` is all of it, cleaned; `body` is the part that names the number.

    `extension` is what a parameter names beyond doubt. `context` is the prefix that a `tel:` link says its
    local number belongs to. `sip` means that the body is a SIP user, which is no place for vanity letters.
    `link` means that the whole text is a link: a program wrote it, so it names one number or none, and no
    digit of it may be passed over.
    """

    text: str
    body: str
    extension: str | None = None
    context: str | None = None
    sip: bool = False
    link: bool = False


def clean(text: str, longest: int = LONGEST) -> str:
    """Return text without invisible characters, with plain digits, dashes and single spaces."""
    text = text[:longest]
    if not (text.isascii() and text.isprintable()):
        text = "".join(map(_plain, unicodedata.normalize("NFKC", text)))
    return " ".join(text.split())


def _plain(character: str) -> str:
    if character.isdecimal():
        return str(unicodedata.decimal(character))
    if character.isspace():
        return " "
    match unicodedata.category(character):
        case "Cf" | "Cc" | "Cs" | "Co" | "Cn" | "Me":
            return ""
        case "Pd":
            return "-"
        case "Mn" if "\ufe00" <= character <= "\ufe0f":  # "draw this digit as a keycap"
            return ""
    return "-" if character == "\N{MINUS SIGN}" else character


def spell(text: str) -> Spelling:
    """Clean a text and take links and their parameters apart; one that is too long names nothing."""
    whole = len(text) <= LONGEST
    text = clean(text)
    if not whole:  # what is left of it could begin like another number
        return Spelling(text, "")
    link = _LINK.search(text)
    if link:
        found = _spell_link(text, link[1].lower(), link[2])
        alone = link.start() == 0 and text[link.end(1) + 1 : link.end(1) + 2] not in ("", " ")
        return replace(found, link=alone, body=_plain_link(found.body)) if alone else found
    user = _USER_AT_HOST.match(text)
    if user:
        return Spelling(text, user[1], sip=True)
    return _with_parameters(text, text, sip=False)


def _spell_link(text: str, scheme: str, rest: str) -> Spelling:
    rest = clean(unquote(rest.split(">", maxsplit=1)[0])).lstrip("/").split("?")[0].rstrip("/ \"'")
    if not scheme.startswith("sip"):
        user, at, _ = rest.partition("@")
        return _with_parameters(text, user if at else rest, sip=bool(at))
    user, at, _ = rest.rpartition("@")
    if not at:
        user = rest
    head = user.split(":")[0]  # what follows a colon is a password or a port
    if _ADDRESS.match(head.split(";")[0]):
        return Spelling(text, "", sip=True)
    return _with_parameters(text, head, sip=True)


def _plain_link(body: str) -> str:
    """Write what links say in ways of their own as people write it: the scheme twice, pauses."""
    body = _SCHEME_AGAIN.sub("", body, count=1) if _SCHEME_AGAIN.match(body) else body
    paused = _PAUSE.fullmatch(body)
    return f"{paused[1]},{digits_of(paused[2])}" if paused else body


def _with_parameters(text: str, body: str, *, sip: bool) -> Spelling:
    extension = context = None
    for name, value in _PARAMETER.findall(body):
        if name.lower() == "ext":
            extension = "".join(filter(str.isdecimal, value)) or None
        elif name.lower() == "phone-context":
            context = value.strip()
    if ";" in body and _PARAMETER.search(body):
        body = body[: body.index(";")]
    return Spelling(text, _EDGES.sub("", body), extension, context, sip=sip)


def split_extension(body: str) -> tuple[str, str] | None:
    """Split "NUMBER ext 12" in its number and its extension; the number is empty for "x12"."""
    found = _EXTENSION_SIGN.search(body) and _EXTENSION.fullmatch(body)
    return (found["head"].strip(), found["extension"]) if found else None


def digits_of(text: str) -> str:
    """Return the digits of a cleaned text."""
    return _NOT_DIGITS.sub("", text)


def first_letter(text: str) -> int | None:
    """Return where the first letter stands, None when there is none."""
    found = _LETTER.search(text)
    return found.start() if found else None


def vanity_digits(body: str) -> str | None:
    """Return the digits of "1-800-FLOWERS" by a phone's keys, None for what is not written like that.

    Nor for letters that stand where somebody meant a digit, such as the O of "555-O1OO".
    """
    if not _VANITY.fullmatch(body) or not set(filter(str.isalpha, body.upper())) - _MISTAKEN:
        return None
    return digits_of(body.upper().translate(_KEYS))
