"""What a text would be on the do-not-call list, while it is typed."""

from PySide6.QtCore import QObject, Signal

from desktop.domain.do_not_call import DoNotCallEntry, ListRow
from desktop.domain.errors import Trouble
from desktop.ui.context import Context


class Judging(QObject):
    """Looks what a text would be on the list. `judged` says that it is known."""

    judged = Signal()

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._scope = context.scope()
        self.now = context.now
        self.number = ""
        self.row: ListRow | None = None
        self.entry: DoNotCallEntry | None = None

    def look(self, number: str) -> None:
        """Look at a number."""
        self.number = number
        self.row = self.entry = None
        self._scope.start("look", self._look(number), replace=True)

    async def close(self) -> None:
        """End all tasks."""
        await self._scope.close()

    async def _look(self, number: str) -> None:
        service, bridge = self._context.services.do_not_call, self._context.bridge
        try:
            row = await bridge.run(service.judge(number))
            entry = await bridge.run(service.find(row.number)) if row.verdict.goes_in else None
        except Trouble:  # a list that cannot be read says so when something is added
            return
        self.row, self.entry = row, entry
        self.judged.emit()
