"""Dialling through the real command: what is asked, what is refused, and exactly one request."""

import json
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.command import (
    ROOT,
    add_account,
    arguments,
    environment,
    rows,
    running_window,
    sidetone,
    started,
)
from tests.support.processes import ending
from tests.support.sandbox import running_sandbox, world

ALWAYS = ("--allow", "night", "--allow", "country", "--json")


@pytest.fixture
def ready(profile: Path, hello: dict[str, Any]) -> Path:
    """A profile whose account has its lines."""
    assert add_account(profile, hello).returncode == 0
    return profile


def placed(hello: dict[str, Any], number: str) -> list[dict[str, Any]]:
    """Return the requests to call this number that reached the sandbox."""
    return [
        request for request in world(hello)["requests"]
        if request["method"] == "POST" and request["path"].endswith("/calls")
        and (request["body"] or {}).get("target_number") == number
    ]  # fmt: skip


def test_a_call_is_placed_once_and_printed(ready: Path, hello: dict[str, Any]) -> None:
    done = sidetone("dial", "06 39 98 01 01", "--yes", *ALWAYS, profile=ready)
    assert done.returncode == 0, done.stderr
    [attempt] = rows(done)
    assert list(attempt) == ["attempt", "number", "line", "state", "provider_id"]
    assert (attempt["number"], attempt["state"]) == ("+33639980101", "placed")
    assert attempt["provider_id"].startswith("call_")
    lines = rows(sidetone("lines", "list", "--json", profile=ready))
    assert attempt["line"] == next(line["name"] for line in lines if line["default"])
    assert "+33639980101" in done.stderr
    [request] = placed(hello, "+33639980101")
    assert str(request["body"]["phone_id"]) == next(line["provider_id"] for line in lines if line["default"])


@pytest.mark.parametrize(
    ("number", "rule"),
    [
        ("112", "emergency"), ("911", "emergency"), ("999", "emergency"), ("000", "emergency"),
        ("15", "emergency"), ("+33112", "emergency"), ("00000000000000000000", "undiallable"),
        ("hello", "undiallable"),
    ],
)  # fmt: skip
def test_some_numbers_are_never_dialled(ready: Path, number: str, rule: str) -> None:
    every = ("--yes", "--allow", "premium", "--allow", "country", "--allow", "night", "--json")
    done = sidetone("dial", *every, "--", number, profile=ready)
    assert done.returncode == 6, done.stdout
    [row] = rows(done)
    assert row["error"]["rule"] == rule or number == "+33112"
    assert row["error"]["message"] == done.stderr.strip().splitlines()[-1]


@pytest.mark.parametrize(("number", "rule"), [("+33899123456", "premium"), ("+818012345678", "country")])
def test_a_rule_asks_and_is_allowed_by_name(
    ready: Path, hello: dict[str, Any], number: str, rule: str
) -> None:
    others = [part for other in {"premium", "country", "night"} - {rule} for part in ("--allow", other)]
    done = sidetone("dial", number, "--yes", "--json", *others, profile=ready)
    assert done.returncode == 6, done.stdout
    assert rows(done)[-1]["error"]["rule"] == rule
    assert not placed(hello, number)
    allowed = sidetone("dial", number, "--yes", "--json", "--allow", rule, *others, profile=ready)
    assert allowed.returncode == 0, allowed.stderr
    assert len(placed(hello, number)) == 1


def test_without_yes_and_without_a_terminal_nothing_happens(ready: Path, hello: dict[str, Any]) -> None:
    done = sidetone("dial", "+33639980102", *ALWAYS, profile=ready)
    assert done.returncode == 6
    assert not placed(hello, "+33639980102")


@pytest.mark.parametrize(("answer", "code", "requests"), [(b"y\n", 0, 1), (b"n\n", 6, 0), (b"\n", 6, 0)])
def test_on_a_terminal_it_asks(
    ready: Path, hello: dict[str, Any], answer: bytes, code: int, requests: int
) -> None:
    number = f"+336399802{code}{len(answer)}"
    before = len(placed(hello, number))
    ours, theirs = os.openpty()
    os.write(ours, answer)
    try:
        done = subprocess.run(
            arguments("dial", number, *ALWAYS), env=environment(ready), cwd=ROOT, stdin=theirs,
            capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip
    finally:
        os.close(ours)
        os.close(theirs)
    assert done.returncode == code, done.stderr
    assert "Call +336399802" in done.stderr
    assert "[y/N]" in done.stderr
    assert len(placed(hello, number)) - before == requests


def test_the_line_is_chosen_by_id_extension_number_or_name(ready: Path, hello: dict[str, Any]) -> None:
    lines = rows(sidetone("lines", "list", "--json", profile=ready))
    line = next(line for line in lines if line["name"] == "Workshop")
    for digit, key in enumerate(("id", "extension", "number", "name")):
        number = f"+3363998030{digit}"
        done = sidetone("dial", number, "--line", line[key], "--yes", *ALWAYS, profile=ready)
        # The phone may still be in the call before; what counts is which phone was asked to ring.
        assert done.returncode in (0, 1), done.stderr
        assert rows(done)[0]["line"] == "Workshop"
        assert str(placed(hello, number)[0]["body"]["phone_id"]) == line["provider_id"]
    chosen = sidetone("settings", "set", "dial.line", line["id"], profile=ready)
    assert chosen.returncode == 0
    assert [
        row["name"] for row in rows(sidetone("lines", "list", "--json", profile=ready)) if row["default"]
    ] == ["Workshop"]


@pytest.mark.parametrize("line", ["Old fax", "No such line", "999"])
def test_a_line_that_cannot_call_is_not_found(ready: Path, line: str) -> None:
    done = sidetone("dial", "+33639980103", "--line", line, "--yes", *ALWAYS, profile=ready)
    assert done.returncode == 4
    assert rows(done)[-1]["error"]["kind"] == "no_line"


def test_a_busy_line_is_one_and_not_tried_again(ready: Path, hello: dict[str, Any]) -> None:
    done = sidetone("dial", "+33639980104", "--line", "207", "--yes", *ALWAYS, profile=ready)
    assert done.returncode == 1
    attempt, last = rows(done)
    assert attempt["state"] == "failed"
    assert last["error"]["kind"] == "busy"
    assert last["error"]["status"] in (409, None)
    assert len(placed(hello, "+33639980104")) == 1


def test_the_same_press_is_folded_also_between_processes(ready: Path, hello: dict[str, Any]) -> None:
    """Four processes at once: one takes the lock, the others find its socket; one request leaves."""
    pressing = [
        subprocess.Popen(
            arguments("dial", "+33639980105", "--yes", *ALWAYS), env=environment(ready), cwd=ROOT,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )
        for _ in range(4)
    ]  # fmt: skip
    ends = [process.communicate(timeout=60) for process in pressing]
    assert [process.returncode for process in pressing] == [0] * 4, ends
    assert len({out for out, _ in ends}) == 1
    assert len(placed(hello, "+33639980105")) == 1


@pytest.fixture(scope="module")
def slow() -> Iterator[dict[str, Any]]:
    with running_sandbox("--calls", "20", "--faults", "slow") as line:
        yield line


def test_ctrl_c_does_not_cut_off_a_call_that_has_left(profile: Path, slow: dict[str, Any]) -> None:
    """Once the number was said the request is on its way: the command waits and tells how it ended."""
    assert add_account(profile, slow).returncode == 0
    for digit in range(3):  # one of three answers is slow
        number = f"+3363998060{digit}"
        with ending(started("dial", number, "--yes", *ALWAYS, profile=profile)) as dialling:
            assert dialling.stderr is not None
            assert number in dialling.stderr.readline()
            dialling.send_signal(signal.SIGINT)
            out, errors = dialling.communicate(timeout=30)
        assert dialling.returncode in (0, 1), errors
        assert json.loads(out.splitlines()[0])["state"] in ("placed", "failed")
        assert len(placed(slow, number)) == 1


def test_a_holder_that_dies_during_a_call_leaves_its_outcome_unknown(
    profile: Path, slow: dict[str, Any]
) -> None:
    assert add_account(profile, slow).returncode == 0
    with running_window(profile) as window:
        number = "+33639980610"
        with ending(started("dial", number, "--yes", *ALWAYS, profile=profile)) as dialling:
            assert dialling.stderr is not None
            assert number in dialling.stderr.readline()
            window.kill()
            out, errors = dialling.communicate(timeout=30)
        # It may have been told how the call ended just before.
        if dialling.returncode != 0:
            assert dialling.returncode == 7, errors
            assert json.loads(out.splitlines()[-1])["error"]["kind"] == "outcome_unknown"
        assert len(placed(slow, number)) <= 1


def test_without_an_account_there_is_no_line(profile: Path) -> None:
    done = sidetone("dial", "+33639980106", "--yes", *ALWAYS, profile=profile)
    assert done.returncode == 4
    assert rows(done)[-1]["error"]["kind"] == "no_line"


@pytest.mark.parametrize("number", ["112", "9-1-1", "999", "000"])
def test_an_emergency_number_is_six_even_without_a_line(profile: Path, number: str) -> None:
    done = sidetone("dial", number, "--yes", "--json", profile=profile)
    assert done.returncode == 6
    assert rows(done)[-1]["error"]["rule"] == "emergency"


@pytest.fixture(scope="module")
def cutting() -> Iterator[dict[str, Any]]:
    with running_sandbox("--calls", "20", "--faults", "cut") as line:
        yield line


def test_an_answer_that_broke_off_is_seven_and_never_sent_again(
    profile: Path, cutting: dict[str, Any]
) -> None:
    assert add_account(profile, cutting).returncode == 0
    assert sidetone("sync", profile=profile).returncode == 0
    codes = {}
    for digit in range(6):
        number = f"+3363998040{digit}"
        command = ("dial", number, "--line", str(201 + digit % 4), "--yes", *ALWAYS)
        began = time.monotonic()
        done = sidetone(*command, profile=profile)
        codes[number] = done.returncode
        state = rows(done)[0]["state"]
        assert (done.returncode, state) in ((0, "placed"), (7, "unknown"), (1, "failed"))
        if done.returncode == 7:
            assert rows(done)[-1]["error"]["kind"] == "outcome_unknown"
            again = sidetone(*command, profile=profile)
            if time.monotonic() - began < 3:
                assert again.returncode == 7
                assert rows(again)[0] == rows(done)[0]
                assert len(placed(cutting, number)) <= 1
        else:
            assert len(placed(cutting, number)) == 1
    assert 7 in codes.values()
    assert 0 in codes.values()


@pytest.mark.parametrize(
    ("fault", "code", "kind", "wait"), [("401", 3, "sign_in", None), ("429", 1, "rate_limited", 1)]
)
def test_a_refusal_is_said_and_nothing_is_sent_again(
    profile: Path, fault: str, code: int, kind: str, wait: int | None
) -> None:
    refusals = []
    with running_sandbox("--calls", "20", "--faults", fault) as hello:
        while add_account(profile, hello).returncode:
            pass  # the fault hits this too, but never twice running
        for digit in range(6):
            number = f"+3363998050{digit}"
            done = sidetone("dial", number, "--line", str(201 + digit % 4), "--yes", *ALWAYS, profile=profile)
            assert done.returncode in (0, code), done.stderr
            assert len(placed(hello, number)) == 1
            if done.returncode:
                refusals.append(rows(done)[-1]["error"])
    assert refusals
    assert {refusal["kind"] for refusal in refusals} == {kind}
    assert all(refusal["retry_after_s"] == wait for refusal in refusals)
