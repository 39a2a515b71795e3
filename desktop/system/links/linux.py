"""Links on Linux desktops: our entry among the programs, and the person's list of who opens what.

The list is changed as `xdg-mime default` and the desktops' settings change it: the first choice is put in
front of the others. Whoever opened the links before stands behind Sidetone in the very list from which it
was taken, so that nothing of our own has to remember it, and it opens them too once Sidetone is removed.
"""

import os
import shutil
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from desktop import APP_ID
from desktop.domain.presence import SCHEMES, LinksState
from desktop.system.entries import (
    ADDED,
    DEFAULTS,
    MAIN,
    OWN_ENTRY,
    REMOVED,
    TYPES,
    Entries,
    command_of,
    data_folders,
    groups_of,
)
from desktop.system.links.associations import Associations
from desktop.system.ourselves import OwnCommand
from desktop.system.own_entry import WRITTEN, opening_links
from desktop.system.paths import resources
from desktop.system.whole import remove, write_whole


class LinuxLinks:
    """Registers an installation in the folders of an environment."""

    def __init__(self, environment: Mapping[str, str], command: OwnCommand) -> None:
        """Name both; nothing is looked at yet."""
        self._environment = environment
        self._command = command
        own, *system = data_folders(environment)
        self._entry = own / "applications" / OWN_ENTRY
        self._icon = own / "icons/hicolor/scalable/apps" / f"{APP_ID}.svg"
        self._packaged = [folder / "applications" / OWN_ENTRY for folder in system]

    def state(self) -> LinksState:
        """Look who opens what, by the entries and lists as they lie on the disk now."""
        found, ranks = Entries(self._environment).opening()
        first = {scheme: ranks[kind][0] for scheme, kind in TYPES.items() if kind in ranks}
        ours = frozenset(scheme for scheme, key in first.items() if found[key].is_ours)
        others = tuple(
            (scheme, found[first[scheme]].name if scheme in first else "")
            for scheme in SCHEMES
            if scheme not in ours
        )
        return LinksState(ours, others)

    def take(self) -> LinksState:
        """Come first in the lists, with an entry of our own where no package brought one."""
        if self._is_packaged():
            self._remove_ours()  # it would hide the package's, and outlive it
        else:
            entry = opening_links(self._command)
            write_whole(self._icon, (resources() / "sidetone.svg").read_bytes())
            write_whole(self._entry, entry)
        choices = Entries(self._environment).choices
        # A desktop's own list is stronger than the common one, so where it says something it has to say this.
        common = next(file for file in choices if file.name == "mimeapps.list")
        for file in choices:
            lists = Associations(file)
            for kind in TYPES.values():
                lists.take_out(REMOVED, kind, OWN_ENTRY)
                if file == common or lists.programs(DEFAULTS, kind):
                    lists.put_first(DEFAULTS, kind, OWN_ENTRY)
            lists.keep()
        return self.state()

    def give_back(self) -> LinksState:
        """Come out of all lists, those of other desktops too, and remove what we wrote."""
        found, _ = Entries(self._environment).opening()
        ids = {OWN_ENTRY} | {key for key, entry in found.items() if entry.is_ours}
        choices = Entries(self._environment).choices
        for folder in dict.fromkeys(file.parent for file in choices):
            for file in sorted(folder.glob("*mimeapps.list")):
                lists = Associations(file)
                for kind in TYPES.values():
                    for program in ids:
                        lists.take_out(DEFAULTS, kind, program)
                        lists.take_out(ADDED, kind, program)
                lists.keep()
        self._remove_ours()
        self._refuse(choices)
        return self.state()

    def _refuse(self, choices: list[Path]) -> None:
        """Take back what an installed entry still offers where there is no other program."""
        found, ranks = Entries(self._environment).opening()
        lists = Associations(next(file for file in choices if file.name == "mimeapps.list"))
        for kind, order in ranks.items():
            if found[order[0]].is_ours:
                for program in order:
                    if found[program].is_ours:
                        lists.put_first(REMOVED, kind, program)
        lists.keep()

    def _remove_ours(self) -> None:
        if WRITTEN in groups_of(self._entry).get(MAIN, {}):
            remove(self._entry)
            remove(self._icon)

    def _is_packaged(self) -> bool:
        """Whether the system has an entry that starts just what runs here."""
        path = self._environment.get("PATH", os.defpath)
        for file in self._packaged:
            words = command_of(groups_of(file).get(MAIN, {}), path)
            program = shutil.which(words[0], path=path) if words else None
            with suppress(OSError):
                if program and self._command.words == (self._command.words[0],):
                    return Path(program).samefile(self._command.words[0])
        return False
