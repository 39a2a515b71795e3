"""The sandbox as a process: how it starts, lives and ends."""

import signal
import time

import pytest
import requests

from tests.support.sandbox import end_sandbox, running_sandbox, started_sandbox, world
from tests.support.sipsim_client import Client


def test_the_line_and_the_world_have_the_documented_keys() -> None:
    with running_sandbox("--calls", "50", "--now", "2025-03-02T09:30:00Z") as hello:
        assert set(hello) == {"sipsim", "sipalto", "sipcaller", "world"}
        assert set(hello["sipsim"]) == {"base_url", "token_url", "client_id", "client_secret", "access_token"}
        assert set(hello["sipcaller"]) == {"base_url", "account_id", "api_key"}
        assert set(hello["sipalto"]) == {"base_url", "username", "password", "extensions"}
        told = world(hello, "sipsim")
    assert set(told) == {"now", "calls", "lines", "tags", "contacts", "campaigns", "requests"}
    assert told["now"].startswith("2025-03-02T09:30:0")
    assert len(told["calls"]) == 50
    assert told["calls"][0]["started_at"] == "2025-03-02T09:26:00Z"


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_at_once_and_cleanly(sign: signal.Signals) -> None:
    process, hello = started_sandbox("--calls", "50", "--faults", "slow", "--live")
    with requests.Session() as session:  # an idle connection must not hold the end
        assert session.get(hello["world"], timeout=20).status_code == 200
        began = time.monotonic()
        process.send_signal(sign)
        assert process.wait(10) == 0
        assert time.monotonic() - began < 2
    end_sandbox(process)


def test_it_ends_with_its_parent_when_asked_to() -> None:
    process, _ = started_sandbox("--calls", "50")
    assert process.stdin is not None
    process.stdin.close()
    assert process.wait(10) == 0
    end_sandbox(process)


def test_a_taken_port_and_an_unknown_fault_are_said_in_a_sentence(capfd: pytest.CaptureFixture[str]) -> None:
    with running_sandbox("--calls", "50") as hello:
        port = hello["world"].split(":")[2].split("/")[0]
        with pytest.raises(AssertionError, match="exit 1"):
            started_sandbox("--port", port)
    with pytest.raises(AssertionError, match="exit 2"):
        started_sandbox("--faults", "slow,gremlins")
    said = capfd.readouterr().err
    assert f"listen on port {port} (" in said
    assert "there is no fault named gremlins; known: 429, 429-no-hint" in said


def test_an_account_survives_a_restart_on_the_same_port() -> None:
    with running_sandbox("--calls", "50") as hello:
        port = hello["world"].split(":")[2].split("/")[0]
        with Client(hello) as client:
            old_token = client.token().json()["access_token"]
    with running_sandbox("--calls", "50", "--port", port) as again, Client(again, old_token) as client:
        assert again == hello
        assert client.get("/account").status_code == 401
        assert client.token().status_code == 200


def test_live_calls_arrive_over_and_in_order() -> None:
    with running_sandbox("--calls", "50", "--live", "--live-every", "0.05") as hello, Client(hello) as client:
        first = client.data("/calls", start_time="2000-01-01T00:00:00Z")
        newest = max(call["id"] for call in first)
        kinds: set[str] = set()
        until = time.monotonic() + 20
        while not {"missed", "inbound", "outbound"} <= kinds:
            assert time.monotonic() < until
            calls = client.all_calls(limit=20)
            kinds = {call["call_type"] for call in calls if call["id"] > newest}
        starts = [(call["start_time"], call["id"]) for call in calls]
        assert starts == sorted(starts, reverse=True)
        told = client.world()
        lately = [call for call in told["calls"] if int(call["provider_id"]) > newest]
        assert not lately[0]["has_recording"]  # what a call gets later comes with the next one
        assert any(call["has_recording"] for call in lately)
        now = told["now"]
        assert all(call["end_time"] <= now for call in calls)
