"""What each column of a table is: by its heading in several languages, else by what stands in it."""

import re
from collections.abc import Callable, Iterable, Sequence

from desktop.services.importing import headings
from desktop.services.importing.values import Role
from desktop.store.fold import fold

_BREAKS = re.compile(r"[^\w]+|_+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_NUMBER = re.compile(r"[+(]?\s*\d[\d\s().\-–/]{4,22}\d")
_DATE = re.compile(r"\d{4}[-/.]\d\d?[-/.]\d\d?|\d\d?[-/.]\d\d?[-/.](\d\d|\d{4})")
_KNOWN = (
    (headings.NAMES, Role.NAME),
    (headings.EITHER, Role.NAME),  # see `_settled`
    (headings.FIRSTS, Role.FIRST),
    (headings.LASTS, Role.LAST),
    (headings.COMPANIES, Role.COMPANY),
)
_FEWEST_DIGITS, _MOST_DIGITS = 7, 15
_ENOUGH = 0.6  # of the filled cells of a column
LONE = 16
"""A text of so many characters holds one number."""

_MANY_DIGITS = 6  # on both sides of a sign that parts two numbers
_PARTS = re.compile(r"\s*(?::::|[\n;|,/])\s*")


def plain(heading: str) -> str:
    """Return a heading to compare by: "Phone_1 - Value" is "phone 1 value"."""
    return " ".join(_BREAKS.sub(" ", fold(_CAMEL.sub(" ", heading))).split())


def role_of(heading: str) -> Role | None:
    """Return what a heading says its column is, None for one that is not known."""
    text = plain(heading)
    if not text:
        return None
    words = text.split()
    if _is_number(text, words):
        return Role.NUMBER
    for known, role in _KNOWN:
        if text in known:
            return role
    nothing = text in headings.OTHERS or words[0] in headings.OTHERS or words[-1] in headings.ABOUT
    return Role.IGNORE if nothing or any(part in text for part in headings.NOT_CALLED) else None


def _is_number(text: str, words: Sequence[str]) -> bool:
    if words[-1] in headings.ABOUT or any(part in text for part in headings.NOT_CALLED):
        return False
    bare = [word.rstrip("0123456789") for word in words]
    if any(word in headings.PHONE_WORDS for word in bare):
        return True
    if any(word.startswith(part) or word.endswith(part) for word in bare for part in headings.PHONES):
        return True
    named = [word for word in bare if word in headings.NUMBERS]
    others = [word for word in bare if word and word not in headings.NUMBERS]
    return bool(named) and all(word in headings.QUALIFIERS for word in others)


def says_little(heading: str) -> bool:
    """Whether a column describes another one or the row, so that nobody misses it in a phonebook."""
    words = plain(heading).split()
    return bool(words) and (words[-1] in headings.ABOUT or words[0] in headings.OF_OURS)


def has_header(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the first of these rows names the columns."""
    if not rows:
        return False
    first, *others = rows
    if any(looks_like_number(cell) for cell in first):
        return False
    if any(role_of(cell) is not None for cell in first):
        return True
    return any(
        _share(looks_like_number, (row[column] for row in others if column < len(row))) >= _ENOUGH
        for column, cell in enumerate(first)
        if cell.strip()
    )


def guess(names: Sequence[str], rows: Sequence[Sequence[str]]) -> tuple[Role, ...]:
    """Return a role for each column. `names` are the headings, "" where there are none."""
    width = max([len(names), *map(len, rows)], default=0)
    headed = [role_of(name) for name in names] + [None] * (width - len(names))
    roles = _settled([plain(name) for name in names], headed)
    cells = [[row[column] for row in rows if column < len(row)] for column in range(width)]
    if Role.NUMBER not in roles:
        for column in range(width):
            if roles[column] is None and _share(looks_like_number, cells[column]) >= _ENOUGH:
                roles[column] = Role.NUMBER
    if not {Role.NAME, Role.FIRST, Role.LAST} & set(roles):
        _find_names(roles, cells)
    return tuple(role or Role.IGNORE for role in roles)


def _settled(texts: Sequence[str], roles: list[Role | None]) -> list[Role | None]:
    """Decide what "Nom", "Nombre", "Nome" and "Name" are: alone the name, beside another a part of it."""
    for column, text in enumerate(texts):
        part = headings.EITHER.get(text)
        other = Role.FIRST if part is Role.LAST else Role.LAST
        if part is None or other not in roles:
            continue
        # Beside both a first and a last name it is the whole name.
        roles[column] = Role.NAME if part in roles else part
    return roles


def _find_names(roles: list[Role | None], cells: Sequence[Sequence[str]]) -> None:
    """Take the columns of words for names: one of several words, or two of one word each."""
    worded = [
        column
        for column, role in enumerate(roles)
        if role is None and _share(_looks_like_name, cells[column]) >= _ENOUGH
    ]
    single = [column for column in worded[:2] if _share(_is_one_word, cells[column]) >= _ENOUGH]
    if len(single) == 2 and single[1] == single[0] + 1:
        roles[single[0]], roles[single[1]] = Role.FIRST, Role.LAST
    elif worded:
        roles[worded[0]] = Role.NAME


def looks_like_number(text: str) -> bool:
    """Whether a text looks like a phone number, and like neither a date nor a count."""
    text = text.strip().removeprefix("tel:")
    if not _NUMBER.fullmatch(text) or _DATE.fullmatch(text):
        return False
    return _FEWEST_DIGITS <= sum(map(str.isdigit, text)) <= _MOST_DIGITS


def _looks_like_name(text: str) -> bool:
    letters = sum(map(str.isalpha, text))
    return letters > len(text) / 2 and "@" not in text and "://" not in text


def _is_one_word(text: str) -> bool:
    return len(text.split()) == 1


def _share(test: Callable[[str], bool], cells: Iterable[str]) -> float:
    filled = [cell for cell in cells if cell.strip()]
    return sum(map(test, filled)) / len(filled) if filled else 0.0


def split_numbers(cell: str) -> list[str]:
    """Part a cell with several numbers, "01 23 45 67 89 / 06 12 34 56 78"; one with one stays whole."""
    cell = cell.strip()
    if not cell:
        return []
    parts = [part for part in _PARTS.split(cell) if part]
    if len(parts) > 1 and all(sum(map(str.isdigit, part)) >= _MANY_DIGITS for part in parts):
        return parts
    return [cell]
