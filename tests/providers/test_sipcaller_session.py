"""A SIP Caller session against a scripted server: pages, refusals, dates, secrecy, and what is sent once."""

import json
import logging
from collections.abc import Callable
from typing import Any

import pytest

from desktop.domain.accounts import Ability
from desktop.domain.campaigns import Between, CampaignFilter, CampaignSort, NewNumber
from desktop.domain.errors import ErrorKind, Trouble
from desktop.domain.ports import CampaignSource, SessionContext
from desktop.providers.sipcaller import PROVIDER
from tests.support.loopback import Answer, Seen, answer
from tests.support.sipcaller_api import CAMPAIGNS, KEY, NOW, NUMBERS, Reaction, asked, connected, trouble_of

LIST, ROWS = f"GET {CAMPAIGNS}", f"GET {NUMBERS}"
ADD, UPLOAD, DELETE = f"POST {NUMBERS}", f"POST {NUMBERS}/upload", f"DELETE {NUMBERS}"
NEW = NewNumber("+18005550100", ("Alex", "42"))
DATED = CampaignFilter(starts=Between(from_=NOW.replace(tzinfo=None)))


def numbered(*ids: int) -> list[dict[str, Any]]:
    return [{"id": one, "number": f"1800555{one:04}"} for one in ids]


async def some(source: CampaignSource, first: int = 0, count: int = 10) -> tuple[list[str], int | None]:
    page = await source.numbers("c1", "", descending=False, first=first, count=count)
    return [one.provider_id for one in page.numbers], page.total


async def all_of(source: CampaignSource, wanted: CampaignFilter = DATED) -> Any:
    return await source.campaigns(wanted, CampaignSort.NAME, descending=False, first=0, count=5)


# -- opening


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"account_id": ""}, "account's ID"),
        ({"api_key": " "}, "API key"),
        ({"api_key": "two words"}, "Copy it again"),
        ({"api_key": "cl\u00e9"}, "Copy it again"),
        ({"api_key": "a\nb"}, "Copy it again"),
        ({"base_url": "http://example.test"}, "https"),
        ({"base_url": "example"}, "no web address"),
        ({"date_format": "american"}, "compact or dashed"),
    ],
)
def test_fields_that_cannot_work_are_refused(fields: dict[str, str], says: str) -> None:
    with pytest.raises(Trouble) as caught:
        PROVIDER.open({"account_id": "acme", "api_key": KEY, **fields}, SessionContext("Office"))
    assert caught.value.kind is ErrorKind.USAGE
    assert says in caught.value.sentence


async def test_an_id_and_a_key_are_enough_and_the_rest_is_missing_with_a_reason() -> None:
    session = PROVIDER.open({"account_id": " acme ", "api_key": f" {KEY}\n"}, SessionContext("Office"))
    await session.close()
    assert set(session.missing) == set(Ability) - {Ability.ACCOUNT, Ability.CAMPAIGNS}


async def test_the_test_of_a_connection_is_the_smallest_list() -> None:
    async with connected({LIST: answer([])}) as (_, server, session):
        assert session.account is not None
        assert (await session.account.account()).provider_id == "acme"
    (seen,) = server.seen
    assert asked(seen) == {"filter": {}, "sort": ["name", "ASC"], "range": [0, 0]}
    assert seen.headers["authorization"] == f"Bearer {KEY}"
    assert (seen.headers["accept"], seen.body) == ("application/json", b"")


@pytest.mark.parametrize("told", [answer({"message": "No account"}, 404), Answer(404, b"<h1>Not Found</h1>")])
async def test_a_wrong_account_is_said_to_be_one(told: Answer) -> None:
    async with connected({LIST: told}) as (source, _, session):
        assert session.account is not None
        for work in (session.account.account(), all_of(source)):
            trouble = await trouble_of(work)
            assert (trouble.kind, trouble.status) == (ErrorKind.INVALID, 404)
            assert "no account with this ID" in trouble.sentence


# -- pages


@pytest.mark.parametrize("status", [200, 206])
async def test_a_page_with_a_total_is_one_request(status: int) -> None:
    told = answer(numbered(1, 2), status, Content_Range="numbers 4-5/6")
    async with connected({ROWS: told}) as (source, server, _):
        assert await some(source, first=4, count=2) == (["1", "2"], 6)
        assert await some(source, first=4) == (["1", "2"], 6)
    assert [asked(seen)["range"] for seen in server.seen] == [[4, 5], [4, 13]]


async def test_without_a_total_a_full_page_says_nothing_of_the_end() -> None:
    async with connected({ROWS: answer(numbered(1, 2))}) as (source, server, _):
        assert await some(source, count=2) == (["1", "2"], None)
    assert len(server.seen) == 1


async def test_without_a_total_an_empty_page_is_the_end() -> None:
    async with connected({ROWS: [answer(numbered(1, 2)), answer([])]}) as (source, server, _):
        assert await some(source) == (["1", "2"], 2)
    assert [asked(seen)["range"] for seen in server.seen] == [[0, 9], [2, 9]]


async def test_pages_that_are_cut_smaller_are_put_together() -> None:
    def cut(seen: Seen) -> Answer:
        first, last = asked(seen)["range"]
        return answer(numbered(*range(first, min(last + 1, first + 3, 8))), Content_Range="numbers x/*")

    async with connected({ROWS: cut}) as (source, server, _):
        assert await some(source) == ([str(one) for one in range(8)], 8)
        assert await some(source, first=6, count=10) == (["6", "7"], 8)
        assert await some(source, first=2, count=4) == (["2", "3", "4", "5"], None)
        assert await some(source, first=8) == ([], None)
    assert len(server.seen) == 4 + 2 + 2 + 1


@pytest.mark.parametrize("rows", [numbered(1, 2, 3), [{"number": "5550001"}, {"number": "5550002"}]])
async def test_a_server_that_looks_at_no_range_ends_as_well(rows: list[dict[str, Any]]) -> None:
    async with connected({ROWS: answer(rows)}) as (source, _, _):
        for count in (len(rows) + 1, len(rows) * 2, 50):
            found, total = await some(source, count=count)
            assert (len(found), total) == (len(rows), len(rows))
        found, total = await some(source, first=1, count=1)
        assert (found, total) == ([str(rows[1].get("id", ""))], len(rows))


async def test_rows_that_begin_elsewhere_are_put_in_their_place() -> None:
    told = answer(numbered(0, 1, 2, 3, 4), Content_Range="numbers 0-4/5")
    async with connected({ROWS: told}) as (source, server, _):
        assert await some(source, first=3, count=2) == (["3", "4"], 5)
        assert await some(source, first=5, count=2) == ([], 5)
    assert len(server.seen) == 2


async def test_a_range_behind_the_end_is_empty() -> None:
    told = Answer(416, b"out of range", {"Content-Range": "numbers */7"})
    async with connected({ROWS: told}) as (source, _, _):
        assert await some(source, first=70) == ([], 7)


async def test_a_row_that_came_before_still_counts_for_the_places() -> None:
    """A number was called and left the list between two requests, so that the others moved up, or down."""
    pages = [answer(numbered(1, 2, 3)), answer(numbered(3, 4)), answer(numbered(5, 6, 7))]
    async with connected({ROWS: pages}) as (source, server, _):
        assert await some(source, count=8) == (["1", "2", "3", "3", "4", "5", "6", "7"], None)
    assert [asked(seen)["range"] for seen in server.seen] == [[0, 7], [3, 7], [5, 7]]


@pytest.mark.expects_warnings
async def test_a_row_that_cannot_be_read_is_counted_and_all_of_them_are_trouble(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async with connected({ROWS: answer([*numbered(1), 5, {"id": 2}], Content_Range="n 0-2/3")}) as (
        source,
        _,
        _,
    ):
        page = await source.numbers("c1", "", descending=False, first=0, count=10)
        assert ([one.provider_id for one in page.numbers], page.total, page.skipped) == (["1"], 3, 2)
        await some(source)
    assert [record.levelname for record in caplog.records].count("WARNING") == 1, "said once"
    async with connected({ROWS: answer([5, {"id": 2}])}) as (source, server, _):
        assert (await trouble_of(some(source))).kind is ErrorKind.PROTOCOL
    assert len(server.seen) == 2, "asked once more"


@pytest.mark.parametrize("body", [b"<html>sign in</html>", b'{"success": true}', b"{"])
async def test_what_is_no_list_is_asked_for_once_more(body: bytes) -> None:
    async with connected({ROWS: [Answer(200, body), answer(numbered(1), Content_Range="n 0-0/1")]}) as (
        source,
        server,
        _,
    ):
        assert await some(source) == (["1"], 1)
    assert len(server.seen) == 2


async def test_numbers_are_asked_for_by_their_digits_and_sorted() -> None:
    async with connected({ROWS: answer([])}) as (source, server, _):
        await source.numbers("c1", "+1 (800)", descending=True, first=20, count=20)
    assert asked(server.seen[0]) == {
        "filter": {"number": "1800"},
        "sort": ["number", "DESC"],
        "range": [20, 39],
    }


# -- dates


def picky(format_: str) -> Callable[[Seen], Answer]:
    """A server that takes one of the two spellings."""

    def react(seen: Seen) -> Answer:
        value = asked(seen)["filter"].get("startDate_gte", "")
        is_dashed = "-" in value
        if value and is_dashed is (format_ == "compact"):
            return answer({"message": "startDate_gte is not a valid date"}, 400)
        return answer([{"id": "1", "name": value}], Content_Range="campaigns 0-0/1")

    return react


async def test_the_spelling_of_dates_is_the_account_s() -> None:
    for given, sent in (("", "20260310T12:00:00"), ("Dashed", "2026-03-10T12:00:00")):
        async with connected({LIST: picky(given.lower() or "compact")}, date_format=given) as (
            source,
            server,
            _,
        ):
            assert (await all_of(source)).campaigns[0].name == sent
        assert len(server.seen) == 1


@pytest.mark.parametrize(("own", "theirs"), [("compact", "dashed"), ("dashed", "compact")])
async def test_a_refusal_that_names_a_date_changes_the_spelling_for_good(own: str, theirs: str) -> None:
    async with connected({LIST: picky(theirs)}, date_format=own) as (source, server, _):
        assert len((await all_of(source)).campaigns) == 1
        assert len(server.seen) == 2
        assert len((await all_of(source)).campaigns) == 1
    assert len(server.seen) == 3, "the other spelling was kept"


@pytest.mark.parametrize(
    ("wanted", "status", "said"),
    [
        (DATED, 400, "status must be one of these"),
        (DATED, 422, "startDate_gte is not a valid date"),
        (DATED, 409, "startDate_gte is not a valid date"),
        (CampaignFilter(name="x"), 400, "Invalid date"),
    ],
)
async def test_no_other_refusal_changes_it(wanted: CampaignFilter, status: int, said: str) -> None:
    async with connected({LIST: answer({"message": said}, status)}) as (source, server, _):
        trouble = await trouble_of(all_of(source, wanted))
        assert trouble.detail == said
    assert len(server.seen) == 1


async def test_when_neither_is_taken_the_first_refusal_is_told() -> None:
    said = [answer({"message": "bad date one"}, 400), answer({"message": "bad date two"}, 400)]
    async with connected({LIST: [*said, *said]}) as (source, server, _):
        assert (await trouble_of(all_of(source))).detail == "bad date one"
        server.handler = picky("compact")
        assert len((await all_of(source)).campaigns) == 1
    assert len(server.seen) == 3, "the account's own spelling is still the first"


# -- refusals


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, ErrorKind.INVALID),
        (401, ErrorKind.SIGN_IN),
        (403, ErrorKind.FORBIDDEN),
        (404, ErrorKind.NOT_FOUND),
        (405, ErrorKind.UNSUPPORTED),
        (409, ErrorKind.CONFLICT),
        (410, ErrorKind.NOT_FOUND),
        (413, ErrorKind.TOO_LARGE),
        (418, ErrorKind.REFUSED),
        (422, ErrorKind.INVALID),
        (429, ErrorKind.RATE_LIMITED),
    ],
)
async def test_each_status_has_its_kind_and_a_change_that_is_refused_is_sent_once(
    status: int, kind: ErrorKind
) -> None:
    told = answer({"error": "<b>Because</b>"}, status, Retry_After="45")
    async with connected({ADD: told, UPLOAD: told, ROWS: told}) as (source, server, _):
        for work in (source.add_number("c1", NEW), source.upload_numbers("c1", [NEW], 2)):
            trouble = await trouble_of(work)
            assert (trouble.kind, trouble.status, trouble.retry_after_s) == (kind, status, 45.0)
            assert "Because" in (trouble.detail or "")
            assert (trouble.provider, trouble.account) == ("SIP Caller", "Office")
        assert len(server.seen) == 2
        assert (await trouble_of(some(source))).kind is kind


async def test_a_key_without_the_role_is_told_that_roles_stay_as_they_are() -> None:
    async with connected({ADD: answer({"message": "Forbidden."}, 403), ROWS: Answer(403, b"")}) as (
        source,
        _,
        _,
    ):
        for work in (source.add_number("c1", NEW), some(source)):
            assert "a new key has to be created" in (await trouble_of(work)).sentence


async def test_a_page_s_words_are_told_without_tags() -> None:
    page = Answer(400, b"<html><h1>400</h1><p>Bad&nbsp;Request</p></html>")
    async with connected({ADD: page}) as (source, _, _):
        assert (await trouble_of(source.add_number("c1", NEW))).detail == "400 Bad Request"


async def test_the_key_is_in_nothing_that_is_said(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    told = answer({"message": f"The key {KEY} is not valid"}, 401)
    async with connected({LIST: told, ADD: told}) as (source, _, session):
        assert session.account is not None
        for work in (session.account.account(), source.add_number("c1", NEW)):
            trouble = await trouble_of(work)
            assert KEY not in f"{trouble} {trouble!r} {trouble.detail} {session!r}"
    assert KEY not in caplog.text
    assert "5550100" not in caplog.text


# -- changes


@pytest.mark.parametrize("status", [200, 201, 202, 204])
@pytest.mark.parametrize("body", [b"", b"null", b'{"id": 1}', b'"OK"'])
async def test_every_success_is_one(status: int, body: bytes) -> None:
    told = Answer(status, b"" if status == 204 else body)
    async with connected({ADD: told, UPLOAD: told, DELETE: told}) as (source, server, _):
        await source.add_number("c1", NEW)
        await source.upload_numbers("c1", [NEW], 2)
        await source.delete_numbers("c1", ["1", '"a"'])
    assert len(server.seen) == 3


async def test_a_success_with_an_empty_list_leaves_open_whether_phones_ring() -> None:
    told = Answer(200, b"[]")
    async with connected({ADD: told, UPLOAD: told, DELETE: told}) as (source, _, _):
        for adding in (source.add_number("c1", NEW), source.upload_numbers("c1", [NEW], 2)):
            with pytest.raises(Trouble) as caught:
                await adding
            assert caught.value.kind is ErrorKind.ADDED_UNKNOWN
        await source.delete_numbers("c1", ["1", '"a"'])


async def test_requests_are_those_of_the_vendor_s_samples() -> None:
    routes: dict[str, Reaction] = {ADD: answer({}, 201), UPLOAD: answer({}), DELETE: Answer(204, b"")}
    async with connected(routes) as (source, server, _):
        await source.add_number("c1", NewNumber("+18005551234"))
        await source.add_number("c1", NewNumber("+18005551234", ("John", "199")))
        await source.upload_numbers("c1", [NewNumber("5550001", ("John", "199"))], 2)
        await source.delete_numbers("c1", ["12", '"0195-aa"'])
    first, second, upload, delete = server.seen
    assert first.json == {"number": "+18005551234"}
    assert second.json == {"number": "+18005551234", "varValues": ["John", "199"]}
    assert first.headers["content-type"] == delete.headers["content-type"] == "application/json"
    assert upload.raw_query == "firstRowIsHeader=false&varCount=2"
    assert upload.headers["content-type"].startswith("multipart/form-data; boundary=")
    assert (
        b'name="file"; filename="numbers.csv"\r\nContent-Type: text/csv\r\n\r\n5550001,John,199\r\n'
        in upload.body
    )
    assert delete.json == [12, "0195-aa"]
    assert all(seen.headers["authorization"] == f"Bearer {KEY}" for seen in server.seen)


@pytest.mark.parametrize(
    "told",
    [
        Answer(reset=True),
        Answer(200, b'{"id": 1, "number": "+1"}', half=True),
        Answer(200, b"<html>sign in</html>"),
        Answer(500, b""),
        answer({"message": "Bad gateway"}, 502),
        Answer(503, b"", {"Retry-After": "1"}),
        Answer(504, b"<html></html>"),
        Answer(302, b"", {"Location": "/elsewhere"}),
        Answer(408, b""),
        Answer(200, b"[" * 100_000),
    ],
)
async def test_what_cannot_be_trusted_leaves_it_open_and_is_sent_once(told: Answer) -> None:
    async with connected({ADD: told, UPLOAD: told}) as (source, server, _):
        for work in (source.add_number("c1", NEW), source.upload_numbers("c1", [NEW], 2)):
            trouble = await trouble_of(work)
            assert trouble.kind is ErrorKind.ADDED_UNKNOWN
            assert "SIP Caller took the numbers" in trouble.sentence
    assert len(server.seen) == 2


async def test_deleting_what_is_gone_is_no_error_and_is_sent_once() -> None:
    for status in (404, 410):
        async with connected({DELETE: answer({"message": "Not found"}, status)}) as (source, server, _):
            await source.delete_numbers("c1", ["1"])
        assert len(server.seen) == 1
    for told, kind in (
        (answer({"message": "static"}, 409), ErrorKind.CONFLICT),
        (Answer(405, b""), ErrorKind.UNSUPPORTED),
        (Answer(503, b""), ErrorKind.SERVER),
        (Answer(reset=True), ErrorKind.INTERRUPTED),
    ):
        async with connected({DELETE: told}) as (source, server, _):
            assert (await trouble_of(source.delete_numbers("c1", ["1"]))).kind is kind
        assert len(server.seen) == 1


async def test_a_body_goes_along_with_delete_and_with_nothing_that_is_followed() -> None:
    """A redirect may go to another origin, where neither the key nor the ids belong."""
    async with connected({DELETE: Answer(307, b"", {"Location": "/elsewhere"})}) as (source, server, _):
        assert (await trouble_of(source.delete_numbers("c1", ['"a"']))).kind is ErrorKind.PROTOCOL
    assert [json.loads(seen.body) for seen in server.seen] == [["a"]]
