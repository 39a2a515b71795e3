"""What the composition root hands to the window."""

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from desktop.domain.rows import CallRows, CampaignRows, ContactRows, UploadRows
from desktop.services import Services
from desktop.services.tasks import Report, TaskScope
from desktop.ui.bridge import Bridge


@dataclass(frozen=True)
class Home:
    """Where the open profile lives, for the settings. What is None or empty is not known, or not there.

    `data` and `log` are None when a session keeps nothing. `vault` says what holds the key. `versions` are
    names and versions of what the program is made of. `diagnose` runs on the engine's loop, and puts
    together what support wants to know.
    """

    data: Path | None = None
    log: Path | None = None
    vault: str = ""
    versions: tuple[tuple[str, str], ...] = ()
    diagnose: Callable[[], Coroutine[Any, Any, str]] | None = None


@dataclass(frozen=True)
class Context:
    """The engine as the window sees it.

    `rows` reads calls for their list, `contacts` those of the phonebooks for theirs (small pages at once,
    counts on the bridge's worker), `campaigns` the kept pages of campaigns and their numbers. `uploads` gives
    the rows and requests of uploads, made when they are first asked for. `now` is an aware clock. `report`
    hears of our own bugs. `notice` is a sentence that stands in the status line for the whole session ("" for
    none): how this session keeps its data, when that is unusual. `demo` starts the demo as a process and a
    window of its own, on the engine's loop, and raises `Trouble` when that fails; None where it cannot be
    offered.
    """

    services: Services
    bridge: Bridge
    rows: CallRows
    contacts: ContactRows
    campaigns: CampaignRows
    uploads: Callable[[], UploadRows]
    now: Callable[[], datetime]
    report: Report
    notice: str = ""
    home: Home = Home()
    demo: Callable[[], Coroutine[Any, Any, None]] | None = None

    def scope(self) -> TaskScope:
        """Make the task scope of one presenter."""
        return TaskScope(self.report)
