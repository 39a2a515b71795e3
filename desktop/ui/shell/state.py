"""What the status line says, worked out from the engine's values; no widgets and no waiting here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import TYPE_CHECKING

from desktop.domain.accounts import Account, AccountState
from desktop.domain.changes import SyncStatus
from desktop.domain.contacts import Outbox
from desktop.domain.errors import ErrorKind, Trouble
from desktop.services.health import AccountHealth
from desktop.ui import sentences, strings, times

if TYPE_CHECKING:
    from desktop.domain.uploads import Upload


class Mood(Enum):
    """How the status line looks."""

    GOOD = "good"
    RUNNING = "running"
    TROUBLE = "trouble"
    QUIET = "quiet"


class Remedy(Enum):
    """The one button that helps."""

    NONE = ""
    CANCEL = strings.CANCEL
    TRY_NOW = strings.TRY_NOW
    SIGN_IN = strings.SIGN_IN_AGAIN
    UNLOCK = strings.UNLOCK_KEYRING
    SHOW = strings.SHOW


_LOCKED = Trouble(ErrorKind.VAULT_LOCKED).sentence


@dataclass(frozen=True, slots=True)
class StatusView:
    """The status line: `strong` is its bold start, `covered` the share of time read (None: no bar).

    `account` is whose sign-in the remedy is for, `upload` the one that it shows. `side` stands at the far
    end. `counts_down` says that the text is another one every second.
    """

    mood: Mood
    text: str
    strong: str = ""
    covered: float | None = None
    remedy: Remedy = Remedy.NONE
    account: str = ""
    side: str = ""
    counts_down: bool = False
    upload: "Upload | None" = None


def status_view(
    accounts: Sequence[Account],
    health: Sequence[AccountHealth],
    sync: SyncStatus,
    now: datetime,
    *,
    show_running: bool,
    notice: str = "",
    outbox: Sequence[Outbox] = (),
    doing: str = "",
    upload: "Upload | None" = None,
) -> StatusView:
    """Say the worst trouble first, then what runs, then what waits to be sent, then that all is well.

    `doing` is what the person does just now; it is said where all is well.
    """
    side = notice or (sentences.accounts(len(accounts)) if accounts else "")
    if not accounts:
        return StatusView(Mood.QUIET, strings.SIGNED_OUT, side=side)
    trouble = _trouble(accounts, health, sync, now, side)
    if trouble is not None:
        return trouble
    if sync.running and (show_running or sync.last_done is None):
        covered = sum(one.covered for one in sync.running) / len(sync.running)
        names = sentences.listed([one.account for one in sync.running])
        calls = sum(one.calls for one in sync.running)
        return StatusView(
            Mood.RUNNING,
            sentences.reading(names, calls),
            covered=covered,
            remedy=Remedy.CANCEL,
            side=side,
        )
    if upload is not None:
        return _uploading(upload, side)
    last = last_synced(accounts, sync)
    waits = next((one for one in outbox if one.changes), None)
    wait = 0
    if doing:
        text = doing
    elif waits is not None:
        from desktop.ui import sentences_book  # noqa: PLC0415 - at the start nobody waits for its words

        wait = max(0, int((waits.next_try - now).total_seconds())) if waits.next_try else 0
        text = sentences_book.waits(waits, wait)
    elif last is None or _all_paused(accounts):  # a pass over nobody always ends well
        still = strings.ALL_PAUSED if _all_paused(accounts) else strings.NEVER_SYNCED
        return StatusView(Mood.QUIET, still, side=side)
    else:
        text = sentences.up_to_date(last, now)
    return StatusView(Mood.GOOD, text, side=side, counts_down=wait > 0)


def _all_paused(accounts: Sequence[Account]) -> bool:
    return all(account.state is AccountState.PAUSED for account in accounts)


def _uploading(upload: "Upload", side: str) -> StatusView:
    from desktop.ui import sentences_upload  # noqa: PLC0415 - at the start nobody waits for its words

    covered = sentences_upload.arrived(upload) / max(1, upload.wanted)
    text = sentences_upload.background(upload)
    return StatusView(Mood.RUNNING, text, covered=covered, remedy=Remedy.SHOW, side=side, upload=upload)


def last_synced(accounts: Sequence[Account], sync: SyncStatus) -> datetime | None:
    """When a pass last ended well, in this run or an earlier one."""
    return sync.last_done or max((a.last_sync for a in accounts if a.last_sync), default=None)


def _trouble(
    accounts: Sequence[Account],
    health: Sequence[AccountHealth],
    sync: SyncStatus,
    now: datetime,
    side: str,
) -> StatusView | None:
    if sync.unlocking:  # what waits for the person, and is no trouble yet
        return StatusView(Mood.RUNNING, strings.UNLOCKING, remedy=Remedy.CANCEL, side=side)
    ailing = {one.account: one for one in health if one.state not in (AccountState.OK, AccountState.PAUSED)}
    for name, one in ailing.items():
        if one.state is AccountState.SIGN_IN:
            return StatusView(
                Mood.TROUBLE,
                sentences.key_refused(name),
                strong=strings.SIGN_IN_NEEDED,
                remedy=Remedy.SIGN_IN,
                account=name,
                side=side,
            )
    for name, one in ailing.items():
        last = next((a.last_sync for a in accounts if a.name == name), None)
        if one.state is AccountState.OFFLINE and last is not None:
            until = next((w.until for w in sync.waiting if w.account == name), sync.next_due)
            wait = max(0, int((until - now).total_seconds())) if until else 0
            return StatusView(
                Mood.TROUBLE,
                sentences.next_try(wait) if wait else strings.CALLS_AS_OF_THEN,
                strong=sentences.offline_since(last, now),
                remedy=Remedy.TRY_NOW,
                account=name,
                side=side,
                counts_down=bool(wait),
            )
        locked = one.sentence == _LOCKED
        remedy = Remedy.UNLOCK if locked else Remedy.TRY_NOW
        return StatusView(Mood.TROUBLE, one.sentence, remedy=remedy, account=name, side=side)
    for waiting in sync.waiting:
        seconds = max(0, int((waiting.until - now).total_seconds()))
        text = sentences.waiting(waiting.reason, times.duration(seconds))
        return StatusView(Mood.TROUBLE, text, side=side, counts_down=seconds > 0)
    return None
