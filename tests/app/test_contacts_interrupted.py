"""Ctrl-C while a change of contacts waits for its request, in this process: the test says when."""

import argparse
import asyncio
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from desktop.app.cli.console import Streams
from desktop.app.cli.contacts import run_add, run_delete
from desktop.app.cli.context import Common, Context
from desktop.app.cli.exits import Exit, code_of
from desktop.domain.errors import ErrorKind, Trouble
from desktop.services.contacts import outbox
from tests.support.paper import paper
from tests.support.paper_book import card


async def test_an_interrupt_that_is_too_late_to_take_it_back_is_still_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbox, "HOLD", timedelta(0))
    left, arrive = asyncio.Event(), asyncio.Event()

    async def on_its_way(method: str, _what: object) -> None:
        if method == "delete":
            left.set()
            await arrive.wait()

    async with paper(tmp_path) as ours:
        ours.book.put(card("Ann", "01632 960001"))
        await ours.contacts.refresh()
        ours.book.before = on_its_way
        container: Any = SimpleNamespace(services=ours.engine.services)
        ctx = Context(Streams(), Common(quiet=True), container)
        ann = await ours.one("Ann")
        deleting = asyncio.create_task(
            run_delete(ctx, argparse.Namespace(ids=[ann.id], wait=None, yes=False))  # type: ignore[arg-type]
        )
        await left.wait()
        deleting.cancel()
        with pytest.raises(Trouble, match="Cancelled") as ended:
            await deleting
        assert "too late" in ended.value.sentence
        assert f"`contacts restore {ann.id}`" in ended.value.sentence
        arrive.set()
        assert await ours.contacts.settled([ann.id], 10)
        assert ours.book.entries == {}
        assert [kept.id for kept in await ours.contacts.trash()] == [ann.id]


async def test_whoever_stops_waiting_is_told_that_the_edit_is_kept(tmp_path: Path) -> None:
    left, arrive = asyncio.Event(), asyncio.Event()

    async def on_its_way(method: str, _what: object) -> None:
        if method == "add":
            left.set()
            await arrive.wait()

    async with paper(tmp_path) as ours:
        ours.book.before = on_its_way
        container: Any = SimpleNamespace(services=ours.engine.services)
        ctx = Context(Streams(), Common(quiet=True), container)
        wanted = argparse.Namespace(
            account=None, name="Ann", number=["01632 960001"], favourite=False, wait=60.0
        )
        adding = asyncio.create_task(run_add(ctx, wanted))  # type: ignore[arg-type]
        await left.wait()
        adding.cancel()
        with pytest.raises(Trouble) as ended:
            await adding
        ann = await ours.one("Ann")
        assert (ended.value.kind, code_of(ended.value)) == (ErrorKind.CANCELLED, Exit.INTERRUPTED)
        assert "kept here and sent later" in ended.value.sentence
        assert f"`contacts discard {ann.id}`" in ended.value.sentence
        arrive.set()
        assert await ours.contacts.settled([ann.id], 10)
        assert [entry.name for entry in ours.book.entries.values()] == ["Ann"]
