"""Vaults of this machine: the OS keyring, and memory for a session that keeps nothing.

keyring is imported at the first use (54 ms). It may block until the person answers its prompter: each call
runs in a daemon thread, which holds nothing up at the program's end.
"""

import queue
import sys
import threading
from collections.abc import Callable
from contextlib import closing, suppress
from typing import TYPE_CHECKING, TypeVar

from desktop.domain.errors import ErrorKind, Trouble
from desktop.domain.vaults import VaultKind
from desktop.system.paths import Paths

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

T = TypeVar("T")

SERVICE = "sidetone"
WAIT_S = 20.0
LOOK_S = 5.0
"""How long a keyring may take to say something that it need ask nobody about."""
PART = 1_200
"""Characters of a secret in one entry: Windows takes 1,280 at most."""

_PARTS = "sidetone-parts:"
_ANY = "data-key"  # any name will do to see whether it opens

# These write in the clear, or forget: having none is better, since then the person is told.
_REFUSED = ("keyrings.alt.", "keyring.backends.null", "keyring.backends.fail")


class KeyringVault:
    """Secrets in the OS keyring, apart for each profile; a `domain.ports.Vault`.

    Raises `Trouble`: NO_VAULT where there is no keyring, VAULT_LOCKED when it is not opened in time.
    """

    title = "system keyring"
    kind = VaultKind.KEYRING

    def __init__(self, paths: Paths, *, wait_s: float | None = WAIT_S) -> None:
        """Name the profile whose secrets these are.

        `wait_s` is how long a prompter may take; None waits for as long as the person does.
        """
        self._profile = paths.key
        self._wait_s = wait_s
        self._one_call = threading.Lock()

    def get(self, name: str) -> str | None:
        """Read a secret; None when there is none."""
        return self._in_line(lambda: self._get(name))

    def set(self, name: str, secret: str) -> None:
        """Keep a secret."""
        self._in_line(lambda: self._set(name, secret))

    def delete(self, name: str) -> None:
        """Forget a secret; one that is not there is no error."""
        self._in_line(lambda: self._delete(name))

    def is_locked(self) -> bool:
        """Whether a call would have to ask the person first; asks nobody. May block for a moment.

        Told by the Secret Service (its `Locked` property). Windows' vault opens with the session, and the
        keychain and KWallet do not tell without asking: those are never locked by this.
        """
        return _in_thread(_is_locked, LOOK_S)

    def look(self) -> None:
        """Look whether there is a keyring; asks nobody. Raises `Trouble` NO_VAULT. May block for a moment."""
        _in_thread(_look, LOOK_S)

    def unlock(self) -> None:
        """Have the person open it, for as long as that takes. Raises `Trouble` when they do not."""
        # Not in line: a prompter that died would hold up all after it.
        _in_thread(lambda: self._get(_ANY), None)

    def _user(self, name: str, part: int = 0) -> str:
        return f"{self._profile}/{name}" + (f"#{part}" if part else "")

    def _get(self, name: str) -> str | None:
        ring = _keyring()
        found = ring.get_password(SERVICE, self._user(name))
        count = _parts(found)
        if not count:
            return found
        parts = [ring.get_password(SERVICE, self._user(name, part)) for part in range(1, count + 1)]
        # A part that is gone makes the rest worthless.
        return None if None in parts else "".join(filter(None, parts))

    def _set(self, name: str, secret: str) -> None:
        ring = _keyring()
        before = _parts(ring.get_password(SERVICE, self._user(name)))
        parts: list[str] = []
        if len(secret) > PART or secret.startswith(_PARTS):
            parts = [secret[start : start + PART] for start in range(0, len(secret), PART)]
        for part, text in enumerate(parts, 1):
            ring.set_password(SERVICE, self._user(name, part), text)
        ring.set_password(SERVICE, self._user(name), f"{_PARTS}{len(parts)}" if parts else secret)
        for part in range(len(parts) + 1, before + 1):
            _forget(ring, self._user(name, part))

    def _delete(self, name: str) -> None:
        ring = _keyring()
        found = ring.get_password(SERVICE, self._user(name))
        if found is None:
            return
        _forget(ring, self._user(name))
        for part in range(1, _parts(found) + 1):
            _forget(ring, self._user(name, part))

    def _in_line(self, call: Callable[[], T]) -> T:
        """Run a call in a thread of its own; calls that wait for a prompter wait in line."""
        if not self._one_call.acquire(timeout=-1 if self._wait_s is None else self._wait_s):
            raise Trouble(ErrorKind.VAULT_LOCKED)
        return _in_thread(call, self._wait_s, self._one_call.release)


class SessionVault:
    """Secrets in memory, gone with the program; a `domain.ports.Vault`."""

    title = "this session only"
    kind = VaultKind.SESSION

    def __init__(self) -> None:
        self._secrets: dict[str, str] = {}

    def get(self, name: str) -> str | None:
        """Read a secret; None when there is none."""
        return self._secrets.get(name)

    def set(self, name: str, secret: str) -> None:
        """Keep a secret until the program ends."""
        self._secrets[name] = secret

    def delete(self, name: str) -> None:
        """Forget a secret; one that is not there is no error."""
        self._secrets.pop(name, None)


def _in_thread(call: Callable[[], T], wait_s: float | None, ended: Callable[[], None] | None = None) -> T:
    """Wait for a call that may never end; `ended` is called in its thread. Raises `Trouble` VAULT_LOCKED."""
    answers: queue.SimpleQueue[tuple[T | None, Exception | None]] = queue.SimpleQueue()

    def work() -> None:
        try:
            answers.put((call(), None))
        except Exception as error:
            answers.put((None, error))
        finally:
            if ended is not None:
                ended()

    threading.Thread(target=work, name="keyring", daemon=True).start()
    try:
        answer, error = answers.get(timeout=wait_s)
    except queue.Empty:
        raise Trouble(ErrorKind.VAULT_LOCKED) from None
    if error is not None:
        raise _meaning(error) from error
    return answer  # type: ignore[return-value]  # T itself when there was no error


def _keyring() -> "KeyringBackend":
    """Return the keyring that is safe to use. Raises `Trouble` NO_VAULT."""
    import keyring  # noqa: PLC0415 - slow

    found = _safe_one(keyring.get_keyring())
    if found is None:
        from keyring import backend  # noqa: PLC0415 - slow

        # It looks once, and one that was started since would stay unseen.
        with suppress(KeyError):  # a setting in the environment has decided, and nobody has looked
            backend.get_all_keyring.reset()
        keyring.core.init_backend()
        found = _safe_one(keyring.get_keyring())
    if found is None:
        raise Trouble(ErrorKind.NO_VAULT)
    return found


def _safe_one(found: "KeyringBackend") -> "KeyringBackend | None":
    # The chainer stands for several, the best first; one of those that write in the clear may be among them.
    for ring in getattr(found, "backends", None) or (found,):
        name = f"{type(ring).__module__}."
        if not name.startswith(_REFUSED):
            return ring
    return None


def _is_locked() -> bool:
    ring = _keyring()
    if not _is_secret_service(ring):
        return False
    import secretstorage  # noqa: PLC0415 - slow
    from secretstorage.exceptions import SecretStorageException  # noqa: PLC0415 - slow

    try:
        with closing(secretstorage.dbus_init()) as connection:
            path = getattr(ring, "preferred_collection", secretstorage.collection.DEFAULT_COLLECTION)
            return bool(secretstorage.Collection(connection, path).is_locked())
    except (SecretStorageException, OSError):
        return False  # there is none: the call itself says why, and asks nobody either


def _look() -> None:
    ring = _keyring()
    if not _is_secret_service(ring):
        return
    import secretstorage  # noqa: PLC0415 - slow

    with closing(secretstorage.dbus_init()) as connection:
        if not secretstorage.check_service_availability(connection):
            raise Trouble(ErrorKind.NO_VAULT)


def _is_secret_service(ring: "KeyringBackend") -> bool:
    return sys.platform == "linux" and type(ring).__module__ == "keyring.backends.SecretService"


def _parts(found: str | None) -> int:
    """Say over how many further entries a secret is spread, 0 for none."""
    count = (found or "").removeprefix(_PARTS)
    return int(count) if count != found and count.isdecimal() else 0


def _forget(ring: "KeyringBackend", user: str) -> None:
    from keyring.errors import PasswordDeleteError  # noqa: PLC0415 - slow

    try:
        ring.delete_password(SERVICE, user)
    except PasswordDeleteError:
        if ring.get_password(SERVICE, user) is not None:
            raise


def _meaning(error: Exception) -> Exception:
    from keyring import errors  # noqa: PLC0415 - slow

    if isinstance(error, errors.KeyringLocked | errors.PasswordSetError | errors.PasswordDeleteError):
        return Trouble(ErrorKind.VAULT_LOCKED)
    # A session's bus that has gone is a file that is not there.
    if isinstance(error, errors.KeyringError | RuntimeError | OSError) or _is_of_the_service(error):
        return Trouble(ErrorKind.NO_VAULT)
    return error


def _is_of_the_service(error: Exception) -> bool:
    """Whether the Secret Service says it: it may go away between a call's two halves."""
    return type(error).__module__.startswith(("secretstorage.", "jeepney."))
