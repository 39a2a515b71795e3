"""Fetches a call's recording, plays it, and saves it."""

import asyncio
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.domain.calls import CallRecord
from desktop.domain.changes import Change, Topic
from desktop.domain.errors import ErrorKind, Trouble
from desktop.domain.policy import Feature
from desktop.domain.transcripts import Recording, Waveform
from desktop.services.files import call_file_name
from desktop.services.recordings import suffix
from desktop.ui import sentences_player as sentences
from desktop.ui.context import Context
from desktop.ui.kit.player import SPEEDS
from desktop.ui.player.habits import MUTED, SKIP, SPEED, VOLUME, Habits
from desktop.ui.player.jumps import Span, jump

if TYPE_CHECKING:
    from desktop.ui.player.sound import Sound

DWELL_S = 0.3
END_S = 0.2  # so near to the end, to play means to play again
SHORTEST_LOOP_S = 0.3


class Phase(Enum):
    """How far the player is."""

    NONE = "none"
    EMPTY = "empty"  # there might have been a recording, and there is none
    LOADING = "loading"
    READY = "ready"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class PlayerView:
    """What the player shows, but for the position, which comes often and by itself.

    `fetched` is the share of the download, None when its size is not known. `can_save` is whether the
    sound itself is here or on its way, `unsaved` why the last save failed. `loop_from` is where a loop
    begins whose end is not chosen yet.
    """

    phase: Phase = Phase.NONE
    playing: bool = False
    duration_s: float = 0.0
    speed: float = 1.0
    volume: int = 100
    muted: bool = False
    skip_silence: bool = False
    loop: Span | None = None
    loop_from: float | None = None
    has_device: bool = True
    fetched: float | None = None
    waveform: Waveform | None = None
    sentence: str = ""
    can_save: bool = False
    saving: bool = False
    unsaved: str = ""


class PlayerPresenter(QObject):
    """The recording of the open call. `shown` carries a `PlayerView`, `moved` the position in seconds.

    `where_wanted` asks where to save, with a name that fits; `save_to` answers, `saved` carries the path.

    Qt's multimedia is loaded when something is played for the first time: its import, its threads and its
    connection to the sound server cost as much as the window.
    """

    shown = Signal(object)
    moved = Signal(float)
    where_wanted = Signal(str)
    saved = Signal(object)

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._scope = context.scope()
        self._sound: Sound | None = None
        self._silent = asyncio.Event()
        self._call: CallRecord | None = None
        self._recording: Recording | None = None
        self._at = 0.0
        self._places: dict[str, float] = {}
        self._play_when_ready = self._save_when_ready = False
        self._to_save: CallRecord | None = None
        self._offline = False
        self._habits = Habits(context, self)
        self.view = PlayerView(**self._habits.read())
        context.bridge.changed.connect(self._heard)

    @property
    def position(self) -> float:
        """Where it is, in seconds."""
        return self._at

    @property
    def _may_save(self) -> bool:
        return self._context.services.policy.allows(Feature.EXPORT)

    # ---- which recording

    def open(self, call: CallRecord | None) -> None:
        """Take a call's recording; the same call again changes nothing unless it gained one."""
        if self._is_same(call):
            self._call = call
            return
        self._scope.cancel("fetch")
        self._leave()
        self._call = call
        self._play_when_ready = self._save_when_ready = self._offline = False
        fresh = replace(
            self.view, playing=False, waveform=None, sentence="", unsaved="", loop=None, loop_from=None
        )
        policy = self._context.services.policy
        if call is None or not call.has_recording or not policy.allows(Feature.RECORDINGS):
            self._present(replace(fresh, phase=Phase.NONE, can_save=False))
            return
        duration = float(call.duration_s or 0)
        self._present(
            replace(fresh, phase=Phase.LOADING, fetched=None, duration_s=duration, can_save=self._may_save)
        )
        self._scope.start("fetch", self._fetch(call), replace=True)

    def retry(self) -> None:
        """Fetch again after a failure."""
        call, self._call = self._call, None
        self.open(call)

    async def close(self) -> None:
        """End all tasks and let go of the sound."""
        self._habits.keep_now()
        await self._scope.close()
        self._leave()
        if self._sound is not None and not self._sound.empty:
            self._sound.emptied.connect(self._silent.set)
            await self._silent.wait()

    def _is_same(self, call: CallRecord | None) -> bool:
        known = self._call
        if call is None or known is None:
            return False
        return (call.id, call.has_recording) == (known.id, known.has_recording)

    def _leave(self) -> None:
        """Let go of the recording, and remember how far it was heard as long as the program runs."""
        if self._call is not None and self._recording is not None:
            at_end = self._at >= self.view.duration_s - END_S
            self._places[self._call.id] = 0.0 if at_end else self._at
        self._recording = None
        if self._sound is not None:
            self._sound.unload()
        self._at = 0.0
        self.moved.emit(0.0)

    async def _fetch(self, call: CallRecord) -> None:
        recordings, bridge = self._context.services.recordings, self._context.bridge
        loop = asyncio.get_running_loop()

        def progress(done: int, total: int | None) -> None:
            if total and not loop.is_closed():
                loop.call_soon_threadsafe(self._progress, call.id, done / total)

        try:
            recording = await bridge.run(recordings.cached(call.id))
            if recording is None:
                # Who only passes by with the arrow keys downloads nothing.
                await asyncio.sleep(DWELL_S)
                recording = await bridge.run(recordings.fetch(call.id, progress))
            self._recording = recording
            waveform = await bridge.run(recordings.waveform(call.id, recording))
        except Trouble as trouble:
            self._refused(trouble)
        else:
            self._at = min(self._places.get(call.id, 0.0), waveform.duration_s)
            self._show(phase=Phase.READY, waveform=waveform, fetched=None, duration_s=waveform.duration_s)
            self.moved.emit(self._at)
        if self._save_when_ready and self._recording is not None:
            self._save_when_ready = False
            self._ask_where(call, self._recording)
        if self._play_when_ready and self.view.phase is Phase.READY:
            self._play_when_ready = False
            self._run()

    def _refused(self, trouble: Trouble) -> None:
        if trouble.kind is ErrorKind.NO_RECORDING:
            self._show(phase=Phase.EMPTY, fetched=None, can_save=False)
            return
        self._offline = trouble.kind in (ErrorKind.OFFLINE, ErrorKind.TIMEOUT, ErrorKind.INTERRUPTED)
        here = self._recording is not None
        self._show(
            phase=Phase.FAILED, sentence=sentences.not_playable(trouble), can_save=here and self._may_save
        )

    def _progress(self, call_id: str, share: float) -> None:
        if self._call is not None and self._call.id == call_id and self.view.phase is Phase.LOADING:
            self._show(fetched=share)

    # ---- playing

    def play(self, call: CallRecord) -> None:
        """Take a call's recording and play it as soon as it is here."""
        self.open(call)
        if self.view.phase is Phase.READY:
            self._run()
        else:
            self._play_when_ready = True

    def play_or_pause(self) -> None:
        """Play, or pause; press again while it is fetched, and it stays paused."""
        if self.view.phase is Phase.LOADING:
            self._play_when_ready = not self._play_when_ready
        elif self._sound is not None and self._sound.playing:
            self._sound.pause()
        elif self.view.phase is Phase.READY:
            self._run()

    def seek(self, seconds: float) -> None:
        """Go to a place."""
        if self.view.phase is Phase.READY:
            self._go(min(max(0.0, seconds), self.view.duration_s))

    def skip(self, seconds: float) -> None:
        """Go forward, or back with a negative number."""
        self.seek(self._at + seconds)

    def _run(self) -> None:
        assert self._recording is not None
        sound = self._sound = self._sound or self._make_sound()
        if not sound.loaded:
            sound.load(self._recording.data, suffix(self._recording))
            self._show(has_device=sound.has_device)
        self._tune()
        at_end = self._at >= self.view.duration_s - END_S
        self._go(0.0 if at_end else self._at)
        sound.play()

    def _go(self, seconds: float) -> None:
        self._at = seconds
        if self._sound is not None and self._sound.loaded:
            self._sound.seek(seconds)
        self.moved.emit(seconds)

    def _make_sound(self) -> "Sound":
        from desktop.ui.player.sound import Sound  # noqa: PLC0415

        sound = Sound(self)
        sound.moved.connect(self._sound_moved)
        sound.switched.connect(self._switched)
        sound.ended.connect(self._ended)
        sound.measured.connect(self._measured)
        sound.failed.connect(self._unplayable)
        sound.device_changed.connect(self._device_changed)
        return sound

    def _sound_moved(self, seconds: float) -> None:
        before, self._at = self._at, seconds
        if self.view.playing:
            waveform = self.view.waveform
            silences = waveform.silences if waveform and self.view.skip_silence else ()
            place = jump(before, seconds, self.view.loop, silences)
            if place is not None:
                self._go(place)
                return
        self.moved.emit(seconds)

    def _switched(self) -> None:
        if self._sound is not None:
            self._show(playing=self._sound.playing)

    def _ended(self) -> None:
        loop = self.view.loop
        if self._sound is not None and loop is not None and loop[1] >= self.view.duration_s - END_S:
            self._go(loop[0])
            self._sound.play()
            return
        self._at = self.view.duration_s
        self.moved.emit(self._at)

    def _measured(self, seconds: float) -> None:
        if not self.view.duration_s:
            self._show(duration_s=seconds)

    def _unplayable(self, text: str) -> None:
        if self._sound is not None:
            self._sound.unload()
        trouble = Trouble(ErrorKind.BAD_SOUND, detail=text or None)
        self._show(phase=Phase.FAILED, playing=False, sentence=trouble.sentence)

    def _device_changed(self) -> None:
        if self._sound is not None:
            self._show(has_device=self._sound.has_device)

    # ---- how it is played

    def set_speed(self, speed: float) -> None:
        """Play slower or faster, now and next time."""
        self._show(speed=speed)
        self._tune()
        self._habits.keep(SPEED, speed)

    def step_speed(self, step: int) -> None:
        """Take the next speed of those that are offered: 1 faster, -1 slower."""
        now = self.view.speed
        near = [speed for speed in SPEEDS if (speed > now if step > 0 else speed < now)]
        if near:
            self.set_speed(min(near) if step > 0 else max(near))

    def set_volume(self, percent: int) -> None:
        """Play louder or softer, now and next time; who moves it wants to hear something."""
        self._show_volume(percent, muted=False)

    def toggle_mute(self) -> None:
        """Play without a sound, or with one again."""
        self._show_volume(self.view.volume, muted=not self.view.muted)

    def _show_volume(self, percent: int, *, muted: bool) -> None:
        self._show(volume=percent, muted=muted)
        self._tune()
        self._habits.keep(VOLUME, percent)
        self._habits.keep(MUTED, muted)

    def set_skip_silence(self, skip: bool) -> None:
        """Jump over stretches where nobody speaks, or do not, now and next time."""
        self._show(skip_silence=skip)
        self._habits.keep(SKIP, skip)

    def set_loop(self, loop: Span | None) -> None:
        """Repeat a part, from its start on unless it is being played; None repeats nothing."""
        if self.view.phase is not Phase.READY:
            return
        self._show(loop=loop, loop_from=None)
        if loop is not None and not loop[0] <= self._at <= loop[1]:
            self._go(loop[0])

    def mark_loop(self) -> None:
        """Begin a loop here, then end it here, then take it away."""
        begun = self.view.loop_from
        if self.view.phase is not Phase.READY:
            return
        if self.view.loop is not None:
            self.set_loop(None)
        elif begun is None:
            self._show(loop_from=self._at)
        elif abs(self._at - begun) >= SHORTEST_LOOP_S:
            self.set_loop((min(begun, self._at), max(begun, self._at)))
        else:
            self._show(loop_from=None)

    def _heard(self, change: Change) -> None:
        if Topic.SETTINGS in change.topics and not self._habits.unkept:  # set by the command line, say
            view = replace(self.view, **self._habits.read())
            if view != self.view:
                self._present(view)
                self._tune()
        if Topic.CALLS in change.topics and self._offline and self.view.phase is Phase.FAILED:
            self.retry()  # calls came in, so the provider can be reached again

    def _tune(self) -> None:
        if self._sound is not None:
            self._sound.set_speed(self.view.speed)
            self._sound.set_volume(self.view.volume, muted=self.view.muted)

    # ---- saving

    def save(self) -> None:
        """Ask where to save, as soon as the recording is here: only then its kind of file is known."""
        if self._call is None or not self.view.can_save or self.view.saving:
            return
        if self._recording is not None:
            self._ask_where(self._call, self._recording)
        else:
            self._save_when_ready = True

    def _ask_where(self, call: CallRecord, recording: Recording) -> None:
        self._to_save = call
        self.where_wanted.emit(call_file_name(call, suffix(recording)))

    def save_to(self, file: Path) -> None:
        """Write the recording that was asked for to a file."""
        if self._to_save is not None:
            self._scope.start("save", self._save(self._to_save, file))

    async def _save(self, call: CallRecord, file: Path) -> None:
        self._show(saving=True, unsaved="")
        try:
            await self._context.bridge.run(self._context.services.recordings.save(call.id, file))
        except Trouble as trouble:
            self._show(saving=False, unsaved=trouble.sentence)
            return
        self._show(saving=False)
        self.saved.emit(file)

    # ---- what is shown

    def _show(self, **changes: object) -> None:
        self._present(replace(self.view, **changes))  # type: ignore[arg-type]

    def _present(self, view: PlayerView) -> None:
        self.view = view
        self.shown.emit(view)
