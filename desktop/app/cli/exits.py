"""Exit codes, and which kind of trouble ends in which."""

from enum import IntEnum

from desktop.domain.errors import ErrorKind, Trouble


class Exit(IntEnum):
    """What the command line returns; scripts rely on the numbers."""

    DONE = 0
    FAILED = 1
    USAGE = 2
    SIGN_IN = 3
    NOT_FOUND = 4
    NO_VAULT = 5
    REFUSED = 6
    UNKNOWN = 7
    INTERRUPTED = 130


_CODES = {
    ErrorKind.SIGN_IN: Exit.SIGN_IN,
    ErrorKind.NOT_FOUND: Exit.NOT_FOUND,
    ErrorKind.NO_ACCOUNT: Exit.NOT_FOUND,
    ErrorKind.NO_CALL: Exit.NOT_FOUND,
    ErrorKind.NO_RECORDING: Exit.NOT_FOUND,
    ErrorKind.NO_CONTACT: Exit.NOT_FOUND,
    ErrorKind.NO_CAMPAIGN: Exit.NOT_FOUND,
    ErrorKind.NO_UPLOAD: Exit.NOT_FOUND,
    ErrorKind.NOT_IN_CAMPAIGN: Exit.NOT_FOUND,
    ErrorKind.NOT_LISTED: Exit.NOT_FOUND,
    ErrorKind.NO_LINE: Exit.NOT_FOUND,
    ErrorKind.NO_SOFTPHONE: Exit.NOT_FOUND,
    ErrorKind.NO_PROVIDER: Exit.USAGE,
    ErrorKind.NAME_EXISTS: Exit.USAGE,
    ErrorKind.USAGE: Exit.USAGE,
    ErrorKind.NO_VAULT: Exit.NO_VAULT,
    ErrorKind.VAULT_LOCKED: Exit.NO_VAULT,
    ErrorKind.WRONG_PASSPHRASE: Exit.NO_VAULT,
    ErrorKind.NO_PASSPHRASE: Exit.NO_VAULT,
    ErrorKind.RULE: Exit.REFUSED,
    ErrorKind.LOCKED: Exit.REFUSED,
    ErrorKind.NOT_A_NUMBER: Exit.REFUSED,
    ErrorKind.UNSENT_EDITS: Exit.REFUSED,
    ErrorKind.CHANGED: Exit.REFUSED,
    ErrorKind.OUTCOME_UNKNOWN: Exit.UNKNOWN,
    ErrorKind.ADDED_UNKNOWN: Exit.UNKNOWN,
    ErrorKind.CANCELLED: Exit.INTERRUPTED,
}


def code_of(trouble: Trouble) -> int:
    """Return the exit code for a trouble: its own, or 1."""
    return _CODES.get(trouble.kind, Exit.FAILED)
