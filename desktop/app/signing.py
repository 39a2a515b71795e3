"""Uses the sign-in file at the start of the window, where one lies, and says what went wrong with it."""

import asyncio
import logging
from typing import TYPE_CHECKING

from desktop.domain.errors import ErrorKind, Trouble

if TYPE_CHECKING:
    from pathlib import Path

    from desktop.app.container import Container

log = logging.getLogger(__name__)

PATIENCE_S = 20.0
"""How long the window waits with what it shows; what is not added by then stays in the file."""


async def sign_in_once(container: "Container") -> str:
    """Add the accounts of the sign-in files that lie ready; returns what a person is to hear, mostly ""."""
    named = container.services.policy.sign_in
    said = [await _use(container, file) for file in (named, container.paths.sign_in) if file is not None]
    return " ".join(one for one in said if one)


async def _use(container: "Container", file: "Path") -> str:
    try:
        if not (file.exists() or file.with_name(f"{file.name}.used").exists()):  # as at nearly every start
            return ""
    except OSError as error:  # a folder that this person may not look into
        log.warning("no sign-in file can be looked for: %s", error.strerror)
        return ""
    from desktop.services import sign_in_file

    services = container.services
    try:
        async with asyncio.timeout(PATIENCE_S):
            done = await sign_in_file.sign_in(services.accounts, services.settings, file)
    except TimeoutError:
        return (
            f"{file.name} is not used up: an account did not answer in time. It is tried at the next start."
        )
    except Trouble as trouble:
        log.warning("the sign-in file was not used: %s", trouble.kind)
        return "" if trouble.kind is ErrorKind.NO_FILE and not file.exists() else trouble.sentence
    said = [f"{name} could not be signed in: {trouble.sentence}" for name, trouble in done.failed]
    if done.trouble:
        said.append(Trouble(ErrorKind.NOT_ERASED, name=str(file), detail=done.trouble).sentence)
    return " ".join(said)
