"""The window's process from inside: it is painted before the profile is open, and ends at any moment."""

import asyncio
import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, qCritical, qInstallMessageHandler, qWarning
from PySide6.QtTest import QTest

from desktop.app import admission, live, qt_messages
from desktop.app.container import open_container
from desktop.domain.errors import ErrorKind, Trouble
from desktop.domain.passphrases import SHORTEST
from desktop.domain.vaults import VaultKind
from desktop.system import log
from desktop.system.paths import Paths
from desktop.system.secrets import SessionVault
from desktop.ui import strings_secrecy as words
from desktop.ui.sentences_secrecy import too_short
from tests.support.command import PASSPHRASE, rows, sidetone
from tests.support.window_run import PATIENCE_S, Run


class SlowVault:
    """A keyring whose prompter nobody answers, until the test does."""

    title = "a locked keyring"
    kind = VaultKind.KEYRING

    def __init__(self) -> None:
        self.opened = threading.Event()

    def get(self, _name: str) -> str | None:
        self.opened.wait(PATIENCE_S)
        return None

    def set(self, name: str, secret: str) -> None:
        """Keep nothing."""

    def delete(self, name: str) -> None:
        """Forget nothing."""


def profile_with(tmp_path: Path, passphrase: str) -> None:
    async def make() -> None:
        await (await open_container(Paths(tmp_path), passphrase=passphrase)).close()

    asyncio.run(make())


def test_a_vault_that_blocks_holds_up_neither_the_window_nor_its_end(
    run: Callable[..., Trouble | None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(admission, "SLOW_S", 0.2)
    vault = SlowVault()
    stalls: list[float] = []

    async def steps(one: Run) -> None:
        door = one.window.door
        before = time.monotonic()
        while one.window.centralWidget().accessibleName() == "Opening":
            await asyncio.sleep(0.005)
            stalls.append(time.monotonic() - before)
            before = time.monotonic()
        assert "keyring" in door().sentence
        assert not one.window.filled

    began = time.monotonic()
    assert run(steps, vault) is None
    assert time.monotonic() - began < 10  # and not the 20 s of the vault
    assert max(stalls) < 1
    vault.opened.set()


def test_the_passphrase_is_asked_in_the_window_until_it_is_right(
    run: Callable[..., Trouble | None], tmp_path: Path
) -> None:
    profile_with(tmp_path, "open sesame")

    async def steps(one: Run) -> None:
        await one.until(
            lambda: one.window.centralWidget().accessibleName().startswith("This profile is lock")
        )
        door = one.window.door()
        assert door.field.hasFocus() or not one.window.isActiveWindow()
        door.go.click()  # nothing was typed
        assert door.go.isEnabled()
        QTest.keyClicks(door.field, "sesame")
        door.go.click()
        assert not door.go.isEnabled()
        await one.until(door.go.isEnabled)
        wrong = Trouble(ErrorKind.WRONG_PASSPHRASE).sentence
        assert door.field.accessibleDescription() == wrong
        QTest.keyClicks(door.field, "open sesame")
        QTest.keyClick(door.field, Qt.Key.Key_Return)
        await one.until(lambda: one.window.filled)
        assert one.window.signing_in or not one.window.shell.known

    assert run(steps) is None


def test_a_passphrase_of_the_environment_opens_it_and_goes_no_further(
    run: Callable[..., Trouble | None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    profile_with(tmp_path, PASSPHRASE)
    monkeypatch.setenv("SIDETONE_PASSPHRASE", PASSPHRASE)
    child = "import os; print(os.environ.get('SIDETONE_PASSPHRASE'))"

    async def steps(one: Run) -> None:
        await one.until(lambda: one.window.filled)
        asked = await asyncio.to_thread(subprocess.run, [sys.executable, "-c", child], capture_output=True)
        assert asked.stdout.strip() == b"None", "what the window opens does not get it"

    assert run(steps) is None
    written = [file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()]
    assert written
    assert not any(PASSPHRASE.encode() in held for held in written)


def test_who_gives_up_at_the_question_ends_with_its_trouble(
    run: Callable[..., Trouble | None], tmp_path: Path
) -> None:
    profile_with(tmp_path, "open sesame")

    async def steps(one: Run) -> None:
        await one.until(lambda: one.session.closed_by)
        one.window.door().leave.click()

    trouble = run(steps)
    assert trouble is not None
    assert trouble.kind is ErrorKind.NO_PASSPHRASE


def test_ctrl_c_ends_the_question(run: Callable[..., Trouble | None], tmp_path: Path) -> None:
    profile_with(tmp_path, "open sesame")

    async def steps(one: Run) -> None:
        await one.until(lambda: one.session.closed_by)
        os.kill(os.getpid(), signal.SIGINT)
        await one.until(lambda: not one.window.isVisible())

    assert run(steps) is not None


def test_a_profile_that_does_not_open_says_why_and_is_tried_again(
    run: Callable[..., Trouble | None], tmp_path: Path
) -> None:
    profile_with(tmp_path, "open sesame")
    vault = SessionVault()  # without the database's key

    async def steps(one: Run) -> None:
        await one.until(lambda: one.session.closed_by)
        first = one.session.closed_by
        assert first is not None
        door = one.window.door()
        assert door.sentence == first.sentence
        assert door.field.isHidden() or not door.field.isVisible()
        door.go.click()
        await one.until(lambda: one.session.closed_by is not first)
        for file in Paths(tmp_path).data.glob("*.db*"):
            file.unlink()
        await one.until(door.go.isEnabled)
        door.go.click()
        await one.until(lambda: one.window.filled)

    assert run(steps, vault) is None


def titled(one: Run, starts: str) -> Callable[[], bool]:
    """Return whether the door is there and says so."""
    return lambda: one.window.centralWidget().accessibleName().startswith(starts)


def test_without_a_vault_the_person_may_keep_nothing(
    run: Callable[..., Trouble | None], tmp_path: Path
) -> None:
    async def steps(one: Run) -> None:
        await one.until(titled(one, words.NO_KEYRING_TITLE))
        one.window.door().session.click()
        await one.until(lambda: one.window.filled and one.window.shell.known)
        assert one.window.status.view.side == admission.SESSION_ONLY

    assert run(steps) is None
    assert list(Paths(tmp_path).data.iterdir()) == []


def test_without_a_vault_the_person_may_choose_a_passphrase(
    run: Callable[..., Trouble | None], tmp_path: Path
) -> None:
    async def steps(one: Run) -> None:
        await one.until(titled(one, words.NO_KEYRING_TITLE))
        door = one.window.door()
        first, second = door.new.first, door.new.second
        door.go.click()
        assert first.field.accessibleDescription() == too_short(SHORTEST)
        QTest.keyClicks(first.field, "aaaaaaaaaaaa")
        assert first.field.accessibleDescription() == words.STRENGTH_WEAK
        QTest.keyClick(first.field, Qt.Key.Key_Return)
        QTest.keyClicks(second.field, "aaaaaaaaaaab")
        QTest.keyClick(second.field, Qt.Key.Key_Return)
        assert second.field.accessibleDescription() == words.NOT_THE_SAME
        for field in (first.field, second.field):
            field.clear()
            QTest.keyClicks(field, PASSPHRASE)
        QTest.keyClick(second.field, Qt.Key.Key_Return)
        assert not first.field.text()
        assert not second.field.text()
        await one.until(lambda: one.window.filled and one.window.shell.known)
        assert one.window.status.view.side != admission.SESSION_ONLY

    assert run(steps) is None
    assert refused(tmp_path, "not this one") is ErrorKind.WRONG_PASSPHRASE
    profile_with(tmp_path, PASSPHRASE)  # opens it


def refused(tmp_path: Path, passphrase: str) -> ErrorKind:
    with pytest.raises(Trouble) as caught:
        profile_with(tmp_path, passphrase)
    return caught.value.kind


def test_a_prompter_that_was_lost_is_asked_again_and_the_profile_has_one_key(
    run: Callable[..., Trouble | None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The keyring blocks, is asked once more, and then takes what both of the two wanted to keep."""
    monkeypatch.setattr(admission, "SLOW_S", 0.1)
    vault = LostPrompter()

    async def steps(one: Run) -> None:
        await one.until(titled(one, words.WAITING_TITLE))
        one.window.door().go.click()
        await one.until(lambda: vault.asked == 2)
        vault.opened.set()
        await one.until(lambda: one.window.filled)

    assert run(steps, vault) is None
    assert len(vault.told) == 1, "one key, however often it was kept"


class LostPrompter(SessionVault):
    """Blocks where the first key is to be kept, as a keyring does that is yet to be made."""

    kind = VaultKind.KEYRING

    def __init__(self) -> None:
        super().__init__()
        self.opened = threading.Event()
        self.asked = 0
        self.told: set[str] = set()

    def set(self, name: str, secret: str) -> None:
        self.asked += 1
        self.opened.wait(PATIENCE_S)
        self.told.add(secret)
        super().set(name, secret)


def test_a_locked_keyring_offers_to_go_on_without(run: Callable[..., Trouble | None], tmp_path: Path) -> None:
    class Locked(SessionVault):
        def get(self, name: str) -> str | None:
            raise Trouble(ErrorKind.VAULT_LOCKED)

    async def steps(one: Run) -> None:
        await one.until(titled(one, words.LOCKED_TITLE))
        door = one.window.door()
        before = one.session.closed_by
        door.go.click()
        await one.until(lambda: one.session.closed_by is not before and door.go.isEnabled())
        door.session.click()
        await one.until(lambda: one.window.filled)

    assert run(steps, Locked()) is None


def test_it_ends_also_when_only_the_list_is_there(
    run: Callable[..., Trouble | None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "PAINT_S", PATIENCE_S)  # the rest waits for as long

    async def steps(one: Run) -> None:
        await one.until(lambda: one.window.centralWidget().accessibleName() != "Opening")
        await one.until(one.window.recents.page.isVisible)
        assert not one.window.filled

    assert run(steps, SessionVault()) is None


def test_what_qt_says_goes_to_the_log_and_not_to_the_terminal(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "a.log"
    log.set_up(file)
    try:
        qt_messages.install()
        qWarning("PulseAudioService: pa_context_connect() failed")
        assert capfd.readouterr().err == ""
        qCritical("the display is gone")
        assert "the display is gone" in capfd.readouterr().err
    finally:
        qInstallMessageHandler(None)
        log.shut_down()
        logging.getLogger().setLevel(logging.WARNING)
    assert "WARNING qt: PulseAudioService" in file.read_text()


@pytest.mark.parametrize("command", [[], ["tel:+33612345678"], ["demo"]])
def test_without_a_display_it_says_so(tmp_path: Path, command: list[str]) -> None:
    nowhere = {"DISPLAY": None, "WAYLAND_DISPLAY": None, "QT_QPA_PLATFORM": None}
    done: subprocess.CompletedProcess[str] = sidetone(*command, "--json", profile=tmp_path, **nowhere)
    assert done.returncode == 1
    assert rows(done)[-1]["error"]["kind"] == "no_display"


def test_the_first_paint_needs_few_imports() -> None:
    program = (
        "import sys\nfrom desktop.ui.shell.window import MainWindow\nimport desktop.app.main\n"
        "from desktop.app.main import _application\nfrom desktop.system.paths import Paths\n"
        "from pathlib import Path\nimport tempfile\n"
        "app, frame, tab = _application(Paths(Path(tempfile.mkdtemp())))\n"
        "window = MainWindow(frame=frame, tab=tab)\nwindow.show()\napp.processEvents()\n"
        "assert window.painted\n"
        "print(*(set(sys.modules) & set(sys.argv[1:])))"
    )
    heavy = ["asyncio", "qasync", "httpx", "apsw", "keyring", "phonenumbers", "msgspec", "ssl"]
    heavy += [
        "PySide6.QtMultimedia",
        "desktop.ui.strings",
        "desktop.ui.sentences",
        "desktop.domain.calls",
        "desktop.ui.kit.style",
    ]
    ran = subprocess.run([sys.executable, "-c", program, *heavy], capture_output=True, text=True, check=True)
    assert ran.stdout.split() == []


def test_the_first_rows_need_no_campaigns() -> None:
    program = (
        "import importlib, sys\nimport desktop.app.container, desktop.services.assembly, desktop.store.rows\n"
        "import desktop.app.about, desktop.app.demo, desktop.app.live\n"
        "import desktop.ui.bridge, desktop.ui.context\n"
        "from desktop.ui.shell.parts import PARTS\n"
        "for part in PARTS:\n    importlib.import_module(part)\n"
        "print(*sorted(name for name in sys.modules if any(name.startswith(one) for one in sys.argv[1:])))"
    )
    later = ["desktop.domain.campaigns", "desktop.domain.uploads", "desktop.domain.do_not_call"]
    later += ["desktop.services.campaigns", "desktop.services.do_not_call", "desktop.ui.campaigns"]
    ran = subprocess.run([sys.executable, "-c", program, *later], capture_output=True, text=True, check=True)
    assert ran.stdout.split() == []


def test_modules_are_imported_without_reading_their_sources() -> None:
    program = (
        "import linecache, sys\nfrom PySide6 import QtCore\n"
        "from desktop.app.qt_imports import spare_sources\nspare_sources()\n"
        "from desktop.ui.shell import window\n"
        "print(window.__file__ in linecache.cache, 'desktop.ui.kit.theme' in sys.modules)"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert ran.stdout.split() == ["False", "True"]
