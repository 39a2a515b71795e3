"""Starting with the session on Linux desktops: an entry in the folder that they all read.

After the Autostart specification of freedesktop.org. A person's own file hides the system's of the same
name, and `Hidden=true` in it means that nothing is started. GNOME's and Xfce's settings switch an entry off
by a key of their own each, which is read here too.
"""

import os
from collections.abc import Mapping
from pathlib import Path

from desktop.domain.presence import AutostartState
from desktop.system.entries import MAIN, OWN_ENTRY, command_of, config_folders, groups_of
from desktop.system.ourselves import OwnCommand
from desktop.system.own_entry import starting_hidden
from desktop.system.whole import remove, write_whole

_OFF = "[Desktop Entry]\nType=Application\nName=Sidetone\nHidden=true\n"


class LinuxAutostart:
    """Starts an installation from the folders of an environment."""

    def __init__(self, environment: Mapping[str, str], command: OwnCommand) -> None:
        """Name both; nothing is looked at yet."""
        self._path = environment.get("PATH", os.defpath)
        self._command = command
        own, *system = (folder / "autostart" / OWN_ENTRY for folder in config_folders(environment))
        self._own = own
        self._system = system

    def state(self) -> AutostartState:
        """Look whether the desktop will start what the first file says, and whether that is still there."""
        return AutostartState(enabled=self._starts(next(self._there(), None)))

    def set(self, enabled: bool) -> AutostartState:
        """Write our file, or remove it; one of the system's is hidden instead."""
        if enabled:
            write_whole(self._own, starting_hidden(self._command))
        elif any(self._starts(file) for file in self._system):
            write_whole(self._own, _OFF)
        else:
            remove(self._own)
        return self.state()

    def _there(self) -> "filter[Path]":
        return filter(Path.is_file, (self._own, *self._system))

    def _starts(self, file: Path | None) -> bool:
        values = groups_of(file).get(MAIN, {}) if file else {}
        off = (
            values.get("Hidden", "").lower() == "true"
            or values.get("X-GNOME-Autostart-enabled", "").lower() == "false"
        )
        return not off and bool(command_of(values, self._path))
