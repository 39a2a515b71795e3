"""`sidetone network`: how providers are reached, and the proxy's password, which is no setting."""

import argparse

from desktop.app.cli.context import Access, Context
from desktop.app.cli.exits import Exit
from desktop.app.cli.parser import Commands

_SOMEBODY = "https://provider.example"


def add(commands: Commands) -> None:
    """Declare the commands."""
    group = commands.group("network", "see how providers are reached, and keep a proxy's password")
    group.add("status", "show the proxy in use and your own certificates", access=Access.READ, run=run_status)
    password = group.add(
        "password",
        "keep the proxy's password: it is asked, or read as a line of stdin",
        access=Access.CHANGE,
        run=run_password,
    )
    password.add_argument("--remove", action="store_true", help="forget it instead")


async def run_status(ctx: Context, _args: argparse.Namespace) -> int:
    """Show the proxy in use and the file of certificates; exit 1 when one of them cannot be used."""
    from desktop.domain.errors import Trouble
    from desktop.services.network import CA_FILE, PROXY, split_proxy

    network, settings = ctx.services.network, ctx.services.settings
    try:
        used, trouble = await network.proxy_of(_SOMEBODY), ""
    except Trouble as unusable:
        used, trouble = "", unusable.sentence
    user = split_proxy(settings.text(PROXY))[1]
    kept = await network.has_password() if user else None
    found = await network.certificates()
    if found is not None and found.trouble:
        trouble = trouble or f"{found.file} does not count: {found.trouble}."
    shape: dict[str, object] = {
        "proxy": settings.text(PROXY),
        "in_use": used or None,
        "password": kept,
        "ca_file": settings.text(CA_FILE) or None,
        "certificates": found.count if found else 0,
        "trouble": trouble or None,
    }
    lines = [f"proxy: {shape['proxy']}" + (f", which is {used}" if used else ", none is in use")]
    if kept is not None:
        said = "kept" if kept else "none; `sidetone network password` takes it"
        lines.append(f"password of {user}: {said}")
    if found is not None:
        names = ", ".join(f"{name} until {ends.isoformat()}" for name, ends in found.authorities)
        lines.append(f"own certificates: {found.count} in {found.file}" + (f" ({names})" if names else ""))
    ctx.out(shape, "\n".join([*lines, *([trouble] if trouble else [])]))
    return Exit.FAILED if trouble else Exit.DONE


async def run_password(ctx: Context, args: argparse.Namespace) -> int:
    """Keep the proxy's password in the vault, or forget it."""
    password = "" if args.remove else await ctx.secret("Proxy password")
    await ctx.services.network.set_password(password)
    said = "The proxy's password is kept." if password else "The proxy's password is forgotten."
    ctx.out({"password": bool(password)}, said)
    return Exit.DONE
