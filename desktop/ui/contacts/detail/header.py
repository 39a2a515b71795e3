"""The fixed top of an opened contact: who, where in the phone book, what time it is there, what can be done.

While the contact is edited, the same place says so and holds Cancel and Save.
"""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from desktop.ui import sentences_contact as sentences
from desktop.ui import strings_contact as strings
from desktop.ui.contacts.detail.draft import Lack, Obstacle
from desktop.ui.contacts.detail.views import ContactView, FormView, NumberLine
from desktop.ui.contacts.face import title
from desktop.ui.kit.buttons import Button
from desktop.ui.kit.float import Menu
from desktop.ui.kit.labels import Avatar, IconLabel, Paragraph, Text, initials
from desktop.ui.kit.outside import shown
from desktop.ui.kit.panes import Pane
from desktop.ui.kit.star import Star
from desktop.ui.kit.theme import u
from desktop.ui.sentences import listed, tip

_NARROW = 600
"""Below that the reason why nothing is saved stands on a line of its own, and Edit is only its symbol."""


class Header(Pane):
    """Signals are presses; `dial_wanted` carries what is dialled, `more_wanted` asks for the menu."""

    dial_wanted = Signal(str)
    edit_wanted = Signal()
    more_wanted = Signal()
    star_pressed = Signal()
    cancel_wanted = Signal()
    save_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("panel", "b", margins=(24, 20, 24, 21), parent=parent)
        self._lines: tuple[NumberLine, ...] = ()
        self._reason_text = ""
        self._editing = False
        self._avatar = Avatar("")
        self.title = Text("", px=22, weight=600)
        self.star = Star(on_name=strings.NO_FAVOURITE, off_name=strings.MAKE_FAVOURITE)
        self.star.clicked.connect(self.star_pressed)
        self._under = _Under()
        self._view_side, self._form_side = _Side(), _Side()
        self._view_buttons()
        self._form_buttons()
        self._pair = _Pair()
        self._pair.addWidget(self._view_side)
        self._pair.addWidget(self._form_side)
        name = QHBoxLayout()
        name.setSpacing(u(4))
        name.addWidget(self.title)
        name.addWidget(self.star)
        name.addStretch(1)
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addLayout(name)
        names.addWidget(self._under)
        top = QHBoxLayout()
        top.setSpacing(u(16))
        top.addWidget(self._avatar)
        top.addLayout(names, 1)
        top.addWidget(self._pair)
        self._below = Paragraph("", "dim", 12)
        self.add_layout(top)
        self.box.setSpacing(u(8))
        self.add(self._below)
        self._below.hide()

    def _view_buttons(self) -> None:
        self.edit = Button(strings.EDIT, icon="edit", name=strings.EDIT)
        self.edit.clicked.connect(self.edit_wanted)
        self.more = Button(icon="more", name=strings.MORE, edge=8)
        self.more.clicked.connect(self.more_wanted)
        self.call = Button(strings.CALL, kind="go", icon="phone")
        self.call.clicked.connect(self._call)
        self.which = Button(kind="go", icon="chevron-down", name=strings.CALL_WHICH, icon_size=14, edge=7)
        self.which.clicked.connect(self._ask_which)
        self.menu = Menu(self)
        self.menu.triggered.connect(self._chosen)
        for widget in (self.edit, self.more, self.call, self.which):
            self._view_side.line.addWidget(widget)

    def _form_buttons(self) -> None:
        self._reason = Text("", "dim", 12, align="end")
        self.cancel = Button(strings.CANCEL)
        self.cancel.clicked.connect(self.cancel_wanted)
        self.save = Button(strings.SAVE, kind="go")
        self.save.clicked.connect(self.save_wanted)
        self._form_side.line.addWidget(self._reason)
        self._form_side.line.addSpacing(u(8))
        self._form_side.line.addWidget(self.cancel)
        self._form_side.line.addWidget(self.save)

    def show_contact(self, view: ContactView) -> None:
        """Show an opened contact."""
        self._name(title(view.contact), view.contact.name)
        self._under.show_parts(view.book, view.there)
        self.star.setVisible(True)
        self.star.show_on(view.contact.favourite)
        self._lines = tuple(line for line in view.lines if line.dial)
        main = self._lines[0] if self._lines else None
        self.call.setEnabled(main is not None)
        hint = sentences.dials(main.dial) if main else view.cannot or strings.NOT_CALLABLE
        self.call.setToolTip(tip(hint))
        self.call.setAccessibleDescription(hint)
        self.which.setVisible(len(self._lines) > 1)
        self.edit.setEnabled(not view.refusal)
        self.edit.setAccessibleDescription(view.refusal)
        self.edit.setToolTip(tip(view.refusal or strings.EDIT))
        self._editing, self._reason_text = False, ""
        self._pair.setCurrentWidget(self._view_side)
        self._fit()

    def show_form(self, form: FormView) -> None:
        """Show that the contact is edited, and whether it can be saved."""
        draft = form.draft
        nobody = strings.NEW if draft.contact_id is None else strings.CONTACT
        self._name(shown(draft.name) or nobody, draft.name)
        said = strings.EDITING if draft.is_changed else strings.UNCHANGED
        if draft.is_parked_deletion:
            said = strings.CHOOSING_LIFE
        elif draft.conflict is not None:
            said = strings.CHOOSING
        elif draft.contact_id is None:
            said = strings.NEW_UNSAVED
        self._under.show_parts(said, "")
        self.star.setVisible(False)
        self.save.setVisible(not draft.is_parked_deletion)  # the question below has the answers
        self.save.set_held(form.obstacle is not None or form.saving)
        self.save.setText(strings.SAVING if form.saving else strings.SAVE)
        self._editing = True
        self._reason_text = reason(form.obstacle, draft.places, hurry=draft.is_changed)
        hint = self._reason_text
        if form.obstacle is not None and form.obstacle.is_soft:
            hint = sentences.or_as_it_is(hint)
        self.save.setAccessibleDescription(hint)
        self.save.setToolTip(tip(hint))
        self._reason.setText(self._reason_text)
        self._below.set_text(self._reason_text)
        self._pair.setCurrentWidget(self._form_side)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Choose anew what there is room for."""
        super().resizeEvent(event)
        self._fit()

    def _name(self, who: str, name: str) -> None:
        self._avatar.setText(initials(shown(name)))
        self.title.setText(who)
        self.title.setToolTip(tip(who))

    def _fit(self) -> None:
        narrow = self.width() < u(_NARROW)
        self.edit.setText("" if narrow else strings.EDIT)
        self.edit.setAccessibleName(strings.EDIT)
        self._reason.setVisible(not narrow and bool(self._reason_text))
        self._below.setVisible(narrow and self._editing and bool(self._reason_text))
        self._pair.updateGeometry()

    def _call(self) -> None:
        if self._lines:
            self.dial_wanted.emit(self._lines[0].dial)

    def _ask_which(self) -> None:
        self.menu.clear()
        for line in self._lines:
            action = self.menu.add(listed([line.label, line.shown]), "phone")
            action.setData(line.dial)
        self.menu.open_under(self.which, at_end=True)

    def _chosen(self, action: object) -> None:
        dial = getattr(action, "data", str)()
        if isinstance(dial, str) and dial:
            self.dial_wanted.emit(dial)


def reason(obstacle: Obstacle | None, places: Sequence[str], *, hurry: bool) -> str:
    """Say why nothing can be saved yet; "" when it can, or when nothing has been written."""
    if obstacle is None:
        return ""
    what = sentences.field_in_words(obstacle.field, places[obstacle.field] if obstacle.field >= 0 else "")
    match obstacle.lack:
        case Lack.NO_BOOK:
            return strings.NO_BOOK
        case Lack.UNCHANGED:
            return ""
        case Lack.UNFINISHED:
            return sentences.complete(what)
        case Lack.TOO_LONG:
            return sentences.too_long(what)
    return sentences.fill_in(what) if hurry else ""


class _Side(QWidget):
    """A row of buttons at the header's end."""

    def __init__(self) -> None:
        super().__init__()
        self.line = QHBoxLayout(self)
        self.line.setContentsMargins(0, 0, 0, 0)
        self.line.setSpacing(u(8))


class _Pair(QStackedWidget):
    """One of two rows of buttons, as wide as the one that is shown."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Maximum)
        self.currentChanged.connect(self._changed)

    def sizeHint(self) -> QSize:
        """Return what the shown row needs."""
        now = self.currentWidget()
        return now.sizeHint() if now is not None else QSize()

    def minimumSizeHint(self) -> QSize:
        """Return the least that the shown row takes."""
        now = self.currentWidget()
        return now.minimumSizeHint() if now is not None else QSize()

    def _changed(self, _index: int) -> None:
        self.updateGeometry()


class _Under(QWidget):
    """The line under the name; the time there goes where there is no room for it."""

    def __init__(self) -> None:
        super().__init__()
        self._book = Text("", "dim")
        self._clock = IconLabel("clock", 14)
        self._there = Text("", "dim")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(u(6))
        line.addWidget(self._book)
        line.addSpacing(u(2))
        line.addWidget(self._clock)
        line.addWidget(self._there)
        line.addStretch(1)

    def show_parts(self, book: str, there: str) -> None:
        """Show where it stands, and the time there."""
        self._book.setText(shown(book))
        self._there.setText(there)
        self.setToolTip(tip(listed([shown(book), there])))
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Choose anew what there is room for."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        needed = self._book.sizeHint().width() + self._clock.width() + self._there.sizeHint().width() + u(14)
        room = bool(self._there.text()) and needed <= self.width()
        self._clock.setVisible(room)
        self._there.setVisible(room)
