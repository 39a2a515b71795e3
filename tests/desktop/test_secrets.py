"""A secret given once is kept by the desktop's own keyring, and by nothing else."""

import base64
import subprocess
from pathlib import Path

from tests.support.desktop_bus import eventually
from tests.support.desktop_parts import Prompter, Secrets
from tests.support.desktop_program import Program
from tests.support.real_desktop import RealDesktop, marks
from tests.support.sandbox import running_sandbox, world

pytestmark = marks("secrets")


def spellings(secret: str) -> set[bytes]:
    """Return what a secret would look like in a file that does not hide it."""
    plain = secret.encode()
    return {plain, secret.encode("utf-16-le"), plain.hex().encode(), base64.b64encode(plain).rstrip(b"=")}


def test_a_secret_survives_a_restart_and_lies_in_no_file(tmp_path: Path) -> None:
    with (
        running_sandbox("--seed", "3", "--calls", "60") as hello,
        RealDesktop(tmp_path / "desktop") as desktop,
    ):
        keyring = Secrets(desktop)
        program = Program(desktop, tmp_path / "profile", passphrase=False)
        program.sign_in(hello)
        program.start()
        program.calls()
        program.quit()
        # The machine is restarted, too: nothing is left in anybody's memory.
        keyring.stop()
        keyring.start("of the login")
        asked = len(world(hello)["requests"])
        program.start()
        program.calls()
        eventually(
            lambda: [one for one in world(hello)["requests"][asked:] if one["path"].endswith("/calls")],
            "a request for calls after the restart",
        )
        program.says("Up to date")
        assert not program.all(lambda node: "secret" in node.name), "nothing asks for it again"
        program.quit()
        secret = hello["sipsim"]["client_secret"]
        looked = 0
        for file in (one for one in tmp_path.rglob("*") if one.is_file()):
            looked += 1
            held = file.read_bytes()
            assert not any(spelling in held for spelling in spellings(secret)), file
        assert looked > 5, "the profile, the log and the keyring's own file were looked at"


def test_a_locked_keyring_is_waited_for_also_when_it_locks_later(tmp_path: Path) -> None:
    with (
        running_sandbox("--seed", "3", "--calls", "60") as hello,
        RealDesktop(tmp_path / "desktop") as desktop,
    ):
        keyring = Secrets(desktop)
        program = Program(desktop, tmp_path / "profile", passphrase=False)
        program.sign_in(hello)
        program.set(("sync.interval_s", "5"))
        keyring.stop()
        keyring.start(None)
        program.start()
        # Nobody asks on this desktop yet, so it says that it is locked and can be tried again.
        program.says("Your keyring is locked")
        prompter = Prompter(desktop)
        desktop.press("Return")
        prompter.wait()
        program.says("Waiting for the keyring")
        assert program.see("push button", "Ask again")
        prompter.dismiss()
        program.says("Your keyring is locked")
        desktop.click(program.see("push button", "Unlock the keyring"))
        prompter.answer()
        program.calls()

        # It locks while the window is open: that goes on, and asks only when somebody wishes something.
        keyring.lock()
        desktop.sidetone("account", "rename", "Main", "Office")  # its session is opened anew
        program.says("The keyring is locked")
        assert not prompter.asks
        desktop.click(program.see("push button", "Unlock the keyring"))
        prompter.wait()
        program.says("Waiting for the keyring")
        prompter.answer()
        program.says("Up to date")
        keyring.lock()
        values = hello["sipsim"]
        fields = [f"--field={key}={values[key]}" for key in ("base_url", "token_url", "client_id")]
        adding = desktop.start_sidetone(
            *("account", "add", "sipsim", "--name", "Second", *fields, "--secret", "client_secret"),
            stdin=subprocess.PIPE,
        )
        assert adding.stdin is not None
        adding.stdin.write(f"{values['client_secret']}\n".encode())
        adding.stdin.close()
        prompter.answer()
        assert adding.wait(30) == 0
        eventually(lambda: not prompter.asks, "no question any more")
        program.says("2 accounts")
        program.to_front()
        program.quit()
