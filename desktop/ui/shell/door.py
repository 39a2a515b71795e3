"""What stands in the window when the profile does not open by itself: a question, a trouble, a wait."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QWidget

from desktop.ui import strings
from desktop.ui import strings_secrecy as words
from desktop.ui.kit.buttons import Button
from desktop.ui.kit.field import Field
from desktop.ui.kit.labels import Disc, Paragraph, Text
from desktop.ui.kit.panes import Card, Pane
from desktop.ui.kit.scroll import plain_scrolling
from desktop.ui.kit.theme import u
from desktop.ui.secrecy.passphrase import NewPassphrase, secret_form

WIDTH = 440
_MOST = 1_000
"""Its share of a row: all there is, up to its width."""


class Door(Pane):
    """One card in the middle. `answered` carries a passphrase, "" when it is only to be tried again.

    `chosen` carries a new passphrase, and `session_wanted` says that nothing is to be kept.
    """

    answered = Signal(str)
    chosen = Signal(str)
    session_wanted = Signal()
    quit_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("window", parent=parent)
        card = Card(margins=(25, 25, 25, 25), spacing=4)
        card.setMaximumWidth(u(WIDTH))
        self._disc = Disc("lock", size=48)
        self._title = Text("", px=16, weight=600)
        self._text = Paragraph("", "dim")
        self._form = secret_form(strings.UNLOCK_WITH)
        self.field.returnPressed.connect(self._answer)
        self.field.textChanged.connect(self._edited)
        self.new = NewPassphrase()
        self.new.entered.connect(self._answer)
        self.session = Button(words.SESSION_ONLY, kind="link")
        self.session.clicked.connect(self._session)
        self.leave = Button(strings.QUIT)
        self.leave.clicked.connect(self.quit_wanted)
        self.go = Button(strings.UNLOCK, kind="go")
        self.go.clicked.connect(self._answer)
        card.add(self._disc)
        card.add_space(8)
        card.add(self._title)
        card.add(self._text)
        card.add_space(8)
        card.add(self._form)
        card.add(self.new)
        card.add_space(8)
        keys = QHBoxLayout()
        keys.setSpacing(u(8))
        keys.addStretch(1)
        keys.addWidget(self.leave)
        keys.addWidget(self.go)
        card.add_layout(keys)
        self._aside = self._other_way()
        card.add(self._aside)
        self._lay_out(card)

    def _other_way(self) -> Pane:
        """Return what stands below a line: to go on and keep nothing."""
        link = QHBoxLayout()
        link.addWidget(self.session)
        link.addStretch(1)
        rule = Pane("line")
        rule.setFixedHeight(u(1))
        made = Pane("panel", margins=(0, 12, 0, 0), spacing=4)
        made.add(rule)
        made.add_space(4)
        made.add_layout(link)
        made.add(Paragraph(words.SESSION_ONLY_TEXT, "dim", 12))
        return made

    def _lay_out(self, card: Card) -> None:
        row = QHBoxLayout()  # not an alignment, which would forget that a text is higher where it is narrow
        row.addStretch(1)
        row.addWidget(card, _MOST)
        row.addStretch(1)
        inside = Pane("window", margins=(16, 16, 16, 16))
        inside.add_stretch()
        inside.add_layout(row)
        inside.add_stretch()
        area = QScrollArea()  # with large text it is higher than a small window
        plain_scrolling(area)
        area.setWidget(inside)
        self.add(area, 1)

    @property
    def field(self) -> Field:
        """Return where the passphrase is typed."""
        return self._form.field

    @property
    def sentence(self) -> str:
        """Return what it says."""
        return self._text.text()

    def wait(self, *, keyring: bool = False) -> None:
        """Say that it takes long, and why that may be: what is waited for may be the keyring's prompter."""
        if keyring:
            self._say("key", words.WAITING_TITLE, words.WAITING_TEXT, go=words.ASK_AGAIN, session=True)
        else:
            self._say("key", strings.OPENING_SLOW, strings.OPENING_SLOW_TEXT)
        self.leave.setFocus(Qt.FocusReason.OtherFocusReason)

    def ask(self, wrong: str) -> None:
        """Ask for the passphrase; `wrong` says what was wrong with the last one."""
        self._say("lock", strings.UNLOCK_TITLE, strings.UNLOCK_TEXT, go=strings.UNLOCK)
        self._form.show()
        self.field.clear()
        self._form.set_trouble(wrong)
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def tell(self, sentence: str) -> None:
        """Say why the profile does not open."""
        self._say("warning", strings.NOT_OPENED_TITLE, sentence, go=strings.TRY_AGAIN)
        self.go.setFocus(Qt.FocusReason.OtherFocusReason)

    def tell_locked(self) -> None:
        """Say that nobody opened the keyring."""
        self._say("lock", words.LOCKED_TITLE, words.LOCKED_TEXT, go=words.UNLOCK_KEYRING, session=True)
        self.go.setFocus(Qt.FocusReason.OtherFocusReason)

    def tell_away(self) -> None:
        """Say that the keyring with the profile's key does not answer."""
        self._say("warning", words.KEY_AWAY_TITLE, words.KEY_AWAY_TEXT, go=strings.TRY_AGAIN, session=True)
        self.go.setFocus(Qt.FocusReason.OtherFocusReason)

    def offer(self) -> None:
        """Have a passphrase chosen where there is no keyring, or nothing kept."""
        title, text = words.NO_KEYRING_TITLE, words.NO_KEYRING_TEXT
        self._say("shield", title, text, go=words.SET, session=True)
        self.new.show()
        self.new.first.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _say(self, icon: str, title: str, text: str, *, go: str = "", session: bool = False) -> None:
        self._disc.set_look(icon, "hover", "dim")
        self._title.setText(title)
        self._text.set_text(text)
        self.setAccessibleName(f"{title}. {text}")
        self._form.hide()
        self.new.forget()
        self.new.hide()
        self._aside.setVisible(session)
        self.session.setEnabled(True)
        self.go.setVisible(bool(go))
        self.go.setText(go)
        self.go.setEnabled(True)

    def _answer(self) -> None:
        if not self.go.isEnabled():
            return
        if not self.new.isHidden():
            passphrase = self.new.take()
            if passphrase is not None:
                self._rest()
                self.chosen.emit(passphrase)
                self.new.forget()
            return
        asked = not self._form.isHidden()
        if asked and not self.field.text():
            self._form.set_trouble(strings.NEEDED)
            return
        self._rest()
        self.answered.emit(self.field.text() if asked else "")

    def _session(self) -> None:
        self._rest()
        self.session_wanted.emit()

    def _rest(self) -> None:
        """Take no second answer until the engine has answered the first."""
        self.go.setEnabled(False)
        self.session.setEnabled(False)

    def _edited(self) -> None:
        self._form.set_trouble("")
