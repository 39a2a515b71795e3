"""Which columns a list of numbers has in its table, and what each column of the file is used as."""

from collections.abc import Sequence
from typing import NamedTuple

from desktop.services.campaigns.values import UploadChoice
from desktop.services.importing.values import FileFacts
from desktop.ui import sentences_files
from desktop.ui import sentences_upload as sentences
from desktop.ui import strings_upload as strings
from desktop.ui.kit.fonts import face
from desktop.ui.kit.table import PAD, Column

NUMBER, NOT_USED = 0, -1
"""What a column is used as; the first variable is 1."""

_ROW, _VERDICT, _NUMBER, _VARIABLE, _UNUSED = 68, 124, 176, 128, 120
_REASON, _MORE = 200, 52
_MARK = 2 * PAD + 20
"""What a verdict needs besides its word."""


class Part(NamedTuple):
    """A column of the list. `place` is where it stands in the file, from 0; -1 without one."""

    title: str
    use: int
    place: int = -1

    @property
    def key(self) -> str:
        """Return what it is called among the table's columns."""
        return f"part{self.use}" if self.use >= NUMBER else f"file{self.place}"


def parts(facts: FileFacts | None, choice: UploadChoice | None, variables: int) -> list[Part]:
    """Return the columns of a list: the number first, and all others as they stand in the file."""
    if facts is None or choice is None:
        named = [Part(sentences.variable(at), at) for at in range(1, variables + 1)]
        return [Part(strings.USE_NUMBER, NUMBER), *named]
    found = [
        Part(sentences_files.column(place, heading), used, place)
        for place, (heading, used) in enumerate(zip(facts.headings, uses(facts, choice), strict=True))
    ]
    return sorted(found, key=lambda part: part.use != NUMBER)


def uses(facts: FileFacts, choice: UploadChoice | None) -> list[int]:
    """Return what each column of a file is used as."""
    found = [NOT_USED] * len(facts.headings)
    if choice is not None:
        for at, place in enumerate(choice.variables, 1):
            found[place] = at
        if choice.number >= 0:
            found[choice.number] = NUMBER
    return found


def offered(choice: UploadChoice | None, used: int | None = None) -> list[tuple[int, str]]:
    """Return what a column can be used as; `used` None asks for all that any column can be."""
    variables = len(choice.variables) if choice else 0
    more = 0 if used is not None and used > NUMBER else 1
    named = [(at, sentences.variable(at)) for at in range(1, variables + more + 1)]
    return [(NUMBER, strings.USE_NUMBER), *named, (NOT_USED, strings.NOT_USED)]


def use_as(facts: FileFacts, choice: UploadChoice | None, place: int, use: int) -> UploadChoice:
    """Use a column otherwise; the one that was used so takes its part. A number of -1 is not chosen."""
    now = uses(facts, choice)
    before = now[place]
    if use != NOT_USED and use in now:
        now[now.index(use)] = before
    now[place] = use
    variables = sorted((used, at) for at, used in enumerate(now) if used > NUMBER)
    number = now.index(NUMBER) if NUMBER in now else -1
    return UploadChoice(number, tuple(at for _, at in variables), choice.region if choice else None)


def columns(
    shown: Sequence[Part], width: float, last: str, *, state: bool, more: bool
) -> tuple[tuple[Column, ...], int]:
    """Return the table's columns in a width (design pixels), and how many of `shown` have room.

    `last` is the longest row number as it is written. `more` leaves room for what a row offers.
    """
    row = max(_ROW, 30 + face(12, 400, True).width(last))
    words = sentences.STATES.values() if state else sentences.VERDICTS.values()
    verdict = max(_VERDICT, *(_MARK + face(12, 600).width(word) for word in words))
    room = width - row - verdict - _NUMBER - _REASON
    found = [
        Column("row", strings.HEAD_ROW, row),
        Column("verdict", strings.HEAD_STATE if state else strings.HEAD_VERDICT, verdict),
    ]
    fits = 0
    for part in shown:
        wide = _NUMBER if part.use == NUMBER else _VARIABLE if part.use > NUMBER else _UNUSED
        if part.use != NUMBER:
            if room < wide:
                break
            room -= wide
        found.append(Column(part.key, part.title, wide))
        fits += 1
    found.append(Column("reason", strings.HEAD_REASON))
    if more:
        found.append(Column("choice", "", _MORE - PAD))
    return tuple(found), fits
