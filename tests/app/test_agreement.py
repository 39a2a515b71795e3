"""The list agrees with the sandbox's truth on every call, plain and with each fault switched on."""

from pathlib import Path
from typing import Any

import pytest

from tests.support.command import add_account, rows, sidetone
from tests.support.sandbox import running_sandbox, world

CALLS = 5000
FAULTS = ("429", "429-no-hint", "401", "5xx", "slow", "cut", "wrong-type", "not-json")
# What only one side can know: our ids and names, and whether a transcript was asked for.
OURS = frozenset({"id", "account", "name", "note", "has_transcript"})


def told(calls: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Return the calls by the provider's id, without what only one side can know."""
    found = {call["provider_id"]: {k: v for k, v in call.items() if k not in OURS} for call in calls}
    assert len(found) == len(calls), "a call stands twice"
    return found


def agree(profile: Path, hello: dict[str, Any]) -> None:
    listed = sidetone("calls", "list", "--json", profile=profile)
    assert (listed.returncode, listed.stderr) == (0, "")
    ours, truth = told(rows(listed)), told(world(hello)["calls"])
    assert len(truth) == CALLS
    assert ours.keys() == truth.keys()
    different = {key: (ours[key], truth[key]) for key in truth if ours[key] != truth[key]}
    assert not different, f"{len(different)} differ, the first: {next(iter(different.values()))}"


@pytest.mark.slow
@pytest.mark.parametrize("faults", ["", *FAULTS, ",".join(FAULTS)], ids=lambda faults: faults or "plain")
def test_every_call_agrees_with_the_world(profile: Path, faults: str) -> None:
    with running_sandbox("--calls", str(CALLS), *(("--faults", faults) if faults else ())) as hello:
        added = add_account(profile, hello)
        assert added.returncode == 0, added.stderr
        done = sidetone("sync", "--json", profile=profile)
        assert done.returncode == 0, done.stderr
        [result] = rows(done)
        assert (result["new"], result["skipped"], result["complete"]) == (CALLS, 0, True)
        agree(profile, hello)
        again = rows(sidetone("sync", "--json", profile=profile))[0]
        assert again["new"] == 0
        agree(profile, hello)
