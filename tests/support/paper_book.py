"""A provider with a phonebook that a test writes: no ids told, answers that get lost, strangers who edit."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field

from desktop.domain.accounts import Ability, AccountInfo, CredentialField, Manifest
from desktop.domain.contacts import ContactCard, ProviderContact
from desktop.domain.errors import ErrorKind, Trouble
from desktop.domain.ports import ProviderSession, SessionContext

PLACES = ("Main", "Second", "Third")


def card(name: str, *numbers: str) -> ContactCard:
    """Return a card with all places."""
    return ContactCard(name, (*numbers, *[""] * (len(PLACES) - len(numbers))))


@dataclass
class Phonebook:
    """What stands in the book, and how the provider behaves. Change it while a test runs.

    `before` hears (method, id or card) before anything happens and may refuse; `after` does when it has
    happened, and what it raises is an answer that got lost.
    """

    entries: dict[str, ContactCard] = field(default_factory=dict)
    requests: list[tuple[str, object]] = field(default_factory=list)
    before: Callable[[str, object], Awaitable[None]] | None = None
    after: Callable[[str, object], Awaitable[None]] | None = None
    stored_as: Callable[[ContactCard], ContactCard] = lambda card: card
    nameless: list[ContactCard] = field(default_factory=list)
    tells_ids: bool = False
    next_id: int = 500

    def put(self, card: ContactCard) -> str:
        """Have a stranger add an entry."""
        self.next_id += 1
        self.entries[str(self.next_id)] = self.stored_as(card)
        return str(self.next_id)

    def count(self, method: str) -> int:
        """Count the requests of a kind."""
        return sum(each == method for each, _ in self.requests)

    async def _hear(self, listener: Callable[[str, object], Awaitable[None]] | None, *said: object) -> None:
        if listener is not None:
            await listener(*said)  # type: ignore[arg-type]

    async def contacts(self) -> Sequence[ProviderContact]:
        self.requests.append(("list", None))
        await self._hear(self.before, "list", None)
        await asyncio.sleep(0)
        found = [ProviderContact(key, entry) for key, entry in self.entries.items()]
        return [*found, *[ProviderContact(None, entry) for entry in self.nameless]]

    async def add_contact(self, card: ContactCard) -> str | None:
        self.requests.append(("add", card))
        await self._hear(self.before, "add", card)
        given = self.put(card)
        await self._hear(self.after, "add", card)
        return given if self.tells_ids else None

    async def update_contact(self, provider_id: str, card: ContactCard) -> None:
        self.requests.append(("update", provider_id))
        await self._hear(self.before, "update", provider_id)
        if provider_id not in self.entries:
            raise Trouble(ErrorKind.NOT_FOUND)
        self.entries[provider_id] = self.stored_as(card)
        await self._hear(self.after, "update", provider_id)

    async def delete_contact(self, provider_id: str) -> None:
        self.requests.append(("delete", provider_id))
        await self._hear(self.before, "delete", provider_id)
        if self.entries.pop(provider_id, None) is None:
            raise Trouble(ErrorKind.NOT_FOUND)
        await self._hear(self.after, "delete", provider_id)


@dataclass
class PhonebookProvider:
    """The provider around a phonebook."""

    book: Phonebook = field(default_factory=Phonebook)
    lacks: Mapping[Ability, str] = field(default_factory=dict)
    account_error: Trouble | None = None

    @property
    def manifest(self) -> Manifest:
        return Manifest(
            id="paper",
            title="Paper",
            fields=(CredentialField("secret", "Secret", secret=True), CredentialField("region", "Country")),
            number_places=PLACES,
        )

    async def account(self) -> AccountInfo:
        if self.account_error is not None:
            raise self.account_error
        return AccountInfo("1", "Harbour Hill")

    def open(self, fields: Mapping[str, str], context: SessionContext) -> ProviderSession:
        return ProviderSession(
            account=self,
            phonebook=None if Ability.PHONEBOOK in self.lacks else self.book,
            missing={Ability.HISTORY: "it has no history", **self.lacks},
        )
