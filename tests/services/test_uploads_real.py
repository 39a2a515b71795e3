"""Uploads against the real sandbox: paused, refused, too large, late, and called away while they go on."""

import asyncio
import json
import urllib.request
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from desktop.domain.campaigns import Campaign
from desktop.domain.errors import ErrorKind
from desktop.domain.uploads import PieceState, RowState, RowVerdict, Upload, UploadState
from desktop.providers import discover
from desktop.services.campaigns.uploads import Uploads
from desktop.store.upload_rows import StoredUploadRows
from tests.support.engine import Engine, engine
from tests.support.killed_uploads import SmallPieces
from tests.support.sandbox import running_sandbox, world
from tests.support.uploaded import checked, sent, table

PROVIDER = "sipcaller"
CAMPAIGN = "Spring renewals"


@dataclass
class Real:
    """An engine with one account, and a campaign of the sandbox."""

    engine: Engine
    hello: dict[str, Any]
    campaign: Campaign

    @property
    def uploads(self) -> Uploads:
        return self.engine.services.uploads

    def arrived(self) -> Counter[str]:
        """Count how often each number arrived that is one of ours."""
        (one,) = [each for each in world(self.hello)["campaigns"] if each["name"] == CAMPAIGN]
        return Counter(each["sent"] for each in one["numbers"] if each["sent"].startswith("+1800"))

    def press(self, path: str, **what: Any) -> None:
        """Do what a person does in the provider's own console."""
        order = urllib.request.Request(f"{self.hello['world']}/{path}", json.dumps(what).encode())
        with urllib.request.urlopen(order, timeout=30) as answer:
            assert answer.status == 200

    async def when(self, upload: Upload, enough: Callable[[Upload], bool], then: Callable[[], None]) -> None:
        """Do something once an upload has come so far."""
        heard = asyncio.Event()
        unsubscribe = self.engine.services.changes.subscribe(lambda _change: heard.set())
        try:
            while not enough(await self.uploads.get(upload.id)):
                await heard.wait()
                heard.clear()
        finally:
            unsubscribe()
        then()


@asynccontextmanager
async def real(folder: Path, rows: int, *options: str, scale: float = 0.01) -> AsyncIterator[Real]:
    providers = {PROVIDER: SmallPieces(discover()[PROVIDER], rows)}
    with running_sandbox("--calls", "0", "--contacts", "0", *options) as hello:
        async with engine(folder / "data", providers=providers, wait_scale=scale) as ours:
            await ours.add(hello, provider=PROVIDER)
            yield Real(ours, hello, await ours.services.campaigns.find(CAMPAIGN))


def numbers(count: int) -> list[str]:
    return [f"+1800{place:07}" for place in range(2_000_000, 2_000_000 + count)]


async def made(ours: Real, folder: Path, count: int) -> Upload:
    lines = [f'{number},"Name, {place}",{place}' for place, number in enumerate(numbers(count))]
    return await checked(ours.uploads, ours.campaign.id, table(folder / "list.csv", *lines))


@pytest.mark.expects_warnings
async def test_paused_and_signed_out_in_the_middle_it_goes_on_where_it_was(tmp_path: Path) -> None:
    async with real(tmp_path, 50, "--latency", "60") as ours:
        upload = await made(ours, tmp_path, 1000)
        await ours.uploads.send(upload.id)

        def some(so_far: int) -> Callable[[Upload], bool]:
            return lambda now: now.states.get(RowState.SENT, 0) >= so_far

        place = f"campaigns/{ours.campaign.told.provider_id}"
        await ours.when(upload, some(100), lambda: ours.press(place, state="paused"))
        upload = await ours.uploads.settled(upload.id)
        assert (upload.state, upload.trouble) == (UploadState.STOPPED, ErrorKind.CONFLICT)
        assert "paused" in upload.reason
        assert set(upload.states) == {RowState.SENT, RowState.WAITING}
        assert ours.arrived().total() == upload.states[RowState.SENT]
        ours.press(place, state="active")
        await ours.uploads.send(upload.id)
        more = some(upload.states[RowState.SENT] + 100)
        await ours.when(upload, more, lambda: ours.press("keys", hold=False))
        upload = await ours.uploads.settled(upload.id)
        assert (upload.state, upload.trouble) == (UploadState.STOPPED, ErrorKind.SIGN_IN)
        ours.press("keys", hold=True)
        upload = await sent(ours.uploads, upload.id)
        assert (upload.state, upload.states) == (UploadState.DONE, {RowState.SENT: 1000})
        assert ours.arrived() == Counter(numbers(1000))


async def test_a_file_that_is_too_large_for_the_server_goes_in_smaller_pieces(tmp_path: Path) -> None:
    async with real(tmp_path, 5000, "--upload-limit", "9000") as ours:
        upload = await sent(ours.uploads, (await made(ours, tmp_path, 2000)).id)
        assert upload.states == {RowState.SENT: 2000}
        assert ours.arrived() == Counter(numbers(2000))
        source = StoredUploadRows(ours.engine.uploads)
        states = Counter(piece.state for piece in source.pieces(upload.id, 0, 100))
        source.close()
        assert states[PieceState.SPLIT] == 3
        assert upload.pieces == upload.pieces_total == states[PieceState.ACCEPTED]


@pytest.mark.expects_warnings
async def test_what_a_server_takes_late_is_unknown_until_it_is_there(tmp_path: Path) -> None:
    async with real(tmp_path, 100, "--upload-delay", "1.5", "--faults", "cut") as ours:
        upload = await sent(ours.uploads, (await made(ours, tmp_path, 600)).id)
        assert upload.state is UploadState.DONE
        unknown = upload.states[RowState.UNKNOWN]
        assert unknown >= 100
        while unknown:
            before = unknown
            upload = await ours.uploads.look_again(upload.id)
            unknown = upload.states.get(RowState.UNKNOWN, 0)
            assert unknown <= before
        assert upload.states == {RowState.SENT: 600}
        while ours.arrived().total() < 600:  # what was taken with a word comes late, too
            assert (await ours.uploads.get(upload.id)).states == {RowState.SENT: 600}
        assert ours.arrived() == Counter(numbers(600))
        assert await ours.uploads.unfinished() == []


@pytest.mark.expects_warnings
async def test_numbers_that_are_called_meanwhile_are_never_sent_again(tmp_path: Path) -> None:
    options = ("--dial-every", "0.002", "--faults", "cut,5xx,not-json,429")
    async with real(tmp_path, 20, *options) as ours:
        upload = await sent(ours.uploads, (await made(ours, tmp_path, 600)).id)
        assert upload.state is UploadState.DONE
        upload = await ours.uploads.look_again(upload.id)
        arrived = ours.arrived()
        assert max(arrived.values()) == 1
        said = upload.states[RowState.SENT]
        assert said <= arrived.total() <= said + upload.states.get(RowState.UNKNOWN, 0)
        # The same numbers in another file: those that nobody can tell of are left out.
        other = await checked(ours.uploads, ours.campaign.id, table(tmp_path / "b.csv", *numbers(600)))
        perhaps = upload.states.get(RowState.UNKNOWN, 0)
        assert other.verdicts.get(RowVerdict.IN_CAMPAIGN, 0) >= perhaps


async def test_the_mirror_finds_numbers_kept_without_their_plus(tmp_path: Path) -> None:
    async with real(tmp_path, 5000) as ours:
        other = await ours.engine.services.campaigns.find("Appointment reminders")
        (there,) = [one for one in world(ours.hello)["campaigns"] if one["name"] == other.name]
        kept = [one for one in there["numbers"] if not one["gone"]]
        told: list[tuple[int, int | None]] = []
        await ours.uploads.read_mirror([other.id], lambda now: told.append((now.done, now.total)))
        assert told[-1] == (len(kept), len(kept))
        age = await ours.uploads.mirror(ours.campaign.id)
        assert [(part.campaign, part.numbers) for part in age.others if part.numbers] == [
            (other.name, len(kept))
        ]
        assert age.seconds is not None
        (membership,) = await ours.uploads.memberships(kept[0]["sent"])
        assert (membership.campaign.id, membership.campaign.name) == (other.id, other.name)
        lines = [one["sent"] for one in kept[:50]]
        upload = await checked(ours.uploads, ours.campaign.id, table(tmp_path / "c.csv", *lines))
        assert upload.verdicts == {RowVerdict.IN_CAMPAIGN: 50}
