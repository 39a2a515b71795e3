"""The world, the command line and the window's model agree on every call, plain and under each fault."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from desktop.app.cli import shapes
from desktop.app.container import data_key
from desktop.domain.calls import CallFilter
from desktop.store import Store
from desktop.store.rows import StoreRows
from desktop.store.vault import PassphraseVault
from desktop.system.paths import Paths
from desktop.ui.recents.model import CallListModel
from tests.support.command import PASSPHRASE, add_account, rows, sidetone
from tests.support.sandbox import running_sandbox, world

CALLS = {"sipsim": 5000, "sipalto": 500}
FAULTS = ("429", "429-no-hint", "401", "5xx", "slow", "cut", "wrong-type", "not-json")
# What only one side can know: our ids and names, and whether a transcript was asked for.
OURS = frozenset({"id", "account", "name", "note", "has_transcript"})


def told(calls: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Return the calls by the provider's id, without what only one side can know."""
    found = {call["provider_id"]: {k: v for k, v in call.items() if k not in OURS} for call in calls}
    assert len(found) == len(calls), "a call stands twice"
    return found


def in_the_window(profile: Path) -> list[dict[str, Any]]:
    """Return what the window's list holds, row by row, in the command line's shape."""
    paths = Paths(profile)
    store = Store.open(paths.data, data_key(paths.data, PassphraseVault(paths.data, PASSPHRASE), b""))
    source = StoreRows(store)
    try:
        model = CallListModel(source, lambda: datetime.now(UTC))
        model.show(CallFilter(), source.days(CallFilter()))
        found = [model.call_at(row) for row in range(model.rowCount()) if not model.is_heading(row)]
        assert model.calls == len(found)
        return [shapes.call(record) for record in found if record]
    finally:
        source.close()
        store.close()


def agree(profile: Path, hello: dict[str, Any], provider: str) -> None:
    listed = sidetone("calls", "list", "--json", profile=profile)
    assert (listed.returncode, listed.stderr) == (0, "")
    ours, truth = told(rows(listed)), told(world(hello, provider)["calls"])
    assert len(truth) == CALLS[provider]
    assert ours.keys() == truth.keys()
    different = {key: (ours[key], truth[key]) for key in truth if ours[key] != truth[key]}
    assert not different, f"{len(different)} differ, the first: {next(iter(different.values()))}"
    assert in_the_window(profile) == rows(listed), "the window's list is another one, or in another order"


ALL = ",".join(FAULTS)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("provider", "faults"),
    [
        *(("sipsim", faults) for faults in ("", *FAULTS, ALL)),
        *(("sipalto", faults) for faults in ("", "401", "429-no-hint,5xx,cut", "wrong-type,not-json", ALL)),
    ],
)
def test_every_call_agrees_with_the_world(profile: Path, provider: str, faults: str) -> None:
    # The second exchange has a quarter of the world's calls.
    world_of = str(CALLS[provider] if provider == "sipsim" else CALLS[provider] * 4)
    with running_sandbox("--calls", world_of, *(("--faults", faults) if faults else ())) as hello:
        added = add_account(profile, hello, provider=provider)
        assert added.returncode == 0, added.stderr
        done = sidetone("sync", "--json", profile=profile)
        assert done.returncode == 0, done.stderr
        [result] = rows(done)
        assert (result["new"], result["skipped"], result["complete"]) == (CALLS[provider], 0, True)
        agree(profile, hello, provider)
        again = rows(sidetone("sync", "--json", profile=profile))[0]
        assert again["new"] == 0
        agree(profile, hello, provider)


@pytest.mark.slow
def test_both_accounts_agree_side_by_side(profile: Path) -> None:
    with running_sandbox("--calls", "1200") as hello:
        for provider in CALLS:
            assert add_account(profile, hello, provider.title(), provider=provider).returncode == 0
        done = sidetone("sync", "--json", profile=profile)
        assert done.returncode == 0, done.stderr
        listed = rows(sidetone("calls", "list", "--json", profile=profile))
        told_both = world(hello)
        assert told(listed) == told(told_both["calls"])
        assert {call["account"] for call in listed} == {"Sipsim", "Sipalto"}
        starts = [call["started_at"] for call in listed]
        assert starts == sorted(starts, reverse=True), "they stand in one list"
        lines = rows(sidetone("lines", "list", "--all", "--json", profile=profile))
        ours = [{k: v for k, v in line.items() if k not in {"id", "account", "default"}} for line in lines]
        for line in told_both["lines"]:
            assert {k: v for k, v in line.items() if k in ours[0]} in ours
        callable_ = rows(sidetone("lines", "list", "--json", profile=profile))
        assert {line["account"] for line in callable_} == {"Sipsim"}, "an extension there can place no call"
