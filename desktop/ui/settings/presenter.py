"""Reads and keeps the settings for their window."""

import asyncio
from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from desktop.domain.changes import Change, Topic
from desktop.domain.errors import ErrorKind, Trouble
from desktop.domain.notices import NotifierState
from desktop.domain.policy import Lock
from desktop.services import settings_files
from desktop.services.policy import Policy
from desktop.services.settings import Setting, Value
from desktop.services.settings_files import SettingsImport
from desktop.ui import sentences_settings as sentences
from desktop.ui import strings_policy as words
from desktop.ui import strings_settings as strings
from desktop.ui.context import Context, Home


class SettingsPresenter(QObject):
    """`changed` says that values are other ones.

    `refused` carries a key, why its value is not kept, and whether that was the disk's fault.
    `cache_changed` says that what the recordings take is another size, or is being emptied,
    `notifier_changed` that it is known who shows notices. `imported` carries a file of settings and what
    became of it. `said` is told
    in passing; `diagnosed` carries the diagnostics.
    """

    changed = Signal()
    refused = Signal(str, str, bool)
    cache_changed = Signal()
    notifier_changed = Signal()
    imported = Signal(object, object)
    said = Signal(str)
    diagnosed = Signal(str)

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._scope = context.scope()
        # Read here, where it costs nothing, so that no row shows a value for a moment that is not kept.
        self.values: Mapping[str, Value] = context.services.settings.all()
        self.declared: Mapping[str, Setting] = {
            setting.key: setting for setting in context.services.settings.declared()
        }
        settings, declared = context.services.settings, self.declared
        self.defaults: Mapping[str, Value] = {key: settings.default(key) for key in declared}
        locks = {key: settings.lock(key) for key in declared}
        self.locks: Mapping[str, Lock] = {key: lock for key, lock in locks.items() if lock is not None}
        self.kept: int | None = None
        self.notifier: NotifierState | None = None
        self.emptying: float | None = None
        self._brought: SettingsImport | None = None
        context.bridge.changed.connect(self._heard)

    @property
    def policy(self) -> Policy:
        """What an administrator has settled."""
        return self._context.services.policy

    @property
    def home(self) -> Home:
        """Where the profile lives."""
        return self._context.home

    def start(self) -> None:
        """Read everything once."""
        self._scope.start("read", self._look(), replace=True)
        self._scope.start("size", self._measure(), replace=True)
        self._scope.start("notifier", self._ask_notifier(), replace=True)

    def keep(self, key: str, value: object) -> None:
        """Keep a value, or say why not; what is shown is what is kept."""
        self._scope.start(f"keep {key}", self._keep(key, value), replace=True)

    def reset(self, key: str) -> None:
        """Go back to the default."""
        self._scope.start(f"keep {key}", self._keep(key, None), replace=True)

    # ---- the cache

    def empty(self) -> None:
        """Delete the kept recordings; a second press is the same press."""
        self._scope.start("empty", self._empty())

    def stop_emptying(self) -> None:
        """Keep what is not deleted yet."""
        self._scope.cancel("empty")

    # ---- files

    def export(self, file: Path) -> None:
        """Write what the person chose to a file."""
        self._scope.start("export", self._export(file))

    def bring_in(self, file: Path) -> None:
        """Take a file's settings over; `imported` carries the file and what became of it."""
        self._scope.start("import", self._bring_in(file))

    def undo_import(self) -> None:
        """Put back what the last file has changed."""
        done, self._brought = self._brought, None
        if done is not None:
            self._scope.start("undo", self._undo(done))

    # ---- diagnostics

    def diagnose(self) -> None:
        """Put the diagnostics together; `diagnosed` carries them."""
        self._scope.start("diagnose", self._diagnose())

    async def close(self) -> None:
        """End all tasks."""
        await self._scope.close()

    async def _look(self) -> None:
        """Read everything, also what somebody wrote into the file by hand."""
        await self._context.bridge.call(self._context.services.settings.refresh)
        await self._read()

    async def _read(self) -> None:
        self.values = await self._context.bridge.call(self._context.services.settings.all)
        self.changed.emit()

    async def _ask_notifier(self) -> None:
        self.notifier = await self._context.bridge.run(self._context.services.notifier.state())
        self.notifier_changed.emit()

    async def _measure(self) -> None:
        try:
            self.kept = await self._context.bridge.run(self._context.services.cache.size())
        except Trouble:
            self.kept = None
        self.cache_changed.emit()

    async def _keep(self, key: str, value: object) -> None:
        settings = self._context.services.settings
        try:
            await self._context.bridge.call(lambda: settings.put({key: value}))
        except Trouble as trouble:
            setting = self.declared[key]
            refused = trouble.kind is ErrorKind.USAGE and not isinstance(setting.default, bool | str)
            why = sentences.range_of(setting.least, setting.most, "") if refused else trouble.sentence
            self.refused.emit(key, why, not refused)
        else:
            await self._read()

    async def _empty(self) -> None:
        bridge, loop, before = self._context.bridge, asyncio.get_running_loop(), self.kept or 0
        self._progress(0, 1)

        def progress(done: int, total: int) -> None:
            if not loop.is_closed():
                loop.call_soon_threadsafe(self._progress, done, total)

        try:
            await bridge.run(self._context.services.cache.empty(progress))
        except Trouble as trouble:
            self.said.emit(trouble.sentence)
        else:
            self.said.emit(sentences.emptied(before))
        finally:
            self.emptying = None
            self._scope.start("size", self._measure(), replace=True)

    def _progress(self, done: int, total: int) -> None:
        if not self._scope.running("empty"):
            return  # told late
        self.emptying = done / total if total else 1.0
        self.cache_changed.emit()

    async def _export(self, file: Path) -> None:
        try:
            await self._context.bridge.run(settings_files.export(self._context.services.settings, file))
        except Trouble as trouble:
            self.said.emit(trouble.sentence)
        else:
            self.said.emit(words.SAVED)

    async def _bring_in(self, file: Path) -> None:
        try:
            done = await self._context.bridge.run(
                settings_files.bring_in(self._context.services.settings, file)
            )
        except Trouble as trouble:
            self.said.emit(trouble.sentence)
        else:
            self._brought = done
            self.imported.emit(file, done)

    async def _undo(self, done: SettingsImport) -> None:
        settings = self._context.services.settings
        try:
            await self._context.bridge.call(lambda: settings_files.undo(settings, done))
        except Trouble as trouble:
            self.said.emit(trouble.sentence)
        else:
            self.said.emit(words.UNDONE)

    async def _diagnose(self) -> None:
        diagnose = self._context.home.diagnose
        if diagnose is None:
            return
        try:
            text = await self._context.bridge.run(diagnose())
        except (OSError, Trouble):
            self.said.emit(strings.NOT_COPIED)
        else:
            self.diagnosed.emit(text)

    def _heard(self, change: Change) -> None:
        if Topic.SETTINGS in change.topics:
            self._scope.start("read", self._read(), replace=True)
        if Topic.RECORDINGS in change.topics and self.emptying is None:
            self._scope.start("size", self._measure(), replace=True)
