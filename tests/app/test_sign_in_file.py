"""The sign-in file through the real command, and found by the window at its start."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from desktop.app import live
from desktop.app.demo import accounts_of
from desktop.domain.errors import Trouble
from desktop.system.secrets import SessionVault
from tests.support.command import rows, sidetone
from tests.support.window_run import Run


def written(file: Path, hello: dict[str, Any], **wrong: str) -> Path:
    """Write the sandbox's accounts, one of each provider; `wrong` are passwords by their provider."""
    parts = []
    for provider, values in accounts_of(hello).items():
        secret = (
            "client_secret" if "client_secret" in values else "api_key" if "api_key" in values else "password"
        )
        values = {"name": f"Office {provider}", **values}  # noqa: PLW2901
        if provider in wrong:
            values[secret] = wrong[provider]
        lines = [f"{key} = {json.dumps(value)}" for key, value in {"provider": provider, **values}.items()]
        parts.append("\n".join(["[[account]]", *lines]))
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("\n\n".join(parts), "utf-8")
    file.chmod(0o600)
    return file


def test_fifty_machines_are_set_up_by_a_file_that_is_erased(tmp_path: Path, hello: dict[str, Any]) -> None:
    profile, file = tmp_path / "profile", written(tmp_path / "sign-in.toml", hello, sipalto="wr0ng-password")
    part = sidetone("account", "import", str(file), "--json", profile=profile)
    assert part.returncode == 3, part.stderr
    found = {row["name"]: row for row in rows(part)}
    assert found["Office sipsim"]["state"] == found["Office sipcaller"]["state"] == "added"
    assert found["Office sipalto"]["error"]["kind"] == "sign_in"
    left = file.read_text("utf-8")
    assert "It stays in sign-in.toml." in sidetone("account", "import", str(file), profile=profile).stdout
    assert left.count("[[account]]") == 1
    assert "wr0ng-password" in left
    assert accounts_of(hello)["sipcaller"]["api_key"] not in left
    assert "wr0ng-password" not in part.stdout + part.stderr

    file.write_text(left.replace("wr0ng-password", accounts_of(hello)["sipalto"]["password"]))
    rest = sidetone("account", "import", str(file), profile=profile)
    assert (rest.returncode, rest.stdout) == (0, "Office sipalto: added\n"), rest.stderr
    assert list(tmp_path.glob("sign-in*")) == []
    accounts = rows(sidetone("account", "list", "--json", profile=profile))
    assert sorted(account["name"] for account in accounts) == [
        "Office sipalto", "Office sipcaller", "Office sipsim",
    ]  # fmt: skip
    log = "".join(file.read_text("utf-8") for file in profile.rglob("*.log"))
    assert "wr0ng-password" not in log


def test_the_window_finds_the_file_at_its_start(
    run: Callable[..., Trouble | None], tmp_path: Path, hello: dict[str, Any]
) -> None:
    file = written(tmp_path / "config" / "sign-in.toml", hello)

    async def steps(one: Run) -> None:
        await one.until(lambda: one.window.filled and one.window.shell.known)
        assert len(one.window.shell.accounts) == len(accounts_of(hello))
        assert not one.window.signing_in

    assert run(steps, SessionVault()) is None
    assert not file.exists()


@pytest.mark.expects_warnings
def test_a_file_that_others_can_read_is_said_in_the_window(
    run: Callable[..., Trouble | None], tmp_path: Path, hello: dict[str, Any]
) -> None:
    file = written(tmp_path / "config" / "sign-in.toml", hello)
    file.chmod(0o644)

    async def steps(one: Run) -> None:
        await one.until(lambda: one.window.filled and one.window.shell.known)
        assert not one.window.shell.accounts
        assert "chmod 600" in one.window.shell.status().side

    assert run(steps, SessionVault()) is None
    assert file.exists()


@pytest.mark.expects_warnings
def test_a_policy_that_does_not_hold_whole_is_said_in_the_window(
    run: Callable[..., Trouble | None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    policy = tmp_path / "policy.toml"
    policy.write_text("[features]\nflying = false\n[settings.locked]\nui.theme = 'dark'\n")
    monkeypatch.setenv("SIDETONE_POLICY", str(policy))

    async def steps(one: Run) -> None:
        await one.until(lambda: one.window.filled and one.window.shell.known)
        assert one.window.shell.status().side == live.PART_OF_POLICY

    assert run(steps, SessionVault()) is None
