"""Reads and changes how providers are reached, for its rows in the settings."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from desktop.domain.changes import Change, Topic
from desktop.domain.errors import Trouble
from desktop.domain.network import NONE, SYSTEM
from desktop.domain.policy import Lock
from desktop.services.network import CA_FILE, PROXY, CertificateFile, join_proxy, split_proxy
from desktop.ui.context import Context

SOMEBODY = "https://provider.example"
"""Whoever is asked outside: which proxy that takes is what a person wants to know."""


class NetworkPresenter(QObject):
    """`changed` says that something is another one; what is not known yet is None."""

    changed = Signal()

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._scope = context.scope()
        settings = context.services.settings
        self.proxy = settings.text(PROXY)
        self.system: str | None = None
        self.has_password: bool | None = None
        self.proxy_trouble = ""
        self.ca_file = settings.text(CA_FILE)
        self.certificates: CertificateFile | None = None
        self.file_trouble = ""
        context.bridge.changed.connect(self._heard)

    def lock(self, key: str) -> Lock | None:
        """Return what an administrator settled."""
        return self._context.services.settings.lock(key)

    def start(self) -> None:
        """Read how it is, also what may have changed outside."""
        self._scope.start("read", self._read(), replace=True)

    # ---- the proxy

    def choose(self, proxy: str) -> None:
        """Take the system's proxy, or none."""
        self._scope.start("proxy", self._use(proxy, None), replace=True)

    def use(self, address: str, user: str, password: str) -> None:
        """Take a proxy of one's own; "" leaves a password that is kept as it is."""
        if not address.strip():
            self.proxy_trouble = ""
            return
        _, user_within, password_within = _apart(address)
        user, password = user or user_within, password or password_within
        try:
            joined = join_proxy(address.strip(), user.strip())
        except ValueError:
            joined = address.strip()
        forgotten = "" if not user.strip() else None
        self._scope.start("proxy", self._use(joined, password or forgotten), replace=True)

    async def _use(self, proxy: str, password: str | None) -> None:
        settings, network = self._context.services.settings, self._context.services.network
        bridge = self._context.bridge
        self.proxy_trouble = ""
        try:
            await bridge.call(lambda: settings.set(PROXY, proxy))
            if password is not None and (password or self.has_password):
                await bridge.run(network.set_password(password))
        except Trouble as trouble:
            self.proxy_trouble = trouble.sentence
        await self._read()

    # ---- certificates

    def use_file(self, file: Path | None) -> None:
        """Take a file of certificates; None for none."""
        self._scope.start("file", self._use_file("" if file is None else str(file)), replace=True)

    async def _use_file(self, file: str) -> None:
        settings = self._context.services.settings
        self.file_trouble = ""
        try:
            await self._context.bridge.call(lambda: settings.set(CA_FILE, file))
        except Trouble as trouble:
            self.file_trouble = trouble.sentence
        await self._read()

    async def close(self) -> None:
        """End all tasks."""
        await self._scope.close()

    async def _read(self) -> None:
        bridge, network = self._context.bridge, self._context.services.network
        settings = self._context.services.settings
        self.proxy, self.ca_file = settings.text(PROXY), settings.text(CA_FILE)
        self.certificates = await bridge.run(network.certificates())
        try:
            if self.proxy == SYSTEM:
                self.system = await bridge.run(network.proxy_of(SOMEBODY))
            if self.proxy not in (SYSTEM, NONE) and split_proxy(self.proxy)[1]:
                self.has_password = await bridge.run(network.has_password())
        except Trouble as trouble:
            self.proxy_trouble = trouble.sentence
        self.changed.emit()

    def _heard(self, change: Change) -> None:
        ours = not change.ids or bool(change.ids & {PROXY, CA_FILE})
        if Topic.SETTINGS in change.topics and ours and not self._scope.names():
            self.start()


def _apart(address: str) -> tuple[str, str, str]:
    try:
        return split_proxy(address.strip())
    except ValueError:
        return address, "", ""
