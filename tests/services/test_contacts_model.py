"""Random edits, strangers, lost answers and restarts, against what must stand in the phone book at the end.

Each contact's fields belong to us or to the strangers, so that no order of events makes a conflict of honest
edits: what is left must be the last word of each, exactly once.
"""

import asyncio
import tempfile
from collections import Counter
from contextlib import AsyncExitStack
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, initialize, invariant, multiple, rule

from desktop.domain.contacts import ContactCard, ContactQuery, EditState
from desktop.domain.errors import ErrorKind, Trouble
from desktop.system.secrets import SessionVault
from tests.support.paper import Clock, Paper, paper
from tests.support.paper_book import PhonebookProvider

# An account that is away says so in the log.
pytestmark = [pytest.mark.slow, pytest.mark.expects_warnings]

NAMES = st.sampled_from(["Ann", "Ann ", "Bob", "Zoë", "Eve  Quist"])
OURS = st.sampled_from(["01632 960001", "+441632960001", "01632 960002", "204"])
THEIRS = st.sampled_from(["", "01632 960003", "205"])

FAULTS = (
    ErrorKind.OUTCOME_UNKNOWN,
    ErrorKind.OFFLINE,
    ErrorKind.RATE_LIMITED,
    ErrorKind.SERVER,
    ErrorKind.TIMEOUT,
    ErrorKind.SIGN_IN,
)


def same(card: ContactCard) -> tuple[str, ...]:
    """Return what a card says, as it is kept."""
    return tuple(" ".join(text.split()) for text in (card.name, *card.numbers))


class Phonebooks(RuleBasedStateMachine):
    """The name and the first number are ours; the second number is the strangers', the third nobody's."""

    contacts = Bundle("contacts")

    @initialize(seed=st.integers(0, 2**32), tells_ids=st.booleans())
    def open(self, seed: int, tells_ids: bool) -> None:
        self.loop = asyncio.new_event_loop()
        self.folder = tempfile.TemporaryDirectory()
        self.rng = Random(seed)
        self.provider, self.clock, self.vault = PhonebookProvider(), Clock(), SessionVault()
        self.provider.book.tells_ids = tells_ids
        self.faulty, self.away = 0.0, False
        self.provider.book.before, self.provider.book.after = self.before, self.after
        self.meddled: set[str] = set()
        self.model: dict[str, tuple[str, ...]] = {}  # by our id: what shall stand there
        self.foreign: list[tuple[str, ...]] = []
        self.stack: AsyncExitStack | None = None
        self.ours: Paper = self.run(self.opened())

    def run(self, work):
        return self.loop.run_until_complete(work)

    async def opened(self) -> Paper:
        self.stack = AsyncExitStack()
        return await self.stack.enter_async_context(
            paper(Path(self.folder.name), provider=self.provider, clock=self.clock, vault=self.vault)
        )

    async def before(self, _method: str, _what: object) -> None:
        """Be a network that keeps a request from having an effect."""
        if self.away:
            raise Trouble(ErrorKind.OFFLINE)
        if self.rng.random() < self.faulty:
            raise Trouble(self.rng.choice(FAULTS))

    async def after(self, _method: str, _what: object) -> None:
        """Lose the answer to a request that had its effect."""
        if self.rng.random() < self.faulty:
            raise Trouble(ErrorKind.OUTCOME_UNKNOWN)

    # -- a person

    @rule(target=contacts, name=NAMES, number=OURS)
    def add(self, name: str, number: str) -> str:
        one = self.run(self.ours.contacts.add(self.ours.account_id, ContactCard(name, (number, "", ""))))
        self.model[one.id] = same(one.card)
        return one.id

    @rule(target=contacts, cards=st.lists(st.tuples(NAMES, OURS), min_size=2, max_size=4))
    def add_several(self, cards: list[tuple[str, str]]):
        wanted = [ContactCard(name, (number, "", "")) for name, number in cards]
        ids = self.run(self.ours.contacts.add_all(self.ours.account_id, wanted))
        self.model |= dict(zip(ids, map(same, wanted), strict=True))
        return multiple(*ids)

    @rule(contact=contacts, name=NAMES, number=OURS)
    def edit(self, contact: str, name: str, number: str) -> None:
        shown = self.run(self.ours.contacts.get(contact)).card
        wanted = ContactCard(name, (number, *shown.numbers[1:]))
        self.run(self.ours.contacts.edit(contact, wanted))
        self.model[contact] = (*same(wanted)[:2], *self.model[contact][2:])

    @rule(contact=consumes(contacts))
    def delete(self, contact: str) -> None:
        if contact in self.meddled:
            return  # that may be a conflict, which has tests of its own
        self.run(self.ours.contacts.delete([contact]))
        del self.model[contact]

    @rule(first=consumes(contacts), second=consumes(contacts))
    def delete_both(self, first: str, second: str) -> None:
        if self.meddled & {first, second}:
            return
        self.run(self.ours.contacts.delete([first, second]))
        del self.model[first], self.model[second]

    @rule(contact=contacts)
    def delete_and_undo(self, contact: str) -> None:
        self.run(self.ours.contacts.delete([contact]))
        self.run(self.ours.contacts.undo(contact))

    @rule(contact=contacts)
    def delete_and_undo_late(self, contact: str) -> None:
        """Take a deletion back that was let go out, and could not."""
        if self.run(self.ours.contacts.get(contact)).provider_id is None:
            return  # of an addition that was never sent nothing is left but the trash
        self.run(self.ours.contacts.delete([contact]))
        self.clock.wait(9)
        self.away = True
        self.run(self.ours.post())
        self.away = False
        self.run(self.ours.contacts.undo(contact))

    @rule(target=contacts, contact=consumes(contacts))
    def delete_and_restore(self, contact: str) -> str:
        if contact in self.meddled:
            return contact
        card = self.run(self.ours.contacts.get(contact)).card
        self.run(self.ours.contacts.delete([contact]))
        kept = next(one for one in self.run(self.ours.contacts.trash()) if one.card == card)
        (again,) = self.run(self.ours.contacts.restore([kept.id]))
        self.model[again] = self.model.pop(contact)
        return again

    # -- strangers

    @rule(name=NAMES, number=OURS)
    def stranger_adds(self, name: str, number: str) -> None:
        card = ContactCard(f"{name.strip()} of theirs", (number, "", ""))
        self.provider.book.put(card)
        self.foreign.append(same(card))

    @rule(contact=contacts, number=THEIRS)
    def stranger_changes(self, contact: str, number: str) -> None:
        """Change an entry that has settled: what lies between an addition and its list, nobody can tell."""
        one = self.run(self.ours.contacts.get(contact))
        entry = self.provider.book.entries.get(one.provider_id or "")
        if entry is not None:
            self.provider.book.entries[one.provider_id or ""] = ContactCard(
                entry.name, (entry.numbers[0], number, entry.numbers[2])
            )
            self.meddled.add(contact)
            texts = self.model[contact]
            self.model[contact] = (*texts[:2], number, *texts[3:])

    # -- the world

    @rule(faulty=st.sampled_from([0.0, 0.3, 0.9]))
    def weather(self, faulty: float) -> None:
        self.faulty = faulty

    @rule(seconds=st.sampled_from([1, 9, 400]))
    def wait(self, seconds: int) -> None:
        self.clock.wait(seconds)

    @rule()
    def post(self) -> None:
        self.run(self.ours.post())

    @rule()
    def restart(self) -> None:
        assert self.stack is not None
        self.run(self.stack.aclose())
        self.ours = self.run(self.opened())

    @invariant()
    def every_edit_is_shown(self) -> None:
        if not getattr(self, "stack", None):
            return
        shown = {one.id: same(one.card)[:2] for one in self.run(self.ours.contacts.find_all(ContactQuery()))}
        assert {each: shown.get(each) for each in self.model} == {
            each: texts[:2] for each, texts in self.model.items()
        }

    def teardown(self) -> None:
        if not getattr(self, "stack", None):
            return
        assert self.stack is not None
        self.faulty = 0.0
        self.clock.wait(10)
        for _ in range(4):
            assert self.run(self.ours.post()) is None
        shown = self.run(self.ours.all())
        there = Counter(map(same, self.provider.book.entries.values()))
        self.run(self.stack.aclose())
        self.folder.cleanup()
        self.loop.close()
        assert not [one for one in shown if one.state in (EditState.CONFLICT, EditState.FAILED)]
        assert there == Counter([*self.model.values(), *self.foreign])
        assert there == Counter(same(one.card) for one in shown)


Phonebooks.TestCase.settings = settings(
    max_examples=30,
    stateful_step_count=30,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
test_nothing_is_lost_and_nothing_made_twice = Phonebooks.TestCase
