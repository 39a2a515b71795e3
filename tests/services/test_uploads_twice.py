"""No number leaves twice by itself: whatever runs at once, is put right, looked at or deleted meanwhile."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest
import pytest_asyncio

from desktop.domain.campaigns import Campaign, CampaignNumber, NewNumber, Receipt
from desktop.domain.errors import ErrorKind, Trouble
from desktop.domain.uploads import PieceState, RowState, RowVerdict, UploadState
from desktop.services.campaigns import sending_notes
from desktop.services.campaigns.uploads import Uploads
from desktop.store import Db, upload_changes, upload_pieces
from desktop.store import uploads as rows_kept
from tests.support.paper_campaigns import PaperCampaigns, paper_campaigns
from tests.support.uploaded import checked, rows_of, sent, table, there


@pytest_asyncio.fixture
async def ours(tmp_path: Path) -> AsyncIterator[PaperCampaigns]:
    async with paper_campaigns(tmp_path / "data") as opened:
        opened.dialler.put("c1", "Spring")
        yield opened


@pytest_asyncio.fixture
async def spring(ours: PaperCampaigns) -> Campaign:
    return await ours.one("c1")


@pytest.fixture
def uploads(ours: PaperCampaigns) -> Uploads:
    return ours.engine.services.uploads


def numbers(count: int) -> list[str]:
    return [f"+3319900{place:04}" for place in range(count)]


def calls_at_once(ours: PaperCampaigns) -> list[str]:
    """Have numbers leave the list as soon as they come; returns those whose phones rang."""
    rung: list[str] = []

    async def after(method: str, _what: object) -> None:
        if method == "add":
            rung.extend(there(ours))
            ours.dialler.listed["c1"].clear()

    ours.dialler.after = after
    return rung


async def test_two_files_at_once_bring_a_number_that_is_in_both_once(
    ours: PaperCampaigns, spring: Campaign, uploads: Uploads, tmp_path: Path
) -> None:
    first = await checked(uploads, spring.id, table(tmp_path / "a.csv", *(f"{n},A" for n in numbers(200))))
    second = await checked(uploads, spring.id, table(tmp_path / "b.csv", *(f"{n},B" for n in numbers(220))))
    both, held = asyncio.Event(), [0]

    async def together(method: str, _what: object) -> None:
        if method == "campaigns" and not both.is_set():
            held[0] += 1
            if held[0] == 2:  # both may go: their first pieces are made in the same moment
                both.set()
            await both.wait()

    ours.dialler.before = together
    await asyncio.gather(uploads.send(first.id), uploads.send(second.id))
    ended = await asyncio.gather(uploads.settled(first.id), uploads.settled(second.id))
    assert Counter(there(ours)) == Counter(numbers(220))
    assert [one.state for one in ended] == [UploadState.DONE, UploadState.DONE]
    assert sum(one.states.get(RowState.SENT, 0) for one in ended) == 220


async def test_two_rows_with_one_number_do_not_leave_together_nor_one_after_the_other(
    ours: PaperCampaigns, spring: Campaign, uploads: Uploads, tmp_path: Path
) -> None:
    """As a row that is put right leaves them, before it is held against the others."""
    file = table(tmp_path / "a.csv", *numbers(60), numbers(60)[1], numbers(60)[2])
    upload = await checked(uploads, spring.id, file)
    assert upload.verdicts == {RowVerdict.OK: 60, RowVerdict.DUPLICATE: 2}
    store, now = ours.engine.uploads, upload.made_at
    again = [rows_kept.Sentence(at, RowVerdict.OK, "") for at in (60, 61)]
    await store.write(lambda db: upload_changes.judge(db, upload.id, again))
    assert await store.write(lambda db: sending_notes.begin_piece(db, upload.id, [1, 60], now)) is None
    upload = await sent(uploads, upload.id)
    assert Counter(there(ours)) == Counter(numbers(60))
    assert upload.states == {RowState.SENT: 60, RowState.LEFT_OUT: 2}
    row = (await rows_of(uploads, upload))[60]
    assert row.verdict in (RowVerdict.DUPLICATE, RowVerdict.IN_CAMPAIGN)


async def test_a_look_for_a_number_does_not_forget_that_it_was_sent_a_moment_ago(
    ours: PaperCampaigns, spring: Campaign, uploads: Uploads, tmp_path: Path
) -> None:
    rung = calls_at_once(ours)
    waiting = await checked(uploads, spring.id, table(tmp_path / "b.csv", *(f"{n},B" for n in numbers(5))))
    await sent(uploads, (await checked(uploads, spring.id, table(tmp_path / "a.csv", *numbers(5)))).id)
    form = await uploads.check_numbers(spring.id, [NewNumber(numbers(3)[2])], "a number")
    assert form.verdicts == {RowVerdict.IN_CAMPAIGN: 1}
    assert (await sent(uploads, waiting.id)).states == {RowState.LEFT_OUT: 5}
    await uploads.leave_out(form.id, [0], out=False)  # a person says that it may ring again
    assert (await sent(uploads, form.id)).states == {RowState.SENT: 1}
    assert rung == [*numbers(5), numbers(3)[2]]


async def test_numbers_that_move_up_while_the_list_is_read_are_known_to_be_there(
    ours: PaperCampaigns, spring: Campaign, uploads: Uploads, tmp_path: Path
) -> None:
    ours.dialler.put("c1", "Spring", 95)  # ten pages, the last of five

    async def called(method: str, what: object) -> None:
        if method == "numbers" and isinstance(what, tuple) and what[1] in (50, 90):
            del ours.dialler.listed["c1"][: 5 if what[1] == 50 else 2]

    ours.dialler.before = called
    await uploads.read_mirror([spring.id])
    ours.dialler.before = None
    upload = await checked(uploads, spring.id, table(tmp_path / "a.csv", *there(ours)))
    assert upload.verdicts == {RowVerdict.IN_CAMPAIGN: len(there(ours))}


@pytest.mark.parametrize("looks", [True, False])
async def test_who_rang_and_left_is_not_refused_by_a_server_that_counts_none(
    ours: PaperCampaigns, spring: Campaign, uploads: Uploads, tmp_path: Path, looks: bool
) -> None:
    rung: list[NewNumber] = []

    async def called(_campaign_id: str, new: list[NewNumber], _variables: int) -> Receipt:
        rung.extend(new)
        return Receipt(0)

    async def hidden(method: str, _what: object) -> None:
        if method == "numbers" and not looks:
            raise Trouble(ErrorKind.SERVER)

    ours.dialler.upload_numbers = called  # type: ignore[assignment,method-assign]
    ours.dialler.before = hidden
    upload = await sent(
        uploads, (await checked(uploads, spring.id, table(tmp_path / "a.csv", *numbers(10)))).id
    )
    assert len(rung) == 10
    assert upload.states == {RowState.UNKNOWN: 10}


async def test_a_number_that_is_there_twice_is_known_to_be_there_when_one_is_deleted(
    ours: PaperCampaigns, spring: Campaign, uploads: Uploads, tmp_path: Path
) -> None:
    ours.dialler.listed["c1"] = [
        CampaignNumber("x1", '"x1"', "+33199000001"),
        CampaignNumber("x2", '"x2"', "0033199000001"),
        CampaignNumber("x3", '"x3"', "+33199000002"),
    ]
    await uploads.read_mirror([spring.id])
    first, _, third = ours.dialler.listed["c1"]
    deleted = await ours.campaigns.delete_numbers(spring.id, [first, third])
    assert len(deleted.deleted) == 2
    upload = await checked(uploads, spring.id, table(tmp_path / "a.csv", "+33199000001", "+33199000002"))
    assert [row.verdict for row in await rows_of(uploads, upload)] == [RowVerdict.IN_CAMPAIGN, RowVerdict.OK]


async def test_a_row_that_was_unticked_and_ticked_again_is_looked_up_once_more_like_the_others(
    ours: PaperCampaigns, spring: Campaign, uploads: Uploads, tmp_path: Path
) -> None:
    first = await checked(uploads, spring.id, table(tmp_path / "a.csv", *numbers(4)))
    second = await checked(uploads, spring.id, table(tmp_path / "b.csv", *(f"{n},B" for n in numbers(4))))
    assert (await uploads.leave_out(second.id, [1, 3], out=True)).states[RowState.LEFT_OUT] == 2
    assert (await uploads.leave_out(second.id, [1], out=False)).states[RowState.LEFT_OUT] == 1
    await sent(uploads, first.id)
    assert (await sent(uploads, second.id)).states == {RowState.LEFT_OUT: 4}
    assert there(ours) == numbers(4)
    # What its verdict leaves out is ticked by somebody who means it, also when it is ticked twice.
    for out in (False, True, False):
        await uploads.leave_out(second.id, [1], out=out)
    assert (await sent(uploads, second.id)).states == {RowState.LEFT_OUT: 3, RowState.SENT: 1}


async def test_a_row_that_is_put_right_while_the_upload_is_sent_off_does_not_leave_beside_its_double(
    ours: PaperCampaigns, spring: Campaign, uploads: Uploads, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = table(tmp_path / "a.csv", *(f"{n},A" for n in numbers(20)), f"{numbers(2)[1]},double")
    upload = await checked(uploads, spring.id, file)
    listed = ours.engine.services.do_not_call
    asked, may_answer, count = asyncio.Event(), asyncio.Event(), listed.count

    async def slow(text: str = "") -> int:
        if not asked.is_set():
            asked.set()
            await may_answer.wait()
        return await count(text)

    monkeypatch.setattr(listed, "count", slow)
    fixing = asyncio.ensure_future(uploads.fix(upload.id, 20, numbers(3)[2], ("x",)))
    await asked.wait()
    await uploads.send(upload.id)
    may_answer.set()
    with pytest.raises(Trouble) as caught:
        await fixing
    assert caught.value.kind is ErrorKind.USAGE
    upload = await uploads.settled(upload.id)
    assert upload.states == {RowState.SENT: 20, RowState.LEFT_OUT: 1}
    assert there(ours) == numbers(20)


async def test_a_file_that_is_checked_again_while_it_is_sent_off_is_the_upload_that_is_sent(
    ours: PaperCampaigns, spring: Campaign, uploads: Uploads, tmp_path: Path
) -> None:
    file = table(tmp_path / "a.csv", *numbers(60))
    upload = await checked(uploads, spring.id, file)
    asked, may_answer = asyncio.Event(), asyncio.Event()

    async def slow(method: str, _what: object) -> None:
        if method == "campaigns":
            asked.set()
            await may_answer.wait()

    ours.dialler.before = slow
    await uploads.send(upload.id)
    await asked.wait()
    again = await checked(uploads, spring.id, file)
    may_answer.set()
    assert again.id == upload.id
    assert (await uploads.settled(upload.id)).states == {RowState.SENT: 60}
    assert there(ours) == numbers(60)


async def test_an_upload_that_a_campaign_did_not_take_can_be_put_right_yet(
    ours: PaperCampaigns, spring: Campaign, uploads: Uploads, tmp_path: Path
) -> None:
    upload = await checked(uploads, spring.id, table(tmp_path / "a.csv", *numbers(2)))
    ours.dialler.put("c1", "Spring", status="paused")
    upload = await sent(uploads, upload.id)
    assert (upload.state, upload.began_at) == (UploadState.STOPPED, None)
    assert (await uploads.fix(upload.id, 1, numbers(3)[2], ())).number == numbers(3)[2]
    assert (await uploads.fix(upload.id, 1, numbers(1)[0], ())).verdict is RowVerdict.DUPLICATE


async def test_many_rows_that_go_again_are_noted_some_at_once(
    ours: PaperCampaigns, spring: Campaign, uploads: Uploads, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody's piece waits for one long transaction; pieces that go again in part are counted right."""
    upload = await checked(uploads, spring.id, table(tmp_path / "a.csv", *numbers(1200)))
    store, now = ours.engine.uploads, upload.made_at
    rows = [list(range(700)), list(range(700, 1200))]
    await store.write(lambda db: sending_notes.begin(db, upload.id, now))
    for some in rows:
        await store.write(lambda db, some=some: sending_notes.begin_piece(db, upload.id, some, now))  # type: ignore[misc]
        await store.write(sending_notes.recover)
    sizes: list[int] = []
    wait_again = sending_notes.wait_again

    def noted(db: Db, upload_id: str, indexes: Sequence[int]) -> int:
        sizes.append(len(indexes))
        return wait_again(db, upload_id, indexes)

    monkeypatch.setattr(sending_notes, "wait_again", noted)
    upload = await uploads.send_again(upload.id, range(1199))
    assert upload.states == {RowState.WAITING: 1199, RowState.UNKNOWN: 1}
    assert sum(sizes) == 1199
    assert max(sizes) <= 500
    found = await store.read(lambda db: upload_pieces.page(db, upload.id, 0, 9))
    assert [(one.number, one.state, one.unknown) for one in found] == [
        (2, PieceState.UNKNOWN, 1),
        (1, PieceState.SPLIT, 0),
    ]
