"""`sidetone doctor`: what support wants to know, with no secret and no whole number in it."""

import argparse
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from desktop import __version__
from desktop.app.cli import shapes
from desktop.app.cli.context import Access, Context
from desktop.app.cli.exits import Exit
from desktop.app.cli.parser import Commands
from desktop.domain.errors import Trouble

if TYPE_CHECKING:
    from desktop.app.container import Container
    from desktop.domain.contacts import Book
    from desktop.services import Services
    from desktop.services.policy import Policy
    from desktop.services.presence import Presence
    from desktop.system.paths import Paths

PACKAGES = ("PySide6-Essentials", "qasync", "httpx", "apsw-sqlite3mc", "msgspec", "keyring", "phonenumbers")
_STAMP = len("2026-03-31 14:05:00,000 ")  # what a line of the log begins with


def add(commands: Commands) -> None:
    """Declare the command."""
    commands.add("doctor", "say how this installation and its accounts are", access=Access.FILES, run=run)


async def run(ctx: Context, _args: argparse.Namespace) -> int:
    """Look at everything that can be looked at; nothing is changed and nobody is asked."""
    assert ctx.paths is not None
    report: shapes.Shape = {"versions": _versions(), "paths": _paths(ctx.paths), **await _profile(ctx)}
    ctx.out(report, lambda: "\n".join(_plain(report)))
    return Exit.DONE


async def of_running(container: "Container") -> str:
    """Return the report of an open profile as text that may be sent: without names and home folder."""
    accounts = await _accounts(container.services)
    names = [str(account.pop("name")) for account in accounts]
    for account in accounts:
        del account["health"]  # a sentence with the name in it
    trouble = container.services.settings.trouble
    report = {
        "versions": _versions(),
        "paths": _paths(container.paths),
        "vault": container.vault.title,
        "tray": await _tray(),
        "notifications": await _notifications(),
        "softphone": await _softphone(),
        **await _presence(container.services.presence),
        "settings": trouble or "ok",
        "policy": _policy(container.services.policy),
        "accounts": accounts,
        "last_errors": _last_errors(container.paths.log),
    }
    text = "\n".join(_plain(report)).replace(str(Path.home()), "~")
    for place, name in enumerate(names, 1):
        text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", f"account {place}", text)
    return text + "\n"


def _versions() -> dict[str, str | None]:
    import platform
    from importlib import metadata

    found: dict[str, str | None] = {
        "sidetone": __version__,
        "python": platform.python_version(),
        "system": platform.platform(),
        "frozen": "yes" if getattr(sys, "frozen", False) else "no",
    }
    for name in PACKAGES:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            found[name] = None
    return found


def _policy(policy: "Policy") -> str:
    """Say which administrator's file holds, and what of it does not."""
    from desktop.providers import discover

    policy.check_fields({key: provider.manifest for key, provider in discover().items()})
    return policy.trouble or str(policy.path or "none")


def _paths(paths: "Paths") -> dict[str, str]:
    names = ("data", "config", "cache", "runtime", "socket", "log", "policy")
    return {name: str(getattr(paths, name)) for name in names}


async def _profile(ctx: Context) -> shapes.Shape:
    """Look into the profile as far as it opens without asking anybody."""
    from desktop.app.container import describe_vault, find_vault, has_store, open_container
    from desktop.app.presence import system_presence
    from desktop.services.changes import Changes

    assert ctx.paths is not None
    vault = find_vault(ctx.paths)
    report: shapes.Shape = {
        "vault": describe_vault(vault),
        "tray": await _tray(),
        "notifications": await _notifications(),
        "softphone": await _softphone(),
        **await _presence(system_presence(ctx.paths, ctx.policy, Changes())),
        "settings": ctx.settings.trouble or "ok",
        "policy": _policy(ctx.policy),
        "store": "none yet",
        "accounts": [],
        "last_errors": _last_errors(ctx.paths.log),
    }
    if not has_store(ctx.paths.data):
        return report
    if vault.trouble is not None:  # opening it would ask the person
        return report | {"store": vault.trouble.sentence}
    try:
        container = await open_container(ctx.paths)
    except Trouble as trouble:
        return report | {"store": trouble.sentence}
    try:
        accounts = await _accounts(container.services)
        network = await _network(container.services)
    finally:
        await container.close()
    return report | {"store": "ok", "network": network, "accounts": accounts}


async def _accounts(services: "Services") -> list[shapes.Shape]:
    """Return each account with what was counted of its requests."""
    found = []
    books = {one.account_id: one for one in await services.contacts.books()}
    for account in await services.accounts.all():
        figures = await services.health.figures(account.name)
        failed = figures.last_failure
        counted: shapes.Shape = {
            "health": account.trouble or "ok",
            "requests_24h": figures.requests,
            "failures_24h": figures.failures,
            "last_failure": f"{shapes.stamp(failed[0])} {failed[1].value}" if failed else None,
            "rate_limited_7d": figures.limited,
        }
        book = books.get(account.id)
        found.append(shapes.account(account) | counted | {"phonebook": book and _phonebook(book)})
    return found


async def _network(services: "Services") -> shapes.Shape:
    """Return how providers are reached."""
    try:
        proxy = await services.network.proxy_of("https://provider.example") or "none"
    except Trouble as trouble:
        proxy = trouble.sentence
    found = await services.network.certificates()
    own = "none" if found is None else found.trouble or f"{found.count} of your own"
    return {"proxy": proxy, "certificates": own}


def _phonebook(book: "Book") -> shapes.Shape:
    """Return how a phonebook does; no name and no number of it."""
    return {
        "contacts": book.contacts,
        "unsent": book.unsent,
        "conflicts": book.conflicts,
        "read_at": shapes.stamp(book.listed_at),
        "refusal": book.refusal,
    }


async def _softphone() -> str:
    """Say which program of this computer gets a number where a call goes to the softphone."""
    from desktop.system.softphone import system_softphone

    programs = await system_softphone().programs()
    default = next((one for one in programs if one.default), None)
    others = ", ".join(one.name for one in programs if one is not default and not one.ours)
    named = "nobody opens links to numbers" if default is None else default.name
    if default is not None and default.ours:
        named = "links to numbers open Sidetone itself"
    return f"{named}; also {others}" if others else named


async def _presence(presence: "Presence") -> shapes.Shape:
    """Say what opens links to numbers, and whether Sidetone starts with the session."""
    try:
        links, autostart = await presence.links(), await presence.autostart()
    except Trouble as trouble:
        return {"links": trouble.sentence, "autostart": trouble.sentence}
    programs = {**dict.fromkeys(sorted(links.ours), "Sidetone"), **dict(links.others)}
    opened = ", ".join(f"{program or 'nothing'} opens {scheme}" for scheme, program in programs.items())
    return {
        "links": " ".join(part for part in (f"{opened}.", links.by_hand, links.refusal) if part),
        "autostart": " ".join(filter(None, ("yes" if autostart.enabled else "no", autostart.refusal))),
    }


async def _tray() -> str:
    """Say whether there is a panel to put the icon on, as the session's bus tells."""
    if sys.platform != "linux":
        return "the system's own"
    from desktop.system.bus import has_tray_host

    return {
        True: "a panel shows status icons",
        # Qt also knows the trays of old X11 panels, which no bus tells of.
        False: "no panel shows status icons, so closing the window ends Sidetone",
        None: "there is no session bus to ask",
    }[await has_tray_host()]


async def _notifications() -> str:
    """Say who would show a notice."""
    from desktop.system.notifications import system_notifier

    notifier = system_notifier()
    state = await notifier.state()
    await notifier.close()
    if not state.service:
        return "nobody shows notifications here"
    return f"{state.service}, {'with' if state.buttons else 'without'} buttons"


def _last_errors(log: Path) -> list[str]:
    """Return the last warnings and errors of the log, with numbers masked once more.

    What came again and again, as at each start, is there once, as it was last: it would hide the others.
    """
    from desktop.system.log import masked

    try:
        lines = log.read_text("utf-8", "replace").splitlines()
    except OSError:
        return []
    wanted: dict[str, str] = {}
    for line in lines:
        if " WARNING " in line or " ERROR " in line:
            said = line[_STAMP:]
            wanted.pop(said, None)
            wanted[said] = line
    return [masked(line) for line in list(wanted.values())[-20:]]


def _plain(report: object, indent: str = "") -> list[str]:
    """Lay a report out as indented lines."""
    if isinstance(report, dict):
        rows = []
        for key, value in report.items():
            if isinstance(value, (dict, list)) and value:
                rows += [f"{indent}{key}:", *_plain(value, indent + "  ")]
            else:
                rows.append(f"{indent}{key}: {'none' if value in (None, [], {}) else value}")
        return rows
    if isinstance(report, list):
        return [row for item in report for row in _plain(item, indent)]
    return [f"{indent}{report}"]
