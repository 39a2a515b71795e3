"""What is done with many contacts: the import in every state, the export, duplicates, and deleted ones."""

import asyncio
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from desktop.app.tour import Stage, until
from desktop.app.tour_stops.common import NARROW, enlarged, longer_words, mirrored
from desktop.app.tour_stops.contacts import opened
from desktop.domain.contacts import Book, Contact, ContactCard, ContactNumber, ContactQuery, TrashedContact
from desktop.services.duplicates import DuplicateGroup, Likeness
from desktop.services.importing.plan import Verdict
from desktop.services.importing.results import Failed, ImportResult
from desktop.services.importing.values import Progress
from desktop.services.importing.values import Stage as Work
from desktop.ui.contacts.dialogs import ContactDialogs
from desktop.ui.contacts.duplicates.dialog import DuplicatesDialog
from desktop.ui.contacts.exporting.dialog import ExportDialog
from desktop.ui.contacts.importing.presenter import Phase
from desktop.ui.contacts.importing.wizard import ImportWizard
from desktop.ui.contacts.trash.dialog import TrashDialog
from desktop.ui.contacts.trash.presenter import TrashState
from desktop.ui.shell.window import MainWindow

SHOPS, TEAM = "shops-and-suppliers.vcf", "team.csv"
LONG = "Dr. Maximiliane <b>von Hohenstein-Wartenburg</b>, Einkauf & Logistik, Niederlassung Süd"
TABLE = (
    "Name;Company;Telephone;Mobile;Notes\n"
    "Ingrid Holm;Nordic Paper;+46 8 465 004 77;;call in the morning\n"
    "Inès Marchand;;01 99 00 42 95;06 39 98 31 26;\n"
    "Front desk;Harbour Taxi;204;;\n"
)


def _card(name: str, *numbers: str, mail: str = "") -> str:
    lines = ["BEGIN:VCARD", "VERSION:3.0", f"FN:{name}", *(f"TEL:{number}" for number in numbers)]
    return "\r\n".join([*lines, *([f"EMAIL:{mail}"] if mail else []), "END:VCARD", ""])


def _cards(known: Sequence[Contact]) -> str:
    """Return a file with something of everything; `known` are two contacts of the phonebook."""
    merged, same = known[0], known[1]
    first, _, last = merged.name.partition(" ")
    cards = [
        _card("Atelier Vasseur", "+33 2 61 91 40 12", "+33 6 39 98 00 12", mail="atelier@example.com"),
        _card(f"{last.upper()} {first}".strip(), merged.card.numbers[0], "+33 6 39 98 31 26"),
        _card("Ingrid Holm", *(f"+46 8 465 004 {n}" for n in range(77, 82)), mail="ingrid@example.com"),
        _card(same.name, *(text for text in same.card.numbers if text)),
        _card("Front desk", "204"),
        _card(LONG, "+44 20 7946 0733"),
    ]
    cards += [
        _card(f"Supplier {n}", f"+33 1 99 01 {n // 10:02} {n:02}", mail=f"s{n}@example.com" if n < 59 else "")
        for n in range(1, 90)
    ]
    return "".join(cards)


async def _there(stage: Stage) -> tuple[Book, list[Contact]]:
    """Read the first phonebook once, and return it with its contacts that have one number."""
    contacts = stage.container.services.contacts

    async def work() -> tuple[Book, list[Contact]]:
        await contacts.refresh()
        book = (await contacts.books())[0]
        every = await contacts.find_all(ContactQuery(account_ids=frozenset({book.account_id})))
        return book, [
            one for one in every if len(one.numbers) == 1 and one.numbers[0].e164 and " " in one.name
        ]

    return await asyncio.wrap_future(stage.engine.submit(work()))


async def _dialogs(window: MainWindow) -> ContactDialogs:
    """Show the contacts, and wait until nothing of what lies below the dialogs can change any more."""
    await opened(window)
    dialogs = window.screens.dialogs
    assert dialogs is not None
    return dialogs


async def _closed(dialogs: ContactDialogs) -> None:
    if dialogs.dialog is not None:
        dialogs.dialog.done(0)
    await until(lambda: dialogs.dialog is None)


async def _wizard(dialogs: ContactDialogs, file: Path | None = None) -> ImportWizard:
    dialogs.open_import_of(file)
    wizard = dialogs.dialog
    assert isinstance(wizard, ImportWizard)
    wanted = {Phase.CHOOSE} if file is None else {Phase.CHECK, Phase.COLUMNS}
    await until(lambda: wizard.presenter.books and wizard.presenter.phase in wanted)
    return wizard


async def importing(stage: Stage, window: MainWindow) -> None:
    """Show the import from the empty dialog to its result."""
    take = stage.album.take
    book, known = await _there(stage)
    dialogs = await _dialogs(window)
    with tempfile.TemporaryDirectory(prefix="sidetone-tour-files-") as folder:
        cards, table = Path(folder) / SHOPS, Path(folder) / TEAM
        cards.write_text(_cards(known), encoding="utf-8")
        table.write_text(TABLE, encoding="cp1252")
        wizard = await _wizard(dialogs)
        take(window, "import", "choose")
        wizard.choose_page.zone.set_over(True)
        take(window, "import", "file-over-it")
        wizard.choose_page.zone.set_over(False)
        await _unreadable(stage, window, wizard, Path(folder))
        _pose(wizard, Phase.LOOKING, file=cards)
        take(window, "import", "looking")
        wizard.presenter.open_file(table)
        await until(lambda: wizard.presenter.phase in {Phase.CHECK, Phase.COLUMNS})
        wizard.presenter.show_columns()
        take(window, "import", "columns")
        wizard.presenter.open_file(cards)
        await until(lambda: wizard.presenter.phase is Phase.CHECK)
        await _checked(stage, window, wizard)
        _ended(stage, window, wizard)
        await _closed(dialogs)
    await _export(stage, window)
    await _duplicates(stage, window, book)
    await _trash(stage, window, book, known)


def _pose(wizard: ImportWizard, phase: Phase, *, file: Path | None = None, lead: str = "") -> None:
    presenter = wizard.presenter
    presenter.phase, presenter.lead, presenter.trouble = phase, lead, ""
    presenter.file = file or presenter.file
    presenter.changed.emit()


async def _unreadable(stage: Stage, window: MainWindow, wizard: ImportWizard, folder: Path) -> None:
    presenter = wizard.presenter
    presenter.open_file(folder / "gone.vcf")
    await until(lambda: presenter.trouble)
    stage.album.take(window, "import", "failed")
    (folder / "empty.vcf").write_text("", encoding="utf-8")
    before = presenter.trouble
    presenter.open_file(folder / "empty.vcf")
    await until(lambda: presenter.trouble and presenter.trouble != before)
    stage.album.take(window, "import", "empty-file")


async def _checked(stage: Stage, window: MainWindow, wizard: ImportWizard) -> None:
    take, page, presenter = stage.album.take, wizard.check_page, wizard.presenter
    take(window, "import", "cards")
    page.table.hover_row(1)
    page.table.toggled.emit(1)
    take(window, "import", "merge-open")
    page.table.ask_choice(1)
    take(window, "import", "choices")
    page.table.menu.close()
    page.table.toggled.emit(1)
    page.chips.choose(Verdict.INVALID)
    take(window, "import", "filtered")
    page.chips.choose(None)
    plan = presenter.plan
    assert plan is not None
    presenter.choose_all(None, included=False)
    await until(lambda: presenter.plan is not None and not presenter.plan.included())
    take(window, "import", "none-taken")
    presenter.plan = plan
    presenter.changed.emit()
    window.resize(*NARROW)
    page.table.toggled.emit(1)
    take(window, "import", "narrow")
    window.resize(1180, 760)
    page.region.picked.emit("other")
    dialog = page.region.dialog
    assert dialog is not None
    dialog.field.setText("uni")
    take(window, "import", "countries")
    dialog.reject()
    presenter.plan = None
    presenter.progress = Progress(Work.READING, 90_000_000, 200_000_000, 91_400)
    _pose(wizard, Phase.CHECKING)
    take(window, "import", "reading")
    presenter.plan, presenter.progress = plan, None


def _ended(stage: Stage, window: MainWindow, wizard: ImportWizard) -> None:
    take, presenter = stage.album.take, wizard.presenter
    plan = presenter.plan
    assert plan is not None
    presenter.began = stage.now - timedelta(seconds=9)
    presenter.progress = Progress(Work.QUEUEING, 48, plan.included(), 48)
    _pose(wizard, Phase.IMPORTING)
    take(window, "import", "importing")
    done = {index: str(index) for index, _, _ in plan.wanted()}
    presenter.result = ImportResult(plan, done, {}, frozenset(done))
    _pose(wizard, Phase.RESULT)
    take(window, "import", "result")
    some = dict(list(done.items())[:40])
    refused = {
        index: Failed("The provider refused it: the name is too long.", refused=True) for index in (2, 5)
    }
    presenter.result = ImportResult(plan, some, refused)
    _pose(wizard, Phase.RESULT, lead="The import was stopped")
    take(window, "import", "stopped")
    _pose(wizard, Phase.UNDOING)
    take(window, "import", "undoing")
    _pose(wizard, Phase.UNDONE)
    take(window, "import", "undone")


async def _export(stage: Stage, window: MainWindow) -> None:
    take, dialogs = stage.album.take, await _dialogs(window)
    dialogs.open_export(("1", "2", "3"))
    export = dialogs.dialog
    assert isinstance(export, ExportDialog)
    await until(lambda: export.presenter.known)
    take(window, "export", "ask")
    export.presenter.writing = True
    export.presenter.changed.emit()
    take(window, "export", "writing")
    export.presenter.writing = False
    export.presenter.failed.emit("contacts.csv could not be written: there is no space left on the disk.")
    export.presenter.changed.emit()
    take(window, "export", "failed")
    await _closed(dialogs)


def _contact(number: int, name: str, *texts: str, book: Book, favourite: bool = False) -> Contact:
    numbers = tuple(
        ContactNumber(place, text, text.replace(" ", ""))
        for place, text in zip(book.places, texts, strict=False)
    )
    card = ContactCard(name, (*texts, *[""] * (len(book.places) - len(texts))))
    own = str(number)
    return Contact(own, book.account_id, book.account, book.provider, own, card, numbers, favourite=favourite)


def _groups(book: Book) -> tuple[DuplicateGroup, ...]:
    ada = _contact(1, "Ada Lovelace", "+44 20 7946 0018", book=book, favourite=True)
    countess = _contact(2, "A. Lovelace", "+44 20 7946 0018", "+44 7700 900123", book=book)
    hugo = _contact(
        3, "Hugo Marchand", "+33 1 99 00 17 46", "+33 6 39 98 31 26", "+33 1 99 00 17 47", book=book
    )
    other = _contact(4, "MARCHAND Hugo", "+33 1 99 00 17 46", "+33 4 65 71 08 54", book=book)
    third = _contact(5, LONG, "+33 1 99 00 17 46", book=book)
    far = replace(
        _contact(6, "Bluebird Bakery", "+1 202 555 0164", book=book), account_id="0", account="Desk"
    )
    near = _contact(7, "Bluebird Bakery", "+1 202 555 0165", book=book)
    return (
        DuplicateGroup(Likeness.NUMBER, "+442079460018", (ada, countess), "a"),
        DuplicateGroup(Likeness.NUMBER, "+33199001746", (hugo, other, third), "b"),
        DuplicateGroup(Likeness.NAME, "Bluebird Bakery", (far, near), "c"),
    )


async def _duplicates(stage: Stage, window: MainWindow, book: Book) -> None:
    take, dialogs = stage.album.take, await _dialogs(window)
    dialogs.open_duplicates()
    dialog = dialogs.dialog
    assert isinstance(dialog, DuplicatesDialog)
    take(window, "duplicates", "comparing")
    await until(lambda: dialog.presenter.state.value != "loading")
    dialog.presenter.take([book], _groups(book))
    for state in ("two", "more-than-fit", "two-books"):
        take(window, "duplicates", state)
        dialog.presenter.next()
    dialog.presenter.go(0)
    window.resize(*NARROW)
    take(window, "duplicates", "narrow")
    window.resize(1180, 760)
    dialog.presenter.merged.emit("Ada Lovelace")
    take(window, "duplicates", "merged")
    dialog.presenter.take([book], ())
    take(window, "duplicates", "none")
    await _closed(dialogs)


async def _trash(stage: Stage, window: MainWindow, book: Book, known: Sequence[Contact]) -> None:
    take, dialogs = stage.album.take, await _dialogs(window)
    dialogs.open_trash()
    dialog = dialogs.dialog
    assert isinstance(dialog, TrashDialog)
    presenter = dialog.presenter
    await until(lambda: presenter.state is not TrashState.LOADING)
    cards = [
        ContactCard(LONG, ("+44 20 7946 0733", "+33 6 39 98 31 26", "")),
        *(one.card for one in known[:8]),
    ]
    presenter.take(
        [
            TrashedContact(
                str(place), book.account_id, book.account, card, False, stage.now - timedelta(days=4 * place)
            )
            for place, card in enumerate(cards)
        ]
    )
    take(window, "trash", "full")
    presenter.tick(1)
    presenter.tick(3)
    dialog.table.hover_row(3)
    take(window, "trash", "chosen")
    dialog.purge.click()
    take(window, "trash", "for-good")
    assert dialog.question is not None
    dialog.question.reject()
    dialog.field.setText("nobody of this name")
    take(window, "trash", "nothing-found")
    dialog.field.clear()
    presenter.take(())
    take(window, "trash", "empty")
    await _closed(dialogs)


async def importing_otherwise(stage: Stage) -> None:
    """Show the import mirrored, twice as large, and with longer words."""
    with mirrored():
        await _once(stage, "right-to-left")
    with enlarged():
        await _once(stage, "text-200")
    with longer_words():
        await _once(stage, "long-words")


async def _once(stage: Stage, state: str) -> None:
    book, known = await _there(stage)
    window = await stage.window()
    dialogs = await _dialogs(window)
    with tempfile.TemporaryDirectory(prefix="sidetone-tour-files-") as folder:
        cards = Path(folder) / SHOPS
        cards.write_text(_cards(known), encoding="utf-8")
        wizard = await _wizard(dialogs, cards)
        wizard.check_page.table.toggled.emit(1)
        stage.album.take(window, "import", state)
        if state == "text-200":
            window.resize(*NARROW)
            stage.album.take(window, "import", f"{state}-narrow")
            window.resize(*(2 * edge for edge in NARROW))
        await _closed(dialogs)
    dialogs.open_duplicates()
    dialog = dialogs.dialog
    assert isinstance(dialog, DuplicatesDialog)
    await until(lambda: dialog.presenter.state.value != "loading")
    dialog.presenter.take([book], _groups(book))
    dialog.presenter.go(1)
    stage.album.take(window, "duplicates", state)
    await _closed(dialogs)
    await stage.close(window)
