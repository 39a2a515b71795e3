"""Whom a person chose on macOS to open links; from the file that Launch Services keeps. Not run."""

import plistlib
from pathlib import Path

_CHOICES = "Library/Preferences/com.apple.LaunchServices/com.apple.launchservices.secure.plist"


def chosen_bundles(home: Path | None = None) -> dict[str, str]:
    """Return the chosen bundles by scheme; a scheme that nobody chose one for is left out."""
    try:
        with ((home or Path.home()) / _CHOICES).open("rb") as opened:
            handlers = plistlib.load(opened).get("LSHandlers", [])
    except (OSError, ValueError, AttributeError, plistlib.InvalidFileException):
        return {}
    found: dict[str, str] = {}
    for one in handlers if isinstance(handlers, list) else ():
        if isinstance(one, dict) and one.get("LSHandlerURLScheme") and one.get("LSHandlerRoleAll"):
            found.setdefault(str(one["LSHandlerURLScheme"]).casefold(), str(one["LSHandlerRoleAll"]))
    return found
