"""Ctrl-C while a number is added to a campaign, in this process: the test says when."""

import argparse
import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import pytest_asyncio

from desktop.app.cli.campaign_adding import run
from desktop.app.cli.console import Streams
from desktop.app.cli.context import Common, Context
from desktop.domain.uploads import RowState, UploadState
from desktop.store import uploads
from tests.support.paper_campaigns import PaperCampaigns, paper_campaigns
from tests.support.uploaded import there

NUMBER = "+441632960001"


@pytest_asyncio.fixture
async def ours(tmp_path: Path) -> AsyncIterator[PaperCampaigns]:
    async with paper_campaigns(tmp_path / "data") as opened:
        opened.dialler.put("c1", "Spring")
        yield opened


async def interrupted(ours: PaperCampaigns, at: str, count: int) -> None:
    """Add a number, and press Ctrl-C while the request of a kind waits for its answer, the so-manieth."""
    asked, may_answer = asyncio.Event(), asyncio.Event()

    async def slow(method: str, _what: object) -> None:
        if method == at and len(ours.dialler.said(at)) == count:
            asked.set()
            await may_answer.wait()

    ours.dialler.before = slow
    container: Any = SimpleNamespace(services=ours.engine.services)
    ctx = Context(Streams(), Common(json=True), container)
    args = argparse.Namespace(campaign="Spring", account=None, number=NUMBER, var=[], region=None, yes=True)
    adding = asyncio.ensure_future(run(ctx, args))
    await asked.wait()
    adding.cancel()
    asyncio.get_running_loop().call_soon(may_answer.set)
    with pytest.raises(asyncio.CancelledError):
        await adding


async def test_a_number_that_has_left_gets_its_answer(
    ours: PaperCampaigns, capsys: pytest.CaptureFixture[str]
) -> None:
    await interrupted(ours, "add", 1)
    assert json.loads(capsys.readouterr().out)["state"] == "sent"
    assert there(ours) == [NUMBER]


async def test_a_number_that_has_not_left_does_not_leave_afterwards(
    ours: PaperCampaigns, capsys: pytest.CaptureFixture[str]
) -> None:
    await ours.campaigns.find("Spring")
    before = len(ours.dialler.said("campaigns"))
    await interrupted(ours, "campaigns", before + 2)  # the upload asks how the campaign stands
    assert json.loads(capsys.readouterr().out)["state"] == "waiting"
    assert there(ours) == []
    (upload,) = await ours.engine.uploads.read(uploads.every)
    assert (upload.state, upload.states) == (UploadState.CANCELLED, {RowState.LEFT_OUT: 1})
