"""Plays a recording from memory; a machine without a sound device plays it silently."""

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, QTimer, QUrl, Signal
from PySide6.QtMultimedia import QAudio, QAudioOutput, QMediaDevices, QMediaPlayer

from desktop.domain.transcripts import Recording

_NAMES = {"audio/wav": "call.wav", "audio/x-wav": "call.wav", "audio/wave": "call.wav"}
_HELD = (QMediaPlayer.MediaStatus.LoadingMedia, QMediaPlayer.MediaStatus.NoMedia)
_SEEK_MS = 80  # a drag asks for a hundred places a second; the decoder gets one in this time
_LOG, _LINEAR = QAudio.VolumeScale.LogarithmicVolumeScale, QAudio.VolumeScale.LinearVolumeScale


class Sound(QObject):
    """One recording at a time. `moved` carries the position in seconds, `failed` what Qt says.

    The pitch is kept at every speed. `device_changed` comes when sound devices come or go.
    """

    moved = Signal(float)
    switched = Signal()
    ended = Signal()
    measured = Signal(float)
    failed = Signal(str)
    device_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._devices = QMediaDevices(self)
        self._devices.audioOutputsChanged.connect(self._devices_changed)
        self._output = QAudioOutput(self)
        self._player = QMediaPlayer(self)
        self._player.setAudioOutput(self._output)
        self._player.setPitchCompensation(True)
        self._buffer: QBuffer | None = None
        self._sought: float | None = None
        self._seeking = QTimer(self, singleShot=True, interval=_SEEK_MS)
        self._seeking.timeout.connect(self._seek_now)
        self._player.positionChanged.connect(self._moved)
        self._player.durationChanged.connect(self._measured)
        self._player.playbackStateChanged.connect(self._switched)
        self._player.mediaStatusChanged.connect(self._status)
        self._player.errorOccurred.connect(self._failed)

    @property
    def has_device(self) -> bool:
        """Whether anything can be heard here."""
        return bool(QMediaDevices.audioOutputs())

    @property
    def loaded(self) -> bool:
        """Whether there is a recording."""
        return self._buffer is not None

    @property
    def playing(self) -> bool:
        """Whether it is running."""
        return self._player.playbackState() == QMediaPlayer.PlaybackState.PlayingState

    def load(self, recording: Recording) -> None:
        """Take another recording, and stay paused at its start."""
        self.unload()
        self._buffer = QBuffer(self)
        self._buffer.setData(QByteArray(recording.data))
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        name = _NAMES.get(recording.media_type.split(";")[0].strip().lower(), "call.mp3")
        self._player.setSourceDevice(self._buffer, QUrl(name))

    def unload(self) -> None:
        """Let go of the recording; needed before this object goes away."""
        self._sought = None
        self._seeking.stop()
        self._player.stop()
        self._player.setSource(QUrl())
        if self._buffer is not None:
            self._buffer.close()
            self._buffer.deleteLater()
            self._buffer = None

    def play(self) -> None:
        """Run from where it is; from the start when it had ended."""
        self._player.play()

    def pause(self) -> None:
        """Stop where it is."""
        self._player.pause()

    def seek(self, seconds: float) -> None:
        """Go to a place, as soon as the recording is read and the last seek is some time ago."""
        self._sought = seconds
        if not self._seeking.isActive():
            self._seek_now()

    def set_speed(self, speed: float) -> None:
        """Play slower or faster, with the pitch kept."""
        self._player.setPlaybackRate(speed)

    def set_volume(self, percent: int, *, muted: bool) -> None:
        """Play louder or softer, in steps as the ear hears them."""
        self._output.setVolume(QAudio.convertVolume(percent / 100, _LOG, _LINEAR))
        self._output.setMuted(muted)

    def _seek_now(self) -> None:
        if self._sought is None or self._player.mediaStatus() in _HELD:
            return
        sought, self._sought = self._sought, None
        self._seeking.start()
        self._player.setPosition(int(sought * 1000))

    def _status(self, status: QMediaPlayer.MediaStatus) -> None:
        if status == QMediaPlayer.MediaStatus.LoadedMedia:
            self._seek_now()
        elif status == QMediaPlayer.MediaStatus.EndOfMedia:
            self.ended.emit()

    def _moved(self, milliseconds: int) -> None:
        if self._sought is None and self.loaded:
            self.moved.emit(milliseconds / 1000)

    def _measured(self, milliseconds: int) -> None:
        if milliseconds > 0:
            self.measured.emit(milliseconds / 1000)

    def _switched(self, _state: QMediaPlayer.PlaybackState) -> None:
        self.switched.emit()

    def _failed(self, _error: QMediaPlayer.Error, text: str) -> None:
        self.failed.emit(text)

    def _devices_changed(self) -> None:
        default = QMediaDevices.defaultAudioOutput()
        if not default.isNull():
            self._output.setDevice(default)
        self.device_changed.emit()
