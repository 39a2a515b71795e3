"""The whole engine over a real store in a folder, as the program builds it, for tests of services."""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from desktop.app.demo import accounts_of
from desktop.domain.accounts import Account
from desktop.domain.changes import Change
from desktop.domain.ports import Provider, Softphone, Surroundings
from desktop.providers import discover
from desktop.services import Services
from desktop.services.assembly import assemble
from desktop.services.changes import Changes
from desktop.services.policy import Policy
from desktop.services.settings import Settings
from desktop.store import Media, Store, UploadStore
from desktop.system.secrets import SessionVault

KEY = bytes(range(32))


@dataclass
class Engine:
    """Services with all that a test may want to look at."""

    services: Services
    store: Store
    media: Media
    uploads: UploadStore
    vault: SessionVault
    heard: list[Change]
    bugs: list[BaseException]

    async def add(
        self, hello: Mapping[str, Any], name: str = "Main", provider: str = "sipsim", **fields: str
    ) -> Account:
        """Add the sandbox's account of a provider; `fields` are more of its plain ones."""
        manifest = self.services.accounts.providers()[provider]
        secret = {field.key for field in manifest.fields if field.secret}
        offered = accounts_of(dict(hello))[provider]
        plain = {key: value for key, value in offered.items() if key not in secret} | fields
        secrets = {key: value for key, value in offered.items() if key in secret}
        return await self.services.accounts.add(provider, name, plain, secrets)


@asynccontextmanager
async def engine(
    folder: Path,
    *,
    providers: Mapping[str, Provider] | None = None,
    vault: SessionVault | None = None,
    now: Callable[[], datetime] | None = None,
    wait_scale: float = 0.01,
    softphone: Softphone | None = None,
    surroundings: Surroundings | None = None,
    policy: Policy | None = None,
    alone: bool = True,
) -> AsyncIterator[Engine]:
    """Open the services over `folder`; at the end everything is closed and our own bugs are raised."""
    store, media = Store.open(folder, KEY), Media(folder, KEY)
    uploads = UploadStore.open(folder, KEY)
    changes, kept, bugs, heard = Changes(), vault or SessionVault(), list[BaseException](), list[Change]()
    changes.subscribe(heard.append)
    services = await assemble(
        store=store,
        media=media,
        uploads=uploads,
        vault=kept,
        providers=discover() if providers is None else providers,
        settings=Settings(folder, changes, policy=policy),
        changes=changes,
        policy=policy,
        now=now or utc_now,
        wait_scale=wait_scale,
        report=bugs.append,
        softphone=softphone,
        surroundings=surroundings,
        alone=alone,
    )
    try:
        yield Engine(services, store, media, uploads, kept, heard, bugs)
    finally:
        await services.close()
        store.close()
        media.close()
        uploads.close()
    for bug in bugs:
        raise bug


def utc_now() -> datetime:
    return datetime.now(UTC)
