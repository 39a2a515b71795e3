"""This computer's softphone: whatever program opens links to phone numbers.

A link is handed to a program that was looked at before, never to whoever the system would pick then, and
never to Sidetone itself. Three things hold that: what would open Sidetone is not offered; who starts with
the mark of a link that was handed out a moment ago leaves again (`came_back`); and `services.guard` refuses
a number that comes back as a link within seconds.
"""

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # a link that came back is to leave again quickly, and needs `link` alone
    from desktop.domain.lines import LinkProgram
    from desktop.domain.ports import Softphone

__all__ = ["NoSoftphone", "system_softphone"]


class NoSoftphone:
    """The softphone where there is none."""

    async def programs(self) -> "Sequence[LinkProgram]":
        """Return nothing."""
        return ()

    async def hand_over(self, program_id: str, number: str) -> str:  # noqa: ARG002 - as the Protocol says
        """Say so."""
        from desktop.domain.errors import ErrorKind, Trouble  # noqa: PLC0415 - see above

        raise Trouble(ErrorKind.NO_SOFTPHONE, detail="There is no softphone here.")


def system_softphone() -> "Softphone":
    """Return this system's way. Nothing is looked at before it is asked."""
    if sys.platform == "win32":
        from desktop.system.softphone.windows import WindowsSoftphone  # noqa: PLC0415 - has what is not here

        return WindowsSoftphone()
    if sys.platform == "darwin":
        from desktop.system.softphone.mac import MacSoftphone  # noqa: PLC0415 - not needed elsewhere

        return MacSoftphone()
    from desktop.system.softphone.linux import LinuxSoftphone  # noqa: PLC0415 - not needed elsewhere

    return LinuxSoftphone()
