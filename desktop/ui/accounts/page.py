"""The form that connects an account: providers, fields, where to find them, and a test of the connection."""

from collections.abc import Mapping
from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QApplication, QBoxLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.domain.accounts import Account, Manifest
from desktop.domain.errors import ErrorKind, Trouble
from desktop.ui import sentences_accounts, strings
from desktop.ui.accounts.form import NAME, AccountForm
from desktop.ui.accounts.frame import FormPage
from desktop.ui.accounts.presenter import Filled, SignInPresenter, SignInView, Step
from desktop.ui.accounts.side import Result, Steps
from desktop.ui.kit.buttons import Button
from desktop.ui.kit.choice_cards import Choice, ChoiceCards
from desktop.ui.kit.field import Field
from desktop.ui.kit.theme import u

_FORM_SHARE, _SIDE_SHARE = 204, 100  # two cards of three with the gap between them, and the third
_CARDS_AT = 3  # below title, text and a gap


class SignInPage(FormPage):
    """Asks for an account. `closed` comes when the person goes back, `done` when an account works.

    `skipped` is the wish to do it another time, which the guide of the first start offers.
    """

    done = Signal()
    closed = Signal()
    skipped = Signal()

    def __init__(self, presenter: SignInPresenter, parent: QWidget | None = None) -> None:
        super().__init__(strings.CONNECT_TITLE, strings.CONNECT_TEXT, parent)
        self._presenter = presenter
        self._again: Account | None = None
        self.guided = False
        """Whether it asks as a step of the guide."""
        self._manifests: list[Manifest] = []
        self._body: QWidget | None = None
        self._side = QVBoxLayout()
        self._below = QHBoxLayout()
        self._parts: tuple[QWidget, ...] = ()
        self._had_focus: QWidget | None = None
        self._view = SignInView(Step.FILLING)
        self._warned: Mapping[str, str] | None = None
        self.form: AccountForm | None = None
        self.cards: ChoiceCards | None = None
        self.steps: Steps | None = None
        self.result = Result()
        self._lay_foot()
        presenter.shown.connect(self._show)
        presenter.demo_said.connect(self._demo_said)

    def _lay_foot(self) -> None:
        self.skip = Button(strings.SET_UP_LATER, kind="link")
        self.skip.clicked.connect(self.skipped)
        self.demo = Button(strings.TRY_DEMO, kind="link", icon="play", icon_size=14)
        self.demo.clicked.connect(self._presenter.start_demo)
        self.back = self.add_button(Button(strings.BACK))
        self.back.clicked.connect(self.leave)
        self.test = self.add_button(Button(strings.TEST_CONNECTION))
        self.test.clicked.connect(self._test_or_cancel)
        self.save = self.add_button(Button(strings.SAVE_AND_SYNC, kind="go"))
        self.save.clicked.connect(self._submit)
        self.foot_start.addWidget(self.demo)
        self.foot_start.addWidget(self.skip)

    def ask(self, again: Account | None, *, may_leave: bool, guided: bool = False) -> None:
        """Show the form: for a new account, or to sign in again to one; `guided` as a step of the guide."""
        self._again, self.guided, self._warned = again, guided, None
        self._manifests = sorted(self._presenter.manifests().values(), key=_rank)
        first = again is None and (guided or not may_leave)
        if again is not None:
            self.say(strings.SIGN_IN_TITLE, again.name)
        else:
            self.say(strings.CONNECT_TITLE if first else strings.ADD_TITLE, strings.CONNECT_TEXT * first)
        self.back.setVisible(may_leave)
        self.skip.setVisible(guided)
        self.demo.setVisible(first and self._presenter.offers_demo)
        self.say_in_foot("")
        chosen = next((m for m in self._manifests if again and m.id == again.provider), None)
        if chosen is None and again is None and self._manifests:
            chosen = self._manifests[0]
        for button in (self.test, self.save):
            button.setEnabled(chosen is not None)
        if chosen is None:
            self._have_none(again)
            self.fit()
            return
        self._choose_from(chosen)
        self._show(SignInView(Step.FILLING))
        self.area.verticalScrollBar().setValue(0)
        if self.form is not None:
            self.form.begin()

    def fit(self) -> None:
        """Put one part below the other, too, where there is no room beside it."""
        super().fit()
        if self._body is None:
            return
        way = QBoxLayout.Direction.TopToBottom if self.is_narrow else QBoxLayout.Direction.LeftToRight
        if self.cards is not None:
            self.cards.set_direction(way)
        self._below.setDirection(way)
        sideways = QSizePolicy.Policy.Preferred if self.is_narrow else QSizePolicy.Policy.Ignored
        for part in self._parts:
            part.setSizePolicy(sideways, QSizePolicy.Policy.Preferred)

    @property
    def choices(self) -> tuple[Manifest, ...]:
        """Return the providers that are offered, in the order of their cards."""
        return tuple(self._manifests)

    def _have_none(self, again: Account | None) -> None:
        """Say that the account's provider is not in this installation."""
        if self._body is not None:
            self.result.setParent(self)
            _drop(self.column, self._body)
        self._body = self.form = None
        if again is not None:
            known = ", ".join(one.title for one in self._manifests)
            self.text.set_text(Trouble(ErrorKind.NO_PROVIDER, name=again.provider, detail=known).sentence)

    def field(self, key: str) -> Field:
        """Return the field of a key of the manifest, or of "name"."""
        assert self.form is not None
        return self.form.field(key)

    @property
    def is_untouched(self) -> bool:
        """Whether it asks for a new account and nobody has written or sent anything yet."""
        fresh = self._again is None and not self._view.is_busy
        return fresh and (self.form is None or self.form.is_untouched)

    # ---- the form

    def _choose_from(self, manifest: Manifest) -> None:
        """Offer the providers as cards, unless it is settled whose account signs in again."""
        if self.cards is not None:
            _drop(self.column, self.cards)
            self.cards = None
        if self._again is None:
            self.cards = ChoiceCards(
                [Choice(one.title, one.offers, one.lacks) for one in self._manifests],
                name=strings.PROVIDER,
                current=self._manifests.index(manifest),
            )
            self.cards.chosen.connect(self._provider_chosen)
            self.column.insertWidget(_CARDS_AT, self.cards)
        self._build(manifest)

    def _build(self, manifest: Manifest) -> None:
        if self._body is not None:
            self.result.setParent(self)
            _drop(self.column, self._body)
        self._body = QWidget()
        below = self._below = QHBoxLayout(self._body)
        below.setContentsMargins(0, u(12) if self.cards is not None else 0, 0, 0)
        below.setSpacing(u(16))
        self.form = AccountForm(manifest, self._again, self._presenter.settled(manifest))
        self.form.entered.connect(self._submit)
        self.form.edited.connect(self._edited)
        self.form.pasted.connect(self._pasted)
        self.form.opened.connect(self._opened)
        self.steps = Steps(manifest)
        self.steps.setVisible(bool(manifest.steps))
        self._side = QVBoxLayout()
        self._side.setContentsMargins(0, 0, 0, 0)
        self._side.setSpacing(u(16))
        self._side.addWidget(self.steps)
        self._side.addWidget(self.result)
        self._side.addStretch(0)
        self._opened(more=False)
        third = QWidget()
        third.setLayout(self._side)
        self._parts = (self.form, third)
        for part, share in zip(self._parts, (_FORM_SHARE, _SIDE_SHARE), strict=True):
            below.addWidget(part, share)
        self.put(self._body)
        stops = [*self.form.stops(), self.steps.open, self.demo, self.skip, self.back, self.test, self.save]
        for before, after in pairwise([*(self.cards.cards if self.cards else ()), *stops]):
            QWidget.setTabOrder(before, after)
        self.fit()

    def _provider_chosen(self, index: int) -> None:
        self._presenter.cancel()
        self._build(self._manifests[index])

    def _opened(self, more: bool) -> None:
        """End beside the form while it is short; when it grows, what stands beside it stays in view."""
        self._side.setStretch(0, 0 if more else 1)
        self._side.setStretch(2, 1 if more else 0)

    def _edited(self) -> None:
        """Take away what a test found: something else stands there now."""
        if not self._view.is_busy:
            self.result.hide()

    def _pasted(self, fields: int) -> None:
        self.result.say("neutral", sentences_accounts.pasted(fields), icon="check")

    # ---- sending it

    def _filled(self) -> Filled | None:
        if self.form is None or self._view.is_busy or not self.form.is_complete():
            return None
        fields, secrets = self.form.values()
        name = self._again.name if self._again else self.form.value(NAME)
        return Filled(self.form.manifest.id, name, fields, secrets)

    def hideEvent(self, event: QHideEvent) -> None:
        """Forget the secrets once something else is shown in its place; a hidden window keeps them."""
        super().hideEvent(event)
        if self.isHidden() and self.form is not None and not self._view.is_busy:
            self.form.wipe_secrets()

    def _submit(self) -> None:
        filled = self._filled()
        if filled is None:
            return
        twin = self._presenter.twin(filled) if self._again is None else None
        if twin is not None and twin.name != filled.name and filled.fields != self._warned:
            self._warned = filled.fields  # who presses once more means it
            self.result.say("waiting", strings.SAME_SIGN_IN, sentences_accounts.twin(twin.name))
            self.area.ensureWidgetVisible(self.result, 0, u(16))
            return
        self._presenter.submit(filled, self._again)

    def _test_or_cancel(self) -> None:
        if self._view.is_busy:
            self._presenter.cancel()
            return
        filled = self._filled()
        if filled is not None:
            self._presenter.test(filled, self._again)

    def _show(self, view: SignInView) -> None:
        if self.form is None:
            return
        if view.is_busy and not self._view.is_busy:
            self._had_focus = QApplication.focusWidget()
        was_busy, self._view = self._view.is_busy, view
        for part in (self.form, self.cards):
            if part is not None:
                part.setEnabled(not view.is_busy)
        self.save.setEnabled(not view.is_busy)
        self.test.setText(strings.CANCEL if view.is_busy else strings.TEST_CONNECTION)
        self._say(view)
        if view.step is Step.DONE:
            self.form.wipe()
            self.done.emit()
        elif view.name_taken:
            self.form.set_trouble(NAME, strings.NAME_TAKEN)
        elif was_busy and not view.is_busy:
            self._give_focus_back()

    def _say(self, view: SignInView) -> None:
        if view.is_busy:
            self.result.say("neutral", strings.TESTING, "" if self._again else strings.TESTING_TEXT)
        elif view.step is Step.CONNECTED:
            self.result.say("waiting" if view.limited else "answered", view.lead, view.sentence)
        elif view.step is Step.REFUSED:
            self.result.say("missed", view.lead, view.sentence)
        else:
            self.result.hide()
        if not self.result.isHidden():
            self.area.ensureWidgetVisible(self.result, 0, u(16))

    def _give_focus_back(self) -> None:
        before, self._had_focus = self._had_focus, None
        if before is not None and self.isAncestorOf(before) and before.isEnabled():
            before.setFocus(Qt.FocusReason.OtherFocusReason)

    def _demo_said(self, sentence: str) -> None:
        self.say_in_foot(sentence)

    def leave(self) -> None:
        """Go back with nothing kept, where there is something to go back to; the guide comes here again."""
        if self.back.isHidden():
            return
        self._presenter.cancel()
        if self.form is not None and not self.guided:
            self.form.wipe()
        self.closed.emit()


def _drop(column: QVBoxLayout, widget: QWidget) -> None:
    column.removeWidget(widget)
    widget.hide()
    widget.deleteLater()


def _rank(manifest: Manifest) -> tuple[int, str]:
    """Put whoever lacks least first, since the first is chosen until a person chooses."""
    return len(manifest.lacks), manifest.title.casefold()
