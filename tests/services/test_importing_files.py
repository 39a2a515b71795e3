"""From a file into the outbox and out again: nothing is lost on the way, and nothing goes in twice."""

import asyncio
import csv
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.domain.contacts import ContactCard, ContactQuery
from desktop.domain.errors import ErrorKind, Trouble
from desktop.services.export import defused
from desktop.services.importing import exporting, service
from desktop.services.importing.guarding import guarded, unguarded
from desktop.services.importing.people import same_words
from desktop.services.importing.plan import Choice, Verdict
from desktop.services.importing.values import Format, Progress, Stage
from tests.support.files_of_contacts import PLACES, contact, planned, written
from tests.support.paper import Paper, offline, paper
from tests.support.paper_book import card

ADA = card("Ada Lovelace", "020 7946 0018")
TABLE = "name,phone,mobile\nAda Lovelace,+442079460018,020 7946 1001\nBo,020 7946 0019,\nDesk,204,\n"


@pytest_asyncio.fixture
async def ours(tmp_path: Path) -> AsyncIterator[Paper]:
    async with paper(tmp_path / "data") as opened:
        opened.book.put(ADA)
        await opened.contacts.refresh()
        yield opened


async def plan_of(ours: Paper, file: Path, region: str | None = None, tell=None):
    importing = ours.engine.services.importing
    return await importing.plan(await importing.look(file), ours.account_id, region, tell)


# -- into the outbox


async def test_an_import_adds_merges_and_leaves_out(ours: Paper, tmp_path: Path) -> None:
    importing = ours.engine.services.importing
    plan = await plan_of(ours, written(tmp_path, TABLE))
    assert ours.book.requests == [("list", None)]
    result = await importing.apply(plan)
    assert (result.added, result.merged, result.skipped, result.left) == (1, 1, 1, 0)
    waiting = await importing.outcome(result)
    assert waiting.waiting == {0, 1}
    await ours.post()
    assert sorted(ours.book.entries.values(), key=lambda one: one.name) == [
        card("Ada Lovelace", "020 7946 0018", "020 7946 1001"),
        card("Bo", "020 7946 0019"),
    ]
    assert (await importing.outcome(result)).waiting == frozenset()


async def test_the_same_plan_or_file_again_adds_nothing(ours: Paper, tmp_path: Path) -> None:
    importing = ours.engine.services.importing
    file = written(tmp_path, TABLE)
    plan = await plan_of(ours, file)
    first = await importing.apply(plan)
    again = await importing.apply(plan)
    assert again.contacts == first.contacts
    # Nothing was sent yet: what waits in the outbox is there already.
    second = await plan_of(ours, file)
    assert second.count(Verdict.SAME) == 2
    assert second.included() == 0
    await ours.post()
    assert len(ours.book.entries) == 2


async def test_a_crash_in_the_middle_adds_nothing_twice(ours: Paper, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(service, "CHUNK", 10)
    importing, add_all, calls = ours.engine.services.importing, ours.contacts.add_all, 0
    file = written(tmp_path, "name,phone\n" + "".join(f"P{i},020 7946 {2000 + i}\n" for i in range(55)))

    async def dies(account_id, cards):
        nonlocal calls
        calls += 1
        if calls == 4:
            raise Trouble(ErrorKind.DISK, detail="full")
        return await add_all(account_id, cards)

    monkeypatch.setattr(ours.contacts, "add_all", dies)
    plan = await plan_of(ours, file)
    with pytest.raises(Trouble, match="full"):
        await importing.apply(plan)
    assert len((await importing.so_far(plan)).contacts) == 30
    # Another process knows nothing of the plan, and meets the outbox.
    again = await plan_of(ours, file)
    assert (again.count(Verdict.SAME), again.count(Verdict.NEW)) == (30, 25)
    await importing.apply(again)
    assert len(await ours.all()) == 56
    await ours.post()
    assert len(ours.book.entries) == 56


async def test_a_cancelled_import_goes_on_where_it_stopped(ours: Paper, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(service, "CHUNK", 10)
    importing = ours.engine.services.importing
    file = written(tmp_path, "name,phone\n" + "".join(f"P{i},020 7946 {2000 + i}\n" for i in range(100)))
    plan = await plan_of(ours, file)
    begun = asyncio.Event()
    running = asyncio.ensure_future(importing.apply(plan, lambda _: begun.set()))
    await begun.wait()
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    half = await importing.so_far(plan)
    assert 10 <= len(half.contacts) < 100
    assert half.left == 100 - len(half.contacts)
    whole = await importing.apply(plan)
    assert len(whole.contacts) == 100
    assert len(await ours.all()) == 101


async def test_a_cancelled_reading_ends_its_thread(ours: Paper, tmp_path: Path) -> None:
    importing = ours.engine.services.importing
    file = written(tmp_path, "name,phone\n" + "".join(f"P{i},020 7946 {i}\n" for i in range(200_000)))
    told: asyncio.Queue[Progress] = asyncio.Queue()
    running = asyncio.ensure_future(plan_of(ours, file, tell=told.put_nowait))
    first = await told.get()
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert first.stage is Stage.READING
    assert 0 < first.done < first.total == (await importing.look(file)).size


async def test_what_was_chosen_is_done_and_a_contact_that_went_is_told(ours: Paper, tmp_path: Path) -> None:
    importing = ours.engine.services.importing
    plan = (await plan_of(ours, written(tmp_path, TABLE))).choose([1], Choice.SKIP).choose([2], Choice.ADD)
    ours.book.entries.clear()
    await ours.post()
    result = await importing.apply(plan)
    assert result.failed[0].why.startswith("There is no contact")
    assert [one.card for one in await ours.all()] == [card("Desk", "204")]
    assert result.left == 0


async def test_a_merge_of_a_contact_that_changed_meanwhile_only_adds(ours: Paper, tmp_path: Path) -> None:
    plan = await plan_of(ours, written(tmp_path, TABLE))
    ada = await ours.one("Ada Lovelace")
    await ours.contacts.edit(ada.id, card("Ada King", "020 7946 0018", "020 7946 7777"))
    await ours.engine.services.importing.apply(plan)
    assert (await ours.contacts.get(ada.id)).card == card(
        "Ada King", "020 7946 0018", "020 7946 7777", "020 7946 1001"
    )


async def test_an_import_is_taken_back_as_far_as_nobody_else_had_a_hand_in_it(
    ours: Paper, tmp_path: Path
) -> None:
    importing = ours.engine.services.importing
    key = ours.book.put(card("Cy", "020 7946 0020"))
    await ours.contacts.refresh()
    rows = ["Ada Lovelace,,020 7946 1001,", "Ada Lovelace,,020 7946 1002,", "Cy,,020 7946 1003,"]
    table = "\n".join(["name,phone,mobile,other", "Bo,020 7946 0019,,", "Di,020 7946 0021,,", *rows, ""])
    plan = await plan_of(ours, written(tmp_path, table))
    # With one of her rows left out, what the plan made of the next is not what was brought in.
    result = await importing.apply(plan.choose([2], Choice.SKIP))
    assert (result.added, result.merged) == (2, 2)
    await ours.post()
    ada, bo, cy = await ours.one("Ada Lovelace"), await ours.one("Bo"), await ours.one("Cy")
    assert ada.card == card("Ada Lovelace", "020 7946 0018", "020 7946 1002")
    await ours.contacts.edit(ada.id, card("Ada King", *ada.card.numbers))
    await ours.contacts.delete([bo.id, (await ours.contacts.add(ours.account_id, card("Eve", "204"))).id])
    await ours.contacts.edit(cy.id, card("Cyd", *cy.card.numbers))
    ours.book.entries[key] = card("Cyril", *cy.card.numbers)
    await ours.post()
    left = await importing.undo(result)
    assert list(left.contacts) == [4]
    assert left.failed[4].why.startswith("Cyril was changed by somebody else too.")
    assert await ours.cards() == [card("Ada King", "020 7946 0018"), ours.book.entries[key]]
    await ours.contacts.discard(cy.id)
    assert (await importing.undo(left)).contacts == {}
    assert await ours.one("Cyril")
    assert (await ours.one("Cyril")).card == card("Cyril", "020 7946 0020")


async def test_taking_back_goes_on_where_it_was_stopped(ours: Paper, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(service, "CHUNK", 10)
    importing, delete = ours.engine.services.importing, ours.contacts.delete
    file = written(tmp_path, "name,phone\n" + "".join(f"P{i},020 7946 {2000 + i}\n" for i in range(50)))
    result = await importing.apply(await plan_of(ours, file))
    begun, deleted = asyncio.Event(), []

    async def slow(ids):
        await delete(ids)
        deleted.append(len(ids))
        if len(deleted) == 2:
            begun.set()
            await asyncio.sleep(0)

    monkeypatch.setattr(ours.contacts, "delete", slow)
    running = asyncio.ensure_future(importing.undo(result))
    await begun.wait()
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    half = await importing.so_far(result.plan)
    assert len(half.contacts) == 50 - sum(deleted)
    assert (await importing.undo(half)).contacts == {}
    assert deleted == [10] * 5
    assert await ours.cards() == [ADA]
    assert (await importing.apply(result.plan)).added == 50


async def test_an_entry_that_nobody_can_change_stops_nothing(ours: Paper, tmp_path: Path) -> None:
    importing = ours.engine.services.importing
    ours.book.nameless = [card("Desk", "205")]
    await ours.contacts.refresh()
    file = written(tmp_path, TABLE.replace("204", "020 7946 0030") + "Desk,+442079460030,\n")
    plan = await plan_of(ours, file)
    result = await importing.apply(plan)
    assert (result.added, result.merged, result.failed, result.left) == (2, 1, {}, 0)
    await ours.post()
    assert sorted(one.name for one in ours.book.entries.values()) == ["Ada Lovelace", "Bo", "Desk"]
    assert (await plan_of(ours, file)).count(Verdict.SAME) == 4


async def test_one_contact_that_waits_for_a_person_stops_no_other(ours: Paper, tmp_path: Path) -> None:
    importing = ours.engine.services.importing
    people = {"Bo": "020 7946 0019", "Cy": "020 7946 0020", "Di": "020 7946 0021"}
    keys = {name: ours.book.put(card(name, number)) for name, number in people.items()}
    await ours.contacts.refresh()
    rows = [f"{name},{number},020 7946 100{at}" for at, (name, number) in enumerate(people.items())]
    plan = await plan_of(ours, written(tmp_path, "\n".join(["name,phone,mobile", *rows, ""])))
    assert plan.count(Verdict.MERGE) == 3
    bo, cy = await ours.one("Bo"), await ours.one("Cy")
    await ours.contacts.edit(bo.id, card("Bob", "020 7946 0019"))
    ours.book.entries[keys["Bo"]] = card("Boris", "020 7946 0019")
    await ours.post()
    await ours.contacts.delete([cy.id])
    for _ in range(2):  # going on stops at none of them either
        result = await importing.apply(plan)
        assert list(result.contacts) == [2]
        assert result.failed[0].why.startswith("Boris was changed by somebody else too.")
        assert result.failed[1].why.startswith("There is no contact")
        assert (await importing.outcome(result)).failed.keys() == {0, 1}
    parked = (await ours.contacts.get(bo.id)).conflict
    assert parked is not None
    assert parked.wanted == card("Bob", "020 7946 0019")
    assert "Cy" not in {one.name for one in await ours.all()}


async def test_a_disk_that_is_full_ends_an_import(ours: Paper, tmp_path: Path, monkeypatch) -> None:
    async def full(_edits):
        raise Trouble(ErrorKind.DISK, detail="full")

    monkeypatch.setattr(ours.contacts, "edit_all", full)
    plan = await plan_of(ours, written(tmp_path, TABLE))
    with pytest.raises(Trouble, match="full"):
        await ours.engine.services.importing.apply(plan)


async def test_what_the_provider_refuses_is_told_row_by_row(ours: Paper, tmp_path: Path) -> None:
    async def picky(method, what):
        if method == "add" and what.name == "Bo":
            raise Trouble(ErrorKind.INVALID, detail="the name is too short")

    importing = ours.engine.services.importing
    plan = await plan_of(ours, written(tmp_path, TABLE))
    result = await importing.apply(plan)
    ours.book.before = picky
    await ours.post()
    known = await importing.outcome(result)
    assert list(known.failed) == [1]
    assert "too short" in known.failed[1].why
    file = tmp_path / "result.csv"
    await importing.save_list(plan, file, known)
    rows = list(csv.reader(file.read_text("utf-8-sig").splitlines()))
    assert rows[0] == [
        "row", "verdict", "reason", "name", "number_1", "number_2", "number_3", "done",
    ]  # fmt: skip
    assert [(row[0], row[1], row[-1]) for row in rows[1:]] == [
        ("2", "merge", "merged"),
        ("3", "ok", known.failed[1].why),
        ("4", "invalid", "left out"),
    ]


async def test_a_row_that_met_a_change_was_not_refused_by_the_provider(ours: Paper, tmp_path: Path) -> None:
    importing = ours.engine.services.importing
    result = await importing.apply(await plan_of(ours, written(tmp_path, TABLE)))
    (key,) = ours.book.entries
    ours.book.entries[key] = card("Ada Lovelace", "020 7946 0018", "020 7946 1002")
    await ours.post()
    known = await importing.outcome(result)
    assert [(index, failed.why) for index, failed in known.failed.items()] == [
        (0, "It was changed there meanwhile.")
    ]


@pytest.mark.expects_warnings
async def test_an_import_works_without_a_provider(ours: Paper, tmp_path: Path) -> None:
    ours.book.before = offline
    importing = ours.engine.services.importing
    result = await importing.apply(await plan_of(ours, written(tmp_path, TABLE)))
    assert await ours.post() is not None
    assert (await importing.outcome(result)).waiting == {0, 1}


async def test_a_phone_book_that_is_not_there_is_refused(ours: Paper, tmp_path: Path) -> None:
    importing = ours.engine.services.importing
    facts = await importing.look(written(tmp_path, TABLE))
    with pytest.raises(Trouble) as caught:
        await importing.plan(facts, "99")
    assert caught.value.kind is ErrorKind.UNSUPPORTED


# -- and out again

# What a contact can say: `services.contacts.checks` keeps control characters and runs of spaces out.
_LETTERS = st.characters(exclude_categories=("Cc", "Cf", "Cs", "Zl", "Zp", "Zs"))
_NAMES = st.one_of(
    st.lists(st.text(_LETTERS, min_size=1, max_size=12), min_size=1, max_size=5).map(" ".join),
    st.text("=@+-'\";,\\:|\nnN=0", min_size=1, max_size=8).filter(str.strip),
)
_NUMBERS = st.sampled_from(
    ["020 7946 0018", "+44 20 7946 0019", "(020) 7946-0020", "0033 6 12 34 56 78", "+33612345679",
     "01632 960001", "+1 (202) 555-0164", "020.7946.0021", "+49 30/1234567"]
)  # fmt: skip


def _cards() -> st.SearchStrategy[list[ContactCard]]:
    """Contacts of different names: of one name an import would make one."""
    one = st.tuples(_NAMES, st.lists(_NUMBERS, min_size=1, max_size=3, unique=True))
    cards = one.map(lambda found: card(" ".join(found[0].split()), *found[1]))
    return st.lists(cards, max_size=6, unique_by=lambda found: same_words(found.name))


@pytest.mark.parametrize("kind", list(Format))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cards=_cards())
def test_what_is_exported_comes_back_as_it_was(
    kind: Format, cards: list[ContactCard], tmp_path: Path
) -> None:
    file = tmp_path / f"contacts{kind.suffix}"
    contacts = [contact(at, one.name, *filter(None, one.numbers)) for at, one in enumerate(cards)]
    with file.open("w", encoding="utf-8", newline="") as out:
        assert exporting.write(out, contacts, kind, len(PLACES)) == len(cards)
    if not cards and kind.is_cards:
        return
    rows = planned(file).page(None, 0, 99)
    assert [(row.name, row.numbers) for row in rows] == [
        (one.name, tuple(filter(None, one.numbers))) for one in cards
    ]
    assert {row.verdict for row in rows} <= {Verdict.NEW, Verdict.WARNING}


@given(st.text("=@+-'\t\rab", max_size=6))
def test_the_mark_against_formulas_comes_off_again(text: str) -> None:
    assert unguarded(defused(guarded(text))) == text
    cell = defused(guarded(text))
    assert not cell.startswith(("=", "@", "\t", "\r"))


async def test_a_choice_of_contacts_is_written_whole_or_not_at_all(ours: Paper, tmp_path: Path) -> None:
    importing = ours.engine.services.importing
    await ours.contacts.add(ours.account_id, card("Bo", "020 7946 0019", "+44 7700 900123"))
    ada, bo = await ours.all()
    file = tmp_path / "out.csv"
    assert await importing.export(file, Format.CSV, ContactQuery(text="ada")) == 1
    assert file.read_text("utf-8").splitlines() == [
        "name,number_1,number_2,number_3,account,favourite",
        "Ada Lovelace,020 7946 0018,,,Main,False",
    ]
    assert await importing.export(file, Format.CSV_FOR_SPREADSHEETS, ids=[bo.id, ada.id]) == 2
    assert file.read_bytes().startswith(b"\xef\xbb\xbfname")
    assert await importing.export(tmp_path / "out.vcf", Format.VCARD3) == 2
    assert (tmp_path / "out.vcf").read_bytes().count(b"BEGIN:VCARD\r\nVERSION:3.0\r\n") == 2
    with pytest.raises(Trouble) as caught:
        await importing.export(tmp_path / "no" / "out.csv", Format.CSV)
    assert caught.value.kind is ErrorKind.NOT_SAVED
    assert not list(tmp_path.glob("*.part"))  # noqa: ASYNC240 - a look
