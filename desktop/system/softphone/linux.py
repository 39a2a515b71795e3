"""The softphone of a Linux desktop: the program that its entries name for links to numbers."""

import asyncio
import os
from collections.abc import Sequence

from desktop.domain.errors import ErrorKind, Trouble
from desktop.domain.lines import LinkProgram
from desktop.system.entries import TYPES, Entries, Entry
from desktop.system.softphone.launch import came_back_trouble, launch
from desktop.system.softphone.link import link_to


class LinuxSoftphone:
    """Starts the program itself, with the link as one word: no shell and no opener choose in between."""

    async def programs(self) -> Sequence[LinkProgram]:
        """Read the desktop entries; on a slow disk that takes a while."""
        found, default = await asyncio.to_thread(_look)
        programs = [
            LinkProgram(one.id, one.name, default=one.id == default, ours=one.is_ours)
            for one in found.values()
        ]
        return sorted(programs, key=lambda one: (not one.default, one.name.casefold(), one.id))

    async def hand_over(self, program_id: str, number: str) -> str:
        """Look again, since the programs may have changed, and start the one."""
        found, _ = await asyncio.to_thread(_look)
        entry = found.get(program_id)
        if entry is None:
            raise Trouble(
                ErrorKind.NO_SOFTPHONE,
                detail=f"{program_id.removesuffix('.desktop')} does not open links to phone numbers any "
                "more, so nothing was called. Choose another program in the list of lines.",
            )
        if entry.is_ours:
            raise came_back_trouble(entry.name)
        scheme = next(scheme for scheme, kind in TYPES.items() if kind in entry.types)
        return await launch(entry.name, entry.started_with(link_to(scheme, number)), number, entry.folder)


def _look() -> tuple[dict[str, Entry], str | None]:
    """Return the programs, and the one that a number's link would open were Sidetone not there.

    That is the one that had the links before Sidetone took them: it stands behind it in the system's lists.
    Of the first scheme that any program opens. Only where there is no other it is Sidetone.
    """
    found, ranks = Entries(os.environ).opening()
    order = next((ranks[kind] for kind in TYPES.values() if kind in ranks), ())
    others = (key for key in order if not found[key].is_ours)
    return found, next(others, order[0] if order else None)
