"""Fetches a call's recording, and plays it."""

import asyncio
from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.domain.calls import CallRecord
from desktop.domain.errors import ErrorKind, Trouble
from desktop.domain.transcripts import Waveform
from desktop.ui.context import Context

if TYPE_CHECKING:
    from desktop.ui.player.sound import Sound

DWELL_S = 0.3
SPEEDS = (0.5, 0.75, 1.0, 1.25, 1.5, 1.75, 2.0, 2.5, 3.0)
SPEED_KEY = "player.speed"


class Phase(Enum):
    """How far the player is."""

    NONE = "none"
    LOADING = "loading"
    READY = "ready"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class PlayerView:
    """What the player shows, but for the position, which comes often and by itself.

    `fetched` is the share of the download, None when its size is not known.
    """

    phase: Phase = Phase.NONE
    playing: bool = False
    duration_s: float = 0.0
    speed: float = 1.0
    has_device: bool = True
    fetched: float | None = None
    waveform: Waveform | None = None
    sentence: str = ""


class PlayerPresenter(QObject):
    """The recording of the open call. `shown` carries a `PlayerView`, `moved` the position in seconds."""

    shown = Signal(object)
    moved = Signal(float)

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._scope = context.scope()
        self._sound: Sound | None = None
        self._call: CallRecord | None = None
        self._play_when_ready = False
        self.view = PlayerView(speed=context.services.settings.number(SPEED_KEY))

    @property
    def position(self) -> float:
        """Where it is, in seconds."""
        return self._sound.position if self._sound else 0.0

    def open(self, call: CallRecord | None) -> None:
        """Take a call's recording; the same call again changes nothing unless it gained one."""
        if self._is_same(call):
            self._call = call
            return
        self._call = call
        self._play_when_ready = False
        self._scope.cancel("fetch")
        self._unload()
        self.moved.emit(0.0)
        if call is None or not call.has_recording:
            self._show(phase=Phase.NONE, playing=False, waveform=None, sentence="")
            return
        self._show(
            phase=Phase.LOADING,
            playing=False,
            waveform=None,
            sentence="",
            fetched=None,
            duration_s=float(call.duration_s or 0),
        )
        self._scope.start("fetch", self._fetch(call.id), replace=True)

    def play(self, call: CallRecord) -> None:
        """Take a call's recording and play it as soon as it is here."""
        self.open(call)
        if self._sound is not None and self.view.phase is Phase.READY:
            self._sound.play()
        else:
            self._play_when_ready = True

    def play_or_pause(self) -> None:
        """Play, or pause; press again while it is fetched, and it stays paused."""
        if self.view.phase is Phase.LOADING:
            self._play_when_ready = not self._play_when_ready
        elif self._sound is not None and self.view.phase is Phase.READY:
            if self._sound.playing:
                self._sound.pause()
            else:
                self._sound.play()

    def seek(self, seconds: float) -> None:
        """Go to a place."""
        if self._sound is not None and self.view.phase is Phase.READY:
            self._sound.seek(min(max(0.0, seconds), self.view.duration_s))

    def skip(self, seconds: float) -> None:
        """Go forward, or back with a negative number."""
        self.seek(self.position + seconds)

    def set_speed(self, speed: float) -> None:
        """Play slower or faster, now and next time."""
        if self._sound is not None:
            self._sound.set_speed(speed)
        self._show(speed=speed)
        settings = self._context.services.settings
        self._context.bridge.post(lambda: settings.set(SPEED_KEY, speed))

    def retry(self) -> None:
        """Fetch again after a failure."""
        call, self._call = self._call, None
        self.open(call)

    async def close(self) -> None:
        """End all tasks and let go of the sound."""
        await self._scope.close()
        self._unload()

    async def _fetch(self, call_id: str) -> None:
        recordings, bridge = self._context.services.recordings, self._context.bridge
        loop = asyncio.get_running_loop()

        def progress(done: int, total: int | None) -> None:
            if total and not loop.is_closed():
                loop.call_soon_threadsafe(self._progress, call_id, done / total)

        try:
            recording = await bridge.run(recordings.cached(call_id))
            if recording is None:
                # Who only passes by with the arrow keys downloads nothing.
                await asyncio.sleep(DWELL_S)
                recording = await bridge.run(recordings.fetch(call_id, progress))
            waveform = await bridge.run(recordings.waveform(call_id))
        except Trouble as trouble:
            phase = Phase.NONE if trouble.kind is ErrorKind.NO_RECORDING else Phase.FAILED
            self._show(phase=phase, sentence=trouble.sentence)
            return
        sound = self._sound = self._sound or self._make_sound()
        sound.load(recording)
        sound.set_speed(self.view.speed)
        self._show(
            phase=Phase.READY,
            waveform=waveform,
            fetched=None,
            duration_s=waveform.duration_s or self.view.duration_s,
            has_device=sound.has_device,
        )
        if self._play_when_ready:
            self._play_when_ready = False
            sound.play()

    def _make_sound(self) -> "Sound":
        """Load what plays, for the first recording: its import and its threads cost as much as the window."""
        from desktop.ui.player.sound import Sound  # noqa: PLC0415

        sound = Sound(self)
        sound.moved.connect(self.moved)
        sound.switched.connect(self._switched)
        sound.measured.connect(self._measured)
        sound.failed.connect(self._unplayable)
        sound.device_changed.connect(self._device_changed)
        return sound

    def _unload(self) -> None:
        if self._sound is not None:
            self._sound.unload()

    def _is_same(self, call: CallRecord | None) -> bool:
        known = self._call
        if call is None or known is None:
            return False
        return (call.id, call.has_recording) == (known.id, known.has_recording)

    def _progress(self, call_id: str, share: float) -> None:
        if self._call is not None and self._call.id == call_id and self.view.phase is Phase.LOADING:
            self._show(fetched=share)

    def _switched(self) -> None:
        if self._sound is not None:
            self._show(playing=self._sound.playing)

    def _measured(self, seconds: float) -> None:
        if not self.view.waveform or not self.view.waveform.duration_s:
            self._show(duration_s=seconds)

    def _unplayable(self, text: str) -> None:
        trouble = Trouble(ErrorKind.BAD_SOUND, detail=text or None)
        self._show(phase=Phase.FAILED, playing=False, sentence=trouble.sentence)

    def _device_changed(self) -> None:
        if self._sound is not None:
            self._show(has_device=self._sound.has_device)

    def _show(self, **changes: object) -> None:
        self.view = replace(self.view, **changes)  # type: ignore[arg-type]
        self.shown.emit(self.view)
