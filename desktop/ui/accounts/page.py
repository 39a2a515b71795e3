"""The sign-in form, generated from what the provider says of its fields."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from desktop.domain.accounts import Account, CredentialField, Manifest
from desktop.ui import strings
from desktop.ui.accounts.presenter import Filled, SignInPresenter, SignInView, Step
from desktop.ui.kit.buttons import Button
from desktop.ui.kit.field import Field, FormField
from desktop.ui.kit.labels import Paragraph, Text
from desktop.ui.kit.panes import Banner, Card, Pane
from desktop.ui.kit.segments import Segments
from desktop.ui.kit.theme import u

WIDTH = 640
NAME = "name"


class SignInPage(Pane):
    """Asks for an account. `closed` comes when the person goes back, `done` when an account works."""

    done = Signal()
    closed = Signal()

    def __init__(self, presenter: SignInPresenter, parent: QWidget | None = None) -> None:
        super().__init__("window", parent=parent)
        self._presenter = presenter
        self._again: Account | None = None
        self._manifests: list[Manifest] = []
        self._manifest: Manifest | None = None
        self._fields: dict[str, FormField] = {}
        self._form: QWidget | None = None
        self._shown_advanced = False

        self._title = Text(strings.CONNECT_TITLE, px=22, weight=600)
        self._text = Paragraph(strings.CONNECT_TEXT, "dim")
        self._column = QVBoxLayout()
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(u(4))
        self._column.addWidget(self._title)
        self._column.addWidget(self._text)
        self._column.addSpacing(u(12))
        self._column.addStretch(1)

        inner = Pane("window", vertical=False, margins=(24, 24, 24, 24))
        holder = QWidget()
        holder.setFixedWidth(u(WIDTH))
        holder.setLayout(self._column)
        inner.add_stretch()
        inner.add(holder)
        inner.add_stretch()
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inner)
        self.add(scroll, 1)

        foot = Pane("panel", "t", vertical=False, margins=(24, 0, 24, 0))
        foot.setFixedHeight(u(64))
        keys = QWidget()
        keys.setFixedWidth(u(WIDTH))
        row = QHBoxLayout(keys)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(u(8))
        row.addStretch(1)
        self.back = Button(strings.BACK)
        self.back.clicked.connect(self._leave)
        self.save = Button(strings.SAVE_AND_SYNC, kind="go")
        self.save.clicked.connect(self._submit)
        row.addWidget(self.back)
        row.addWidget(self.save)
        foot.add_stretch()
        foot.add(keys)
        foot.add_stretch()
        self.add(foot)
        presenter.shown.connect(self._show)

    def ask(self, again: Account | None, *, may_leave: bool) -> None:
        """Show the form: for a new account, or to sign in again to one."""
        self._again = again
        self._manifests = sorted(self._presenter.manifests().values(), key=_title)
        self._title.setText(strings.SIGN_IN_TITLE if again else strings.CONNECT_TITLE)
        self._text.set_text(again.name if again else strings.CONNECT_TEXT)
        self.back.setVisible(may_leave)
        chosen = next((m for m in self._manifests if again and m.id == again.provider), None)
        if chosen is None and self._manifests:
            chosen = self._manifests[0]
        if chosen is not None:
            self._build(chosen)

    def field(self, key: str) -> Field:
        """Return the field of a key of the manifest, or of "name"."""
        return self._fields[key].field

    @property
    def is_untouched(self) -> bool:
        """Whether it asks for a new account and nobody has written or sent anything yet."""
        fresh = self._again is None and self.save.isEnabled()
        return fresh and not any(one.field.isModified() for one in self._fields.values())

    # ---- the form

    def _build(self, manifest: Manifest) -> None:
        self._manifest = manifest
        self._fields.clear()
        if self._form is not None:
            self._column.removeWidget(self._form)
            self._form.hide()
            self._form.deleteLater()
        self._form = QWidget()
        column = QVBoxLayout(self._form)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(u(16))
        if len(self._manifests) > 1 and self._again is None:
            segments = Segments([m.title for m in self._manifests], name=strings.ACCOUNT)
            segments.choose(self._manifests.index(manifest))
            segments.chosen.connect(self._provider_chosen)
            column.addWidget(segments)
        card = Card(margins=(17, 17, 17, 17), spacing=16)
        main = [one for one in manifest.fields if not one.advanced]
        if self._again is None:
            main.insert(0, CredentialField(NAME, strings.ACCOUNT_NAME, required=True))
        more = [one for one in manifest.fields if one.advanced]
        card.add_layout(self._grid(main))
        if more:
            self._toggle = Button(strings.ADVANCED, kind="link", icon="chevron-down", icon_size=14)
            self._toggle.clicked.connect(self._toggle_advanced)
            card.add(self._toggle)
            self._advanced = QWidget()
            self._advanced.setLayout(self._grid(more))
            self._advanced.setVisible(self._shown_advanced)
            card.add(self._advanced)
        if manifest.company_wide_secret:
            card.add(Banner("waiting", strings.COMPANY_WIDE, strings.COMPANY_WIDE_TEXT, block=True))
        column.addWidget(card)
        self._trouble = Banner("missed", "", "", block=True)
        self._trouble.hide()
        column.addWidget(self._trouble)
        self._column.insertWidget(3, self._form)
        self._prefill()

    def _grid(self, fields: Sequence[CredentialField]) -> QGridLayout:
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(u(16))
        grid.setVerticalSpacing(u(16))
        row = column = 0
        for one in fields:
            wide = one.secret
            if wide and column:
                row, column = row + 1, 0
            grid.addWidget(self._make(one), row, column, 1, 2 if wide else 1)
            column = 0 if wide or column else 1
            row += 0 if column else 1
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        return grid

    def _make(self, one: CredentialField) -> QWidget:
        field = Field(name=one.label, height=36)
        field.setText(one.default)
        field.returnPressed.connect(self._submit)
        field.textChanged.connect(self._edited)
        made = FormField(one.label, field)
        self._fields[one.key] = made
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(u(4))
        row = QHBoxLayout()
        row.setSpacing(u(8))
        row.addWidget(made, 1)
        if one.secret:
            field.setEchoMode(QLineEdit.EchoMode.Password)
            show = QVBoxLayout()
            show.addSpacing(u(20))  # beside the field, not its label
            show.addWidget(_Show(field))
            show.addStretch(1)
            row.addLayout(show)
        column.addLayout(row)
        if one.help:
            field.setAccessibleDescription(one.help)
            column.addWidget(Paragraph(one.help, "dim", 12))
        column.addStretch(1)
        return holder

    def _prefill(self) -> None:
        if self._again is not None:
            for key, value in self._again.fields.items():
                if key in self._fields:
                    self.field(key).setText(value)
        first = next((one.field for one in self._fields.values() if not one.field.text()), None)
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _provider_chosen(self, index: int) -> None:
        self._build(self._manifests[index])

    def _toggle_advanced(self) -> None:
        self._shown_advanced = not self._shown_advanced
        self._advanced.setVisible(self._shown_advanced)
        self._toggle.set_icon("chevron-up" if self._shown_advanced else "chevron-down", strings.ADVANCED)

    # ---- sending it

    def _submit(self) -> None:
        manifest = self._manifest
        if manifest is None or not self._complete(manifest):
            return
        values = {key: one.field.text().strip() for key, one in self._fields.items() if key != NAME}
        secret = {one.key for one in manifest.fields if one.secret}
        name = self._again.name if self._again else self.field(NAME).text().strip()
        filled = Filled(
            provider=manifest.id,
            name=name,
            fields={key: value for key, value in values.items() if value and key not in secret},
            secrets={key: value for key, value in values.items() if value and key in secret},
        )
        self._presenter.submit(filled, self._again)

    def _complete(self, manifest: Manifest) -> bool:
        missing = [one.key for one in manifest.fields if one.required and not self._value(one.key)]
        if self._again is None and not self._value(NAME):
            missing.insert(0, NAME)
        groups = manifest.alternatives
        if groups and not any(all(self._value(key) for key in group) for group in groups):
            missing += [key for key in groups[0] if not self._value(key)]
        for key, one in self._fields.items():
            one.set_trouble(strings.NEEDED if key in missing else "")
        if missing:
            self.field(missing[0]).setFocus(Qt.FocusReason.OtherFocusReason)
        return not missing

    def _edited(self) -> None:
        for made in self._fields.values():
            if made.field is self.sender():
                made.set_trouble("")

    def _value(self, key: str) -> str:
        return self.field(key).text().strip() if key in self._fields else ""

    def _show(self, view: SignInView) -> None:
        if self._form is None:
            return
        testing = view.step is Step.TESTING
        self._form.setEnabled(not testing)
        self.save.setEnabled(not testing)
        self.save.setText(strings.TESTING if testing else strings.SAVE_AND_SYNC)
        self._trouble.setVisible(view.step is Step.REFUSED)
        if view.step is Step.REFUSED:
            self._trouble.set_message(view.lead, view.sentence)
            if view.name_taken:
                self._fields[NAME].set_trouble(view.sentence)
        elif view.step is Step.DONE:
            self._wipe()
            self.done.emit()

    def _leave(self) -> None:
        self._presenter.cancel()
        self._wipe()
        self.closed.emit()

    def _wipe(self) -> None:
        for one in self._fields.values():
            one.field.clear()


class _Show(Button):
    """Shows a secret, and hides it again."""

    def __init__(self, field: Field) -> None:
        super().__init__(strings.SHOW, icon="eye", height=36)
        self._field = field
        self.setCheckable(True)
        self.toggled.connect(self._toggled)

    def _toggled(self, on: bool) -> None:
        echo = QLineEdit.EchoMode.Normal if on else QLineEdit.EchoMode.Password
        self._field.setEchoMode(echo)
        self.setText(strings.HIDE if on else strings.SHOW)

    def changeEvent(self, event: QEvent) -> None:
        """Hide the secret again when the form is switched off."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.EnabledChange and not self.isEnabled():
            self.setChecked(False)


def _title(manifest: Manifest) -> str:
    return manifest.title.casefold()
