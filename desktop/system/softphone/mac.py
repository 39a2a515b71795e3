"""The softphone of macOS, written from the documentation and not run."""

import asyncio
from collections.abc import Sequence

from desktop import APP_ID
from desktop.domain.errors import ErrorKind, Trouble
from desktop.domain.lines import LinkProgram
from desktop.system.launch_services import chosen_bundles
from desktop.system.softphone.launch import came_back_trouble, launch
from desktop.system.softphone.link import link_to

_USUAL = LinkProgram("default", "The program for links to numbers", default=True)


class MacSoftphone:
    """Hands the link to `open`, unless the choice that Launch Services keeps is Sidetone."""

    async def programs(self) -> Sequence[LinkProgram]:
        """Return the one that the system opens; which others there are it does not tell."""
        chosen = await asyncio.to_thread(lambda: chosen_bundles().get("tel"))
        if chosen is None:
            return (_USUAL,)
        return (LinkProgram(_USUAL.id, chosen, default=True, ours=chosen.casefold() == APP_ID.casefold()),)

    async def hand_over(self, program_id: str, number: str) -> str:
        """Open the link."""
        (program,) = await self.programs()
        if program_id != program.id:
            raise Trouble(ErrorKind.NO_SOFTPHONE, detail=f"There is no program {program_id} here.")
        if program.ours:
            raise came_back_trouble(program.name)
        return await launch(program.name, ["/usr/bin/open", link_to("tel", number)], number)
