"""What an account may be called, and what a test of its connection finds."""

import time
import unicodedata
from contextlib import suppress

from desktop.domain.accounts import Ability, AccountInfo, ConnectionTest
from desktop.domain.errors import ErrorKind, Trouble
from desktop.domain.ports import ProviderSession
from desktop.services.sessions import Trial

# Control characters, the line ends besides them, and what stands for bytes that were no text.
_NOT_IN_NAMES = frozenset({"Cc", "Zl", "Zp", "Cs"})


def account_name(text: str) -> str:
    """Return an account's name, trimmed. Raises `Trouble` USAGE for what cannot be one."""
    name = text.strip()
    if not name or ":" in name or any(unicodedata.category(sign) in _NOT_IN_NAMES for sign in name):
        raise Trouble(ErrorKind.USAGE, detail="An account needs a name, on one line and without a colon.")
    return name


async def ask_who(session: ProviderSession) -> AccountInfo:
    """Test a connection with the cheapest request that the session offers."""
    if session.account is not None:
        return await session.account.account()
    if session.lines is not None:
        await session.lines.lines()
    return AccountInfo()


async def tried_out(trial: Trial) -> ConnectionTest:
    """Test a connection that is not kept, count its lines, and close it. Raises what the test met."""
    try:
        begun = time.monotonic()
        info = await ask_who(trial.session)
        took_s = time.monotonic() - begun
        session = trial.session  # with the abilities that were granted
        lines = None
        if session.lines is not None:
            with suppress(Trouble):
                lines = len(await session.lines.lines())
        missing, granted = dict(session.missing), session.grant() is not None
    finally:
        await trial.session.close()
    abilities = frozenset(Ability) - missing.keys()
    return ConnectionTest(info, took_s, lines, abilities, missing, granted)
