"""SIP Caller as the sandbox plays it, met by a plain client."""

import json
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import requests

from desktop.sandbox.campaigns import Fate, State, make_campaigns
from desktop.sandbox.world import Clock
from tests.support.sandbox import running_sandbox
from tests.support.sipcaller_client import SipCallerClient

NOW = "2026-03-10T12:00:00Z"
START = datetime.fromisoformat(NOW).timestamp()


@pytest.fixture(scope="module")
def client() -> Iterator[SipCallerClient]:
    """Read only: changes have a sandbox of their own."""
    with running_sandbox("--calls", "0", "--now", NOW) as hello, SipCallerClient(hello) as made:
        yield made


@pytest.fixture
def own() -> Iterator[SipCallerClient]:
    options = ("--calls", "0", "--campaign-numbers", "50", "--upload-limit", "3000", "--now", NOW)
    with running_sandbox(*options) as hello, SipCallerClient(hello) as made:
        yield made


def message(answer: requests.Response) -> str:
    return str(answer.json()["message"])


# -- access


@pytest.mark.parametrize("header", [None, "", "Bearer", "Bearer wrong", "Basic {key}", "{key}"])
def test_only_the_key_opens(client: SipCallerClient, header: str | None) -> None:
    headers = {} if header is None else {"Authorization": header.format(key=client.line["api_key"])}
    answer = requests.get(client.base, headers=headers, timeout=20)
    assert (answer.status_code, message(answer)) == (401, "The API key is not valid")


def test_another_account_and_another_campaign_are_not_there(client: SipCallerClient) -> None:
    other = client.base.replace(client.line["account_id"], "other")
    assert client.session.get(other, timeout=20).status_code == 404
    for method, path in (("GET", "/x/numbers"), ("POST", "/x/numbers"), ("DELETE", "/x/numbers")):
        assert client.send(method, path, json={}).status_code == 404
    assert client.send("PUT").status_code == 405


def test_a_key_ends_and_holds_again(own: SipCallerClient) -> None:
    own.press("keys", hold=False)
    assert own.ask().status_code == 401
    own.press("keys", hold=True)
    assert own.ask().status_code == 200


# -- lists


def test_a_list_is_bare_and_tells_its_total(client: SipCallerClient) -> None:
    answer = client.ask(range=[2, 4], sort=["name", "ASC"])
    assert answer.headers["Content-Range"] == "campaigns 2-4/12"
    names = [row["name"] for row in client.rows(sort=["name", "ASC"])]
    assert [row["name"] for row in answer.json()] == names[2:5] == sorted(names)[2:5]
    behind = client.ask(range=[50, 60])
    assert (behind.json(), behind.headers["Content-Range"]) == ([], "campaigns */12")


def test_every_type_and_state_is_there(client: SipCallerClient) -> None:
    rows = client.rows()
    assert {row["status"] for row in rows} == {"Draft", "Active", "Paused", "Canceled", "Finished"}
    assert {(row["type"], row["dialer"]["mode"]) for row in rows} == {
        (one, other) for one in ("Static", "Dynamic") for other in ("Power", "Predictive")
    }
    assert {row["isArchived"] for row in rows} == {True, False}
    assert any(row["tagIds"] for row in rows)
    assert max(row["numbersCount"] for row in rows) == 5000
    assert any(not row["startDate"] for row in rows)
    assert any("\u202e" in row["name"] for row in rows)


TESTS: list[tuple[dict[str, Any], Callable[[dict[str, Any]], bool]]] = [
    ({"name": "SURVEY"}, lambda row: "survey" in row["name"].lower()),
    ({"phoneSystemId": "system-1"}, lambda row: row["phoneSystemId"] == "system-1"),
    ({"extensionId": "extension-1"}, lambda row: row["extensionId"] == "extension-1"),
    ({"dialer": {"mode": "Predictive"}}, lambda row: row["dialer"]["mode"] == "Predictive"),
    (
        {"tagIds_ovl": ["tag-paris", "tag-lyon"]},
        lambda row: bool({"tag-paris", "tag-lyon"} & {*row["tagIds"]}),
    ),
    ({"status": "Canceled"}, lambda row: row["status"] == "Canceled"),
    (
        {"type": "Static", "status": "Active"},
        lambda row: (row["type"], row["status"]) == ("Static", "Active"),
    ),
    ({"callflowIds_ctn": "flow-6"}, lambda row: "flow-6" in row["callBehavior"].values()),
    (
        {"callBehavior": {"humanAnswerCallflowId": "flow-1"}},
        lambda row: row["callBehavior"]["humanAnswerCallflowId"] == "flow-1",
    ),
    ({"webhookEndpointId": "hook-1"}, lambda row: row["webhookEndpointId"] == "hook-1"),
    ({"isArchived": True}, lambda row: row["isArchived"] is True),
    ({"startDate_gte": "20260303T09:00:00"}, lambda row: (row["startDate"] or "") >= "2026-03-03T09:00:00"),
    ({"startDate_gt": "2026-03-03T09:00:00"}, lambda row: (row["startDate"] or "") > "2026-03-03T09:00:00"),
    ({"endDate_lte": "2026-03-28"}, lambda row: "" < (row["endDate"] or "") <= "2026-03-28"),
    ({"startedAt_lt": "20260101"}, lambda row: "" < (row["startedAt"] or "") < "2026-01-01"),
    ({"endedAt_gte": "20250101T00:00:00"}, lambda row: row["endedAt"] is not None),
]


@pytest.mark.parametrize(("asked", "fits"), TESTS, ids=[json.dumps(asked) for asked, _ in TESTS])
def test_filters(
    client: SipCallerClient, asked: dict[str, Any], fits: Callable[[dict[str, Any]], bool]
) -> None:
    rows = client.rows()
    found = client.rows(filter=asked)
    assert [row["id"] for row in found] == [row["id"] for row in rows if fits(row)]
    assert 0 < len(found) < len(rows)


def test_ids(client: SipCallerClient) -> None:
    wanted = [row["id"] for row in client.rows()][3:5]
    assert [row["id"] for row in client.rows(filter={"ids": [*wanted, "none"]})] == wanted


@pytest.mark.parametrize(
    "asked",
    [
        {"filter": {"startDate_gte": "1 December 2024"}},
        {"filter": {"startDate_gte": "2024-1201T00:00:00"}},
        {"filter": {"startDate_gte": "20241301T00:00:00"}},
        {"filter": {"startDate_gte": "20241201T000000"}},
        {"filter": {"startDate_gte": 20241201}},
        {"filter": {"startDate": "20241201T00:00:00"}},
        {"filter": {"startDate_eq": "20241201T00:00:00"}},
        {"filter": {"status": "active"}},
        {"filter": {"status": ["Active"]}},
        {"filter": {"id": ["x"]}},
        {"filter": {"tagIds_ovl": "tag-paris"}},
        {"filter": {"dialer": "Power"}},
        {"filter": {"dialer": {}}},
        {"filter": {"isArchived": "true"}},
        {"filter": ["status"]},
        {"sort": ["mode", "ASC"]},
        {"sort": ["name", "asc"]},
        {"sort": "name"},
        {"range": [5, 4]},
        {"range": [-1, 4]},
        {"range": "0-4"},
    ],
)
def test_what_is_not_on_the_page_is_refused(client: SipCallerClient, asked: dict[str, Any]) -> None:
    answer = client.ask(**asked)
    assert answer.status_code == 400
    assert message(answer)
    assert client.send("GET", params={"filter": "{"}).status_code == 400


def test_sorts_have_those_without_a_value_last(client: SipCallerClient) -> None:
    for field in ("startDate", "endedAt"):
        for way in ("ASC", "DESC"):
            values = [row[field] for row in client.rows(sort=[field, way])]
            known = [value for value in values if value]
            assert values == sorted(known, reverse=way == "DESC") + [None] * (len(values) - len(known))


def test_parameters_may_come_as_the_form_of_a_get(client: SipCallerClient) -> None:
    form = {"filter": '{"status":"Paused"}', "range": "[0,0]", "sort": '["name","DESC"]'}
    answer = client.send("GET", data=form)
    assert [row["status"] for row in answer.json()] == ["Paused"]
    address = client.send("GET", data=form, params={"filter": '{"status":"Finished"}'})
    assert [row["status"] for row in address.json()] == ["Finished"], "the address counts more"


def test_numbers_come_in_pages_and_are_searched_by_a_part(client: SipCallerClient) -> None:
    big = next(row for row in client.rows() if row["numbersCount"] == 5000)["id"]
    answer = client.ask(f"/{big}/numbers", sort=["number", "ASC"], range=[0, 4999])
    assert answer.headers["Content-Range"] == "numbers 0-999/5000", "nobody gets all at once"
    numbers = [row["number"] for row in answer.json()]
    assert numbers == sorted(numbers)
    assert {type(row["id"]) for row in answer.json()} == {str}
    part = numbers[500][3:9]
    found = client.rows(f"/{big}/numbers", filter={"number": part})
    assert found
    assert all(part in row["number"] for row in found)
    for wrong in ({"status": "x"}, {"number": 5}):
        assert client.ask(f"/{big}/numbers", filter=wrong).status_code == 400
    assert client.ask(f"/{big}/numbers", sort=["status", "ASC"]).status_code == 400


# -- changes


def test_the_same_number_rings_as_often_as_it_is_sent(own: SipCallerClient) -> None:
    for campaign in own.running():
        body = {"number": "+18005551234", "varValues": ["John", "199"]}
        first, second = (own.send("POST", f"/{campaign}/numbers", json=body) for _ in range(2))
        assert (first.status_code, second.status_code) == (201, 201)
        assert first.json()["id"] != second.json()["id"]
        told = own.campaigns()[campaign]["numbers"][-2:]
        assert [(one["sent"], one["variables"]) for one in told] == [("+18005551234", ["John", "199"])] * 2
        listed = own.rows(f"/{campaign}/numbers", filter={"number": "18005551234"})
        assert {row["number"] for row in listed} == {one["number"] for one in told}
    assert {one["number"] for key in own.running() for one in own.campaigns()[key]["numbers"][-1:]} == {
        "+18005551234",
        "18005551234",
    }


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b'{"number": 5}', b'{"number": "Alex"}', b'{"number": "+1 800"}',
     b'{"number": "5550001", "varValues": [1]}', b'{"number": "5550001", "varValues": "x"}'],
)  # fmt: skip
def test_a_number_that_is_wrong_is_refused(own: SipCallerClient, body: bytes) -> None:
    campaign = own.running()[0]
    assert own.send("POST", f"/{campaign}/numbers", data=body).status_code == 400


def test_a_file_is_taken_whole_or_not_at_all(own: SipCallerClient) -> None:
    campaign = own.running()[0]
    before = own.campaigns()[campaign]["numbers_count"]
    for content, variables, header in (
        (b"5550001,John,199\r\n5550002,Mary\r\n", 2, "false"),
        (b"5550001,John,199\r\nAlex,Mary,1\r\n", 2, "false"),
        (b"\xef\xbb\xbf5550001\r\n", 0, "false"),
        (b"\xff\xfe5\x00", 0, "false"),
        (b'5550001,"John', 1, "false"),
        (b"5550001\r\n", "two", "false"),
        (b"5550001\r\n", 0, "perhaps"),
        (b"number\r\n5550001\r\n", 0, "false"),
    ):
        answer = own.upload(campaign, content, header, variables)
        assert answer.status_code == 400, content
    assert (
        own.send("POST", f"/{campaign}/numbers/upload?firstRowIsHeader=false&varCount=0").status_code == 400
    )
    assert own.upload(campaign, b"5550001\r\n" * 400).status_code == 413
    assert own.campaigns()[campaign]["numbers_count"] == before
    assert own.upload(campaign, b'number,name\n5550001,"Mary, Ann"\n5550002,\n', "true", 1).status_code == 200
    told = own.campaigns()[campaign]
    assert told["numbers_count"] == before + 2
    assert [one["variables"] for one in told["numbers"][-2:]] == [["Mary, Ann"], [""]]


def test_ids_of_the_wrong_type_delete_nothing(own: SipCallerClient) -> None:
    types: set[type] = set()
    for campaign in own.running():
        rows = own.rows(f"/{campaign}/numbers", range=[0, 999])
        types.add(type(rows[0]["id"]))
        wrong: list[Any] = [str(row["id"]) if isinstance(row["id"], int) else 5 for row in rows[:2]]
        path = f"/{campaign}/numbers"
        assert own.send("DELETE", path, json=wrong).status_code == 400
        assert own.send("DELETE", path, json={"ids": []}).status_code == 400
        assert own.send("DELETE", path, data=b"[x]").status_code == 400
        assert len(own.rows(path, range=[0, 999])) == len(rows)
        for _ in range(2):
            done = own.send("DELETE", path, json=[row["id"] for row in rows[:2]])
            assert (done.status_code, done.content) == (204, b"")
        assert [row["id"] for row in own.rows(path, range=[0, 999])] == [row["id"] for row in rows[2:]]
        gone = [one["provider_id"] for one in own.campaigns()[campaign]["numbers"] if one["gone"]]
        assert gone == [str(row["id"]) for row in rows[:2]], "what left the list is still told"
    assert types == {int, str}


def test_static_and_inactive_ones_are_not_changed(own: SipCallerClient) -> None:
    for key, told in own.campaigns().items():
        if told["takes_numbers"]:
            continue
        for answer in (
            own.send("POST", f"/{key}/numbers", json={"number": "5550001"}),
            own.upload(key, b"5550001\r\n"),
            own.send("DELETE", f"/{key}/numbers", json=["x"]),
        ):
            assert answer.status_code == 409
            assert ("static" in message(answer)) is (told["type"] == "static")


def test_numbers_of_a_file_may_come_late() -> None:
    options = ("--calls", "0", "--upload-delay", "0.3", "--campaign-numbers", "10")
    with running_sandbox(*options) as hello, SipCallerClient(hello) as late:
        campaign = late.running()[0]
        before = late.campaigns()[campaign]["numbers_count"]
        assert late.upload(campaign, b"5550001\r\n").status_code == 202
        assert late.campaigns()[campaign]["numbers_count"] == before
        until = time.monotonic() + 10
        while late.campaigns()[campaign]["numbers_count"] == before:
            assert time.monotonic() < until
            time.sleep(0.02)


def test_campaigns_that_run_move_on_and_others_do_not() -> None:
    options = ("--calls", "0", "--dial-every", "0.01", "--campaign-numbers", "30")
    with running_sandbox(*options) as hello, SipCallerClient(hello) as moving:
        first = moving.campaigns()
        until = time.monotonic() + 20
        running = moving.running()
        while any(
            moving.campaigns()[key]["numbers_count"] > first[key]["numbers_count"] - 3 for key in running
        ):
            assert time.monotonic() < until
            time.sleep(0.05)
        now = moving.campaigns()
        for key, told in now.items():
            if told["status"] != "active":
                assert told == first[key]
            assert len(told["numbers"]) == len(first[key]["numbers"]), "what has left the list is still told"
        campaign = running[0]
        moving.press(f"campaigns/{campaign}", state="paused")
        paused = moving.campaigns()[campaign]
        assert paused["status"] == "paused"
        rows = moving.rows(f"/{campaign}/numbers", range=[0, 999])
        assert {row["attempts"] for row in rows} >= {0, 1, 2, 3}


# -- the world's campaigns


def test_the_same_seed_and_moment_make_the_same_campaigns() -> None:
    def told(seed: int) -> list[Any]:
        made = make_campaigns(seed, 14, Clock(START), 200)
        return [
            (one.id, one.name, one.started, one.tags, [(each.number, each.fate) for each in one.numbers])
            for one in made
        ]

    assert told(4) == told(4) != told(5)


@pytest.mark.parametrize("big", [0, 5000, 30_000])
def test_no_number_is_in_a_campaign_twice_and_no_stranger_s(big: int) -> None:
    for campaign in make_campaigns(1, 13, Clock(START), big):
        numbers = [one.number for one in campaign.numbers]
        assert len(set(numbers)) == len(numbers) == campaign.size == campaign.made
        for number in numbers[:50]:
            assert number.lstrip("+").startswith(("33", "441632", "5550"))
    assert {one.state for one in make_campaigns(1, 13, Clock(START))} == set(State)


def test_numbers_are_made_when_somebody_asks() -> None:
    began = time.process_time()
    campaigns = make_campaigns(1, 12, Clock(START), 1_000_000)
    assert campaigns[1].size == 1_000_000
    assert time.process_time() - began < 0.1
    few = make_campaigns(1, 12, Clock(START), 10)
    assert {one.fate for campaign in few for one in campaign.numbers} == set(Fate)
    assert all(one.started is None or one.started < START for one in few)
    assert all(one.ended is None or one.ended > (one.started or 0) for one in few)
    assert datetime.fromtimestamp(few[0].started or 0, UTC).hour == 8
