"""A computer that an administrator has set up: nobody types a secret, and what is settled is settled."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.support.desktop_parts import Secrets
from tests.support.desktop_program import Program
from tests.support.real_desktop import RealDesktop, marks
from tests.support.sandbox import running_sandbox

pytestmark = marks("secrets")


def set_up(folder: Path, hello: dict[str, Any]) -> tuple[Path, Path]:
    """Write what an administrator's script would: the policy, and the file that signs in."""
    values = hello["sipsim"]
    policy, sign_in = folder / "policy.toml", folder / "first" / "sign-in.toml"
    policy.write_text(
        f"""
        [accounts.sipsim.locked]
        base_url = "{values["base_url"]}"
        token_url = "{values["token_url"]}"
        [settings.locked]
        notify.missed = false
        [features]
        campaigns = false
        [sign_in]
        file = "first/sign-in.toml"
        """
    )
    sign_in.parent.mkdir()
    sign_in.write_text(
        f"""
        [[account]]
        provider = "sipsim"
        name = "Front desk"
        client_id = "{values["client_id"]}"
        client_secret = "{values["client_secret"]}"
        """
    )
    sign_in.chmod(0o600)
    return policy, sign_in


def test_the_first_start_signs_in_and_is_bound_by_what_is_settled(tmp_path: Path) -> None:
    with (
        running_sandbox("--seed", "3", "--calls", "60") as hello,
        RealDesktop(tmp_path / "desktop") as desktop,
    ):
        keyring = Secrets(desktop)
        policy, sign_in = set_up(tmp_path, hello)
        desktop.env["SIDETONE_POLICY"] = str(policy)
        program = Program(desktop, tmp_path / "profile", passphrase=False)
        program.start()
        program.calls()
        assert not list(sign_in.parent.iterdir()), "the file is used, and gone"
        assert program.see("page tab", "Contacts")
        assert not program.all(lambda node: node.role == "page tab" and node.name.startswith("Campaigns"))

        desktop.press("ctrl+comma")
        program.to_front("Settings")
        program.says("Front desk")
        program.says("Locked by your administrator")
        program.says(str(policy))
        with pytest.raises(AssertionError, match="administrator"):  # the running window is bound, too
            desktop.sidetone("settings", "set", "notify.missed", "true")
        desktop.press("Escape")
        program.to_front("Sidetone")
        program.quit()

        keyring.stop()
        keyring.start("of the login")
        program.start()
        program.calls()
        [account] = [json.loads(line) for line in desktop.sidetone("account", "list", "--json").splitlines()]
        assert (account["name"], account["state"]) == ("Front desk", "ok")
        program.quit()
