"""The do-not-call list in every state, its forms and its marks on calls and contacts."""

import asyncio
import tempfile
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from PySide6.QtCore import Qt

from desktop.app.tour import Stage, until
from desktop.app.tour_stops.common import NARROW, enlarged, longer_words, mirrored, open_first, talked_about
from desktop.app.tour_stops.contacts import opened
from desktop.domain.do_not_call import DoNotCallEntry
from desktop.ui.detail import header
from desktop.ui.do_not_call.asking import AskToList
from desktop.ui.do_not_call.dialog import DoNotCallDialog
from desktop.ui.do_not_call.importing import ImportNumbers
from desktop.ui.do_not_call.presenter import ListState
from desktop.ui.do_not_call.reading import Phase
from desktop.ui.shell.window import MainWindow

LONG = "Says that <b>nobody</b> of her house may be called, neither in the morning nor after lunch & dinner"
ENTRIES = (
    ("+33 6 39 98 31 26", "Asked not to be called", "A call"),
    ("+44 20 7946 0733", "By letter of 4 March", "A contact"),
    ("+1 202 555 0164", "", "Command line"),
    ("204", "Night desk, after ten", "By hand"),
    ("+33 1 99 00 17 46", LONG, "By hand"),
    *((f"+33 1 99 01 {n:02} 77", "National opt-out list", "Import of opt-outs-2026.csv") for n in range(20)),
)
FILE = (
    "number,reason\n+33199007701,by mail\n01 99 00 77 02,\n+33639983126,twice\nnobody,\n3.36E+10,\n112,\n"
    + "".join(f"+3319900{n:04},by mail\n" for n in range(100, 180))
)


async def _list(stage: Stage, *, listed: bool) -> None:
    """Fill the list, or empty it; whoever was listed was so days ago."""
    service = stage.container.services.do_not_call

    async def work() -> None:
        for place, (number, reason, source) in enumerate(ENTRIES):
            if listed:
                entry = await service.add(number, reason, source, "FR")
                since = stage.now - timedelta(days=3 * place, hours=1)
                await service.put_back(replace(entry, added_at=since))
            elif await service.find(number, "FR") is not None:
                await service.remove(number, "FR")

    await asyncio.wrap_future(stage.engine.submit(work()))


async def _opened(window: MainWindow) -> DoNotCallDialog:
    window.deeds.open_list()
    dialog = window.deeds.dialog
    assert isinstance(dialog, DoNotCallDialog)
    return dialog


async def _read(dialog: DoNotCallDialog) -> None:
    await until(lambda: dialog.presenter.state is not ListState.LOADING)


async def closed(window: MainWindow) -> None:
    """Close what stands over the window."""
    if window.deeds.dialog is not None:
        window.deeds.dialog.done(0)
    await until(lambda: window.deeds.dialog is None)


async def do_not_call(stage: Stage, window: MainWindow) -> None:
    """Show the list from the empty one to its failure, its forms, and what is marked elsewhere."""
    take = stage.album.take
    window.show_recents()
    dialog = await _opened(window)
    take(window, "do-not-call", "loading")
    await _read(dialog)
    take(window, "do-not-call", "empty")
    await closed(window)
    await _list(stage, listed=True)
    dialog = await _opened(window)
    await _read(dialog)
    dialog.table.hover_row(1)
    take(window, "do-not-call", "list")
    dialog.table.setFocus(Qt.FocusReason.TabFocusReason)
    dialog.table.go_to(4)
    dialog.table.ask_choice(4)
    take(window, "do-not-call", "row-menu")
    dialog.menu.close()
    await _searched(stage, window, dialog)
    await _forms(stage, window, dialog)
    await _files(stage, window, dialog)
    window.resize(*NARROW)
    take(window, "do-not-call", "narrow")
    window.resize(1180, 760)
    presenter = dialog.presenter
    presenter.deeds.done.emit("+33 6 39 98 31 26 may be called again")
    take(window, "do-not-call", "removed")
    dialog.passing.hush()
    presenter.state, presenter.trouble = ListState.FAILED, "The profile's database cannot be read."
    presenter.changed.emit()
    take(window, "do-not-call", "failed")
    await closed(window)
    await _marked(stage, window)
    await _list(stage, listed=False)


async def _searched(stage: Stage, window: MainWindow, dialog: DoNotCallDialog) -> None:
    dialog.field.setText("mail")
    await until(lambda: dialog.presenter.state is ListState.NOTHING)
    stage.album.take(window, "do-not-call", "nothing-found")
    dialog.field.setText("opt-out")
    await until(lambda: dialog.presenter.rows == 20)
    stage.album.take(window, "do-not-call", "search")
    dialog.field.clear()
    await until(lambda: dialog.presenter.rows == len(ENTRIES))


async def _forms(stage: Stage, window: MainWindow, dialog: DoNotCallDialog) -> None:
    take = stage.album.take
    dialog.open_add()
    form = dialog.over.dialog
    assert isinstance(form, AskToList)
    take(window, "do-not-call", "add")
    for text, state in (("0033 1 99 00 77 09", "add-repaired"), ("3.36E+10", "add-wrong")):
        form.number.setText(text)
        await until(lambda: form.presenter.row is not None)
        take(window, "do-not-call", state)
    form.number.setText("+33 1 99 00 17 46")
    await until(lambda: form.presenter.entry is not None)
    take(window, "do-not-call", "add-there-already")
    form.reject()
    await until(lambda: dialog.over.dialog is None)


async def _files(stage: Stage, window: MainWindow, dialog: DoNotCallDialog) -> None:
    take = stage.album.take
    dialog.open_import()
    importing = dialog.over.dialog
    assert isinstance(importing, ImportNumbers)
    take(window, "do-not-call", "import")
    with tempfile.TemporaryDirectory(prefix="sidetone-tour-files-") as folder:
        importing.presenter.open_file(Path(folder) / "gone.csv")
        await until(lambda: importing.presenter.trouble)
        take(window, "do-not-call", "import-failed")
        file = Path(folder) / "opt-outs-2026.csv"
        file.write_text(FILE, encoding="utf-8")
        importing.presenter.choose_region("FR")
        importing.presenter.open_file(file)
        await until(lambda: importing.presenter.phase is Phase.PREVIEW)
        take(window, "do-not-call", "import-preview")
    importing.presenter.phase = Phase.LISTING
    importing.presenter.changed.emit()
    take(window, "do-not-call", "import-listing")
    importing.presenter.phase = Phase.DONE
    importing.presenter.changed.emit()
    take(window, "do-not-call", "import-done")
    importing.reject()
    await until(lambda: dialog.over.dialog is None)


async def _marked(stage: Stage, window: MainWindow) -> None:
    """Show where a call and a contact say that they must not be called."""
    take = stage.album.take
    call = await open_first(stage, window, talked_about)
    window.deeds.ask_to_list([call.other or ""], call.name or "", "A call")
    form = window.deeds.dialog
    assert isinstance(form, AskToList)
    await until(form.go.isEnabled)
    take(window, "do-not-call", "add-of-a-call")
    await closed(window)
    facts = window.recents.detail_presenter.facts
    facts.listed = (
        DoNotCallEntry(call.other or "", "Asked not to be called", "A call", stage.now - timedelta(days=9)),
    )
    window.recents.detail.header.tabs.setCurrentIndex(header.PERSON)
    facts.changed.emit()
    take(window, "do-not-call", "marked-call")
    facts.listed = ()
    facts.changed.emit()
    window.recents.detail.header.tabs.setCurrentIndex(header.CONVERSATION)
    screen = await opened(window)
    entries = (screen.model.entry_at(row) for row in range(20))
    somebody = next(one for one in entries if one is not None and one.numbers)
    screen.open_contact(somebody.id)
    await until(lambda: screen.detail_presenter.view is not None and screen.detail_presenter.settled)
    facts = screen.detail_presenter.facts
    facts.listed = (
        DoNotCallEntry(somebody.numbers[0].e164 or "204", LONG, "A contact", stage.now - timedelta(days=40)),
    )
    facts.changed.emit()
    take(window, "do-not-call", "marked-contact")
    facts.listed = ()
    facts.changed.emit()
    window.show_recents()


async def do_not_call_otherwise(stage: Stage) -> None:
    """Show the list mirrored, twice as large, and with longer words."""
    await _list(stage, listed=True)
    with mirrored():
        await _once(stage, "right-to-left")
    with enlarged():
        await _once(stage, "text-200")
    with longer_words():
        await _once(stage, "long-words")
    await _list(stage, listed=False)


async def _once(stage: Stage, state: str) -> None:
    window = await stage.window()
    window.show_recents()
    dialog = await _opened(window)
    await _read(dialog)
    stage.album.take(window, "do-not-call", state)
    dialog.open_add()
    stage.album.take(window, "do-not-call", f"{state}-add")
    await closed(window)
    await stage.close(window)
