"""The opened contact: what is known of it, its form, two versions of it, and what is asked."""

import asyncio
import dataclasses
from datetime import timedelta

from PySide6.QtCore import Qt

from desktop.app.tour import Stage, until
from desktop.app.tour_stops.common import enlarged, longer_words, mirrored
from desktop.app.tour_stops.contacts import opened
from desktop.domain.calls import CallFilter
from desktop.domain.contacts import Book, Conflict, Contact, ContactCard, ContactNumber, ContactQuery
from desktop.domain.errors import ErrorKind, Trouble
from desktop.ui import strings_contact as strings
from desktop.ui.contacts.detail import views
from desktop.ui.contacts.detail.draft import Draft, draft_of, new_draft
from desktop.ui.contacts.detail.reading import contact_view
from desktop.ui.contacts.detail.views import Ask, CallsView, ContactView, Meanwhile, Standing
from desktop.ui.contacts.screen import ContactsScreen
from desktop.ui.shell.window import MainWindow

FIRST, SMALLEST, SMALL = (1180, 760), (960, 640), (560, 640)
NUMBERS = ("+33 1 99 00 42 17", "0033 6 12 34 56 78", "020 7946 0652")
UNFINISHED = "+44 20 7946 06"
ODD = ("112", "1004", "Ask at the desk")


async def contact_details(stage: Stage, window: MainWindow) -> None:
    """Show the opened contact in every state."""
    screen = await opened(window)
    view = await _known(stage, screen)
    await _in_front(window)
    _seen(stage, window, screen, view)
    await _in_front(window)
    _written(stage, window, screen, view)
    _versions(stage, window, screen, view)
    _asked(stage, window, screen, view)
    await _narrow(stage, window, screen, view)
    screen.detail_presenter.show(None)
    stage.album.take(window, "contact", "nothing")
    screen.detail_presenter.gone.emit()
    stage.album.take(window, "contact", "gone")
    screen.list.step()
    window.show_recents()


async def contact_details_otherwise(stage: Stage) -> None:
    """Show it mirrored, twice as large, and in a longer language."""
    with mirrored():
        await _in_another_window(stage, "right-to-left", FIRST)
    with enlarged():
        await _in_another_window(stage, "text-200", SMALLEST)
    with longer_words():
        await _in_another_window(stage, "long-words", FIRST)


async def _in_another_window(stage: Stage, state: str, size: tuple[int, int]) -> None:
    window = await stage.window()
    window.resize(*size)
    screen = await opened(window)
    view = await _known(stage, screen)
    screen.show_detail()
    await until(lambda: not screen.sliding)
    screen.detail_presenter.shown.emit(view)
    stage.album.take(window, "contact", state)
    screen.detail_presenter.writing.begin(_both(stage, screen, view))
    screen.detail.form.point_at(2)
    stage.album.take(window, "contact", f"{state}-versions")
    screen.detail_presenter.writing.drop()
    await stage.close(window)


async def _in_front(window: MainWindow) -> None:
    """Have the window show its focus again, after menus and other windows."""
    window.activateWindow()
    await until(window.isActiveWindow)


# ---- who is opened


async def _known(stage: Stage, screen: ContactsScreen) -> ContactView:
    """Choose a contact with calls, and give it numbers of two countries."""
    services, presenter = stage.container.services, screen.detail_presenter

    async def often_called() -> Contact:
        found = await services.contacts.find_all(ContactQuery())
        for contact in found:
            wanted = CallFilter(contact_ids=frozenset({contact.id}))
            if (await services.calls.count(wanted))[0] > 2:
                return contact
        return found[0]

    contact = await asyncio.wrap_future(stage.engine.submit(often_called()))
    screen.open_contact(contact.id)
    await until(lambda: presenter.view is not None and presenter.view.contact.id == contact.id)
    await until(lambda: presenter.settled)
    assert presenter.view is not None
    return _shown(stage, screen, _with(contact, *NUMBERS), presenter.view.calls)


def _with(contact: Contact, *texts: str) -> Contact:
    """Return a contact with other numbers."""
    labels = ("Main", "Second", "Third")
    return dataclasses.replace(
        contact,
        card=ContactCard(contact.card.name, texts),
        numbers=tuple(ContactNumber(label, text, None) for label, text in zip(labels, texts, strict=True)),
        favourite=True,
    )


def _book(screen: ContactsScreen, contact: Contact) -> Book:
    books = screen.detail_presenter.writing.books
    return next(book for book in books if book.account_id == contact.account_id)


def _shown(stage: Stage, screen: ContactsScreen, contact: Contact, calls: CallsView) -> ContactView:
    provider = screen.detail_presenter.view.provider if screen.detail_presenter.view else ""
    book = _book(screen, contact)
    return contact_view(contact, book, (), calls, (), provider, stage.now, several_accounts=True)


# ---- the states


def _seen(stage: Stage, window: MainWindow, screen: ContactsScreen, view: ContactView) -> None:
    """Show what is known, what can be done, and where a change is."""
    take, presenter, detail = stage.album.take, screen.detail_presenter, screen.detail
    presenter.shown.emit(view)
    take(window, "contact", "several-numbers")
    detail.header.star.setFocus(Qt.FocusReason.TabFocusReason)
    take(window, "contact", "keyboard")
    detail.header.which.click()
    take(window, "contact", "which-number")
    detail.header.menu.close()
    detail.header.more.click()
    take(window, "contact", "menu")
    detail.menu.close()
    odd = _shown(stage, screen, _with(view.contact, *ODD), view.calls)
    presenter.shown.emit(dataclasses.replace(odd, refusal=strings.READ_ONLY_TEXT))
    take(window, "contact", "read-only")
    trouble = Trouble(ErrorKind.INVALID, provider=view.provider, detail="phone1: the format is invalid")
    away = Trouble(ErrorKind.OFFLINE, provider=view.provider)
    damaged = Trouble(ErrorKind.STORE_DAMAGED, detail="the database disk image is malformed")
    for state, changed in (
        ("loading", {"calls": CallsView()}),
        ("no-calls", {"calls": CallsView(views.Stage.READY)}),
        ("failed", {"calls": CallsView(views.Stage.FAILED, sentence=damaged.sentence)}),
        (
            "pending",
            {
                "standing": Standing.WAITING,
                "reason": away.sentence,
                "next_try": stage.now + timedelta(seconds=40),
            },
        ),
        ("sending", {"standing": Standing.SENDING}),
        ("refused", {"standing": Standing.FAILED, "reason": trouble.sentence}),
    ):
        presenter.shown.emit(dataclasses.replace(view, **changed))
        take(window, "contact", state)
    presenter.shown.emit(view)


def _written(stage: Stage, window: MainWindow, screen: ContactsScreen, view: ContactView) -> None:
    """Show the form of a contact, and of a new one."""
    take, presenter, detail = stage.album.take, screen.detail_presenter, screen.detail
    writing, book = presenter.writing, _book(screen, view.contact)
    writing.begin(draft_of(view.contact, book.places, book.region))
    detail.focus_form()
    take(window, "contact", "editing")
    detail.form.start(at=2)
    writing.write(2, UNFINISHED)
    detail.form.point_at(2)
    take(window, "contact", "editing-error")
    writing.write(2, NUMBERS[2])
    writing.write(0, "")
    detail.form.point_at(0)
    take(window, "contact", "editing-missing")
    writing.write(0, "01632 960001")
    assert writing.view is not None
    other = views.Elsewhere("1", "Ada Lovelace", 1)
    for state, changed in (
        ("editing-same-number", {"elsewhere": (None, None, other)}),
        ("editing-changed-meanwhile", {"meanwhile": Meanwhile.CHANGED}),
        ("editing-gone-meanwhile", {"meanwhile": Meanwhile.GONE}),
        ("editing-unsaved", {"trouble": Trouble(ErrorKind.DISK, detail="no space left").sentence}),
    ):
        presenter.form.emit(dataclasses.replace(writing.view, **changed))
        take(window, "contact", state)
    writing.drop()
    writing.begin(new_draft(book.account_id, book.places, book.region, "", "+44 1632 960001"))
    detail.focus_form()
    take(window, "contact", "new")
    second = dataclasses.replace(book, account_id="0", account="Warehouse")
    presenter.form.emit(dataclasses.replace(writing.view, books=(book, second)))
    take(window, "contact", "new-in-one-of-two-books")
    writing.begin(new_draft("", (), None, "Ada Lovelace", ""))
    take(window, "contact", "new-without-a-book")
    writing.drop()


def _both(stage: Stage, screen: ContactsScreen, view: ContactView) -> Draft:
    """Return the form of a contact that was changed here and there."""
    name, book = view.contact.card.name, _book(screen, view.contact)
    seen = ContactCard("A. " + name, ("+33 1 99 00 42 10", "+33 6 12 34 56 70", NUMBERS[2]))
    wanted = ContactCard(name, (NUMBERS[0], NUMBERS[1], "020 7946 0653"))
    there = ContactCard(f"{name}-Petit", ("+33 1 99 00 42 71", "0033 6 12 34 65 78", NUMBERS[2]))
    conflict = Conflict(seen, wanted, there, stage.now - timedelta(minutes=4))
    draft = draft_of(dataclasses.replace(view.contact, conflict=conflict), book.places, book.region)
    return draft.with_text(-1, there.name).with_text(2, UNFINISHED)


def _versions(stage: Stage, window: MainWindow, screen: ContactsScreen, view: ContactView) -> None:
    """Show a contact that somebody else changed, and one that was deleted here meanwhile."""
    take, presenter, detail = stage.album.take, screen.detail_presenter, screen.detail
    presenter.writing.begin(_both(stage, screen, view))
    detail.form.point_at(2)
    take(window, "contact", "versions")
    presenter.writing.take_all(theirs=True)
    take(window, "contact", "versions-theirs")
    assert presenter.writing.draft is not None
    conflict = presenter.writing.draft.conflict
    assert conflict is not None
    presenter.writing.drop()
    presenter.shown.emit(
        dataclasses.replace(
            view, standing=Standing.CONFLICT, contact=dataclasses.replace(view.contact, conflict=conflict)
        )
    )
    take(window, "contact", "versions-undecided")
    deleted = dataclasses.replace(view.contact, conflict=dataclasses.replace(conflict, wanted=None))
    book = _book(screen, view.contact)
    presenter.writing.begin(draft_of(deleted, book.places, book.region))
    take(window, "contact", "versions-deleted-here")
    presenter.writing.drop()


def _asked(stage: Stage, window: MainWindow, screen: ContactsScreen, view: ContactView) -> None:
    """Show the questions before something is lost."""
    presenter, book = screen.detail_presenter, _book(screen, view.contact)
    presenter.writing.begin(draft_of(view.contact, book.places, book.region))
    presenter.writing.write(2, UNFINISHED)
    for ask in Ask:
        presenter.asked.emit(ask)
        stage.album.take(window, "contact", f"ask-{ask.name.lower()}")
        assert screen.detail.dialog is not None
        screen.detail.dialog.reject()
    presenter.writing.drop()


async def _narrow(stage: Stage, window: MainWindow, screen: ContactsScreen, view: ContactView) -> None:
    """Show it in the smallest window, and over the list."""
    presenter = screen.detail_presenter
    for state, size in (("smallest", SMALLEST), ("narrow", SMALL)):
        window.setMinimumSize(0, 0)
        window.resize(*size)
        screen.show_detail()
        await until(lambda: not screen.sliding)
        presenter.shown.emit(view)
        stage.album.take(window, "contact", state)
        presenter.writing.begin(_both(stage, screen, view))
        screen.detail.form.point_at(2)
        stage.album.take(window, "contact", f"{state}-versions")
        presenter.writing.drop()
    screen.go_back()
    await until(lambda: not screen.sliding)
    window.resize(*FIRST)
    await until(lambda: not screen.narrow)
