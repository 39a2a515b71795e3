"""The question before a call: what will be dialled, where it came from, what speaks against it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from desktop.domain.attempts import DialSource
from desktop.ui import sentences, strings
from desktop.ui.calling.presenter import Objection, Question
from desktop.ui.kit import focus
from desktop.ui.kit.buttons import Button
from desktop.ui.kit.float import Dialog, Menu
from desktop.ui.kit.labels import IconLabel, Paragraph, Text
from desktop.ui.kit.panes import Banner, Card, Pane
from desktop.ui.kit.theme import u
from desktop.ui.recents.face import formatted

_ICONS = {
    DialSource.LINK: "link",
    DialSource.CLIPBOARD: "copy",
    DialSource.COMMAND_LINE: "screen",
    DialSource.TRAY: "missed",
    DialSource.NOTICE: "bell",
}
_OBJECTION_ICONS = {"night": "moon", "forwarding": "forward"}


class QuestionDialog(Dialog):
    """Asks; `accepted` is yes. `line_chosen` carries the id of another line to ask with."""

    line_chosen = Signal(str)

    def __init__(self, window: QWidget, question: Question) -> None:
        super().__init__(window, title=strings.CALL_THIS)
        self._menu: Menu | None = None
        heading = QHBoxLayout()
        heading.setSpacing(u(8))
        heading.addWidget(IconLabel(_ICONS.get(question.plan.source, "phone"), 16))
        heading.addWidget(Text(question.origin, "dim"), 1)
        top = Pane(spacing=4)
        top.add(Text(strings.CALL_THIS, px=16, weight=600))
        top.add_layout(heading)
        self.box.addWidget(top)
        self.box.addWidget(_number_card(question))
        for objection in question.objections:
            self.box.addWidget(_warning(objection))
        self.box.addWidget(self._line(question))

        self.cancel = self.add_button(Button(strings.CANCEL))
        self.cancel.clicked.connect(self.reject)
        self.call = self.add_button(Button(strings.CALL, kind="go", icon="phone"))
        self.call.clicked.connect(self.accept)
        # What comes from outside is one Enter away from nothing, not from a call.
        self._first = self.cancel if question.plan.source.is_outside else self.call

    def open(self) -> None:
        """Show it, with a ring round what Enter presses."""
        super().open()
        self._first.clearFocus()
        focus.give(self._first, ring=True)

    def _line(self, question: Question) -> QWidget:
        pane = Pane(spacing=4)
        pane.add(Text(strings.YOUR_LINE, "dim", 12, 600))
        line = question.plan.line
        several = len(question.lines) > 1
        button = Button(
            line.name,
            detail=formatted(line.number) if line.number else line.extension or "",
            dot="answered" if line.can_dial else "dim",
            tail="chevron-down" if several else "",
            height=36,
            name=f"{strings.YOUR_LINE}: {sentences.line_text(line)}",
        )
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        pane.add(button)
        if several:
            self._menu = Menu(self)
            for other in question.lines:
                action = self._menu.addAction(sentences.line_entry(other))
                action.setData(other.id)
                action.setCheckable(True)
                action.setChecked(other.id == line.id)
            self._menu.triggered.connect(self._chosen)
            self._anchor = button
            button.clicked.connect(self._open_menu)
        else:
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        if note := sentences.line_note(line):
            pane.add(Paragraph(note, "dim", 12))
        return pane

    def _open_menu(self) -> None:
        assert self._menu is not None
        self._menu.open_under(self._anchor)

    def _chosen(self, action: QAction) -> None:
        self.line_chosen.emit(action.data())


def _number_card(question: Question) -> Card:
    number = question.plan.number
    card = Card(fill="window", spacing=8)
    names = Pane("window", spacing=2)
    names.add(Text(question.name or number.formatted or number.text, px=22, weight=600, tabular=True))
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
    row.addWidget(Text(strings.WILL_BE_DIALLED, "dim", 12))
    row.addStretch(1)
    row.addWidget(Text(number.dial or number.text, px=12, tabular=True))
    card.add_layout(row)
    return card


def _warning(objection: Objection) -> Banner:
    """Show the first sentence of a warning strongly, the rest plainly."""
    lead, stop, rest = objection.sentence.partition(". ")
    icon = _OBJECTION_ICONS.get(objection.rule, "warning")
    if not rest:
        return Banner("waiting", "", objection.sentence, block=True, icon=icon)
    return Banner("waiting", lead + stop.strip(), rest, block=True, icon=icon)
