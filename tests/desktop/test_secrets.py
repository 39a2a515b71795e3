"""A secret given once is kept by the desktop's own keyring, and by nothing else."""

import base64
from pathlib import Path

from tests.support.desktop_bus import eventually
from tests.support.desktop_parts import Secrets
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


def test_a_locked_keyring_is_said_in_the_window_and_tried_again(tmp_path: Path) -> None:
    with (
        running_sandbox("--seed", "3", "--calls", "60") as hello,
        RealDesktop(tmp_path / "desktop") as desktop,
    ):
        keyring = Secrets(desktop)
        program = Program(desktop, tmp_path / "profile", passphrase=False)
        program.sign_in(hello)
        keyring.stop()
        keyring.start(None)
        program.start()
        program.says("keyring")
        keyring.stop()
        keyring.start("of the login")
        program.see("push button", "Try again")
        desktop.press("Return")
        program.calls()
        program.quit()
