"""Which program opens links to phone numbers, in each system's own way of writing that down."""

import os
import sys
from typing import TYPE_CHECKING

from desktop.domain.ports import LinkHandler

if TYPE_CHECKING:
    from desktop.system.paths import Paths


def system_links(paths: "Paths") -> LinkHandler:
    """Return this system's way for a profile. Nothing is looked at before it is asked."""
    from desktop.system.ourselves import own_command  # noqa: PLC0415 - see above

    command = own_command(paths.profile)
    if sys.platform == "win32":
        from desktop.system.links.windows import WindowsLinks  # noqa: PLC0415 - not needed elsewhere
        from desktop.system.registry import UserRegistry  # noqa: PLC0415 - of Windows alone

        return WindowsLinks(UserRegistry(), command)
    if sys.platform == "darwin":
        from desktop.system.links.mac import LaunchServices, MacLinks  # noqa: PLC0415 - not needed elsewhere

        return MacLinks(LaunchServices(), command, paths.config / "links-before.json")
    from desktop.system.links.linux import LinuxLinks  # noqa: PLC0415 - not needed elsewhere

    return LinuxLinks(os.environ, command)
