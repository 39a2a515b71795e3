"""Signs an account in, for the first time or again, and tests a connection before anything is kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QObject, Signal

from desktop.domain.accounts import Account, ConnectionTest, Manifest
from desktop.domain.errors import ErrorKind, Trouble
from desktop.domain.policy import Feature
from desktop.services.fields import same_user
from desktop.ui import sentences_accounts, strings
from desktop.ui.accounts.settled import Settled, settled
from desktop.ui.context import Context
from desktop.ui.shell.presenter import ShellPresenter


class Step(Enum):
    """How far a sign-in is."""

    FILLING = "filling"
    TESTING = "testing"
    CONNECTED = "connected"
    SAVING = "saving"
    REFUSED = "refused"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class SignInView:
    """What the form shows beside its fields: `lead` and `sentence` say what was found or what went wrong.

    `name_taken`: it is the name. `limited`: it is connected, but may not do all that the provider can.
    """

    step: Step
    sentence: str = ""
    lead: str = ""
    name_taken: bool = False
    limited: bool = False

    @property
    def is_busy(self) -> bool:
        """Whether an answer is waited for."""
        return self.step in (Step.TESTING, Step.SAVING)


@dataclass(frozen=True, slots=True)
class Filled:
    """A filled form: what is secret apart from what is not."""

    provider: str
    name: str
    fields: Mapping[str, str]
    secrets: Mapping[str, str]


def connected(found: ConnectionTest) -> SignInView:
    """Return what the form shows of a test that went well."""
    lead, sentence = sentences_accounts.connected(found), sentences_accounts.found(found)
    limited = found.granted and bool(sentences_accounts.lacking(found))
    return SignInView(Step.CONNECTED, sentence, lead, limited=limited)


class SignInPresenter(QObject):
    """Adds an account, or signs in again. `shown` carries a `SignInView`, `demo_said` how the demo began."""

    shown = Signal(object)
    demo_said = Signal(str)

    def __init__(self, context: Context, shell: ShellPresenter, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._shell = shell
        self._scope = context.scope()
        self._busy = False
        self.signed_in = ""
        """The name of the account that was kept last."""

    def manifests(self) -> Mapping[str, Manifest]:
        """Return the providers there are, by id."""
        return self._shell.manifests

    def twin(self, filled: Filled) -> Account | None:
        """Return the account that signs in as the same user: both would show the same calls."""
        manifest = self.manifests()[filled.provider]
        known = [one for one in self._shell.accounts if one.provider == filled.provider]
        return next((one for one in known if same_user(manifest, one.fields, filled.fields)), None)

    def settled(self, manifest: Manifest) -> Settled:
        """Return what an administrator has settled of a provider's accounts."""
        return settled(self._context.services.policy, manifest)

    @property
    def offers_demo(self) -> bool:
        """Whether the demo can be started from here."""
        return self._context.demo is not None and self._context.services.policy.allows(Feature.DEMO)

    def submit(self, filled: Filled, again: Account | None) -> None:
        """Test what was filled in, and keep it when it works; a second press is the same press."""
        self._start(Step.SAVING, filled, again)

    def test(self, filled: Filled, again: Account | None) -> None:
        """Test what was filled in, and keep nothing; a second press is the same press."""
        self._start(Step.TESTING, filled, again)

    def cancel(self) -> None:
        """Stop what is under way; nothing is kept."""
        self._scope.cancel("sign in")
        self._show(SignInView(Step.FILLING))

    def start_demo(self) -> None:
        """Open the demo, a process and a window of its own; a second press is the same press."""
        self._scope.start("demo", self._start_demo())

    async def close(self) -> None:
        """End all tasks."""
        await self._scope.close()

    def _start(self, step: Step, filled: Filled, again: Account | None) -> None:
        if not self._busy:
            self._show(SignInView(step))
            self._scope.start("sign in", self._until_known(step, filled, again), replace=True)

    async def _until_known(self, step: Step, filled: Filled, again: Account | None) -> None:
        try:
            view = await (self._test if step is Step.TESTING else self._submit)(filled, again)
        except Trouble as trouble:
            if trouble.kind is ErrorKind.SIGN_IN:
                view = SignInView(Step.REFUSED, strings.KEY_REFUSED_TEXT, strings.KEY_REFUSED)
            else:
                taken = trouble.kind is ErrorKind.NAME_EXISTS
                said = sentences_accounts.refused(trouble)
                view = SignInView(Step.REFUSED, said, strings.NOT_CONNECTED, name_taken=taken)
        self._show(view)
        if view.step is Step.DONE:
            self._shell.sync_now()

    def _show(self, view: SignInView) -> None:
        self._busy = view.is_busy
        self.shown.emit(view)

    async def _submit(self, filled: Filled, again: Account | None) -> SignInView:
        accounts, bridge = self._context.services.accounts, self._context.bridge
        if again is None:
            kept = await bridge.run(accounts.add(filled.provider, filled.name, filled.fields, filled.secrets))
        else:
            kept = await bridge.run(accounts.sign_in_again(again.name, filled.fields, filled.secrets))
        self.signed_in = kept.name
        return SignInView(Step.DONE)

    async def _test(self, filled: Filled, again: Account | None) -> SignInView:
        accounts, bridge = self._context.services.accounts, self._context.bridge
        name = again.name if again else None
        found: ConnectionTest = await bridge.run(
            accounts.try_out(filled.provider, filled.name, filled.fields, filled.secrets, again=name)
        )
        return connected(found)

    async def _start_demo(self) -> None:
        if self._context.demo is None:
            return
        self.demo_said.emit(strings.DEMO_OPENING)
        try:
            await self._context.bridge.run(self._context.demo())
        except Trouble as trouble:
            self.demo_said.emit(trouble.sentence)
