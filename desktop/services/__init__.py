"""The use cases: what a person can do, without a word of Qt, HTTP or SQL.

Everything runs on the engine's loop. This module imports nothing at run time, so that the window can
take one small service (`tasks`, `settings`) before its first paint without paying for the others.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desktop.domain.ports import Notifier
    from desktop.services.accounts import Accounts
    from desktop.services.answers import Answers
    from desktop.services.cache import Cache
    from desktop.services.calls import Calls
    from desktop.services.campaigns.service import Campaigns
    from desktop.services.campaigns.uploads import Uploads
    from desktop.services.changes import Changes
    from desktop.services.comeback import Comeback
    from desktop.services.contacts import Contacts
    from desktop.services.dialling import Dialling
    from desktop.services.do_not_call import DoNotCallList
    from desktop.services.duplicates import Duplicates
    from desktop.services.endings import Endings
    from desktop.services.health import Health
    from desktop.services.importing.service import Importing
    from desktop.services.later import Later
    from desktop.services.lines import Lines
    from desktop.services.lookup import Lookup
    from desktop.services.missed import Missed
    from desktop.services.network import Network
    from desktop.services.policy import Policy
    from desktop.services.presence import Presence
    from desktop.services.quiet import Quiet
    from desktop.services.recordings import Recordings
    from desktop.services.safe import Safe
    from desktop.services.secrecy import Secrecy
    from desktop.services.settings import Settings
    from desktop.services.sync import Sync
    from desktop.services.told import Told
    from desktop.services.transcripts import Transcripts


@dataclass(frozen=True)
class Services:
    """All services of one profile, as `assembly.assemble` puts them together.

    What no list of calls needs is made when it is first asked for: its modules would hold up every start.
    """

    changes: "Changes"
    policy: "Policy"
    settings: "Settings"
    accounts: "Accounts"
    lines: "Lines"
    calls: "Calls"
    contacts: "Contacts"
    importing: "Importing"
    duplicates: "Duplicates"
    answers: "Answers"
    lookup: "Lookup"
    sync: "Sync"
    dialling: "Dialling"
    recordings: "Recordings"
    transcripts: "Transcripts"
    cache: "Cache"
    health: "Health"
    missed: "Missed"
    notifier: "Notifier"
    network: "Network"
    comeback: "Comeback"
    later_campaigns: "Later[Campaigns]"
    later_uploads: "Later[Uploads]"
    later_do_not_call: "Later[DoNotCallList]"
    later_quiet: "Later[Quiet]"
    later_told: "Later[Told]"
    later_presence: "Later[Presence]"
    later_endings: "Later[Endings]"
    later_secrecy: "Later[Secrecy]"
    safe: "Safe"

    @property
    def campaigns(self) -> "Campaigns":
        """The campaigns of all accounts."""
        return self.later_campaigns()

    @property
    def uploads(self) -> "Uploads":
        """Numbers on their way into campaigns."""
        return self.later_uploads()

    @property
    def do_not_call(self) -> "DoNotCallList":
        """Who must not be called."""
        return self.later_do_not_call()

    @property
    def quiet(self) -> "Quiet":
        """When nothing pops up."""
        return self.later_quiet()

    @property
    def told(self) -> "Told":
        """What a person was told of by notices."""
        return self.later_told()

    @property
    def endings(self) -> "Endings":
        """The days on which credentials end."""
        return self.later_endings()

    @property
    def secrecy(self) -> "Secrecy":
        """Where the secrets lie, and how they are moved."""
        return self.later_secrecy()

    @property
    def presence(self) -> "Presence":
        """Starting with the session, and opening links to phone numbers."""
        return self.later_presence()

    def start(self) -> None:
        """Begin the background work: new calls are looked for, phone books are read, edits are sent."""
        self.sync.start()
        self.contacts.start()
        from desktop.domain.policy import Feature  # noqa: PLC0415 - see above

        if self.policy.allows(Feature.CAMPAIGNS):
            self.uploads.start()
        self.comeback.start()

    async def close(self) -> None:
        """End the background work, wait for calls that are being placed, and close the sessions.

        The store stays open: who opened it closes it.
        """
        await self.comeback.close()
        await self.sync.stop()
        if self.later_uploads.made is not None:
            await self.later_uploads.made.close()
        await self.contacts.close()
        await self.missed.close()
        await self.notifier.close()
        await self.dialling.close()
        await self.recordings.close()
        await self.transcripts.close()
        await self.cache.close()
        await self.accounts.close()
        await self.health.close()  # last: the sessions count until they are closed
