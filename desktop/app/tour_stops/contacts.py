"""The list of contacts: rows in every state, what is chosen, and why it is empty."""

import asyncio
from collections.abc import Coroutine, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from PySide6.QtCore import QItemSelectionModel, Qt

from desktop.app.tour import Stage, until
from desktop.app.tour_stops.common import enlarged, longer_words, mirrored
from desktop.domain.changes import Topic
from desktop.domain.contacts import Contact, ContactCard, ContactQuery, ContactSection, EditState, Pending
from desktop.domain.errors import ErrorKind, Trouble
from desktop.domain.rows import ContactRows
from desktop.store import contact_edits
from desktop.store.contact_edits import Edit
from desktop.ui import sentences_book
from desktop.ui.contacts.deeds import Deleted
from desktop.ui.contacts.face import title
from desktop.ui.contacts.list import EDIT
from desktop.ui.contacts.presenter import ListContent, ListState, Segment
from desktop.ui.contacts.screen import ContactsScreen
from desktop.ui.shell.window import MainWindow

FIRST, NARROW, SMALL = (1180, 760), (960, 640), (560, 640)
REFUSED = "The provider has no such contact any more. Discard the change, or add the contact again."
LONG = "Dr. Maximiliane <b>von Hohenstein-Wartenburg</b>, Einkauf & Logistik, Niederlassung Süd " * 120
TURNED = "\u202eabc\u202c Zoë \u0007& Söhne"
PERSIAN = "شرکت بازرگانی بهار"

T = TypeVar("T")


async def contacts(stage: Stage, window: MainWindow) -> None:
    """Show the list: rows, hover, keyboard, segments, search, what is asked, and why it is empty."""
    window.resize(*FIRST)
    window.activateWindow()  # off screen nobody gives that back when a popover closes
    screen = await opened(window)
    changed = await _edited(stage, screen)
    await until(lambda: "waits" in window.status.view.text)
    await _rows(stage, window, screen)
    await _found(stage, window, screen)
    await _chosen(stage, window, screen)
    _empty(stage, window, screen)
    await _narrow(stage, window, screen)
    await _put_back(stage, changed)
    await until(lambda: "waits" not in window.status.view.text)
    screen.page.show_everybody()
    await _listed(screen)
    window.show_recents()


async def contacts_otherwise(stage: Stage) -> None:
    """Show the list mirrored, twice as large, and with names that no row has room for."""
    await _named_otherwise(stage)
    with longer_words():
        await _in_another_window(stage, "long-words", FIRST)
    with mirrored():
        await _in_another_window(stage, "right-to-left", FIRST)
    with enlarged():
        await _in_another_window(stage, "text-200", NARROW)


async def opened(window: MainWindow) -> ContactsScreen:
    """Show the contacts, and wait until they and the first one chosen are there."""
    window.show_contacts()
    screen = window.contacts
    assert screen is not None
    await _listed(screen)
    await until(lambda: not screen.presenter.counting)
    return screen


async def _listed(screen: ContactsScreen) -> None:
    await until(lambda: screen.presenter.settled and screen.page.state is ListState.READY)
    await until(lambda: screen.model.wanted == screen.presenter.wish.as_query())


async def _engine(stage: Stage, work: Coroutine[Any, Any, T]) -> T:
    async def there() -> T:
        return await work

    return await asyncio.wrap_future(stage.engine.submit(there()))


# ---- rows


async def _edited(stage: Stage, screen: ContactsScreen) -> list[Contact]:
    """Bring the first contacts into every state that a row can be in."""
    service = stage.container.services.contacts
    every = await _engine(stage, service.find_all(ContactQuery()))
    first = [one for one in every if one.name[:1].isalpha()][:12]
    for contact in (first[0], first[1], first[9]):
        await _engine(stage, service.favourite(contact.id, True))
    wanted = replace(first[2].card, numbers=("+46 8 465 004 21", "", ""))
    await _engine(stage, service.edit(first[2].id, wanted))
    await _stuck(stage, first[4], EditState.FAILED, replace(first[4].card, name=f"{first[4].name} Ltd"))
    wanted = replace(first[7].card, numbers=("020 7946 0652", "", ""))
    await _stuck(stage, first[7], EditState.CONFLICT, wanted)
    stage.container.services.changes.tell(Topic.CONTACTS)
    await until(lambda: screen.presenter.unsent == 3 and len(screen.list.tall_rows()) == 2)
    return first


async def _stuck(stage: Stage, contact: Contact, state: EditState, wanted: ContactCard) -> None:
    """Have an edit of a contact wait for a person."""
    conflict = state is EditState.CONFLICT
    edit = Edit(
        account_id=int(contact.account_id),
        contact_id=int(contact.id),
        kind=Pending.EDIT,
        state=state,
        seen=contact.card,
        wanted=wanted,
        there=replace(contact.card, name=f"{contact.name}-Petit") if conflict else None,
        since=stage.now,
        error=None if conflict else REFUSED,
    )
    await _engine(stage, stage.container.store.write(lambda db: contact_edits.keep(db, edit)))


async def _put_back(stage: Stage, changed: Sequence[Contact]) -> None:
    """Leave the phone book as it was."""
    service = stage.container.services.contacts
    for contact in changed:
        await _engine(stage, service.favourite(contact.id, False))
        now = await _engine(stage, service.get(contact.id))
        if now.pending is not None:
            await _engine(stage, service.discard(contact.id))


async def _rows(stage: Stage, window: MainWindow, screen: ContactsScreen) -> None:
    rows, take = screen.list, stage.album.take
    first = screen.model.heading_rows()[1] + 1 if len(screen.model.heading_rows()) > 1 else 1
    rows.verticalScrollBar().setValue(rows.verticalHeader().sectionPosition(first - 1))
    take(window, "contacts", "all")
    rows.go_to(first + 1)
    await until(lambda: screen.detail_presenter.settled)
    rows.hover_row(first + 3)
    take(window, "contacts", "chosen-and-hovered")
    rows.hover_row(first + 4)
    take(window, "contacts", "hovered-not-saved")
    rows.hover_row(-1)
    rows.clearFocus()
    rows.setFocus(Qt.FocusReason.TabFocusReason)
    take(window, "contacts", "keyboard")
    assert rows.strip is not None
    rows.strip.button(EDIT).setFocus(Qt.FocusReason.TabFocusReason)
    take(window, "contacts", "keyboard-in-a-row")
    rows.setFocus(Qt.FocusReason.MouseFocusReason)
    screen.edit_current()
    await until(lambda: screen.model.editing)
    take(window, "contacts", "editing")
    screen.detail_presenter.cancel()
    rows.setFocus(Qt.FocusReason.MouseFocusReason)


async def _found(stage: Stage, window: MainWindow, screen: ContactsScreen) -> None:
    page, take = screen.page, stage.album.take
    for state, segment in (("favourites", Segment.FAVOURITES), ("not-sent", Segment.UNSENT)):
        screen.presenter.show_segment(segment)
        await _listed(screen)
        take(window, "contacts", state)
    screen.presenter.reset()
    await _listed(screen)
    for state, text in (("search", "al ros"), ("search-number", "01632 4")):
        page.search.setText(text)
        await _listed(screen)
        take(window, "contacts", state)
    page.search.setText("<b>nobody</b>")
    await until(lambda: screen.presenter.settled and page.state is ListState.NOTHING)
    take(window, "contacts", "filtered-to-nothing")
    page.show_everybody()
    await _listed(screen)


# ---- what is chosen


async def _chosen(stage: Stage, window: MainWindow, screen: ContactsScreen) -> None:
    rows, model, take, handling = screen.list, screen.model, stage.album.take, screen.handling
    row = rows.current_row
    place = rows.viewport().mapToGlobal(rows.visualRect(model.index(row, 0)).center())
    rows.menu_wanted.emit(row, place)
    take(window, "contacts", "row-menu")
    handling.menu.close()
    screen.page.more.click()
    take(window, "contacts", "more-menu")
    screen.page.menu.close()
    for other in (row + 1, row + 3, row + 4):
        rows.selectionModel().select(model.index(other, 0), QItemSelectionModel.SelectionFlag.Select)
    take(window, "contacts", "several-chosen")
    rows.menu_wanted.emit(row, place)
    take(window, "contacts", "chosen-menu")
    handling.menu.close()
    screen.handling.delete_chosen()
    await until(lambda: handling.question is not None)
    take(window, "contacts", "ask-delete")
    assert handling.question is not None
    handling.question.reject()
    rows.go_to(row)
    contact = model.entry_at(row)
    assert contact is not None
    handling.deeds.deleted.emit(Deleted(1, contact.id, title(contact)))
    take(window, "contacts", "deleted")
    handling.deeds.deleted.emit(Deleted(4))
    take(window, "contacts", "several-deleted")
    handling.passing.hush()


# ---- why there are no rows


def _empty(stage: Stage, window: MainWindow, screen: ContactsScreen) -> None:
    page, query = screen.page, ContactQuery()
    trouble = Trouble(ErrorKind.STORE_DAMAGED, detail="the database disk image is malformed")
    no_book = sentences_book.no_book(["The provider offers no phone book."])
    for content in (
        ListContent(ListState.LOADING, query),
        ListContent(ListState.LISTING, query),
        ListContent(ListState.EMPTY, query),
        ListContent(ListState.UNREAD, query, sentence=Trouble(ErrorKind.OFFLINE, account="Paris").sentence),
        ListContent(ListState.NO_BOOK, query, sentence=no_book),
        ListContent(ListState.NO_FAVOURITES, query),
        ListContent(ListState.ALL_SENT, query),
        ListContent(ListState.FAILED, query, sentence=trouble.sentence),
    ):
        page.show_content(content)
        stage.album.take(window, "contacts", content.state.value.replace(" ", "-"))
    screen.presenter.reload()


# ---- sizes


async def _narrow(stage: Stage, window: MainWindow, screen: ContactsScreen) -> None:
    await _listed(screen)
    window.resize(*NARROW)
    stage.album.take(window, "contacts", "smallest")
    window.setMinimumSize(0, 0)
    window.resize(*SMALL)
    await until(lambda: screen.narrow)
    screen.go_back()
    await until(lambda: not screen.sliding)
    stage.album.take(window, "contacts", "narrow-list")
    screen.show_detail()
    await until(lambda: not screen.sliding)
    stage.album.take(window, "contacts", "narrow-detail")
    screen.go_back()
    await until(lambda: not screen.sliding)
    window.resize(*FIRST)
    await until(lambda: not screen.narrow)


async def _in_another_window(stage: Stage, state: str, size: tuple[int, int]) -> None:
    window = await stage.window()
    window.resize(*size)
    screen = await opened(window)
    screen.list.step()
    await until(lambda: screen.detail_presenter.settled)
    screen.go_back()
    await until(lambda: not screen.sliding)
    stage.album.take(window, "contacts", state)
    await stage.close(window)


class _OddRows:
    """Real contacts with names that no row has room for, of two phone books."""

    NAMES = (LONG, TURNED, PERSIAN, "", "👩\u200d💻🚀", "e\u0301" * 40, "Ω")

    def __init__(self, rows: ContactRows) -> None:
        self._rows = rows

    def sections(self, wanted: ContactQuery) -> Sequence[ContactSection]:
        return self._rows.sections(wanted)

    def contacts(self, wanted: ContactQuery, letter: str, offset: int, limit: int) -> Sequence[Contact]:
        page = self._rows.contacts(wanted, letter, offset, limit)
        return [self._odd(one, number + offset) for number, one in enumerate(page)]

    def contact(self, contact_id: str) -> Contact | None:
        return self._rows.contact(contact_id)

    def place(self, wanted: ContactQuery, contact_id: str) -> tuple[str, int] | None:
        return self._rows.place(wanted, contact_id)

    def contact_of(self, number: str, account_id: str | None = None) -> Contact | None:
        return self._rows.contact_of(number, account_id)

    def _odd(self, contact: Contact, number: int) -> Contact:
        card = replace(contact.card, name=self.NAMES[number % len(self.NAMES)])
        state = EditState.FAILED if number == 2 else contact.state
        return replace(
            contact, card=card, account="Head office <b>Paris</b>", favourite=number == 0, state=state
        )


async def _named_otherwise(stage: Stage) -> None:
    window = await stage.window(contacts=_OddRows(stage.rows))
    screen = await opened(window)
    screen.presenter.books *= 2
    screen.page.show_content(ListContent(ListState.READY, ContactQuery(), _letters(stage)))
    stage.album.take(window, "contacts", "odd-names")
    await stage.close(window)


def _letters(stage: Stage) -> tuple[ContactSection, ...]:
    return tuple(stage.rows.sections(ContactQuery()))
