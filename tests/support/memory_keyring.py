"""A keyring in memory, as strict as Windows' own, that a test locks or breaks at a call of its choice."""

from collections.abc import Iterator
from contextlib import contextmanager

import keyring
from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked, PasswordDeleteError


class MemoryKeyring(KeyringBackend):
    """No entry has over 1,280 characters, and none is deleted that is not there.

    `locked` refuses each call, `breaks_at` the one of that number; `calls` counts them.
    """

    priority = 1

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}
        self.calls = 0
        self.breaks_at = 0
        self.locked = False

    def get_password(self, service: str, username: str) -> str | None:
        self._called()
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        assert 0 < len(password) <= 1_280
        self._called()
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self._called()
        if (service, username) not in self.kept:
            raise PasswordDeleteError
        del self.kept[service, username]

    def _called(self) -> None:
        self.calls += 1
        if self.locked or self.calls == self.breaks_at:
            raise KeyringLocked


@contextmanager
def memory_keyring() -> Iterator[MemoryKeyring]:
    """Have everything use a new one."""
    before, made = keyring.get_keyring(), MemoryKeyring()
    keyring.set_keyring(made)
    yield made
    keyring.set_keyring(before)
