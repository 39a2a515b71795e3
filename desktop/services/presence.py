"""Sidetone as a part of the desktop: whether it starts with the session, and whether links open it."""

import asyncio
import threading
from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from desktop.domain.changes import Topic
from desktop.domain.policy import Feature
from desktop.domain.ports import Autostart, LinkHandler
from desktop.domain.presence import AutostartState, LinksState
from desktop.services.changes import Changes
from desktop.services.policy import Policy

T = TypeVar("T")

NOTHING_HERE = "This session leaves nothing behind, so it does not change how the desktop starts programs."


class Presence:
    """Reads and changes the two. Nothing is kept here: the system's own files say how it is.

    Every method looks at the disk (or the registry) anew, in a thread, since other programs and the system's
    settings change the same. What is changed is told as `Topic.PRESENCE`. Where an administrator switched
    one off it cannot be switched on, and what is on can be ended.
    """

    def __init__(self, autostart: Autostart, links: LinkHandler, policy: Policy, changes: Changes) -> None:
        self._autostart = autostart
        self._links = links
        self._policy = policy
        self._changes = changes
        self._one_at_a_time = threading.Lock()

    async def autostart(self) -> AutostartState:
        """Say whether Sidetone starts, hidden, with the session. Raises `Trouble` DISK."""
        return self._of_autostart(await asyncio.to_thread(self._autostart.state))

    async def set_autostart(self, enabled: bool) -> AutostartState:
        """Start with the session from now on, or no more; where it cannot be changed nothing happens.

        Returns how it is now. Raises `Trouble` DISK, and LOCKED where an administrator switched it off.
        """
        if enabled:
            self._policy.demand(Feature.AUTOSTART)
        return self._of_autostart(await self._changed(lambda: self._autostart.set(enabled)))

    async def links(self) -> LinksState:
        """Say which programs open links to phone numbers. Raises `Trouble` DISK."""
        return self._of_links(await asyncio.to_thread(self._links.state))

    async def take_links(self) -> LinksState:
        """Let the links open Sidetone; who opened them before is remembered by the system's own list.

        Returns how it is now: a system may leave the last step to the person (`by_hand`). Raises `Trouble`
        DISK, and LOCKED where an administrator switched it off.
        """
        self._policy.demand(Feature.LINKS)
        return self._of_links(await self._changed(self._links.take))

    async def give_links_back(self) -> LinksState:
        """Let the links open what they did before. Returns how it is now; raises `Trouble` DISK."""
        return self._of_links(await self._changed(self._links.give_back))

    def _of_autostart(self, state: AutostartState) -> AutostartState:
        return replace(state, refusal=self._policy.off(Feature.AUTOSTART) or state.refusal)

    def _of_links(self, state: LinksState) -> LinksState:
        return replace(state, refusal=self._policy.off(Feature.LINKS) or state.refusal)

    async def _changed(self, work: Callable[[], T]) -> T:
        def alone() -> T:
            # Two presses must not write one file at the same time, also when nobody waits for the first.
            with self._one_at_a_time:
                return work()

        try:
            return await asyncio.to_thread(alone)
        finally:
            self._changes.tell(Topic.PRESENCE)


class NoAutostart:
    """Where nothing can start with the session."""

    def state(self) -> AutostartState:
        """Say so."""
        return AutostartState(refusal=NOTHING_HERE)

    def set(self, enabled: bool) -> AutostartState:  # noqa: ARG002 - as the Protocol says
        """Do nothing."""
        return self.state()


class NoLinkHandler:
    """Where no program can be made the one that opens links."""

    def state(self) -> LinksState:
        """Say so."""
        return LinksState(refusal=NOTHING_HERE)

    def take(self) -> LinksState:
        """Do nothing."""
        return self.state()

    def give_back(self) -> LinksState:
        """Do nothing."""
        return self.state()
