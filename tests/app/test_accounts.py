"""Accounts through the real command: adding, testing, removing, and what each failure ends in."""

import json
from pathlib import Path
from typing import Any

import pytest

from desktop.app.demo import accounts_of
from desktop.providers import discover
from tests.support.command import PASSPHRASE, add_account, rows, sidetone

ACCOUNT = {"name", "provider", "state", "missing", "last_sync", "calls"}


def test_an_account_lives_and_goes(profile: Path, hello: dict[str, Any]) -> None:
    done = add_account(profile, hello)
    assert done.returncode == 0, done.stderr
    [added] = rows(done)
    assert set(added) == ACCOUNT
    assert (added["name"], added["provider"], added["state"]) == ("Main", "sipsim", "ok")
    assert rows(sidetone("account", "list", "--json", profile=profile)) == [added | {"ends_on": None}]

    tested = sidetone("--json", "account", "test", "Main", profile=profile)
    assert tested.returncode == 0, tested.stderr
    assert rows(tested)[0]["state"] == "ok"

    removed = sidetone("account", "remove", "Main", profile=profile)
    assert removed.returncode == 0, removed.stderr
    empty = sidetone("account", "list", "--json", profile=profile)
    assert (empty.returncode, empty.stdout, empty.stderr) == (0, "", "")


def test_the_day_on_which_a_key_ends_is_listed(profile: Path, hello: dict[str, Any]) -> None:
    provider, key = next(
        (name, one.manifest.ends_field) for name, one in discover().items() if one.manifest.ends_field
    )
    wrong = add_account(profile, hello, provider=provider, more=("--no-test", "--field", f"{key}=31/03/2027"))
    assert (wrong.returncode, "2027-03-31" in wrong.stderr) == (2, True)
    done = add_account(profile, hello, provider=provider, more=("--no-test", "--field", f"{key}=2027/3/31"))
    assert done.returncode == 0, done.stderr
    assert [row["ends_on"] for row in rows(sidetone("account", "list", "--json", profile=profile))] == [
        "2027-03-31"
    ]
    assert sidetone("account", "list", profile=profile).stdout.count("key ends 2027-03-31") == 1


def test_one_of_two_is_renamed_paused_and_resumed(profile: Path, hello: dict[str, Any]) -> None:
    """Both are of one provider, and even of one company."""
    for name in ("Main", "Second"):
        assert add_account(profile, hello, name=name).returncode == 0
    renamed = sidetone("account", "rename", "Main", " Paris, office ", "--json", profile=profile)
    assert [one["name"] for one in rows(renamed)] == ["Paris, office"]
    assert sidetone("account", "rename", "Second", "Paris, office", profile=profile).returncode == 2
    paused = sidetone("account", "pause", "Paris, office", "--json", profile=profile)
    assert rows(paused)[0]["state"] == "paused"
    assert [one["account"] for one in rows(sidetone("sync", "--json", profile=profile))] == ["Second"]
    resumed = sidetone("account", "resume", "Paris, office", profile=profile)
    assert (resumed.returncode, resumed.stdout) == (0, "Paris, office is no longer paused.\n")
    listed = rows(sidetone("account", "list", "--json", profile=profile))
    assert [(one["name"], one["state"]) for one in listed] == [("Paris, office", "ok"), ("Second", "ok")]
    assert sidetone("account", "pause", "Main", profile=profile).returncode == 4


@pytest.mark.parametrize("provider", sorted(discover()))
def test_an_account_of_each_provider_is_added_and_read(
    provider: str, profile: Path, hello: dict[str, Any]
) -> None:
    """Whatever its provider lacks is said and no error, be it calls, lines or contacts."""
    done = add_account(profile, hello, provider=provider)
    assert done.returncode == 0, done.stderr
    [added] = rows(done)
    assert (added["provider"], added["state"]) == (provider, "ok")
    assert all(one["reason"].endswith(".") for one in added["missing"])
    [read] = rows(sidetone("sync", "--json", profile=profile))
    assert (read["complete"], read["error"]) == (True, None)
    assert read["new"] + read["contacts"] + read["campaigns"] > 0
    [kept] = rows(sidetone("account", "list", "--json", profile=profile))
    assert kept["state"] == "ok"
    assert kept["last_sync"]
    lacking = {one["ability"] for one in kept["missing"]}
    assert (read["campaigns"] > 0) == ("campaigns" not in lacking)
    assert (kept["calls"] > 0) == ("history" not in lacking)


def test_its_lines_can_dial_before_the_first_sync(profile: Path, hello: dict[str, Any]) -> None:
    add_account(profile, hello)
    lines = rows(sidetone("lines", "list", "--json", profile=profile))
    assert {line["status"] for line in lines} == {"active"}
    assert [line["default"] for line in lines].count(True) == 1
    every = rows(sidetone("lines", "list", "--all", "--json", profile=profile))
    assert len(every) > len(lines)
    assert set(every[0]) == {
        "id", "account", "provider_id", "name", "extension", "number", "status", "default", "recorded",
        "forwarded_to",
    }  # fmt: skip


def test_a_failed_test_saves_nothing(profile: Path, hello: dict[str, Any]) -> None:
    done = add_account(profile, hello, secret="not the secret")
    assert done.returncode == 3
    error = rows(done)[-1]["error"]
    assert (error["kind"], error["provider"], error["account"]) == ("sign_in", "sipsim", "Main")
    assert "not the secret" not in done.stdout + done.stderr
    assert sidetone("account", "list", "--json", profile=profile).stdout == ""


def test_a_dead_address_is_one(profile: Path, hello: dict[str, Any]) -> None:
    nowhere = {
        "sipsim": {**hello["sipsim"], "base_url": "http://127.0.0.1:9", "token_url": "http://127.0.0.1:9"}
    }
    done = add_account(profile, nowhere)
    assert done.returncode == 1
    assert rows(done)[-1]["error"]["kind"] == "offline"


def test_names_are_unique_and_providers_known(profile: Path, hello: dict[str, Any]) -> None:
    assert add_account(profile, hello).returncode == 0
    again = add_account(profile, hello)
    assert again.returncode == 2
    assert rows(again)[-1]["error"]["kind"] == "name_exists"
    unknown = sidetone("account", "add", "nobody", "--name", "x", "--json", profile=profile)
    assert unknown.returncode == 2
    assert "sipsim" in rows(unknown)[-1]["error"]["message"]


@pytest.mark.parametrize("name", ["", "  ", "a:b", "a\nb", "a\tb", "a\x1b[31mb", "a\u2028b", "a\udcffb"])
def test_a_name_is_one_line_of_text(profile: Path, name: str) -> None:
    fields = ("--field", "client_id=a", "--secret", "client_secret", "--no-test")
    done = sidetone("account", "add", "sipsim", "--name", name, *fields, profile=profile, stdin="s\n")
    assert done.returncode == 2
    assert sidetone("account", "list", "--json", profile=profile).stdout == ""


def test_an_account_that_is_not_there_is_four(profile: Path) -> None:
    for command in (
        ["account", "test", "Nobody"],
        ["account", "remove", "Nobody"],
        ["sync", "--account", "Nobody"],
    ):
        done = sidetone(*command, "--json", profile=profile)
        assert done.returncode == 4, command
        assert rows(done)[-1]["error"]["kind"] == "no_account"
        assert "Nobody" in done.stderr


@pytest.mark.parametrize(
    "options",
    [
        ("--field", "client_secret=visible"),
        ("--field", "colour=red"),
        ("--secret", "colour"),
        ("--secret", "client_secret"),
    ],
)
def test_credentials_are_looked_at_first(profile: Path, options: tuple[str, str]) -> None:
    """A secret among the arguments, an unknown field, and a secret that nobody typed."""
    done = sidetone("account", "add", "sipsim", "--name", "x", *options, profile=profile)
    assert done.returncode == 2, done.stderr
    assert "visible" not in done.stderr


def test_without_a_test_anything_is_kept_until_sync_says(profile: Path, hello: dict[str, Any]) -> None:
    assert add_account(profile, hello, secret="wrong", more=("--no-test",)).returncode == 0
    done = sidetone("sync", "--json", profile=profile)
    assert done.returncode == 3
    [row] = rows(done)
    assert row["account"] == "Main"
    assert row["complete"] is False
    assert row["error"]["kind"] == "sign_in"
    assert rows(sidetone("account", "list", "--json", profile=profile))[0]["state"] == "sign_in"

    values = hello["sipsim"]["client_secret"]
    mended = sidetone(
        "account", "sign-in", "Main", "--secret", "client_secret", profile=profile, stdin=values + "\n"
    )
    assert mended.returncode == 0, mended.stderr
    assert sidetone("sync", profile=profile).returncode == 0


def test_one_failing_account_leaves_the_others(profile: Path, hello: dict[str, Any]) -> None:
    add_account(profile, hello, "Good")
    nowhere = {
        "sipsim": {**hello["sipsim"], "base_url": "http://127.0.0.1:9", "token_url": "http://127.0.0.1:9"}
    }
    add_account(profile, nowhere, "Gone", more=("--no-test",))
    done = sidetone("sync", "--json", profile=profile)
    assert done.returncode == 1
    by_name = {row["account"]: row for row in rows(done)}
    assert by_name["Good"]["complete"] is True
    assert by_name["Good"]["error"] is None
    assert by_name["Gone"]["complete"] is False
    assert by_name["Gone"]["error"]["kind"] == "offline"
    assert done.stderr.startswith("Gone: ")
    assert len(done.stderr.splitlines()) == 1
    assert set(by_name["Good"]) == {
        "account",
        "new",
        "changed",
        "skipped",
        "complete",
        "seconds",
        "error",
        "contacts",
        "campaigns",
        "conflicts",
    }


def test_sync_without_accounts_is_done(profile: Path) -> None:
    done = sidetone("sync", "--json", profile=profile)
    assert (done.returncode, done.stdout) == (0, "")


def test_fields_of_no_provider_tell_which_there_are(tmp_path: Path) -> None:
    done = sidetone("account", "fields", "--json", profile=tmp_path, SIDETONE_PASSPHRASE=None)
    assert done.returncode == 0, done.stderr
    assert {row["provider"] for row in rows(done)} >= {"sipsim", "sipcaller", "sipalto"}
    assert all(row["title"] for row in rows(done))


def test_fields_need_no_vault(tmp_path: Path) -> None:
    done = sidetone("account", "fields", "sipsim", "--json", profile=tmp_path, SIDETONE_PASSPHRASE=None)
    assert done.returncode == 0, done.stderr
    fields = {field["key"]: field for field in rows(done)}
    assert fields["base_url"]["default"] == "https://app.sipsim.com/api/v2"
    assert {key for key, field in fields.items() if field["secret"]} == {"client_secret", "access_token"}
    assert set(fields["scope"]) == {"key", "label", "secret", "required", "default"}
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "command", [["account", "list"], ["sync"], ["calls", "list"], ["dial", "+33612345678"]]
)
def test_no_vault_is_five_and_stores_nothing(tmp_path: Path, command: list[str]) -> None:
    done = sidetone(*command, "--json", profile=tmp_path, SIDETONE_PASSPHRASE=None)
    assert done.returncode == 5
    assert rows(done)[-1]["error"]["kind"] == "no_vault"
    assert not list(tmp_path.rglob("*.db*"))


def test_a_wrong_passphrase_is_five_and_changes_nothing(profile: Path, hello: dict[str, Any]) -> None:
    add_account(profile, hello)
    before = {file: file.read_bytes() for file in profile.rglob("*.db")}
    for command in (["account", "list"], ["account", "remove", "Main"], ["calls", "list"]):
        done = sidetone(*command, "--json", profile=profile, SIDETONE_PASSPHRASE="wrong")
        assert done.returncode == 5, command
        assert rows(done)[-1]["error"]["kind"] == "wrong_passphrase"
    none = sidetone("account", "list", "--json", profile=profile, SIDETONE_PASSPHRASE=None)
    assert none.returncode == 5
    assert rows(none)[-1]["error"]["kind"] == "no_passphrase"
    assert {file: file.read_bytes() for file in profile.rglob("*.db")} == before
    assert len(rows(sidetone("account", "list", "--json", profile=profile))) == 1


@pytest.mark.parametrize("provider", sorted(discover()))
def test_no_secret_lies_on_the_disk(provider: str, profile: Path, hello: dict[str, Any]) -> None:
    """Not even in a log that tells all, of a provider that refuses what it should take."""
    add_account(profile, hello, provider=provider)
    sidetone("sync", "--verbose", profile=profile)
    add_account(profile, hello, "Wrong", provider=provider, secret="not-the-secret", more=("--verbose",))
    fields, told = discover()[provider].manifest.fields, accounts_of(hello)[provider]
    (secret,) = (told[one.key].encode() for one in fields if one.secret and one.key in told)
    files = [file for file in profile.rglob("*") if file.is_file()]
    assert files
    for file in files:
        content = file.read_bytes()
        assert secret not in content
        assert b"not-the-secret" not in content
        assert PASSPHRASE.encode() not in content
        assert b"SQLite format" not in content
    for file in profile.rglob("*.db"):
        assert file.stat().st_mode & 0o077 == 0, file


def test_doctor_tells_without_secrets_and_without_a_vault(profile: Path, hello: dict[str, Any]) -> None:
    add_account(profile, hello)
    [report] = rows(sidetone("doctor", "--json", profile=profile))
    assert report["accounts"][0]["name"] == "Main"
    assert report["versions"]["sidetone"]
    assert hello["sipsim"]["client_secret"] not in json.dumps(report)
    counted = report["accounts"][0]
    assert (counted["failures_24h"], counted["rate_limited_7d"], counted["last_failure"]) == (0, 0, None)
    assert counted["health"] == "ok"
    locked = sidetone("doctor", "--json", profile=profile, SIDETONE_PASSPHRASE=None)
    assert locked.returncode == 0
    assert rows(locked)[0]["accounts"] == []
    assert "passphrase" in rows(locked)[0]["store"]
    fresh = sidetone("doctor", profile=profile.parent / "fresh", SIDETONE_PASSPHRASE=None)
    assert fresh.returncode == 0
    assert "keyring" in fresh.stdout


def test_doctor_tells_of_phonebooks_and_of_the_softphone(profile: Path, hello: dict[str, Any]) -> None:
    values = hello["sipalto"]
    fields = [f"{key}={values[key]}" for key in ("base_url", "username", "extensions")]
    options = [part for one in fields for part in ("--field", one)]
    done = sidetone(
        *("account", "add", "sipalto", "--name", "London", *options, "--secret", "password"),
        profile=profile,
        stdin=values["password"] + "\n",
    )
    assert done.returncode == 0, done.stderr
    nowhere = {"XDG_DATA_HOME": str(profile / "none"), "XDG_DATA_DIRS": str(profile / "none")}
    [before] = rows(sidetone("doctor", "--json", profile=profile, **nowhere))
    assert before["accounts"][0]["phonebook"]["read_at"] is None
    assert before["softphone"] == "nobody opens links to numbers"
    assert before["links"] == "nothing opens tel, nothing opens sip, nothing opens callto."
    assert sidetone("sync", profile=profile).returncode == 0
    listed = rows(sidetone("contacts", "list", "--json", profile=profile))
    [after] = rows(sidetone("doctor", "--json", profile=profile, **nowhere))
    book = after["accounts"][0]["phonebook"]
    assert (book["contacts"], book["unsent"], book["refusal"]) == (len(listed), 0, None)
    assert book["read_at"] is not None
    assert listed
    assert listed[0]["name"] not in json.dumps(after)


def test_a_field_that_cannot_be_right_is_wrong_usage(profile: Path, hello: dict[str, Any]) -> None:
    values = hello["sipalto"]
    done = sidetone(
        *("account", "add", "sipalto", "--name", "London", "--field", f"base_url={values['base_url']}"),
        *("--field", f"username={values['username']}", "--field", "extensions=1004", "--no-test"),
        *("--field", "timezone=Mars/Base", "--secret", "password"),
        profile=profile,
        stdin="secret\n",
    )
    assert done.returncode == 2
    assert "No such time zone" in done.stderr
    assert rows(sidetone("account", "list", "--json", profile=profile)) == []
