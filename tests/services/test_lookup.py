"""Whom a person means by what was typed: one match for each number, best first, from the store alone."""

import asyncio
from datetime import timedelta

import pytest

from desktop.domain.calls import Direction, Outcome
from desktop.domain.errors import ErrorKind, Trouble
from desktop.domain.lines import LineStatus, ProviderLine
from desktop.domain.numbers import NumberKind
from desktop.services.lookup import Match, MatchKind
from desktop.store import lookup as rows
from tests.support.engine import Engine
from tests.support.scripted import LINE, Script, a_call

LINES = [
    LINE,
    ProviderLine("32", "Élodie's office", "+33123456790", "112", LineStatus.ACTIVE),
    ProviderLine("33", "Warehouse", None, "206", LineStatus.ACTIVE),
    ProviderLine("34", "Warehouse gate", "+33123456791", "207", LineStatus.INACTIVE),
    ProviderLine("35", "Red phone", None, "911", LineStatus.ACTIVE),
]
HISTORY = [
    "+33612345678",
    "+442079460001",
    "+33612349999",
    "anonymous",
    "112",
    "+33612345678",
    "+33145675678",
    "5678",
    None,
]
SEVEN = 7


@pytest.fixture
async def filled(scripted: Engine, script: Script) -> Engine:
    script.lines = LINES
    script.calls = [
        a_call(number, timedelta(minutes=number), caller=far) for number, far in enumerate(HISTORY)
    ]
    script.page_size = 50
    [_ async for _ in scripted.services.sync.run()]
    return scripted


async def find(engine: Engine, text: str, limit: int = SEVEN) -> tuple[Match, ...]:
    return await engine.services.lookup.find(text, limit)


def dialled(found: tuple[Match, ...]) -> list[str | None]:
    return [match.number.dial for match in found]


async def test_with_nothing_typed_the_newest_numbers_come_that_can_be_called(filled: Engine) -> None:
    found = await find(filled, "  ")
    assert dialled(found) == ["+33612345678", "+442079460001", "+33612349999", "+33145675678", "5678"]
    assert {match.kind for match in found} == {MatchKind.RECENT}
    newest = found[0].call
    assert newest is not None
    assert newest.provider_id == "0"
    assert dialled(await find(filled, "", 2)) == ["+33612345678", "+442079460001"]


@pytest.mark.parametrize(
    ("typed", "numbers"),
    [
        ("06 12", ["+33612345678", "+33612349999"]),
        ("+33612", ["+33612345678", "+33612349999"]),
        ("0033 612 34 9", ["+33612349999"]),
        ("9460", ["+442079460001", "9460"]),
        # Four digits in the middle: who is known comes before somebody's extension, a whole number first.
        ("5678", ["5678", "+33612345678", "+33145675678"]),
    ],
)
async def test_digits_in_any_spelling_find_a_number(filled: Engine, typed: str, numbers: list[str]) -> None:
    assert dialled(await find(filled, typed)) == numbers


@pytest.mark.parametrize(
    "mess",
    [
        "Tel.: +33 (0)6-12.34 56 78 (bureau)",
        "tel:+33-6-12-34-56-78",
        "\u202a+33\u00a06\u00a012\u00a034\u00a056\u00a078\u202c\n",
        "<a href='tel:0612345678'>call</a>",
        "Mobile 06.12.34.56.78, thanks",
        "0033612345678",
    ],
)
async def test_any_mess_round_a_number_is_cleaned_and_its_last_call_is_known(
    filled: Engine, mess: str
) -> None:
    (match, *others) = await find(filled, mess)
    assert (match.kind, match.number.dial, others) == (MatchKind.EXACT, "+33612345678", [])
    assert match.call is not None
    assert match.call.provider_id == "0"


@pytest.mark.parametrize(
    "text",
    [
        "01 99 00 17 42 or +44 20 7946 0001; again 01.99.00.17.42",
        "01 99 00 17 42\n+44 20 7946 0001\r\n",
        "01 99 00 17 42 +44 20 7946 0001",
        "Paris\t0199001742\t\nLondon\t+442079460001",
    ],
)
async def test_a_pasted_list_gives_each_of_its_numbers(filled: Engine, text: str) -> None:
    found = await find(filled, text, 5)
    assert dialled(found) == ["+33199001742", "+442079460001"]
    assert [match.call is not None for match in found] == [False, True]


async def test_a_line_is_found_by_name_without_accents_by_extension_and_by_number(filled: Engine) -> None:
    for typed in ("elodie", "OFFICE", "112", "56790", "01 23 45 67 90"):
        found = await find(filled, typed)
        match = next(one for one in found if one.line is not None)
        assert match.line is not None
        assert (match.line.name, match.dial) == ("Élodie's office", "+33123456790")
    by_extension = (await find(filled, "warehouse"))[0]
    assert (by_extension.dial, by_extension.number.kind) == ("206", NumberKind.EXTENSION)
    assert dialled(await find(filled, "206")) == ["206"]


async def test_a_recent_number_that_is_a_line_of_ours_says_whose_it_is(
    filled: Engine, script: Script
) -> None:
    script.calls = [
        *script.calls,
        a_call(90, timedelta(seconds=2), caller="206", callee=LINE.number),
        a_call(91, timedelta(seconds=1), caller=LINE.number, callee="+33123456790"),
    ]
    [_ async for _ in filled.services.sync.run()]
    named = {match.dial: match.line.name for match in await find(filled, "") if match.line}
    assert named == {"206": "Warehouse", "+33123456790": "Élodie's office"}


async def test_lines_that_cannot_be_called_are_not_offered(filled: Engine) -> None:
    assert dialled(await find(filled, "gate")) == [], "it is not active"
    assert dialled(await find(filled, "front desk")) == [], "it is the one that rings"
    assert dialled(await find(filled, "red phone")) == [], "911 is all it has"


async def test_an_emergency_number_says_why_not_and_only_its_line_can_be_chosen(filled: Engine) -> None:
    first, *others = await find(filled, "112")
    assert (first.kind, first.number.kind, first.number.dial) == (
        MatchKind.REFUSED,
        NumberKind.EMERGENCY,
        None,
    )
    assert [(match.kind, match.dial) for match in others] == [(MatchKind.LINE, "+33123456790")]
    assert [match.kind for match in await find(filled, "911")] == [MatchKind.REFUSED]


async def test_digits_that_are_no_number_are_refused_only_where_nobody_has_them(filled: Engine) -> None:
    assert [match.kind for match in await find(filled, "12345678901234567890")] == [MatchKind.REFUSED]
    assert [match.kind for match in await find(filled, "06 12 34 9")] == [MatchKind.RECENT]
    assert await find(filled, "zzz") == ()


async def test_no_number_comes_twice_and_never_more_than_the_limit(filled: Engine) -> None:
    for typed in ("", "0", "1", "33", "6", "2", "112", "06 12", "e", "206"):
        for limit in (1, 2, 5, 7):
            found = await find(filled, typed, limit)
            assert len(found) <= limit
            assert len({match.dial for match in found}) == len(found)


async def test_without_an_account_only_the_number_itself_is_found(scripted: Engine) -> None:
    services = scripted.services
    await services.accounts.remove("Main")
    assert dialled(await find(scripted, "+33 6 12 34 56 78")) == ["+33612345678"]
    assert [match.kind for match in await find(scripted, "112")] == [MatchKind.REFUSED]
    assert await find(scripted, "") == ()


async def test_a_search_that_nobody_waits_for_is_stopped(
    filled: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    began = asyncio.Event()
    loop = asyncio.get_running_loop()

    def endless(db: rows.Db, _limit: int) -> list[rows.Found]:
        loop.call_soon_threadsafe(began.set)
        db.execute(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
        ).fetchall()
        raise AssertionError

    monkeypatch.setattr(rows, "latest", endless)
    search = asyncio.create_task(find(filled, ""))
    await began.wait()
    search.cancel()
    with pytest.raises(asyncio.CancelledError):
        await search
    monkeypatch.undo()
    assert await find(filled, "")


async def test_a_damaged_store_is_told_of(filled: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_db: rows.Db, _limit: int) -> list[rows.Found]:
        raise rows_error()

    def rows_error() -> Exception:
        import apsw  # noqa: PLC0415

        return apsw.CorruptError("malformed")

    monkeypatch.setattr(rows, "latest", broken)
    with pytest.raises(Trouble) as caught:
        await find(filled, "")
    assert caught.value.kind is ErrorKind.STORE_DAMAGED


async def test_outgoing_and_missed_calls_count_alike(scripted: Engine, script: Script) -> None:
    script.calls = [
        a_call(
            1,
            timedelta(minutes=2),
            direction=Direction.OUTBOUND,
            outcome=Outcome.BUSY,
            caller=LINE.number,
            callee="06 11 22 33 44",
        ),
        a_call(2, timedelta(minutes=1), outcome=Outcome.MISSED, caller="+33655443322"),
    ]
    [_ async for _ in scripted.services.sync.run()]
    assert dialled(await find(scripted, "")) == ["+33655443322", "+33611223344"]
