"""Recordings without a network: from the encrypted cache, and from nowhere else on the disk."""

import gc
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from desktop.ui.player.presenter import Phase
from desktop.ui.recents.presenter import ListState
from desktop.ui.shell.window import MainWindow
from tests.support.sandbox import end_sandbox, started_sandbox
from tests.ui.conftest import Scene, now, until

OPTIONS = ("--seed", "3", "--calls", "60", "--now", now().isoformat())


class Network:
    """A sandbox that can go away and come back under its own address."""

    def __init__(self) -> None:
        self._process, self.hello = started_sandbox(*OPTIONS)

    def go(self) -> None:
        end_sandbox(self._process)

    def come_back(self) -> None:
        port = self.hello["sipsim"]["base_url"].rsplit(":", 1)[1].split("/")[0]
        self._process, self.hello = started_sandbox(*OPTIONS, "--port", port)


@pytest.fixture
def network() -> Iterator[Network]:
    made = Network()
    yield made
    made.go()


@pytest.fixture
def hello(network: Network) -> dict[str, Any]:
    return network.hello


async def shown(scene: Scene) -> MainWindow:
    window = await scene.window()
    await until(lambda: window.recents.page.state is ListState.READY)
    return window


def recorded(window: MainWindow) -> list[Any]:
    model = window.recents.model
    calls = (model.call_at(row) for row in range(model.rowCount()))
    return [call for call in calls if call and call.has_recording]


def in_the_clear(window: MainWindow, *folders: Path) -> list[Path]:
    """Return the files that hold a piece of the sound that plays.

    A piece, and not the three letters of a frame: what is encrypted has those by chance, when it is large.
    """
    recording = window.recents.player_presenter._recording
    assert recording is not None
    places = range(0, len(recording.data), 997)
    pieces = [piece for at in places if len(set(piece := recording.data[at : at + 32])) > 16]  # no silence
    assert len(pieces) > 3
    files = [one for folder in folders for one in folder.rglob("*") if one.is_file()]
    return [one for one in files if any(piece in one.read_bytes() for piece in pieces)]


def test_it_plays_from_the_cache_after_a_restart_without_a_network(
    play, network: Network, tmp_path: Path, monkeypatch, app: QApplication
) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    monkeypatch.setenv("TMPDIR", str(scratch))
    heard: list[str] = []

    async def fetch(scene: Scene) -> None:
        await scene.sign_in()
        window = await shown(scene)
        call = recorded(window)[0]
        window.recents._acted(call, "play")
        player = window.recents.player_presenter
        await until(lambda: player.view.playing and player.position > 0.2)
        assert not in_the_clear(window, scene.folder, scratch)
        heard.append(call.id)

    async def again(scene: Scene) -> None:
        window = await shown(scene)
        player = window.recents.player_presenter
        call = next(one for one in recorded(window) if one.id == heard[0])
        window.recents._acted(call, "play")
        await until(lambda: player.view.playing and player.position > 0.2)
        assert not in_the_clear(window, scene.folder, scratch)

    play(fetch)
    gc.collect()
    network.go()
    try:
        play(again)
    finally:
        network.come_back()


def test_what_is_not_kept_says_so_and_comes_when_the_network_is_back(play, network: Network) -> None:
    async def steps(scene: Scene) -> None:
        await scene.sign_in()
        window = await shown(scene)
        player, pane = window.recents.player_presenter, window.recents.detail.player
        network.go()
        window.recents.list.go_to_call(recorded(window)[0])
        await until(lambda: player.view.phase is Phase.FAILED)
        assert "not kept on this computer" in player.view.sentence
        assert pane.retry.isVisible()
        assert not pane.strip.isVisible()
        network.come_back()
        pane.retry.click()
        await until(lambda: player.view.phase is Phase.READY)
        assert pane.strip.isVisible()

    play(steps)
