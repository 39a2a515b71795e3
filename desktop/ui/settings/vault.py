"""The row that says how the data is locked, and the questions behind its buttons."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from desktop.domain.vaults import VaultKind
from desktop.ui import sentences_settings, strings_settings
from desktop.ui import strings as common
from desktop.ui import strings_secrecy as strings
from desktop.ui.kit.buttons import Button
from desktop.ui.kit.float import Dialog
from desktop.ui.kit.labels import Paragraph, Text
from desktop.ui.kit.panes import Banner
from desktop.ui.kit.theme import u
from desktop.ui.secrecy.passphrase import NewPassphrase, secret_form
from desktop.ui.settings.places import entry
from desktop.ui.settings.rows import Row
from desktop.ui.settings.vault_presenter import VaultPresenter


class VaultDialog(Dialog):
    """A question about the vault, which stays until it was done: `refuse` says why it was not."""

    def __init__(self, window: QWidget, title: str, text: str, go: str) -> None:
        super().__init__(window, title=title)
        self._go_text = go
        self.box.addWidget(Text(title, px=16, weight=600))
        self.box.addWidget(Paragraph(text))
        self.trouble = Banner("missed", "", " ", block=True)
        self.trouble.hide()
        self.leave = self.add_button(Button(strings_settings.CANCEL))
        self.leave.clicked.connect(self.reject)
        self.go = self.add_button(Button(go, kind="go"))
        self.go.clicked.connect(self.answer)

    def answer(self) -> None:
        """Do it."""
        raise NotImplementedError

    def forget(self) -> None:
        """Leave nothing of what was typed."""

    def show_busy(self, text: str) -> None:
        """Say that it is being done, and take no second wish."""
        self.trouble.hide()
        self.go.setEnabled(False)
        self.go.setText(text)
        self.fit()

    def refuse(self, sentence: str) -> None:
        """Say why it was not done; everything is as before."""
        self.go.setText(self._go_text)
        self.go.setEnabled(True)
        self.trouble.set_message("", sentence)
        self.trouble.show()
        self.fit()
        self.reveal(self.trouble)

    def done(self, result: int) -> None:
        """Go, and leave nothing behind."""
        self.forget()
        super().done(result)


class PassphraseDialog(VaultDialog):
    """Has a new passphrase typed twice, and the one until now where there is one: `wanted` carries both."""

    wanted = Signal(str, str)

    def __init__(self, window: QWidget, *, changes: bool) -> None:
        if changes:
            super().__init__(window, strings.CHANGE_TITLE, strings.CHANGE_TEXT, strings.CHANGE)
        else:
            title, text = strings.MOVE_TO_FILE_TITLE, strings.MOVE_TO_FILE_TEXT
            super().__init__(window, title, text, strings.USE_FILE)
        self._changes = changes
        self.current = secret_form(strings.CURRENT_FIELD)
        self.current.setVisible(changes)
        self.current.field.textChanged.connect(self._edited)
        self.new = NewPassphrase(strings.NEW_FIELD if changes else strings.FIELD)
        self.new.entered.connect(self.answer)
        for widget in (self.current, self.new, self.trouble):
            self.box.addWidget(widget)
        (self.current if changes else self.new.first).field.setFocus()

    def answer(self) -> None:
        """Hand on what was typed, once it is a passphrase."""
        if not self.go.isEnabled():
            return
        if self._changes and not self.current.field.text():
            self.current.set_trouble(common.NEEDED)
            self.current.field.setFocus()
            return
        wanted = self.new.take()
        if wanted is not None:
            self.show_busy(strings.CHANGING if self._changes else strings.MOVING)
            self.wanted.emit(self.current.field.text(), wanted)

    def forget(self) -> None:
        """Leave nothing of what was typed."""
        self.current.field.clear()
        self.new.forget()

    def _edited(self, _text: str) -> None:
        self.current.set_trouble("")


class KeyringDialog(VaultDialog):
    """Asks whether everything is to move to the keyring: `wanted` says yes."""

    wanted = Signal()

    def __init__(self, window: QWidget) -> None:
        title, text = strings.MOVE_TO_KEYRING_TITLE, strings.MOVE_TO_KEYRING_TEXT
        super().__init__(window, title, text, strings.MOVE)
        self.box.addWidget(self.trouble)

    def answer(self) -> None:
        """Say yes, once."""
        self.show_busy(strings.MOVING)
        self.wanted.emit()


class LockedRow(Row):
    """How the data is locked, with what can be done about it there."""

    def __init__(self, presenter: VaultPresenter, vault: str) -> None:
        """`vault` is what holds the key until that was asked."""
        self._presenter = presenter
        self.unlock = Button(strings.UNLOCK_KEYRING, kind="go")
        self.use_file = Button(strings.USE_FILE)
        self.change = Button(strings.CHANGE)
        self.use_keyring = Button(strings.USE_KEYRING)
        self._buttons = (self.unlock, self.use_file, self.change, self.use_keyring)
        end = QWidget()
        column = QVBoxLayout(end)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(u(8))
        for button in self._buttons:
            button.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)  # all as wide as one
            column.addWidget(button)
            button.hide()
        super().__init__(entry("home.locked"), end)
        self.dialog: VaultDialog | None = None
        self.say(sentences_settings.locked(vault))
        self.unlock.clicked.connect(presenter.unlock)
        self.use_file.clicked.connect(self._ask_file)
        self.change.clicked.connect(self._ask_change)
        self.use_keyring.clicked.connect(self._ask_keyring)
        presenter.changed.connect(self._show)
        presenter.refused.connect(self._refused)
        presenter.done.connect(self._was_done)
        self._show()

    def close_dialog(self) -> None:
        """Take the question away if it stands open."""
        if self.dialog is not None:
            self.dialog.reject()

    def _show(self) -> None:
        state = self._presenter.state
        if state is None:
            return
        kind, locked = state.kind, state.locked
        had_focus = any(button.hasFocus() for button in self._buttons)
        self.unlock.setVisible(locked)
        self.unlock.setEnabled(not self._presenter.waiting)
        self.unlock.setText(
            strings.WAITING_FOR_KEYRING if self._presenter.waiting else strings.UNLOCK_KEYRING
        )
        self.use_file.setVisible(kind is VaultKind.KEYRING and not locked)
        self.change.setVisible(kind is VaultKind.PASSPHRASE)
        self.use_keyring.setVisible(kind is VaultKind.PASSPHRASE)
        self.use_keyring.setEnabled(not state.keyring)
        self.use_keyring.setToolTip(state.keyring)
        said = sentences_settings.locked(state.title)
        notes = [strings.KEYRING_LOCKED if locked else "", state.keyring]
        self.say(" ".join(part for part in (said, *notes) if part))
        if had_focus and (target := self.focus_target()) is not None:
            target.setFocus()

    # ---- questions

    def _ask_file(self) -> None:
        dialog = PassphraseDialog(self.window(), changes=False)
        dialog.wanted.connect(self._file_wanted)
        self._open(dialog)

    def _file_wanted(self, _now: str, wanted: str) -> None:
        self._presenter.use_file(wanted)

    def _ask_change(self) -> None:
        dialog = PassphraseDialog(self.window(), changes=True)
        dialog.wanted.connect(self._presenter.change)
        self._open(dialog)

    def _ask_keyring(self) -> None:
        dialog = KeyringDialog(self.window())
        dialog.wanted.connect(self._presenter.use_keyring)
        self._open(dialog)

    def _open(self, dialog: VaultDialog) -> None:
        self.dialog = dialog
        dialog.finished.connect(self._answered)
        dialog.open()

    def _answered(self) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
            self.dialog = None

    def _refused(self, sentence: str) -> None:
        if self.dialog is not None:
            self.dialog.refuse(sentence)
        else:
            self.refuse(sentence)

    def _was_done(self, _sentence: str) -> None:
        self.refuse("")
        if self.dialog is not None:
            self.dialog.accept()
