"""Opens what is done with many contacts over the window, one dialog at a time; it ends with the window."""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from desktop.ui import sentences_files as sentences
from desktop.ui import strings_files as strings
from desktop.ui.context import Context
from desktop.ui.kit.float import Dialog, Toast


class _Presenter(Protocol):
    async def close(self) -> None: ...


class ContactDialogs(QObject):
    """Belongs to a window. What it opens is imported and built when it is first asked for.

    `closed` comes when a dialog went, for whoever shows what it changed.
    """

    closed = Signal()

    def __init__(self, context: Context, window: QWidget) -> None:
        super().__init__(window)
        self._context = context
        self._window = window
        self._scope = context.scope()
        self._leaving: list[tuple[Dialog, _Presenter]] = []
        self.dialog: Dialog | None = None
        self._folder: Path | None = None

    def open_import(self) -> None:
        """Open the import, which asks for a file."""
        self.open_import_of(None)

    def open_import_of(self, file: Path | None) -> None:
        """Open the import with a file that was dropped on the contacts."""
        from desktop.ui.contacts.importing.wizard import ImportWizard  # noqa: PLC0415 - when it is asked for

        if self.dialog is None:
            wizard = ImportWizard(self._context, self._window, file)
            self._open(wizard, wizard.presenter)

    def open_export(self, ids: Sequence[str] = ()) -> None:
        """Export these contacts, or whichever are chosen in the dialog."""
        from desktop.ui.contacts.exporting.dialog import ExportDialog  # noqa: PLC0415 - when it is asked for

        if self.dialog is None:
            export = ExportDialog(self._context, self._window, ids)
            export.presenter.saved.connect(self._exported)
            self._open(export, export.presenter)

    def _exported(self, file: Path, count: int) -> None:
        self._folder = file.parent
        toast = Toast(self._window, sentences.exported(count, file.name), strings.SHOW_IN_FOLDER)
        toast.acted.connect(self._show_folder)
        toast.pop()

    def _show_folder(self) -> None:
        if self._folder is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder)))

    def open_duplicates(self) -> None:
        """Show contacts that may be one."""
        from desktop.ui.contacts.duplicates.dialog import DuplicatesDialog  # noqa: PLC0415 - as above

        if self.dialog is None:
            duplicates = DuplicatesDialog(self._context, self._window)
            self._open(duplicates, duplicates.presenter)

    def open_trash(self) -> None:
        """Show the contacts that were deleted here."""
        from desktop.ui.contacts.trash.dialog import TrashDialog  # noqa: PLC0415 - when it is asked for

        if self.dialog is None:
            trash = TrashDialog(self._context, self._window)
            self._open(trash, trash.presenter)

    def _open(self, dialog: Dialog, presenter: _Presenter) -> None:
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
