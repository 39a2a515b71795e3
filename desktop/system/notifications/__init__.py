"""Notices on the desktop: the session bus on Linux, the system's own centre elsewhere.

Nothing of the libraries is imported before the first notice is shown, or somebody asks who would show it.
"""

import sys
from collections.abc import Callable

from desktop.domain.notices import Notice, NoticeEvent, NotifierState
from desktop.domain.ports import Notifier

APP_NAME = "Sidetone"


class NoNotifier:
    """A desktop where nobody shows notices."""

    async def show(self, notice: Notice) -> bool:  # noqa: ARG002 - the Protocol's
        """Show nothing."""
        return False

    async def withdraw(self, notice_id: str) -> None:
        """Take nothing away."""

    def listen(self, listener: Callable[[NoticeEvent], None]) -> Callable[[], None]:  # noqa: ARG002
        """Tell nothing."""
        return lambda: None

    async def state(self) -> NotifierState:
        """Say that there is nobody."""
        return NotifierState()

    async def close(self) -> None:
        """Let go of nothing."""


def system_notifier() -> Notifier:
    """Return the notifier of this system."""
    if sys.platform != "linux":
        from desktop.system.notifications.centre import CentreNotifier  # noqa: PLC0415

        return CentreNotifier()
    from desktop.system.notifications.session_bus import SessionBusNotifier  # noqa: PLC0415

    return SessionBusNotifier()
