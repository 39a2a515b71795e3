"""The questions of an upload: before phones ring, before it is cancelled, before rows are sent again."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop.domain.uploads import RowState
from desktop.ui import sentences_upload as sentences
from desktop.ui import strings_upload as strings
from desktop.ui.campaigns.upload.presenter import UploadPresenter
from desktop.ui.kit.buttons import Button, Kind
from desktop.ui.kit.float import Dialog
from desktop.ui.kit.labels import Paragraph, Text


class UploadQuestion(Dialog):
    """Asks whether something is to be done. The focus is on the answer that does nothing."""

    agreed = Signal()

    def __init__(
        self, window: QWidget, title: str, texts: tuple[str, ...], no: str, yes: str, *, kind: Kind = "go"
    ) -> None:
        super().__init__(window, title=title)
        self.box.addWidget(Text(title, px=16, weight=600))
        for place, text in enumerate(texts):
            if text:
                self.box.addWidget(Paragraph(text, "dim" if place else "text"))
        self.setAccessibleDescription(" ".join(text for text in texts if text))
        self.stay = self.add_button(Button(no))
        self.stay.clicked.connect(self.reject)
        self.go = self.add_button(Button(yes, kind=kind, icon="upload" if kind == "go" else ""))
        self.go.clicked.connect(self._agree)
        self.stay.setFocus()

    def _agree(self) -> None:
        self.accept()
        self.agreed.emit()


class Questions(QObject):
    """Asks over the wizard what its presenter is to do. `leave` is the answer that a changed list is lost."""

    leave = Signal()

    def __init__(self, presenter: UploadPresenter, over: QWidget) -> None:
        super().__init__(over)
        self._presenter = presenter
        self._over = over
        self._state = RowState.UNKNOWN
        self.dialog: UploadQuestion | None = None

    def ask_send(self) -> None:
        """Ask before the first piece leaves."""
        upload, campaign = self._presenter.upload, self._presenter.campaign
        if upload is None or campaign is None:
            return
        age = self._presenter.comparing.age
        never = age is not None and age.campaign.listed_at is None
        rings = strings.RING_TEXT if campaign.runs else strings.MAYBE_RING_TEXT
        texts = (
            f"{sentences.ring_question(upload)} {rings}",
            sentences.leaves_out(upload),
            strings.NOT_COMPARED if never else "",
        )
        yes = sentences.upload_button(upload.wanted)
        asked = self._ask(strings.RING_TITLE, texts, strings.CANCEL, yes)
        asked.agreed.connect(self._presenter.sending.send)

    def ask_cancel(self) -> None:
        """Ask before what waits is left out."""
        upload = self._presenter.upload
        if upload is not None:
            no, yes = strings.KEEP_GOING, strings.CANCEL_UPLOAD
            texts = (sentences.cancel_text(upload),)
            asked = self._ask(strings.CANCEL_TITLE, texts, no, yes, danger=True)
            asked.agreed.connect(self._presenter.sending.cancel)

    def ask_again(self, state: RowState) -> None:
        """Ask before rows are sent once more; for those of unknown outcome, name the risk."""
        upload = self._presenter.upload
        if upload is not None:
            self._state, risky = state, state is RowState.UNKNOWN
            yes = sentences.send_again_button(upload.states.get(state, 0))
            texts = (strings.AGAIN_TEXT if risky else strings.AGAIN_REFUSED_TEXT,)
            asked = self._ask(strings.AGAIN_TITLE, texts, strings.CANCEL, yes, danger=risky)
            asked.agreed.connect(self._again)

    def ask_leave(self) -> None:
        """Ask before what was changed in a list is lost."""
        texts = (strings.LEAVE_TEXT,)
        asked = self._ask(strings.LEAVE_TITLE, texts, strings.STAY, strings.LEAVE, danger=True)
        asked.agreed.connect(self.leave)

    def _ask(
        self, title: str, texts: tuple[str, ...], no: str, yes: str, *, danger: bool = False
    ) -> UploadQuestion:
        kind: Kind = "danger" if danger else "go"
        question = self.dialog = UploadQuestion(self._over, title, texts, no, yes, kind=kind)
        question.finished.connect(question.deleteLater)
        question.open()
        return question

    def _again(self) -> None:
        self._presenter.sending.send_again(self._state)
