"""A computer's programs for links to numbers, as a test wants them, and what they were handed."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

from desktop.domain.lines import LinkProgram

LINPHONE = LinkProgram("org.linphone.desktop", "Linphone", default=True)
ZOIPER = LinkProgram("zoiper.desktop", "Zoiper")
OURSELVES = LinkProgram("io.github.sidetone.Sidetone.desktop", "Sidetone", default=True, ours=True)


@dataclass
class Programs:
    """Change what there is while a test runs. `handed` is what was given to whom."""

    there: list[LinkProgram] = field(default_factory=lambda: [LINPHONE])
    handed: list[tuple[str, str]] = field(default_factory=list)
    looks: int = 0
    take: Callable[[str, str], Awaitable[str]] | None = None

    async def programs(self) -> Sequence[LinkProgram]:
        self.looks += 1
        return list(self.there)

    async def hand_over(self, program_id: str, number: str) -> str:
        self.handed.append((program_id, number))
        await asyncio.sleep(0)
        return await self.take(program_id, number) if self.take else ""
