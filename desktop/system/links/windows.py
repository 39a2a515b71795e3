"""Links on Windows, for one person and without an installer; written from the documentation and not run.

A program registers what it can open ("Default Programs"), and only the person may choose it: the choice is
signed by the system, which throws away one that a program wrote. So taking the links is half a step, and
`by_hand` says the other half. Who had them before stays chosen until then, and can be chosen again.
"""

import subprocess
from dataclasses import replace

from desktop.domain.presence import SCHEMES, LinksState
from desktop.system.ourselves import OwnCommand
from desktop.system.registry import Registry

CLASS = "Sidetone.Link"
CLASSES = r"Software\Classes"
APPLICATION = r"Software\Sidetone"
CAPABILITIES = rf"{APPLICATION}\Capabilities"
REGISTERED = r"Software\RegisteredApplications"
CHOICES = r"Software\Microsoft\Windows\Shell\Associations\UrlAssociations"

CHOOSE = (
    "Windows lets only you choose: open Settings, Apps, Default apps, Sidetone, and choose Sidetone for TEL, "
    "SIP and CALLTO."
)
CHOOSE_ANOTHER = (
    "Sidetone does not offer itself for links any more. Windows asks which program to use at the next one."
)


class WindowsLinks:
    """Registers an installation in a registry."""

    def __init__(self, registry: Registry, command: OwnCommand) -> None:
        self._registry = registry
        self._command = command

    def state(self) -> LinksState:
        """Look whom the person chose for each scheme."""
        chosen = {scheme: self._chosen(scheme) for scheme in SCHEMES}
        ours = frozenset(scheme for scheme, program in chosen.items() if program == CLASS)
        others = tuple((scheme, self._name(chosen[scheme])) for scheme in SCHEMES if scheme not in ours)
        waits = self._is_registered() and len(ours) < len(SCHEMES)
        return LinksState(ours, others, by_hand=CHOOSE if waits else "")

    def take(self) -> LinksState:
        """Register what Sidetone can open."""
        write, program = self._registry.write, str(self._command.proof)
        key = rf"{CLASSES}\{CLASS}"
        write(key, "", "Link to a phone number")
        write(key, "URL Protocol", "")
        write(rf"{key}\Application", "ApplicationName", "Sidetone")
        write(rf"{key}\DefaultIcon", "", f"{program},0")
        write(rf"{key}\shell\open\command", "", f'{subprocess.list2cmdline(self._command.words)} "%1"')
        write(CAPABILITIES, "ApplicationName", "Sidetone")
        write(CAPABILITIES, "ApplicationDescription", "Companion to a softphone")
        write(CAPABILITIES, "ApplicationIcon", f"{program},0")
        for scheme in SCHEMES:
            write(rf"{CAPABILITIES}\UrlAssociations", scheme, CLASS)
        write(REGISTERED, "Sidetone", CAPABILITIES)  # last: from here on the system offers it
        return self.state()

    def give_back(self) -> LinksState:
        """Take the registration away; a choice of something that is not there counts for nothing."""
        had = any(self._chosen(scheme) == CLASS for scheme in SCHEMES)
        self._registry.forget(REGISTERED, "Sidetone")
        self._registry.forget_key(APPLICATION)
        self._registry.forget_key(rf"{CLASSES}\{CLASS}")
        return replace(self.state(), by_hand=CHOOSE_ANOTHER if had else "")

    def _is_registered(self) -> bool:
        return self._registry.read(REGISTERED, "Sidetone") is not None

    def _chosen(self, scheme: str) -> str:
        """Return the class that the person chose for a scheme, "" for none, or for ours once it is gone."""
        chosen = str(self._registry.read(rf"{CHOICES}\{scheme}\UserChoice", "ProgId") or "")
        return "" if chosen == CLASS and not self._is_registered() else chosen

    def _name(self, program: str) -> str:
        """Return what a class calls its program, else the class's own name."""
        if not program:
            return ""
        named = self._registry.read(rf"{CLASSES}\{program}\Application", "ApplicationName")
        return named if isinstance(named, str) and named and not named.startswith("@") else program
