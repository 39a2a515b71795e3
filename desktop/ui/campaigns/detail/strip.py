"""A strip over the numbers for an upload that is not over: how far it is, and how it goes on."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.domain.uploads import RowState, Upload, UploadState
from desktop.ui import sentences_campaigns as sentences
from desktop.ui import strings_campaigns as strings
from desktop.ui.kit.buttons import Button
from desktop.ui.kit.labels import IconLabel, Paragraph
from desktop.ui.kit.panes import Card

_RESUMABLE = (UploadState.PAUSED, UploadState.STOPPED)


class UploadStrip(Card):
    """`resume_wanted` and `show_wanted` carry the upload's id."""

    resume_wanted = Signal(str)
    show_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(vertical=False, margins=(13, 9, 9, 9), spacing=8, fill="waiting_wash", parent=parent)
        self._upload: Upload | None = None
        self.text = Paragraph("", "text", 12)
        self.text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.resume = Button(strings.RESUME)
        self.resume.clicked.connect(self._resume)
        self.show_it = Button(strings.SHOW)
        self.show_it.clicked.connect(self._show_it)
        self.add(IconLabel("upload", 16, "waiting"))
        self.add(self.text, 1)
        self.add(self.resume)
        self.add(self.show_it)
        self.hide()

    @property
    def upload(self) -> Upload | None:
        """The upload that is shown."""
        return self._upload

    def show_uploads(self, uploads: tuple[Upload, ...]) -> None:
        """Show the newest of them, nothing when there is none."""
        self._upload = uploads[0] if uploads else None
        self.setVisible(bool(uploads))
        if self._upload is None:
            return
        upload = self._upload
        self.text.set_text(sentences.upload_strip(upload), lead=sentences.upload_lead(upload))
        waits = upload.states.get(RowState.WAITING, 0) > 0
        self.resume.setVisible(upload.state in _RESUMABLE and waits)

    def _resume(self) -> None:
        if self._upload is not None:
            self.resume_wanted.emit(self._upload.id)

    def _show_it(self) -> None:
        if self._upload is not None:
            self.show_wanted.emit(self._upload.id)
