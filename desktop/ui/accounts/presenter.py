"""Signs an account in, for the first time or again."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QObject, Signal

from desktop.domain.accounts import Account, Manifest
from desktop.domain.errors import ErrorKind, Trouble
from desktop.ui import strings
from desktop.ui.context import Context
from desktop.ui.shell.presenter import ShellPresenter


class Step(Enum):
    """How far a sign-in is."""

    FILLING = "filling"
    TESTING = "testing"
    REFUSED = "refused"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class SignInView:
    """What the form shows beside its fields: `lead` and `sentence` say what went wrong.

    `name_taken`: it is the name.
    """

    step: Step
    sentence: str = ""
    lead: str = ""
    name_taken: bool = False


@dataclass(frozen=True, slots=True)
class Filled:
    """A filled form: what is secret apart from what is not."""

    provider: str
    name: str
    fields: Mapping[str, str]
    secrets: Mapping[str, str]


class SignInPresenter(QObject):
    """Adds an account, or signs in again. `shown` carries a `SignInView`."""

    shown = Signal(object)

    def __init__(self, context: Context, shell: ShellPresenter, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._shell = shell
        self._scope = context.scope()

    def manifests(self) -> Mapping[str, Manifest]:
        """Return the providers there are, by id."""
        return self._shell.manifests

    def submit(self, filled: Filled, again: Account | None) -> None:
        """Test what was filled in, and keep it when it works; a second press is the same press."""
        self._scope.start("sign in", self._submit(filled, again))

    def cancel(self) -> None:
        """Stop a test that is under way; nothing is kept."""
        self._scope.cancel("sign in")
        self.shown.emit(SignInView(Step.FILLING))

    async def close(self) -> None:
        """End all tasks."""
        await self._scope.close()

    async def _submit(self, filled: Filled, again: Account | None) -> None:
        self.shown.emit(SignInView(Step.TESTING))
        accounts, bridge = self._context.services.accounts, self._context.bridge
        try:
            if again is None:
                await bridge.run(accounts.add(filled.provider, filled.name, filled.fields, filled.secrets))
            else:
                await bridge.run(accounts.sign_in_again(again.name, filled.fields, filled.secrets))
        except Trouble as trouble:
            if trouble.kind is ErrorKind.SIGN_IN:
                refused = SignInView(Step.REFUSED, strings.KEY_REFUSED_TEXT, strings.KEY_REFUSED)
                self.shown.emit(refused)
                return
            taken = trouble.kind is ErrorKind.NAME_EXISTS
            self.shown.emit(SignInView(Step.REFUSED, trouble.sentence, name_taken=taken))
            return
        self.shown.emit(SignInView(Step.DONE))
        self._shell.sync_now()
