"""Files with contacts, read and planned without an engine."""

from collections.abc import Sequence
from pathlib import Path

from desktop.domain.contacts import Contact, ContactCard, ContactNumber
from desktop.numbers import normalise
from desktop.services.importing import planner, source
from desktop.services.importing.plan import ImportPlan
from desktop.services.importing.values import FileOptions, FileRow
from desktop.store.duplicates import Stored

PLACES = ("Main", "Second", "Third")


def contact(contact_id: int, name: str, *numbers: str, account_id: str = "1", region: str = "GB") -> Contact:
    """Return a contact as a view shows it."""
    texts = (*numbers, *[""] * (len(PLACES) - len(numbers)))
    read = [
        ContactNumber(label, text, key if (key := normalise(text, region) or "").startswith("+") else None)
        for label, text in zip(PLACES, texts, strict=True)
        if text
    ]
    card = ContactCard(name, texts)
    return Contact(
        str(contact_id), account_id, f"Book {account_id}", "paper", str(contact_id), card, tuple(read)
    )


def written(folder: Path, data: str | bytes, name: str = "contacts.csv", encoding: str = "utf-8") -> Path:
    """Write a file and return its path."""
    file = folder / name
    file.write_bytes(data if isinstance(data, bytes) else data.encode(encoding))
    return file


def read(file: Path, **options) -> list[FileRow]:
    """Return the rows of a file."""
    return list(source.rows(source.look(file, FileOptions(**options))))


def planned(
    file: Path,
    there: Sequence[Contact] = (),
    *,
    region: str | None = "GB",
    book_region: str = "GB",
    **options,
) -> ImportPlan:
    """Hold a file against a phonebook with three places."""
    facts = source.look(file, FileOptions(**options))
    stored = [
        Stored(one.id, one.card, tuple(number.e164 or number.raw for number in one.numbers), one.read_only)
        for one in there
    ]
    making = planner.Planner(planner.Target("1", PLACES, book_region, stored), region)
    making.take_all(source.rows(facts))
    return making.plan("plan", facts)


def verdicts(plan: ImportPlan) -> list[tuple[int, str, str]]:
    """Return line, verdict and reason of all rows."""
    return [(row.line, row.verdict.value, row.reason) for row in plan.page(None, 0, plan.total)]
