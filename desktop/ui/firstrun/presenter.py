"""What the guide reads and changes besides what other presenters do: the country of an account."""

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from desktop.domain.accounts import Account, FieldKind
from desktop.domain.errors import Trouble
from desktop.domain.policy import Feature
from desktop.ui import strings_guide as strings
from desktop.ui.context import Context
from desktop.ui.shell.entry import GUIDE_KEY
from desktop.ui.shell.presenter import ShellPresenter


@dataclass(frozen=True, slots=True)
class CountryView:
    """The country of numbers without a code: `sentence` says where it comes from, `trouble` what failed.

    `able` is False where nobody can change it here: `sentence` says why then.
    """

    region: str | None = None
    sentence: str = ""
    able: bool = True
    trouble: str = ""


class GuidePresenter(QObject):
    """Knows whose account the guide is about. `changed` says: read what is shown again."""

    changed = Signal()

    def __init__(self, context: Context, shell: ShellPresenter, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._shell = shell
        self._scope = context.scope()
        self._name = ""
        self.country: CountryView | None = None
        """None while it is read."""
        self._read_of: tuple[Account | None, int] = (None, 0)
        shell.changed.connect(self._shell_changed)

    @property
    def offers_demo(self) -> bool:
        """Whether there is a choice at the beginning."""
        return self._context.demo is not None and self._context.services.policy.allows(Feature.DEMO)

    @property
    def account(self) -> Account | None:
        """The account that was added, or the newest one when the guide goes on after a restart."""
        found = [one for one in self._shell.accounts if not self._name or one.name == self._name]
        return found[-1] if found else None

    @property
    def provider(self) -> str:
        """The provider's title of that account."""
        return self._shell.provider_title(self.account.id) if self.account else ""

    def about(self, name: str) -> None:
        """Go on with an account (name) that was just added."""
        self._name = name
        self.country = None
        self.read_country()

    # ---- the country

    def read_country(self) -> None:
        """Find out whose numbers those without a country code are."""
        self._scope.start("country", self._read_country(), replace=True)

    def choose_country(self, region: str | None) -> None:
        """Read numbers without a country code as this country's."""
        account = self.account
        if account is not None and region is not None:
            self._scope.start("choose country", self._choose_country(account, region), replace=True)

    async def _read_country(self, trouble: str = "") -> None:
        account = self.account
        if account is None:
            return
        manifest = self._shell.manifests.get(account.provider)
        fields = manifest.fields if manifest else ()
        asked = next((one for one in fields if one.kind is FieldKind.COUNTRY), None)
        key = asked.key if asked else ""
        try:
            region = await self._context.bridge.run(self._context.services.accounts.region(account.id))
        except Trouble as gone:
            region, trouble = None, gone.sentence
        lock = self._context.services.policy.field(account.provider, key)
        if lock is not None:
            self.country = CountryView(region, lock.sentence, able=False)
        elif account.fields.get(key):
            self.country = CountryView(region, strings.COUNTRY_SET, bool(key), trouble)
        elif region is None:
            self.country = CountryView(None, strings.COUNTRY_UNKNOWN, bool(key), trouble)
        else:
            usual = asked is not None and asked.default
            said = strings.COUNTRY_USUAL if usual else strings.COUNTRY_FOUND
            self.country = CountryView(region, said, bool(key), trouble)
        self.changed.emit()

    async def _choose_country(self, account: Account, region: str) -> None:
        trouble = ""
        try:
            await self._context.bridge.run(self._context.services.accounts.set_region(account.name, region))
        except Trouble as refused:
            trouble = refused.sentence
        await self._read_country(trouble)
        if not trouble:
            self._shell.sync_now()

    # ---- the whole

    def keep(self, step: str) -> None:
        """Remember how far the guide has come."""
        self._shell.keep(GUIDE_KEY, step)

    async def close(self) -> None:
        """End all tasks."""
        await self._scope.close()

    def _shell_changed(self) -> None:
        """Read the country anew where the account or its lines are others than when it was read."""
        now = (self.account, len(self._shell.lines))
        if now != self._read_of:
            self._read_of = now
            self.read_country()
        self.changed.emit()
