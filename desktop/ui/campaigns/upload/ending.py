"""What is said in passing of an upload that nobody watched, once it is over or stopped."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.domain.uploads import Upload, UploadState
from desktop.ui import sentences_upload as sentences
from desktop.ui import strings_upload as strings
from desktop.ui.kit.float import Toast


class Ending(Toast):
    """`wanted` carries the ids of the campaign and of the upload: somebody wants to see it."""

    wanted = Signal(str, str)

    def __init__(self, window: QWidget, upload: Upload) -> None:
        over = upload.state in {UploadState.DONE, UploadState.CANCELLED}
        text = sentences.finished(upload) if over else sentences.stopped(upload)
        super().__init__(window, text, strings.SHOW, milliseconds=12_000)
        self._upload = upload
        self.acted.connect(self._want)

    def _want(self) -> None:
        self.wanted.emit(self._upload.campaign_id, self._upload.id)
