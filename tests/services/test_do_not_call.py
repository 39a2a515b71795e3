"""The do-not-call list: any spelling meets, no way of dialling passes it by, and files come in row by row."""

import os
import sys
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from desktop.domain.attempts import AttemptState, DialSource
from desktop.domain.changes import Topic
from desktop.domain.do_not_call import DoNotCallEntry, ListRow, ListVerdict
from desktop.domain.errors import ErrorKind, Trouble
from desktop.domain.lines import LinkProgram
from desktop.domain.ports import Placed
from desktop.services.do_not_call import DoNotCallList
from desktop.store.attempts import FOLD
from tests.support.engine import Engine, engine
from tests.support.scripted import NOW, Script, ScriptedProvider

ADA = "+33612345678"
OK, REPAIRED, WARNING = ListVerdict.OK, ListVerdict.REPAIRED, ListVerdict.WARNING
DUPLICATE, INVALID = ListVerdict.DUPLICATE, ListVerdict.INVALID


@pytest.fixture
async def ready(scripted: Engine) -> Engine:
    """An engine whose account has its line, at two in the afternoon in Paris."""
    await scripted.services.lines.refresh((await scripted.services.accounts.by_name("Main")).id)
    return scripted


@pytest.fixture
def dnc(ready: Engine) -> DoNotCallList:
    return ready.services.do_not_call


async def refused(call: Any) -> Trouble:
    with pytest.raises(Trouble) as caught:
        await call
    return caught.value


# -- who is listed


@pytest.mark.parametrize(
    ("listed", "asked"),
    [
        ("06 12 34 56 78", ADA),
        (ADA, "0033 6 12.34.56.78"),
        ("0033612345678", "tel:+33-6-12-34-56-78"),
        ("33612345678", "06 12 34 56 78"),
        ("+33 (0)6 12 34 56 78", "33612345678"),
        ("\u202a+33 6 12 34 56 78\u202c", ADA),
        ("'0612345678", ADA),
        ("01 00 00 00 00", "0100000000"),
        ("+33 1 00 00 00 00", "01 00 00 00 00"),
        ("204", "204"),
        ("5550001", "555-0001"),
    ],
)
async def test_any_spelling_meets(dnc: DoNotCallList, listed: str, asked: str) -> None:
    entry = await dnc.add(listed, "asked not to be called", "by hand")
    assert await dnc.find(asked) == entry
    assert await dnc.find("+442079460001") is None
    assert await dnc.remove(asked) == entry
    assert await dnc.count() == 0


async def test_who_is_listed_already_stays_so_since_then(scripted: Engine, tmp_path: Path) -> None:
    clock = [NOW]
    async with engine(
        tmp_path / "own", providers={"scripted": ScriptedProvider(Script())}, now=lambda: clock[0]
    ) as ours:
        dnc = ours.services.do_not_call
        await dnc.add("+33 6 12 34 56 78", "first  reason\n", "by hand")
        clock[0] += timedelta(days=3)
        assert (await dnc.add(ADA)).reason == "first reason"
        again = await dnc.add("0033612345678", "second", "a call")
        assert again == DoNotCallEntry(ADA, "second", "a call", NOW)
        assert await dnc.entries() == [again]
        assert await dnc.listed(ADA) == "since 1 Jul 2025: second"
        told = [change for change in ours.heard if Topic.DO_NOT_CALL in change.topics]
        assert len(told) == 3


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "no number"),
        ("112", "emergency"),
        ("3.36E+10", "Rounded"),
        ("Ada Lovelace", "Not a phone number"),
        ("+33 6 12", "missing"),
    ],
)
async def test_what_is_no_number_is_not_listed_and_the_reason_is_said(
    dnc: DoNotCallList, text: str, why: str
) -> None:
    trouble = await refused(dnc.add(text))
    assert trouble.kind is ErrorKind.USAGE
    assert why in trouble.sentence
    assert await dnc.count() == 0


async def test_without_any_country_a_national_number_is_refused_rather_than_listed_in_vain(
    tmp_path: Path,
) -> None:
    async with engine(tmp_path) as ours:
        dnc = ours.services.do_not_call
        assert "country" in (await refused(dnc.add("0612345678"))).sentence
        assert (await dnc.add("0612345678", region="FR")).number == ADA
        assert (await dnc.judge("442079460001")).number == "+442079460001"
        assert (await dnc.judge("61234567")).verdict is WARNING
        await dnc.add("442079460001")
        assert await dnc.listed("+442079460001") is not None


async def test_a_number_without_its_plus_is_listed_found_and_taken_off_as_what_it_is(tmp_path: Path) -> None:
    async with engine(tmp_path) as ours:
        dnc = ours.services.do_not_call
        assert (await dnc.add("4915112345678", region="DE")).number == "+4915112345678"
        assert await dnc.listed("+4915112345678") is not None
        assert await dnc.find("4915112345678", "DE") == await dnc.find("0151 12345678", "DE")
        assert (await dnc.remove("4915112345678", region="DE")).number == "+4915112345678"


async def test_what_is_not_there_cannot_be_taken_off_and_what_was_comes_back_as_it_stood(
    dnc: DoNotCallList,
) -> None:
    assert (await refused(dnc.remove(ADA))).kind is ErrorKind.NOT_LISTED
    entry = await dnc.add(ADA, "by letter", "by hand")
    await dnc.remove(ADA)
    await dnc.put_back(entry)
    assert await dnc.entries() == [entry]


async def test_a_batch_of_keys_is_checked_at_once(dnc: DoNotCallList) -> None:
    await dnc.add(ADA, "by letter.")
    await dnc.add("5550001")
    found: Mapping[str, str] = await dnc.check(["33612345678", "5550001", "442079460001"])
    assert found == {
        "33612345678": "On your do-not-call list since 1 Jul 2025: by letter",
        "5550001": "On your do-not-call list since 1 Jul 2025",
    }


# -- no way passes it by


@pytest.mark.parametrize("source", list(DialSource))
@pytest.mark.parametrize("text", [ADA, "06 12 34 56 78", "tel:0033612345678"])
async def test_a_listed_number_is_dialled_from_nowhere(
    ready: Engine, dnc: DoNotCallList, script: Script, source: DialSource, text: str
) -> None:
    await dnc.add(ADA, "asked not to be called")
    plan = await ready.services.dialling.prepare(text, source)
    assert plan.refusal is not None
    assert plan.refusal.rule == "dnc"
    for word in ("+33 6 12 34 56 78", "do-not-call list", "since 1 Jul 2025", "asked not to be called"):
        assert word in plan.refusal.reason
    allow = frozenset({"dnc", "premium", "country", "night", "confirm"})
    trouble = await refused(ready.services.dialling.dial(plan, confirmed=True, allow=allow))
    assert (trouble.kind, trouble.rule) == (ErrorKind.RULE, "dnc")
    assert script.placed == []
    assert await ready.services.dialling.attempts_with(ADA) == []


async def test_an_extension_can_be_listed_too(ready: Engine, dnc: DoNotCallList, script: Script) -> None:
    await dnc.add("207", "the night guard sleeps")
    plan = await ready.services.dialling.prepare("207", DialSource.FIELD)
    trouble = await refused(ready.services.dialling.dial(plan, confirmed=True))
    assert (trouble.rule, script.placed) == ("dnc", [])
    other = await ready.services.dialling.prepare("208", DialSource.FIELD)
    assert other.refusal is None


async def test_who_was_listed_after_the_question_was_asked_is_not_called(
    ready: Engine, dnc: DoNotCallList, script: Script
) -> None:
    plan = await ready.services.dialling.prepare(ADA, DialSource.LINK)
    assert plan.refusal is None
    await dnc.add(ADA)
    trouble = await refused(ready.services.dialling.dial(plan, confirmed=True))
    assert (trouble.rule, script.placed) == ("dnc", [])


async def test_a_busy_call_is_not_tried_again_once_its_number_is_listed(
    tmp_path: Path, script: Script
) -> None:
    async def busy(_line: str, _number: str) -> Placed:
        raise Trouble(ErrorKind.BUSY)

    clock = [NOW]
    script.place = busy
    async with engine(
        tmp_path, providers={"scripted": ScriptedProvider(script)}, now=lambda: clock[0]
    ) as ours:
        account = await ours.services.accounts.add("scripted", "Main", {"user": "u"}, {"secret": "s"})
        await ours.services.lines.refresh(account.id)
        plan = await ours.services.dialling.prepare(ADA, DialSource.ROW)
        first = await ours.services.dialling.dial(plan, confirmed=True)
        assert first.state is AttemptState.BUSY
        await ours.services.do_not_call.add(ADA)
        clock[0] += FOLD
        trouble = await refused(ours.services.dialling.dial(plan, confirmed=True, after=first))
    assert trouble.rule == "dnc"
    assert len(script.placed) == 1


async def test_a_softphone_is_not_handed_a_listed_number(tmp_path: Path) -> None:
    handed: list[str] = []

    class Programs:
        async def programs(self) -> tuple[LinkProgram, ...]:
            return (LinkProgram("phone.desktop", "Phone", default=True),)

        async def hand_over(self, _program_id: str, number: str) -> str:
            handed.append(number)
            return ""

    async with engine(tmp_path, providers={}, now=lambda: NOW, softphone=Programs()) as ours:
        await ours.services.do_not_call.add(ADA)
        plan = await ours.services.dialling.prepare(ADA, DialSource.LINK, offer=True)
        trouble = await refused(ours.services.dialling.dial(plan, confirmed=True))
    assert (plan.line.is_softphone, trouble.rule, handed) == (True, "dnc", [])


# -- files


async def read(
    dnc: DoNotCallList, file: Path, region: str | None = None, *, dry_run: bool = False
) -> list[ListRow]:
    rows: list[ListRow] = []
    done = await dnc.import_file(file, region, dry_run=dry_run, take=rows.extend)
    assert done.rows == len(rows)
    assert sum(done.verdicts.values()) == len(rows)
    assert done.added == sum(row.verdict.goes_in for row in rows)
    assert [row for row in rows if not row.verdict.goes_in] == list(done.left_out)
    return rows


CSV = """Name,Phone number,Reason
Ada,+33612345678,by letter
Bob,06 98 76 54 32,
Cleo,0033612345678,again
Dan,3.36E+10,rounded
Eve,,nothing
Fay,112,
Gus,'0145678901,"a ""quoted"" reason"
"""


async def test_a_table_s_numbers_are_found_by_their_heading_and_each_row_has_its_verdict(
    dnc: DoNotCallList, tmp_path: Path
) -> None:
    file = tmp_path / "opt outs.csv"
    file.write_text(CSV, encoding="utf-8")
    planned = await read(dnc, file, dry_run=True)
    assert await dnc.count() == 0
    rows = await read(dnc, file)
    assert rows == planned
    assert [(row.line, row.verdict, row.number) for row in rows] == [
        (2, OK, ADA),
        (3, REPAIRED, "+33698765432"),
        (4, DUPLICATE, ADA),
        (5, INVALID, ""),
        (6, INVALID, ""),
        (7, INVALID, ""),
        (8, REPAIRED, "+33145678901"),
    ]
    assert all(row.reason for row in rows[1:])
    kept = {entry.number: (entry.reason, entry.source) for entry in await dnc.entries()}
    assert kept == {
        ADA: ("by letter", "Import of opt outs.csv"),
        "+33698765432": ("", "Import of opt outs.csv"),
        "+33145678901": ('a "quoted" reason', "Import of opt outs.csv"),
    }
    again = await read(dnc, file)
    assert {row.verdict for row in again} == {DUPLICATE, INVALID}
    assert await dnc.count() == 3


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
async def test_a_text_with_a_number_in_each_line_needs_no_heading(
    dnc: DoNotCallList, tmp_path: Path, ending: str
) -> None:
    file = tmp_path / "numbers.txt"
    file.write_text(ending.join([ADA, "204", "", "0145678901", "5550001", ADA, ""]), newline="")
    rows = await read(dnc, file)
    assert [(row.verdict, row.number) for row in rows] == [
        (OK, ADA),
        (WARNING, "204"),
        (REPAIRED, "+33145678901"),
        (WARNING, "5550001"),
        (DUPLICATE, ADA),
    ]
    assert await dnc.listed("204") is not None


@pytest.mark.skipif(sys.platform != "linux", reason="names are text elsewhere")
async def test_a_file_may_have_a_name_that_is_no_text(dnc: DoNotCallList, tmp_path: Path) -> None:
    file = tmp_path / os.fsdecode(b"opt \xff.csv")
    file.write_text(f"number\n{ADA}\n")
    assert [row.number for row in await read(dnc, file)] == [ADA]
    assert [entry.source for entry in await dnc.entries()] == ["Import of opt ?.csv"]


async def test_the_country_of_the_file_may_be_another(dnc: DoNotCallList, tmp_path: Path) -> None:
    file = tmp_path / "gb.csv"
    file.write_text("number\n020 7946 0001\n")
    assert [row.number for row in await read(dnc, file, "GB")] == ["+442079460001"]


async def test_cards_bring_all_their_numbers(dnc: DoNotCallList, tmp_path: Path) -> None:
    file = tmp_path / "people.vcf"
    file.write_text(
        "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ada\r\nTEL:+33612345678\r\nTEL:0145678901\r\nEND:VCARD\r\n"
    )
    assert [row.number for row in await read(dnc, file)] == [ADA, "+33145678901"]


@pytest.mark.parametrize("bad", ["", "PK\x03\x04 and so on", "name,city\nAda,Paris\n"])
async def test_a_file_without_numbers_is_refused_with_what_to_do(
    dnc: DoNotCallList, tmp_path: Path, bad: str
) -> None:
    file = tmp_path / "bad.csv"
    file.write_text(bad)
    trouble = await refused(dnc.import_file(file, None))
    assert trouble.kind in (ErrorKind.NO_FILE, ErrorKind.USAGE)
    assert (await refused(dnc.import_file(tmp_path, None))).kind is ErrorKind.NO_FILE
    assert (await refused(dnc.import_file(tmp_path / "no such", None))).kind is ErrorKind.NO_FILE


async def test_what_is_exported_comes_back_as_it_was(dnc: DoNotCallList, tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    await dnc.add(ADA, '=1+1, "really"', "by hand")
    await dnc.add("204", "Élodie", "by hand")
    entries = await dnc.entries()
    assert await dnc.export(file) == 2
    assert file.read_bytes().startswith(b"\xef\xbb\xbfnumber,reason,source,since\r\n")
    assert "'=1+1" in file.read_text(encoding="utf-8-sig")
    for entry in entries:
        await dnc.remove(entry.number)
    assert {row.verdict for row in await read(dnc, file)} == {OK, WARNING}
    back = {(one.number, one.reason, one.added_at) for one in await dnc.entries()}
    assert back == {(one.number, one.reason, one.added_at.replace(microsecond=0)) for one in entries}


async def test_many_rows_come_in_by_chunks_and_the_first_that_were_left_out_are_told(
    dnc: DoNotCallList, tmp_path: Path
) -> None:
    file = tmp_path / "many.csv"
    numbers = [f"+3361{count:07d}" for count in range(1200)]
    file.write_text("number\n" + "\n".join([*numbers, *numbers]))
    done = await dnc.import_file(file, None)
    assert (done.rows, done.added, done.verdicts[DUPLICATE]) == (2400, 1200, 1200)
    assert len(done.left_out) == 500
    assert await dnc.count() == 1200
    assert [entry.number for entry in await dnc.entries(first=1199)] == [numbers[0]]
