"""What a person sees where an administrator has settled things."""

import asyncio
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from desktop.app.tour import Stage, until
from desktop.app.tour_stops.accounts import settled_form
from desktop.app.tour_stops.common import NARROW
from desktop.domain.accounts import Account, Manifest
from desktop.services.policy import Policy
from desktop.services.settings import Settings
from desktop.services.settings_files import Imported, SettingsImport, Verdict
from desktop.ui.settings.catalogue import Page
from desktop.ui.settings.files import FilesRow
from desktop.ui.settings.window import SettingsWindow

SHOWN_AS = Path("/etc/sidetone/policy.toml")

POLICY = """
[settings.locked]
notify.missed = true
sync.horizon_months = 6
recordings.cache_mb = 256

[settings.defaults]
sync.interval_s = 60

[features]
export = false
"""

LOCKED = ("base_url", "extensions", "timezone")
"""The fields of the account that the pictures show, as far as its provider has them."""


def _policy(folder: Path, provider: str, fields: dict[str, str]) -> Policy:
    lines = [f'{key} = "{value}"' for key, value in fields.items()]
    file = folder / "policy.toml"
    file.write_text("\n".join([POLICY, f"[accounts.{provider}.locked]", *lines]), "utf-8")
    policy = Policy.load(file)
    policy.path = SHOWN_AS
    return policy


def _fields(account: Account, manifests: Mapping[str, Manifest]) -> dict[str, str]:
    known = {field.key: field.default for field in manifests[account.provider].fields}
    given = {key: account.fields.get(key) or known[key] for key in LOCKED if key in known}
    return {**given, **{key: known[key] for key in given if known[key]}}


async def policy(stage: Stage) -> None:
    """Show locked settings and a locked account, and the page that says which file it was."""
    services = stage.container.services
    accounts = await asyncio.wrap_future(stage.engine.submit(services.accounts.all()))
    account = max(accounts, key=lambda one: len(_fields(one, services.accounts.providers())))
    fields = _fields(account, services.accounts.providers())
    with tempfile.TemporaryDirectory(prefix="sidetone-tour-") as folder:
        settled = _policy(Path(folder), account.provider, fields)
        settings = Settings(Path(folder), services.changes, policy=settled)
    window = await stage.window(services=replace(services, policy=settled, settings=settings))
    window.open_settings()
    opened = window.settings.window
    assert opened is not None
    presenter = opened.accounts_presenter
    await until(lambda: presenter.figures)
    presence, values = opened.presence_presenter, opened.presenter
    await until(lambda: presence.links is not None and presence.autostart is not None)
    await until(lambda: values.notifier is not None and values.kept is not None)
    # Of another name, so that no figures of the account are read in between.
    name = f"{services.accounts.providers()[account.provider].title}, Leeds"
    well = replace(account, name=name, last_sync=stage.now - timedelta(seconds=40), calls=9_210)
    window.shell.accounts = (well,)
    _pictures(stage, opened)
    opened.close()
    settled_form(stage, window, well.name)
    await stage.close(window)


def _pictures(stage: Stage, opened: SettingsWindow) -> None:
    take = stage.album.take
    opened.accounts_page.refresh()
    take(opened, "policy", "account")
    opened.resize(*NARROW)
    take(opened, "policy", "account-narrow")
    opened.resize(1180, 760)
    rows = (
        Imported("sync.horizon_months", 24, Verdict.LOCKED, f"Set by your administrator in {SHOWN_AS}."),
        Imported("ui.colour", "green", Verdict.UNKNOWN, "This Sidetone has no such setting."),
    )
    opened.nav.choose(Page.DESKTOP)
    opened.presenter.imported.emit(Path("office.json"), SettingsImport(rows, {"ui.theme": None}))
    take(opened, "policy", "imported")
    row = opened.pages[Page.DESKTOP].row("settings.files")
    assert isinstance(row, FilesRow)
    assert row.dialog is not None
    row.dialog.close_button.click()
    take(opened, "policy", "undo-import")
    assert row.toast is not None
    row.toast.hide()
    for page in (Page.NOTIFICATIONS, Page.PRIVACY, Page.ABOUT):
        opened.nav.choose(page)
        take(opened, "policy", page.value)
