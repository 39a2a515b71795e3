"""A program that is killed while it asks for a call: told of at the next start, and never asked for again."""

import os
import signal
from pathlib import Path

from tests.support.desktop_program import NEVER_NIGHT, Program, placed
from tests.support.real_desktop import RealDesktop, marks
from tests.support.sandbox import end_sandbox, started_sandbox

pytestmark = marks()


def test_a_call_that_was_under_way_is_told_of_and_not_placed_again(tmp_path: Path) -> None:
    sandbox, hello = started_sandbox("--seed", "3", "--calls", "60", "--call-delay", "1")
    try:
        with RealDesktop(tmp_path / "desktop") as desktop:
            program = Program(desktop, tmp_path / "profile")
            program.sign_in(hello)
            program.set(*NEVER_NIGHT, ("sync.interval_s", "5"))
            program.start("tel:+33612345678")
            program.to_front("Call this number?")
            sandbox.send_signal(signal.SIGSTOP)  # the request leaves, and no answer comes
            desktop.press("Tab", "Return")
            program.says("Asking for the call")
            os.kill(program.pid, signal.SIGKILL)
            program.ends()
            sandbox.send_signal(signal.SIGCONT)
            program.start()
            program.says("Not known whether it was placed")
            program.says("under way when Sidetone ended")
            before = len(placed(hello))
            assert before <= 1, "whether the request arrived is what nobody knows"
            desktop.press("Escape")
            program.quit()
            program.start()
            program.calls()
            assert not program.all(lambda node: "was placed" in node.name), "it is told once"
            program.quit()
            assert len(placed(hello)) == before
    finally:
        sandbox.send_signal(signal.SIGCONT)
        end_sandbox(sandbox)
