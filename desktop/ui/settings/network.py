"""The rows about the network: the proxy with what it asks for, and certificates of one's own."""

from datetime import UTC, datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from desktop.domain.network import NONE, SYSTEM
from desktop.domain.policy import Lock
from desktop.services.network import CA_FILE, PROXY, split_proxy
from desktop.ui import sentences_network as sentences
from desktop.ui import strings_network as strings
from desktop.ui.kit.buttons import Button
from desktop.ui.kit.combo import Combo
from desktop.ui.kit.field import Field, FormField
from desktop.ui.kit.labels import Paragraph
from desktop.ui.kit.opening import OpenDialog, ask_which
from desktop.ui.kit.theme import u
from desktop.ui.secrecy.passphrase import secret_form
from desktop.ui.settings.network_presenter import NetworkPresenter
from desktop.ui.settings.places import entry
from desktop.ui.settings.rows import Row, side_by_side

OWN = "own"


class ProxyRow(Row):
    """A choice, and below it the fields of a proxy that a person names."""

    def __init__(self, presenter: NetworkPresenter) -> None:
        choices = ((SYSTEM, strings.BY_SYSTEM), (NONE, strings.BY_NONE), (OWN, strings.BY_ADDRESS))
        self.choice = Combo(choices, name=strings.PROXY)
        super().__init__(entry(PROXY), self.choice)
        self._presenter = presenter
        self._shown: str | None = None
        self.address = FormField(
            strings.ADDRESS, Field(strings.ADDRESS_HINT, name=strings.ADDRESS, height=36)
        )
        self.user = FormField(strings.USER, Field(name=strings.USER, height=36), help_text=strings.USER_HELP)
        self.password = secret_form(strings.PASSWORD)
        self.password.set_help(strings.PASSWORD_HELP)
        self.use = Button(strings.USE, kind="go")
        self.form = QWidget()
        grid = QGridLayout(self.form)
        grid.setContentsMargins(0, u(12), 0, 0)
        grid.setHorizontalSpacing(u(16))
        grid.setVerticalSpacing(u(12))
        grid.addWidget(self.address, 0, 0, 1, 2)
        grid.addWidget(self.user, 1, 0)
        grid.addWidget(self.password, 1, 1)
        grid.addWidget(self.use, 2, 0, 1, 2, Qt.AlignmentFlag.AlignLeading)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        self.words.addWidget(self.form)
        self.form.hide()
        self.say(strings.LOOKING)
        self.choice.picked.connect(self._picked)
        self.use.clicked.connect(self._use)
        for one in (self.address, self.user, self.password):
            one.field.returnPressed.connect(self._use)
            one.field.textEdited.connect(self._edited)
        presenter.changed.connect(self._show)

    def _picked(self, value: object) -> None:
        self.refuse("")
        self._open(value == OWN)
        if value == OWN:
            self.address.field.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._presenter.choose(str(value))

    def _open(self, opened: bool) -> None:
        """Show the fields, and keep the choice beside the title."""
        self.form.setVisible(opened)
        side = Qt.AlignmentFlag.AlignTop if opened else Qt.AlignmentFlag.AlignVCenter
        layout = self.layout()
        assert layout is not None
        layout.setAlignment(self.choice, side)

    def _use(self) -> None:
        address = self.address.field.text()
        if not address.strip():
            self.address.field.set_wrong(True)
            self.address.field.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._presenter.use(address, self.user.field.text(), self.password.field.text())
        self.password.field.clear()
        self._shown = None  # what is kept is shown again, in the one spelling that it has

    def _edited(self) -> None:
        self.refuse("")
        self.address.field.set_wrong(False)

    def _show(self) -> None:
        presenter = self._presenter
        own = presenter.proxy not in (SYSTEM, NONE)
        if presenter.proxy_trouble and self.choice.value == OWN:
            self.refuse(presenter.proxy_trouble)  # what was typed stays, to be mended
            self.address.field.set_wrong(not own)
            return
        self.refuse(presenter.proxy_trouble)
        self.say(self._said())
        self._describe(self.text.text())
        self.password.set_help(strings.PASSWORD_KEPT if presenter.has_password else strings.PASSWORD_HELP)
        if presenter.proxy != self._shown:
            self._shown = presenter.proxy
            self.choice.choose(OWN if own else presenter.proxy)
            self._open(own)
            address, user, _ = split_proxy(presenter.proxy) if own else ("", "", "")
            self.address.field.setText(address)
            self.user.field.setText(user)
        _lock(self, presenter.lock(PROXY), self.choice, self.address, self.user)

    def _said(self) -> str:
        presenter = self._presenter
        if presenter.proxy == NONE:
            return strings.NONE_TEXT
        if presenter.proxy != SYSTEM:
            return sentences.in_use(presenter.proxy)
        return sentences.system_names(presenter.system) if presenter.system else strings.SYSTEM_NAMES_NONE


class CertificatesRow(Row):
    """A file of certificates, what is in it, and what is wrong with it."""

    def __init__(self, presenter: NetworkPresenter) -> None:
        self.choose = Button(strings.CHOOSE, name=f"{strings.CHOOSE} {strings.CERTIFICATES}")
        self.choose.setText(strings.CHOOSE)
        self.take_out = Button(strings.TAKE_OUT, name=f"{strings.TAKE_OUT}: {strings.CERTIFICATES}")
        self.take_out.setText(strings.TAKE_OUT)
        super().__init__(entry(CA_FILE), side_by_side(self.take_out, self.choose))
        self._presenter = presenter
        self.found = Paragraph("", px=12)
        self.found.hide()
        self.words.insertWidget(self.words.indexOf(self.trouble), self.found)
        self.dialog: OpenDialog | None = None
        self.choose.clicked.connect(self._ask)
        self.take_out.clicked.connect(self._take_out)
        presenter.changed.connect(self._show)
        self._show()

    def _ask(self) -> None:
        self.dialog = ask_which(self, strings.CHOOSE_TITLE, strings.FILTERS)
        self.dialog.chosen.connect(self._presenter.use_file)

    def _take_out(self) -> None:
        self.choose.setFocus()
        self._presenter.use_file(None)

    def _show(self) -> None:
        presenter = self._presenter
        found = presenter.certificates
        self.take_out.setVisible(bool(presenter.ca_file))
        said, trouble = "", presenter.file_trouble
        if found is not None and found.trouble:
            trouble = trouble or sentences.does_not_count(found)
        elif found is not None:
            said = sentences.certificates(found, datetime.now(UTC).date())
        self.found.set_text(said)
        self.found.setVisible(bool(said))
        self.say(strings.CERTIFICATES_TEXT)
        self.refuse(trouble)
        _lock(self, presenter.lock(CA_FILE), self.choose, self.take_out)


def _lock(row: Row, lock: Lock | None, *controls: QWidget) -> None:
    """Show that an administrator has settled the value, and where."""
    if lock is None:
        return
    row.lock.show()
    row.say(" ".join(part for part in (row.text.text(), lock.sentence) if part))
    for control in controls:
        control.setEnabled(False)
