"""The definition of the command line: options anywhere, sentences for mistakes, completions, manual."""

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from desktop.app.cli.commands import build
from desktop.app.cli.parser import common_of
from desktop.app.cli.sandbox import SWITCHES, VALUES
from desktop.app.start import HIDDEN, QUICK_DIAL, split
from desktop.domain.errors import ErrorKind, Trouble
from desktop.sandbox.server import _parser
from tests.support.command import HEAVY, arguments, environment, sidetone


@pytest.mark.parametrize(
    "argv",
    [
        ["--json", "calls", "list", "--limit", "3"],
        ["calls", "--json", "list", "--limit", "3"],
        ["calls", "list", "--limit", "3", "--json"],
        ["calls", "list", "--json", "--limit", "3"],
    ],
)
def test_common_options_stand_anywhere(argv: list[str]) -> None:
    arguments = build().parse_args([*argv, "--profile", "here"])
    assert common_of(arguments).json
    assert not common_of(arguments).quiet
    assert arguments.profile == "here"
    assert arguments.command == "calls list"
    assert arguments.limit == 3


@pytest.mark.parametrize(
    "argv",
    [
        ["nonsense"],
        ["calls", "list", "--lim", "3"],  # no shortened options: adding one must not change an old script
        ["calls", "list", "--direction", "sideways"],
        ["calls", "list", "--limit", "-1"],
        ["calls", "transcript", "1", "--wait", "inf"],
        ["account", "add", "sipsim", "--name", "x", "--field", "noequals"],
        ["dial", "+33612345678", "--allow", "emergency"],
    ],
)
def test_mistakes_end_in_a_sentence(argv: list[str]) -> None:
    with pytest.raises(Trouble) as caught:
        build().parse_args(argv)
    assert caught.value.kind is ErrorKind.USAGE
    assert "--help" in caught.value.sentence


@pytest.mark.parametrize(
    ("argv", "link", "flags"),
    [
        (["tel:+33612345678"], "tel:+33612345678", set()),
        (["callto:0612345678", "--profile", "p"], "callto:0612345678", set()),
        (["--profile", "p", "06 12 34 56 78"], "06 12 34 56 78", set()),
        (["SIP:ada@example.test"], "SIP:ada@example.test", set()),
        (["+33 (0)6 12-34.56/78"], "+33 (0)6 12-34.56/78", set()),
        (["(06) 12#*"], "(06) 12#*", set()),
        ([HIDDEN], None, {HIDDEN}),
        (["--profile", "p", QUICK_DIAL, "--verbose"], None, {QUICK_DIAL}),
        (["tel:1234", HIDDEN, "--profile", HIDDEN], "tel:1234", {HIDDEN}),
        (["--profile", "123"], None, set()),
        ([], None, set()),
    ],
)
def test_what_is_the_windows_is_taken_out(argv: list[str], link: str | None, flags: set[str]) -> None:
    found, given, rest = split(argv)
    assert (found, given) == (link, flags)
    assert Counter([*rest, *flags, *([link] if link else [])]) == Counter(argv)


@pytest.mark.parametrize(
    "argv",
    [
        ["calls", "list"], ["dial", "112"], ["completions"], [HIDDEN, "sync"], ["12", "34"], ["1+2"], ["#12"],
        ["+"], ["tel:"], ["tel:1\n2"], ["mailto:1"], ["1a"], [""],
    ],
)  # fmt: skip
def test_with_a_command_nothing_is_the_windows(argv: list[str]) -> None:
    assert split(argv) == (None, frozenset(), argv)


@pytest.mark.parametrize(
    "argv", [["--hidden", "sync"], ["calls", "list", "--quick-dial"], ["--quick-dial", "tel:+33612345678"]]
)
def test_what_the_windows_options_do_not_go_with_is_wrong_usage(tmp_path: Path, argv: list[str]) -> None:
    done = sidetone(*argv, "--json", profile=tmp_path)
    assert done.returncode == 2
    [error] = [json.loads(line) for line in done.stdout.splitlines()]
    assert error["error"]["kind"] == "usage"


def test_usage_with_json_prints_the_error_object() -> None:
    done = sidetone("calls", "list", "--direction", "sideways", "--json")
    assert done.returncode == 2
    error = json.loads(done.stdout)["error"]
    assert error["kind"] == "usage"
    assert set(error) == {
        "kind", "message", "rule", "provider", "account", "status", "request_id", "retry_after_s"
    }  # fmt: skip
    assert "sideways" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "argv",
    [
        ["calls", "list", "--tag"], ["calls", "list", "--account"], ["calls", "show"], ["account", "test"],
        ["settings", "set", "dial.line"], ["sync", "--account"], ["dial", "0612345678", "--line"], ["dial"],
    ],
)  # fmt: skip
def test_bytes_that_are_no_text_are_wrong_usage(tmp_path: Path, argv: list[str]) -> None:
    done = sidetone("--json", *argv, "\udcff", profile=tmp_path)
    assert done.returncode == 2
    [row] = [json.loads(line) for line in done.stdout.splitlines()]
    assert row["error"]["kind"] == "usage"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device that Linux alone has")
def test_output_that_cannot_be_written_is_said() -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            arguments("completions", "bash"),
            env=environment(),
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == 1
    assert done.stderr.startswith("The disk did not take the data")
    assert done.stderr.count("\n") == 1


def test_a_group_without_a_command_is_wrong_usage() -> None:
    assert sidetone("calls").returncode == 2


@pytest.mark.parametrize("shell", ["bash", "zsh"])
def test_completions_know_the_commands(shell: str) -> None:
    done = sidetone("completions", shell)
    assert done.returncode == 0
    assert "transcript" in done.stdout
    assert "--min-duration" in done.stdout


def test_bash_reads_its_completions() -> None:
    script = sidetone("completions", "bash").stdout
    done = subprocess.run(["bash", "-n"], input=script, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_the_manual_names_every_command() -> None:
    page = sidetone("manual").stdout
    for name in ("ACCOUNT ADD", "CALLS EXPORT", "DIAL", "SETTINGS SET", "TOUR"):
        assert f'.SH "{name}"' in page
    assert "\n\n" not in page


@pytest.mark.parametrize("argv", [["--version"], ["--help"], ["calls", "list", "--help"]])
def test_help_and_version_import_nothing_heavy(argv: list[str]) -> None:
    assert not _heavy_after(f"main({argv!r})")


def _heavy_after(call: str) -> set[str]:
    """Run a call of the entry point in a process of its own and return the heavy modules it loaded."""
    program = (
        "import sys\nfrom desktop.app.cli.entry import main\n"
        f"try:\n    {call}\nexcept SystemExit:\n    pass\n"
        f"print(' '.join(m for m in {HEAVY!r} if m in sys.modules), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60
    )
    return set(done.stderr.split())


def test_the_sandbox_has_all_its_options_here_too() -> None:
    own = {name for action in _parser()._actions for name in action.option_strings if name.startswith("--")}
    assert own - {"--help"} == {*VALUES, *SWITCHES}
