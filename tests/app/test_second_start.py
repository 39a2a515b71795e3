"""A second start: what it hands to the window that runs, what that costs, and who is let in."""

import json
import os
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.app.cli.console import Streams
from desktop.app.handover import NotThere, hand_over
from desktop.app.knock import knock, place
from desktop.app.start import HIDDEN, QUICK_DIAL
from desktop.app.wish import WindowWish
from desktop.system.paths import Paths
from tests.support.command import environment, running_window, sidetone, socket_of, started
from tests.support.processes import ending, until

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no such sockets on Windows")

READY, DONE = b'{"ready": true}\n', b'{"exit": 0}\n'
UNNEEDED = ("argparse", "collections", "dataclasses", "enum", "json", "pathlib", "re", "socket", "typing")
"""What even a small program loads, and takes as long as the interpreter itself."""


class Holder:
    """A process that holds a profile, as far as the other end of its socket can tell."""

    def __init__(self, profile: Path) -> None:
        self.heard: list[bytes] = []
        self.answer = READY + DONE
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.bind(str(socket_of(profile)))
        self._socket.listen()
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def _serve(self) -> None:
        while True:
            link, _ = self._socket.accept()
            with closing(link):
                if not (line := link.makefile("rb").readline()):
                    return
                self.heard.append(line)
                link.sendall(self.answer)

    def close(self) -> None:
        with closing(socket.socket(socket.AF_UNIX)) as last:
            last.connect(self._socket.getsockname())
        self._thread.join()
        self._socket.close()


@pytest.fixture
def holder(tmp_path: Path) -> Iterator[Holder]:
    made = Holder(tmp_path)
    yield made
    made.close()


LINKS = st.builds("{}:{}".format, st.sampled_from(["tel", "SIP", "callto"]), st.text(min_size=1))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(link=st.none() | LINKS.filter(lambda link: "\n" not in link), hidden=st.booleans(), token=st.text())
def test_what_is_put_together_by_hand_is_the_wish(
    holder: Holder, tmp_path: Path, link: str | None, hidden: bool, token: str
) -> None:
    token = token.replace("\0", "")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_ACTIVATION_TOKEN", token)
        options = ["--profile", str(tmp_path), *([HIDDEN] if hidden else [])]
        assert knock([*options, *([] if link is None else [link])]) == 0
        sent = json.loads(holder.heard.pop())["window"]
        assert sent == WindowWish(link, hidden=hidden).message()
    assert WindowWish.of(sent) == WindowWish(link, hidden=hidden, token=token)


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (READY + DONE, 0),
        (READY, 1),  # it took the wish and was gone: to try again might ask the same twice
        (b'{"closing": true}\n', None),
        (b"", None),
        (b"HTTP/1.1 400 Bad Request\r\n\r\n", None),
    ],
)
def test_what_the_holder_answers_decides(
    holder: Holder, tmp_path: Path, answer: bytes, code: int | None
) -> None:
    holder.answer = answer
    assert knock(["--profile", str(tmp_path), QUICK_DIAL]) == code
    assert len(holder.heard) == 1


@pytest.mark.parametrize(
    "argv",
    [["calls", "list"], [QUICK_DIAL, "tel:+33612345678"], ["--json"], [HIDDEN, "sync"], ["tel:\udcff"]],
)
def test_everything_else_is_left_to_the_command_line(holder: Holder, tmp_path: Path, argv: list[str]) -> None:
    assert knock(["--profile", str(tmp_path), *argv]) is None
    assert holder.heard == []


def test_where_nobody_listens_nothing_is_left_behind(tmp_path: Path) -> None:
    for profile in (tmp_path / "new", tmp_path / ("deep" * 40), Path("a\0b")):
        assert knock(["--profile", str(profile)]) is None
    assert list(tmp_path.iterdir()) == []


def test_it_knocks_where_the_window_listens(monkeypatch: pytest.MonkeyPatch) -> None:
    with tempfile.TemporaryDirectory(prefix="st") as folder:
        monkeypatch.chdir(folder)
        for name in (f"{folder}/profile", "profile", "other/../profile"):
            assert place(name) == os.path.normpath(Paths(Path(name)).socket)
        if sys.platform == "linux":
            monkeypatch.setenv("XDG_RUNTIME_DIR", folder)
            assert place(None) == str(Paths().socket)
        monkeypatch.undo()


def test_a_second_start_loads_next_to_nothing() -> None:
    program = "import sys; from desktop.__main__ import run; code = run(); print(code, *sys.modules)"
    # A short name: where the socket's path is too long, a start has to look with more care.
    with tempfile.TemporaryDirectory(prefix="st-") as folder, running_window(profile := Path(folder)):
        done = subprocess.run(
            [sys.executable, "-S", "-c", program, "tel:+33639980503"], env=environment(profile),
            capture_output=True, text=True, check=True, timeout=60,
        )  # fmt: skip
    code, *loaded = done.stdout.split()
    assert code == "0"
    assert set(loaded).isdisjoint(UNNEEDED)
    assert sum(name.startswith("desktop") for name in loaded) <= 6


def test_starts_in_the_same_instant_are_one_window(tmp_path: Path) -> None:
    with ExitStack() as stack:
        running = [stack.enter_context(ending(started(profile=tmp_path))) for _ in range(3)]
        until(lambda: sum(one.poll() is not None for one in running) == 2, 60)
        [window] = [one for one in running if one.poll() is None]
        assert [one.returncode for one in running if one is not window] == [0, 0]
        assert sidetone(QUICK_DIAL, profile=tmp_path).returncode == 0
        window.terminate()
        window.communicate(timeout=30)
        assert window.returncode == 0


def test_a_window_that_was_killed_is_followed_by_another(tmp_path: Path) -> None:
    path = socket_of(tmp_path)
    with running_window(tmp_path) as window:
        window.kill()
        window.wait()
    left = path.stat().st_mtime_ns
    assert knock(["--profile", str(tmp_path)]) is None
    with ending(started(HIDDEN, profile=tmp_path, PYTHONWARNINGS="default")) as window:
        until(lambda: path.exists() and path.stat().st_mtime_ns != left)
        assert sidetone(profile=tmp_path).returncode == 0
        window.terminate()
        _, errors = window.communicate(timeout=30)
    assert (window.returncode, errors) == (0, "")


def test_a_wish_reaches_a_window_that_still_asks_for_its_passphrase(profile: Path) -> None:
    """Nobody has typed it yet: another start brings the question forward, and does not wait for it."""
    assert sidetone("sync", profile=profile).returncode == 0  # makes the vault
    with ending(started(profile=profile, SIDETONE_PASSPHRASE=None, PYTHONWARNINGS="default")) as window:
        until(lambda: socket_of(profile).exists() or window.poll() is not None)
        for argv in ([], ["tel:+33639980503"], [QUICK_DIAL], [HIDDEN]):
            done = sidetone(*argv, profile=profile, timeout=10)
            assert (done.returncode, done.stderr) == (0, ""), argv
        window.terminate()
        _, errors = window.communicate(timeout=30)
    assert "Traceback" not in errors
    assert window.returncode == 5


# ---- other users


needs_root = pytest.mark.skipif(
    sys.platform != "linux" or os.getuid() != 0, reason="only root becomes another user"
)
NOBODY = 65534


@pytest.fixture
def open_profile() -> Iterator[Path]:
    """A profile in a place that is open to everybody, which the program itself never makes."""
    with tempfile.TemporaryDirectory(prefix="st-") as folder:
        Path(folder).chmod(0o777)
        yield Path(folder) / "profile"


def opened_to_all(profile: Path) -> Path:
    for folder in (profile, profile / "runtime"):
        folder.chmod(0o777)
    path = socket_of(profile)
    path.chmod(0o777)
    return path


@needs_root
def test_a_process_of_another_user_is_not_served(open_profile: Path) -> None:
    """The folder's mode keeps others out; who gets in nevertheless is told apart by the kernel."""
    profile = open_profile
    program = (
        "import os, socket, sys; link = socket.socket(socket.AF_UNIX); link.settimeout(20)\n"
        "os.setuid(int(sys.argv[3]))\n"
        "link.connect(sys.argv[1])\n"
        "try:\n    link.sendall(sys.argv[2].encode()); print(link.recv(4096))\n"
        "except (BrokenPipeError, ConnectionResetError):\n    print(b'')"
    )
    requests = (
        {"window": WindowWish("tel:+33639980503").message()},
        {"argv": ["settings", "list"], "cwd": "/", "terminal": False, "passphrase": None},
    )

    def answers(user: int) -> list[str]:
        command = [sys.executable, "-I", "-c", program, str(path)]
        return [
            subprocess.run(
                [*command, json.dumps(request) + "\n", str(user)], capture_output=True, text=True,
                timeout=60, check=True,
            ).stdout.strip()
            for request in requests
        ]  # fmt: skip

    with running_window(profile) as window:
        path = opened_to_all(profile)
        assert answers(NOBODY) == ["b''", "b''"]
        assert all(answer.startswith('b\'{"ready": true}') for answer in answers(0))
        assert window.poll() is None
    log = (profile / "log" / "sidetone.log").read_text()
    assert log.count("a process of another user") == 2


@needs_root
def test_nothing_is_handed_to_another_user(open_profile: Path) -> None:
    """A passphrase least of all: whoever laid a socket there is not asked anything."""
    profile = open_profile
    path = socket_of(profile)
    for folder in (profile, profile / "runtime"):
        folder.chmod(0o777)
    program = (
        "import os, socket, sys; door = socket.socket(socket.AF_UNIX); os.setuid(int(sys.argv[2]))\n"
        "door.bind(sys.argv[1]); door.listen(); os.chmod(sys.argv[1], 0o777); print('there', flush=True)\n"
        "for _ in range(2):\n    link, _ = door.accept(); print(link.recv(4096), flush=True); link.close()"
    )
    command = [sys.executable, "-I", "-c", program, str(path), str(NOBODY)]
    with ending(subprocess.Popen(command, stdout=subprocess.PIPE, text=True)) as stranger:
        assert stranger.stdout is not None
        assert stranger.stdout.readline() == "there\n"
        assert knock(["--profile", str(profile), "tel:+33639980503"]) is None
        with pytest.raises(NotThere):
            hand_over(path, {"argv": ["sync"], "passphrase": "secret"}, Streams())
        assert stranger.stdout.read() == "b''\nb''\n"
