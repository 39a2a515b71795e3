"""A process that uploads a file until somebody kills it, and a person who decides what is left open.

`python -m tests.support.killed_uploads FOLDER` reads the sandbox's account from its standard input, then a
command a line, as `killing.serve` does:

    run ROWS at POINT COUNT     upload FOLDER's list in pieces of so many rows; goes on where it was
    decide ROWS                 look again, then send again what is not there; prints what it met

FOLDER/campaign holds the id of the campaign, FOLDER/list.csv the file.
"""

import asyncio
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from desktop.domain.campaigns import (
    CampaignFilter,
    CampaignPage,
    CampaignSort,
    NewNumber,
    NumberPage,
    Receipt,
)
from desktop.domain.ports import CampaignSource, Provider
from desktop.domain.uploads import RowState, Upload, UploadState
from desktop.providers import discover
from desktop.services.campaigns.uploads import Uploads
from desktop.services.campaigns.values import suggested
from desktop.services.sessions import secret_name
from desktop.system.secrets import SessionVault
from tests.support.engine import engine
from tests.support.killing import Killer, serve, watch_store

POINTS = {
    "write-begun": 14,
    "written": 14,
    "committed": 14,
    "request-begun": 4,
    "request-left": 4,
    "answered": 4,
    "listed": 8,
}
"""Where the process kills itself: in the uploads' writer, and round requests. How often it comes by there."""

PROVIDER = "sipcaller"
WAIT_SCALE = 0.01
QUIET_S = 1.0  # the server has long done by then what it was asked for
MOST_TRIES = 50


@dataclass
class Watched:
    """Campaigns whose every step may be the last one."""

    source: CampaignSource
    killer: Killer

    async def campaigns(
        self, wanted: CampaignFilter, sort: CampaignSort, *, descending: bool, first: int, count: int
    ) -> CampaignPage:
        return await self.source.campaigns(wanted, sort, descending=descending, first=first, count=count)

    async def numbers(
        self, campaign_id: str, part: str, *, descending: bool, first: int, count: int
    ) -> NumberPage:
        found = await self.source.numbers(campaign_id, part, descending=descending, first=first, count=count)
        self.killer.at("listed")
        return found

    async def add_number(self, campaign_id: str, number: NewNumber) -> Receipt:
        return await self._sent(self.source.add_number(campaign_id, number))

    async def upload_numbers(self, campaign_id: str, numbers: Sequence[NewNumber], variables: int) -> Receipt:
        return await self._sent(self.source.upload_numbers(campaign_id, numbers, variables))

    async def delete_numbers(self, campaign_id: str, keys: Sequence[str]) -> None:
        await self.source.delete_numbers(campaign_id, keys)

    async def _sent(self, request: Any) -> Receipt:
        self.killer.at("request-begun")
        task = asyncio.ensure_future(request)
        asyncio.get_running_loop().call_later(0.004, self.killer.at, "request-left")
        done: Receipt = await task
        self.killer.at("answered")
        return done


@dataclass
class SmallPieces:
    """The provider, with so many rows in a request."""

    provider: Provider
    rows: int

    @property
    def manifest(self) -> Any:
        return replace(self.provider.manifest, upload_rows=self.rows)

    def open(self, fields: Any, context: Any) -> Any:
        return self.provider.open(fields, context)


async def command(folder: Path, offered: dict[str, str], words: list[str], killer: Killer) -> int:
    """Open the profile as the program does and go on where the last process was killed."""
    what, rows = words
    vault = SessionVault()
    vault.set(secret_name("1", "api_key"), offered["api_key"])
    providers = {PROVIDER: SmallPieces(discover()[PROVIDER], int(rows))}
    async with engine(folder, providers=providers, vault=vault, wait_scale=WAIT_SCALE) as ours:
        watch_store(ours.uploads, killer)
        services = ours.services
        session = services.accounts.session

        async def watched(account_id: str) -> Any:
            opened = await session(account_id)
            assert opened.campaigns is not None
            return replace(opened, campaigns=Watched(opened.campaigns, killer))

        services.accounts.session = watched  # type: ignore[method-assign]
        campaign = await services.campaigns.find((folder / "campaign").read_text())
        facts = await services.uploads.look(folder / "list.csv")
        choice = suggested(facts)
        assert choice is not None
        upload = await services.uploads.check_file(campaign.id, facts, choice)
        if what == "run":
            return await _run(services.uploads, upload)
        return await _decide(services.uploads, upload)


async def _run(uploads: Uploads, upload: Upload) -> int:
    """Send until all is done, as somebody who presses Continue whenever it stops."""
    for _ in range(MOST_TRIES):
        if not upload.states.get(RowState.WAITING):
            return 0
        await uploads.send(upload.id)
        upload = await uploads.settled(upload.id)
        if upload.state is UploadState.DONE:
            return 0
    sys.stderr.write(f"it stops again and again: {upload}\n")
    return 3


async def _decide(uploads: Uploads, upload: Upload) -> int:
    """Look again when all is quiet, then send again what is not there."""
    await asyncio.sleep(QUIET_S)
    met = upload.states.get(RowState.UNKNOWN, 0)
    for _ in range(MOST_TRIES):
        upload = await uploads.look_again(upload.id)
        open_ = [row.index async for row in uploads.each_row(upload.id) if row.state is RowState.UNKNOWN]
        if not open_ and not upload.states.get(RowState.WAITING):
            break
        upload = await uploads.send_again(upload.id, open_)
        if code := await _run(uploads, upload):
            return code
        await asyncio.sleep(QUIET_S)
        upload = await uploads.get(upload.id)
    states = {state.value: count for state, count in upload.states.items()}
    sys.stderr.write(json.dumps({"unknown": met, "states": states, "pieces": upload.pieces}) + "\n")
    return 0 if upload.state is UploadState.DONE else 4


if __name__ == "__main__":
    serve(partial(command, Path(sys.argv[1])))
