"""What one row of the search says: every text ready, so that painting only paints."""

from dataclasses import dataclass
from datetime import datetime

from desktop import numbers
from desktop.domain.calls import Direction
from desktop.domain.contacts import Contact
from desktop.domain.lines import Line
from desktop.domain.numbers import NumberInfo, NumberKind
from desktop.services.lookup import Match, MatchKind
from desktop.ui import sentences, sentences_search, strings, times
from desktop.ui.found import in_name, in_number
from desktop.ui.kit.labels import initials
from desktop.ui.kit.marked import Part
from desktop.ui.kit.outside import shown
from desktop.ui.kit.roles import Role
from desktop.ui.recents.face import name as name_of
from desktop.ui.recents.face import symbol


@dataclass(frozen=True, slots=True)
class Row:
    """One row: `match` None for a message, which cannot be chosen. `side` stands at the end.

    `letters` stand in the disc in the place of `icon`; `star` marks a favourite.
    """

    match: Match | None
    title: Part
    meta: tuple[Part, ...] = ()
    icon: str = "search"
    wash: Role = "hover"
    ink: Role = "dim"
    strong: bool = False
    side: str = ""
    letters: str = ""
    star: bool = False

    @property
    def calls(self) -> bool:
        """Whether Enter calls somebody."""
        return self.match is not None and self.match.kind is not MatchKind.REFUSED

    @property
    def sentence(self) -> str:
        """Return the row as one sentence, for a screen reader and for what does not fit."""
        return sentences.listed([self.title.text, *(part.text for part in self.meta), self.side])


def row(match: Match, now: datetime, text: str = "") -> Row:
    """Prepare the row of a match with a text that was looked for."""
    if match.kind is MatchKind.REFUSED:
        return _refused(match)
    if match.kind is MatchKind.EXACT:
        return _exact(match, now)
    if match.kind is MatchKind.CONTACT and match.contact is not None:
        return _contact(match, match.contact, now, text)
    if match.kind is MatchKind.LINE and match.line is not None:
        return _line(match, match.line, text)
    return _recent(match, now)


def message(title: str, text: str, icon: str = "search") -> Row:
    """Prepare a row that stands where there is no other."""
    return Row(None, Part(title), (Part(text),) if text else (), icon)


def marked(number: NumberInfo, parts: tuple[str, ...]) -> Part:
    """Write a number with the digits marked that were looked for."""
    text = number.formatted or number.text
    return Part(text, in_number(text, parts))


def _refused(match: Match) -> Row:
    number = match.number
    if number.kind is NumberKind.EMERGENCY:
        title, why = sentences_search.not_called(number.text), strings.EMERGENCY_SHORT
    else:
        title, why = sentences_search.no_number(number.text), strings.CHECK_DIGITS
    return Row(match, Part(title), (Part(why),), "block", "missed_wash", "missed")


def _exact(match: Match, now: datetime) -> Row:
    number = match.number
    meta = [Part(shown(match.line.name))] if match.line else []
    if place := sentences.place(number).rstrip("."):
        meta.append(Part(place))
    if (there := numbers.local_time(number, now)) is not None:
        meta.append(Part(times.local_time(there), icon="clock"))
    title = Part(sentences_search.call_number(number.formatted or number.text))
    return Row(match, title, tuple(meta), "phone", "fill", "on_fill", strong=True, side=_last(match, now))


def _contact(match: Match, contact: Contact, now: datetime, text: str) -> Row:
    name, number = shown(contact.name), match.number
    extension = number.kind is NumberKind.EXTENSION
    spelled = Part(sentences.extension(number.formatted)) if extension else marked(number, match.parts)
    meta = [spelled]
    if match.label:
        meta.append(Part(shown(match.label)))
    if match.also:
        meta.append(Part(strings.ALSO_THIS_NUMBER))
    side = strings.A_FAVOURITE if contact.favourite else _last(match, now) or strings.A_CONTACT
    # Where the number is what was looked for, words round it are not.
    title = Part(name, () if spelled.marks else in_name(name, text)) if name else meta.pop(0)
    letters = initials(name)
    icon = "" if letters else "user"
    return Row(match, title, tuple(meta), icon, side=side, letters=letters, star=contact.favourite)


def _line(match: Match, line: Line, text: str) -> Row:
    name = shown(line.name)
    meta = [marked(match.number, match.parts)] if line.number else []
    if line.extension:
        meta.append(Part(sentences.extension(line.extension)))
    return Row(match, Part(name, in_name(name, text)), tuple(meta), "headset", side=strings.LINE)


def _recent(match: Match, now: datetime) -> Row:
    number, call = match.number, match.call
    inside = call is not None and call.direction is Direction.INTERNAL
    if number.kind is NumberKind.EXTENSION or inside:
        title, meta = Part(sentences.extension(number.formatted)), []
    else:
        title = marked(number, match.parts)
        meta = [Part(place)] if (place := numbers.describe(number.e164 or "")) else []
    if call is None:
        return Row(match, title, tuple(meta), "phone")
    if name := name_of(call) or (shown(match.line.name) if match.line else ""):
        title, meta = Part(name), [title, *meta]
    icon, wash, ink = symbol(call)
    return Row(match, title, tuple(meta), icon, wash, ink, side=_last(match, now))


def _last(match: Match, now: datetime) -> str:
    return times.stamp(match.call.sorted_at, now) if match.call else ""
