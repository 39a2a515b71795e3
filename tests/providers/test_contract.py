"""What every provider promises, against its own sandbox; no provider is named here."""

import asyncio
import importlib.resources
from datetime import datetime, timedelta
from typing import Any

import pytest

from desktop.domain.accounts import Ability, FieldKind
from desktop.domain.calls import Call, CallKind, HistoryQuery
from desktop.domain.errors import ErrorKind, Trouble
from desktop.domain.lanes import background
from desktop.domain.ports import Provider, ProviderSession
from tests.support.contract import (
    PASSING,
    all_of,
    each_provider,
    history_of,
    needs,
    opened,
    rows,
    second,
    walk,
    ways,
)
from tests.support.sandbox import running_sandbox, world

ABILITIES = {
    Ability.ACCOUNT: "account",
    Ability.LINES: "lines",
    Ability.DIAL: "dialer",
    Ability.HISTORY: "history",
    Ability.RECORDINGS: "recordings",
    Ability.TRANSCRIPTS: "transcripts",
    Ability.TRANSCRIPT_REQUESTS: "transcript_requests",
    Ability.SUMMARIES: "summaries",
    Ability.TAGS: "tags",
    Ability.PHONEBOOK: "phonebook",
    Ability.CAMPAIGNS: "campaigns",
}

pytestmark = each_provider


# -- the manifest


def test_the_manifest_is_whole(provider: Provider, name: str, hello: dict[str, Any]) -> None:
    manifest = provider.manifest
    keys = [field.key for field in manifest.fields]
    assert manifest.id == name
    assert manifest.title
    assert len(keys) == len(set(keys))
    assert {key for group in manifest.alternatives for key in group} <= set(keys)
    assert set(hello[name]) <= set(keys), "the sandbox's line fills the account form"
    assert all(field.label for field in manifest.fields)
    assert not any(field.default for field in manifest.fields if field.secret)
    assert manifest.parallel_windows >= 1
    assert manifest.page_limit >= 1
    assert manifest.offers
    assert manifest.steps, "a person is told where to find the credentials"
    assert manifest.site.startswith("https://")
    days = [field.key for field in manifest.fields if field.kind is FieldKind.DATE and not field.secret]
    assert manifest.ends_field in ["", *days], "it is a day, and no secret"


def test_the_icon_is_drawn_in_one_colour(name: str) -> None:
    icon = importlib.resources.files(f"desktop.providers.{name}") / "icon.svg"
    text = icon.read_text()
    assert 'viewBox="0 0 24 24"' in text
    assert "currentColor" in text


# -- opening and signing in


def test_without_credentials_nothing_is_opened(provider: Provider) -> None:
    with pytest.raises(Trouble) as caught:
        opened(provider, {})
    assert caught.value.kind is ErrorKind.USAGE


async def test_opening_asks_nobody_and_closing_may_be_done_twice(provider: Provider, name: str) -> None:
    with running_sandbox("--calls", "0") as line:
        for fields in ways(provider, line[name]):
            made = opened(provider, fields)
            await made.close()
            await made.close()
        assert world(line)["requests"] == []


async def test_every_way_to_sign_in_works(provider: Provider, name: str, hello: dict[str, Any]) -> None:
    for fields in ways(provider, hello[name]):
        made = opened(provider, fields)
        try:
            assert made.account is not None
            await made.account.account()
        finally:
            await made.close()


async def test_wrong_secrets_are_a_sign_in(provider: Provider, name: str, hello: dict[str, Any]) -> None:
    secret = {field.key for field in provider.manifest.fields if field.secret}
    for fields in ways(provider, hello[name]):
        wrong = {key: f"x{value}" if key in secret else value for key, value in fields.items()}
        made = opened(provider, wrong)
        try:
            assert made.account is not None
            with pytest.raises(Trouble) as caught:
                await made.account.account()
        finally:
            await made.close()
        assert caught.value.kind is ErrorKind.SIGN_IN
        assert not any(wrong[key] in str(caught.value) for key in secret & set(wrong))


async def test_nobody_at_home_is_offline(provider: Provider, name: str) -> None:
    with running_sandbox("--calls", "0") as line:
        fields = ways(provider, line[name])[0]
    made = opened(provider, fields)
    try:
        assert made.account is not None
        with pytest.raises(Trouble) as caught:
            await made.account.account()
    finally:
        await made.close()
    assert caught.value.kind is ErrorKind.OFFLINE
    assert caught.value.account == "Office"


async def test_what_is_missing_has_a_reason_and_only_that(session: ProviderSession) -> None:
    for ability, field in ABILITIES.items():
        assert (getattr(session, field) is None) == (ability in session.missing), ability
    assert all(reason.endswith(".") for reason in session.missing.values())


async def test_a_session_over_the_same_connection_after_the_grant_is_known(session: ProviderSession) -> None:
    assert session.account is not None
    assert session.regranted is not None
    await session.account.account()
    again = session.regranted()
    assert again.account is not None
    await again.account.account()
    assert again.grant() == session.grant()


@needs("history")
async def test_missed_calls_are_there_unless_their_lack_is_said(
    session: ProviderSession, truth: dict[str, Any]
) -> None:
    found = await walk(history_of(session), all_of(truth, kinds=(CallKind.MISSED,)))
    assert bool(found) == (Ability.MISSED_CALLS not in session.missing)


# -- reading


@needs("lines")
async def test_lines_are_all_there(session: ProviderSession, name: str, truth: dict[str, Any]) -> None:
    assert session.lines is not None
    lines = {line.provider_id: line for line in await session.lines.lines()}
    wanted = rows(truth, "lines", name)
    assert set(lines) == set(wanted)
    for key, line in lines.items():
        told = wanted[key]
        assert (line.name, line.extension, line.number) == (told["name"], told["extension"], told["number"])
        assert line.status == told["status"]
        assert line.settings.record_outbound == told["recorded"]


@needs("history")
async def test_the_history_is_whole_and_true(
    session: ProviderSession, name: str, truth: dict[str, Any]
) -> None:
    found = await walk(history_of(session), all_of(truth))
    wanted = rows(truth, "calls", name)
    assert len(found) == len(wanted)
    assert {call.provider_id for call in found} == set(wanted)
    for call in found:
        told = wanted[call.provider_id]
        assert call.outcome == told["outcome"]
        assert told["direction"] in {
            call.direction,
            "internal",
        }  # internal is found by whoever knows our lines
        assert (call.started_at and call.started_at.replace(microsecond=0)) == second(told["started_at"])
        assert (call.wait_s, call.duration_s) == (told["wait_s"], told["duration_s"])
        assert (call.recording_url is not None) == told["has_recording"]
        assert sorted(tag.name for tag in call.tags) == sorted(told["tags"])


@needs("history")
async def test_small_pages_give_the_same_history(session: ProviderSession, truth: dict[str, Any]) -> None:
    history = history_of(session)
    whole, small = await walk(history, all_of(truth)), await walk(history, all_of(truth, limit=20))
    assert {call.provider_id: call for call in small} == {call.provider_id: call for call in whole}
    assert len(small) == len(whole)


@needs("history")
async def test_windows_side_by_side_leave_nothing_out(
    session: ProviderSession, provider: Provider, truth: dict[str, Any]
) -> None:
    history = history_of(session)
    whole = await walk(history, all_of(truth))
    start = all_of(truth).start
    end = datetime.fromisoformat(truth["now"]) + timedelta(minutes=1)
    step = (end - start) / 12
    room = asyncio.Semaphore(provider.manifest.parallel_windows)

    async def window(number: int) -> list[Call]:
        query = HistoryQuery(
            start + number * step - timedelta(seconds=1), start + (number + 1) * step, limit=20
        )
        async with room:
            with background():
                return await walk(history, query)

    parts = await asyncio.gather(*(window(number) for number in range(12)))
    assert {call.provider_id for part in parts for call in part} == {call.provider_id for call in whole}


@needs("history")
async def test_kinds_are_the_servers_to_filter(session: ProviderSession, truth: dict[str, Any]) -> None:
    history = history_of(session)
    whole = {call.provider_id for call in await walk(history, all_of(truth))}
    parts = [
        {call.provider_id for call in await walk(history, all_of(truth, kinds=(kind,)))} for kind in CallKind
    ]
    assert set().union(*parts) <= whole
    assert sum(map(len, parts)) == len(set().union(*parts)), "a call is of one kind"


@needs("history")
async def test_one_call_is_read_again_and_one_that_is_not_there_is_not_found(
    session: ProviderSession, truth: dict[str, Any]
) -> None:
    history = history_of(session)
    call = (await walk(history, all_of(truth)))[0]
    assert await history.call(call.provider_id) == call
    for unknown in ("999999999", "../account", "a b?c#d"):
        with pytest.raises(Trouble) as caught:
            await history.call(unknown)
        assert caught.value.kind is ErrorKind.NOT_FOUND


@needs("history")
async def test_a_cancelled_request_spoils_nothing(session: ProviderSession, truth: dict[str, Any]) -> None:
    history = history_of(session)
    await history.page(all_of(truth))
    for _ in range(10):
        task = asyncio.create_task(history.page(all_of(truth)))
        await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    assert await walk(history, all_of(truth))


async def test_every_request_is_told_of(provider: Provider, name: str, hello: dict[str, Any]) -> None:
    heard = list[ErrorKind | None]()
    made = opened(provider, ways(provider, hello[name])[0], on_request=heard.append)
    try:
        assert made.account is not None
        await made.account.account()
    finally:
        await made.close()
    assert len(heard) >= 1
    assert set(heard) == {None}


# -- faults


@needs("history")
@pytest.mark.parametrize("faults", [PASSING, *PASSING.split(",")])
async def test_faults_that_pass_cost_no_call(provider: Provider, name: str, faults: str) -> None:
    heard: list[object] = []
    with running_sandbox("--calls", "60", "--faults", faults) as line:
        told = world(line)
        made = opened(provider, ways(provider, line[name])[0], on_wait=heard.append)
        try:
            found = await walk(history_of(made), all_of(told, limit=20))
        finally:
            await made.close()
    assert {call.provider_id for call in found} == set(rows(told, "calls", name))
    assert not heard or heard[-1] is None


@needs("history")
async def test_a_server_with_faults_of_its_own_gives_a_sentence_or_the_answer(
    provider: Provider, name: str
) -> None:
    with running_sandbox("--calls", "60", "--faults", "5xx") as line:
        told = world(line)
        made = opened(provider, ways(provider, line[name])[0])
        ended: list[ErrorKind | None] = []
        sentences: list[str] = []
        try:
            for _ in range(12):
                try:
                    await walk(history_of(made), all_of(told, limit=20))
                    ended.append(None)
                except Trouble as trouble:
                    sentences.append(trouble.sentence)
                    ended.append(trouble.kind)
        finally:
            await made.close()
    assert all(sentence.startswith(provider.manifest.title) for sentence in sentences)
    assert set(ended) <= {None, ErrorKind.SERVER}
    assert None in ended


def test_the_size_of_an_upload_is_told_where_there_are_campaigns(
    provider: Provider, session: ProviderSession
) -> None:
    manifest = provider.manifest
    assert (manifest.upload_rows > 0) == (manifest.upload_bytes > 0) == (session.campaigns is not None)


def test_the_places_are_named_where_there_is_a_phonebook(
    provider: Provider, session: ProviderSession
) -> None:
    assert bool(provider.manifest.number_places) == (session.phonebook is not None)
    assert len(set(provider.manifest.number_places)) == len(provider.manifest.number_places)
