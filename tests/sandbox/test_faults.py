"""Each fault by its name, as a client meets it."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise

import pytest
import requests

from desktop.sandbox import faults as kinds
from desktop.sandbox.faults import Faults
from tests.support.sandbox import running_sandbox
from tests.support.sipsim_client import Client


@contextmanager
def faulty(*names: str) -> Iterator[Client]:
    args = ("--calls", "60", "--call-delay", "0.1", "--busy-time", "0", "--faults", ",".join(names))
    with running_sandbox(*args) as hello, Client(hello) as client:
        yield client


def hit(client: Client, path: str = "/account") -> requests.Response:
    """Ask until a fault hits; at most every third request passes by more than three others."""
    before = sum(entry["fault"] is not None for entry in client.world()["requests"])
    for _ in range(7):
        answer = client.get(path)
        entries = client.world()["requests"]
        if sum(entry["fault"] is not None for entry in entries) > before:
            return answer
    raise AssertionError("no fault in seven requests")


def test_a_third_is_hit_never_the_same_twice_running_and_the_seed_decides() -> None:
    def picks(seed: int) -> list[str | None]:
        picker = Faults(kinds.NAMES, seed)
        return [picker.pick(f"GET /calls?page={number // 2}") for number in range(3000)]

    found = picks(1)
    assert found == picks(1) != picks(2)
    assert 0.32 < sum(one is not None for one in found) / len(found) < 0.34
    assert {one for one in found if one} == set(kinds.NAMES)
    pairs = zip(found[::2], found[1::2], strict=True)
    assert not any(first and second for first, second in pairs)
    lone = Faults((kinds.SLOW,), 1)
    same = [lone.pick("GET /account") for _ in range(100)]
    assert not any(first and second for first, second in pairwise(same))
    assert sum(one is not None for one in same) > 25


def test_too_many_requests_with_and_without_a_hint() -> None:
    with faulty("429") as client:
        answer = hit(client)
        assert (answer.status_code, answer.headers["Retry-After"]) == (429, "1")
        assert answer.json()["errors"] == ["Too many requests"]
        assert client.get("/account").status_code == 200
    with faulty("429-no-hint") as client:
        answer = hit(client)
        assert answer.status_code == 429
        assert "Retry-After" not in answer.headers


def test_unauthorized_but_never_at_the_token_endpoint() -> None:
    with faulty("401") as client:
        answer = hit(client)
        assert answer.status_code == 401
        assert answer.json()["errors"] == ["Invalid or expired access token"]
        assert all(client.token().status_code == 200 for _ in range(9))


def test_server_errors_come_as_envelopes_and_as_pages() -> None:
    with faulty("5xx") as client:
        answers = [client.get(f"/calls/{number}") for number in range(60)]
        failed = [answer for answer in answers if answer.status_code >= 500]
        assert {answer.status_code for answer in failed} == {500, 502, 503, 504}
        for answer in failed:
            assert ("html" in answer.headers["Content-Type"]) is (answer.status_code != 500)
        world = client.world()  # never hit
        assert sum(entry["fault"] == "5xx" for entry in world["requests"]) == len(failed) == 20


def test_slow() -> None:
    with faulty("slow") as client:
        began = time.monotonic()
        for _ in range(3):
            assert client.get("/account").status_code == 200
        assert time.monotonic() - began > kinds.SLOW_S


def test_cut_answers_break_in_both_ways() -> None:
    with faulty("cut") as client:
        broken = []
        for number in range(60):
            try:
                client.get(f"/calls/{number}")
            except requests.RequestException as problem:
                broken.append(type(problem))
        assert len(broken) == 20
        assert requests.exceptions.ChunkedEncodingError in broken  # fewer bytes than were promised
        assert requests.exceptions.ConnectionError in broken  # a reset before any answer
        assert client.get("/account").status_code == 200


def test_a_cut_call_is_placed_all_the_same_and_once() -> None:
    with faulty("cut") as client:
        before = len(client.world()["calls"])
        cut = 0
        numbers = [f"+3369876{number:04}" for number in range(9)]
        for number in numbers:
            try:
                answer = client.send("POST", "/calls", json={"phone_id": 123, "target_number": number})
                assert answer.status_code == 201
            except requests.RequestException:
                cut += 1
                break
        assert cut == 1
        entry = client.world()["requests"][-1]
        assert (entry["fault"], entry["status"], entry["body"]["target_number"]) == ("cut", 201, number)
        placed = [one for one in client.world()["requests"] if one["status"] == 201]
        until = time.monotonic() + 15
        while len(client.world()["calls"]) < before + len(placed):
            assert time.monotonic() < until
            time.sleep(0.05)
        assert [call["callee"] for call in client.world()["calls"]].count(number) == 1


def test_wrong_types_can_still_be_read() -> None:
    with faulty("wrong-type") as client:
        answer = hit(client, "/calls?start_time=2000-01-01T00:00:00Z")
        body = answer.json()
        assert answer.status_code == 200
        assert body["status"] == "200"
        right = client.get("/calls?start_time=2000-01-01T00:00:00Z").json()
        assert body["data"] != right["data"]
        for wrong, call in zip(body["data"], right["data"], strict=True):
            assert wrong["id"] == str(call["id"])
            assert float(wrong["duration_sec"]) == call["duration_sec"]
            assert wrong["answered"] is call["answered"]
            assert wrong["start_time"] == call["start_time"]


def test_not_json() -> None:
    with faulty("not-json") as client:
        answer = hit(client)
        assert answer.status_code == 200
        assert "html" in answer.headers["Content-Type"]
        with pytest.raises(json.JSONDecodeError):
            json.loads(answer.text)
