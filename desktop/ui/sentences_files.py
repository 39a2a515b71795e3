"""Texts with values in them of what is done with many contacts: import, export, duplicates, deleted ones."""

import codecs
from collections.abc import Sequence

from desktop import numbers
from desktop.domain.contacts import ContactCard
from desktop.services.importing.plan import Choice, ImportPlan, PlanRow, Verdict
from desktop.services.importing.results import ImportResult
from desktop.services.importing.values import FileFacts, FileKind, Progress, Role, Stage
from desktop.ui import strings_files as strings
from desktop.ui import times
from desktop.ui.kit.compare import FieldRow
from desktop.ui.kit.outside import shown
from desktop.ui.sentences import counted, listed

_MB = 1 << 20
_DELIMITERS = {";": strings.SEMICOLON, ",": strings.COMMA, "\t": strings.TAB, "|": strings.BAR}
_ENCODINGS = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16, little-endian",
    "utf-16-be": "UTF-16, big-endian",
    "utf-32": "UTF-32",
    "cp1250": "Windows-1250, Central European",
    "cp1251": "Windows-1251, Cyrillic",
    "cp1252": "Windows-1252",
    "cp1253": "Windows-1253, Greek",
    "cp1254": "Windows-1254, Turkish",
    "cp1255": "Windows-1255, Hebrew",
    "cp1256": "Windows-1256, Arabic",
    "cp1257": "Windows-1257, Baltic",
    "iso8859-1": "Latin-1",
    "iso8859-2": "Latin-2",
    "iso8859-15": "Latin-9",
    "mac-roman": "Mac Roman",
    "cp437": "MS-DOS 437",
    "cp850": "MS-DOS 850",
    "koi8-r": "KOI8-R, Cyrillic",
    "cp932": "Shift-JIS, Japanese",
    "euc_jp": "EUC-JP, Japanese",
    "gb18030": "GB 18030, Chinese",
    "big5": "Big5, Chinese",
    "euc_kr": "EUC-KR, Korean",
}
VERDICTS = {
    Verdict.NEW: strings.NEW,
    Verdict.REPAIRED: strings.REPAIRED,
    Verdict.WARNING: strings.WARNING,
    Verdict.MERGE: strings.MERGE,
    Verdict.SAME: strings.SAME,
    Verdict.INVALID: strings.INVALID,
}

ROLES = {
    Role.NAME: strings.ROLE_NAME,
    Role.FIRST: strings.ROLE_FIRST,
    Role.LAST: strings.ROLE_LAST,
    Role.COMPANY: strings.ROLE_COMPANY,
    Role.NUMBER: strings.ROLE_NUMBER,
    Role.IGNORE: strings.ROLE_IGNORE,
}


def steps(kind: FileKind | None) -> tuple[str, ...]:
    """Return the names of the wizard's steps: a vCard has cards, a table rows."""
    middle = strings.STEP_CARDS if kind is FileKind.VCARD else strings.STEP_ROWS
    return strings.STEP_FILE, middle, strings.STEP_RESULT


def step(at: int, names: Sequence[str]) -> str:
    """`Step 2 of 3: Check the cards`."""
    return f"Step {at + 1} of {len(names)}: {names[at]}"


def encoding(name: str) -> str:
    """Return an encoding as people write it: `Windows-1252` for Python's `cp1252`."""
    try:
        known = codecs.lookup(name).name
    except LookupError:
        return name
    return _ENCODINGS.get(known) or _ENCODINGS.get(name) or known.upper()


def delimiter(character: str) -> str:
    """Return what separates the columns of a table: `Semicolon`."""
    return _DELIMITERS.get(character, character)


def delimiters(found: str) -> tuple[tuple[str, str], ...]:
    """Return what may separate columns, with what was found in the file."""
    offered = dict.fromkeys([*_DELIMITERS, found])
    return tuple((character, delimiter(character)) for character in offered if character)


def size(count: int) -> str:
    """`612 KB`, `200 MB`."""
    if count < 1000:
        return counted(count, "byte", "bytes")
    if count < 1_000_000:
        return f"{times.number(round(count / 1000))} KB"
    return f"{times.number(round(count / 1_000_000))} MB"


def facts(found: FileFacts, rows: int | None) -> str:
    """`vCard 3.0, 148 cards`, `CSV, semicolon, 1,284 rows`; the size as long as it is not counted."""
    if found.kind is FileKind.VCARD:
        kind = f"vCard {found.version}".strip()
        count = "" if rows is None else counted(rows, "card", "cards")
    else:
        kind = f"CSV, {delimiter(found.delimiter).lower()}"
        count = "" if rows is None else counted(rows, "row", "rows")
    return f"{kind}, {count or size(found.size)}"


def region(code: str) -> str:
    """`France, +33`."""
    country = numbers.country(code)
    return f"{country.name}, +{country.code}" if country else code


def column(place: int, heading: str) -> str:
    """Return what a column is called: its heading, or `Column 3`."""
    return shown(heading) or f"{strings.COLUMN} {times.number(place + 1)}"


def sampled(texts: Sequence[str]) -> str:
    """Return what stands in a column's first rows, in one line."""
    found = [shown(text) for text in texts if text.strip()]
    return "  ·  ".join(dict.fromkeys(found)) or strings.NO_SAMPLE


def progress(now: Progress) -> str:
    """`45 of 200 MB read, 61,200 rows`."""
    rows = counted(now.rows, "row", "rows")
    if now.stage is Stage.READING:
        if now.total < _MB:
            return rows
        done, total = (times.number(round(each / 1_000_000)) for each in (now.done, now.total))
        return f"{done} of {total} MB read, {rows}"
    return f"{times.number(now.done)} of {counted(now.total, 'contact', 'contacts')}"


def imported_of(done: int, total: int) -> tuple[str, str, str]:
    """Return the figures of a running import: how many, of how many, and the share."""
    share = round(100 * done / total) if total else 100
    of = f"of {counted(total, 'contact is', 'contacts are')} in the phone book"
    return times.number(done), of, f"{share} %"


def rate(per_second: float) -> str:
    """`38 contacts per second`."""
    return f"{counted(max(1, round(per_second)), 'contact', 'contacts')} per second"


def import_button(count: int) -> str:
    """`Import 127 contacts`."""
    return f"Import {counted(count, 'contact', 'contacts')}"


def foot(plan: ImportPlan) -> str:
    """Say what an import does not do: `Merging only adds numbers. E-mail and addresses of 61 cards ...`."""
    said = []
    if plan.count(Verdict.MERGE):
        said.append(strings.MERGING_ADDS)
    if plan.left_out:
        one, many = ("card", "cards") if plan.facts.kind is FileKind.VCARD else ("row", "rows")
        whose = counted(plan.left_out, one, many)
        said.append(f"E-mail and addresses of {whose} are left out, the phone book has no place for them.")
    return " ".join(said)


def checked(plan: ImportPlan) -> str:
    """Return what a screen reader says when the rows are there: `148 cards: 98 New, 6 Repaired`."""
    one, many = ("card", "cards") if plan.facts.kind is FileKind.VCARD else ("row", "rows")
    counts = [
        f"{times.number(plan.count(each))} {word}" for each, word in VERDICTS.items() if plan.count(each)
    ]
    return f"{counted(plan.total, one, many)}: {listed(counts)}"


def choice(row: PlanRow, chosen: Choice) -> str:
    """Return what is done with a row, in a word or two."""
    if chosen is Choice.ADD:
        plain = row.verdict in {Verdict.NEW, Verdict.REPAIRED, Verdict.WARNING}
        return strings.DO_ADD if plain else strings.DO_ADD_ANYWAY
    return strings.DO_MERGE if chosen is Choice.MERGE else strings.DO_SKIP


def row(item: PlanRow, number: str, shown_numbers: Sequence[str], head: str) -> str:
    """Return a row as a screen reader says it."""
    name = shown(item.name) or strings.NO_NAME
    parts = [f"{head} {number}", name, ", ".join(shown_numbers), VERDICTS[item.verdict], item.reason]
    return ", ".join([*(part for part in parts if part), choice(item, item.choice)])


def place(label: str) -> str:
    """Return a phonebook's place for a number as a label: `Main`."""
    return label[:1].upper() + label[1:]


def comparison(item: PlanRow, places: Sequence[str], region_code: str | None) -> list[FieldRow]:
    """Return what an opened row shows: the three versions of a merge, or all that the file has."""

    def number(card: ContactCard | None, at: int, texts: Sequence[str]) -> str:
        text = card.numbers[at] if card and at < len(card.numbers) else ""
        if card is None and at < len(texts):
            text = texts[at]
        return shown(numbers.display(text, region_code)) if text else strings.EMPTY_PLACE

    if item.merge is None:
        rows = [FieldRow(strings.NAME, (shown(item.name) or strings.NO_NAME,))]
        for at, text in enumerate(item.numbers[:12]):
            label = place(places[at]) if at < len(places) else strings.MORE_NUMBERS
            rows.append(FieldRow(label, (shown(numbers.display(text, region_code)),)))
        if item.reason:
            rows.append(FieldRow(strings.REASON, (item.reason,)))
        return rows
    before, after = item.merge.before, item.merge.after
    rows = [FieldRow(strings.NAME, (shown(before.name), shown(item.name), shown(after.name)))]
    for at, label in enumerate(places):
        texts = (
            number(before, at, ()),
            number(None, at, item.numbers),
            number(after, at, ()),
        )
        if texts == (strings.EMPTY_PLACE,) * 3:
            continue
        gained = texts[2] != texts[0]
        rows.append(FieldRow(place(label), texts, gained=gained))
    return rows


def spoken_comparison(rows: Sequence[FieldRow]) -> str:
    """Return an opened merge as a screen reader says it: what the contact gains."""
    gained = [f"{field.label} {field.texts[-1]}" for field in rows if field.gained]
    return f"{strings.AFTER_IMPORT}: {listed(gained)}" if gained else ""


def paragraphs(*sentences: str) -> str:
    """Join sentences that are there."""
    return " ".join(sentence for sentence in sentences if sentence)


def imported(count: int) -> str:
    """`127 contacts imported`."""
    return f"{counted(count, 'contact', 'contacts')} imported"


def so_far(done: int, left: int) -> str:
    """Say what an import did before it was stopped: `40 contacts are imported, 87 are left.`."""
    are = "is" if done == 1 else "are"
    return f"{counted(done, 'contact', 'contacts')} {are} imported, {times.number(left)} left."


def unknown(count: int) -> str:
    """Say of how many nobody knows whether they arrived."""
    if not count:
        return ""
    whose = times.number(count)
    return f"Of {whose} it is not known yet whether they arrived: they are looked for, not repeated."


def refused(result: ImportResult) -> list[tuple[str, str, str]]:
    """Return the rows that were not taken: where, who, why."""
    cards = result.plan.facts.kind is FileKind.VCARD
    rows = []
    for index, failed in sorted(result.failed.items()):
        item = result.plan.row(index)
        number = times.number(index + 1 if cards else item.line)
        rows.append((number, shown(item.name) or strings.NO_NAME, shown(failed.why)))
    return rows


def export_which(which: str, count: int) -> str:
    """`All contacts (412)`, `These 3 contacts`."""
    if which == "chosen":
        return "This contact" if count == 1 else f"These {counted(count, 'contact', 'contacts')}"
    label = strings.EXPORT_FAVOURITES if which == "favourites" else strings.EXPORT_ALL
    return f"{label} ({times.number(count)})"


def exported(count: int, name: str) -> str:
    """`412 contacts are in contacts.csv`."""
    are = "is" if count == 1 else "are"
    return f"{counted(count, 'contact', 'contacts')} {are} in {shown(name)}"
