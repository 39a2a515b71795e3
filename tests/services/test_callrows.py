"""What of a call is ours: its own extensions are no public numbers, whatever the country's plan allows."""

from datetime import timedelta

import pytest

from desktop.domain.calls import Direction
from desktop.domain.lines import LineStatus, ProviderLine
from desktop.services.callrows import Own, stored
from tests.support.engine import Engine
from tests.support.scripted import Script, a_call


@pytest.mark.parametrize("region", ["DE", "NL", "AT", "IT", "GB", "FR", None])
async def test_six_digits_of_ours_are_an_extension_in_every_country(
    scripted: Engine, script: Script, region: str | None
) -> None:
    accounts = scripted.services.accounts
    account = await accounts.by_name("Main")
    script.lines = [
        ProviderLine(extension, extension, None, extension, LineStatus.ACTIVE)
        for extension in ("200123", "200124")
    ]
    await scripted.services.lines.refresh(account.id)
    own = Own.of(await scripted.services.lines.all(), region)
    internal = a_call(1, timedelta(hours=1), caller="200123", callee="200124", direction=Direction.OUTBOUND)
    row = stored(internal._replace(line_provider_id="200123"), own)
    assert (row.caller, row.callee, row.other) == ("200123", "200124", "200124")
    assert row.call.direction is Direction.INTERNAL
    abroad = a_call(2, timedelta(hours=1), caller="+33612345678", callee="200124")
    assert stored(abroad, own).other == "+33612345678"
