"""The whole way through the window with a provider that fails now and then: what is told is what is there."""

import json
import urllib.request
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from desktop.app.demo import add_accounts
from desktop.domain.uploads import RowState, UploadState
from desktop.ui.campaigns.upload.views import Help, Phase
from desktop.ui.campaigns.upload.wizard import UploadWizard
from tests.support.sandbox import running_sandbox, world
from tests.support.shown_campaigns import at_campaigns
from tests.support.uploading import agreed, many, wizard_of, written
from tests.ui.conftest import Scene, now, until

pytestmark = [pytest.mark.slow, pytest.mark.expects_warnings]
ROWS = 2000
CAMPAIGN = "Spring renewals"


async def _sign_in(scene: Scene) -> None:
    services = scene.opened.services
    listing = {key for key, manifest in services.accounts.providers().items() if manifest.upload_rows}
    offered = {key: value for key, value in scene.hello.items() if key in listing}
    await scene.there(add_accounts(services, offered, "Campaigns"))


async def _checked(scene: Scene, folder: Path) -> UploadWizard:
    await _sign_in(scene)
    window, _ = await at_campaigns(scene)
    campaign = await scene.there(scene.opened.services.campaigns.find(CAMPAIGN, None))
    dialogs = window.screens.uploads
    assert dialogs is not None
    dialogs.open_upload_of(campaign.id, written(folder, many(ROWS)))
    wizard = wizard_of(dialogs)
    await until(lambda: wizard.presenter.phase is Phase.CHECK and wizard.go_on.isEnabled())
    return wizard


def _press(hello: dict[str, Any], path: str, **what: Any) -> None:
    """Do what a person does in the provider's own console."""
    order = urllib.request.Request(f"{hello['world']}/{path}", json.dumps(what).encode())
    with urllib.request.urlopen(order, timeout=30) as answer:
        assert answer.status == 200


def _sent(hello: dict[str, Any]) -> Counter[str]:
    campaign = next(one for one in world(hello)["campaigns"] if one["name"] == CAMPAIGN)
    return Counter(number["sent"] for number in campaign["numbers"])


def _options() -> tuple[str, ...]:
    world_of = ("--seed", "4", "--calls", "0", "--campaigns", "3", "--now", now().isoformat())
    return (*world_of, "--upload-limit", "8192")  # so that pieces are split


@pytest.mark.parametrize("faults", ["", "429,slow", "5xx,cut,429"], ids=["none", "pauses", "lost answers"])
def test_what_the_window_tells_is_what_is_at_the_provider(play_on, tmp_path, faults):
    async def steps(scene: Scene) -> None:
        wizard = await _checked(scene, tmp_path)
        presenter = wizard.presenter
        before, wanted = _sent(scene.hello), presenter.upload.wanted
        await agreed(wizard)
        for _ in range(100):
            await until(lambda: presenter.upload.state is not UploadState.SENDING)
            if presenter.upload.state is not UploadState.STOPPED:
                break
            await until(wizard.running_page.notice.isVisible)
            stopped = presenter.upload
            wizard.running_page.notice.button.click()
            await until(lambda stopped=stopped: presenter.upload is not stopped)
        await until(lambda: presenter.phase is Phase.RESULT)
        arrived = _sent(scene.hello) - before
        assert max(arrived.values()) == 1  # nobody is called twice
        states = presenter.upload.states
        assert states.get(RowState.SENT, 0) + states.get(RowState.UNKNOWN, 0) == wanted > 1900
        assert states.get(RowState.SENT, 0) <= len(arrived) <= wanted
        taken = {row.number for row in scene.uploads.rows(presenter.upload.id, RowState.SENT, 0, ROWS)}
        assert taken <= set(arrived)

    with running_sandbox(*_options(), *(("--faults", faults) if faults else ())) as hello:
        play_on(steps, hello)


@pytest.mark.parametrize("what", ["campaign", "key"])
def test_what_ends_in_the_middle_goes_on_where_it_stopped(play_on, tmp_path, what):
    async def steps(scene: Scene) -> None:
        wizard = await _checked(scene, tmp_path)
        presenter = wizard.presenter
        told = next(one for one in world(scene.hello)["campaigns"] if one["name"] == CAMPAIGN)
        before, wanted = _sent(scene.hello), presenter.upload.wanted
        await agreed(wizard)
        await until(lambda: presenter.upload.states.get(RowState.SENT, 0))
        if what == "campaign":
            _press(scene.hello, f"campaigns/{told['provider_id']}", state="paused")
        else:
            _press(scene.hello, "keys", hold=False)
        await until(lambda: presenter.upload.state is UploadState.STOPPED)
        helps = presenter.sending.standing().help
        assert helps is (Help.GO_ON if what == "campaign" else Help.SIGN_IN)
        part = presenter.upload.states[RowState.SENT]
        assert part == sum((_sent(scene.hello) - before).values()) < wanted
        if what == "campaign":
            _press(scene.hello, f"campaigns/{told['provider_id']}", state="active")
        else:
            _press(scene.hello, "keys", hold=True)
        presenter.sending.send()
        await until(lambda: presenter.phase is Phase.RESULT)
        arrived = _sent(scene.hello) - before
        assert presenter.upload.states[RowState.SENT] == wanted == sum(arrived.values()) == len(arrived)

    with running_sandbox(*_options(), "--latency", "200") as hello:
        play_on(steps, hello)
