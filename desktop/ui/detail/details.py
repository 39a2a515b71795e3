"""The call's timeline, result, line and ids: selectable, one by one or all together copied."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from desktop.domain.calls import CallRecord
from desktop.ui import sentences, sentences_detail, strings, times
from desktop.ui.detail.facts import LABEL_WIDTH, Fact, FactsCard, Scrolled
from desktop.ui.detail.views import CallView
from desktop.ui.kit.buttons import Button
from desktop.ui.kit.ink import Ink
from desktop.ui.kit.labels import Plain, SelectableText, Text
from desktop.ui.kit.panes import Card
from desktop.ui.kit.roles import Role
from desktop.ui.kit.theme import theme, u
from desktop.ui.recents.face import formatted, symbol

STEP_HEIGHT = 28


class Step(NamedTuple):
    """One moment of a call: what, when to the second, how long that took, and its dot's colour."""

    label: str
    time: str
    took: str = ""
    role: Role = "dim"


class Details(Scrolled):
    """Shows a `CallView`'s facts. `copied` carries the label and the text of what shall be copied."""

    copied = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(strings.DETAILS, parent)
        self._view: CallView | None = None
        self._timeline = _Timeline()
        self._facts = FactsCard(strings.CALL)
        self._facts.copied.connect(self.copied)
        self.copy_all = Button(strings.COPY_ALL, kind="link", px=12)
        self.copy_all.clicked.connect(self._copy_all)
        self._facts.add_to_head(self.copy_all)
        self.column.add(self._timeline)
        self.column.add(self._facts)
        self.column.add_stretch()

    def show_call(self, view: CallView) -> None:
        """Show a call's facts."""
        other = self._view is None or self._view.call.id != view.call.id
        self._view = view
        self._timeline.show_steps(times.full_day(view.call.sorted_at), timeline(view.call))
        self._facts.show_facts(facts(view))
        if other:
            self.to_top()

    def _copy_all(self) -> None:
        if self._view is not None:
            self.copied.emit(strings.DETAILS, details_text(self._view))


def details_text(view: CallView) -> str:
    """Return all that is known of a call as lines of text, for the clipboard."""
    steps = [(step.label, step.time) for step in timeline(view.call)]
    rows = [(strings.DAY, times.full_day(view.call.sorted_at)), *steps]
    rows += [(fact.label, fact.value) for fact in facts(view)]
    return sentences_detail.facts_text(rows)


def timeline(call: CallRecord) -> list[Step]:
    """Return what happened when, in order; what the provider did not tell is left out."""
    waited = times.duration(call.wait_s) if call.wait_s is not None else ""
    talked = times.duration(call.duration_s) if call.duration_s is not None else ""
    answered = call.answered_at is not None
    _, _, ink = symbol(call)
    steps: tuple[tuple[str, datetime | None, str, Role], ...] = (
        (strings.ARRIVED, call.registered_at, "", "dim"),
        (strings.RANG, call.started_at, "", "dim"),
        (strings.ANSWERED_AT, call.answered_at, sentences_detail.after_waiting(waited), "answered"),
        (
            strings.ENDED,
            call.ended_at,
            sentences_detail.after_talking(talked) if answered else sentences_detail.after_waiting(waited),
            "dim" if answered else ink,
        ),
    )
    return [Step(label, times.exact(at), took, role) for label, at, took, role in steps if at is not None]


def facts(view: CallView) -> list[Fact]:
    """Return the rest that is known; what is not known is left out."""
    call = view.call
    words = sentences.listed([call.raw_type or "", call.raw_status or ""])
    account = f"{call.account} ({view.provider})" if view.provider else call.account
    rows = [
        Fact(strings.RESULT, f"{sentences.direction(call.direction)}, {sentences.outcome(call.outcome)}"),
        Fact(strings.WAIT, times.duration(call.wait_s) if call.wait_s is not None else ""),
        Fact(strings.TALK, times.duration(call.duration_s) if call.duration_s is not None else ""),
        Fact(strings.FROM, _both(call.caller), call.caller or ""),
        Fact(strings.TO, _both(call.callee), call.callee or ""),
        Fact(strings.LINE, sentences.extension(call.line or "")),
        Fact(strings.ACCOUNT, account),
        Fact(strings.TAGS, sentences.listed([tag.name for tag in call.tags])),
        Fact(strings.PROVIDER_WORDS, words),
        Fact(strings.OUR_ID, call.id, call.id),
        Fact(strings.PROVIDER_ID, call.provider_id, call.provider_id),
    ]
    for attempt in view.history.attempts:
        if attempt.call_id == call.id:
            ids = ((strings.ATTEMPT_ID, attempt.provider_id), (strings.REQUEST_ID, attempt.request_id))
            rows += [Fact(label, value or "", value or "") for label, value in ids]
    return [row for row in rows if row.value]


def _both(number: str | None) -> str:
    """Return a number as it is read and as it is dialled."""
    if not number:
        return strings.NO_NUMBER
    read = formatted(number)
    return read if read == number else f"{read} ({number})"


class _Timeline(Card):
    """The moments of a call on a line, from the top."""

    def __init__(self) -> None:
        super().__init__(spacing=8)
        self.add(Text(strings.TIMELINE, "dim", 12, 600))
        self._shown: tuple[str, tuple[Step, ...]] | None = None
        self._rows: QWidget | None = None

    def show_steps(self, day: str, steps: Sequence[Step]) -> None:
        """Show a day and what happened on it; the same again change nothing."""
        if self._shown == (day, tuple(steps)):
            return
        self._shown = (day, tuple(steps))
        if self._rows is not None:
            self._rows.hide()
            self._rows.deleteLater()
        self._rows = QWidget()
        grid = QGridLayout(self._rows)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(u(8))
        grid.setVerticalSpacing(0)
        grid.setColumnMinimumWidth(1, u(LABEL_WIDTH - 24))
        grid.setColumnStretch(3, 1)
        grid.setRowMinimumHeight(0, u(STEP_HEIGHT))
        leading = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
        grid.addWidget(SelectableText(day, name=f"{strings.DAY}: {day}"), 0, 0, 1, 4, leading)
        for number, step in enumerate(steps):
            row = number + 1
            grid.addWidget(_Rail(step.role, first=number == 0, last=number == len(steps) - 1), row, 0)
            grid.addWidget(Text(step.label, "dim"), row, 1)
            grid.addWidget(SelectableText(step.time, name=f"{step.label}: {step.time}"), row, 2)
            grid.addWidget(Text(step.took, "dim", 12), row, 3, Qt.AlignmentFlag.AlignVCenter)
        self.add(self._rows)


class _Rail(Plain):
    """A moment's dot, and the line from the one before to the one after."""

    def __init__(self, role: Role, *, first: bool, last: bool) -> None:
        super().__init__()
        self._role: Role = role
        self._first = first
        self._last = last
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return a step's height, so that the lines meet."""
        return QSize(u(16), u(STEP_HEIGHT))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the line behind the dot."""
        roles = theme.roles
        with Ink.on(self) as ink:
            top = ink.height / 2 if self._first else 0
            bottom = ink.height / 2 if self._last else ink.height
            ink.fill(7, top, 2, bottom - top, roles.line)
            ink.disc(4, ink.height / 2 - 4, 8, roles.colour(self._role))
