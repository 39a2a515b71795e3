"""A keyring that outlives its process, in a file that a test names: for commands, which are processes."""

import json
import os
from pathlib import Path

from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked, PasswordDeleteError

FILE = "SIDETONE_TEST_KEYRING"


class Keyring(KeyringBackend):
    """Locked while a file beside it is there."""

    priority = 1

    @property
    def _file(self) -> Path:
        """Asked for when it is used: keyring makes one of every class that it finds."""
        return Path(os.environ[FILE])

    def _read(self) -> dict[str, str]:
        if self._file.with_suffix(".locked").exists():
            raise KeyringLocked
        kept: dict[str, str] = json.loads(self._file.read_text()) if self._file.exists() else {}
        return kept

    def get_password(self, service: str, username: str) -> str | None:
        return self._read().get(f"{service}:{username}")

    def set_password(self, service: str, username: str, password: str) -> None:
        self._file.write_text(json.dumps(self._read() | {f"{service}:{username}": password}))

    def delete_password(self, service: str, username: str) -> None:
        kept = self._read()
        if kept.pop(f"{service}:{username}", None) is None:
            raise PasswordDeleteError
        self._file.write_text(json.dumps(kept))
