"""`sidetone account`: the provider accounts of the profile."""

import argparse
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from desktop.app.cli import shapes
from desktop.app.cli.context import Access, Context
from desktop.app.cli.exits import Exit
from desktop.app.cli.parser import Commands, Parser
from desktop.domain.accounts import Account, Manifest
from desktop.domain.errors import ErrorKind, Trouble

if TYPE_CHECKING:
    from desktop.services.endings import Ending


def add(commands: Commands) -> None:
    """Declare the commands."""
    group = commands.group("account", "add, test and remove provider accounts")
    new = group.add("add", "add an account and test it", access=Access.CHANGE, run=run_add)
    new.add_argument("provider", metavar="PROVIDER", help="its id (see `account fields`)")
    new.add_argument("--name", required=True, help="what you call the account")
    _credentials(new)
    new.add_argument("--no-test", action="store_true", help="keep it without asking the provider")

    group.add("list", "list the accounts", access=Access.READ, run=run_list)
    test = group.add("test", "ask the provider who we are", access=Access.CHANGE, run=run_test)
    test.add_argument("name", metavar="NAME")
    again = group.add("sign-in", "give new credentials and test them", access=Access.CHANGE, run=run_sign_in)
    again.add_argument("name", metavar="NAME")
    _credentials(again)
    rename = group.add("rename", "give an account another name", access=Access.CHANGE, run=run_rename)
    rename.add_argument("name", metavar="NAME")
    rename.add_argument("wanted", metavar="NEW_NAME")
    pause = group.add(
        "pause",
        "look for nothing new, and send no edits, until it is resumed",
        access=Access.CHANGE,
        run=run_pause,
    )
    pause.add_argument("name", metavar="NAME")
    resume = group.add("resume", "go on with an account that is paused", access=Access.CHANGE, run=run_resume)
    resume.add_argument("name", metavar="NAME")
    remove = group.add(
        "remove", "delete an account with its data and secrets", access=Access.CHANGE, run=run_remove
    )
    remove.add_argument("name", metavar="NAME")
    remove.add_argument("--force", action="store_true", help="also when edits were not sent yet")
    file = group.add(
        "import",
        "add the accounts of a sign-in file, which is erased then",
        access=Access.CHANGE,
        run=run_import,
    )
    file.add_argument("file", metavar="FILE", help="TOML; what fails stays in it")
    file.add_argument("--no-test", action="store_true", help="keep them without asking the providers")
    fields = group.add("fields", "show what a provider asks for", run=run_fields)
    fields.add_argument(
        "provider", metavar="PROVIDER", nargs="?", help="without it, the providers are listed"
    )


def _credentials(parser: Parser) -> None:
    parser.add_argument(
        "--field",
        metavar="KEY=VALUE",
        action="append",
        default=[],
        type=_pair,
        help="a field that is no secret, such as base_url or token_url (`account fields` lists them)",
    )
    parser.add_argument(
        "--secret",
        metavar="KEY",
        action="append",
        default=[],
        help="read a line of standard input for this field, or ask without echo",
    )


def _pair(text: str) -> tuple[str, str]:
    key, equals, value = text.partition("=")
    if not equals or not key:
        raise argparse.ArgumentTypeError(f"{text!r} is not KEY=VALUE")
    return key, value


async def _read(ctx: Context, args: argparse.Namespace, manifest: Manifest) -> tuple[dict[str, str], ...]:
    """Return the plain fields and the secrets, after a look at the provider's form."""
    known = {field.key: field for field in manifest.fields}
    for key in [key for key, _ in args.field] + args.secret:
        if key not in known:
            raise Trouble(
                ErrorKind.USAGE, detail=f"{manifest.title} has no field {key}. It has: {', '.join(known)}."
            )
    for key, _ in args.field:
        if known[key].secret:
            raise Trouble(
                ErrorKind.USAGE,
                detail=f"{key} is a secret, and arguments can be seen by others: "
                f"use --secret {key} and give it on standard input.",
            )
    fields: dict[str, str] = dict(args.field)
    secrets: dict[str, str] = {}
    for key in args.secret:
        value = await ctx.secret(known[key].label)
        (secrets if known[key].secret else fields)[key] = value
    return fields, secrets


def _manifest(ctx: Context, provider: str) -> Manifest:
    return _known(ctx.services.accounts.providers(), provider)


def _known(manifests: Mapping[str, Manifest], provider: str) -> Manifest:
    found = manifests.get(provider)
    if found is None:
        raise Trouble(ErrorKind.NO_PROVIDER, name=provider, detail=", ".join(sorted(manifests)))
    return found


async def run_add(ctx: Context, args: argparse.Namespace) -> int:
    """Add an account; a failed test saves nothing."""
    fields, secrets = await _read(ctx, args, _manifest(ctx, args.provider))
    added = await ctx.services.accounts.add(args.provider, args.name, fields, secrets, test=not args.no_test)
    if not args.no_test:
        # So that its lines can dial before the first sync; that will say what went wrong here.
        with suppress(Trouble):
            await ctx.services.lines.refresh(added.id)
    ctx.out(shapes.account(added), f"Added {added.name}.")
    return Exit.DONE


async def run_list(ctx: Context, _args: argparse.Namespace) -> int:
    """List the accounts."""
    endings = {ending.account_id: ending for ending in await ctx.services.endings.all()}
    for account in await ctx.services.accounts.all():
        ending = endings.get(account.id)
        shape = shapes.account(account) | {"ends_on": ending.ends_on.isoformat() if ending else None}
        ctx.out(shape, _row(account, ending))
    return Exit.DONE


def _row(account: Account, ending: "Ending | None") -> str:
    synced = account.last_sync.astimezone().strftime("%Y-%m-%d %H:%M") if account.last_sync else "never"
    row = f"{account.name}  {account.provider}  {account.state.value}  {account.calls} calls  synced {synced}"
    if ending is not None:
        row += f"  key {'ended' if ending.days_left < 0 else 'ends'} {ending.ends_on.isoformat()}"
    return "\n".join(
        [row, *(f"  no {ability.value}: {why}" for ability, why in (account.missing or {}).items())]
    )


async def run_test(ctx: Context, args: argparse.Namespace) -> int:
    """Ask the provider who we are."""
    info = await ctx.services.accounts.test(args.name)
    account = await ctx.services.accounts.by_name(args.name)
    who = info.company or info.email or info.provider_id
    shape = shapes.account(account) | {"company": info.company, "email": info.email}
    ctx.out(shape, f"{account.name} works" + (f" ({who})." if who else "."))
    return Exit.DONE


async def run_sign_in(ctx: Context, args: argparse.Namespace) -> int:
    """Change credentials; a failed test changes nothing."""
    account = await ctx.services.accounts.by_name(args.name)
    fields, secrets = await _read(ctx, args, _manifest(ctx, account.provider))
    changed = await ctx.services.accounts.sign_in_again(args.name, fields, secrets)
    ctx.out(shapes.account(changed), f"{changed.name} is signed in.")
    return Exit.DONE


async def run_rename(ctx: Context, args: argparse.Namespace) -> int:
    """Give an account another name; its calls keep their ids."""
    renamed = await ctx.services.accounts.rename(args.name, args.wanted)
    ctx.out(shapes.account(renamed), f"{args.name} is {renamed.name} now.")
    return Exit.DONE


async def run_pause(ctx: Context, args: argparse.Namespace) -> int:
    """Leave an account out of the background work."""
    paused = await ctx.services.accounts.pause(args.name, paused=True)
    ctx.out(shapes.account(paused), f"{paused.name} is paused.")
    return Exit.DONE


async def run_resume(ctx: Context, args: argparse.Namespace) -> int:
    """Take an account in again; one that is not paused stays as it is."""
    resumed = await ctx.services.accounts.pause(args.name, paused=False)
    ctx.out(shapes.account(resumed), f"{resumed.name} is no longer paused.")
    return Exit.DONE


async def run_remove(ctx: Context, args: argparse.Namespace) -> int:
    """Delete an account with its data and secrets."""
    await ctx.services.accounts.remove(args.name, force=args.force)
    ctx.out({"removed": args.name}, f"Removed {args.name}.")
    return Exit.DONE


async def run_import(ctx: Context, args: argparse.Namespace) -> int:
    """Add the accounts of a sign-in file; one line for each."""
    from desktop.services import sign_in_file

    services, file = ctx.services, ctx.path(args.file)
    done = await sign_in_file.sign_in(services.accounts, services.settings, file, test=not args.no_test)
    for state, names in (("added", done.added), ("there", done.there)):
        for name in names:
            ctx.out({"name": name, "state": state, "error": None}, f"{name}: {state}")
    for name, trouble in done.failed:
        text = f"{name}: {trouble} It stays in {file.name}."
        ctx.out({"name": name, "state": "failed", "error": shapes.error(trouble)}, text)
    if done.trouble:
        raise Trouble(ErrorKind.NOT_ERASED, name=str(file), detail=done.trouble)
    if all(trouble.kind is ErrorKind.SIGN_IN for _, trouble in done.failed):
        return Exit.SIGN_IN if done.failed else Exit.DONE
    return Exit.FAILED


def run_fields(ctx: Context, args: argparse.Namespace) -> int:
    """Show a provider's account form, or which providers there are; needs no profile."""
    from desktop.providers import discover

    manifests = {key: provider.manifest for key, provider in discover().items()}
    if args.provider is None:
        for key, known in sorted(manifests.items()):
            ctx.out({"provider": key, "title": known.title}, f"{key}: {known.title}")
        return Exit.DONE
    manifest, policy = _known(manifests, args.provider), ctx.policy
    policy.check_fields(manifests)
    for declared in manifest.fields:
        lock = policy.field(args.provider, declared.key)
        settled = lock.value if lock else policy.field_default(args.provider, declared.key)
        field = replace(declared, default=settled or declared.default)
        marks = [word for word, on in (("secret", field.secret), ("required", field.required)) if on]
        marks += ["locked"] if lock else []
        notes = f" ({', '.join(marks)})" if marks else ""
        default = f" [{field.default}]" if field.default else ""
        shape = shapes.field(field) | ({"locked": lock.sentence} if lock else {})
        ctx.out(shape, f"{field.key}: {field.label}{notes}{default}")
    return Exit.DONE
