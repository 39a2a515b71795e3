import csv
from datetime import timedelta
from pathlib import Path

import pytest

from desktop.domain.calls import CallFilter, Direction, Outcome, Tag
from desktop.domain.errors import ErrorKind, Trouble
from desktop.services.export import COLUMNS, defused
from tests.support.engine import Engine
from tests.support.scripted import NOW, Script, a_call


@pytest.fixture
async def filled(scripted: Engine, script: Script) -> Engine:
    script.page_size = 500
    script.calls = [a_call(number, timedelta(minutes=number)) for number in range(1200)]
    script.calls[0] = a_call(
        0,
        timedelta(0),
        outcome=Outcome.MISSED,
        caller='=HYPERLINK("x")',
        duration_s=None,
        raw_type="missed",
        raw_status="-cancel",
        tags=(Tag("1", "@Home"),),
    )
    script.calls[1] = a_call(
        1, timedelta(minutes=1), direction=Direction.OUTBOUND, caller="+33123456789", callee="06 12 34 56 78"
    )
    [_ async for _ in scripted.services.sync.run()]
    return scripted


async def test_a_list_streams_newest_first_and_ends_at_its_limit(filled: Engine) -> None:
    calls = filled.services.calls
    found = [call.provider_id async for call in calls.select(CallFilter())]
    assert found == [str(number) for number in range(1200)]
    for limit in (0, 1, 500, 501, 5000):
        some = [call.provider_id async for call in calls.select(CallFilter(), limit)]
        assert some == found[:limit]
    assert (await calls.count(CallFilter()))[0] == 1200


async def test_a_call_is_found_by_either_id(filled: Engine) -> None:
    calls = filled.services.calls
    call = await calls.find("Main:7")
    assert await calls.find(call.id) == call
    for text, kind in (
        ("99999", ErrorKind.NO_CALL),
        ("Main:x", ErrorKind.NO_CALL),
        ("x", ErrorKind.NO_CALL),
        ("", ErrorKind.NO_CALL),
        ("Nobody:7", ErrorKind.NO_ACCOUNT),
    ):
        with pytest.raises(Trouble) as caught:
            await calls.find(text)
        assert caught.value.kind is kind


async def test_the_export_begins_with_the_vendor_s_columns_and_is_defused(
    filled: Engine, tmp_path: Path
) -> None:
    file = tmp_path / "calls.csv"
    assert await filled.services.calls.export(file, CallFilter(since=NOW - timedelta(minutes=1))) == 2
    with file.open(encoding="utf-8", newline="") as opened:
        rows = list(csv.reader(opened))
    assert tuple(rows[0]) == COLUMNS
    assert rows[0][:8] == [
        "id",
        "call_type",
        "sip_status",
        "caller_number",
        "target_number",
        "duration_sec",
        "start_time",
        "answered",
    ]
    assert rows[1][:3] == ["0", "missed", "'-cancel"]
    assert rows[1][3].startswith("'=HYPERLINK")
    assert rows[1][5:8] == ["", "2025-07-01T12:00:00Z", "False"]
    assert rows[1][COLUMNS.index("tags")] == "'@Home"
    assert rows[2][3:5] == ["+33123456789", "+33612345678"]
    assert rows[2][7] == "True"


async def test_an_export_that_fails_leaves_the_old_file(filled: Engine, tmp_path: Path) -> None:
    folder = tmp_path / "taken"
    (folder / "calls.csv").mkdir(parents=True)
    with pytest.raises(Trouble) as caught:
        await filled.services.calls.export(folder / "calls.csv", CallFilter())
    assert caught.value.kind is ErrorKind.DISK
    assert [file.name for file in folder.iterdir()] == ["calls.csv"]


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("+33612345678", "+33612345678"),
        ("-5", "-5"),
        ("+33 6", "'+33 6"),
        ("+", "'+"),
        ("-cmd", "'-cmd"),
        ("=1+1", "'=1+1"),
        ("@x", "'@x"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        ("a=1", "a=1"),
        ("", ""),
    ],
)
def test_what_a_spreadsheet_would_run_is_defused(text: str, cell: str) -> None:
    assert defused(text) == cell


async def test_a_call_that_was_read_does_not_hold_its_reader_in_the_past(
    scripted: Engine, script: Script
) -> None:
    script.calls = [a_call(1, timedelta(hours=1), tags=(Tag("1", "Support"),))]
    [_ async for _ in scripted.services.sync.run()]
    for length in (10, 20, 30):
        script.calls = [script.calls[0]._replace(duration_s=length)]
        call = await scripted.services.calls.find("Main:1")
        assert (await scripted.services.sync.refresh_call(call.id)).duration_s == length
        assert (await scripted.services.calls.find("Main:1")).duration_s == length
