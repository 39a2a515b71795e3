"""Steps that several tests of the list of contacts share: a phone book, a window on it, and what it shows."""

from collections.abc import Sequence
from datetime import UTC, datetime

from desktop.domain.changes import Topic
from desktop.domain.contacts import Contact, ContactCard, ContactQuery, EditState, Pending, ProviderContact
from desktop.store import books, contact_edits
from desktop.store.contact_edits import Edit
from desktop.ui.contacts.presenter import ListState
from desktop.ui.contacts.screen import ContactsScreen
from desktop.ui.shell.window import MainWindow
from tests.support.paper_book import PLACES, card
from tests.support.phonebook import add_book
from tests.ui.conftest import Scene, until

PEOPLE = (
    card("Ada Lovelace", "+44 20 7946 0018"),
    card("Amélie Fournier", "+33 1 99 00 42 17", "+33 6 39 98 12 34", "+44 20 7946 0652"),
    card("Anders Sjöberg", "+46 8 465 004 21"),
    card("Bluebird Bakery", "+1 202 555 0118", "+1 202 555 0119"),
    card("Brennan & Daly", "0161 496 0127"),
    card("Chiara Rossi", "+39 06 9480 1234"),
    card("Cooper Dental", "0131 496 0562"),
)
"""Seven people under A, B and C; two numbers as somebody in the United Kingdom writes them."""


async def phone_book(scene: Scene, cards: Sequence[ContactCard] = PEOPLE) -> str:
    """Add an account whose phone book says this; returns our id of the account."""
    account = await scene.there(add_book(scene.opened.services, scene.hello))
    await stand(scene, account.id, cards)
    return account.id


async def stand(scene: Scene, account_id: str, cards: Sequence[ContactCard]) -> None:
    """Let the provider's list be this now. Who has the same name stays the same entry."""
    entries = [ProviderContact(f"at {each.name}", each) for each in cards]

    async def there() -> None:
        await scene.opened.store.write(
            lambda db: books.replace_book(
                db, account_id, entries, places=PLACES, region="GB", now=datetime.now(UTC)
            )
        )
        scene.opened.services.changes.tell(Topic.CONTACTS)

    await scene.there(there())


async def listed(scene: Scene, cards: Sequence[ContactCard] = PEOPLE) -> tuple[MainWindow, ContactsScreen]:
    """Open a window on the contacts of a phone book."""
    await phone_book(scene, cards)
    return await opened(scene)


async def opened(scene: Scene, state: ListState = ListState.READY) -> tuple[MainWindow, ContactsScreen]:
    """Open a window on the contacts that there are."""
    window = await scene.window()
    window.activateWindow()
    await until(window.isActiveWindow)
    window.show_contacts()
    screen = window.contacts
    assert screen is not None
    await until(lambda: screen.page.state is state, f"the list is not {state.value}")
    await settled(screen)
    return window, screen


async def settled(screen: ContactsScreen) -> None:
    """Wait until the list shows what is wanted."""
    await until(lambda: screen.presenter.settled and screen.model.wanted == screen.presenter.wish.as_query())


def names(screen: ContactsScreen) -> list[str]:
    """Return who is in the list, from its top."""
    found = [screen.model.entry_at(row) for row in range(screen.model.rowCount())]
    return [contact.name for contact in found if contact is not None]


def row_of(screen: ContactsScreen, name: str) -> int:
    """Return the row of somebody in the list."""
    rows = range(screen.model.rowCount())
    return next(row for row in rows if (one := screen.model.entry_at(row)) is not None and one.name == name)


def choose(screen: ContactsScreen, name: str) -> Contact:
    """Choose somebody in the list."""
    screen.list.go_to(row_of(screen, name))
    contact = screen.list.current_contact
    assert contact is not None
    return contact


async def everybody(scene: Scene) -> dict[str, Contact]:
    """Read all contacts that are shown, by name."""
    found = await scene.there(scene.opened.services.contacts.find_all(ContactQuery()))
    return {contact.name: contact for contact in found}


async def stick(scene: Scene, contact: Contact, wanted: ContactCard | None, state: EditState) -> None:
    """Have an edit of a contact (None: its deletion) wait for a person, as the provider's answer would."""
    edit = Edit(
        account_id=int(contact.account_id),
        contact_id=int(contact.id),
        kind=Pending.DELETE if wanted is None else Pending.EDIT,
        state=state,
        seen=contact.card,
        wanted=wanted,
        there=card(f"{contact.name}-Petit", "020 7946 0999") if state is EditState.CONFLICT else None,
        since=datetime.now(UTC),
        error="The provider refused it." if state is EditState.FAILED else None,
    )

    async def there() -> None:
        await scene.opened.store.write(lambda db: contact_edits.keep(db, edit))
        scene.opened.services.changes.tell(Topic.CONTACTS)

    await scene.there(there())
