"""Plays a tone of 440 Hz with the window's own player, in a process of its own, and tells how it goes.

    python -m tests.support.played_tone FOLDER SPEED SECONDS

Prints "playing" once the position moves, "device" or "no device" whenever that changes, "ended" at the end.
When the device had gone and is back, it presses Play again.
"""

import asyncio
import sys
from collections.abc import Callable
from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path

import qasync
from PySide6.QtWidgets import QApplication

from desktop.app.engine import Engine as EngineThread
from desktop.domain.calls import CallRecord, Direction, Outcome
from desktop.domain.rows import CallRows
from desktop.store.rows import StoreRows
from desktop.store.upload_rows import StoredUploadRows
from desktop.ui.bridge import Bridge
from desktop.ui.context import Context
from desktop.ui.player.presenter import PlayerPresenter, PlayerView
from tests.support.engine import engine, utc_now
from tests.support.tones import tone, wav

MOVED_S = 0.1


def a_call() -> CallRecord:
    """Make a call with a recording; nothing else about it matters to a player."""
    known = {"id", "account_id", "account", "provider", "provider_id", "direction", "outcome", "tags"}
    nothing = dict.fromkeys(
        one.name for one in fields(CallRecord) if one.name not in known | {"has_recording", "sorted_at"}
    )
    return CallRecord(
        id="1",
        account_id="1",
        account="Main",
        provider="sipsim",
        provider_id="1",
        direction=Direction.INBOUND,
        outcome=Outcome.ANSWERED,
        tags=(),
        has_recording=True,
        sorted_at=datetime(2026, 3, 2, 12, tzinfo=UTC),
        **nothing,
    )


class Told:
    """Prints what changes, each once."""

    def __init__(self, player: PlayerPresenter) -> None:
        self._player = player
        self._said = ""
        player.shown.connect(self.shown)

    def shown(self, view: PlayerView) -> None:
        """Tell whether there is a device."""
        self.say("device" if view.has_device else "no device")

    def say(self, text: str) -> None:
        """Print a line at once."""
        if text != self._said:
            self._said = text
            print(text, flush=True)


async def until(condition: Callable[[], bool]) -> None:
    """Wait; whoever started this process has the patience."""
    while not condition():  # noqa: ASYNC110 - what happens is Qt's, and no event of asyncio
        await asyncio.sleep(0.01)


async def play(folder: Path, speed: float, seconds: float, rows: CallRows | None = None) -> None:
    """Play it once."""
    bugs: list[BaseException] = []
    thread = EngineThread(lambda _loop, context: bugs.append(RuntimeError(str(context))))
    thread.start()
    opening = engine(folder)
    opened = await asyncio.wrap_future(thread.submit(opening.__aenter__()))
    await asyncio.wrap_future(thread.submit(opened.media.put("1", wav([tone(seconds)]), account_id="1")))
    bridge = Bridge(thread.loop, opened.services.changes)
    rows = StoreRows(opened.store)
    uploads = StoredUploadRows(opened.uploads)
    player = PlayerPresenter(
        Context(opened.services, bridge, rows, rows, rows, lambda: uploads, utc_now, bugs.append)
    )
    told = Told(player)
    player.set_speed(speed)
    player.play(a_call())
    await until(lambda: player.position >= MOVED_S)
    told.say("playing")
    while player.position < player.view.duration_s:
        await until(lambda: not player.view.playing and player.view.has_device)
        if player.position < player.view.duration_s:
            player.play_or_pause()  # the device had gone, and is back
            await until(lambda: player.view.playing)
    told.say("ended")
    await player.close()
    bridge.close()
    rows.close()
    uploads.close()
    await asyncio.wrap_future(thread.submit(opening.__aexit__(None, None, None)))
    thread.stop()
    if bugs:
        raise bugs[0]


def main() -> None:
    """Run until the tone has ended."""
    app = QApplication(sys.argv[:1])
    folder, speed, seconds = sys.argv[1:]
    with qasync.QEventLoop(app) as loop:
        loop.run_until_complete(play(Path(folder), float(speed), float(seconds)))


if __name__ == "__main__":
    main()
