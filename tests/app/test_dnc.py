"""`sidetone dnc`, the real command: listed, searched, checked, imported, exported, obeyed by every call."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.command import add_account, rows, running_window, sidetone
from tests.support.sandbox import running_sandbox, world

ADA = "+33612345678"


@pytest.fixture(scope="module")
def hello() -> Iterator[dict[str, Any]]:
    with running_sandbox("--calls", "3", "--contacts", "2") as line:
        yield line


@pytest.fixture(scope="module")
def profile(tmp_path_factory: pytest.TempPathFactory, hello: dict[str, Any]) -> Path:
    """A profile with one account whose lines are French; each test has its own numbers in it."""
    folder = tmp_path_factory.mktemp("dnc")
    done = add_account(folder, hello)
    assert done.returncode == 0, done.stderr
    return folder


def dnc(profile: Path, *argv: str, **options: Any):
    return sidetone("dnc", *argv, "--json", profile=profile, **options)


def test_a_number_is_added_found_checked_and_taken_off_in_any_spelling(profile):
    done = dnc(profile, "add", "06 98 00 00 01", "--reason", "by letter", "--region", "FR")
    assert done.returncode == 0, done.stderr
    (added,) = rows(done)
    assert list(added) == ["number", "reason", "source", "since"]
    assert (added["number"], added["reason"], added["source"]) == (
        "+33698000001",
        "by letter",
        "Command line",
    )
    assert added["since"].endswith("Z")
    assert rows(dnc(profile, "list", "LETTER")) == [added]
    assert rows(dnc(profile, "list", "0698 00")) == [added]
    assert added in rows(dnc(profile, "list"))
    assert rows(dnc(profile, "list", "nobody at all")) == []
    checked = rows(dnc(profile, "check", "0033698000001", "+442079460099"))
    assert [(one["asked"], one["listed"], one["number"]) for one in checked] == [
        ("0033698000001", True, "+33698000001"),
        ("+442079460099", False, None),
    ]
    assert rows(dnc(profile, "remove", "+33 6 98 00 00 01")) == [added]
    gone = dnc(profile, "remove", "+33 6 98 00 00 01")
    assert gone.returncode == 4
    assert rows(gone)[-1]["error"]["kind"] == "not_listed"


@pytest.mark.parametrize(("number", "why"), [("112", "emergency"), ("abc", "Not a phone number")])
def test_what_cannot_be_listed_is_wrong_usage_with_the_reason(profile, number, why):
    done = dnc(profile, "add", number)
    assert done.returncode == 2
    assert why in rows(done)[-1]["error"]["message"]
    assert dnc(profile, "add", ADA, "--region", "XX").returncode == 2


def test_a_file_is_tried_brought_in_and_written_again_row_by_row(profile, tmp_path):
    file = tmp_path / "opt-outs.csv"
    file.write_text("number,reason\n+33698000010,by letter\n00 33 6 98 00 00 11,\nnobody,\n+33698000010,\n")
    tried = dnc(profile, "import", str(file), "--dry-run")
    assert tried.returncode == 0, tried.stderr
    assert [list(row) for row in rows(tried)] == [["row", "verdict", "reason", "number"]] * 4
    assert [(row["row"], row["verdict"], row["number"]) for row in rows(tried)] == [
        (2, "ok", "+33698000010"),
        (3, "repaired", "+33698000011"),
        (4, "invalid", None),
        (5, "duplicate", "+33698000010"),
    ]
    assert rows(dnc(profile, "list", "69800001")) == []
    assert rows(dnc(profile, "import", str(file))) == rows(tried)
    assert len(rows(dnc(profile, "list", "69800001"))) == 2
    out = tmp_path / "list.csv"
    assert rows(dnc(profile, "export", str(out)))[0]["file"] == str(out)
    assert "+33698000010,by letter,Import of opt-outs.csv," in out.read_text(encoding="utf-8-sig")
    assert {row["verdict"] for row in rows(dnc(profile, "import", str(out)))} == {"duplicate"}
    lost = dnc(profile, "import", str(tmp_path / "no such file"))
    assert (lost.returncode, rows(lost)[-1]["error"]["kind"]) == (1, "no_file")


def test_a_listed_number_cannot_be_forced_by_any_option(profile, hello):
    assert dnc(profile, "add", ADA, "--reason", "asked not to be called").returncode == 0
    for spelling in (ADA, "0033612345678", "tel:+33-6-12-34-56-78"):
        rules = ("premium", "country", "night")
        allow = [part for rule in rules for part in ("--allow", rule)]
        done = sidetone("dial", spelling, "--yes", *allow, "--json", profile=profile)
        assert done.returncode == 6, done.stderr
        error = rows(done)[-1]["error"]
        assert error["rule"] == "dnc"
        assert "asked not to be called" in error["message"]
        assert "since" in error["message"]
    assert sidetone("dial", ADA, "--yes", "--allow", "dnc", profile=profile).returncode == 2
    assert not [one for one in world(hello)["requests"] if one["method"] == "POST" and "call" in one["path"]]


@pytest.mark.slow
def test_a_running_window_takes_the_commands_and_knows_the_list_at_once(profile, hello):
    with running_window(profile):
        assert dnc(profile, "add", "+33698000099").returncode == 0
        done = sidetone("dial", "+33698000099", "--yes", "--json", profile=profile)
        assert (done.returncode, rows(done)[-1]["error"]["rule"]) == (6, "dnc")
    assert not [one for one in world(hello)["requests"] if one["method"] == "POST" and "call" in one["path"]]
