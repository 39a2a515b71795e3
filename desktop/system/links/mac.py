"""Links on macOS: Launch Services keeps who opens what; written from the documentation and not run.

Only a bundle can open links, by the CFBundleURLTypes of its Info.plist (`URL_TYPES`). The choice is changed
with LSSetDefaultHandlerForURLScheme, which newer systems ask the person about first; where it is not taken
`by_hand` says so. There is no list of second choices, so a small file remembers who had the links before.
"""

import ctypes
import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from desktop import APP_ID
from desktop.domain.presence import SCHEMES, LinksState
from desktop.system.launch_services import chosen_bundles
from desktop.system.ourselves import OwnCommand
from desktop.system.whole import remove, write_whole

URL_TYPES = [{"CFBundleURLName": APP_ID, "CFBundleTypeRole": "Viewer", "CFBundleURLSchemes": list(SCHEMES)}]
"""What the bundle's Info.plist says under CFBundleURLTypes."""

NO_BUNDLE = "On macOS only the packaged Sidetone.app can open links. Install it, and start it once."
ASK_AGAIN = "macOS asks you before it lets Sidetone open these links. Allow it, and look here again."
STAYS = "macOS knows no other program for what still opens Sidetone. Choose one in that program."

_USUALLY = {"tel": "com.apple.FaceTime"}
"""Who opens links that nobody chose a program for, on a fresh system."""


class Choices(Protocol):
    """Who opens links, as the system keeps it: bundles by scheme."""

    def read(self) -> Mapping[str, str]:
        """Return the bundle that was chosen for each scheme; a scheme without a choice is left out."""
        ...

    def choose(self, scheme: str, bundle: str) -> None:
        """Choose a bundle for a scheme; the system may ask the person, or refuse."""
        ...


class LaunchServices:
    """The system's own, through its CoreServices framework."""

    def read(self) -> Mapping[str, str]:
        """Read the choices' file."""
        return chosen_bundles()

    def choose(self, scheme: str, bundle: str) -> None:
        """Call LSSetDefaultHandlerForURLScheme."""
        core = ctypes.CDLL("/System/Library/Frameworks/CoreServices.framework/CoreServices")
        make, release = core.CFStringCreateWithCString, core.CFRelease
        make.restype = core.LSSetDefaultHandlerForURLScheme.restype = ctypes.c_void_p
        make.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_uint32]
        release.argtypes = [ctypes.c_void_p]
        change = core.LSSetDefaultHandlerForURLScheme
        change.argtypes, change.restype = [ctypes.c_void_p, ctypes.c_void_p], ctypes.c_int32
        utf_8 = 0x08000100
        texts = [make(None, text.encode(), utf_8) for text in (scheme, bundle)]
        try:
            change(*texts)
        finally:
            for text in texts:
                release(text)


class MacLinks:
    """Chooses an installation's bundle; `before` is the file that remembers who was chosen."""

    def __init__(self, choices: Choices, command: OwnCommand, before: Path) -> None:
        self._choices = choices
        self._command = command
        self._before = before

    def state(self) -> LinksState:
        """Look who is chosen now."""
        chosen = self._choices.read()
        ours = frozenset(scheme for scheme in SCHEMES if _is_ours(chosen.get(scheme, "")))
        others = tuple((scheme, chosen.get(scheme, "")) for scheme in SCHEMES if scheme not in ours)
        return LinksState(ours, others, refusal="" if self._command.is_bundle else NO_BUNDLE)

    def take(self) -> LinksState:
        """Choose ourselves, and remember who was before."""
        if not self._command.is_bundle:
            return self.state()
        chosen = self._choices.read()
        before = {scheme: one for scheme, one in chosen.items() if scheme in SCHEMES and not _is_ours(one)}
        write_whole(self._before, json.dumps({**self._remembered(), **before}), mode=0o600)
        for scheme in SCHEMES:
            self._choices.choose(scheme, APP_ID)
        found = self.state()
        return replace(found, by_hand="" if len(found.ours) == len(SCHEMES) else ASK_AGAIN)

    def give_back(self) -> LinksState:
        """Choose who was before, for what is still ours. The system has no way to choose nobody."""
        remembered = {**_USUALLY, **self._remembered()}
        for scheme in self.state().ours:
            if scheme in remembered:
                self._choices.choose(scheme, remembered[scheme])
        remove(self._before)
        found = self.state()
        return replace(found, by_hand=STAYS if found.ours else "")

    def _remembered(self) -> dict[str, str]:
        try:
            kept = json.loads(self._before.read_text("utf-8"))
        except (OSError, ValueError):
            return {}
        return {str(key): str(one) for key, one in kept.items()} if isinstance(kept, dict) else {}


def _is_ours(bundle: str) -> bool:
    return bundle.casefold() == APP_ID.casefold()
