"""`sidetone campaigns`, the real command against the real sandbox: listed, shown, paged, deleted."""

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.command import ROOT, add_account, arguments, environment, rows, sidetone
from tests.support.sandbox import running_sandbox, world

PROVIDER = "sipcaller"
NOW = "2026-11-21T12:00:00+00:00"
CAMPAIGN = [
    "id", "account", "provider_id", "name", "status", "type", "mode", "numbers_count", "starts_at", "ends_at",
    "started_at", "ended_at", "archived",
]  # fmt: skip


@pytest.fixture(scope="module")
def hello() -> Iterator[dict[str, Any]]:
    with running_sandbox("--calls", "4", "--contacts", "2", "--seed", "5", "--now", NOW) as line:
        yield line


@pytest.fixture(scope="module")
def dialler(tmp_path_factory: pytest.TempPathFactory, hello: dict[str, Any]) -> Path:
    """A profile with one account, `Dial`, that was synced; each test has its own campaign to change."""
    folder = tmp_path_factory.mktemp("dialler")
    assert sidetone("settings", "set", "network.wait_scale", "0", profile=folder).returncode == 0
    done = add_account(folder, hello, "Dial", provider=PROVIDER, more=("--field", "region=GB"))
    assert done.returncode == 0, done.stderr
    (synced,) = rows(sidetone("sync", "--json", profile=folder))
    assert (synced["complete"], synced["campaigns"]) == (True, 12)
    return folder


def campaigns(profile: Path, *argv: str) -> subprocess.CompletedProcess[str]:
    return sidetone("campaigns", *argv, "--json", profile=profile)


def truth(hello: dict[str, Any], name: str) -> dict[str, Any]:
    """Return the campaign of a name as the world has it, with the numbers that are in it now."""
    (found,) = [one for one in world(hello)["campaigns"] if one["name"] == name]
    return {**found, "numbers": [one for one in found["numbers"] if not one["gone"]]}


def test_the_list_says_what_the_provider_says(dialler: Path, hello: dict[str, Any]) -> None:
    listed = rows(campaigns(dialler, "list"))
    there = {one["provider_id"]: one for one in world(hello)["campaigns"]}
    assert {one["provider_id"] for one in listed} == set(there)
    for one in listed:
        assert list(one) == CAMPAIGN
        assert one["account"] == "Dial"
        expected = there[one["provider_id"]]
        for key in CAMPAIGN[3:]:
            assert one[key] == expected[key], key
    # No zone is told of the planned times, and none is made up.
    assert listed[1]["starts_at"] == there[listed[1]["provider_id"]]["starts_at"]
    assert not listed[1]["starts_at"].endswith("Z")


def test_options_become_the_providers_filters(dialler: Path, hello: dict[str, Any]) -> None:
    argv = (
        "list", "--status", "active", "--type", "dynamic", "--filter", "mode=power",
        "--starts-from", "2026-09-01", "--starts-until", "2026-11-14", "--archived", "no",
        "--sort", "numbers_count", "--desc", "--limit", "5",
    )  # fmt: skip
    listed = rows(campaigns(dialler, *argv))
    assert [one["name"] for one in listed] == ["Spring renewals", "Appointment reminders"]
    one = rows(campaigns(dialler, "list", "--sort", "numbers_count", "--desc", "--limit", "1"))
    assert [each["name"] for each in one] == ["Loyalty survey"]
    none = campaigns(dialler, "list", "--name", "nobody has this name")
    assert (none.returncode, none.stdout) == (0, "")


def test_what_cannot_be_asked_for_is_wrong_usage(dialler: Path) -> None:
    done = campaigns(dialler, "list", "--filter", "colour=blue")
    assert done.returncode == 2, done.stdout
    assert rows(done)[-1]["error"]["kind"] == "usage"


def test_one_is_shown_by_any_of_its_names(dialler: Path) -> None:
    (shown,) = rows(campaigns(dialler, "show", "Loyalty survey"))
    assert list(shown) == CAMPAIGN
    assert rows(campaigns(dialler, "show", shown["id"])) == [shown]
    assert rows(campaigns(dialler, "show", shown["provider_id"], "--account", "Dial")) == [shown]
    plain = sidetone("campaigns", "show", shown["id"], profile=dialler).stdout
    assert "numbers:       5000" in plain
    missing = campaigns(dialler, "show", "No such campaign")
    assert missing.returncode == 4
    assert rows(missing)[-1]["error"]["kind"] == "no_campaign"


def test_numbers_come_by_number_in_either_direction(dialler: Path, hello: dict[str, Any]) -> None:
    there = sorted(one["number"] for one in truth(hello, "Loyalty survey")["numbers"])
    listed = rows(campaigns(dialler, "numbers", "Loyalty survey"))
    assert [one["number"] for one in listed] == there
    assert list(listed[0]) == ["provider_id", "number", "variables", "extra"]
    last = rows(campaigns(dialler, "numbers", "Loyalty survey", "--desc", "--limit", "3"))
    assert [one["number"] for one in last] == there[::-1][:3]
    part = there[40][-5:]
    some = rows(campaigns(dialler, "numbers", "Loyalty survey", "--part", part))
    assert [one["number"] for one in some] == [one for one in there if part in one]


def test_numbers_are_deleted_by_any_spelling_or_by_their_id(dialler: Path, hello: dict[str, Any]) -> None:
    name = "Appointment reminders"
    before = truth(hello, name)["numbers"]
    british = [one for one in before if one["number"].startswith("44")]
    national = "0" + british[0]["number"][2:]
    abroad = "00 " + british[1]["number"]
    argv = ("delete", name, national, abroad, british[2]["provider_id"])
    asked = campaigns(dialler, *argv)
    assert asked.returncode == 6
    assert rows(asked)[-1]["error"]["rule"] == "confirm"
    assert truth(hello, name)["numbers"] == before
    done = campaigns(dialler, *argv, "--yes")
    assert done.returncode == 0, done.stderr
    assert [one["state"] for one in rows(done)] == ["deleted"] * 3
    gone = {one["provider_id"] for one in british[:3]}
    assert {one["provider_id"] for one in rows(done)} == gone
    left = {one["provider_id"] for one in truth(hello, name)["numbers"]}
    assert left == {one["provider_id"] for one in before} - gone
    again = campaigns(dialler, *argv, "--yes")
    assert again.returncode == 4
    assert rows(again)[-1]["error"]["kind"] == "not_in_campaign"


def test_of_several_numbers_none_is_deleted_when_one_is_not_there(
    dialler: Path, hello: dict[str, Any]
) -> None:
    before = truth(hello, "Spring renewals")["numbers"]
    done = campaigns(dialler, "delete", "Spring renewals", before[0]["number"], "+441632000000", "--yes")
    assert done.returncode == 4
    assert truth(hello, "Spring renewals")["numbers"] == before


def test_a_static_campaign_is_left_alone_and_says_why(dialler: Path, hello: dict[str, Any]) -> None:
    before = truth(hello, "Water main works")["numbers"]
    done = campaigns(dialler, "delete", "Water main works", before[0]["number"], "--yes")
    assert done.returncode == 1
    assert "static" in rows(done)[-1]["error"]["message"]
    assert truth(hello, "Water main works")["numbers"] == before


@pytest.mark.parametrize(("answer", "code", "gone"), [(b"n\n", 6, 0), (b"y\n", 0, 1)])
def test_on_a_terminal_it_asks(
    dialler: Path, hello: dict[str, Any], answer: bytes, code: int, gone: int
) -> None:
    before = truth(hello, "Loyalty survey")["numbers"]
    ours, theirs = os.openpty()
    os.write(ours, answer)
    try:
        done = subprocess.run(
            arguments("campaigns", "delete", "Loyalty survey", before[0]["provider_id"]),
            env=environment(dialler), cwd=ROOT, stdin=theirs, capture_output=True, text=True, timeout=60,
            check=False,
        )  # fmt: skip
    finally:
        os.close(ours)
        os.close(theirs)
    assert done.returncode == code, done.stderr
    assert "Delete 1 number" in done.stderr
    assert len(before) - len(truth(hello, "Loyalty survey")["numbers"]) == gone


def test_accounts_without_campaigns_have_none_to_list(profile: Path, hello: dict[str, Any]) -> None:
    assert add_account(profile, hello).returncode == 0
    done = campaigns(profile, "list")
    assert (done.returncode, done.stdout) == (0, "")
    assert "No account has campaigns" in done.stderr
    named = campaigns(profile, "list", "--account", "Main")
    assert named.returncode == 1
    assert json.loads(named.stdout)["error"]["kind"] == "unsupported"


def posts(hello: dict[str, Any]) -> int:
    return sum(one["method"] == "POST" for one in world(hello)["requests"])


def test_a_number_is_added_once_and_only_after_a_yes(dialler: Path, hello: dict[str, Any]) -> None:
    name, before = "Spring renewals", posts(hello)
    argv = ("add", name, "01632 960 001", "--var", "Ann", "--var", "42")
    asked = campaigns(dialler, *argv)
    assert asked.returncode == 6
    assert rows(asked)[-1]["error"]["rule"] == "confirm"
    assert "phone would ring" in rows(asked)[-1]["error"]["message"]
    assert posts(hello) == before
    done = campaigns(dialler, *argv, "--yes")
    assert done.returncode == 0, done.stderr
    (told,) = rows(done)
    assert (told["number"], told["verdict"], told["state"]) == ("+441632960001", "repaired", "sent")
    there = [one for one in truth(hello, name)["numbers"] if one["number"] == "+441632960001"]
    assert [one["variables"] for one in there] == [["Ann", "42"]]
    again = campaigns(dialler, "add", name, "0044 1632 960001", "--yes")
    assert again.returncode == 6
    assert rows(again)[-1]["error"]["rule"] == "in_campaign"
    assert posts(hello) == before + 1
    # It is gone, so that it may come again: what is known of a campaign is looked up, not remembered.
    assert campaigns(dialler, "delete", name, "+441632960001", "--yes").returncode == 0
    assert campaigns(dialler, *argv, "--yes").returncode == 0
    assert posts(hello) == before + 2


def test_what_somebody_else_put_there_is_not_added_again(dialler: Path, hello: dict[str, Any]) -> None:
    before = posts(hello)
    known = truth(hello, "Spring renewals")["numbers"][10]["number"]
    done = campaigns(dialler, "add", "Spring renewals", known, "--yes")
    assert done.returncode == 6
    assert rows(done)[-1]["error"]["rule"] == "in_campaign"
    assert posts(hello) == before


@pytest.mark.parametrize(
    ("name", "number", "code", "kind"),
    [
        ("Spring renewals", "12", 6, "rule"),
        ("Spring renewals", "not a number", 6, "rule"),
        ("Water main works", "+441632960002", 1, "unsupported"),
        ("Callback requests", "+441632960002", 1, "unsupported"),
        ("No such campaign", "+441632960002", 4, "no_campaign"),
    ],
)
def test_what_cannot_go_in_says_why(
    dialler: Path, hello: dict[str, Any], name: str, number: str, code: int, kind: str
) -> None:
    before = posts(hello)
    done = campaigns(dialler, "add", name, number, "--yes")
    assert done.returncode == code, done.stderr
    assert rows(done)[-1]["error"]["kind"] == kind
    assert posts(hello) == before


def test_on_a_terminal_it_says_that_a_phone_rings(dialler: Path, hello: dict[str, Any]) -> None:
    before = posts(hello)
    ours, theirs = os.openpty()
    os.write(ours, b"\n")
    try:
        done = subprocess.run(
            arguments("campaigns", "add", "Spring renewals", "+441632960003"),
            env=environment(dialler), cwd=ROOT, stdin=theirs, capture_output=True, text=True, timeout=60,
            check=False,
        )  # fmt: skip
    finally:
        os.close(ours)
        os.close(theirs)
    assert done.returncode == 6, done.stderr
    assert "A real phone rings soon. Add +441632960003" in done.stderr
    assert posts(hello) == before


@pytest.mark.slow
def test_when_the_server_fails_no_number_goes_in_twice_and_the_exit_says_what_is_known(
    tmp_path: Path,
) -> None:
    with running_sandbox(
        "--calls", "4", "--contacts", "2", "--seed", "5", "--now", NOW, "--faults", "5xx,cut"
    ) as hello:
        assert sidetone("settings", "set", "network.wait_scale", "0", profile=tmp_path).returncode == 0
        assert add_account(tmp_path, hello, "Dial", provider=PROVIDER, more=("--no-test",)).returncode == 0
        codes: dict[str, int] = {}
        for last in range(8):
            number = f"+44163296001{last}"
            codes[number] = campaigns(tmp_path, "add", "Spring renewals", number, "--yes").returncode
        assert set(codes.values()) <= {0, 1, 7}
        assert 7 in codes.values()
        there = [one["number"] for one in truth(hello, "Spring renewals")["numbers"]]
        for number, code in codes.items():
            assert there.count(number) == {0: 1, 1: 0}.get(code, there.count(number)) <= 1
        sent = [one for one in world(hello)["requests"] if one["method"] == "POST"]
        assert len({str(one["body"]) for one in sent}) == len(sent)
