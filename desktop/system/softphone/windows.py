"""The softphone of Windows, written from the documentation and not run."""

import asyncio
import os
import sys
from collections.abc import Sequence

from desktop.domain.errors import ErrorKind, Trouble
from desktop.domain.lines import LinkProgram
from desktop.system.softphone.launch import came_back_trouble
from desktop.system.softphone.link import link_to, marking

_CHOICE = r"Software\Microsoft\Windows\Shell\Associations\UrlAssociations\tel\UserChoice"
_DEFAULT = "default"


class WindowsSoftphone:
    """Hands the link to the system, unless what it would run is Sidetone."""

    async def programs(self) -> Sequence[LinkProgram]:
        """Return the program that the person chose for links to numbers, if there is one."""
        found = await asyncio.to_thread(_chosen)
        if found is None:
            return ()
        name, command = found
        ours = "sidetone" in f"{name} {command}".casefold()
        return (LinkProgram(_DEFAULT, name, default=True, ours=ours),)

    async def hand_over(self, program_id: str, number: str) -> str:
        """Open the link."""
        programs = await self.programs()
        if program_id != _DEFAULT or not programs:
            raise Trouble(
                ErrorKind.NO_SOFTPHONE,
                detail="No program opens links to phone numbers. Choose one in the system's settings, under "
                "Default apps.",
            )
        if programs[0].ours:
            raise came_back_trouble(programs[0].name)
        try:
            await asyncio.to_thread(_open, link_to("tel", number), number)
        except OSError as error:
            raise Trouble(
                ErrorKind.NO_SOFTPHONE,
                detail=f"{programs[0].name} could not be started ({error.strerror}), so nothing was "
                "called. Start it by hand.",
            ) from error
        return ""


def _open(link: str, number: str) -> None:
    """Have the system open a link; what it starts gets our environment."""
    if sys.platform == "win32":
        with marking(number):
            os.startfile(link)  # noqa: S606 - a link of digits alone


def _chosen() -> tuple[str, str] | None:
    """Return the name of the program and what it runs; None when nobody chose."""
    if sys.platform == "win32":
        import winreg  # noqa: PLC0415 - of Windows alone

        try:
            with winreg.OpenKey(winreg.HKEY_CURRENT_USER, _CHOICE) as key:
                program = str(winreg.QueryValueEx(key, "ProgId")[0])
            with winreg.OpenKey(winreg.HKEY_CLASSES_ROOT, rf"{program}\shell\open\command") as key:
                command = str(winreg.QueryValueEx(key, "")[0])
        except OSError:
            return None
        try:
            with winreg.OpenKey(winreg.HKEY_CLASSES_ROOT, rf"{program}\Application") as key:
                return str(winreg.QueryValueEx(key, "ApplicationName")[0]), command
        except OSError:
            return program, command
    return None
