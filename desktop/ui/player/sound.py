"""Plays a recording from memory; a machine without a sound device plays it silently."""

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, QUrl, Signal
from PySide6.QtMultimedia import QAudioOutput, QMediaDevices, QMediaPlayer

from desktop.domain.transcripts import Recording

_NAMES = {"audio/wav": "call.wav", "audio/x-wav": "call.wav", "audio/wave": "call.wav"}
_HELD = (QMediaPlayer.MediaStatus.LoadingMedia, QMediaPlayer.MediaStatus.NoMedia)


class Sound(QObject):
    """One recording at a time. `moved` carries the position in seconds, `failed` what Qt says.

    The pitch is kept at every speed. `device_changed` comes when sound devices come or go.
    """

    moved = Signal(float)
    switched = Signal()
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
    def playing(self) -> bool:
        """Whether it is running."""
        return self._player.playbackState() == QMediaPlayer.PlaybackState.PlayingState

    @property
    def position(self) -> float:
        """Where it is, in seconds."""
        return self._sought if self._sought is not None else self._player.position() / 1000

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
        """Go to a place; before the recording is read, as soon as it is."""
        if self._player.mediaStatus() in _HELD:
            self._sought = seconds
        else:
            self._player.setPosition(int(seconds * 1000))
        self.moved.emit(seconds)

    def set_speed(self, speed: float) -> None:
        """Play slower or faster, with the pitch kept."""
        self._player.setPlaybackRate(speed)

    def _status(self, status: QMediaPlayer.MediaStatus) -> None:
        if status == QMediaPlayer.MediaStatus.LoadedMedia and self._sought is not None:
            sought, self._sought = self._sought, None
            self._player.setPosition(int(sought * 1000))

    def _moved(self, milliseconds: int) -> None:
        if self._sought is None:
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
