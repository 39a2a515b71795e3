"""A process that edits contacts by a seeded script until somebody kills it.

`python -m tests.support.killed_contacts FOLDER` reads the sandbox's account from its standard input, then a
command a line, as `killing.serve` does:

    run SEED at POINT COUNT     go on with the script; POINT is one of `POINTS`, and may be left out
    drain SEED                  send all that waits, and end

What the script did stands in FOLDER's journal: a line when an edit begins, one when it was acknowledged.
"""

import asyncio
import json
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

from desktop.domain.contacts import Contact, ContactCard, ContactQuery, EditState, ProviderContact
from desktop.domain.ports import PhonebookSource
from desktop.providers import discover
from desktop.services.contacts import Contacts, outbox, sending
from desktop.services.sessions import secret_name
from desktop.store import Store, contact_edits
from desktop.system.secrets import SessionVault
from tests.support.engine import engine
from tests.support.killing import Killer, serve, watch_store

POINTS = {
    "write-begun": 20,
    "written": 20,
    "committed": 20,
    "request-begun": 5,
    "request-left": 5,
    "answered": 5,
    "listed": 3,
    "edited": 12,
}
"""Where the process kills itself: in the writer, round a request, and after the script's own steps. How often
it comes by there at most."""

PROVIDER = "sipalto"
HELD_S = 0.2
LINGER_S = 0.4  # the sandbox answers within milliseconds, also on a busy machine
WAIT_SCALE = 0.02
DRAIN_S = 90.0


@dataclass
class Watched:
    """A phonebook whose every step may be the last one."""

    source: PhonebookSource
    killer: Killer

    async def contacts(self) -> Sequence[ProviderContact]:
        found = await self.source.contacts()
        self.killer.at("listed")
        return found

    async def add_contact(self, card: ContactCard) -> str | None:
        return await self._sent(self.source.add_contact(card))

    async def update_contact(self, provider_id: str, card: ContactCard) -> None:
        await self._sent(self.source.update_contact(provider_id, card))

    async def delete_contact(self, provider_id: str) -> None:
        await self._sent(self.source.delete_contact(provider_id))

    async def _sent(self, request: Any) -> Any:
        self.killer.at("request-begun")
        task = asyncio.ensure_future(request)
        asyncio.get_running_loop().call_later(0.002, self.killer.at, "request-left")
        done = await task
        self.killer.at("answered")
        return done


# -- the script


@dataclass
class Journal:
    """What the script did, in a file that outlives the process; also the model of what must be shown."""

    path: Path
    shown: dict[str, ContactCard] = field(default_factory=dict)  # by the tag in each name
    steps: int = 0
    edits: int = 0
    begun: dict[str, Any] | None = None

    @classmethod
    def read(cls, path: Path) -> "Journal":
        journal = cls(path)
        for line in path.read_text("utf-8").splitlines() if path.exists() else ():
            if not line.endswith("}"):
                continue  # half a line: the process died in the middle of it
            step = json.loads(line)
            if step["done"]:
                journal.apply(step)
            else:
                journal.begun = step
        return journal

    def apply(self, step: dict[str, Any]) -> None:
        """Do a step in the model."""
        self.begun = None
        self.steps += 1
        for tag, card in cards_of(step).items():
            self.edits += 1
            if card is None:
                del self.shown[tag]
            else:
                self.shown[tag] = card

    def note(self, step: dict[str, Any], *, done: bool) -> None:
        """Write a line. It is the kernel's from then on, and no kill takes it back."""
        with self.path.open("a", encoding="utf-8") as file:
            file.write(json.dumps({**step, "done": done}) + "\n")
        if done:
            self.apply(step)


def cards_of(step: dict[str, Any]) -> dict[str, ContactCard | None]:
    """Return what a step makes of the contacts that it touches, by their tags."""
    return {
        tag: None if texts is None else ContactCard(texts[0], tuple(texts[1:]))
        for tag, texts in step["cards"].items()
    }


def next_step(journal: Journal, seed: str) -> dict[str, Any]:
    """Choose what to do next, by the seed and the step's number alone: cards by their tags, None deletes."""
    rng = Random(f"{seed} {journal.steps}")
    tags = sorted(journal.shown)
    what = rng.choice(("add", "add", "several", "edit", "edit", "edit", "delete", "clear", "undone"))
    if len(tags) < 4:
        what = "several"
    if what in ("add", "several"):
        # The same words twice are two contacts: only the model knows them apart, by how many there are.
        many = 3 if what == "several" else 1
        cards = {f"{journal.steps}.{place}": _card(rng, journal.steps) for place in range(many)}
    elif what == "edit":
        tag = rng.choice(tags)
        name, *numbers = journal.shown[tag].name, *journal.shown[tag].numbers
        if rng.random() < 0.5:
            name = f"{name.split(' /')[0]} /{journal.steps}"
        else:
            numbers[rng.randrange(3)] = _number(rng)
        cards = {tag: [name, *numbers]}
    else:
        cards = dict.fromkeys(rng.sample(tags, 2 if what == "clear" else 1))
        if what == "undone":
            return {"what": what, "cards": {}, "tag": next(iter(cards)), "step": journal.steps}
    return {"what": what, "cards": cards, "step": journal.steps}


def _card(rng: Random, step: int) -> list[str]:
    return [f"Contact {step}", _number(rng), rng.choice(("", _number(rng))), ""]


def _number(rng: Random) -> str:
    return f"01632 960{rng.randrange(1000):03}"


class Hand:
    """The person: does the steps through the service, and knows its own contacts by what they say."""

    def __init__(self, contacts: Contacts, account_id: str, journal: Journal) -> None:
        self._contacts = contacts
        self._account_id = account_id
        self._journal = journal
        self._by_card: dict[ContactCard, list[str]] = {}

    async def finish_begun(self) -> None:
        """See whether the step that a kill interrupted was done, as a person would; if not, leave it."""
        step, self._journal.begun = self._journal.begun, None
        if step is None:
            return
        if step["what"] == "undone":
            step["cards"] = {step["tag"]: None}  # deleted, if so much was done
        after: dict[str, ContactCard | None] = {**self._journal.shown, **cards_of(step)}
        shown = Counter(one.card for one in await self.all())
        if shown == Counter(card for card in after.values() if card is not None):
            self._journal.note(step, done=True)

    async def all(self) -> list[Contact]:
        return await self._contacts.find_all(ContactQuery())

    async def do(self, step: dict[str, Any]) -> None:
        self._journal.note(step, done=False)
        cards = cards_of(step)
        if step["what"] == "undone":
            contact_id = self._of(self._journal.shown[step["tag"]])
            await self._contacts.delete([contact_id])
            await self._contacts.undo(contact_id)
        elif any(card is None for card in cards.values()):
            chosen: list[str] = []
            for tag in cards:
                chosen.append(self._of(self._journal.shown[tag], besides=chosen))
            await self._contacts.delete(chosen)
        else:
            known = self._journal.shown
            new = [card for tag, card in cards.items() if tag not in known and card is not None]
            if new:
                await self._contacts.add_all(self._account_id, new)
            for tag, card in cards.items():
                if tag in known and card is not None:
                    await self._contacts.edit(self._of(known[tag]), card)
        self._journal.note(step, done=True)
        self.read(await self.all())

    def read(self, contacts: Sequence[Contact]) -> None:
        """Learn which contacts there are."""
        self._by_card = {}
        for one in contacts:
            self._by_card.setdefault(one.card, []).append(one.id)

    def _of(self, card: ContactCard, besides: Sequence[str] = ()) -> str:
        return next(each for each in self._by_card[card] if each not in besides)


# -- the process


async def work(folder: Path, offered: dict[str, str], seed: str, killer: Killer, *, drain: bool) -> int:
    """Open the profile as the program does and go on where the last process was killed."""
    outbox.HOLD = timedelta(seconds=HELD_S)
    sending.LINGER = timedelta(seconds=LINGER_S / WAIT_SCALE)
    vault = SessionVault()
    vault.set(secret_name("1", "password"), offered["password"])
    providers = {PROVIDER: discover()[PROVIDER]}
    journal = Journal.read(folder / "journal")
    async with engine(folder, providers=providers, vault=vault, wait_scale=WAIT_SCALE) as ours:
        watch_store(ours.store, killer)
        services = ours.services
        session = services.accounts.session

        async def watched(account_id: str) -> Any:
            opened = await session(account_id)
            assert opened.phonebook is not None
            return replace(opened, phonebook=Watched(opened.phonebook, killer))

        services.accounts.session = watched  # type: ignore[method-assign]
        hand = Hand(services.contacts, "1", journal)
        await hand.finish_begun()
        shown = await hand.all()
        lost = Counter(journal.shown.values()) - Counter(one.card for one in shown)
        more = Counter(one.card for one in shown) - Counter(journal.shown.values())
        wrong = [one for one in shown if one.state in (EditState.CONFLICT, EditState.FAILED)]
        if lost or more or wrong:
            sys.stderr.write(f"lost {dict(lost)}\nmore {dict(more)}\nwrong {wrong}\n")
            return 3
        hand.read(shown)
        services.contacts.start()
        if drain:
            return await _drained(ours.store)
        pauses = Random()
        while True:
            await hand.do(next_step(journal, seed))
            killer.at("edited")
            await asyncio.sleep(pauses.choice((0, 0, 0.005, 0.05, 0.3)))


async def _drained(store: Store) -> int:
    """Wait until the outbox is empty."""
    until = asyncio.get_running_loop().time() + DRAIN_S
    while left := await store.read(lambda db: contact_edits.of_account(db, "1")):
        if asyncio.get_running_loop().time() > until:
            sys.stderr.write(f"still waiting: {left}\n")
            return 4
        await asyncio.sleep(0.05)
    return 0


async def command(folder: Path, offered: dict[str, str], words: list[str], killer: Killer) -> int:
    what, seed = words
    return await work(folder, offered, seed, killer, drain=what == "drain")


if __name__ == "__main__":
    serve(partial(command, Path(sys.argv[1])))
