"""`sidetone links` and `sidetone autostart`: Sidetone as a part of the desktop.

Both change files of the person's desktop and none of the profile, so they open nothing and need no key.
"""

import argparse
from typing import TYPE_CHECKING

from desktop.app.cli.context import Access, Context
from desktop.app.cli.exits import Exit
from desktop.app.cli.parser import Commands
from desktop.app.cli.shapes import Shape
from desktop.domain.errors import ErrorKind, Trouble
from desktop.domain.presence import SCHEMES, AutostartState, LinksState

if TYPE_CHECKING:
    from desktop.services.presence import Presence


def add(commands: Commands) -> None:
    """Declare the commands."""
    links = commands.group("links", "open tel:, sip: and callto: links with Sidetone")
    links.add("status", "say which program opens them", access=Access.FILES, run=run_links)
    links.add("on", "have Sidetone open them from now on", access=Access.FILES, run=run_links_on)
    links.add("off", "give them back to who had them before", access=Access.FILES, run=run_links_off)
    starting = commands.group("autostart", "start Sidetone hidden with the session")
    starting.add("status", "say whether it does", access=Access.FILES, run=run_autostart)
    starting.add("on", "start with the session from now on", access=Access.FILES, run=run_autostart_on)
    starting.add("off", "start with it no more", access=Access.FILES, run=run_autostart_off)


def _presence(ctx: Context) -> "Presence":
    from desktop.app.presence import system_presence
    from desktop.services.changes import Changes

    assert ctx.paths is not None
    return system_presence(ctx.paths, ctx.policy, Changes())


async def run_links(ctx: Context, _args: argparse.Namespace) -> int:
    """Say who opens which links."""
    state = await _presence(ctx).links()
    _show_links(ctx, state)
    _explain(ctx, state.refusal)
    return Exit.DONE


async def run_links_on(ctx: Context, _args: argparse.Namespace) -> int:
    """Take the links, and say what only the person may do besides."""
    state = await _presence(ctx).take_links()
    _must_be_allowed(state.refusal)
    _show_links(ctx, state)
    _explain(ctx, state.by_hand)
    return Exit.DONE if state.by_hand or state.ours == frozenset(SCHEMES) else Exit.FAILED


async def run_links_off(ctx: Context, _args: argparse.Namespace) -> int:
    """Give the links back."""
    state = await _presence(ctx).give_links_back()
    _show_links(ctx, state)
    _explain(ctx, state.by_hand)
    return Exit.DONE if state.by_hand or not state.ours else Exit.FAILED


async def run_autostart(ctx: Context, _args: argparse.Namespace) -> int:
    """Say whether Sidetone starts with the session."""
    state = await _presence(ctx).autostart()
    _show_autostart(ctx, state)
    _explain(ctx, state.refusal)
    return Exit.DONE


async def run_autostart_on(ctx: Context, _args: argparse.Namespace) -> int:
    """Start with the session from now on."""
    state = await _presence(ctx).set_autostart(enabled=True)
    _must_be_allowed(state.refusal)
    _show_autostart(ctx, state)
    return Exit.DONE if state.enabled else Exit.FAILED


async def run_autostart_off(ctx: Context, _args: argparse.Namespace) -> int:
    """Start with it no more."""
    state = await _presence(ctx).set_autostart(enabled=False)
    _show_autostart(ctx, state)
    return Exit.FAILED if state.enabled else Exit.DONE


def _must_be_allowed(refusal: str) -> None:
    if refusal:
        raise Trouble(ErrorKind.RULE, detail=refusal)


def _explain(ctx: Context, sentence: str) -> None:
    if sentence:
        ctx.say(sentence)


def _show_links(ctx: Context, state: LinksState) -> None:
    others = dict(state.others)
    for scheme in SCHEMES:
        ours = scheme in state.ours
        program = "Sidetone" if ours else others.get(scheme) or None
        shape: Shape = {"scheme": scheme, "ours": ours, "program": program}
        ctx.out(shape, f"{scheme}: {program or 'no program'}")


def _show_autostart(ctx: Context, state: AutostartState) -> None:
    said = "starts hidden with the session" if state.enabled else "does not start with the session"
    ctx.out({"enabled": state.enabled}, f"Sidetone {said}.")
