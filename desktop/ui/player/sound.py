"""Plays a recording from memory; a machine without a sound device plays it silently.

Whatever makes the player wait for its threads (play, seek, another source) is sent to it as a queued signal,
which Qt delivers without Python's lock. A call from Python would hold that lock while it waits for a thread
that asks for it: the sound's thread says goodbye to the `QAudioOutput`, which Python has wrapped, and both
wait for ever.
"""

from PySide6.QtCore import QIODevice, QObject, Qt, QTimer, QUrl, Signal
from PySide6.QtMultimedia import QAudio, QAudioOutput, QMediaDevices, QMediaPlayer

from desktop.ui.player.memory import MemoryFile

_SEEK_MS = 80  # a drag asks for a hundred places a second; the decoder gets one in this time
_LOOK_MS, _STUCK = 1000, 3  # a cold sound server takes more than a second to begin
_LOG, _LINEAR = QAudio.VolumeScale.LogarithmicVolumeScale, QAudio.VolumeScale.LinearVolumeScale
_QUEUED = Qt.ConnectionType.QueuedConnection


class Sound(QObject):
    """One recording at a time. `moved` carries the position in seconds, `failed` what Qt says.

    The pitch is kept at every speed. Without a device it plays silently, and it stops when the one in use
    takes no more sound; `device_changed` comes when devices come or go. `emptied` comes when nothing of a
    recording is held any more after `unload`.
    """

    moved = Signal(float)
    switched = Signal()
    ended = Signal()
    measured = Signal(float)
    failed = Signal(str)
    device_changed = Signal()
    emptied = Signal()

    _to_source = Signal(QIODevice, QUrl)
    _to_nothing = Signal(QUrl)
    _to_play = Signal()
    _to_pause = Signal()
    _to_position = Signal("qlonglong")  # type: ignore[arg-type]  # Python's int would be cut at 32 bits
    _to_rate = Signal(float)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._devices = QMediaDevices(self)
        self._devices.audioOutputsChanged.connect(self._devices_changed)
        self._output: QAudioOutput | None = QAudioOutput(self)
        self._loudness = (1.0, False)
        self._player = player = QMediaPlayer(self)
        player.setAudioOutput(self._output)
        player.setPitchCompensation(True)
        self._file: MemoryFile | None = None
        self._left: list[MemoryFile] = []
        self._ready = False
        self._play_when_ready = False
        self._sought: float | None = None
        self._seeking = QTimer(self, singleShot=True, interval=_SEEK_MS)
        self._seeking.timeout.connect(self._seek_now)
        self._still = 0
        self._watch = QTimer(self, interval=_LOOK_MS)
        self._watch.timeout.connect(self._look)
        self._to_source.connect(player.setSourceDevice, _QUEUED)
        self._to_nothing.connect(player.setSource, _QUEUED)
        self._to_play.connect(player.play, _QUEUED)
        self._to_pause.connect(player.pause, _QUEUED)
        self._to_position.connect(player.setPosition, _QUEUED)
        self._to_rate.connect(player.setPlaybackRate, _QUEUED)
        player.sourceChanged.connect(self._source_changed)
        player.positionChanged.connect(self._moved)
        player.durationChanged.connect(self._measured)
        player.playbackStateChanged.connect(self._switched)
        player.mediaStatusChanged.connect(self._status)
        player.errorOccurred.connect(self._failed)

    @property
    def has_device(self) -> bool:
        """Whether anything can be heard here."""
        return self._output is not None and bool(QMediaDevices.audioOutputs())

    @property
    def loaded(self) -> bool:
        """Whether there is a recording."""
        return self._file is not None

    @property
    def empty(self) -> bool:
        """Whether nothing of any recording is held."""
        return self._file is None and not self._left

    @property
    def playing(self) -> bool:
        """Whether it is running."""
        return self._player.playbackState() == QMediaPlayer.PlaybackState.PlayingState

    def load(self, data: bytes, suffix: str) -> None:
        """Take another recording, and stay paused at its start."""
        self._let_go()
        self._file = MemoryFile(data, suffix, self)
        self._to_source.emit(self._file.device, self._file.url)

    def unload(self) -> None:
        """Let go of the recording; `emptied` has to come before this object goes away."""
        self._let_go()
        self._to_nothing.emit(QUrl())

    def play(self) -> None:
        """Run from where it is; from the start when it had ended."""
        self._play_when_ready = not self._ready
        if self._ready and self._output is not None:
            self._to_play.emit()

    def pause(self) -> None:
        """Stop where it is."""
        self._play_when_ready = False
        self._to_pause.emit()

    def seek(self, seconds: float) -> None:
        """Go to a place, as soon as the recording is read and the last seek is some time ago."""
        self._sought = seconds
        if not self._seeking.isActive():
            self._seek_now()

    def set_speed(self, speed: float) -> None:
        """Play slower or faster, with the pitch kept."""
        self._to_rate.emit(speed)

    def set_volume(self, percent: int, *, muted: bool) -> None:
        """Play louder or softer, in steps as the ear hears them."""
        self._loudness = (QAudio.convertVolume(percent / 100, _LOG, _LINEAR), muted)
        self._be_loud()

    def _be_loud(self) -> None:
        if self._output is not None:
            volume, muted = self._loudness
            self._output.setVolume(volume)
            self._output.setMuted(muted)

    def _let_go(self) -> None:
        self._ready = self._play_when_ready = False
        self._sought = None
        self._seeking.stop()
        if self._file is not None:
            self._left.append(self._file)
            self._file = None

    def _source_changed(self, _url: QUrl) -> None:
        """Forget the bytes of what was played before: nobody reads them any more."""
        while self._left:
            self._left.pop().close()
        if self._file is None:
            self.emptied.emit()

    def _seek_now(self) -> None:
        if self._sought is None or not self._ready:
            return
        sought, self._sought = self._sought, None
        self._seeking.start()
        self._to_position.emit(int(sought * 1000))

    def _status(self, status: QMediaPlayer.MediaStatus) -> None:
        if self._file is None or self._player.source() != self._file.url:
            return
        if status == QMediaPlayer.MediaStatus.LoadedMedia and not self._ready:
            self._ready = True
            self._seek_now()
            if self._play_when_ready:
                self.play()
        elif status == QMediaPlayer.MediaStatus.EndOfMedia:
            self.ended.emit()

    def _moved(self, milliseconds: int) -> None:
        self._still = 0
        if self._sought is None and self._ready:
            self.moved.emit(milliseconds / 1000)

    def _measured(self, milliseconds: int) -> None:
        if milliseconds > 0:
            self.measured.emit(milliseconds / 1000)

    def _switched(self, state: QMediaPlayer.PlaybackState) -> None:
        self._still = 0
        if state == QMediaPlayer.PlaybackState.PlayingState:
            self._watch.start()
        else:
            self._watch.stop()  # nothing of ours wakes an idle machine up
        self.switched.emit()

    def _look(self) -> None:
        """Stop when the device takes no more sound: its server has gone, and Qt does not tell."""
        self._still += 1
        if self._still >= _STUCK and self._output is not None:
            # Its end is left to Qt, without Python's lock. No other output may take its place before Qt tells
            # of a device: on a connection that is broken, Qt 6.11 aborts the program.
            self._output.deleteLater()
            self._output = None
            self.pause()
            self.device_changed.emit()

    def _failed(self, _error: QMediaPlayer.Error, text: str) -> None:
        if self._file is not None:
            self.failed.emit(text)

    def _devices_changed(self) -> None:
        default = QMediaDevices.defaultAudioOutput()
        if not default.isNull():
            if self._output is None:
                self._output = QAudioOutput(self)
                self._player.setAudioOutput(self._output)
                self._be_loud()
            self._output.setDevice(default)
        self.device_changed.emit()
