"""Files checked row by row: what goes in, what was put right, and why the rest does not."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from desktop.domain.campaigns import Campaign, NewNumber
from desktop.domain.errors import ErrorKind, Trouble
from desktop.domain.uploads import RowState, RowVerdict, UploadState
from desktop.services.campaigns.values import UploadChoice
from desktop.services.importing.values import FileOptions, Progress
from tests.support.paper_campaigns import PaperCampaigns, paper_campaigns
from tests.support.uploaded import checked, rows_of, table

HEAD = "phone,name,contract"


@pytest_asyncio.fixture
async def ours(tmp_path: Path) -> AsyncIterator[PaperCampaigns]:
    async with paper_campaigns(tmp_path / "data") as opened:
        opened.dialler.put("c1", "Spring", 3)
        opened.dialler.put("c2", "Autumn", 2)
        yield opened


@pytest_asyncio.fixture
async def spring(ours: PaperCampaigns) -> Campaign:
    return await ours.one("c1")


async def verdicts(
    ours: PaperCampaigns, campaign: Campaign, file: Path, region: str | None = "FR"
) -> list[tuple[int, str, str, str]]:
    """Return line, number, verdict and reason of each row."""
    upload = await checked(ours.engine.services.uploads, campaign.id, file, region)
    rows = await rows_of(ours.engine.services.uploads, upload)
    assert upload.rows == len(rows)
    for verdict in RowVerdict:
        assert upload.verdicts.get(verdict, 0) == sum(row.verdict is verdict for row in rows)
    for state in RowState:
        assert upload.states.get(state, 0) == sum(row.state is state for row in rows)
    return [(row.line, row.number, row.verdict.value, row.reason) for row in rows]


async def test_each_row_says_what_it_is(ours: PaperCampaigns, spring: Campaign, tmp_path: Path) -> None:
    file = table(
        tmp_path / "list.csv",
        HEAD,
        "+33199004295,Inès,R-1",
        "06.39.98.31.26,Hugo,R-2",
        "00442079460733,Priya,R-3",
        "+33 1 99 00 42 95,Ines,R-4",
        "+33 6 39 98 47,Malik,R-5",
        '"3,36399E+10",Nora,R-6',
        "5550001,Local,R-7",
        "112,Fire,R-8",
        "call Bob,Bob,R-9",
        "'+33639983127,Quote,R-10",
        "33639983128.0,Zero,R-11",
        ",Nobody,R-12",
    )
    assert await verdicts(ours, spring, file) == [
        (2, "+33199004295", "ok", ""),
        (3, "+33639983126", "repaired", "Was 06.39.98.31.26: France added"),
        (4, "+442079460733", "repaired", "Was 00442079460733: 00 read as +"),
        (5, "+33199004295", "duplicate", "Same number as row 2, which is kept"),
        (6, "+33 6 39 98 47", "invalid", "2 digits are missing for France"),
        (7, "3,36399E+10", "invalid", "Rounded by a spreadsheet, digits are lost"),
        (8, "5550001", "warning", "A local number, sent as written"),
        (9, "112", "invalid", "An emergency number, which is never called from here"),
        (10, "call Bob", "invalid", "Not a phone number: call Bob"),
        (11, "+33639983127", "repaired", "Was '+33639983127: spaces and signs removed"),
        (12, "+33639983128", "repaired", "Was 33639983128.0: plus added"),
        (13, "", "invalid", "It has no number"),
    ]


async def test_rows_that_are_not_as_the_others_are_refused_alone(
    ours: PaperCampaigns, spring: Campaign, tmp_path: Path
) -> None:
    file = table(
        tmp_path / "ragged.csv",
        HEAD,
        "+33199004201,A,1",
        "+33199004202,B",
        "+33199004203,C,1,what",
        "+33199004204,D,1,,",
        '+33199004205,"E,1',
        "+33199004206,F,1",
        HEAD,
        "",
        "+33199004207,,",
    )
    assert [(line, verdict, reason) for line, _, verdict, reason in await verdicts(ours, spring, file)] == [
        (2, "ok", ""),
        (3, "invalid", "Has 1 of 2 variables"),
        (4, "invalid", "Has 4 cells, the table has 3 columns"),
        (5, "ok", ""),
        (6, "repaired", "A quotation mark is not closed"),
        (7, "ok", ""),
        (8, "invalid", "The header again"),
        (10, "ok", ""),
    ]


async def test_what_is_in_this_campaign_or_in_another_active_one_is_left_out(
    ours: PaperCampaigns, spring: Campaign, tmp_path: Path
) -> None:
    uploads = ours.engine.services.uploads
    ours.dialler.put("c3", "Winter", 0, status="paused")
    autumn, winter = await ours.one("c2"), await ours.one("c3")
    for name, campaign in (("c2", autumn), ("c3", winter)):
        ours.dialler.listed[name] = ours.dialler.listed["c2"][:0]
        await ours.dialler.upload_numbers(name, [NewNumber(f"4420794607{campaign.id}0")], 0)
    age = await uploads.mirror(spring.id)
    assert (age.campaign.listed_at, [part.campaign for part in age.others]) == (None, ["Autumn"])
    await uploads.read_mirror([spring.id, autumn.id, winter.id])
    age = await uploads.mirror(spring.id)
    assert age.campaign.listed_at is not None
    assert (age.campaign.numbers, [part.numbers for part in age.others]) == (3, [1])
    file = table(
        tmp_path / "again.csv",
        "18000000001",
        f"+4420794607{autumn.id}0",
        f"+4420794607{winter.id}0",
        "+442079460799",
    )
    assert await verdicts(ours, spring, file) == [
        (1, "+18000000001", "in_campaign", "In this campaign already"),
        (2, f"+4420794607{autumn.id}0", "in_campaign", "In Autumn, which is active too"),
        (3, f"+4420794607{winter.id}0", "ok", ""),
        (4, "+442079460799", "ok", ""),
    ]
    memberships = await uploads.memberships(f"020 7946 07{autumn.id}0")
    assert memberships == []  # nobody says in which country
    (membership,) = await uploads.memberships(f"+44 20 7946 07{autumn.id}0")
    assert membership.campaign.name == "Autumn"


async def test_who_must_not_be_called_is_left_out_for_good(
    ours: PaperCampaigns, spring: Campaign, tmp_path: Path
) -> None:
    services = ours.engine.services
    await services.do_not_call.add("+33 5 36 49 10 22", "asked for it", "test")
    file = table(tmp_path / "list.csv", "0536491022,Paul", "0536491023,Paula", "0536491022,Paul")
    upload = await checked(services.uploads, spring.id, file, "FR")
    rows = await rows_of(services.uploads, upload)
    assert [row.verdict.value for row in rows] == ["dnc", "repaired", "dnc"]
    assert rows[0].reason.startswith("On your do-not-call list since")
    upload = await services.uploads.leave_out(upload.id, [0, 1, 2], out=False)
    assert upload.states == {RowState.WAITING: 1, RowState.LEFT_OUT: 2}


async def test_a_row_that_is_fixed_is_judged_again_with_those_that_shared_its_number(
    ours: PaperCampaigns, spring: Campaign, tmp_path: Path
) -> None:
    uploads = ours.engine.services.uploads
    file = table(tmp_path / "list.csv", "+33199004201,A", "+33199004201,B", "+3319900420,C", "0199004203,D")
    upload = await checked(uploads, spring.id, file, "FR")

    async def now() -> list[tuple[str, str, str]]:
        return [(row.number, row.verdict.value, row.state.value) for row in await rows_of(uploads, upload)]

    assert [verdict for _, verdict, _ in await now()] == ["ok", "duplicate", "invalid", "repaired"]
    fixed = await uploads.fix(upload.id, 0, "01 99 00 42 02", ("A",))
    assert (fixed.number, fixed.verdict, fixed.raw) == ("+33199004202", RowVerdict.REPAIRED, "+33199004201")
    assert (await now())[1] == ("+33199004201", "ok", "waiting")
    fixed = await uploads.fix(upload.id, 2, "+33199004203", ("C",))
    assert (fixed.verdict, fixed.state) == (RowVerdict.OK, RowState.WAITING)
    assert (await now())[3] == ("+33199004203", "duplicate", "left_out")
    fixed = await uploads.fix(upload.id, 2, "nothing", ("C",))
    assert fixed.verdict is RowVerdict.INVALID
    assert (await now())[3] == ("+33199004203", "repaired", "waiting")
    upload = await uploads.get(upload.id)
    assert upload.verdicts == {RowVerdict.REPAIRED: 2, RowVerdict.OK: 1, RowVerdict.INVALID: 1}
    assert upload.states == {RowState.WAITING: 3, RowState.LEFT_OUT: 1}
    with pytest.raises(Trouble) as caught:
        await uploads.fix(upload.id, 99, "+33199004203", ())
    assert caught.value.kind is ErrorKind.USAGE


async def test_a_person_leaves_rows_out_and_puts_a_duplicate_in(
    ours: PaperCampaigns, spring: Campaign, tmp_path: Path
) -> None:
    uploads = ours.engine.services.uploads
    file = table(tmp_path / "list.csv", "+33199004201,A", "+33199004201,B", "nobody,C")
    upload = await checked(uploads, spring.id, file)
    upload = await uploads.leave_out(upload.id, [0], out=True)
    upload = await uploads.leave_out(upload.id, [1, 2], out=False)
    states = [row.state for row in await rows_of(uploads, upload)]
    assert states == [RowState.LEFT_OUT, RowState.WAITING, RowState.LEFT_OUT]
    assert upload.wanted == 1


async def test_the_columns_are_those_that_a_person_chose(
    ours: PaperCampaigns, spring: Campaign, tmp_path: Path
) -> None:
    uploads = ours.engine.services.uploads
    file = table(tmp_path / "list.csv", "first;phone;second", "a;0199004201;b")
    upload = await checked(uploads, spring.id, file, "FR", UploadChoice(1, (2, 0)))
    (row,) = await rows_of(uploads, upload)
    assert (row.number, row.variables, upload.variables) == ("+33199004201", ("b", "a"), 2)
    facts = await uploads.look(file)
    for wrong in (UploadChoice(1, (1,)), UploadChoice(3), UploadChoice(0, (7,))):
        with pytest.raises(Trouble) as caught:
            await uploads.check_file(spring.id, facts, wrong)
        assert caught.value.kind is ErrorKind.USAGE


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
async def test_letters_arrive_in_every_encoding(
    ours: PaperCampaigns, spring: Campaign, tmp_path: Path, encoding: str
) -> None:
    uploads = ours.engine.services.uploads
    file = table(tmp_path / "list.csv", "phone,name", "+33199004201,Zoë Müller", encoding=encoding)
    upload = await checked(uploads, spring.id, file)
    (row,) = await rows_of(uploads, upload)
    assert (row.verdict, row.variables) == (RowVerdict.OK, ("Zoë Müller",))


async def test_what_cannot_be_seen_is_taken_out_and_what_cannot_be_read_is_a_warning(
    ours: PaperCampaigns, spring: Campaign, tmp_path: Path
) -> None:
    uploads = ours.engine.services.uploads
    file = tmp_path / "list.csv"
    file.write_bytes(b"phone,name\n\x00+33199004201,A\x00lex\n+33199004202,Al\xe9x\n+33199004203,\xc3\xa9\n")
    facts = await uploads.look(file, FileOptions(encoding="utf-8"))
    upload = await uploads.check_file(spring.id, facts, UploadChoice(0, (1,)))
    rows = await rows_of(uploads, upload)
    assert [(row.verdict.value, row.variables) for row in rows] == [
        ("repaired", ("Alex",)),
        ("warning", ("Al\N{REPLACEMENT CHARACTER}x",)),
        ("ok", ("é",)),
    ]


async def test_a_file_that_changes_while_it_is_read_is_refused_and_leaves_nothing(
    ours: PaperCampaigns, spring: Campaign, tmp_path: Path
) -> None:
    uploads = ours.engine.services.uploads
    file = table(tmp_path / "list.csv", "+33199004201,A")
    facts = await uploads.look(file)
    table(file, "+33199004201,A", "+33199004202,B")
    with pytest.raises(Trouble) as caught:
        await uploads.check_file(spring.id, facts, UploadChoice(0, (1,)))
    assert caught.value.kind is ErrorKind.NO_FILE
    assert "changed" in caught.value.sentence
    with pytest.raises(Trouble):
        await uploads.get("1")


async def test_a_file_that_changes_in_the_middle_of_its_reading_is_refused(
    ours: PaperCampaigns, spring: Campaign, tmp_path: Path
) -> None:
    uploads = ours.engine.services.uploads
    file = table(tmp_path / "list.csv", *(f"+336{place:08}" for place in range(60_000)))
    facts = await uploads.look(file)
    told: list[int] = []

    def change(progress: Progress) -> None:
        if not told:
            content = file.read_bytes()
            file.write_bytes(content.replace(b"+33600059999", b"+33700059999"))  # as long as before
        told.append(progress.rows)

    with pytest.raises(Trouble) as caught:
        await uploads.check_file(spring.id, facts, UploadChoice(0), change)
    assert "changed while it was read" in caught.value.sentence
    assert told
    again = await uploads.check_file(spring.id, await uploads.look(file), UploadChoice(0))
    assert again.verdicts == {RowVerdict.OK: 60_000}


async def test_a_check_that_nobody_waits_for_leaves_nothing(
    ours: PaperCampaigns, spring: Campaign, tmp_path: Path
) -> None:
    uploads = ours.engine.services.uploads
    file = table(tmp_path / "list.csv", *(f"+336{place:08}" for place in range(60_000)))
    facts, begun = await uploads.look(file), asyncio.Event()
    checking = asyncio.ensure_future(
        uploads.check_file(spring.id, facts, UploadChoice(0), lambda _progress: begun.set())
    )
    await begun.wait()
    checking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await checking
    left = await ours.engine.uploads.read(lambda db: db.execute("SELECT count(*) FROM uploads").get)
    assert left == 0


async def test_the_only_column_has_the_numbers_whatever_it_is_called(
    ours: PaperCampaigns, spring: Campaign, tmp_path: Path
) -> None:
    file = table(tmp_path / "list.csv", "555001", "555002", "nobody")
    found = [verdict for _, _, verdict, _ in await verdicts(ours, spring, file)]
    assert found == ["warning", "warning", "invalid"]


@pytest.mark.parametrize("what", ["empty", "folder", "cards", "nothing", "picture"])
async def test_what_is_no_table_is_said_so(ours: PaperCampaigns, tmp_path: Path, what: str) -> None:
    file = tmp_path / "list.csv"
    match what:
        case "empty":
            file.write_bytes(b"")
        case "folder":
            file.mkdir()
        case "cards":
            file.write_text("BEGIN:VCARD\nVERSION:3.0\nFN:A\nTEL:+33199004201\nEND:VCARD\n")
        case "picture":
            file.write_bytes(b"\x89PNG\r\n\x1a\n")
    with pytest.raises(Trouble) as caught:
        await ours.engine.services.uploads.look(file)
    assert caught.value.kind is ErrorKind.NO_FILE


async def test_the_numbers_a_person_chose_are_checked_as_a_file_is(
    ours: PaperCampaigns, spring: Campaign
) -> None:
    uploads = ours.engine.services.uploads
    chosen = [NewNumber("020 7946 0733", ("Ada",)), NewNumber("+442079460733"), NewNumber("999")]
    upload = await uploads.check_numbers(spring.id, chosen, "2 contacts")
    rows = await rows_of(uploads, upload)
    assert [(row.number, row.verdict.value, row.variables) for row in rows] == [
        ("+442079460733", "repaired", ("Ada",)),
        ("+442079460733", "duplicate", ("",)),
        ("999", "invalid", ("",)),
    ]
    assert (upload.source, upload.state, upload.began_at) == ("2 contacts", UploadState.CHECKED, None)


async def test_the_list_of_rows_can_be_saved(ours: PaperCampaigns, spring: Campaign, tmp_path: Path) -> None:
    uploads = ours.engine.services.uploads
    file = table(tmp_path / "list.csv", "+33199004201,A", "=1+2,B")
    upload = await checked(uploads, spring.id, file, choice=UploadChoice(0, (1,)))
    assert await uploads.save_list(upload.id, tmp_path / "out.csv") == 2
    lines = (tmp_path / "out.csv").read_text("utf-8-sig").splitlines()
    assert lines == [
        "line,number,as_written,verdict,reason,state",
        "1,+33199004201,+33199004201,ok,,waiting",
        "2,'=1+2,'=1+2,invalid,Not a phone number: =1+2,left_out",
    ]


@pytest.mark.skipif(sys.platform != "linux", reason="names are text elsewhere")
async def test_a_file_may_have_a_name_that_is_no_text(
    ours: PaperCampaigns, spring: Campaign, tmp_path: Path
) -> None:
    file = table(tmp_path / os.fsdecode(b"list \xff.csv"), "+442079460799")
    upload = await checked(ours.engine.services.uploads, spring.id, file)
    assert (upload.source, upload.verdicts) == ("list ?.csv", {RowVerdict.OK: 1})


async def test_a_removed_account_takes_its_uploads_and_its_mirror_along(
    ours: PaperCampaigns, spring: Campaign, tmp_path: Path
) -> None:
    uploads = ours.engine.services.uploads
    upload = await checked(uploads, spring.id, table(tmp_path / "list.csv", "+33199004201,A"))
    await uploads.read_mirror([spring.id])
    assert await uploads.memberships("+18000000001")
    await ours.engine.services.accounts.remove("Main")
    with pytest.raises(Trouble) as caught:
        await uploads.get(upload.id)
    assert caught.value.kind is ErrorKind.NO_UPLOAD
    assert await uploads.memberships("+18000000001") == []
    tables = ("uploads", "rows", "keys", "tallies", "pieces", "listings", "mirror")
    counts = [
        await ours.engine.uploads.read(lambda db, name=name: db.execute(f"SELECT count(*) FROM {name}").get)  # type: ignore[misc]
        for name in tables
    ]
    assert counts == [0] * len(tables)
