"""The fields of an account, generated from what the provider says of them."""

from collections import Counter
from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop.domain.accounts import Account, AccountState, CredentialField, FieldKind, Manifest
from desktop.services.fields import complaint
from desktop.services.pasting import read_block
from desktop.ui import strings
from desktop.ui.accounts.settled import Settled
from desktop.ui.kit.buttons import Button
from desktop.ui.kit.field import Field, FormField
from desktop.ui.kit.labels import IconLabel, Paragraph
from desktop.ui.kit.panes import Banner, Card
from desktop.ui.kit.theme import theme, u

NAME = "name"
_SHOW_EDGE = 13
_BLOCK = 4
"""So many letters at once were not typed."""


class SecretField(Field):
    """A field whose value is hidden until its button is pressed."""

    def __init__(self, *, name: str) -> None:
        super().__init__(name=name, height=36)
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.show_button = Button(strings.SHOW, kind="link", icon="eye", parent=self)
        self.show_button.setCheckable(True)
        self.show_button.toggled.connect(self._toggled)
        self._settle()

    def wipe(self) -> None:
        """Forget the value, in the field's own history too, and hide the next one."""
        self.setText("")
        self.show_button.setChecked(False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the button at the end."""
        super().resizeEvent(event)
        self._put()

    def changeEvent(self, event: QEvent) -> None:
        """Hide the secret again when the form is switched off."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.EnabledChange and not self.isEnabled():
            self.show_button.setChecked(False)

    def _settle(self) -> None:
        if hasattr(self, "show_button"):
            self._tail = round(self.show_button.sizeHint().width() / theme.scale) + 8
            self._put()
        super()._settle()

    def _put(self) -> None:
        size = self.show_button.sizeHint()
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        x = u(_SHOW_EDGE) if rtl else self.width() - u(_SHOW_EDGE) - size.width()
        self.show_button.setGeometry(x, (self.height() - size.height()) // 2, size.width(), size.height())

    def _toggled(self, on: bool) -> None:
        self.setEchoMode(QLineEdit.EchoMode.Normal if on else QLineEdit.EchoMode.Password)
        self.show_button.setText(strings.HIDE if on else strings.SHOW)
        self._settle()


class AccountForm(Card):
    """The card with the fields.

    `edited` says that a value changed, `entered` that Enter was pressed, `opened` whether all fields show;
    `pasted` how many fields a whole block of credentials filled in, which somebody put into one of them.
    """

    edited = Signal()
    pasted = Signal(int)
    opened = Signal(bool)
    entered = Signal()

    def __init__(
        self,
        manifest: Manifest,
        again: Account | None,
        settled: Settled = Settled(),  # noqa: B008 - it is frozen
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(margins=(17, 17, 17, 17), spacing=16, parent=parent)
        self.manifest = manifest
        self._again = again
        self._settled = settled
        self._before: dict[str, tuple[int, str]] = {}
        self._fields = {one.key: one for one in manifest.fields}
        self._made: dict[str, FormField] = {}
        main = [one for one in manifest.fields if not one.advanced]
        if again is None:
            main.insert(0, CredentialField(NAME, strings.ACCOUNT_NAME, required=True))
        more = [one for one in manifest.fields if one.advanced]
        helps = Counter(one.help for one in more)
        self._shared_help = next((text for text, count in helps.items() if text and count > 1), "")
        self.add_layout(self._grid(main))
        self.toggle = Button(strings.ADVANCED, kind="link", icon="chevron-down", icon_size=14, px=12)
        self._advanced = QWidget()
        if more:
            self._add_advanced(more)
        if settled.sentence:
            self.add(_locked_note(settled.sentence))
        if manifest.company_wide_secret:
            self.add_stretch()
            self.add(Banner("waiting", strings.COMPANY_WIDE, strings.COMPANY_WIDE_TEXT, block=True))
        self._prefill()

    def _add_advanced(self, more: Sequence[CredentialField]) -> None:
        row = QHBoxLayout()
        row.setSpacing(u(8))
        row.addWidget(self.toggle, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(Paragraph(self._shared_help.rstrip("."), "dim", 12), 1, Qt.AlignmentFlag.AlignVCenter)
        self.toggle.clicked.connect(self._toggle)
        self._advanced.setLayout(self._grid(more))
        self._advanced.hide()
        part = QVBoxLayout()
        part.setSpacing(u(8))
        part.addLayout(row)
        part.addWidget(self._advanced)
        self.add_layout(part)

    # ---- what stands in it

    def field(self, key: str) -> Field:
        """Return the field of a key of the manifest, or of "name"."""
        return self._made[key].field

    @property
    def keys(self) -> tuple[str, ...]:
        """Return the keys of all fields, in their order."""
        return tuple(self._made)

    def value(self, key: str) -> str:
        """Return what stands in a field, trimmed."""
        return self.field(key).text().strip() if key in self._made else ""

    def values(self) -> tuple[Mapping[str, str], Mapping[str, str]]:
        """Return what is filled in: what is not secret, and what is.

        A plain field that is empty now and was not before is told as empty: somebody took its value away.
        """
        secret = {one.key for one in self.manifest.fields if one.secret}
        had = self._again.fields if self._again else {}
        filled = {key: self.value(key) for key in self._made if key != NAME}
        return (
            {key: value for key, value in filled.items() if key not in secret and (value or key in had)},
            {key: value for key, value in filled.items() if key in secret and value},
        )

    @property
    def is_untouched(self) -> bool:
        """Whether nobody has written anything yet."""
        return not any(one.field.isModified() for one in self._made.values())

    def stops(self) -> list[QWidget]:
        """Return what takes the keyboard's focus, in the order of reading."""
        advanced = {one.key for one in self.manifest.fields if one.advanced}
        found: list[QWidget] = []
        for key in sorted(self._made, key=advanced.__contains__):
            if key in advanced and self.toggle not in found:
                found.append(self.toggle)
            field = self.field(key)
            found += [field, field.show_button] if isinstance(field, SecretField) else [field]
        return found

    def begin(self) -> None:
        """Put the focus where something is still to be filled in."""
        empty = next((key for key in self._shown() if not self.value(key)), None)
        if empty is not None:
            self.field(empty).setFocus(Qt.FocusReason.OtherFocusReason)

    def is_complete(self) -> bool:
        """Whether what is needed is there and can be right; what is not is said beside its field."""
        manifest = self.manifest
        there = {key for key in self._made if self.value(key)} | self._kept_secrets()
        missing = [one.key for one in manifest.fields if one.required and one.key not in there]
        if self._again is None and not self.value(NAME):
            missing.insert(0, NAME)
        groups = manifest.alternatives
        if groups and not any(there.issuperset(group) for group in groups):
            missing += [key for key in groups[0] if key not in there]
        wrong = {key: complaint(one, self.value(key)) for key, one in self._fields.items()}
        for key, made in self._made.items():
            made.set_trouble(strings.NEEDED if key in missing else wrong.get(key, ""))
        unfit = missing or [key for key, sentence in wrong.items() if sentence]
        if unfit:
            self.reveal(unfit[0])
        return not unfit

    def _kept_secrets(self) -> set[str]:
        """Return the secrets that need not be typed: the vault has them, and the provider takes them.

        At another address they are asked for again: nobody sends what a vault keeps to a server of their own.
        """
        again = self._again
        if again is None or again.state is AccountState.SIGN_IN:
            return set()
        for one in self.manifest.fields:
            before = again.fields.get(one.key) or one.default
            if one.kind is FieldKind.ADDRESS and (self.value(one.key) or one.default) != before:
                return set()
        return {one.key for one in self.manifest.fields if one.secret}

    def set_trouble(self, key: str, sentence: str) -> None:
        """Say what is wrong with one field, and go there."""
        if key in self._made:
            self._made[key].set_trouble(sentence)
            self.reveal(key)

    def reveal(self, key: str) -> None:
        """Bring a field into view, and the focus into it."""
        if key not in self._shown():
            self._toggle()
        self.field(key).setFocus(Qt.FocusReason.OtherFocusReason)

    def wipe_secrets(self) -> None:
        """Forget the secrets that were typed; the rest stays."""
        for one in self._made.values():
            if isinstance(one.field, SecretField):
                one.field.wipe()

    def wipe(self) -> None:
        """Forget what was typed, above all the secrets."""
        self.wipe_secrets()
        for one in self._made.values():
            one.field.setText("")

    # ---- making it

    def _shown(self) -> tuple[str, ...]:
        open_ = not self._advanced.isHidden()
        advanced = {one.key for one in self.manifest.fields if one.advanced}
        return tuple(key for key in self._made if open_ or key not in advanced)

    def _grid(self, fields: Sequence[CredentialField]) -> QGridLayout:
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(u(16))
        grid.setVerticalSpacing(u(16))
        row = column = 0
        for one in fields:
            wide = one.secret and not one.advanced
            if wide and column:
                row, column = row + 1, 0
            grid.addWidget(self._make(one), row, column, 1, 2 if wide else 1)
            column = 0 if wide or column else 1
            row += 0 if column else 1
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        return grid

    def _make(self, one: CredentialField) -> QWidget:
        field = SecretField(name=one.label) if one.secret else Field(name=one.label, height=36)
        new = self._settled.defaults if self._again is None else {}  # an account that is there has its own
        field.setText(new.get(one.key, one.default))
        field.setCursorPosition(0)
        field.returnPressed.connect(self.entered)
        field.textEdited.connect(self._edited)
        field.editingFinished.connect(self._finished)
        made = FormField(one.label, field)
        self._made[one.key] = made
        field.setAccessibleDescription(one.help)
        # The steps beside it tell of the others.
        told = one.advanced or one.kind not in {FieldKind.TEXT, FieldKind.USER}
        if not told or not one.help or one.help == self._shared_help:
            return made
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(u(4))
        column.addWidget(made)
        column.addWidget(Paragraph(one.help, "dim", 12))
        column.addStretch(1)
        return holder

    def _prefill(self) -> None:
        locks = self._settled.locks
        values = {
            **(self._again.fields if self._again else {}),
            **{key: one.value for key, one in locks.items()},
        }
        for key, value in values.items():
            if key in self._made:
                self.field(key).setText(value)
                self.field(key).setCursorPosition(0)
        for key in self._kept_secrets():
            self.field(key).setPlaceholderText("" if self._fields[key].advanced else strings.UNCHANGED)
        for key, lock in locks.items():
            if key in self._made:
                self.field(key).set_locked(True)
                self.field(key).setAccessibleDescription(lock.sentence)
        self._remember()

    def _remember(self) -> None:
        """Keep what stands in the fields, should somebody paste over it; of secrets only their length."""
        self._before = {
            key: (len(text := made.field.text()), "" if isinstance(made.field, SecretField) else text)
            for key, made in self._made.items()
        }

    def _edited(self) -> None:
        taken = self._take_block()
        if not taken:
            self._check(typing=True)
        self._remember()
        self.edited.emit()
        if taken:
            self.pasted.emit(taken)

    def _take_block(self) -> int:
        """Put what was pasted into all the fields that it names, if it is a whole block of credentials."""
        key = self._sender()
        (length, before), now = self._before[key], self.field(key).text()
        if len(now) - length < _BLOCK:
            return 0
        found = read_block(self.manifest, now.removeprefix(before))
        fits = {one: value for one, value in found.items() if one not in self._settled.locks}
        if not fits:
            return 0
        self.field(key).setText(before)
        for one, value in fits.items():
            self.field(one).setText(value)  # which leaves nothing of it to undo
            self.field(one).setModified(True)
            self._made[one].set_trouble(complaint(self._fields[one], value))
        self.begin()
        return len(fits)

    def _sender(self) -> str:
        return next(key for key, made in self._made.items() if made.field is self.sender())

    def _finished(self) -> None:
        self._check(typing=False)

    def _check(self, *, typing: bool) -> None:
        """Say what is wrong with a field; what is missing is only said when it is to be saved."""
        key = self._sender()
        text, one = self.value(key), self._fields.get(key)
        if typing or (text and one is not None):
            self._made[key].set_trouble(complaint(one, text, typing=typing) if one is not None else "")

    def _toggle(self) -> None:
        opened = self._advanced.isHidden()
        self._advanced.setVisible(opened)
        self.opened.emit(opened)
        self.toggle.set_icon("chevron-up" if opened else "chevron-down", strings.ADVANCED)


def _locked_note(sentence: str) -> QWidget:
    """Say once for all fields who settled them."""
    note = QWidget()
    row = QHBoxLayout(note)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(u(8))
    row.addWidget(IconLabel("lock", 14, "dim"), 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(Paragraph(sentence, "dim", 12), 1)
    return note
