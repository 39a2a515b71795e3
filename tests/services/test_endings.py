"""The day on which credentials end: kept with the account, counted in the person's days, told in stages."""

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from desktop.services.endings import OVER, Ending
from tests.support.engine import Engine, engine
from tests.support.scripted import NOW, Script, ScriptedProvider

TODAY = NOW.astimezone().date()


async def add(open_engine: Engine, name: str, days: int) -> None:
    ends = {"user": "u", "ends": (TODAY + timedelta(days=days)).isoformat()}
    await open_engine.services.accounts.add("scripted", name, ends, {"secret": "s"})


async def test_only_what_is_over_or_near_is_due_the_first_to_end_first(scripted: Engine) -> None:
    for name, days in (("Far", 15), ("Fortnight", 14), ("Gone", -3), ("Today", 0)):
        await add(scripted, name, days)
    due = await scripted.services.endings.due()
    assert [(one.account, one.days_left, one.provider) for one in due] == [
        ("Gone", -3, "Scripted"),
        ("Today", 0, "Scripted"),
        ("Fortnight", 14, "Scripted"),
    ]
    everybody = await scripted.services.endings.all()
    assert [one.account for one in everybody] == ["Gone", "Today", "Fortnight", "Far"], "Main has no such day"


def test_each_stage_is_told_once_whatever_day_the_program_runs_on() -> None:
    end = TODAY + timedelta(days=40)
    told = [Ending("1", "Main", "Scripted", end, left) for left in range(20, -10, -1)]
    stages = [one.stage for one in told]
    assert stages == [None] * 6 + [14] * 7 + [7] * 6 + [1] * 2 + [OVER] * 9
    assert len({one.notice_id for one in told if one.stage is not None}) == 4
    other = Ending("1", "Main", "Scripted", end + timedelta(days=1), 7)
    assert other.notice_id not in {one.notice_id for one in told}, "another key is told of anew"


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="the zone cannot be set here")
@pytest.mark.parametrize(("hour", "left"), [(21, 1), (23, 0)])
async def test_days_are_those_of_where_the_person_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, hour: int, left: int
) -> None:
    monkeypatch.setenv("TZ", "Europe/Paris")
    time.tzset()
    try:
        moment = datetime(2025, 7, 1, hour, 30, tzinfo=UTC)
        script = {"scripted": ScriptedProvider(Script())}
        async with engine(tmp_path, providers=script, now=lambda: moment) as one:
            fields = {"user": "u", "ends": "2025-07-02"}
            await one.services.accounts.add("scripted", "Main", fields, {"secret": "s"})
            assert [ending.days_left for ending in await one.services.endings.due()] == [left]
    finally:
        monkeypatch.undo()
        time.tzset()


async def test_another_secret_takes_the_day_of_the_one_that_ended_away_and_no_other_day(
    scripted: Engine,
) -> None:
    accounts = scripted.services.accounts
    for name, days in (("Gone", -3), ("Near", 3)):
        await add(scripted, name, days)
        await accounts.sign_in_again(name, {}, {})
    assert [one.account for one in await scripted.services.endings.all()] == ["Gone", "Near"]
    for name in ("Gone", "Near"):
        await accounts.sign_in_again(name, {}, {"secret": "another"})
    assert [one.account for one in await scripted.services.endings.all()] == ["Near"]
    await accounts.sign_in_again("Near", {"ends": ""}, {})
    assert await scripted.services.endings.all() == ()
