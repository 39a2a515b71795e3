"""Reads and changes what Sidetone is on the desktop, for its rows in the settings."""

from collections.abc import Callable, Coroutine
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication

from desktop.domain.changes import Change, Topic
from desktop.domain.errors import Trouble
from desktop.domain.presence import AutostartState, LinksState
from desktop.ui.context import Context


class PresencePresenter(QObject):
    """`changed` says that a state, or what was refused of it, is another one.

    `autostart` and `links` are None until they are known. The system's settings and other programs change
    them too, so they are read anew whenever the person comes back to Sidetone.
    """

    changed = Signal()

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._scope = context.scope()
        self._shown = False
        self.autostart: AutostartState | None = None
        self.links: LinksState | None = None
        self.autostart_trouble = ""
        self.links_trouble = ""
        context.bridge.changed.connect(self._heard)
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication)
        app.applicationStateChanged.connect(self._came_back)

    def start(self) -> None:
        """Read how it is."""
        self._shown = True
        self.autostart_trouble = self.links_trouble = ""
        self._scope.start("read", self._read(), replace=True)

    def stop(self) -> None:
        """Nobody looks any more."""
        self._shown = False

    def start_with_session(self, wanted: bool) -> None:
        """Start with the session from now on, or no more."""
        presence = self._context.services.presence
        self._scope.start("autostart", self._autostart(lambda: presence.set_autostart(wanted)), replace=True)

    def open_links(self, wanted: bool) -> None:
        """Let links to phone numbers open Sidetone, or what they opened before."""
        presence = self._context.services.presence
        work = presence.take_links if wanted else presence.give_links_back
        self._scope.start("links", self._links(work), replace=True)

    async def close(self) -> None:
        """End all tasks."""
        await self._scope.close()

    async def _read(self) -> None:
        presence = self._context.services.presence
        await self._autostart(presence.autostart)
        await self._links(presence.links)

    async def _autostart(self, work: Callable[[], Coroutine[Any, Any, AutostartState]]) -> None:
        try:
            self.autostart = await self._context.bridge.run(work())
            self.autostart_trouble = ""
        except Trouble as trouble:
            self.autostart_trouble = trouble.sentence
        self.changed.emit()

    async def _links(self, work: Callable[[], Coroutine[Any, Any, LinksState]]) -> None:
        try:
            self.links = await self._context.bridge.run(work())
            self.links_trouble = ""
        except Trouble as trouble:
            self.links_trouble = trouble.sentence
        self.changed.emit()

    def _heard(self, change: Change) -> None:
        if Topic.PRESENCE in change.topics and self._shown and not self._busy:
            self._scope.start("read", self._read(), replace=True)

    def _came_back(self, state: Qt.ApplicationState) -> None:
        if state is Qt.ApplicationState.ApplicationActive and self._shown and not self._busy:
            self._scope.start("read", self._read(), replace=True)

    @property
    def _busy(self) -> bool:
        """Whether something is being changed: how it is then comes with that."""
        return self._scope.running("autostart") or self._scope.running("links")
