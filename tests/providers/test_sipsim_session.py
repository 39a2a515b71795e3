"""A SIPSIM session against a scripted server: opening, signing in, permissions, refusals, pages."""

import pytest

from desktop.domain.accounts import Ability, AccountInfo
from desktop.domain.calls import HistoryQuery
from desktop.domain.changes import Waiting
from desktop.domain.errors import ErrorKind, Trouble
from desktop.domain.ports import SessionContext
from desktop.providers.sipsim import PROVIDER
from tests.support.loopback import Answer, Seen, answer, loopback
from tests.support.sipsim_api import API, QUERY, Api, connected, ok, refused, sent, trouble_of

# -- opening


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"client_id": "app"},
        {"client_secret": "x"},
        {"access_token": "  "},
        {"access_token": "tok\u00e9n"},
        {"access_token": "to\nken"},
        {"access_token": "t", "base_url": "app.sipsim.com/api/v2"},
        {"access_token": "t", "base_url": "ftp://app.sipsim.com"},
        {"access_token": "t", "base_url": "https://"},
        {"access_token": "t", "base_url": "https://host:port/"},
        {"access_token": "t", "base_url": "https://[bad/"},
        {"access_token": "t", "base_url": "https://app.sipsim.com/?x=1"},
        {"access_token": "t", "base_url": "http://app.sipsim.com/api/v2"},
        {"client_id": "a", "client_secret": "b", "token_url": "http://app.sipsim.com/oauth/token"},
    ],
)
def test_fields_that_cannot_work_are_refused_with_a_sentence(fields: dict[str, str]) -> None:
    with pytest.raises(Trouble) as caught:
        PROVIDER.open(fields, SessionContext("Office"))
    assert caught.value.kind is ErrorKind.USAGE
    assert caught.value.sentence.endswith((".", "v2."))


async def test_a_token_copied_with_its_word_works() -> None:
    async with loopback(Api({"GET /account": ok({"id": 1})})) as server:
        session = PROVIDER.open(
            {"base_url": server.url + API, "access_token": " Bearer abc "}, SessionContext("Office")
        )
        assert session.account is not None
        await session.account.account()
        await session.close()
    assert server.seen[0].headers["authorization"] == "Bearer abc"


# -- signing in


async def test_a_401_is_answered_with_one_renewal() -> None:
    api = Api({"GET /account": ok({"id": 1, "company_name": "Acme"})})
    api.valid = {"t2"}
    async with connected(api) as (session, server):
        assert session.account is not None
        assert (await session.account.account()).company == "Acme"
    assert (api.tokens, len(sent(server, "GET /account"))) == (2, 2)


async def test_a_second_401_is_a_sign_in() -> None:
    api = Api()
    api.valid = set()
    async with connected(api) as (session, server):
        assert session.account is not None
        trouble = await trouble_of(session.account.account())
    assert (trouble.kind, trouble.status, trouble.request_id) == (ErrorKind.SIGN_IN, 401, "req-9")
    assert "Office" in trouble.sentence
    assert (api.tokens, len(sent(server, "GET /account"))) == (2, 2)


async def test_a_pasted_token_that_is_refused_is_a_sign_in_at_once() -> None:
    api = Api()
    api.valid = set()
    async with connected(api, pasted=True) as (session, server):
        assert session.account is not None
        assert (await trouble_of(session.account.account())).kind is ErrorKind.SIGN_IN
        assert session.grant() is None
    assert (api.tokens, len(server.seen)) == (0, 1)


async def test_an_account_that_may_not_be_read_is_signed_in_all_the_same() -> None:
    async with connected(Api({"GET /account": refused(403, "Forbidden")})) as (session, _):
        assert session.account is not None
        assert await session.account.account() == AccountInfo()


# -- what may be done


async def test_an_unknown_grant_lets_everything_be_tried() -> None:
    async with connected(Api()) as (session, _):
        assert set(session.missing) == {Ability.PHONEBOOK, Ability.CAMPAIGNS}
        assert None not in (session.lines, session.dialer, session.history, session.recordings, session.tags)
        assert None not in (session.transcripts, session.transcript_requests, session.summaries)


async def test_a_grant_decides_what_is_there_and_the_reasons_are_sentences() -> None:
    async with connected(Api(), grant="account.read calls.read tags.read") as (session, _):
        assert session.dialer is session.lines is session.transcripts is session.summaries is None
        assert session.transcript_requests is None
        assert session.account is not None
        assert session.history is not None
        assert session.recordings is not None
        assert session.tags is not None
        assert session.missing[Ability.DIAL] == (
            "The sign-in has no permission to place calls (calls.create or calls.write)."
        )
        assert set(session.missing) == {
            *(Ability.DIAL, Ability.LINES, Ability.TRANSCRIPTS, Ability.TRANSCRIPT_REQUESTS),
            *(Ability.SUMMARIES, Ability.PHONEBOOK, Ability.CAMPAIGNS),
        }


@pytest.mark.parametrize("scope", ["calls.create", "calls.write"])
async def test_either_scope_is_enough_for_calling(scope: str) -> None:
    async with connected(Api(), grant=scope) as (session, _):
        assert session.dialer is not None


async def test_a_grant_that_changed_makes_a_new_session_over_the_same_connection() -> None:
    api = Api({"GET /account": ok({"id": 1}), "GET /phones": ok([])})
    api.scope = "account.read phones.read"
    async with connected(api, grant="account.read") as (session, server):
        assert session.lines is None
        assert session.account is not None
        await session.account.account()
        assert session.grant() == "account.read phones.read"
        assert session.regranted is not None
        fresh = session.regranted()
        assert fresh.lines is not None
        assert fresh.history is None
        await fresh.lines.lines()
        assert (api.tokens, server.connections) == (1, 1)


# -- refusals of reading


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        (refused(400, "start_time is missing"), ErrorKind.INVALID),
        (refused(403, "Forbidden"), ErrorKind.FORBIDDEN),
        (refused(404, "Record does not exist"), ErrorKind.NOT_FOUND),
        (Answer(404, b"<html>nothing here</html>"), ErrorKind.PROTOCOL),
        (refused(409, "Collides"), ErrorKind.CONFLICT),
        (refused(418, "Teapot"), ErrorKind.REFUSED),
        (refused(422, "Not so"), ErrorKind.INVALID),
        (refused(429, "Slow down"), ErrorKind.RATE_LIMITED),
        (refused(500, "Sorry"), ErrorKind.SERVER),
        (Answer(502, b"<html>Bad gateway</html>"), ErrorKind.SERVER),
        (Answer(503, b""), ErrorKind.SERVER),
        (Answer(504, b"\xff\xfe\x00"), ErrorKind.SERVER),
        (Answer(200, b"<html>Wi-Fi</html>"), ErrorKind.PROTOCOL),
        (Answer(200, b'{"data": [{"id": 1'), ErrorKind.PROTOCOL),
        (Answer(304, b""), ErrorKind.PROTOCOL),
        (Answer(reset=True), ErrorKind.INTERRUPTED),
        (Answer(200, b"x" * 1000, half=True), ErrorKind.INTERRUPTED),
    ],
)
async def test_each_answer_to_reading_has_its_kind_and_a_readable_sentence(
    reply: Answer, kind: ErrorKind
) -> None:
    async with connected(Api({"GET /calls": reply})) as (session, _):
        assert session.history is not None
        trouble = await trouble_of(session.history.page(QUERY))
    assert trouble.kind is kind
    assert (trouble.provider, trouble.account) == ("SIPSIM", "Office")
    assert "<html>" not in str(trouble)
    if not reply.reset and not reply.half:
        assert trouble.status == reply.status


async def test_the_hint_to_wait_is_handed_on_and_waits_are_announced() -> None:
    waits: list[Waiting | None] = []
    limited = answer({"errors": ["Slow down"]}, 429, Retry_After="12")
    async with connected(Api({"GET /calls": limited}), waits=waits) as (session, server):
        assert session.history is not None
        trouble = await trouble_of(session.history.page(QUERY))
    assert (trouble.retry_after_s, len(sent(server, "GET /calls"))) == (12, 3)
    assert [wait is None for wait in waits] == [False, True, False, True]


async def test_an_answer_that_cannot_be_read_is_asked_for_once_more() -> None:
    replies = [Answer(200, b"<html>hiccup</html>"), ok([{"id": 1}])]
    async with connected(Api({"GET /calls": replies})) as (session, server):
        assert session.history is not None
        assert len((await session.history.page(QUERY)).decode().calls) == 1
    assert len(sent(server, "GET /calls")) == 2


@pytest.mark.parametrize(("status", "requests"), [(500, 2), (502, 3), (503, 3), (504, 3)])
async def test_a_fault_of_the_server_is_asked_once_more_unless_that_was_tried(
    status: int, requests: int
) -> None:
    async with connected(Api({"GET /calls": refused(status, "Sorry")})) as (session, server):
        assert session.history is not None
        assert (await trouble_of(session.history.page(QUERY))).status == status
    assert len(sent(server, "GET /calls")) == requests


async def test_a_403_names_what_is_needed() -> None:
    async with connected(Api({"POST /calls": refused(403, "Forbidden")})) as (session, _):
        assert session.dialer is not None
        trouble = await trouble_of(session.dialer.place("31", "+331"))
    assert trouble.kind is ErrorKind.FORBIDDEN
    assert "calls.create or calls.write" in trouble.sentence


# -- the history


async def test_pages_are_followed_with_the_same_filters() -> None:
    def page(seen: Seen) -> Answer:
        if "page" not in seen.query:
            return ok([{"id": 1}], pagination={"has_more": True, "page": "a+/="})
        return ok([{"id": 2}], pagination={"has_more": False})

    query = HistoryQuery(QUERY.start, search="+33612")
    async with connected(Api({"GET /calls": page})) as (session, server):
        assert session.history is not None
        first = await session.history.page(query)
        second = await session.history.page(query, first.next_token)
    assert (first.next_token, second.next_token) == ("a+/=", None)
    asked = sent(server, "GET /calls")
    assert [seen.query.get("page") for seen in asked] == [None, "a+/="]
    assert {seen.query["search"] for seen in asked} == {"+33612"}
    assert "search=%2B33612" in asked[0].raw_query


async def test_a_page_that_names_itself_as_the_next_is_refused() -> None:
    again = ok([{"id": 1}], pagination={"has_more": True, "page": "a"})
    async with connected(Api({"GET /calls": again})) as (session, _):
        assert session.history is not None
        await session.history.page(QUERY)
        assert (await trouble_of(session.history.page(QUERY, "a"))).kind is ErrorKind.PROTOCOL


async def test_an_id_from_outside_stays_in_its_place_of_the_path() -> None:
    reply = ok({"id": "../x"})
    async with connected(Api({"GET /calls/..%2Fx%3Fy": reply})) as (session, _):
        assert session.history is not None
        assert (await session.history.call("../x?y")).provider_id == "../x"


async def test_lines_and_tags_are_read_over_all_their_pages_and_circles_end() -> None:
    pages = [ok([{"id": 1}, {}], pagination={"has_more": True, "page": "b"}), ok({"id": "2"})]
    circle = ok([{"id": 1}], pagination={"has_more": True, "page": "b"})
    async with connected(Api({"GET /phones": pages, "GET /tags": circle})) as (session, server):
        assert session.lines is not None
        assert [line.provider_id for line in await session.lines.lines()] == ["1", "2"]
        assert session.tags is not None
        assert (await trouble_of(session.tags.tags())).kind is ErrorKind.PROTOCOL
    assert sent(server, "GET /phones")[0].query == {}
    assert len(sent(server, "GET /tags")) == 2
