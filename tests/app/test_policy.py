"""The administrator's file through the real command."""

from pathlib import Path

import pytest

from tests.support.command import rows, sidetone

FILE = """
[settings.defaults]
sync.interval_s = 60
[settings.locked]
sync.horizon_months = 3
[features]
campaigns = false
recordings = false
export = false
demo = false
"""


@pytest.fixture
def policy(tmp_path: Path) -> Path:
    file = tmp_path / "policy.toml"
    file.write_text(FILE)
    return file


def test_settings_say_what_is_settled_and_refuse_to_change_it(tmp_path: Path, policy: Path) -> None:
    profile, managed = tmp_path / "profile", {"SIDETONE_POLICY": str(policy)}
    listed = rows(sidetone("settings", "list", "--json", profile=profile, **managed))
    known = {setting["key"]: setting for setting in listed}
    assert known["sync.horizon_months"]["value"] == 3
    assert str(policy) in known["sync.horizon_months"]["locked"]
    assert known["sync.interval_s"] | {"text": ""} == {
        "key": "sync.interval_s", "value": 60, "type": "integer", "default": 60, "text": "", "locked": None,
    }  # fmt: skip

    refused = sidetone("settings", "set", "sync.horizon_months", "24", "--json", profile=profile, **managed)
    assert refused.returncode == 6
    error = rows(refused)[-1]["error"]
    assert (error["kind"], error["rule"]) == ("locked", "policy")
    assert str(policy) in error["message"]
    assert sidetone("settings", "set", "sync.interval_s", "90", profile=profile, **managed).stdout == "90\n"
    assert sidetone("settings", "reset", "sync.interval_s", profile=profile, **managed).stdout == "60\n"


@pytest.mark.parametrize(
    "command",
    [
        ["campaigns", "list"],
        ["calls", "recording", "1", "--output", "x.mp3"],
        ["calls", "export", "x.csv"],
        ["contacts", "export", "x.csv"],
        ["dnc", "export", "x.csv"],
        ["demo"],
    ],
)
def test_what_is_switched_off_is_refused_with_a_sentence(
    tmp_path: Path, policy: Path, command: list[str]
) -> None:
    done = sidetone(*command, "--json", profile=tmp_path / "profile", SIDETONE_POLICY=str(policy))
    assert done.returncode == 6, done.stderr
    error = rows(done)[-1]["error"]
    assert (error["kind"], error["rule"]) == ("locked", "policy")
    assert "switched off by your administrator" in error["message"]


def test_the_doctor_says_what_of_the_file_does_not_hold(tmp_path: Path, policy: Path) -> None:
    policy.write_text(FILE + "\n[colours]\n[accounts.sipsym.locked]\nregion = 'FR'\n")
    profile, managed = tmp_path / "profile", {"SIDETONE_POLICY": str(policy)}
    for _ in range(2):
        assert sidetone("account", "list", profile=profile, **managed).returncode == 0
    [report] = rows(sidetone("doctor", "--json", profile=profile, **managed))
    assert "colours: there is no such part" in report["policy"]
    assert "accounts.sipsym.locked.region: there is no provider sipsym" in report["policy"]
    assert sum("colours" in line for line in report["last_errors"]) == 1, "each start says it"
    assert report["paths"]["policy"] == str(policy)


def test_the_form_of_an_account_says_what_is_settled_and_a_script_is_held_to_it(tmp_path: Path) -> None:
    policy = tmp_path / "policy.toml"
    policy.write_text(
        "[accounts.sipalto.locked]\nregion = 'gb'\n[accounts.sipalto.defaults]\nextensions = '204'\n"
    )
    managed = {"SIDETONE_POLICY": str(policy)}
    listed = rows(sidetone("account", "fields", "sipalto", "--json", profile=tmp_path / "p", **managed))
    fields = {field["key"]: field for field in listed}
    assert (fields["region"]["default"], fields["extensions"]["default"]) == ("GB", "204")
    assert str(policy) in fields["region"]["locked"]
    assert "locked" not in fields["extensions"]
    options = ("--name", "London", "--field", "username=me", "--secret", "password", "--no-test", "--json")
    add = ("account", "add", "sipalto", *options)
    refused = sidetone(*add, "--field", "region=FR", profile=tmp_path / "p", stdin="word", **managed)
    assert (refused.returncode, rows(refused)[-1]["error"]["rule"]) == (6, "policy"), refused.stderr
    added = sidetone(*add, profile=tmp_path / "p", stdin="word", **managed)
    assert added.returncode == 0, added.stderr
