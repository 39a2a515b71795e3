"""What starts with the session, in each system's own way of writing that down."""

import os
import sys
from typing import TYPE_CHECKING

from desktop.domain.ports import Autostart

if TYPE_CHECKING:
    from desktop.system.paths import Paths


def system_autostart(paths: "Paths") -> Autostart:
    """Return this system's way for a profile. Nothing is looked at before it is asked."""
    from desktop.system.ourselves import own_command  # noqa: PLC0415 - see above

    command = own_command(paths.profile)
    if sys.platform == "win32":
        from desktop.system.autostart.windows import WindowsAutostart  # noqa: PLC0415 - not needed elsewhere
        from desktop.system.registry import UserRegistry  # noqa: PLC0415 - of Windows alone

        return WindowsAutostart(UserRegistry(), command)
    if sys.platform == "darwin":
        from pathlib import Path  # noqa: PLC0415 - see above

        from desktop.system.autostart.mac import MacAutostart  # noqa: PLC0415 - not needed elsewhere

        return MacAutostart(Path.home() / "Library", command)
    from desktop.system.autostart.linux import LinuxAutostart  # noqa: PLC0415 - not needed elsewhere

    return LinuxAutostart(os.environ, command)
