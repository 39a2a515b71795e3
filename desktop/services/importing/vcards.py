"""vCards 2.1, 3.0 and 4.0: names and numbers of the cards in a file, one card at a time."""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from vobject.base import ContentLine, ParseError, VObjectError, getLogicalLines, parseLine
from vobject.vcard import splitFields

from desktop.services.importing import reasons
from desktop.services.importing.encodings import WESTERN
from desktop.services.importing.lines import TextLines
from desktop.services.importing.values import FileRow

_BEGIN = re.compile(r"\s*BEGIN\s*:\s*VCARD\s*", re.IGNORECASE)
_END = re.compile(r"\s*END\s*:\s*VCARD\s*", re.IGNORECASE)
_PROPERTY = re.compile(r"(?:[\w-]+\.)?([\w-]+)\s*[;:]", re.ASCII)
_READ = frozenset({"FN", "N", "ORG", "NICKNAME", "TEL"})
_NOTHING_LOST = frozenset(
    {"VERSION", "PRODID", "REV", "UID", "KIND", "CLIENTPIDMAP", "SOURCE", "SORT-STRING", "CLASS", "XML"}
)
_NOT_CALLED = frozenset({"FAX", "PAGER", "MODEM", "BBS", "TEXTPHONE"})
_LONGEST_CARD = 1_000_000  # characters of the properties that are read


@dataclass(slots=True)
class _Card:
    """The lines of one card, as they are gathered."""

    line: int
    lines: list[str] = field(default_factory=list)
    size: int = 0
    depth: int = 1  # a 2.1 card may hold its agent's card
    left_out: bool = False
    too_long: bool = False
    keeping: bool = False  # whether the property that the next line may continue is read


def rows(lines: TextLines) -> Iterator[FileRow]:
    """Read the cards of a file, whatever stands between and in them; what is none has a `trouble`."""
    card: _Card | None = None
    while text := lines.readline():
        if _BEGIN.fullmatch(text):
            if card is not None and _is_agent(card):
                card.depth += 1
                continue
            if card is not None:
                yield _without_end(card)
            card = _Card(lines.number)
        elif card is None:
            continue
        elif _END.fullmatch(text):
            card.depth -= 1
            if not card.depth:
                yield _row(card)
                card = None
        elif card.depth == 1:
            _gather(card, text, was_cut=lines.was_cut)
    if card is not None:
        yield _without_end(card)


def _without_end(card: _Card) -> FileRow:
    """Refuse a card that is not whole, by its name where that is known."""
    return FileRow(card.line, _row(card).name, trouble=reasons.NOT_CLOSED)


def version(lines: TextLines) -> str:
    """Return the version that the first card names, "" when none does."""
    for _ in range(100):
        found = re.fullmatch(r"VERSION\s*:\s*(\d(?:\.\d)?)\s*", lines.readline(), re.IGNORECASE)
        if found:
            return found[1]
    return ""


def _is_agent(card: _Card) -> bool:
    """Whether a card that begins inside another one belongs there, or the other has no end."""
    last = card.lines[-1] if card.lines else ""
    return card.depth > 1 or last.upper().startswith("AGENT")


def _gather(card: _Card, text: str, *, was_cut: bool) -> None:
    """Keep the lines of the properties that are read; a picture's megabytes are passed over."""
    if text[:1] in " \t" or (card.keeping and _goes_on(card)):
        if not card.keeping:
            return
    else:
        found = _PROPERTY.match(text)
        name = found[1].upper() if found else ""
        card.keeping = name in _READ or name == "AGENT"
        if not card.keeping:
            card.left_out |= bool(name) and name not in _NOTHING_LOST and not name.startswith("X-")
            return
    card.size += len(text)
    if was_cut or card.size > _LONGEST_CARD:
        card.too_long = True
        return
    card.lines.append(text.rstrip("\r\n") + "\n")


def _goes_on(card: _Card) -> bool:
    """Whether the last line ends in the "=" that breaks a quoted-printable text."""
    last = card.lines[-1].rstrip() if card.lines else ""
    if not last.endswith("="):
        return False
    start = next((line for line in reversed(card.lines) if _PROPERTY.match(line)), "")
    return "QUOTED-PRINTABLE" in start.upper()


def _row(card: _Card) -> FileRow:
    if card.too_long:
        return FileRow(card.line, trouble=reasons.LINE_TOO_LONG)
    names: dict[str, str] = {}
    numbers: list[tuple[int, str]] = []
    left_out = card.left_out
    for found in _properties(card):
        if found.name == "TEL":
            number = _number(found)
            if number:
                numbers.append((_rank(found), number))
        elif found.name not in names:
            text = _name(found)
            if text:
                names[found.name] = text
    numbers.sort(key=lambda each: each[0])  # stable: as in the card, the preferred first
    name = next((names[key] for key in ("FN", "N", "NICKNAME", "ORG") if key in names), "")
    return FileRow(card.line, name, tuple(text for _, text in numbers), left_out)


def _properties(card: _Card) -> Iterator[ContentLine]:
    """Yield what can be read of a card; a line that is none is passed over."""
    for text, _ in getLogicalLines(io.StringIO("".join(card.lines)), allowQP=True):
        try:
            yield _content_line(*parseLine(text))
        except (ParseError, VObjectError):
            continue
        except (ValueError, LookupError):  # a charset that is none, or bytes that are not in it
            yield from _in_another_encoding(text)


def _content_line(name: str, params: Any, value: str, group: str | None) -> ContentLine:
    """Return a property, decoded; however `encoding=quoted-printable` is spelled."""
    kept = [param for param in params if param[0].upper() != "ENCODING"]
    encodings = {each.upper() for param in params if param not in kept for each in param[1:]}
    encodings |= {param[0].upper() for param in kept if len(param) == 1}
    if "QUOTED-PRINTABLE" in encodings:
        kept = [param for param in kept if param[0].upper() != "QUOTED-PRINTABLE"] + [["QUOTED-PRINTABLE"]]
    return ContentLine(name, kept, value, group)  # type: ignore[arg-type]  # pairs, as parseLine gives them


def _in_another_encoding(text: str) -> Iterator[ContentLine]:
    """Read quoted-printable that is not in the encoding it names, or names none: Western is likeliest."""
    name, params, value, group = parseLine(text)
    kept = [param for param in params if param[0].upper() != "CHARSET"]
    try:
        yield _content_line(name, [*kept, ["CHARSET", WESTERN]], value, group)
    except UnicodeError:
        yield _content_line(name, [*kept, ["CHARSET", "latin-1"]], value, group)


def _name(found: ContentLine) -> str:
    """Return the text of FN, or the parts of N, ORG and NICKNAME in the order they are said."""
    value = found.value.replace("\r\n", " ").replace("\n", " ")
    if found.name == "FN":
        return _unescaped(value).strip()
    fields = [part if isinstance(part, str) else " ".join(part) for part in splitFields(value)]
    if found.name == "N":
        family, given, middle, prefix, suffix = (*(part.strip() for part in fields[:5]), "", "", "", "", "")[
            :5
        ]
        fields = [prefix, given, middle, family, suffix]
    elif found.name == "ORG":
        fields = fields[:1]  # what follows are its departments
    return " ".join(part.strip() for part in fields if part.strip())


def _unescaped(value: str) -> str:
    return re.sub(r"\\(.)", lambda found: " " if found[1] in "nN" else found[1], value)


def _types(found: ContentLine) -> set[str]:
    """Return a number's types in upper case, whichever version's way they are written in."""
    texts = [*found.params.get("TYPE", ()), *found.singletonparams]
    return {part.strip().upper() for text in texts for part in text.split(",")}


def _rank(found: ContentLine) -> int:
    """Put the preferred number first, and what cannot be called by voice last."""
    types = _types(found)
    if types & _NOT_CALLED and not types & {"VOICE", "CELL"}:
        return 200
    preference = found.params.get("PREF", [""])[0]
    if preference.isdecimal():
        return min(int(preference), 100)
    return 1 if "PREF" in types else 101


def _number(found: ContentLine) -> str:
    value = _unescaped(found.value).strip()
    if value.lower().startswith("tel:"):
        value = unquote(value)
    return value
