"""A phonebook for tests that need names, filled as a provider's list fills it."""

from desktop.domain.changes import Topic
from desktop.domain.contacts import ContactCard, ProviderContact
from desktop.store import Db, books
from tests.ui.conftest import Scene, now

PLACES = ("phone1", "phone2", "phone3")


async def name_them(
    scene: Scene, *cards: tuple[str, ...], region: str = "FR", favourite: bool = False
) -> None:
    """Let the first account's phonebook hold these names with their numbers, and nothing else.

    With `favourite` all of them are favourites.
    """
    account = (await scene.there(scene.opened.services.accounts.all()))[0]
    entries = [
        ProviderContact(str(number), ContactCard(name, (*numbers, "", "", "")[:3]))
        for number, (name, *numbers) in enumerate(cards, 501)
    ]

    def fill(db: Db) -> None:
        books.replace_book(db, account.id, entries, places=PLACES, region=region, now=now())
        if favourite:
            db.execute("UPDATE contacts SET favourite = 1")

    async def there() -> None:
        await scene.opened.store.write(fill)
        scene.opened.services.changes.tell(Topic.CONTACTS)

    await scene.there(there())
