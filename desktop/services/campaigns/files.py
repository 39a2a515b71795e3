"""A table's rows as an upload wants them, judged one by one; and whether the file stayed as it was."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from desktop.domain.errors import ErrorKind, Trouble
from desktop.domain.uploads import RowVerdict
from desktop.services.campaigns import reasons
from desktop.services.campaigns.judging import judged
from desktop.services.campaigns.values import UploadChoice
from desktop.services.importing import source, tables
from desktop.services.importing.values import FileFacts, FileKind
from desktop.services.threads import Stop
from desktop.store.uploads import Judged

_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class State:
    """What a file was like at a moment. Another digest is another file; the rest shows it sooner."""

    size: int
    changed_ns: int
    digest: str


def state_of(file: Path, stop: Stop) -> State:
    """Look at all of a file. Raises `Trouble` NO_FILE."""
    try:
        with file.open("rb") as stream:
            digest = hashlib.blake2b(digest_size=16)
            while chunk := stream.read(_CHUNK):
                stop()
                digest.update(chunk)
            facts = file.stat()
            return State(facts.st_size, facts.st_mtime_ns, digest.hexdigest())
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        raise Trouble(ErrorKind.NO_FILE, name=file.name, detail=why) from error


def fingerprint(facts: FileFacts, choice: UploadChoice, region: str | None, state: State) -> str:
    """Return what is the same for the same file read in the same way."""
    form = [facts.encoding, facts.delimiter, facts.header, choice.number, list(choice.variables), region]
    return f"{state.digest} {json.dumps(form)}"


def checked_choice(facts: FileFacts, choice: UploadChoice) -> None:
    """Raise `Trouble` for columns that are not there, or are taken twice, and for what is no table."""
    if facts.kind is not FileKind.CSV:
        raise Trouble(ErrorKind.NO_FILE, name=facts.file.name, detail="it has cards, and no table of numbers")
    chosen = (choice.number, *choice.variables)
    if len(set(chosen)) != len(chosen):
        raise Trouble(ErrorKind.USAGE, detail="A column can be the number or one variable, and not both.")
    if any(not 0 <= column < len(facts.columns) for column in chosen):
        raise Trouble(ErrorKind.USAGE, detail=f"{facts.file.name} has {len(facts.columns)} columns.")


def rows(
    facts: FileFacts, choice: UploadChoice, region: str | None, records: Iterator[tables.Record]
) -> Iterator[Judged]:
    """Judge the rows of a table by themselves."""
    number, columns, wanted = choice.number, choice.variables, len(choice.variables)
    needed = max((number, *columns)) + 1
    width = max(facts.usual, needed)
    header = facts.headings if facts.header else ()
    for line, cells, trouble, mended in records:
        if len(cells) == width and not mended:
            text = cells[number]
            row = judged(line, text, [cells[column] for column in columns], wanted, region)
            if row.verdict is RowVerdict.INVALID and header and _is_header(cells, header):
                row = _refused(line, cells, number, reasons.HEADER_AGAIN)
            yield row
        else:
            yield _odd(choice, region, tables.Record(line, cells, trouble, mended), width)


def _odd(choice: UploadChoice, region: str | None, record: tables.Record, width: int) -> Judged:
    """Judge a row that is not as the others are."""
    line, cells, trouble, mended = record
    if trouble or (mended and len(cells) != width):
        return _refused(line, cells, choice.number, trouble or mended)
    if any(cell.strip() for cell in cells[width:]):
        return _refused(line, cells, choice.number, reasons.ragged(len(cells), width))
    text = cells[choice.number] if choice.number < len(cells) else ""
    variables = [cells[column] for column in choice.variables if column < len(cells)]
    return judged(line, text, variables, len(choice.variables), region, mended)


def _refused(line: int, cells: Sequence[str], number: int, why: str) -> Judged:
    text = source.shown(cells[number]) if number < len(cells) else ""
    return Judged(line, text, None, (), None, RowVerdict.INVALID, why)


def _is_header(cells: Sequence[str], header: Sequence[str]) -> bool:
    return tuple(map(source.shown, cells)) == tuple(header[: len(cells)]) and any(header)
