"""The whole engine over a phonebook that a test writes, with a clock that the test moves on."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from desktop.domain.changes import Topic
from desktop.domain.contacts import Contact, ContactCard, ContactQuery
from desktop.domain.errors import ErrorKind, Trouble
from desktop.services.contacts import Contacts
from desktop.system.secrets import SessionVault
from tests.support.engine import Engine, engine
from tests.support.paper_book import Phonebook, PhonebookProvider


@dataclass
class Clock:
    """The time of day, and what a test adds to it."""

    ahead: timedelta = timedelta(0)

    def now(self) -> datetime:
        return datetime.now(UTC) + self.ahead

    def wait(self, seconds: float) -> None:
        """Let so much time pass at once."""
        self.ahead += timedelta(seconds=seconds)


@dataclass
class Paper:
    """An open engine with one account, whose phonebook is on paper."""

    engine: Engine
    provider: PhonebookProvider
    clock: Clock
    account_id: str

    @property
    def book(self) -> Phonebook:
        return self.provider.book

    @property
    def contacts(self) -> Contacts:
        return self.engine.services.contacts

    async def all(self) -> list[Contact]:
        """Read all contacts that are shown."""
        return await self.contacts.find_all(ContactQuery())

    async def cards(self) -> list[ContactCard]:
        """Read what all contacts that are shown say, in the list's order."""
        return [one.card for one in await self.all()]

    async def one(self, name: str) -> Contact:
        """Read the one contact of a name."""
        (found,) = [each for each in await self.all() if each.name == name]
        return found

    async def post(self) -> Trouble | None:
        """Make a round, as the background would; returns the trouble that it met."""
        try:
            await self.contacts.refresh_one(self.account_id)
        except Trouble as trouble:
            return trouble
        return None


@asynccontextmanager
async def paper(
    folder: Path,
    *,
    provider: PhonebookProvider | None = None,
    clock: Clock | None = None,
    vault: SessionVault | None = None,
    wait_scale: float = 0.0,
) -> AsyncIterator[Paper]:
    """Open the engine over `folder`; an account that is there already stays."""
    provider, clock = provider or PhonebookProvider(), clock or Clock()
    async with engine(
        folder, providers={"paper": provider}, vault=vault, now=clock.now, wait_scale=wait_scale
    ) as ours:
        accounts = await ours.services.accounts.all()
        if accounts:
            account = accounts[0]
        else:
            account = await ours.services.accounts.add("paper", "Main", {"region": "GB"}, {"secret": "s3"})
        yield Paper(ours, provider, clock, account.id)


async def lost(_method: str, _what: object) -> None:
    """Lose an answer: nobody knows whether the request arrived."""
    raise Trouble(ErrorKind.OUTCOME_UNKNOWN)


async def offline(_method: str, _what: object) -> None:
    """Be away: nothing is sent."""
    raise Trouble(ErrorKind.OFFLINE)


async def until(ours: Paper, there: Callable[[], bool]) -> None:
    """Wait for something that a notice of the services tells of."""
    heard = asyncio.Event()
    unsubscribe = ours.engine.services.changes.subscribe(lambda _: heard.set())
    try:
        async with asyncio.timeout(10):
            while not there():
                await heard.wait()
                heard.clear()
    finally:
        unsubscribe()


def heard(ours: Paper) -> set[Topic]:
    """Return what changed since the notices were last forgotten."""
    return {topic for change in ours.engine.heard for topic in change.topics}
