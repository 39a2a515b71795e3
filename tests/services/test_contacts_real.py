"""The real sandbox with every fault on: what a person edits stands there in the end, exactly once."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from desktop.domain.contacts import ContactCard, ContactQuery
from tests.support.engine import Engine, engine
from tests.support.phonebook import add_book
from tests.support.sandbox import running_sandbox, world

FAULTS = "429,429-no-hint,401,5xx,slow,cut,wrong-type,not-json"


def there(hello: dict[str, Any]) -> Counter[tuple[str, ...]]:
    """Return what the sandbox's phonebook says, as it was typed."""
    return Counter(
        (entry["name"].strip(), *(number["raw"].strip() for number in entry["numbers"]))
        for entry in world(hello)["contacts"]
    )


async def shown(ours: Engine) -> Counter[tuple[str, ...]]:
    found = await ours.services.contacts.find_all(ContactQuery())
    return Counter((one.name, *(number.raw for number in one.numbers)) for one in found)


@pytest.mark.slow
@pytest.mark.expects_warnings
async def test_through_every_fault_each_edit_arrives_once(tmp_path: Path) -> None:
    with running_sandbox("--contacts", "40", "--calls", "1", "--faults", FAULTS) as hello:
        async with engine(tmp_path, wait_scale=0.02) as ours:
            account = await add_book(ours.services, hello)
            contacts = ours.services.contacts
            before = await contacts.find_all(ContactQuery())
            assert len(before) == 40
            places = len(before[0].card.numbers)
            blank = ("",) * (places - 1)
            ids = await contacts.add_all(account.id, [ContactCard("Twice", ("01632 960001", *blank))] * 2)
            ids += await contacts.add_all(
                account.id, [ContactCard(f"New {n}", (f"01632 9601{n:02}", *blank)) for n in range(12)]
            )
            for one in before[:10]:
                await contacts.edit(one.id, ContactCard(f"{one.name} & Co", one.card.numbers))
            await contacts.delete([one.id for one in before[10:15]])
            assert await contacts.settled([*ids, *(one.id for one in before[:15])], 60)
            await contacts.refresh()
            assert await contacts.waiting() == ()
            assert there(hello) == await shown(ours)
            assert there(hello).total() == 40 + 14 - 5
            assert there(hello)["Twice", "01632 960001"] == 2
