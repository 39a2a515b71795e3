"""Puts this system's ways of starting with the session and of opening links together."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desktop.services.changes import Changes
    from desktop.services.policy import Policy
    from desktop.services.presence import Presence
    from desktop.system.paths import Paths


def system_presence(paths: "Paths", policy: "Policy", changes: "Changes") -> "Presence":
    """Return the service for a profile; for one that is thrown away it changes nothing."""
    from desktop.services.presence import NoAutostart, NoLinkHandler, Presence
    from desktop.system.autostart import system_autostart
    from desktop.system.links import system_links

    if not paths.lasting:
        return Presence(NoAutostart(), NoLinkHandler(), policy, changes)
    return Presence(system_autostart(paths), system_links(paths), policy, changes)
