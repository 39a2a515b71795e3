"""Names on calls through the real command: from one account's phonebook on the calls of another."""

import csv
import json
from pathlib import Path

import pytest

from tests.support.command import add_account, rows, sidetone
from tests.support.sandbox import running_sandbox


@pytest.mark.slow
def test_a_contact_of_one_account_names_the_calls_of_another(tmp_path: Path) -> None:
    profile = tmp_path / "profile"
    assert sidetone("settings", "set", "network.wait_scale", "0", profile=profile).returncode == 0
    with running_sandbox("--calls", "120") as hello:
        assert add_account(profile, hello).returncode == 0
        london = hello["sipalto"]
        fields = [
            part
            for key in ("base_url", "username", "extensions")
            for part in ("--field", f"{key}={london[key]}")
        ]
        done = sidetone(
            "account", "add", "sipalto", "--name", "London", *fields, "--field", "region=GB",
            "--secret", "password", profile=profile, stdin=f"{london['password']}\n",
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        assert sidetone("sync", profile=profile).returncode == 0
        calls = rows(sidetone("calls", "list", "--account", "Main", "--json", profile=profile))
        call = next(c for c in calls if not c["name"] and (c["other"] or "").startswith("+33"))
        spelled = f"00 33 (0){call['other'][3:]} "
        done = sidetone("contacts", "add", "--name", "Zoé\nQuux-Ñandú", "--number", spelled, profile=profile)
        assert done.returncode == 0, done.stderr
        wanted = {c["id"] for c in calls if c["other"] == call["other"]}
        for part in ("quux", "NANDU", "zoe ñan", "ux-"):
            found = rows(sidetone("calls", "list", "--name", part, "--json", profile=profile))
            assert {one["id"] for one in found} == wanted, part
            assert {" ".join(one["name"].split()) for one in found} == {"Zoé Quux-Ñandú"}
        listed = sidetone("calls", "list", "--name", "quux", profile=profile).stdout.splitlines()
        assert len(listed) == len(wanted)
        assert f"Zoé Quux-Ñandú {call['other']}" in listed[0]
        shown = sidetone("calls", "show", call["id"], "--json", profile=profile)
        assert "Quux" in json.loads(shown.stdout)["name"]
        file = tmp_path / "calls.csv"
        assert sidetone("calls", "export", str(file), "--name", "quux", profile=profile).returncode == 0
        with file.open(encoding="utf-8", newline="") as opened:
            written = list(csv.DictReader(opened))
        assert len(written) == len(wanted)
        assert all("Quux" in row["name"] for row in written)
