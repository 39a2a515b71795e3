"""Starting with the session on Windows: a value of the person's Run key.

Written from the documentation ("Run and RunOnce Registry Keys"), and not run. Task Manager and the system's
settings switch such a value off in a key beside it: the first byte of what they write there is odd then.
"""

import subprocess

from desktop.domain.presence import AutostartState
from desktop.system.ourselves import OwnCommand
from desktop.system.registry import Registry

RUN = r"Software\Microsoft\Windows\CurrentVersion\Run"
APPROVED = r"Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run"
NAME = "Sidetone"


class WindowsAutostart:
    """Starts an installation from a registry."""

    def __init__(self, registry: Registry, command: OwnCommand) -> None:
        self._registry = registry
        self._command = command

    def state(self) -> AutostartState:
        """Look whether there is a value, and nobody switched it off."""
        there = self._registry.read(RUN, NAME) is not None
        approved = self._registry.read(APPROVED, NAME)
        off = isinstance(approved, bytes) and approved[:1] != b"" and approved[0] % 2 == 1
        return AutostartState(enabled=there and not off)

    def set(self, enabled: bool) -> AutostartState:
        """Write the value, or delete it; what Task Manager said of it goes either way."""
        if enabled:
            line = subprocess.list2cmdline([*self._command.words, "--hidden"])
            self._registry.write(RUN, NAME, line)
        else:
            self._registry.forget(RUN, NAME)
        self._registry.forget(APPROVED, NAME)
        return self.state()
