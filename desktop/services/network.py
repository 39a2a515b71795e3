"""The way to the providers, as the settings have it: a proxy and its password, certificates of one's own.

Every session takes its route from here, so what changes holds at once, also for sessions that are open.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote, unquote, urlsplit, urlunsplit

from desktop.domain.changes import Change, Topic
from desktop.domain.errors import ErrorKind, Trouble
from desktop.domain.listeners import Listeners
from desktop.domain.network import NONE, SYSTEM, Route
from desktop.domain.ports import Vault
from desktop.services.changes import Changes
from desktop.services.settings import Settings
from desktop.system.log import register_secret
from desktop.system.paths import as_meant

PROXY, CA_FILE = "network.proxy", "network.ca_file"
PASSWORD_FOR = "network.password_for"  # noqa: S105 - a setting's name
PASSWORD = "proxy/password"  # noqa: S105 - the name under which a vault keeps it


@dataclass(frozen=True, slots=True)
class CertificateFile:
    """What a person's own file of certificates holds: how many, and the authorities' names and last days.

    `trouble` says why it does not count, "" when it does.
    """

    file: str
    count: int = 0
    authorities: tuple[tuple[str, date], ...] = ()
    trouble: str = ""


def tidy_proxy(text: str) -> str:
    """Return a proxy as it is kept: SYSTEM, NONE, or its address. Raises `Trouble` USAGE."""
    text = text.strip()
    if text.lower() in ("", SYSTEM, NONE):
        return text.lower() or SYSTEM
    if "://" not in text:
        text = f"http://{text}"
    try:
        parts = urlsplit(text)
        fine = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        fine = False
    if not fine or any(sign.isspace() or not sign.isprintable() for sign in text):
        raise Trouble(
            ErrorKind.USAGE,
            detail="That is no proxy's address. One begins with http://, such as http://proxy.example:3128.",
        )
    if parts.password is not None:
        raise Trouble(
            ErrorKind.USAGE,
            detail="A password does not belong in the settings. Leave it out of the address, as in "
            "http://USER@HOST:PORT, and give it with `sidetone network password`.",
        )
    return urlunsplit((parts.scheme, parts.netloc, "", "", ""))


def tidy_file(text: str) -> str:
    """Return a file's path as it is kept: whole, since programs run in any folder. Raises `Trouble` USAGE."""
    text = text.strip()
    if not text:
        return ""
    try:
        path = as_meant(text)
    except ValueError:
        raise Trouble(ErrorKind.USAGE, detail=f"{text!r} names no home that is known here.") from None
    if not path.is_absolute():
        raise Trouble(ErrorKind.USAGE, detail=f"Give the whole path of {text}: it begins with the root.")
    return str(path)


def split_proxy(address: str) -> tuple[str, str, str]:
    """Take a proxy's address apart: without user and password, and those two, readable."""
    parts = urlsplit(address if "://" in address else f"http://{address}")
    place = parts.netloc.rpartition("@")[2]
    bare = urlunsplit((parts.scheme, place, "", "", ""))
    return bare, unquote(parts.username or ""), unquote(parts.password or "")


def join_proxy(address: str, user: str) -> str:
    """Put a user's name into a proxy's address."""
    bare, _, _ = split_proxy(address)
    scheme, _, place = bare.partition("://")
    return f"{scheme}://{quote(user, safe='')}@{place}" if user else bare


class Network:
    """The one `domain.ports.Way`. All of it runs on the engine's loop."""

    def __init__(self, settings: Settings, vault: Vault, changes: Changes) -> None:
        self._settings = settings
        self._vault = vault
        self._changes = changes
        self._listeners: Listeners[None] = Listeners()
        self._password: str | None = None
        self._asking = asyncio.Lock()
        self._seen = self._set()
        changes.subscribe(self._heard)

    async def route(self) -> Route:
        """Return how providers are reached now. Raises what the vault says, if a password is needed."""
        proxy, ca_file = self._set()
        if proxy in (SYSTEM, NONE):
            return Route(proxy, ca_file=ca_file)
        bare, user, _ = split_proxy(proxy)
        password = await self._known_password() if user and self._is_for(bare) else ""
        return Route(bare, user, password, ca_file)

    def listen(self, renew: Callable[[], None]) -> Callable[[], None]:
        """Hear when the connections of before are to be used no more; the returned function ends that."""
        return self._listeners.add(lambda _: renew())

    def renew(self) -> None:
        """Have all connections made anew."""
        self._listeners.tell(None)

    async def has_password(self) -> bool:
        """Whether there is a password for the proxy of the settings. Raises what the vault says."""
        proxy, _ = self._set()
        return (
            proxy not in (SYSTEM, NONE)
            and self._is_for(split_proxy(proxy)[0])
            and bool(await self._known_password())
        )

    async def set_password(self, password: str) -> None:
        """Keep the proxy's password in the vault, or forget it for "".

        It is for the proxy of the settings and goes to no other one, whoever names one later. Raises
        `Trouble` USAGE where the settings have none or name no user, DISK, and what the vault says.
        """
        if password:
            proxy, _ = self._set()
            bare, user, _ = split_proxy(proxy)
            if not user:  # as in what is no address
                raise Trouble(
                    ErrorKind.USAGE,
                    detail="No proxy is named with a user whose password this would be. First: "
                    "`sidetone settings set network.proxy http://USER@HOST:PORT`.",
                )
            register_secret(password)
            if not self._is_for(bare):
                self._settings.reset(PASSWORD_FOR)  # in whatever fails, the one of before goes nowhere
            await asyncio.to_thread(self._vault.set, PASSWORD, password)
            self._settings.set(PASSWORD_FOR, bare)
        else:
            await asyncio.to_thread(self._vault.delete, PASSWORD)
        self._password = password
        self.renew()
        self._changes.tell(Topic.SETTINGS, ids=frozenset({PROXY}))

    async def certificates(self, file: str | None = None) -> CertificateFile | None:
        """Look into a file of certificates, the settings' own unless one is named; None without any."""
        file = self._set()[1] if file is None else file
        if not file:
            return None
        from desktop.net.tls import certificates_in, trouble_with  # noqa: PLC0415 - the HTTP library comes along

        try:
            found = await asyncio.to_thread(certificates_in, file)
        except (OSError, ValueError) as error:
            return CertificateFile(file, trouble=trouble_with(error))
        return CertificateFile(file, found.count, found.authorities)

    async def proxy_of(self, url: str) -> str:
        """Return the proxy, host and port, that a request to an address takes now, "" for none.

        Raises `Trouble` for one that cannot be used.
        """
        from desktop.net.proxy import proxy_named  # noqa: PLC0415 - as above

        return await asyncio.to_thread(proxy_named, url, self._set()[0])

    def _set(self) -> tuple[str, str]:
        return self._settings.text(PROXY), self._settings.text(CA_FILE)

    def _is_for(self, bare: str) -> bool:
        return self._settings.text(PASSWORD_FOR) == bare

    async def _known_password(self) -> str:
        async with self._asking:  # many requests may want it while a keyring asks the person
            if self._password is None:
                self._password = await asyncio.to_thread(self._vault.get, PASSWORD) or ""
                if self._password:
                    register_secret(self._password)
            return self._password

    def _heard(self, change: Change) -> None:
        if Topic.SETTINGS in change.topics and self._set() != self._seen:
            self._seen = self._set()
            self.renew()
