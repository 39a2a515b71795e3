"""One dialog at a time over a window, which ends with it."""

from typing import Protocol

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop.ui.context import Context
from desktop.ui.kit.float import Dialog


class Closing(Protocol):
    """What must end before its dialog is deleted."""

    async def close(self) -> None:
        """End all tasks."""
        ...


class Together:
    """Several things that end with one dialog, in this order."""

    def __init__(self, *parts: Closing) -> None:
        self._parts = parts

    async def close(self) -> None:
        """End all tasks."""
        for part in self._parts:
            await part.close()


class Dialogs(QObject):
    """Belongs to a window. What it opens is imported and built when it is first asked for.

    `closed` comes when a dialog went, for whoever shows what it changed.
    """

    closed = Signal()

    def __init__(self, context: Context, window: QWidget) -> None:
        super().__init__(window)
        self._context = context
        self._window = window
        self._scope = context.scope()
        self._leaving: list[tuple[Dialog, Closing]] = []
        self.dialog: Dialog | None = None

    def show(self, dialog: Dialog, presenter: Closing) -> None:
        """Open a dialog; nothing else is open."""
        self.dialog = dialog
        self._leaving.append((dialog, presenter))
        dialog.finished.connect(self._closed)
        dialog.open()

    def _closed(self) -> None:
        if self.dialog is not None:
            self.dialog = None
            self._scope.start("leave", self._let_go(), replace=True)
            self.closed.emit()

    async def _let_go(self) -> None:
        """End the tasks of what was closed, and delete it: a late answer must find it alive."""
        for dialog, presenter in tuple(self._leaving):
            if dialog is not self.dialog:
                await presenter.close()
                self._leaving.remove((dialog, presenter))
                dialog.deleteLater()

    async def close(self) -> None:
        """Close what is open, and end all tasks."""
        dialog, self.dialog = self.dialog, None
        if dialog is not None:
            dialog.done(0)
        await self._scope.close()
        await self._let_go()
