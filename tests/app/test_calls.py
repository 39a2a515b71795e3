"""The history through the real command: lists, filters, recordings, transcripts, export."""

import csv
import json
import os
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.support.command import ROOT, add_account, arguments, environment, rows, sidetone
from tests.support.sandbox import running_sandbox, world
from tests.support.sipsim_client import Client

CALL = [
    "id", "provider", "account", "provider_id", "direction", "outcome", "caller", "callee", "other", "name",
    "line", "started_at", "answered_at", "ended_at", "wait_s", "duration_s", "tags", "has_recording",
    "has_transcript", "note", "raw_status",
]  # fmt: skip


@pytest.fixture(scope="module")
def calls(synced: Path) -> list[dict[str, Any]]:
    done = sidetone("calls", "list", "--json", profile=synced)
    assert (done.returncode, done.stderr) == (0, "")
    return rows(done)


@pytest.fixture(scope="module")
def truth(hello: dict[str, Any], synced: Path) -> dict[str, Any]:
    return world(hello, "sipsim")


def ids(done: Any) -> list[str]:
    assert done.returncode == 0, done.stderr
    return [row["provider_id"] for row in rows(done)]


def test_all_calls_newest_first_in_shape(calls: list[dict[str, Any]], truth: dict[str, Any]) -> None:
    assert len(calls) == len(truth["calls"]) == 300
    assert all(list(call) == CALL for call in calls)
    starts = [call["started_at"] for call in calls if call["started_at"]]
    assert starts == sorted(starts, reverse=True)
    stamp = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
    assert all(stamp.fullmatch(start) for start in starts)


def test_a_limit(synced: Path, calls: list[dict[str, Any]]) -> None:
    assert rows(sidetone("calls", "list", "--limit", "5", "--json", profile=synced)) == calls[:5]


@pytest.mark.parametrize(("option", "count"), [("--limit", 300), ("--min-duration", 0)])
def test_a_count_may_be_of_any_size(synced: Path, option: str, count: int) -> None:
    done = sidetone("calls", "list", option, "1" + 30 * "0", "--json", profile=synced)
    assert done.returncode == 0, done.stderr
    assert len(rows(done)) == count


def test_filters_agree_with_the_world(synced: Path, calls: list[dict[str, Any]]) -> None:
    def listed(*options: str) -> list[str]:
        return ids(sidetone("calls", "list", "--json", *options, profile=synced))

    def wanted(fits: Any) -> list[str]:
        found = [call["provider_id"] for call in calls if fits(call)]
        assert found
        assert len(found) < len(calls)
        return found

    assert listed("--direction", "outbound") == wanted(lambda c: c["direction"] == "outbound")
    either = {"missed", "voicemail"}
    assert listed("--outcome", "missed", "--outcome", "voicemail") == wanted(lambda c: c["outcome"] in either)
    assert listed("--min-duration", "120") == wanted(lambda c: (c["duration_s"] or 0) >= 120)
    assert listed("--has", "recording") == wanted(lambda c: c["has_recording"])
    tag = next(tag for call in calls for tag in call["tags"])
    assert listed("--tag", tag) == wanted(lambda c: tag in c["tags"])
    line = next(call["line"] for call in calls if call["line"])
    assert listed("--line", line) == wanted(lambda c: c["line"] == line)
    since, until = calls[200]["started_at"], calls[100]["started_at"]
    assert listed("--since", since, "--until", until) == wanted(lambda c: since <= c["started_at"] < until)
    assert len(listed("--account", "Main")) == 300


@pytest.mark.parametrize("spelling", ["{e164}", "0033{national}", "0{national}", "0{spaced}", "{middle}"])
def test_a_number_in_any_spelling(synced: Path, calls: list[dict[str, Any]], spelling: str) -> None:
    e164 = next(c["other"] for c in calls if (c["other"] or "").startswith("+33") and len(c["other"]) == 12)
    national = e164[3:]
    spaced = " ".join([national[0], *(national[i : i + 2] for i in range(1, 9, 2))])
    text = spelling.format(e164=e164, national=national, spaced=spaced, middle=national[2:8])
    found = rows(sidetone("calls", "list", "--number", text, "--json", profile=synced))
    exact = [call["id"] for call in calls if e164 in (call["caller"], call["callee"], call["other"])]
    assert set(exact) <= {call["id"] for call in found}
    assert len(found) < len(calls)


def test_an_empty_list_prints_nothing(synced: Path) -> None:
    done = sidetone("calls", "list", "--since", "2099-01-01", "--json", profile=synced)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_what_is_not_there_is_four_and_what_is_unreadable_two(synced: Path) -> None:
    assert sidetone("calls", "list", "--account", "Nobody", profile=synced).returncode == 4
    assert sidetone("calls", "list", "--line", "No such line", profile=synced).returncode == 4
    assert sidetone("calls", "list", "--since", "teatime", profile=synced).returncode == 2
    for name in ("999999", "Main:999999", "Nobody:1", "nonsense", "-0"):
        done = sidetone("calls", "show", "--json", "--", name, profile=synced)
        assert done.returncode == 4, name
        assert rows(done)[-1]["error"]["kind"] in ("no_call", "no_account")


def test_show_takes_our_id_and_the_providers(synced: Path, calls: list[dict[str, Any]]) -> None:
    wanted = calls[3]
    for name in (wanted["id"], f"Main:{wanted['provider_id']}"):
        [shown] = rows(sidetone("calls", "show", name, "--json", profile=synced))
        assert shown == wanted
    plain = sidetone("calls", "show", wanted["id"], profile=synced)
    assert wanted["other"] in plain.stdout


def test_a_recording_is_saved_over_whatever_was_there(synced: Path, calls: list[dict[str, Any]]) -> None:
    call = next(call for call in calls if call["has_recording"])
    file = synced / "sound.mp3"
    file.write_text("something older and longer " * 10_000)
    [saved] = rows(
        sidetone("calls", "recording", call["id"], "--output", "sound.mp3", "--json", profile=synced)
    )
    assert saved["bytes"] == file.stat().st_size > 1000
    head = file.read_bytes()[:4]
    assert (head[0] == 0xFF and head[1] >= 0xE0) or head[:3] == b"ID3" or head == b"RIFF"
    silent = next(call for call in calls if not call["has_recording"])
    none = sidetone("calls", "recording", silent["id"], "--output", "none.mp3", "--json", profile=synced)
    assert none.returncode == 4
    assert rows(none)[-1]["error"]["kind"] == "no_recording"
    assert not (synced / "none.mp3").exists()


def test_a_recording_that_cannot_be_written(synced: Path, calls: list[dict[str, Any]]) -> None:
    call = next(call for call in calls if call["has_recording"])
    done = sidetone("calls", "recording", call["id"], "--output", "no/such/folder", "--json", profile=synced)
    assert done.returncode == 1
    assert rows(done)[-1]["error"]["kind"] == "not_saved"


def test_transcripts_in_every_format(synced: Path, truth: dict[str, Any]) -> None:
    call = next(call for call in truth["calls"] if call["has_transcript"])
    name = f"Main:{call['provider_id']}"
    [said] = rows(sidetone("calls", "transcript", name, "--json", profile=synced))
    assert said["state"] == "ready"
    assert list(said) == ["state", "summary", "segments"]
    assert set(said["segments"][0]) == {"start_s", "end_s", "speaker", "channel", "text"}
    text = said["segments"][0]["text"]
    for kind in ("text", "srt", "vtt"):
        done = sidetone("calls", "transcript", name, "--format", kind, profile=synced)
        assert done.returncode == 0, done.stderr
        assert text.split()[0] in done.stdout
    assert done.stdout.startswith("WEBVTT")
    as_json = sidetone("calls", "transcript", name, "--format", "json", profile=synced)
    assert json.loads(as_json.stdout) == said


def test_a_transcript_is_asked_for_and_waited_for(synced: Path, truth: dict[str, Any]) -> None:
    without = [call for call in truth["calls"] if call["has_recording"] and not call["has_transcript"]]
    for call in without[:3]:  # the sandbox makes one transcription in thirty fail
        name = f"Main:{call['provider_id']}"
        none = sidetone("calls", "transcript", name, "--json", profile=synced)
        assert (none.returncode, rows(none)[0]["state"]) == (0, "none")
        asked = sidetone("calls", "transcript", name, "--request", "--json", profile=synced)
        assert asked.returncode == 0, asked.stderr
        assert rows(asked)[0]["state"] in ("pending", "ready")
        waited = sidetone("calls", "transcript", name, "--request", "--wait", "20", "--json", profile=synced)
        assert waited.returncode == 0, waited.stderr
        [said] = rows(waited)
        if said["state"] != "failed":
            break
    assert said["state"] == "ready"
    assert said["segments"]


VENDOR = [
    "id",
    "call_type",
    "sip_status",
    "caller_number",
    "target_number",
    "duration_sec",
    "start_time",
    "answered",
]


def test_export_begins_with_the_vendors_columns(
    synced: Path, calls: list[dict[str, Any]], truth: dict[str, Any]
) -> None:
    done = sidetone("calls", "export", "out.csv", "--direction", "inbound", "--json", profile=synced)
    assert done.returncode == 0, done.stderr
    wanted = [call for call in calls if call["direction"] == "inbound"]
    assert rows(done)[0]["calls"] == len(wanted)
    with (synced / "out.csv").open(newline="", encoding="utf-8") as file:
        table = list(csv.DictReader(file))
    assert list(table[0])[:8] == VENDOR
    assert len(table) == len(wanted)
    by_id = {call["provider_id"]: call for call in wanted}
    for row in table:
        call = by_id[row["id"]]
        assert row["start_time"] == call["started_at"]
        assert row["caller_number"].lstrip("'") == (call["caller"] or "")
        assert row["duration_sec"] == ("" if call["duration_s"] is None else str(call["duration_s"]))
    assert any(row["caller_number"].startswith("+33") for row in table)


def test_an_export_replaces_the_file_and_never_a_link_or_a_device(synced: Path, tmp_path: Path) -> None:
    (tmp_path / "kept.csv").write_text("old", encoding="utf-8")
    (tmp_path / "link.csv").symlink_to("kept.csv")
    assert sidetone("calls", "export", str(tmp_path / "link.csv"), profile=synced).returncode == 0
    assert (tmp_path / "link.csv").is_symlink()
    assert (tmp_path / "kept.csv").read_text("utf-8").startswith(",".join(VENDOR))
    os.mkfifo(tmp_path / "pipe")
    with subprocess.Popen(["cat", str(tmp_path / "pipe")], stdout=subprocess.PIPE) as reader:
        assert sidetone("calls", "export", str(tmp_path / "pipe"), profile=synced).returncode == 0
        assert reader.communicate()[0].startswith(",".join(VENDOR).encode())
    assert (tmp_path / "pipe").is_fifo()


def test_a_reader_that_leaves_early_is_no_error(synced: Path) -> None:
    lister = subprocess.Popen(
        arguments("calls", "list", "--json"), env=environment(synced), cwd=ROOT,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert lister.stdout is not None
    assert lister.stderr is not None
    first = lister.stdout.readline()
    lister.stdout.close()
    errors = lister.stderr.read()
    lister.stderr.close()
    assert json.loads(first)["id"]
    assert lister.wait(30) == 0
    assert errors == b""


def test_a_name_is_asked_for_at_the_provider_and_its_last_answer_holds_without_it(tmp_path: Path) -> None:
    profile = tmp_path / "profile"
    assert sidetone("settings", "set", "network.wait_scale", "0", profile=profile).returncode == 0
    with running_sandbox("--calls", "120") as hello:
        assert add_account(profile, hello).returncode == 0
        assert sidetone("sync", profile=profile).returncode == 0
        with Client(hello) as client:
            found = {str(call["id"]) for call in client.all_calls(search="ma")}
        assert 0 < len(found) < 120
        online = sidetone("calls", "list", "--name", "ma", "--json", profile=profile)
        assert (set(ids(online)), online.stderr) == (found, "")
    offline = sidetone("calls", "list", "--name", "Ma", "--json", profile=profile)
    assert set(ids(offline)) == found
    assert "For Main, --name goes by the phone books and the last answer." in offline.stderr
