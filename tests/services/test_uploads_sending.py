"""Uploads on their way: each answer, and each that never came, leaves rows that a person can act on."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from desktop.domain.campaigns import Campaign, CampaignNumber, NewNumber, Receipt
from desktop.domain.changes import Topic
from desktop.domain.errors import ErrorKind, Trouble
from desktop.domain.uploads import PieceState, RowState, RowVerdict, Upload, UploadState
from desktop.services.campaigns import sending, sending_notes
from desktop.services.campaigns.uploads import Uploads
from desktop.store.upload_rows import StoredUploadRows
from tests.support.paper_campaigns import PaperCampaigns, paper_campaigns
from tests.support.uploaded import checked, lost, rows_of, sent, table, there

PIECE = 50  # rows, by the paper's manifest


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


async def made(ours: PaperCampaigns, campaign: Campaign, count: int, file: Path) -> Upload:
    return await checked(
        ours.engine.services.uploads, campaign.id, table(file, *(f"{each},A" for each in numbers(count)))
    )


def pieces(ours: PaperCampaigns, upload: Upload) -> list[tuple[int, int, int, PieceState, int]]:
    source = StoredUploadRows(ours.engine.uploads)
    try:
        found = source.pieces(upload.id, 0, 100)
    finally:
        source.close()
    return [(one.number, one.first, one.last, one.state, one.unknown) for one in found]


async def test_a_file_goes_in_pieces_each_of_one_request(
    ours: PaperCampaigns, spring: Campaign, uploads: Uploads, tmp_path: Path
) -> None:
    upload = await made(ours, spring, 120, tmp_path / "list.csv")
    upload = await sent(uploads, upload.id)
    assert (upload.state, upload.reason, upload.states) == (UploadState.DONE, "", {RowState.SENT: 120})
    assert ours.dialler.said("add") == [50, 50, 20]
    assert there(ours) == numbers(120)
    assert pieces(ours, upload) == [
        (3, 101, 120, PieceState.ACCEPTED, 0),
        (2, 51, 100, PieceState.ACCEPTED, 0),
        (1, 1, 50, PieceState.ACCEPTED, 0),
    ]
    assert (upload.pieces, upload.pieces_total) == (3, 3)
    assert upload.began_at is not None
    assert upload.ended_at is not None
    assert any(Topic.UPLOADS in change.topics for change in ours.engine.heard)
    assert await uploads.unfinished() == []
    assert await uploads.memberships(numbers(1)[0])


async def test_the_same_file_is_the_same_upload_until_it_is_discarded(
    ours: PaperCampaigns, spring: Campaign, uploads: Uploads, tmp_path: Path
) -> None:
    first = await sent(uploads, (await made(ours, spring, 3, tmp_path / "list.csv")).id)
    again = await made(ours, spring, 3, tmp_path / "renamed.csv")
    assert again == first
    with pytest.raises(Trouble) as caught:
        await uploads.send(again.id)
    assert caught.value.kind is ErrorKind.USAGE
    await uploads.discard(first.id)
    anew = await made(ours, spring, 3, tmp_path / "list.csv")
    assert anew.verdicts == {RowVerdict.IN_CAMPAIGN: 3}  # they are known to have been sent


async def test_an_answer_that_is_lost_is_looked_for_and_not_sent_again(
    ours: PaperCampaigns, spring: Campaign, uploads: Uploads, tmp_path: Path
) -> None:
    upload = await made(ours, spring, 70, tmp_path / "list.csv")

    async def once(method: str, what: object) -> None:
        if method == "add":
            ours.dialler.after = None
            await lost(method, what)

    ours.dialler.after = once
    upload = await sent(uploads, upload.id)
    assert upload.states == {RowState.SENT: 70}
    assert ours.dialler.said("add") == [50, 20]
    assert there(ours) == numbers(70)


async def test_a_request_that_did_nothing_leaves_rows_unknown_until_a_person_sends_them_again(
    ours: PaperCampaigns, spring: Campaign, uploads: Uploads, tmp_path: Path
) -> None:
    upload = await made(ours, spring, 70, tmp_path / "list.csv")

    async def once(method: str, what: object) -> None:
        if method == "add":
            ours.dialler.before = None
            await lost(method, what)

    ours.dialler.before = once
    upload = await sent(uploads, upload.id)
    assert (upload.state, upload.states) == (UploadState.DONE, {RowState.UNKNOWN: 50, RowState.SENT: 20})
    assert pieces(ours, upload)[1] == (1, 1, 50, PieceState.UNKNOWN, 50)
    assert [one.id for one in await uploads.unfinished(spring.id)] == [upload.id]
    upload = await uploads.look_again(upload.id)
    assert upload.states[RowState.UNKNOWN] == 50
    # The server takes ten of them late, and calls two of those at once.
    await ours.dialler.upload_numbers("c1", [NewNumber(each) for each in numbers(10)], 0)
    del ours.dialler.listed["c1"][20:22]
    upload = await uploads.look_again(upload.id)
    assert upload.states == {RowState.UNKNOWN: 42, RowState.SENT: 28}
    upload = await uploads.send_again(upload.id, range(2, 50))
    assert upload.states == {RowState.UNKNOWN: 2, RowState.WAITING: 40, RowState.SENT: 28}
    upload = await sent(uploads, upload.id)
    assert upload.states == {RowState.UNKNOWN: 2, RowState.SENT: 68}
    assert sorted(there(ours)) == numbers(70)[2:]
    # Whatever file they come in next, those two are not sent unasked.
    other = await checked(uploads, spring.id, table(tmp_path / "other.csv", *numbers(2)))
    assert other.verdicts == {RowVerdict.IN_CAMPAIGN: 2}
    assert (await rows_of(uploads, other))[0].reason == "Perhaps sent with list.csv before, nobody can tell"


async def test_a_piece_that_goes_again_whole_is_no_accepted_one(
    ours: PaperCampaigns, spring: Campaign, uploads: Uploads, tmp_path: Path
) -> None:
    async def once(method: str, what: object) -> None:
        if method == "add":
            ours.dialler.before = None
            await lost(method, what)

    ours.dialler.before = once
    upload = await sent(uploads, (await made(ours, spring, 3, tmp_path / "list.csv")).id)
    upload = await uploads.send_again(upload.id, range(3))
    assert (upload.state, upload.states) == (UploadState.PAUSED, {RowState.WAITING: 3})
    upload = await sent(uploads, upload.id)
    assert pieces(ours, upload) == [(2, 1, 3, PieceState.ACCEPTED, 0), (1, 1, 3, PieceState.SPLIT, 0)]
    assert (upload.pieces, upload.pieces_total) == (1, 1)
    assert there(ours) == numbers(3)


@pytest.mark.expects_warnings
@pytest.mark.parametrize(
    "kind", [ErrorKind.SERVER, ErrorKind.PROTOCOL, ErrorKind.TIMEOUT, ErrorKind.INTERRUPTED]
)
async def test_what_is_no_certain_answer_is_looked_at(
    ours: PaperCampaigns, spring: Campaign, uploads: Uploads, tmp_path: Path, kind: ErrorKind
) -> None:
    async def spoil(method: str, _what: object) -> None:
        if method == "add":
            raise Trouble(kind)

    ours.dialler.after = spoil
    upload = await sent(uploads, (await made(ours, spring, 3, tmp_path / "list.csv")).id)
    assert upload.states == {RowState.SENT: 3}
    assert len(ours.dialler.said("add")) == 1


async def test_too_large_a_piece_is_split_and_the_next_ones_stay_small(
    ours: PaperCampaigns, spring: Campaign, uploads: Uploads, tmp_path: Path
) -> None:
    async def limit(method: str, what: object) -> None:
        if method == "add" and isinstance(what, int) and what > 15:
            raise Trouble(ErrorKind.TOO_LARGE, status=413)

    ours.dialler.before = limit
    upload = await sent(uploads, (await made(ours, spring, 100, tmp_path / "list.csv")).id)
    assert upload.states == {RowState.SENT: 100}
    assert there(ours) == numbers(100)
    assert [size for size in ours.dialler.said("add") if size > 15] == [50, 25]
    assert pieces(ours, upload)[-1] == (1, 1, 50, PieceState.SPLIT, 0)
    assert pieces(ours, upload)[-3] == (3, 1, 12, PieceState.ACCEPTED, 0)


async def test_a_row_that_the_server_refuses_is_found_and_the_others_go_in(
    ours: PaperCampaigns, spring: Campaign, uploads: Uploads, tmp_path: Path
) -> None:
    bad = numbers(60)[33]
    upload_numbers = ours.dialler.upload_numbers

    async def picky(campaign_id: str, new: list[NewNumber], variables: int) -> Receipt:
        if any(each.number == bad for each in new):
            ours.dialler.requests.append(("add", len(new)))
            raise Trouble(ErrorKind.INVALID, status=422, detail="no such exchange")
        return await upload_numbers(campaign_id, new, variables)

    ours.dialler.upload_numbers = picky  # type: ignore[assignment,method-assign]
    upload = await sent(uploads, (await made(ours, spring, 60, tmp_path / "list.csv")).id)
    assert (upload.state, upload.states) == (UploadState.DONE, {RowState.SENT: 59, RowState.REFUSED: 1})
    refused = (await rows_of(uploads, upload))[33]
    assert refused.state is RowState.REFUSED
    assert "no such exchange" in refused.reason


async def test_when_every_row_is_refused_it_stops_and_says_why(
    ours: PaperCampaigns, spring: Campaign, uploads: Uploads, tmp_path: Path
) -> None:
    async def refuse(method: str, _what: object) -> None:
        if method == "add":
            raise Trouble(ErrorKind.INVALID, status=422, detail="wrong count of variables")

    ours.dialler.before = refuse
    upload = await sent(uploads, (await made(ours, spring, 60, tmp_path / "list.csv")).id)
    assert upload.state is UploadState.STOPPED
    assert "wrong count of variables" in upload.reason
    assert len(ours.dialler.said("add")) < 20
    assert upload.states[RowState.WAITING] == 55


async def test_a_pause_that_the_provider_asks_for_is_shown_and_waited_for(
    ours: PaperCampaigns, spring: Campaign, uploads: Uploads, tmp_path: Path
) -> None:
    left = [2]

    async def later(method: str, _what: object) -> None:
        if method == "add" and left[0]:
            left[0] -= 1
            raise Trouble(ErrorKind.RATE_LIMITED, retry_after_s=60.0)

    ours.dialler.before = later
    upload = await sent(uploads, (await made(ours, spring, 10, tmp_path / "list.csv")).id)
    assert (upload.state, upload.states, upload.retry_at) == (UploadState.DONE, {RowState.SENT: 10}, None)
    assert there(ours) == numbers(10)


@pytest.mark.expects_warnings
@pytest.mark.parametrize(
    "kind", [ErrorKind.SIGN_IN, ErrorKind.FORBIDDEN, ErrorKind.NOT_FOUND, ErrorKind.CONFLICT]
)
async def test_an_answer_that_needs_a_person_stops_it_and_it_goes_on_where_it_was(
    ours: PaperCampaigns, spring: Campaign, uploads: Uploads, tmp_path: Path, kind: ErrorKind
) -> None:
    async def refuse(method: str, _what: object) -> None:
        if method == "add" and len(ours.dialler.said("add")) == 2:
            raise Trouble(kind)

    ours.dialler.before = refuse
    upload = await sent(uploads, (await made(ours, spring, 120, tmp_path / "list.csv")).id)
    assert (upload.state, upload.trouble) == (UploadState.STOPPED, kind)
    assert upload.reason
    assert upload.states == {RowState.SENT: 50, RowState.WAITING: 70}
    assert upload.ended_at is None
    assert (upload.pieces, upload.pieces_total) == (1, 3)
    assert await made(ours, spring, 120, tmp_path / "list.csv") == upload
    upload = await sent(uploads, upload.id)
    assert (upload.state, upload.states) == (UploadState.DONE, {RowState.SENT: 120})
    assert there(ours) == numbers(120)


async def test_a_campaign_that_is_paused_in_the_middle_says_so(
    ours: PaperCampaigns, spring: Campaign, uploads: Uploads, tmp_path: Path
) -> None:
    async def pause(method: str, _what: object) -> None:
        if method == "add" and len(ours.dialler.said("add")) == 2:
            ours.dialler.put("c1", "Spring", status="paused")
            raise Trouble(ErrorKind.CONFLICT, detail="not active")

    ours.dialler.before = pause
    upload = await sent(uploads, (await made(ours, spring, 120, tmp_path / "list.csv")).id)
    assert (upload.state, upload.trouble) == (UploadState.STOPPED, ErrorKind.CONFLICT)
    assert (
        upload.reason == "The campaign is paused, and takes numbers again once it is resumed at the provider."
    )
    requests = len(ours.dialler.said("add"))
    assert (await sent(uploads, upload.id)).state is UploadState.STOPPED
    assert len(ours.dialler.said("add")) == requests


@pytest.mark.expects_warnings
async def test_without_a_network_rows_wait(
    ours: PaperCampaigns, spring: Campaign, uploads: Uploads, tmp_path: Path
) -> None:
    left = [1]

    async def away(method: str, _what: object) -> None:
        if method == "add" and left[0]:
            left[0] -= 1
            raise Trouble(ErrorKind.OFFLINE)

    ours.dialler.before = away
    upload = await made(ours, spring, 3, tmp_path / "list.csv")
    assert (await sent(uploads, upload.id)).states == {RowState.SENT: 3}
    left[0] = 1000
    other = await checked(uploads, spring.id, table(tmp_path / "b.csv", "+442079460000"))
    other = await sent(uploads, other.id)
    assert (other.state, other.trouble, other.states) == (
        UploadState.STOPPED,
        ErrorKind.OFFLINE,
        {RowState.WAITING: 1},
    )


@pytest.mark.expects_warnings
async def test_an_upload_goes_on_once_the_computer_is_on_another_network(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "RETRIES_S", (86_400,))
    is_away, tried = True, 0

    async def away(method: str, _what: object) -> None:
        nonlocal tried
        if method == "add" and is_away:
            tried += 1
            raise Trouble(ErrorKind.OFFLINE)

    async with paper_campaigns(tmp_path / "data", wait_scale=1.0) as ours:
        ours.dialler.put("c1", "Spring")
        ours.dialler.before = away
        uploads = ours.engine.services.uploads
        upload = await made(ours, await ours.one("c1"), 3, tmp_path / "list.csv")
        await uploads.send(upload.id)
        async with asyncio.timeout(10):
            while (await uploads.get(upload.id)).trouble is not ErrorKind.OFFLINE:  # noqa: ASYNC110
                await asyncio.sleep(0.01)
            for tries in (2, 3):  # a network comes up in steps, none of which uses up a try of the upload's
                ours.engine.services.network.renew()
                while tried < tries or not (await uploads.get(upload.id)).trouble:  # noqa: ASYNC110
                    await asyncio.sleep(0.01)
            assert (await uploads.get(upload.id)).state is UploadState.SENDING
            is_away = False
            ours.engine.services.network.renew()
            assert (await uploads.settled(upload.id)).states == {RowState.SENT: 3}


async def test_pausing_and_cancelling_wait_for_the_piece_that_left(
    ours: PaperCampaigns, spring: Campaign, uploads: Uploads, tmp_path: Path
) -> None:
    left, may_end = asyncio.Event(), asyncio.Event()

    async def slow(method: str, _what: object) -> None:
        if method == "add":
            left.set()
            await may_end.wait()

    ours.dialler.before = slow
    upload = await made(ours, spring, 120, tmp_path / "list.csv")
    assert (await uploads.send(upload.id)).state is UploadState.SENDING
    await left.wait()
    pausing = asyncio.ensure_future(uploads.pause(upload.id))
    with pytest.raises(Trouble):
        await uploads.discard(upload.id)
    may_end.set()
    upload = await pausing
    assert (upload.state, upload.states) == (UploadState.PAUSED, {RowState.SENT: 50, RowState.WAITING: 70})
    upload = await uploads.cancel(upload.id)
    assert (upload.state, upload.states) == (
        UploadState.CANCELLED,
        {RowState.SENT: 50, RowState.LEFT_OUT: 70},
    )
    assert len(ours.dialler.said("add")) == 1
    anew = await made(ours, spring, 120, tmp_path / "list.csv")
    assert anew.id != upload.id
    assert anew.verdicts == {RowVerdict.IN_CAMPAIGN: 50, RowVerdict.OK: 70}


async def test_who_came_on_the_do_not_call_list_since_is_not_sent(
    ours: PaperCampaigns, spring: Campaign, uploads: Uploads, tmp_path: Path
) -> None:
    upload = await made(ours, spring, 3, tmp_path / "list.csv")
    await ours.engine.services.do_not_call.add(numbers(3)[1], "just now", "test")
    upload = await sent(uploads, upload.id)
    assert upload.verdicts == {RowVerdict.OK: 2, RowVerdict.DNC: 1}
    assert there(ours) == [numbers(3)[0], numbers(3)[2]]


async def test_a_number_that_another_upload_brought_meanwhile_is_left_out(
    ours: PaperCampaigns, spring: Campaign, uploads: Uploads, tmp_path: Path
) -> None:
    first = await checked(uploads, spring.id, table(tmp_path / "a.csv", *numbers(4)))
    second = await checked(uploads, spring.id, table(tmp_path / "b.csv", *numbers(6)[2:]))
    third = await checked(uploads, spring.id, table(tmp_path / "c.csv", *numbers(6)[:1]))
    assert (second.states, third.states) == ({RowState.WAITING: 4}, {RowState.WAITING: 1})
    await sent(uploads, first.id)
    second = await sent(uploads, second.id)
    assert second.verdicts == {RowVerdict.IN_CAMPAIGN: 2, RowVerdict.OK: 2}
    assert there(ours) == numbers(6)
    assert (await sent(uploads, third.id)).states == {RowState.LEFT_OUT: 1}
    await uploads.leave_out(third.id, [0], out=False)  # a person says so
    assert (await sent(uploads, third.id)).states == {RowState.SENT: 1}
    assert there(ours) == [*numbers(6), numbers(1)[0]]


async def test_numbers_that_were_deleted_from_here_may_come_again_at_once(
    ours: PaperCampaigns, spring: Campaign, uploads: Uploads, tmp_path: Path
) -> None:
    await sent(uploads, (await made(ours, spring, 3, tmp_path / "a.csv")).id)
    deleted = await ours.campaigns.delete_numbers(spring.id, ours.dialler.listed["c1"][:2])
    assert len(deleted.deleted) == 2
    other = await checked(uploads, spring.id, table(tmp_path / "b.csv", *numbers(3)))
    assert other.verdicts == {RowVerdict.OK: 2, RowVerdict.IN_CAMPAIGN: 1}
    await uploads.read_mirror([spring.id])
    assert len(await uploads.memberships(numbers(1)[0])) == 0


async def test_one_number_is_added_and_not_uploaded(
    ours: PaperCampaigns, spring: Campaign, uploads: Uploads
) -> None:
    added: list[NewNumber] = []

    async def add(_campaign_id: str, number: NewNumber) -> Receipt:
        added.append(number)
        return Receipt()

    ours.dialler.add_number = add  # type: ignore[method-assign]
    upload = await uploads.check_numbers(spring.id, [NewNumber("020 7946 0733", ("Ada",))], "a number")
    upload = await sent(uploads, upload.id)
    assert upload.states == {RowState.SENT: 1}
    assert added == [NewNumber("+442079460733", ("Ada",))]
    assert ours.dialler.said("add") == []


async def test_rows_that_the_server_counts_out_are_refused(
    ours: PaperCampaigns, spring: Campaign, uploads: Uploads, tmp_path: Path
) -> None:
    upload_numbers = ours.dialler.upload_numbers

    async def most(campaign_id: str, new: list[NewNumber], variables: int) -> Receipt:
        await upload_numbers(campaign_id, new[:-2], variables)
        return Receipt(len(new) - 2, "2 skipped")

    ours.dialler.upload_numbers = most  # type: ignore[assignment,method-assign]
    upload = await sent(uploads, (await made(ours, spring, 10, tmp_path / "list.csv")).id)
    assert upload.states == {RowState.SENT: 8, RowState.REFUSED: 2}
    assert [row.reason for row in (await rows_of(uploads, upload))[-2:]] == ["2 skipped", "2 skipped"]


async def test_a_number_that_was_there_before_proves_nothing(
    ours: PaperCampaigns, spring: Campaign, uploads: Uploads, tmp_path: Path
) -> None:
    ours.dialler.listed["c1"].append(CampaignNumber("x", '"x"', numbers(1)[0][1:]))
    await uploads.read_mirror([spring.id])
    upload = await made(ours, spring, 2, tmp_path / "list.csv")
    upload = await uploads.leave_out(upload.id, [0], out=False)

    async def spoil(method: str, _what: object) -> None:
        if method == "add":
            raise Trouble(ErrorKind.ADDED_UNKNOWN)

    ours.dialler.before = spoil
    upload = await sent(uploads, upload.id)
    assert upload.states == {RowState.UNKNOWN: 2}


@pytest.mark.expects_warnings
@pytest.mark.parametrize(("failing", "unknown"), [(("add",), 100), (("add", "numbers"), 50)])
async def test_when_a_server_goes_down_it_stops_and_the_rest_waits(
    ours: PaperCampaigns,
    spring: Campaign,
    uploads: Uploads,
    tmp_path: Path,
    failing: tuple[str, ...],
    unknown: int,
) -> None:
    upload = await made(ours, spring, 300, tmp_path / "list.csv")

    async def down(method: str, _what: object) -> None:
        if method in failing and len(ours.dialler.said("add")) > 1:
            raise Trouble(ErrorKind.SERVER)

    ours.dialler.before = down
    upload = await sent(uploads, upload.id)
    assert (upload.state, upload.trouble) == (UploadState.STOPPED, ErrorKind.SERVER)
    assert upload.reason == Trouble(ErrorKind.SERVER).sentence
    states = {RowState.SENT: 50, RowState.UNKNOWN: unknown, RowState.WAITING: 250 - unknown}
    assert upload.states == states
    ours.dialler.before = None
    upload = await sent(uploads, upload.id)
    assert (upload.state, upload.states) == (
        UploadState.DONE,
        {RowState.SENT: 300 - unknown, RowState.UNKNOWN: unknown},
    )


async def test_what_an_earlier_run_was_sending_is_unknown_and_waits_for_a_person(
    ours: PaperCampaigns, spring: Campaign, uploads: Uploads, tmp_path: Path
) -> None:
    upload = await made(ours, spring, 120, tmp_path / "list.csv")
    store, now = ours.engine.uploads, upload.made_at
    await store.write(lambda db: sending_notes.begin(db, upload.id, now))
    await store.write(lambda db: sending_notes.begin_piece(db, upload.id, list(range(PIECE)), now))
    await store.write(sending_notes.recover)
    upload = await uploads.get(upload.id)
    assert (upload.state, upload.reason) == (UploadState.STOPPED, sending_notes.ENDED)
    assert upload.states == {RowState.UNKNOWN: 50, RowState.WAITING: 70}
    assert ours.dialler.said("add") == []
    await ours.dialler.upload_numbers("c1", [NewNumber(each) for each in numbers(30)], 0)
    upload = await sent(uploads, upload.id)
    assert upload.states == {RowState.SENT: 100, RowState.UNKNOWN: 20}
