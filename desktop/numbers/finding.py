"""The public numbers in any text: a page, a mail, a table, a signature, a log, whatever somebody copied.

Nothing is made out of what is not a number: a wrong hit is a stranger's phone that rings. So a number inside
a text must be valid and written whole (with its plus or its country's trunk digit), or be announced
("Mob."), and what only looks like one (addresses, amounts, dates, accounts) is taken out before.
"""

import re
from collections.abc import Iterator
from itertools import islice

from phonenumbers import Leniency, PhoneNumberMatcher

from desktop.domain.numbers import NumberInfo, NumberKind
from desktop.numbers.cleaning import clean, digits_of, first_letter, spell
from desktop.numbers.engine import understand
from desktop.numbers.reading import known_region

_LONGEST_TEXT = 20_000  # characters that are searched
_LONGEST_NUMBER = 250
_MOST_TRIED = 500
_MOST_FOUND = 20
_DATE = re.compile(r"(?:(?:19|20)\d\d([/.-])\d\d?\1\d\d?|\d\d?([/.-])\d\d?\2(?:19|20)?\d\d)(?:[ T].*)?")
_WHOLE_LINK = re.compile(r"(?:tel|sips?|callto)\s*:\S+", re.IGNORECASE)
# Not where a blank and more digits follow: "Tel:01 23 45 67 89" is a label, and half of it another number.
_LINK = re.compile(
    r"\b(?:tel|sips?|callto):[^\s\"'<>]+(?![^\S\n]*[\d(+])|\bwa\.me/(?P<whole>\d{7,15})\b", re.IGNORECASE
)
_NO_NUMBERS = re.compile(
    r"https?://\S+|\bwww\.\S+"
    r"|(?<![\w.+-])(?=[\d.+-]{0,63}[^\W\d])[\w.+-]{1,64}@\S+"
    # four groups of two digits are a Danish number
    r"|(?<![\d.])(?!\d\d(?:\.\d\d){3}(?![\d.:]))\d{1,3}(?:\.\d{1,3}){3}(?::\d{1,5})?(?!\.?\d)"
    r"|(?:[€$£¥]|\b(?:EUR|USD|GBP|CHF))[^\S\n]?\d[\d ., ']{0,20}"
    r"|(?<![\d.,'])\d[\d .,']{0,20}[^\S\n]?(?:[€$£¥%]|(?:EUR|USD|GBP|CHF)\b)"
    r"|\b[A-Z]{2}\d\d(?:[^\S\n]?[A-Z0-9]{4}){2,7}(?:[^\S\n]?[A-Z0-9]{1,4})?\b"
)
_LABEL = re.compile(
    r"\b(?:t[eé]l[eé]?(?:fon[eo]?|phone|[eé]fono)?|phone|mob(?:ile|il)?|cell|m[oó]vil|portable|fixe|fax|ddi|call)"
    r"[\s.:n°#-]*$",
    re.IGNORECASE,
)
_VANITY = re.compile(
    r"(?<![\w+-])(?:\+?1[ .-]?)?\(?[2-9]\d\d\)?[ .-](?=[A-Z0-9-]*[A-Z]{3})[A-Z0-9-]{7,14}(?!\w)"
)
_RUN = re.compile(r"(?<![\w+])[+(]?\d[\d ().-]{14,400}\d(?!\w)")
_GROUP = re.compile(r"[+(]*\d+\)?")
_MOST_GROUPS, _GROUPS_OF_ONE = 64, 8
_DIGITS_OF_ONE = range(7, 18)  # with an exit code and a trunk digit

_Found = tuple[int, int, NumberInfo]  # where it begins and ends


def find_in_text(text: str, region: str | None) -> tuple[NumberInfo, ...]:
    """Return the public numbers of a text, in its order, each once."""
    short = len(text) <= _LONGEST_NUMBER and not _DATE.fullmatch(text.strip())
    whole = understand(text, region, ()) if short else None
    if whole is not None and whole.kind is not NumberKind.NUMBER:
        whole = None
    if whole is not None and _is_link(text):
        return (whole,)
    cleaned = "\n".join(clean(line, _LONGEST_TEXT) for line in text[:_LONGEST_TEXT].splitlines())
    found = _each_once(_scan(cleaned, region))
    if whole is None or len(found) > 1 or _says_more(text) or _is_blanked(cleaned):
        return found
    return (whole,)  # what is nothing but a number need not be as sure


def _is_link(text: str) -> bool:
    """Whether a text is one link: its encoded plus and its parameters say more than its digits do."""
    return spell(text).context is not None or _WHOLE_LINK.fullmatch(clean(text)) is not None


def _says_more(text: str) -> bool:
    return first_letter(spell(text).body) is not None


def _is_blanked(text: str) -> bool:
    return not digits_of(_NO_NUMBERS.sub("", text))


def _each_once(found: Iterator[_Found]) -> tuple[NumberInfo, ...]:
    kept: dict[str, NumberInfo] = {}
    for _start, _end, info in sorted(found, key=lambda one: one[0]):
        kept.setdefault(info.e164 or "", info)
    return tuple(kept.values())[:_MOST_FOUND]


def _scan(text: str, region: str | None) -> Iterator[_Found]:
    """Yield what each way of looking finds; what one has found is not there any more for the next."""
    for way in (_links, _vanities, _listed, _matched, _announced):
        if way is _vanities:  # links may stand in addresses, and nothing else does
            text = _NO_NUMBERS.sub(_blank, text)
        found = tuple(way(text, region))
        yield from found
        for start, end, _info in found:
            text = text[:start] + " " * (end - start - 1) + "\n" + text[end:]


def _blank(match: re.Match[str]) -> str:
    return " " * (len(match[0]) - 1) + "\n"


def _number(text: str, region: str | None) -> NumberInfo | None:
    info = understand(text, region, ())
    return info if info.kind is NumberKind.NUMBER else None


def _links(text: str, region: str | None) -> Iterator[_Found]:
    for link in _LINK.finditer(text):
        info = _number(f"+{link['whole']}" if link["whole"] else link[0], region)
        if info is not None:
            yield link.start(), link.end(), info


def _vanities(text: str, region: str | None) -> Iterator[_Found]:
    """Find "1-800-FLOWERS" where such are written."""
    for match in _VANITY.finditer(text):
        info = _number(match[0].rstrip("-"), region)
        if info is not None and info.valid:
            yield match.start(), match.end(), info


def _matched(text: str, region: str | None) -> Iterator[_Found]:
    """Find what is valid and written whole."""
    for match in PhoneNumberMatcher(text, known_region(region), Leniency.VALID, _MOST_TRIED):
        info = _number(match.raw_string, region)
        if info is not None and info.valid and not _DATE.fullmatch(match.raw_string):
            yield match.start, match.end, info


def _announced(text: str, region: str | None) -> Iterator[_Found]:
    """Find what nobody can know to be valid, since the plans grow, but what is said to be a number."""
    for match in PhoneNumberMatcher(text, known_region(region), Leniency.POSSIBLE, _MOST_TRIED):
        info = _number(match.raw_string, region)
        before = text[max(0, match.start - 20) : match.start]
        if info is not None and (match.raw_string.startswith(("+", "(+")) or _LABEL.search(before)):
            yield match.start, match.end, info


def _listed(text: str, region: str | None) -> Iterator[_Found]:
    """Find numbers that stand in a row with nothing but blanks between them, as cells of a table do."""
    for run in islice(_RUN.finditer(text), _MOST_FOUND):
        groups = list(_GROUP.finditer(run[0]))
        if len(groups) > _MOST_GROUPS or _number(run[0], region) is not None:
            continue
        cut = _cut(run[0], [(group.start(), group.end()) for group in groups], region)
        for start, end, info in cut:
            yield run.start() + start, run.start() + end, info


def _cut(text: str, groups: list[tuple[int, int]], region: str | None) -> tuple[_Found, ...]:
    """Cut a row of groups of digits into valid numbers with nothing left over; () where that cannot be."""
    best: dict[int, tuple[_Found, ...]] = {len(groups): ()}
    for first in reversed(range(len(groups))):
        start = groups[first][0]
        if text[start] not in "+(0":  # any digits could be the beginning of some number
            continue
        for last in range(min(first + _GROUPS_OF_ONE, len(groups)) - 1, first - 1, -1):
            rest = best.get(last + 1)
            end = groups[last][1]
            if rest is None or len(digits_of(text[start:end])) not in _DIGITS_OF_ONE:
                continue
            info = _number(text[start:end], region)
            if info is not None and info.valid:
                best[first] = ((start, end, info), *rest)
                break
    return best.get(0, ())
