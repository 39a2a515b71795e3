"""The notices: what each kind says, in bubbles as a desktop draws them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.app.tour import NOW, Stage
from desktop.app.tour_stops.common import calls_of
from desktop.domain.calls import CallFilter, CallRecord, Outcome
from desktop.domain.notices import Notice, NoticeKind, NoticePicture
from desktop.domain.uploads import RowState, Upload, UploadState
from desktop.services.endings import Ending
from desktop.ui.kit.buttons import Button
from desktop.ui.kit.labels import Paragraph, Text
from desktop.ui.kit.panes import Card
from desktop.ui.kit.theme import theme, u
from desktop.ui.shell.window import MainWindow
from desktop.ui.tray import wording

WIDE, SIDE = 380, 40


class Disc(QWidget):
    """The picture of a notice, from the pixels that a desktop gets."""

    def __init__(self, picture: NoticePicture) -> None:
        super().__init__()
        side = picture.side
        self._image = QImage(picture.pixels, side, side, side * 4, QImage.Format.Format_RGBA8888).copy()
        self.setFixedSize(QSize(u(SIDE), u(SIDE)))

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(self.rect(), self._image)
        painter.end()


class Bubble(Card):
    """One notice; a desktop without `buttons` gets words instead of them."""

    def __init__(self, notice: Notice, *, buttons: bool = True) -> None:
        super().__init__(margins=(16, 12, 16, 16), spacing=8)
        self.setFixedWidth(u(WIDE))
        head = QHBoxLayout()
        head.setSpacing(u(16))
        if notice.picture is not None:
            head.addWidget(Disc(notice.picture), 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Text(notice.title, px=14, weight=600))
        unaided = "" if buttons else notice.unaided
        for line in (*notice.body.splitlines(), *([unaided] if unaided else [])):
            words.addWidget(Paragraph(line, "dim", px=12))
        head.addLayout(words, 1)
        self.box.addLayout(head)
        if buttons and notice.actions:
            row = QHBoxLayout()
            row.addStretch()
            for action in notice.actions[:0:-1]:
                row.addWidget(Button(action.label))
            row.addWidget(Button(notice.actions[0].label, kind="go"))
            self.box.addLayout(row)


class Bubbles(QWidget):
    """A desktop with notices in columns."""

    def __init__(self, columns: Sequence[Sequence[QWidget]]) -> None:
        super().__init__()
        across = QHBoxLayout(self)
        across.setContentsMargins(u(24), u(24), u(24), u(24))
        across.setSpacing(u(24))
        for column in columns:
            down = QVBoxLayout()
            down.setSpacing(u(16))
            for bubble in column:
                down.addWidget(bubble)
            down.addStretch(1)
            across.addLayout(down)
        self.adjustSize()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the desktop under them."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.roles.selection)
        painter.end()


def notices(stage: Stage, window: MainWindow) -> None:
    """Show one of each kind, and what a desktop without buttons shows."""
    missed = [_lately(call, place) for place, call in enumerate(_calls(stage, Outcome.MISSED))]
    messages = [_lately(call, place) for place, call in enumerate(_calls(stage, Outcome.VOICEMAIL))]
    signed_out = replace(
        window.shell.accounts[0], trouble="The provider does not accept this account's secret any more."
    )
    ends = next(one.title for one in window.shell.manifests.values() if one.ends_field)
    ending = Ending("3", "Outbound team", ends, NOW.date() + timedelta(days=14), 14)
    kinds = [NoticeKind.MISSED] * 5 + [NoticeKind.VOICEMAIL, NoticeKind.UPLOAD]
    columns = (
        [
            Bubble(wording.one_call(missed[0], NOW)),
            Bubble(wording.one_call(replace(missed[0], other=None, name=None), NOW)),
            Bubble(wording.one_call(messages[0], NOW)),
            Bubble(wording.several_calls([*missed[:4], messages[0]])),
            Bubble(wording.several_calls(missed[:7], away=True)),
        ],
        [
            Bubble(wording.held_back(kinds, [*missed[:5], messages[0]])),
            Bubble(wording.transcript_ready(missed[0], NOW)),
            Bubble(wording.upload_over(_upload(UploadState.DONE))),
            Bubble(wording.upload_over(_upload(UploadState.STOPPED))),
            Bubble(wording.sign_in_needed(signed_out)),
        ],
        [
            Bubble(wording.key_ends(ending)),
            Bubble(wording.one_call(missed[0], NOW), buttons=False),
            Bubble(wording.sign_in_needed(signed_out), buttons=False),
            Bubble(wording.goes_on(), buttons=False),
        ],
    )
    _take(stage, "kinds", columns)


def _take(stage: Stage, state: str, columns: Sequence[Sequence[QWidget]]) -> None:
    desk = Bubbles(columns)
    desk.show()
    stage.album.take(desk, "notices", state)
    desk.hide()
    desk.deleteLater()


def _calls(stage: Stage, outcome: Outcome) -> list[CallRecord]:
    return calls_of(stage, CallFilter(outcomes=frozenset({outcome})))


def _lately(call: CallRecord, place: int) -> CallRecord:
    return replace(call, sorted_at=NOW - timedelta(minutes=2 + place))


def _upload(state: UploadState) -> Upload:
    done = state is UploadState.DONE
    states = (
        {RowState.SENT: 9798, RowState.REFUSED: 14} if done else {RowState.SENT: 5098, RowState.UNKNOWN: 100}
    )
    return Upload(
        id="1",
        campaign_id="2",
        campaign="Spring renewals",
        account_id="3",
        source="renewals.csv",
        variables=2,
        region="FR",
        state=state,
        rows=9812,
        verdicts={},
        states=states,
        pieces=51,
        pieces_total=99,
        made_at=NOW,
        reason="" if done else "The server does not answer: go on when it does.",
    )
