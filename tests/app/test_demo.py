"""The demo's own profile, before its window opens."""

from pathlib import Path

from desktop.app import demo
from tests.support.engine import engine
from tests.support.sandbox import running_sandbox


async def test_the_demo_is_signed_in_and_ends_with_its_window(tmp_path: Path) -> None:
    with running_sandbox("--calls", "20") as hello:
        async with engine(tmp_path) as opened:
            await demo._prepare(opened.services, hello=hello)
            accounts = await opened.services.accounts.all()
            names = ["SIPSIM (demo)", "Sipalto (demo)", "SIP Caller (demo)"]
            assert [account.name for account in accounts] == names
            assert opened.services.settings.get("tray.keep_running") is False
