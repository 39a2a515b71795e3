"""`sidetone campaigns upload`, the real command against the real sandbox: checked, and sent only once."""

import signal
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.command import add_account, rows, sidetone, started
from tests.support.processes import ending
from tests.support.sandbox import running_sandbox, world

PROVIDER = "sipcaller"
CAMPAIGN = "Spring renewals"


@pytest.fixture(scope="module")
def hello() -> Iterator[dict[str, Any]]:
    with running_sandbox("--calls", "0", "--contacts", "0") as line:
        yield line


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory, hello: dict[str, Any]) -> Path:
    """A profile with one account, `Dialler`; each test has numbers of its own."""
    folder = tmp_path_factory.mktemp("dialler")
    assert sidetone("settings", "set", "network.wait_scale", "0", profile=folder).returncode == 0
    done = add_account(folder, hello, "Dialler", provider=PROVIDER, more=("--field", "region=FR"))
    assert done.returncode == 0, done.stderr
    return folder


def upload(profile: Path, file: Path, *argv: str, campaign: str = CAMPAIGN, **options: Any):
    return sidetone("campaigns", "upload", campaign, str(file), *argv, "--json", profile=profile, **options)


def arrived(hello: dict[str, Any], *numbers: str, campaign: str = CAMPAIGN) -> list[tuple[str, list[str]]]:
    """Return which of these numbers arrived at the provider, as often as they did."""
    (one,) = [each for each in world(hello)["campaigns"] if each["name"] == campaign]
    return [(each["sent"], each["variables"]) for each in one["numbers"] if each["sent"] in numbers]


def write(file: Path, *lines: str) -> Path:
    file.write_text("".join(f"{line}\n" for line in lines), "utf-8")
    return file


def test_a_dry_run_says_what_each_row_is_and_sends_nothing(ours, hello, tmp_path):
    (one,) = [each for each in world(hello)["campaigns"] if each["name"] == CAMPAIGN]
    there = next(each["number"] for each in one["numbers"] if not each["gone"])
    listed = sidetone("dnc", "add", "+33199008801", profile=ours)
    assert listed.returncode == 0, listed.stderr
    file = write(
        tmp_path / "list.csv",
        "phone;name",
        "+33199008800;Ada",
        "01 99 00 88 00;Ada",
        "0199008801;Bob",
        f"{there};Eve",
        "5550009;Local",
        "3,36E+10;Rounded",
        "0199008802;",
    )
    before = len([one for one in world(hello)["requests"] if one["method"] == "POST"])
    done = upload(ours, file, "--dry-run")
    assert done.returncode == 0, done.stderr
    found = rows(done)
    assert list(found[0]) == ["row", "verdict", "reason", "number"]
    assert [(row["row"], row["verdict"], row["number"]) for row in found] == [
        (2, "ok", "+33199008800"),
        (3, "duplicate", "+33199008800"),
        (4, "dnc", "+33199008801"),
        (5, "in_campaign", there),
        (6, "warning", "5550009"),
        (7, "invalid", "3,36E+10"),
        (8, "repaired", "+33199008802"),
    ]
    assert found[0]["reason"] is None
    assert found[1]["reason"] == "Same number as row 2, which is kept"
    assert len([one for one in world(hello)["requests"] if one["method"] == "POST"]) == before
    assert rows(upload(ours, file, "--dry-run")) == found  # and nothing is left behind


def test_rows_are_sent_once_however_often_the_same_command_is_given(ours, hello, tmp_path):
    file = write(tmp_path / "list.csv", "name,phone", "Ada,0199007700", "nobody,x", "Bob,+33199007701")
    refused = upload(ours, file)
    assert refused.returncode == 6
    assert rows(refused)[-1]["error"]["rule"] == "confirm"
    done = upload(ours, file, "--yes")
    assert done.returncode == 0, done.stderr
    assert [(row["verdict"], row["number"]) for row in rows(done)] == [
        ("sent", "+33199007700"),
        ("invalid", "x"),
        ("sent", "+33199007701"),
    ]
    assert rows(done)[0]["reason"] == "Was 0199007700: France added"
    once = [("+33199007700", ["Ada"]), ("+33199007701", ["Bob"])]
    assert arrived(hello, "+33199007700", "+33199007701") == once
    again = upload(ours, file, "--yes")
    assert (again.returncode, rows(again)) == (0, rows(done))
    assert "has ended, and nothing of it is sent now" in again.stderr
    assert "number: phone; variables: name." in again.stderr
    listed = sidetone("dnc", "add", "+33199007700", profile=ours)
    assert "had this number when it was read last, and may call it" in listed.stderr
    assert sidetone("dnc", "remove", "+33199007700", profile=ours).returncode == 0
    anew = upload(ours, file, "--yes", "--again")
    assert [row["verdict"] for row in rows(anew)] == ["in_campaign", "invalid", "in_campaign"]
    assert arrived(hello, "+33199007700", "+33199007701") == once


def test_columns_are_mapped_and_the_header_is_what_is_said(ours, hello, tmp_path):
    file = write(tmp_path / "list.csv", "first,phone,first", "a,0199006600,b")
    done = upload(ours, file, "--yes", "--map", "number=phone,var=3,var=1")
    assert done.returncode == 0, done.stderr
    assert arrived(hello, "+33199006600") == [("+33199006600", ["b", "a"])]
    for wrong in ("number=first", "number=9", "name=phone", "number=1,number=2"):
        refused = upload(ours, file, "--yes", "--map", wrong)
        assert refused.returncode == 2, (wrong, refused.stderr)
    bare = write(tmp_path / "bare.csv", "0199006601", "0199006602")
    done = upload(ours, bare, "--dry-run", "--header", "yes", "--region", "GB")
    assert [(row["row"], row["number"]) for row in rows(done)] == [(2, "+44199006602")]


@pytest.mark.parametrize(
    ("campaign", "code"), [("Callback requests", 1), ("Water main works", 1), ("No such campaign", 4)]
)
def test_a_campaign_that_takes_no_numbers_says_so(ours, tmp_path, campaign, code):
    file = write(tmp_path / "list.csv", "0199005500")
    done = upload(ours, file, "--yes", campaign=campaign)
    assert done.returncode == code, done.stderr
    assert rows(done)[-1]["error"]["message"]
    dry = upload(ours, file, "--dry-run", campaign=campaign)
    assert dry.returncode == (0 if code == 1 else code)


@pytest.mark.parametrize("what", ["missing", "folder", "empty"])
def test_a_file_that_cannot_be_read_is_said_so(ours, tmp_path, what):
    file = tmp_path / "list.csv"
    if what == "folder":
        file.mkdir()
    elif what == "empty":
        file.write_text("")
    done = upload(ours, file, "--yes")
    assert done.returncode == 1
    assert rows(done)[-1]["error"]["kind"] == "no_file"


def test_an_upload_that_is_interrupted_goes_on_with_the_same_command(ours, hello, tmp_path):
    numbers = [f"+336399{place:05}" for place in range(12_000)]
    file = write(tmp_path / "list.csv", *(f"{number},A" for number in numbers))
    with ending(
        started("campaigns", "upload", CAMPAIGN, str(file), "--yes", "--json", profile=ours)
    ) as process:
        seen = len(world(hello)["requests"])
        while not any("upload" in one["path"] for one in world(hello)["requests"][seen:]):
            assert process.poll() is None, process.communicate()
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=60)
        assert process.returncode in (0, 130)
    done = upload(ours, file, "--yes")
    assert done.returncode == 0, done.stderr
    assert Counter(row["verdict"] for row in rows(done)) == {"sent": 12_000}
    assert Counter(number for number, _ in arrived(hello, *numbers)) == Counter(numbers)


@pytest.mark.slow
def test_what_nobody_can_tell_is_unknown_and_seven_until_it_is_there(tmp_path):
    with running_sandbox("--calls", "0", "--contacts", "0", "--faults", "cut", "--upload-delay", "4") as late:
        folder = tmp_path / "profile"
        assert sidetone("settings", "set", "network.wait_scale", "0", profile=folder).returncode == 0
        assert add_account(folder, late, "Dialler", provider=PROVIDER, more=("--no-test",)).returncode == 0
        for attempt in range(12):  # one request of three is hit
            number = f"+33199004{attempt:03}"
            file = write(tmp_path / f"list{attempt}.csv", number, f"+33199005{attempt:03}")
            done = upload(folder, file, "--yes")
            if done.returncode == 7:
                break
            assert done.returncode == 0, done.stderr
        assert [row["verdict"] for row in rows(done)] == ["unknown", "unknown"]
        assert "not sent again by itself" in done.stderr
        while done.returncode == 7:
            done = upload(folder, file, "--yes")
        assert done.returncode == 0, done.stderr
        assert [row["verdict"] for row in rows(done)] == ["sent", "sent"]
        assert [sent for sent, _ in arrived(late, number)] == [number]
