"""The question before a call: what will be dialled, where it came from, what speaks against it."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.domain.attempts import DialSource
from desktop.domain.lines import Line
from desktop.ui import sentences, sentences_calling, strings
from desktop.ui.calling.views import Objection, Question
from desktop.ui.kit import focus
from desktop.ui.kit.buttons import Button
from desktop.ui.kit.float import Dialog
from desktop.ui.kit.labels import IconLabel, Paragraph, Text
from desktop.ui.kit.panes import Banner, Card, Pane
from desktop.ui.kit.scroll import Fitting
from desktop.ui.kit.theme import u
from desktop.ui.lines.field import LineField
from desktop.ui.lines.popover import LinePopover
from desktop.ui.shell.presenter import ShellPresenter

_ICONS = {
    DialSource.LINK: "link",
    DialSource.CLIPBOARD: "copy",
    DialSource.COMMAND_LINE: "screen",
    DialSource.TRAY: "bell",
    DialSource.NOTICE: "bell",
}
_EDGE = 17
LOOK_MS = 600
"""So long a question that took another one's place cannot be answered with yes: the press meant the other."""
_OBJECTION_ICONS = {"night": "moon", "forwarding": "forward"}


class QuestionDialog(Dialog):
    """Asks; `accepted` is yes. `line_chosen` carries the id of another line to ask with."""

    line_chosen = Signal(str)

    def __init__(self, window: QWidget, shell: ShellPresenter, question: Question) -> None:
        super().__init__(window, title=strings.CALL_THIS, scrolls=False)
        self._shell = shell
        self._question = question
        self._scroll = Fitting(least=160)
        self.box.addWidget(self._scroll)
        self._popover: LinePopover | None = None
        self.line: LineField | None = None
        self.cancel = self.add_button(Button(strings.CANCEL, edge=_EDGE))
        self.cancel.clicked.connect(self.reject)
        self.call = self.add_button(Button(strings.CALL, kind="go", icon="phone", edge=_EDGE))
        self.call.clicked.connect(self.accept)
        self._look = QTimer(self, singleShot=True, interval=LOOK_MS)
        self._look.timeout.connect(self._may_call)
        self._build(question)

    def open(self) -> None:
        """Show it, with a ring round what Enter presses."""
        super().open()
        self._first.clearFocus()
        focus.give(self._first, ring=True)

    def done(self, result: int) -> None:
        """Take the choice of lines away with it."""
        if self._popover is not None:
            self._popover.close()
        super().done(result)

    def show_question(self, question: Question) -> None:
        """Ask something else in the same place: with another line, or about another number.

        The same question with another name leaves the focus where it is.
        """
        before = self._question.plan
        same = question.plan.number == before.number
        held = self.line is not None and self.line.hasFocus()
        self._build(question)
        if not same:
            self._may_not_call()
            self._look.start()
        elif not self._look.isActive():
            self._may_call()
        self.fit()
        if question.plan == before and not held:
            return
        if same and self.line is not None:
            focus.give(self.line, ring=focus.by_keyboard())
        else:
            focus.give(self._first, ring=True)

    @property
    def _first(self) -> Button:
        """What Enter presses: nothing rings by it when it comes from outside, or when a rule objects."""
        question = self._question
        return self.cancel if question.plan.source.is_outside or question.objections else self.call

    def _build(self, question: Question) -> None:
        self._question = question
        body = Pane(spacing=16)
        heading = QHBoxLayout()
        heading.setSpacing(u(8))
        heading.addWidget(IconLabel(_ICONS.get(question.plan.source, "phone"), 16))
        heading.addWidget(Text(question.origin, "dim"), 1)
        top = Pane(spacing=4)
        top.add(Text(strings.CALL_THIS, px=16, weight=600))
        top.add_layout(heading)
        body.add(top)
        body.add(_number_card(question))
        for objection in question.objections:
            body.add(_warning(objection))
        body.add(self._line_pane(question))
        self._scroll.hold(body)
        self.setAccessibleDescription(_spoken(question))
        QWidget.setTabOrder(self.cancel, self.call)

    def _line_pane(self, question: Question) -> QWidget:
        line, several = question.plan.line, len(question.lines) > 1
        pane = Pane(spacing=4)
        pane.add(Text(sentences_calling.heading(line), "dim", 12, 600))
        self.line = LineField(line, several=several)
        pane.add(self.line)
        if several:
            self.line.clicked.connect(self._open_lines)
        else:
            self.line.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        account = sentences_calling.account_of(line, question.lines)
        note = " ".join(part for part in (question.through, account, sentences.line_note(line)) if part)
        if note:
            pane.add(Paragraph(note, "dim", 12))
        return pane

    def _open_lines(self) -> None:
        assert self.line is not None
        if self._popover is not None:
            self._popover.deleteLater()
        self._popover = LinePopover(self._shell, self, line_id=self._question.plan.line.id)
        self._popover.chosen.connect(self._chosen)
        self._popover.open_under(self.line)

    def _chosen(self, line_id: str) -> None:
        if line_id != self._question.plan.line.id:
            self._may_not_call()  # until the question is about the other line
            self.line_chosen.emit(line_id)

    def _may_call(self) -> None:
        self.call.setEnabled(True)

    def _may_not_call(self) -> None:
        self.call.setDown(False)  # a button that is held down would be released into the new question
        self.call.setEnabled(False)


def _shown(question: Question) -> str:
    number = question.plan.number
    return number.formatted or number.text


def _spoken(question: Question) -> str:
    """Return the whole question as sentences, which a screen reader says when it opens."""
    line: Line = question.plan.line
    parts = [f"{question.origin}.", f"{sentences.listed([question.name, _shown(question)])}.", question.place]
    parts.append(sentences_calling.extension(question.plan.number))
    parts += [objection.sentence for objection in question.objections]
    parts += [f"{sentences_calling.heading(line)}: {sentences.line_text(line)}.", question.through]
    return " ".join(part for part in parts if part)


def _number_card(question: Question) -> Card:
    number = question.plan.number
    card = Card(fill="window", margins=(17, 17, 17, 17), spacing=8)
    names = Pane("window", spacing=4)
    names.add(Text(question.name or _shown(question), px=22, weight=600, tabular=True))
    lines = [number.formatted] if question.name else []
    place = sentences.listed([*lines, question.place.rstrip(".")])
    at_night = any(objection.rule == "night" for objection in question.objections)  # which says the time
    there = f"{question.there}." if question.there and not at_night else ""
    names.add(Paragraph(" ".join(part for part in (place + "." if place else "", there) if part), "dim"))
    card.add(names)
    rule = Pane("line")
    rule.setFixedHeight(u(1))
    card.add(rule)
    row = QHBoxLayout()
    row.setSpacing(u(16))
    row.addWidget(Text(strings.WILL_BE_DIALLED, "dim", 12))
    row.addStretch(1)
    row.addWidget(Text(number.dial or number.text, px=12, tabular=True))
    card.add_layout(row)
    if extension := sentences_calling.extension(number):
        card.add(Paragraph(extension, "dim", 12))
    return card


def _warning(objection: Objection) -> Banner:
    """Show the first sentence of a warning strongly, the rest plainly."""
    lead, stop, rest = objection.sentence.partition(". ")
    icon = _OBJECTION_ICONS.get(objection.rule, "warning")
    if not rest:
        return Banner("waiting", "", objection.sentence, block=True, icon=icon)
    return Banner("waiting", lead + stop.strip(), rest, block=True, icon=icon)
