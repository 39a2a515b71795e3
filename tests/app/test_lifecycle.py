"""The engine's thread, the staged end, the lock, and the container's refusals."""

import asyncio
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from desktop.app.container import open_container
from desktop.app.engine import Engine
from desktop.app.lifecycle import Stages
from desktop.app.lock import ProfileLock
from desktop.app.reporter import Reporter
from desktop.domain.errors import ErrorKind, Trouble
from desktop.system.paths import Paths
from desktop.system.secrets import SessionVault


def test_the_engine_runs_work_in_its_own_thread_and_stops() -> None:
    failures: list[dict[str, Any]] = []
    engine = Engine(lambda _loop, context: failures.append(context))
    engine.start()

    async def where() -> int:
        return threading.get_ident()

    async def forgotten() -> None:
        await asyncio.sleep(3600)

    assert engine.submit(where()).result(10) != threading.get_ident()
    waiting = engine.submit(forgotten())
    engine.stop()
    engine.stop()
    assert waiting.cancelled()
    assert failures == []


@pytest.mark.expects_warnings
def test_what_nobody_caught_reaches_the_reporter() -> None:
    report = Reporter()
    engine = Engine(report.in_loop)
    engine.start()

    def breaks() -> None:
        raise ValueError("a mistake")

    engine.loop.call_soon_threadsafe(breaks)
    engine.stop()
    assert report.reported == 1


async def test_stages_end_in_reverse_order_and_none_keeps_the_rest() -> None:
    ended: list[str] = []
    faults: list[BaseException] = []
    stages = Stages(faults.append, limit_s=0.05)

    async def slow() -> None:
        await asyncio.Event().wait()

    async def breaks() -> None:
        raise ValueError("a mistake")

    async def last() -> None:
        ended.append("last")

    stages.add(lambda: ended.append("first"))
    stages.add(breaks)
    stages.add(slow)
    stages.add(last)
    await stages.run()
    await stages.run()
    assert ended == ["last", "first"]
    assert [type(fault) for fault in faults] == [TimeoutError, ValueError]


def test_the_lock_is_one_processes_and_ends_with_it(tmp_path: Path) -> None:
    file = tmp_path / "folder" / "a.lock"
    lock, second = ProfileLock(file), ProfileLock(file)
    assert lock.acquire()
    assert not second.acquire()
    lock.release()
    assert second.acquire()
    second.release()
    program = (
        "import os, pathlib, sys\nfrom desktop.app.lock import ProfileLock\n"
        f"assert ProfileLock(pathlib.Path({str(file)!r})).acquire()\nos._exit(9)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 9
    assert lock.acquire()
    lock.release()


def test_a_place_that_takes_no_lock_is_the_disks_fault(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for file in (tmp_path / "file" / "a.lock", tmp_path):
        with pytest.raises(Trouble) as caught:
            ProfileLock(file).acquire()
        assert caught.value.kind is ErrorKind.DISK


@pytest.fixture
def paths(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Paths:
    monkeypatch.delenv("SIDETONE_PASSPHRASE", raising=False)
    return Paths(tmp_path)


async def test_a_profile_opens_with_its_passphrase_alone(paths: Paths) -> None:
    with pytest.raises(Trouble) as none:
        await open_container(paths)
    assert none.value.kind is ErrorKind.NO_VAULT
    assert list(paths.data.iterdir()) == []

    container = await open_container(paths, passphrase="one")
    assert container.opens_with("one")
    assert not container.opens_with("two")
    await container.close()
    for passphrase, kind in ((None, ErrorKind.NO_PASSPHRASE), ("two", ErrorKind.WRONG_PASSPHRASE)):
        with pytest.raises(Trouble) as caught:
            await open_container(paths, passphrase=passphrase)
        assert caught.value.kind is kind
    again = await open_container(paths, passphrase="one")
    await again.close()


async def test_a_database_whose_key_is_gone_is_not_made_anew(paths: Paths) -> None:
    container = await open_container(paths, passphrase="one")
    await container.close()
    before = (paths.data / "sidetone.db").read_bytes()
    (paths.data / "vault.db").unlink()
    with pytest.raises(Trouble) as caught:
        await open_container(paths, passphrase="one")
    assert caught.value.kind is ErrorKind.STORE_DAMAGED
    assert (paths.data / "sidetone.db").read_bytes() == before


async def test_a_session_that_keeps_nothing(paths: Paths, tmp_path: Path) -> None:
    folder = tmp_path / "session"
    folder.mkdir()
    container = await open_container(paths, kept_in=folder, vault=SessionVault())
    assert await container.services.accounts.all() == []
    await container.close()
    assert list(paths.data.iterdir()) == []


def test_closing_leaves_no_thread(paths: Paths) -> None:
    before = set(threading.enumerate())

    async def once() -> None:
        container = await open_container(paths, passphrase="one")
        await container.services.accounts.all()
        await container.close()

    asyncio.run(once())
    assert set(threading.enumerate()) <= before


@pytest.mark.expects_warnings
def test_a_trouble_that_nobody_showed_is_no_bug(caplog):
    report = Reporter()
    report(Trouble(ErrorKind.STORE_DAMAGED))
    assert report.reported == 0
    assert Trouble(ErrorKind.STORE_DAMAGED).sentence in caplog.text
    assert "mistake" not in caplog.text
