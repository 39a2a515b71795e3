"""Two versions of a contact side by side: a person chooses field by field, and then saves."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui import sentences_contact as sentences
from desktop.ui import strings_contact as strings
from desktop.ui.contacts.detail.differences import NAME, Difference
from desktop.ui.contacts.detail.views import FormView
from desktop.ui.kit.buttons import Button
from desktop.ui.kit.labels import Disc, Paragraph, Text
from desktop.ui.kit.panes import Card
from desktop.ui.kit.sides import SideOption
from desktop.ui.kit.theme import u

LABEL, GAP = 96, 16
_NARROW = 560
_WIDEST = 16_777_215  # Qt's own


class ConflictCard(Card):
    """Shows a form's conflict. `chosen` carries a field's index and whether it is theirs.

    `all_chosen` is one side for all fields (True: theirs). Where this person deleted the contact, `kept` and
    `let_go` are the two answers.
    """

    chosen = Signal(int, bool)
    all_chosen = Signal(bool)
    kept = Signal()
    let_go = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(margins=(17, 17, 17, 17), spacing=0, parent=parent)
        self._fields: tuple[int, ...] = ()
        self._narrow = False
        self._make_top()
        self._rows: QWidget | None = None
        self.options: dict[int, tuple[SideOption, SideOption]] = {}
        self._groups: list[QButtonGroup] = []
        self._notes = QWidget()
        indented = QHBoxLayout(self._notes)
        indented.setContentsMargins(0, u(12), 0, 0)
        indented.setSpacing(0)
        indented.addSpacing(u(LABEL + GAP))
        self._notes_column = QVBoxLayout()
        self._notes_column.setSpacing(u(4))
        indented.addLayout(self._notes_column, 1)
        self._notes.hide()
        self._sentences: tuple[str, ...] = ()
        self.add(self._notes)

    def _make_top(self) -> None:
        self._title = Paragraph()
        self._sub = Paragraph("", "dim", 12)
        self.mine = Button(strings.KEEP_MINE)
        self.mine.clicked.connect(self._keep_mine)
        self.theirs = Button(strings.TAKE_THEIRS)
        self.theirs.clicked.connect(self._take_theirs)
        self.keep = Button(strings.KEEP_IT, kind="go")
        self.keep.clicked.connect(self.kept)
        self.drop = Button(strings.DELETE_ANYWAY)
        self.drop.clicked.connect(self.let_go)
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addWidget(self._title)
        names.addWidget(self._sub)
        top = QHBoxLayout()
        top.setSpacing(u(12))
        top.addWidget(Disc("internal", "waiting_wash", "waiting"), 0, Qt.AlignmentFlag.AlignTop)
        top.addLayout(names, 1)
        self._buttons = QWidget()
        line = QHBoxLayout(self._buttons)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(u(8))
        for button in (self.mine, self.theirs, self.drop, self.keep):
            line.addWidget(button)
        self._top = top
        top.addWidget(self._buttons, 0, Qt.AlignmentFlag.AlignTop)
        self.add_layout(top)
        self._below = QWidget()
        self._below_line = QHBoxLayout(self._below)
        self._below_line.setContentsMargins(0, u(12), 0, 0)
        self._below_line.setSpacing(0)
        self._below_line.addSpacing(u(40))
        self._below_line.addStretch(1)
        self._below.hide()
        self.add(self._below)

    def show_form(self, form: FormView) -> None:
        """Show the two versions, with what the form holds chosen; hidden where there is no conflict."""
        conflict = form.draft.conflict
        self.setVisible(conflict is not None)
        if conflict is None:
            return
        self._title.set_text("", lead=sentences.changed_by_somebody(conflict, form.now))
        by_field = conflict.wanted is not None
        to_choose = [one for one in form.differences if one.by_them is None]
        if by_field:
            self._sub.set_text(strings.CHOOSE_SIDES if to_choose else strings.NO_CHOICE_NEEDED)
        else:
            self._sub.set_text(strings.DELETED_HERE)
        for button, wanted in (
            (self.mine, True),
            (self.theirs, True),
            (self.keep, False),
            (self.drop, False),
        ):
            button.setVisible(wanted == by_field)
        self.keep.set_held(form.obstacle is not None or form.saving)
        self._show_rows(to_choose, form)
        self._say([one for one in form.differences if one.by_them is not None], form)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the buttons under the text, and labels over their versions, where there is little room."""
        super().resizeEvent(event)
        narrow = self.width() < u(_NARROW)
        if narrow == self._narrow:
            return
        self._narrow = narrow
        if narrow:
            self._below_line.insertWidget(1, self._buttons)
        else:
            self._top.addWidget(self._buttons, 0, Qt.AlignmentFlag.AlignTop)
        self._below.setVisible(narrow)
        self._place_rows()

    def _show_rows(self, differences: Sequence[Difference], form: FormView) -> None:
        fields = tuple(one.field for one in differences)
        if fields != self._fields or (self._rows is None and fields):
            self._build(fields, form)
        if not fields:
            return  # nor is there a head over them any more
        self._theirs_head.setText(sentences.theirs(form.provider))
        for one in differences:
            label = _label(one.field, form.draft.places)
            mine, theirs = self.options[one.field]
            theirs_named = sentences.theirs(form.provider)
            mine.show_text(one.yours, one.yours_marks, name=sentences.side(label, strings.YOURS, one.yours))
            theirs.show_text(
                one.theirs, one.theirs_marks, name=sentences.side(label, theirs_named, one.theirs)
            )
            text = form.draft.text(one.field)
            self._check(one.field, mine=text == one.yours, theirs=text == one.theirs)

    def _build(self, fields: tuple[int, ...], form: FormView) -> None:
        self._fields = fields
        if self._rows is not None:
            self.box.removeWidget(self._rows)
            self._rows.hide()
            self._rows.deleteLater()
            self._rows = None
        self.options, self._groups = {}, []
        if not fields:
            return
        self._rows = QWidget()
        self._grid = QGridLayout(self._rows)
        self._grid.setContentsMargins(0, u(16), 0, 0)
        self._grid.setHorizontalSpacing(u(GAP))
        self._grid.setVerticalSpacing(u(8))
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnStretch(2, 1)
        self._theirs_head = Text("", "dim", 12, 600)
        self._grid.addWidget(Text(strings.YOURS, "dim", 12, 600), 0, 1)
        self._grid.addWidget(self._theirs_head, 0, 2)
        self._grid.setRowMinimumHeight(0, u(12))
        self._labels = [Text(_label(field, form.draft.places), "dim") for field in fields]
        for field in fields:
            group = QButtonGroup(self._rows)
            pair = (_Side(field, theirs=False), _Side(field, theirs=True))
            for option in pair:
                group.addButton(option)
                option.picked.connect(self.chosen)
            self._groups.append(group)
            self.options[field] = pair
        self._place_rows()
        self.box.insertWidget(2, self._rows)

    def _place_rows(self) -> None:
        """Put each field's label beside its versions, or over them where they need the room."""
        if self._rows is None:
            return
        self._grid.setColumnMinimumWidth(0, 0 if self._narrow else u(LABEL))
        for at, (label, pair) in enumerate(zip(self._labels, self.options.values(), strict=True)):
            row = 2 * at + 1
            if self._narrow:
                label.setMinimumWidth(0)
                label.setMaximumWidth(_WIDEST)
                self._grid.addWidget(label, row, 1, 1, 2)
            else:
                label.setFixedWidth(u(LABEL))
                self._grid.addWidget(label, row + 1, 0)
            for column, option in enumerate(pair, 1):
                self._grid.addWidget(option, row + 1, column)
        self._grid.setHorizontalSpacing(u(GAP if not self._narrow else 8))

    def _check(self, field: int, *, mine: bool, theirs: bool) -> None:
        """Mark what the form holds; a text that is neither is nobody's side."""
        pair, group = self.options[field], self._groups[self._fields.index(field)]
        group.setExclusive(False)
        for option, on in zip(pair, (mine, theirs and not mine), strict=True):
            option.setChecked(on)
        group.setExclusive(True)

    def _say(self, one_sided: Sequence[Difference], form: FormView) -> None:
        said = []
        for one in one_sided:
            what = sentences.field_in_words(one.field, _label(one.field, form.draft.places))
            theirs = form.draft.text(one.field) == one.theirs
            said.append(sentences.one_sided(what, by_them=bool(one.by_them), theirs=theirs))
        if tuple(said) == self._sentences:
            return
        self._sentences = tuple(said)
        while (item := self._notes_column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for sentence in said:
            self._notes_column.addWidget(Paragraph(sentence, "dim", 12))
        self._notes.setVisible(bool(said))

    def _keep_mine(self) -> None:
        self.all_chosen.emit(False)

    def _take_theirs(self) -> None:
        self.all_chosen.emit(True)


class _Side(SideOption):
    """A version that tells which one it is."""

    picked = Signal(int, bool)

    def __init__(self, field: int, *, theirs: bool) -> None:
        super().__init__(empty=strings.NOTHING_THERE)
        self._field = field
        self._theirs = theirs
        self.clicked.connect(self._tell)

    def _tell(self) -> None:
        self.picked.emit(self._field, self._theirs)


def _label(field: int, places: Sequence[str]) -> str:
    return strings.NAME if field == NAME else places[field] or strings.NUMBER
