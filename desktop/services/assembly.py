"""Puts the services of one profile together on the floors below."""

# ruff: noqa: PLC0415 - see `Services`

import logging
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from desktop.domain.changes import Topic
from desktop.domain.clock import utc_now
from desktop.domain.ports import Notifier, Provider, Softphone, Surroundings, Vault
from desktop.services import Services
from desktop.services.accounts import Accounts
from desktop.services.answers import Answers
from desktop.services.cache import Cache
from desktop.services.calls import Calls
from desktop.services.changes import Changes
from desktop.services.comeback import Comeback
from desktop.services.contacts import Contacts
from desktop.services.dialling import Dialling
from desktop.services.duplicates import Duplicates
from desktop.services.guard import DialGuard
from desktop.services.health import Health
from desktop.services.importing.service import Importing
from desktop.services.later import Later
from desktop.services.lines import Lines
from desktop.services.lookup import Lookup
from desktop.services.missed import Missed
from desktop.services.network import PASSWORD, Network
from desktop.services.planning import Planner
from desktop.services.policy import Policy
from desktop.services.recordings import Recordings
from desktop.services.safe import Safe
from desktop.services.sessions import Sessions
from desktop.services.settings import Settings
from desktop.services.softphones import Softphones
from desktop.services.sync import Sync
from desktop.services.tally import Tally
from desktop.services.transcripts import Transcripts
from desktop.store import Media, Store, UploadStore
from desktop.system.notifications import NoNotifier
from desktop.system.softphone import NoSoftphone
from desktop.system.surroundings import NoSurroundings

if TYPE_CHECKING:
    from desktop.services.campaigns.service import Campaigns
    from desktop.services.campaigns.uploads import Uploads
    from desktop.services.do_not_call import DoNotCallList
    from desktop.services.endings import Endings
    from desktop.services.presence import Presence
    from desktop.services.quiet import Quiet
    from desktop.services.secrecy import Secrecy
    from desktop.services.told import Told
    from desktop.system.paths import Paths

log = logging.getLogger(__name__)


def _log_bug(error: BaseException) -> None:
    log.error("a background task failed", exc_info=error)


def _hurry(uploads: "Later[Uploads]") -> None:
    """Let uploads go on that wait for the network."""
    if uploads.made is not None:
        uploads.made.hurry()


async def _secret_names(accounts: Accounts) -> list[str]:
    """Return the names of everything that the vault keeps besides the database's key."""
    return [*await accounts.secret_names(), PASSWORD]


async def _govern(policy: Policy, accounts: Accounts, sessions: Sessions, *, alone: bool) -> None:
    """Let the administrator's file hold, if there is one."""
    if policy.path is None:
        return
    policy.check_fields(accounts.providers())
    sessions.take_away(policy.withheld())
    if alone:
        await accounts.follow_policy()


async def assemble(
    *,
    store: Store,
    media: Media,
    uploads: UploadStore,
    vault: Vault,
    providers: Mapping[str, Provider],
    settings: Settings,
    changes: Changes,
    policy: Policy | None = None,
    now: Callable[[], datetime] = utc_now,
    wait_scale: float | None = None,
    report: Callable[[BaseException], None] | None = None,
    notifier: Notifier | None = None,
    softphone: Softphone | None = None,
    presence: "Callable[[Changes], Presence] | None" = None,
    home: "Paths | None" = None,
    surroundings: Surroundings | None = None,
    alone: bool = True,
) -> Services:
    """Build the services and settle what a crash left behind. Sends nothing.

    `wait_scale` None means the setting `network.wait_scale`. `report` hears of our own bugs in
    background tasks; without one they are logged. Without a `policy` no administrator has settled anything.
    Without a `notifier` nobody shows notices, and without a `softphone` there is none. Without `presence`,
    which is called when somebody asks, nothing starts with the session and nothing opens links. `home` is
    whose secrets may be moved to another place. Without `surroundings` the clock alone tells of a sleep. Who
    is not `alone` with the profile changes no account to what an administrator says by now.
    """
    policy = policy or Policy()
    scale = settings.number("network.wait_scale") if wait_scale is None else wait_scale
    tell = report or _log_bug
    safe = vault if isinstance(vault, Safe) else Safe(vault)
    safe.listen(partial(changes.tell, Topic.SYNC))
    network = Network(settings, safe, changes)
    sessions = Sessions(safe, providers, now, scale, network)
    accounts = Accounts(
        store=store,
        media=media,
        sessions=sessions,
        providers=providers,
        changes=changes,
        now=now,
        policy=policy,
    )
    await _govern(policy, accounts, sessions, alone=alone)
    softphones = Softphones(softphone or NoSoftphone())
    lines = Lines(store=store, accounts=accounts, settings=settings, changes=changes, softphones=softphones)
    contacts = Contacts(
        store=store,
        accounts=accounts,
        settings=settings,
        changes=changes,
        manifests=accounts.providers(),
        now=now,
        wait_scale=scale,
        report=tell,
    )

    @Later
    def campaigns() -> "Campaigns":
        from desktop.services.campaigns.forgetting import forget_numbers
        from desktop.services.campaigns.service import Campaigns

        made = Campaigns(
            store=store, accounts=accounts, changes=changes, manifests=accounts.providers(), now=now
        )
        made.hear_gone(partial(forget_numbers, uploads, accounts))
        return made

    @Later
    def do_not_call() -> "DoNotCallList":
        from desktop.services.do_not_call import DoNotCallList

        return DoNotCallList(store=store, lines=lines, changes=changes, now=now, policy=policy)

    @Later
    def uploaded() -> "Uploads":
        from desktop.services.campaigns.uploads import Uploads

        return Uploads(
            store=uploads,
            accounts=accounts,
            campaigns=campaigns(),
            do_not_call=do_not_call(),
            changes=changes,
            now=now,
            wait_scale=scale,
            report=tell,
        )

    @Later
    def endings() -> "Endings":
        from desktop.services.endings import Endings

        return Endings(accounts, accounts.providers(), now)

    @Later
    def secrecy() -> "Secrecy":
        from desktop.services.secrecy import Secrecy

        assert home is not None, "there is no profile whose secrets could be moved"
        return Secrecy(safe, home, partial(_secret_names, accounts))

    @Later
    def later_presence() -> "Presence":
        if presence is not None:
            return presence(changes)
        from desktop.services.presence import NoAutostart, NoLinkHandler, Presence

        return Presence(NoAutostart(), NoLinkHandler(), policy, changes)

    @Later
    def quiet() -> "Quiet":
        from desktop.services.quiet import Quiet

        return Quiet(settings, now)

    @Later
    def told() -> "Told":
        from desktop.services.told import Told

        return Told(store, now)

    async def forget_uploads(account_id: str) -> None:
        await uploaded().forget_account(account_id)

    accounts.also_forget(forget_uploads)
    sync = Sync(
        store=store,
        accounts=accounts,
        sessions=sessions,
        lines=lines,
        contacts=contacts,
        campaigns=campaigns,
        settings=settings,
        changes=changes,
        manifests=accounts.providers(),
        now=now,
        report=tell,
    )
    network.listen(sync.look_soon)
    network.listen(contacts.hurry)
    network.listen(partial(_hurry, uploaded))
    comeback = Comeback(surroundings or NoSurroundings(), changes, network.renew, tell)
    sync.on_sleep(comeback.slept)
    dialling = Dialling(
        store=store,
        accounts=accounts,
        lines=lines,
        softphones=softphones,
        changes=changes,
        planner=Planner(
            store=store,
            accounts=accounts,
            lines=lines,
            settings=settings,
            guard=DialGuard(),
            do_not_call=do_not_call,
            now=now,
        ),
        now=now,
        look=sync.look_now,
        report=tell,
    )
    await dialling.settle()
    return Services(
        changes=changes,
        policy=policy,
        settings=settings,
        accounts=accounts,
        lines=lines,
        calls=Calls(store=store, accounts=accounts, policy=policy),
        contacts=contacts,
        importing=Importing(store=store, contacts=contacts, policy=policy),
        duplicates=Duplicates(store=store, contacts=contacts, changes=changes, now=now),
        answers=Answers(store=store, accounts=accounts, settings=settings, changes=changes, now=now),
        lookup=Lookup(store=store, accounts=accounts, lines=lines),
        sync=sync,
        dialling=dialling,
        recordings=Recordings(
            store=store, media=media, accounts=accounts, changes=changes, report=tell, policy=policy
        ),
        transcripts=Transcripts(
            store=store,
            accounts=accounts,
            changes=changes,
            now=now,
            report=tell,
            policy=policy,
            wait_scale=scale,
        ),
        cache=Cache(media=media, settings=settings, changes=changes, report=tell),
        health=Health(
            store=store,
            media=media,
            accounts=accounts,
            sync=sync,
            tally=Tally(store=store, sessions=sessions, now=now, report=tell),
            now=now,
        ),
        missed=Missed(
            store=store,
            accounts=accounts,
            sync=sync,
            changes=changes,
            now=now,
            report=tell,
        ),
        notifier=notifier or NoNotifier(),
        network=network,
        comeback=comeback,
        later_campaigns=campaigns,
        later_uploads=uploaded,
        later_do_not_call=do_not_call,
        later_quiet=quiet,
        later_told=told,
        later_presence=later_presence,
        later_endings=endings,
        later_secrecy=secrecy,
        safe=safe,
    )
