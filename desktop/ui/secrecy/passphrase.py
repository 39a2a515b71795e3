"""The two fields of a new passphrase, with what it is worth and what cannot be undone."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from desktop.domain.passphrases import SHORTEST, Strength, strength
from desktop.ui import sentences_secrecy as sentences
from desktop.ui import strings_secrecy as strings
from desktop.ui.kit.field import Field, FormField
from desktop.ui.kit.panes import Banner
from desktop.ui.kit.roles import Role
from desktop.ui.kit.theme import u

_HINTS: dict[Strength, tuple[str, Role]] = {
    Strength.SHORT: (sentences.too_short(SHORTEST), "dim"),
    Strength.WEAK: (strings.STRENGTH_WEAK, "waiting"),
    Strength.FAIR: (strings.STRENGTH_FAIR, "dim"),
    Strength.GOOD: (strings.STRENGTH_GOOD, "answered"),
}


def secret_form(label: str) -> FormField:
    """Make a field that shows dots, which cannot be copied, and is no place for an input method's memory."""
    form = FormField(label, Field(name=label, height=36))
    form.field.setEchoMode(QLineEdit.EchoMode.Password)
    return form


class NewPassphrase(QWidget):
    """Has a passphrase typed twice. `entered` is Enter in the second field."""

    entered = Signal()
    edited = Signal()

    def __init__(self, label: str = strings.FIELD, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.first = secret_form(label)
        self.second = secret_form(strings.REPEAT)
        self.note = Banner("waiting", strings.CANNOT_RECOVER, strings.CANNOT_RECOVER_TEXT, block=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(u(12))
        for widget in (self.first, self.second, self.note):
            column.addWidget(widget)
        self.first.set_help(strings.FEW_WORDS)
        self.first.field.textChanged.connect(self._judge)
        self.second.field.textChanged.connect(self._repeated)
        self.first.field.returnPressed.connect(self._next)
        self.second.field.returnPressed.connect(self.entered)

    def take(self) -> str | None:
        """Return the passphrase, or say beside the fields why it is none yet."""
        one, two = self.first.field.text(), self.second.field.text()
        if len(one) < SHORTEST:
            self.first.set_trouble(sentences.too_short(SHORTEST))
            self.first.field.setFocus()
        elif one != two:
            self.second.set_trouble(strings.NOT_THE_SAME)
            self.second.field.setFocus()
        else:
            return one
        return None

    def forget(self) -> None:
        """Leave nothing of it in the fields."""
        for form in (self.first, self.second):
            form.field.clear()
            form.set_trouble("")

    def _judge(self, text: str) -> None:
        hint, role = _HINTS[strength(text)] if text else (strings.FEW_WORDS, "dim")
        self.first.set_trouble("")
        self.first.set_help(hint, role)
        self.second.set_trouble("")
        self.edited.emit()

    def _repeated(self, _text: str) -> None:
        self.second.set_trouble("")
        self.edited.emit()

    def _next(self) -> None:
        self.second.field.setFocus()
