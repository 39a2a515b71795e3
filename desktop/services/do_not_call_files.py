"""The do-not-call list out of files and into files, and what one text is on it."""

import csv
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from functools import partial
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from desktop.domain.do_not_call import MOST_REASON, DoNotCallEntry, ListImport, ListRow, ListVerdict
from desktop.domain.errors import ErrorKind, Trouble
from desktop.domain.numbers import NumberKind
from desktop.numbers import campaign_key, display, plus_left_out, search_key, understand
from desktop.numbers.quick import quick
from desktop.services.export import defused, stamp
from desktop.services.files import whole_text, written_name
from desktop.services.importing import reasons, rowcheck, source
from desktop.services.importing.columns import plain
from desktop.services.importing.guarding import guarded, unguarded
from desktop.services.importing.values import FileFacts, FileKind, Role
from desktop.services.threads import Stop
from desktop.store import Db, Store, do_not_call
from desktop.store.do_not_call import Keyed

CHUNK = 500
"""Rows that are listed in one transaction."""

MOST_LEFT_OUT = 500
"""Rows that were not put in of which a result tells; the others are counted."""

LOCAL = "A local number: refused only where it is written like this"
NO_COUNTRY = "No country is known for it: compared by its digits alone"
SHORT = "A short number: refused wherever it is dialled, in every account"
LISTED = "It is on the list already"
AGAIN = "The same number stands in an earlier row"
WITHOUT_COUNTRY = "Nobody can tell its country: write it with + and the country's code"

_SEPARATORS = re.compile(r"[\s().\-/'\u00a0]+")
_FEWEST, _MOST = 4, 15  # digits of what is compared as it is written
_WITH_CODE = 8  # digits of what may be a number whose plus was left out
_REASONS = frozenset(
    {"reason", "why", "note", "notes", "comment", "comments", "raison", "motif", "remarque", "commentaire"}
    | {"grund", "bemerkung", "kommentar", "motivo", "razon", "comentario", "nota", "do not call reason"}
)
_SINCE = frozenset({"since", "added", "added at"})


def key_of(number: str) -> str:
    """Return what a listed number is compared by."""
    return campaign_key(number, None)


def judged(line: int, text: str, region: str | None) -> ListRow:
    """Say what a text is on the list; `number` is what would be listed."""
    raw = rowcheck.readable(text)[0][:255]
    number, verdict, why = _read(raw, raw.lstrip("'").strip(), region)
    return ListRow(line, raw, number, verdict, why)


def _read(raw: str, bare: str, region: str | None) -> tuple[str, ListVerdict, str]:
    if not bare:
        return "", ListVerdict.INVALID, reasons.NO_NUMBER
    digits = quick(bare, region)
    whole = plus_left_out(bare, region) if digits is None else f"+{digits}"
    if whole:
        return _found(raw, whole)
    info = understand(f"+{bare[2:]}" if region is None and bare.startswith("00") else bare, region)
    match info.kind:
        case NumberKind.NUMBER if info.e164:
            return _found(raw, info.e164)
        case NumberKind.EXTENSION | NumberKind.SHORT if info.dial:
            return info.dial, ListVerdict.WARNING, SHORT
        case NumberKind.EMERGENCY:
            return "", ListVerdict.INVALID, reasons.EMERGENCY
    return _read_digits(bare, region)


def _found(raw: str, e164: str) -> tuple[str, ListVerdict, str]:
    if e164 == raw:
        return e164, ListVerdict.OK, ""
    return e164, ListVerdict.REPAIRED, f"Read as {display(e164, None)}"


def _read_digits(bare: str, region: str | None) -> tuple[str, ListVerdict, str]:
    """Read what no number plan knows: a local number, or one whose country nobody said."""
    digits = _SEPARATORS.sub("", bare)
    if not (digits.isascii() and digits.isdecimal() and _FEWEST <= len(digits) <= _MOST):
        why = rowcheck.read_number(bare, region, region).why
        return "", ListVerdict.INVALID, why or reasons.not_a_number(bare)
    if region is not None:
        return digits, ListVerdict.WARNING, LOCAL
    if digits.startswith("0") or len(digits) < _WITH_CODE:
        return "", ListVerdict.INVALID, WITHOUT_COUNTRY
    return digits, ListVerdict.WARNING, NO_COUNTRY


class _Raw(NamedTuple):
    """A number of a file, before it is judged; `trouble` says why its row cannot be read."""

    line: int
    number: str
    reason: str = ""
    since: str = ""
    trouble: str = ""


class Reading:
    """One reading of a file, in a thread."""

    def __init__(
        self,
        file: Path,
        region: str | None,
        now: datetime,
        tell: Callable[[Sequence[ListRow]], None],
        *,
        dry_run: bool,
    ) -> None:
        self._file = file
        self._region = region
        self._now = now
        self._tell = tell
        self._dry_run = dry_run
        self._source = f"Import of {written_name(file)}"
        self._seen: set[int] = set()
        self._counts: Counter[ListVerdict] = Counter()
        self._left_out: list[ListRow] = []

    def run(self, store: Store, stop: Stop) -> ListImport:
        """Judge all rows, and list them unless it is a dry run. Raises `Trouble` NO_FILE, USAGE."""
        facts = source.look(self._file, stop=stop)
        reader = store.reader() if self._dry_run else None
        try:
            raws = _raws(facts, stop)
            while chunk := tuple(islice(raws, CHUNK)):
                judged_ones = [self._judged(raw) for raw in chunk]  # the writer has others to serve
                if reader is not None:
                    rows = self._take(reader, judged_ones)
                else:
                    rows = store.submit(partial(self._take, judged=judged_ones)).result()
                self._note(rows)
        finally:
            if reader is not None:
                reader.close()
        return ListImport(self._counts.total(), dict(self._counts), tuple(self._left_out))

    def _note(self, rows: Sequence[ListRow]) -> None:
        self._counts.update(row.verdict for row in rows)
        room = MOST_LEFT_OUT - len(self._left_out)
        self._left_out += [row for row in rows if not row.verdict.goes_in][:room]
        self._tell(rows)

    def _take(self, db: Db, judged: Sequence[tuple[ListRow, Keyed]]) -> list[ListRow]:
        """Hold some rows against the list and those before them, and list them."""
        listed = do_not_call.find(db, [keyed.key for row, keyed in judged if row.verdict.goes_in])
        rows: list[ListRow] = []
        wanted: list[Keyed] = []
        for row, keyed in judged:
            rows.append(row)
            if not row.verdict.goes_in:
                continue
            seen = int(f"1{keyed.key}")  # a million of them fit into little memory
            if keyed.key in listed or seen in self._seen:
                why = AGAIN if seen in self._seen else LISTED
                rows[-1] = ListRow(row.line, row.raw, row.number, ListVerdict.DUPLICATE, why)
            else:
                wanted.append(keyed)
            self._seen.add(seen)
        if not self._dry_run:
            do_not_call.put(db, wanted)
        return rows

    def _judged(self, raw: _Raw) -> tuple[ListRow, Keyed]:
        if raw.trouble:
            row = ListRow(raw.line, raw.number, "", ListVerdict.INVALID, raw.trouble)
        else:
            row = judged(raw.line, raw.number, self._region)
        digits = search_key(row.number) if row.verdict.goes_in and not self._dry_run else ""
        return row, Keyed(key_of(row.number) if row.number else "", self._entry(row, raw), digits)

    def _entry(self, row: ListRow, raw: _Raw) -> DoNotCallEntry:
        reason = rowcheck.readable(raw.reason)[0][:MOST_REASON]
        return DoNotCallEntry(row.number, reason, self._source, _moment(raw.since, self._now))


def _moment(text: str, now: datetime) -> datetime:
    """Read the time that an export of ours wrote; anything else is no time that is known."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return now
    return moment if moment.tzinfo is not None and moment.year > 1970 and moment <= now else now


def _raws(facts: FileFacts, stop: Stop) -> Iterator[_Raw]:
    if facts.kind is FileKind.VCARD:
        for card in source.rows(facts, stop):
            if card.trouble:
                yield _Raw(card.line, "", trouble=card.trouble)
            for text in card.numbers:
                yield _Raw(card.line, text)
        return
    number, reason, since = _columns(facts)
    for record in source.records(facts, stop):
        cells = record.cells
        yield _Raw(
            record.line, _cell(cells, number), _cell(cells, reason), _cell(cells, since), record.trouble
        )


def _cell(cells: Sequence[str], column: int | None) -> str:
    return "" if column is None or column >= len(cells) else unguarded(cells[column].strip())


def _columns(facts: FileFacts) -> tuple[int, int | None, int | None]:
    """Find where numbers, reasons and times stand; the only column of a table has the numbers."""
    headings = [plain(heading) for heading in facts.headings]
    numbers = [at for at, role in enumerate(facts.columns) if role is Role.NUMBER]
    if not numbers and len(facts.columns) == 1:
        numbers = [0]
    if not numbers:
        known = ", ".join(filter(None, facts.headings)) or "none has a heading"
        raise Trouble(
            ErrorKind.USAGE,
            detail="Nobody can tell which column has the numbers: give it the heading Number, or write one "
            f"number in each line. The columns are: {known}.",
        )

    def named(names: frozenset[str]) -> int | None:
        return next((at for at, heading in enumerate(headings) if heading in names), None)

    return numbers[0], named(_REASONS), named(_SINCE)


def write(file: Path, store: Store, stop: Stop) -> int:
    """Write the list, the newest entry first; returns how many there are. Raises `Trouble` NOT_SAVED."""
    reader = store.reader()
    count = 0
    try:
        with whole_text(file, encoding="utf-8-sig") as out:
            writer = csv.writer(out)
            writer.writerow(["number", "reason", "source", "since"])
            for entry in do_not_call.each(reader):
                if not count & 0xFF:
                    stop()
                texts = [entry.number, entry.reason, entry.source]
                at = stamp(entry.added_at.astimezone(UTC))
                writer.writerow([*(defused(guarded(text)) for text in texts), at])
                count += 1
    finally:
        reader.close()
    return count
