"""The page of the accounts: a card for each, the worst first in the badge, all of it live."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from desktop.ui import sentences_settings as sentences
from desktop.ui import strings_settings as strings
from desktop.ui.kit.buttons import Button
from desktop.ui.kit.panes import EmptyState, Skeleton
from desktop.ui.kit.theme import u
from desktop.ui.settings.accounts_presenter import AccountsPresenter
from desktop.ui.settings.card import AccountCard
from desktop.ui.settings.catalogue import Page
from desktop.ui.settings.dialogs import RemoveDialog, RenameDialog
from desktop.ui.settings.pages import PageView

TICK_MS = 5000
"""How often "12 s ago" is told anew while somebody can see it."""


class AccountsPage(PageView):
    """`add_wanted`, and `sign_in_wanted` with an account's name, ask for the sign-in form."""

    add_wanted = Signal()
    sign_in_wanted = Signal(str)

    def __init__(self, presenter: AccountsPresenter, parent: QWidget | None = None) -> None:
        super().__init__(Page.ACCOUNTS, parent)
        self._presenter = presenter
        self.cards: list[AccountCard] = []
        self._narrow = False
        self.dialog: RenameDialog | RemoveDialog | None = None
        self.add_account = Button(strings.ADD_ACCOUNT, icon="plus", icon_size=14)
        self.add_account.clicked.connect(self.add_wanted)
        self.head.addWidget(self.add_account)
        self._empty = EmptyState(
            "key", strings.NO_ACCOUNTS, strings.NO_ACCOUNTS_TEXT, strings.ADD_ACCOUNT, action_icon="plus"
        )
        self._empty.acted.connect(self.add_wanted)
        self._skeleton = Skeleton(name=strings.READING, rows=2)
        self._skeleton.setMinimumHeight(u(160))
        self.column.addWidget(self._empty, 1)
        self.column.addWidget(self._skeleton, 1)
        self.column.addStretch(0)
        self._timer = QTimer(self, interval=TICK_MS)
        self._timer.timeout.connect(self.refresh)
        presenter.changed.connect(self.refresh)
        presenter.failed.connect(self._failed)
        presenter.renamed.connect(self._renamed)
        presenter.removal_asked.connect(self._ask_removal)

    def refresh(self) -> None:
        """Show how the accounts do now; nothing is built anew while their number stays."""
        if not self.isVisible():
            return
        views = self._presenter.cards()
        self._skeleton.setVisible(not self._presenter.known)
        self._empty.setVisible(self._presenter.known and not views)
        self.add_account.setVisible(bool(views))
        while len(self.cards) > len(views):
            card = self.cards.pop()
            self.column.removeWidget(card)
            card.hide()
            card.deleteLater()
        while len(self.cards) < len(views):
            self.cards.append(self._card(len(self.cards)))
        for card, view in zip(self.cards, views, strict=True):
            tested = self._presenter.tested.get(view.name)
            card.show_view(view, tested, testing=view.name in self._presenter.testing)

    def set_narrow(self, narrow: bool) -> None:
        """Have the cards leave away what they can do without, too."""
        super().set_narrow(narrow)
        self._narrow = narrow
        for card in self.cards:
            card.set_narrow(narrow)

    @property
    def add_button(self) -> Button:
        """Return the button that adds an account: at the head, or in the middle while there is none."""
        if self.add_account.isHidden() and self._empty.button is not None:
            return self._empty.button
        return self.add_account

    def card(self, name: str) -> AccountCard | None:
        """Return the card of an account."""
        return next((card for card in self.cards if card.view.name == name), None)

    def close_dialog(self) -> None:
        """Take a question away that stands open."""
        if self.dialog is not None:
            self.dialog.reject()

    def showEvent(self, event: QShowEvent) -> None:
        """Follow what changes while it can be seen."""
        super().showEvent(event)
        self._presenter.watch(True)
        self._timer.start()
        self.refresh()

    def hideEvent(self, event: QHideEvent) -> None:
        """Read and wake nothing for a page that nobody sees."""
        super().hideEvent(event)
        self._timer.stop()
        self._presenter.watch(False)

    def _card(self, place: int) -> AccountCard:
        card = AccountCard(self._presenter.cards()[place])
        card.set_narrow(self._narrow)
        card.test_wanted.connect(self._presenter.test)
        card.pause_wanted.connect(self._presenter.pause)
        card.sign_in_wanted.connect(self.sign_in_wanted)
        card.rename_wanted.connect(self._ask_name)
        card.remove_wanted.connect(self._presenter.ask_removal)
        self.column.insertWidget(1 + place, card)  # after the heading
        return card

    # ---- questions

    def _ask_name(self, name: str) -> None:
        dialog = RenameDialog(self.window(), name)
        dialog.wanted.connect(self._presenter.rename)
        self._ask(dialog)

    def _ask_removal(self, name: str, unsent: int) -> None:
        account = self._presenter.account(name)
        if account is None or self.dialog is not None:
            return
        figures = self._presenter.figures.get(name)
        sound = figures.sound if figures else 0
        contacts, uploads = self._presenter.contacts(name), self._presenter.uploads(name)
        text = sentences.remove_text(account, self._presenter.provider(name), sound, contacts, uploads)
        dialog = RemoveDialog(self.window(), name, text, unsent)
        dialog.confirmed.connect(self._presenter.remove)
        self._ask(dialog)

    def _ask(self, dialog: RenameDialog | RemoveDialog) -> None:
        self.dialog = dialog
        dialog.finished.connect(self._answered)
        dialog.open()

    def _answered(self) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
            self.dialog = None

    def _renamed(self) -> None:
        if isinstance(self.dialog, RenameDialog):
            self.dialog.accept()

    def _failed(self, name: str, sentence: str) -> None:
        if isinstance(self.dialog, RenameDialog) and self.dialog.name == name:
            self.dialog.refuse(sentence)
        else:
            self._presenter.said.emit(sentence)
