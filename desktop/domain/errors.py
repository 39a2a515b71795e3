"""The one catalogue of what can go wrong outside our code, and the sentence a person reads for it.

`Trouble` is the environment's fault: it ends in a sentence that says what happened and what to do.
Every other exception is our own bug and ends in a crash report.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Self


class ErrorKind(StrEnum):
    """Every kind of trouble; `kind` in the command line's error object."""

    # the network and the provider
    OFFLINE = "offline"
    TIMEOUT = "timeout"
    INTERRUPTED = "interrupted_answer"
    CERTIFICATE = "certificate"
    SIGN_IN = "sign_in"
    FORBIDDEN = "forbidden"
    NOT_FOUND = "not_found"
    INVALID = "invalid"
    BUSY = "busy"
    CONFLICT = "conflict"
    RATE_LIMITED = "rate_limited"
    SERVER = "server"
    PROTOCOL = "protocol"
    REFUSED = "refused_by_provider"
    TOO_LARGE = "too_large"
    UNSUPPORTED = "unsupported"
    # calling
    OUTCOME_UNKNOWN = "outcome_unknown"
    ADDED_UNKNOWN = "added_unknown"  # numbers left for a campaign, and no trustworthy answer came
    NOT_PLACED = "not_placed"  # a call that failed before, told again
    RULE = "rule"
    NO_LINE = "no_line"
    NO_SOFTPHONE = "no_softphone"  # nothing on this computer takes a link to a number, or not this one
    NOT_A_NUMBER = "not_a_number"
    # things that are not there, or are there already
    NO_ACCOUNT = "no_account"
    NO_PROVIDER = "no_provider"
    NO_CALL = "no_call"
    NO_RECORDING = "no_recording"
    NO_CONTACT = "no_contact"
    NO_CAMPAIGN = "no_campaign"
    NO_UPLOAD = "no_upload"
    NOT_IN_CAMPAIGN = "not_in_campaign"
    NOT_ADDED = "not_added"  # a number that a campaign did not take
    NOT_DELETED = "not_deleted"  # numbers that are still in a campaign, or may be
    NOT_LISTED = "not_listed"  # a number that is not on the do-not-call list
    NO_FILE = "no_file"  # a file that a person chose cannot be read
    NAME_EXISTS = "name_exists"
    UNSENT_EDITS = "unsent_edits"
    CHANGED = "changed"  # a contact is not as it was when somebody looked at it
    USAGE = "usage"
    LOCKED = "locked"  # an administrator has settled it
    # this machine
    NO_VAULT = "no_vault"
    VAULT_LOCKED = "vault_locked"
    WRONG_PASSPHRASE = "wrong_passphrase"  # noqa: S105 - the name of an error
    NO_PASSPHRASE = "no_passphrase"  # noqa: S105 - the name of an error
    STORE_NEWER = "store_newer"
    STORE_DAMAGED = "store_damaged"
    DISK = "disk"
    NOT_SAVED = "not_saved"  # a file that a person asked for
    NOT_ERASED = "not_erased"  # a file with secrets that were used
    PROFILE_IN_USE = "profile_in_use"
    NO_DISPLAY = "no_display"
    NO_SOUND = "no_sound"
    BAD_SOUND = "bad_sound"
    CANCELLED = "cancelled"
    INTERNAL = "internal"


SENTENCES: dict[ErrorKind, str] = {
    # Nothing of trying again: what reads calls does, and a call that was asked for never is.
    ErrorKind.OFFLINE: "{provider} cannot be reached{detail}. Check the network connection.",
    ErrorKind.TIMEOUT: "{provider} did not answer in time. Try again in a moment.",
    ErrorKind.INTERRUPTED: "{provider}'s answer broke off half way. Try again.",
    ErrorKind.CERTIFICATE: "The certificate of {provider} could not be verified{detail}, so nothing was "
    "sent. Check the computer's clock and the address in the account's settings; where a company looks into "
    "connections, its own certificates belong in the settings under Network.",
    ErrorKind.SIGN_IN: "{provider} does not accept the sign-in of {account}. Sign in again.",
    ErrorKind.FORBIDDEN: "{provider} does not allow this for {account}{detail}. "
    "Ask the administrator for the permission.",
    ErrorKind.NOT_FOUND: "{provider} does not have this record any more.",
    ErrorKind.INVALID: "{provider} refused the request{detail}.",
    ErrorKind.BUSY: "The line is in a call, so nothing rang. Try again when it is free.",
    ErrorKind.CONFLICT: "{provider} refused because it collides with what is there{detail}.",
    ErrorKind.RATE_LIMITED: "{provider} asks for a pause because of too many requests. "
    "Reading goes on by itself; a call does not, so try that again in a minute.",
    ErrorKind.SERVER: "{provider} has a fault of its own (status {status}). Try again later{support}.",
    ErrorKind.PROTOCOL: "{provider} sent an answer that Sidetone cannot read{detail}. "
    "Check the address in the account's settings.",
    ErrorKind.REFUSED: "{provider} refused the request (status {status}){detail}.",
    ErrorKind.TOO_LARGE: "{provider} takes less at once. Send it in smaller pieces.",
    ErrorKind.UNSUPPORTED: "{account} cannot do this: {detail}.",
    ErrorKind.OUTCOME_UNKNOWN: "It is not known whether the call to {number} was placed: the connection "
    "broke after the request had left. Look at your phone and at the history before you call again.",
    ErrorKind.ADDED_UNKNOWN: "It is not known whether {name} took the numbers: the connection broke after "
    "they had left. Nothing is sent again by itself; look at the campaign's numbers first.",
    ErrorKind.NOT_PLACED: "{detail}",
    ErrorKind.RULE: "{detail}",
    ErrorKind.NO_SOFTPHONE: "{detail}",
    ErrorKind.NO_LINE: "There is no line to call from{detail}. Choose an active line, or connect an "
    "account that has one.",
    ErrorKind.NOT_A_NUMBER: "{number} is not a number that can be dialled. Check its digits.",
    ErrorKind.NO_ACCOUNT: "There is no account named {name}. `sidetone account list` shows them.",
    ErrorKind.NO_PROVIDER: "There is no provider named {name}. Known: {detail}.",
    ErrorKind.NO_CALL: "There is no call {name} here. Sync, or check the id.",
    ErrorKind.NO_RECORDING: "This call has no recording.",
    ErrorKind.NO_CONTACT: "There is no contact {name} here. Sync, or check the id.",
    ErrorKind.NO_CAMPAIGN: "There is no campaign {name} here. `sidetone campaigns list` shows them.",
    ErrorKind.NO_UPLOAD: "There is no upload {name} here any more.",
    ErrorKind.NOT_IN_CAMPAIGN: "{number} is not in the campaign {name}.",
    ErrorKind.NOT_ADDED: "{detail}",
    ErrorKind.NOT_DELETED: "{detail}",
    ErrorKind.NOT_LISTED: "{number} is not on the do-not-call list.",
    ErrorKind.NO_FILE: "{name} cannot be read{detail}. Check the file, or choose another one.",
    ErrorKind.NAME_EXISTS: "There is an account named {name} already. Choose another name.",
    ErrorKind.UNSENT_EDITS: "{account} has edits that are not at the provider yet. "
    "Sync first, or remove it with --force.",
    ErrorKind.CHANGED: "{detail}",
    ErrorKind.USAGE: "{detail}",
    ErrorKind.LOCKED: "{detail}",
    ErrorKind.NO_VAULT: "There is no keyring to keep secrets in. Start a keyring, or set "
    "SIDETONE_PASSPHRASE to keep them in an encrypted file. Nothing was stored.",
    ErrorKind.VAULT_LOCKED: "The keyring is locked. Unlock it and try again.",
    ErrorKind.WRONG_PASSPHRASE: "The passphrase does not open this profile. Nothing was changed.",
    ErrorKind.NO_PASSPHRASE: "This profile opens with a passphrase. Set SIDETONE_PASSPHRASE, "
    "or run the command on a terminal and type it.",
    ErrorKind.STORE_NEWER: "This profile was written by a newer Sidetone. Update Sidetone to open it.",
    ErrorKind.STORE_DAMAGED: "The profile's database cannot be read{detail}. Move it away and sync again, "
    "or restore the backup beside it.",
    ErrorKind.DISK: "The disk did not take the data{detail}. Free some space and try again.",
    ErrorKind.NOT_SAVED: "{name} could not be saved{detail}. Choose another folder, or free some space.",
    ErrorKind.NOT_ERASED: "{name} was used and could not be erased{detail}. It holds passwords: delete it.",
    ErrorKind.PROFILE_IN_USE: "Another Sidetone holds this profile and does not answer. Close it first.",
    ErrorKind.NO_DISPLAY: "There is no display to open the window on. The commands work without one: "
    "sidetone --help.",
    ErrorKind.NO_SOUND: "There is no sound device, so the recording cannot be heard here.",
    ErrorKind.BAD_SOUND: "The recording cannot be decoded{detail}. Save it and try another player.",
    ErrorKind.CANCELLED: "Cancelled{detail}.",
    ErrorKind.INTERNAL: "Sidetone itself made a mistake{detail}. The log has more.",
}


@dataclass(eq=False)
class Trouble(Exception):
    """The environment's fault, with all that a person, a script and support need.

    `detail` is a short text from outside (flattened error lines) or from us. `status` is the HTTP
    status, `retry_after_s` the wait that the other side asks for. `rule` names a safety rule.
    """

    kind: ErrorKind
    provider: str | None = None
    account: str | None = None
    status: int | None = None
    request_id: str | None = None
    retry_after_s: float | None = None
    rule: str | None = None
    number: str | None = None
    name: str | None = None
    detail: str | None = None

    def __post_init__(self) -> None:
        """Let `str(trouble)` and tracebacks read as the sentence."""
        super().__init__(self.kind.value)

    @property
    def sentence(self) -> str:
        """What happened and what to do, in one sentence or two, as plain text."""
        template = SENTENCES[self.kind]
        detail = self.detail or ""
        if "{detail}." in template:
            detail = detail.rstrip(".")
        if "{detail}." in template:
            detail = detail.removesuffix(".")  # reasons are sentences, and this one goes on
        if detail and not template.startswith("{detail}") and ": {detail}" not in template:
            detail = f" ({detail})"
        return template.format(
            provider=self.provider or "The provider",
            account=self.account or "this account",
            status=self.status if self.status is not None else "unknown",
            number=self.number or "This",
            name=self.name or "",
            detail=detail,
            support="; if it stays, give the request id to its support" if self.request_id else "",
        )

    def __str__(self) -> str:
        """Return the sentence, with the request id that support asks for."""
        tail = f" [request {self.request_id}]" if self.request_id else ""
        return self.sentence + tail

    def with_context(self, **fields: Any) -> Self:
        """Fill in what a higher floor knows and this one did not; what is set already stays."""
        for key, value in fields.items():
            if getattr(self, key) is None:
                setattr(self, key, value)
        return self
