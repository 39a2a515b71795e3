"""This computer's softphone as a line among the others."""

from collections.abc import Sequence

from desktop.domain.errors import ErrorKind, Trouble
from desktop.domain.lines import SOFTPHONE, Line, LineSettings, LineStatus, LinkProgram
from desktop.domain.ports import Softphone

THIS_COMPUTER = "This computer"

_NONE = (
    "No program on this computer opens links to phone numbers. Install a softphone, and let it open links "
    "that begin with tel:."
)
OURS = (
    "Links to phone numbers open Sidetone itself here, which would ask again. Choose another program for "
    "them in the system's settings{others}."
)


class Softphones:
    """The programs that open links to phone numbers, each as a `Line` of no account.

    The system's default is the line "softphone", whatever program that is by then; another one is
    "softphone:ID". Looking for them costs a look at the disk, so what was found is kept until a fresh look.
    """

    def __init__(self, system: Softphone) -> None:
        self._system = system
        self._found: tuple[LinkProgram, ...] | None = None

    async def lines(self, chosen: str = "", *, fresh: bool = False) -> list[Line]:
        """Return them, the default first. `chosen` is the setting: that one is there even if it is gone.

        There is always one, with its `trouble` where nothing can take a number.
        """
        if fresh or self._found is None:
            self._found = tuple(await self._system.programs())
        programs = self._found
        others = [one for one in programs if not (one.default or one.ours)]
        default = next((one for one in programs if one.default), None)
        found = []
        if default is None:
            found += [] if others else [_line(SOFTPHONE, "", "Softphone", _NONE)]
        elif default.ours:
            found.append(_line(SOFTPHONE, default.id, default.name, OURS.format(others=_names(others))))
        else:
            kept = _id(default) if chosen == _id(default) else SOFTPHONE
            found.append(_line(kept, default.id, default.name))
        found += [_line(_id(one), one.id, one.name) for one in others]
        if chosen.startswith(f"{SOFTPHONE}:") and all(one.id != chosen for one in found):
            program = chosen.partition(":")[2]
            name = program.removesuffix(".desktop")
            gone = f"{name} does not open links to phone numbers any more. Choose another program or line."
            found.append(_line(chosen, program, name, gone))
        return found

    async def line(self, line_id: str) -> Line:
        """Return the line of an id after a fresh look. Raises `Trouble` NO_SOFTPHONE when it cannot call."""
        found = await self.lines(line_id, fresh=True)
        line = next((one for one in found if one.id == line_id), found[0])
        if not line.can_dial:
            raise Trouble(ErrorKind.NO_SOFTPHONE, detail=line.trouble)
        return line

    async def hand_over(self, line: Line, number: str) -> str:
        """Give the number to the program; returns what was odd about that. Raises `Trouble` NO_SOFTPHONE."""
        return await self._system.hand_over(line.provider_id, number)


def _line(line_id: str, program: str, name: str, trouble: str = "") -> Line:
    return Line(
        id=line_id,
        account_id="",
        account=THIS_COMPUTER,
        provider_id=program,
        name=name,
        number=None,
        extension=None,
        status=LineStatus.INACTIVE if trouble else LineStatus.ACTIVE,
        settings=LineSettings(),
        trouble=trouble,
    )


def _id(program: LinkProgram) -> str:
    return f"{SOFTPHONE}:{program.id}"


def _names(others: Sequence[LinkProgram]) -> str:
    """Name what could be chosen here instead."""
    names = [one.name for one in others]
    if not names:
        return ""
    listed = " or ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else names[0]
    return f", or {listed} in the list of lines"
