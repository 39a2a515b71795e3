"""What a card of an account says, worked out from the engine's values; no widgets and no waiting here."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from types import MappingProxyType
from typing import Any

from desktop.domain.accounts import Ability, Account, AccountState, Manifest
from desktop.domain.changes import Waiting
from desktop.domain.errors import ErrorKind, Trouble
from desktop.domain.policy import Lock
from desktop.services.endings import Ending, ending_of
from desktop.services.health import Figures
from desktop.ui import sentences_endings, strings_secrecy, times
from desktop.ui import sentences_policy as words
from desktop.ui import sentences_settings as sentences
from desktop.ui import strings_settings as strings
from desktop.ui.kit.labels import Tone, monogram


class Remedy(Enum):
    """The one button at the end of a card's head."""

    TEST = strings.TEST
    SIGN_IN = strings.ENTER_NEW_KEY
    UNLOCK = strings_secrecy.UNLOCK_KEYRING  # which a test does before it asks the provider
    RESUME = strings.RESUME


_PILLS: dict[AccountState, tuple[str, Tone, str]] = {
    AccountState.OK: (strings.WORKING, "answered", "check"),
    AccountState.SIGN_IN: (strings.SIGN_IN_NEEDED, "waiting", "warning"),
    AccountState.OFFLINE: (strings.OFFLINE, "waiting", "offline"),
    AccountState.PAUSED: (strings.PAUSED, "neutral", "pause"),
    AccountState.ERROR: (strings.TROUBLE, "missed", "warning"),
}


_LOCKED = Trouble(ErrorKind.VAULT_LOCKED).sentence


@dataclass(frozen=True, slots=True)
class Fact:
    """A figure with what it is and a note."""

    label: str
    value: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class LockedField:
    """A field that an administrator has settled."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class CardView:
    """One card. Without `figures` they are not read yet; an account that is signed out shows none.

    `lacks` says what the account cannot do, and why. `locked` are fields that nobody can change here,
    `settled` says who did that, and `change` is the button for what is left to the person.
    """

    name: str
    letters: str
    pill: tuple[str, Tone, str]
    about: str
    remedy: Remedy
    lacks: str = ""
    banner: str = ""
    banner_tone: Tone = "waiting"
    facts: tuple[Fact, ...] = ()
    figures: Figures | None = None
    locked: tuple[LockedField, ...] = ()
    settled: str = ""
    change: str = ""


def needs_something(account: Account) -> bool:
    """Whether a person has to do something about an account."""
    return account.state in (AccountState.SIGN_IN, AccountState.ERROR)


def card_view(
    account: Account,
    manifest: Manifest | None,
    figures: Figures | None,
    *,
    lines: int,
    interval_s: float,
    now: datetime,
    waiting: Waiting | None = None,
    locks: Mapping[str, Lock] = MappingProxyType({}),
) -> CardView:
    """Say how an account does, what it can, and what helps it."""
    title = manifest.title if manifest else account.provider
    signed_out = account.state is AccountState.SIGN_IN
    able = sentences.abilities(account)
    well = account.state is AccountState.OK
    counted = "" if Ability.LINES in (account.missing or {}) else sentences.lines(lines)
    last = counted if well else sentences.last_sync(account.last_sync, now)
    ending = ending_of(account, manifest, now.astimezone().date())
    near = ending if ending is not None and ending.stage is not None and not signed_out else None
    ends = sentences_endings.line(ending) if ending is not None and near is None else ""
    about = "; ".join(part for part in (able, last, ends) if part)
    banner, tone = _banner(account, title, figures, now)
    if near is not None and not banner:
        banner, tone = sentences_endings.banner(near), "missed" if near.days_left < 0 else "waiting"
    facts = _facts(account, title, figures, interval_s, now, waiting) if figures and not signed_out else ()
    return CardView(
        name=account.name,
        letters=monogram(title),
        pill=_PILLS[account.state],
        about=about,
        remedy=_remedy(account, near),
        lacks="" if signed_out else sentences.lacks(account),
        banner=banner,
        banner_tone=tone,
        facts=facts,
        figures=None if signed_out else figures,
        **_settled(manifest, locks),
    )


def _settled(manifest: Manifest | None, locks: Mapping[str, Lock]) -> dict[str, Any]:
    if manifest is None or not locks:
        return {}
    return {
        "locked": tuple(
            LockedField(field.label, locks[field.key].value)
            for field in manifest.fields
            if field.key in locks
        ),
        "settled": words.own(manifest, next(iter(locks.values())).sentence, locks),
        "change": words.change(manifest),
    }


def _remedy(account: Account, near: Ending | None) -> Remedy:
    if account.state is AccountState.SIGN_IN or (near is not None and account.state is AccountState.OK):
        return Remedy.SIGN_IN
    if account.state is AccountState.ERROR and account.trouble == _LOCKED:
        return Remedy.UNLOCK
    return Remedy.RESUME if account.state is AccountState.PAUSED else Remedy.TEST


def _banner(account: Account, title: str, figures: Figures | None, now: datetime) -> tuple[str, Tone]:
    if account.state is AccountState.SIGN_IN:
        return sentences.key_refused(title, account, figures, now), "waiting"
    if account.state is AccountState.PAUSED:
        return strings.PAUSED_TEXT, "neutral"
    tone: Tone = "missed" if account.state is AccountState.ERROR else "waiting"
    return (account.trouble or "") if account.state is not AccountState.OK else "", tone


def _facts(
    account: Account,
    title: str,
    figures: Figures,
    interval_s: float,
    now: datetime,
    waiting: Waiting | None,
) -> tuple[Fact, ...]:
    synced = times.ago(account.last_sync, now) if account.last_sync else strings.NEVER
    no_calls = Ability.HISTORY in (account.missing or {}) and not account.calls
    last_pass = sentences.last_pass(None if no_calls else figures.new, interval_s)
    here = Fact(
        strings.HERE, sentences.calls(account.calls), sentences.kept_here(figures.since, figures.sound, now)
    )
    return (
        Fact(strings.LAST_SYNC, synced[:1].upper() + synced[1:], last_pass),
        _limit(title, figures, now, waiting),
        Fact(strings.FAILURES, sentences.failed(figures), sentences.last_failure(figures, now)),
        *(() if no_calls else (here,)),
    )


def _limit(title: str, figures: Figures, now: datetime, waiting: Waiting | None) -> Fact:
    if waiting is not None and waiting.until > now:
        return Fact(strings.RATE_LIMIT, strings.WAITING, sentences.next_try(waiting.until, now))
    return Fact(strings.RATE_LIMIT, sentences.limits_met(figures), sentences.limit_note(title, figures, now))
