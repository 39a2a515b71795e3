"""Starting with the session on macOS: a launch agent of the person's, after launchd.plist(5). Not run.

The system's settings can switch a login item off without touching the file, and no program may ask them.
It counts from the next session: loading it now would start a second Sidetone at once.
"""

import plistlib
from pathlib import Path

from desktop import APP_ID
from desktop.domain.presence import AutostartState
from desktop.system.ourselves import OwnCommand
from desktop.system.whole import remove, write_whole


class MacAutostart:
    """Starts an installation from the agents of a Library folder."""

    def __init__(self, library: Path, command: OwnCommand) -> None:
        self._file = library / "LaunchAgents" / f"{APP_ID}.plist"
        self._command = command

    def state(self) -> AutostartState:
        """Look whether there is an agent that is not disabled, and whether its program is there."""
        try:
            with self._file.open("rb") as opened:
                agent = plistlib.load(opened)
            first = Path(agent["ProgramArguments"][0])
        except (OSError, ValueError, LookupError, TypeError, plistlib.InvalidFileException):
            return AutostartState()
        return AutostartState(enabled=not agent.get("Disabled") and first.exists())

    def set(self, enabled: bool) -> AutostartState:
        """Write the agent, or remove it."""
        if enabled:
            agent = {
                "Label": APP_ID,
                "ProgramArguments": [*self._command.words, "--hidden"],
                "RunAtLoad": True,
                "ProcessType": "Interactive",  # else the system slows it down as it does a daemon
                "LimitLoadToSessionType": "Aqua",
            }
            write_whole(self._file, plistlib.dumps(agent))
        else:
            remove(self._file)
        return self.state()
