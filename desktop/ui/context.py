"""What the composition root hands to the window."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from desktop.domain.ports import CallRows
from desktop.services import Services
from desktop.services.tasks import Report, TaskScope
from desktop.ui.bridge import Bridge


@dataclass(frozen=True)
class Context:
    """The engine as the window sees it.

    `rows` reads calls for the list (small pages at once, counts on the bridge's worker). `now` is an
    aware clock. `report` hears of our own bugs. `notice` is a sentence that stands in the status line
    for the whole session ("" for none): how this session keeps its data, when that is unusual.
    """

    services: Services
    bridge: Bridge
    rows: CallRows
    now: Callable[[], datetime]
    report: Report
    notice: str = ""

    def scope(self) -> TaskScope:
        """Make the task scope of one presenter."""
        return TaskScope(self.report)
