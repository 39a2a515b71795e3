"""Looks at a file of numbers, and lists them once somebody said yes."""

from enum import Enum
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from desktop.domain.do_not_call import ListImport
from desktop.domain.errors import Trouble
from desktop.ui import strings_do_not_call as strings
from desktop.ui.context import Context


class Phase(Enum):
    """How far an import is."""

    CHOOSE = "choose"
    LOOKING = "looking"
    PREVIEW = "preview"
    LISTING = "listing"
    DONE = "done"


class ListReading(QObject):
    """`changed` says: show the phase again. `likely` is the usual line's country."""

    changed = Signal()

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._scope = context.scope()
        self.phase = Phase.CHOOSE
        self.file: Path | None = None
        self.region: str | None = None
        self.likely: str | None = None
        self.result: ListImport | None = None
        self.trouble = ""
        self._chosen_region = False

    @property
    def busy(self) -> bool:
        """Whether numbers are being listed."""
        return self.phase is Phase.LISTING

    def open_file(self, file: Path) -> None:
        """Look what a file would bring."""
        self.file, self.trouble = file, ""
        self._go(Phase.LOOKING)
        self._scope.start("read", self._read(dry_run=True), replace=True)

    def choose_region(self, region: str | None) -> None:
        """Read the numbers without a country as another country's."""
        self.region, self._chosen_region = region, True
        if self.file is not None:
            self.open_file(self.file)

    def forget_file(self) -> None:
        """Stop looking, and choose another file."""
        self._scope.cancel("read")
        self._go(Phase.CHOOSE)

    def go(self) -> None:
        """List the numbers."""
        self._go(Phase.LISTING)
        self._scope.start("read", self._read(dry_run=False), replace=True)

    def stop(self) -> None:
        """Stop listing; what was listed until then stays."""
        self._scope.cancel("read")
        self.trouble = strings.STOPPED
        self._go(Phase.CHOOSE)

    async def close(self) -> None:
        """End all tasks."""
        await self._scope.close()

    def _go(self, phase: Phase) -> None:
        self.phase = phase
        self.changed.emit()

    async def _read(self, *, dry_run: bool) -> None:
        service, bridge = self._context.services.do_not_call, self._context.bridge
        assert self.file is not None
        try:
            self.likely = await bridge.run(service.region())
            if not self._chosen_region:
                self.region = self.likely
            self.result = await bridge.run(service.import_file(self.file, self.region, dry_run=dry_run))
        except Trouble as trouble:
            self.trouble = trouble.sentence
            self._go(Phase.CHOOSE)
            return
        self._go(Phase.PREVIEW if dry_run else Phase.DONE)
