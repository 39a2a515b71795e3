"""The fields of a contact: what is typed in them is checked at once, and said beside them."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QMoveEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.domain.contacts import Book
from desktop.domain.numbers import Finding, NumberCheck
from desktop.ui import sentences_contact as sentences
from desktop.ui import strings_contact as strings
from desktop.ui.contacts.detail.differences import NAME
from desktop.ui.contacts.detail.draft import Lack
from desktop.ui.contacts.detail.views import Elsewhere, FormView
from desktop.ui.kit.buttons import Button
from desktop.ui.kit.combo import Combo
from desktop.ui.kit.country import CountryField
from desktop.ui.kit.field import Field
from desktop.ui.kit.labels import IconLabel, Paragraph, Text
from desktop.ui.kit.outside import shown
from desktop.ui.kit.panes import Card
from desktop.ui.kit.roles import Role
from desktop.ui.kit.theme import u
from desktop.ui.sentences import tip

LABEL, GAP, ROW, NARROW = 96, 16, 40, 480
"""The label's column, the gap between columns, a row's height; narrower than that, what is said of a field
stands below it."""

PAUSE_MS = 700
"""So long somebody who types is left alone before a number is called incomplete in red."""

_WORLD = "001"
_ROLES: dict[str, Role] = {"check": "answered", "warning": "missed"}


class FormCard(Card):
    """The fields. `edited` carries a field's index and its text, `book_chosen` an account's id.

    `left` is Enter in the last field. `other_wanted` carries the id of somebody else with the same number.
    """

    edited = Signal(int, str)
    book_chosen = Signal(str)
    left = Signal()
    other_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(margins=(17, 9, 17, 9), spacing=4, parent=parent)
        self.setAccessibleName(strings.FORM)
        self._books: tuple[Book, ...] = ()
        self.book = Combo(name=strings.PHONE_BOOK, height=36)
        self.book.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.book.picked.connect(self._book_picked)
        self._book_line = Line(strings.PHONE_BOOK, self.book)
        self.add(self._book_line)
        self.name_line = Line(strings.NAME, Field(name=strings.NAME, height=36), field=NAME)
        self._listen(self.name_line)
        self.add(self.name_line)
        self.number_lines: list[Line] = []
        self._places: tuple[str, ...] = ()

    @property
    def lines(self) -> list["Line"]:
        """Return the lines of all fields that are typed in, the name first."""
        return [self.name_line, *self.number_lines]

    def show_form(self, form: FormView) -> None:
        """Show the texts and what is known of them; where somebody is typing, the text is theirs."""
        self._show_books(form)
        self._show_places(form.draft.places)
        for line in self.lines:
            line.show_text(form.draft.text(line.field))
        self._say_name(form)
        for index, line in enumerate(self.number_lines):
            touched = form.draft.is_touched(index)
            line.show_check(form.checks[index], form.elsewhere[index], touched=touched)
            needed = form.obstacle is not None and form.obstacle.lack is Lack.MAIN and index == 0
            line.set_needed(strings.SOMETHING_MISSING if needed else "")

    def start_anew(self) -> None:
        """Forget where somebody typed: another form begins."""
        for line in self.lines:
            line.start_anew()

    def start(self, *, at: int = NAME) -> None:
        """Put the focus into a field, behind its text."""
        line = self._line(at)
        if line is not None:
            line.begin()

    def point_at(self, field: int) -> None:
        """Go to what stands in the way, and say so in red."""
        line = self._line(field)
        if line is not None:
            line.insist()
            line.begin()

    def _line(self, field: int) -> "Line | None":
        return next((line for line in self.lines if line.field == field), None)

    # ---- making it

    def _show_books(self, form: FormView) -> None:
        several = form.draft.contact_id is None and len(form.books) > 1
        self._book_line.setVisible(several)
        if self._books != form.books:
            self._books = form.books
            self.book.set_choices([(book.account_id, sentences.book(book.account)) for book in form.books])
        self.book.choose(form.draft.account_id)

    def _show_places(self, places: Sequence[str]) -> None:
        if self._places == tuple(places):
            return
        self._places = tuple(places)
        for line in self.number_lines:
            self.box.removeWidget(line)
            line.hide()
            line.deleteLater()
        self.number_lines = []
        for index, place in enumerate(places):
            label = place or strings.NUMBER
            line = Line(label, CountryField(name=label), field=index)
            self._listen(line)
            self.number_lines.append(line)
            self.add(line)
        before: QWidget = self.name_line.edit
        for line in self.number_lines:
            QWidget.setTabOrder(before, line.edit)
            QWidget.setTabOrder(line.edit, line.verdict.link)
            before = line.verdict.link

    def _listen(self, line: "Line") -> None:
        line.typed.connect(self.edited)
        line.entered.connect(self._entered)
        line.verdict.other_wanted.connect(self.other_wanted)

    def _say_name(self, form: FormView) -> None:
        missing = form.obstacle is not None and form.obstacle.lack is Lack.NAME
        self.name_line.set_needed(strings.SOMETHING_MISSING if missing else "")

    def _entered(self, field: int) -> None:
        if field + 1 < len(self.number_lines):
            self.start(at=field + 1)
        else:
            self.left.emit()

    def _book_picked(self, account_id: object) -> None:
        self.book_chosen.emit(account_id)


class Line(QWidget):
    """A label, its field, and what is said of it: beside it, or below it where there is little room.

    `typed` carries the field's index and its text, `entered` the index.
    """

    typed = Signal(int, str)
    entered = Signal(int)

    def __init__(self, label: str, edit: QWidget, *, field: int = NAME) -> None:
        super().__init__()
        self.field = field
        self.edit = edit
        self.verdict = Verdict()
        self._label = Text(label, "dim")
        self._label.setToolTip(tip(label))
        self._narrow: bool | None = None
        self._check: NumberCheck | None = None
        self._needed = ""
        self._touched = self._asked = self._visited = False
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, u(2), 0, u(2))
        self._grid.setHorizontalSpacing(u(GAP))
        self._grid.setVerticalSpacing(u(4))
        self._label.setFixedSize(u(LABEL), u(ROW - 4))
        self._grid.addWidget(self._label, 0, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(edit, 0, 1, Qt.AlignmentFlag.AlignTop)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._paused)
        if isinstance(edit, Field):
            edit.textEdited.connect(self._edited)
            edit.returnPressed.connect(self._entered)
            edit.editingFinished.connect(self._left)
        self._arrange()

    def show_text(self, text: str) -> None:
        """Show a text that is not what stands there; the cursor of who types stays."""
        if isinstance(self.edit, Field) and self.edit.text() != text:
            self.edit.setText(text)
            self.edit.setCursorPosition(0)

    def start_anew(self) -> None:
        """Forget that somebody typed in it: another contact's form begins."""
        self._touched = self._asked = self._visited = False

    def begin(self) -> None:
        """Take the focus."""
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        if isinstance(self.edit, Field):
            self.edit.setCursorPosition(len(self.edit.text()))

    def insist(self) -> None:
        """Say in red what is wrong, though somebody may still be typing."""
        self._asked = True
        self._say()

    def set_needed(self, sentence: str) -> None:
        """Say that an empty field is needed."""
        self._needed = sentence
        self._say()

    def show_check(self, check: NumberCheck, elsewhere: Elsewhere | None, *, touched: bool) -> None:
        """Say what is known of a number, and who else has it."""
        self._check = check
        self._touched = touched
        if isinstance(self.edit, CountryField):
            code = check.region or ""
            self.edit.set_code("" if code == _WORLD else code)
        self.verdict.show_other(elsewhere)
        self._say()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arrange it for the room there is."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        narrow = self.width() < u(NARROW)
        if narrow == self._narrow:
            return
        self._narrow = narrow
        self._grid.removeWidget(self.verdict)
        if narrow:
            self._grid.addWidget(self.verdict, 1, 1)
            self._grid.setColumnStretch(1, 1)
            self._grid.setColumnStretch(2, 0)
        else:
            self._grid.addWidget(self.verdict, 0, 2, Qt.AlignmentFlag.AlignVCenter)
            self._grid.setColumnStretch(1, 1)
            self._grid.setColumnStretch(2, 1)
        self.verdict.set_below(narrow)

    def _edited(self, text: str) -> None:
        self._asked, self._visited = False, True
        self._pause.start()
        self.typed.emit(self.field, text)

    def _entered(self) -> None:
        self._paused()
        if QGuiApplication.keyboardModifiers() & Qt.KeyboardModifier.ControlModifier:
            return  # Ctrl+Enter saves, from every field
        self.entered.emit(self.field)

    def _paused(self) -> None:
        self._pause.stop()
        self._say()

    def _left(self) -> None:
        self._visited = True
        self._paused()

    def _say(self) -> None:
        """Show the verdict of this moment: red only where something is wrong and nobody is typing it."""
        typing = self._pause.isActive() and not self._asked
        check = self._check
        icon, sentence, wrong = "", "", False
        if self._needed and not typing and (self._visited or self._asked):
            icon, sentence, wrong = "warning", self._needed, True
        elif check is not None and check.finding is not Finding.NOTHING:
            sentence = sentences.finding(check)
            unfinished = check.is_unfinished and (self._touched or self._asked)
            wrong = unfinished and not typing
            if check.finding is Finding.WHOLE:
                icon = "check"
            else:
                icon = "warning" if wrong else "" if unfinished else "info"
        self.verdict.say(icon, _ROLES.get(icon, "dim"), sentence)
        if isinstance(self.edit, Field):
            self.edit.set_wrong(wrong)
            self.edit.setAccessibleDescription(sentence)


class Verdict(QWidget):
    """A symbol, a sentence, and a link to somebody else with the same number."""

    other_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        # As wide as its column: a long link must not make the field beside it narrower than the others.
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._other: Elsewhere | None = None
        self._below = False
        self._icon = IconLabel("check", 16)
        self._text = Paragraph("", "dim", 12)
        self.link = Button(" ", kind="link", px=12)
        self.link.clicked.connect(self._open)
        self.link.hide()
        line = QHBoxLayout()
        line.setSpacing(u(6))
        line.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self._text, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(u(2))
        column.addLayout(line)
        column.addWidget(self.link, 0, Qt.AlignmentFlag.AlignLeading)
        self.say("", "dim", "")

    def moveEvent(self, event: QMoveEvent) -> None:
        """Have the place it leaves painted anew: what got shorter stands lower than before."""
        super().moveEvent(event)
        line = self.parentWidget()
        if line is not None:
            line.update()

    def set_below(self, below: bool) -> None:
        """Take no room below the field when there is nothing to say."""
        self._below = below
        self._settle()

    def say(self, icon: str, role: Role, sentence: str) -> None:
        """Show a sentence: dimmed, unless something is wrong."""
        self._icon.setVisible(bool(icon))
        if icon:
            self._icon.set_icon(icon, role)
        self._text.set_text(sentence)
        self._text.set_role("missed" if role == "missed" else "dim")
        self._settle()

    def show_other(self, other: Elsewhere | None) -> None:
        """Link to somebody else with the same number, or to nobody."""
        self._other = other
        self.link.setVisible(other is not None)
        if other is not None:
            self.link.setText(sentences.also(shown(other.name, 24), other.others))
        self._settle()

    def _settle(self) -> None:
        self._text.setVisible(bool(self._text.text()))
        self.setVisible(not self._below or bool(self._text.text()) or self._other is not None)

    def _open(self) -> None:
        if self._other is not None:
            self.other_wanted.emit(self._other.contact_id)
