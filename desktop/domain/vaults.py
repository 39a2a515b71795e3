"""The kinds of places that keep secrets."""

from enum import StrEnum


class VaultKind(StrEnum):
    """Where the database's key and the accounts' secrets lie; the values stand in `vault status`."""

    KEYRING = "keyring"
    PASSPHRASE = "passphrase"  # noqa: S105 - the name of a place
    SESSION = "session"
