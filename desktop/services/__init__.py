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
    from desktop.services.contacts import Contacts
    from desktop.services.dialling import Dialling
    from desktop.services.do_not_call import DoNotCallList
    from desktop.services.duplicates import Duplicates
    from desktop.services.health import Health
    from desktop.services.importing.service import Importing
    from desktop.services.lines import Lines
    from desktop.services.lookup import Lookup
    from desktop.services.missed import Missed
    from desktop.services.recordings import Recordings
    from desktop.services.settings import Settings
    from desktop.services.sync import Sync
    from desktop.services.transcripts import Transcripts


@dataclass(frozen=True)
class Services:
    """All services of one profile, as `assembly.assemble` puts them together."""

    changes: "Changes"
    settings: "Settings"
    accounts: "Accounts"
    lines: "Lines"
    calls: "Calls"
    contacts: "Contacts"
    campaigns: "Campaigns"
    uploads: "Uploads"
    importing: "Importing"
    duplicates: "Duplicates"
    answers: "Answers"
    lookup: "Lookup"
    sync: "Sync"
    dialling: "Dialling"
    do_not_call: "DoNotCallList"
    recordings: "Recordings"
    transcripts: "Transcripts"
    cache: "Cache"
    health: "Health"
    missed: "Missed"
    notifier: "Notifier"

    def start(self) -> None:
        """Begin the background work: new calls are looked for, phone books are read, edits are sent."""
        self.sync.start()
        self.contacts.start()
        self.uploads.start()

    async def close(self) -> None:
        """End the background work, wait for calls that are being placed, and close the sessions.

        The store stays open: who opened it closes it.
        """
        await self.sync.stop()
        await self.uploads.close()
        await self.contacts.close()
        await self.missed.close()
        await self.notifier.close()
        await self.dialling.close()
        await self.recordings.close()
        await self.transcripts.close()
        await self.cache.close()
        await self.accounts.close()
        await self.health.close()  # last: the sessions count until they are closed
