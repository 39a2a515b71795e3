"""Opens what is done with many contacts over the window, one dialog at a time; it ends with the window."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from desktop.domain.errors import Trouble
from desktop.ui import sentences_files as sentences
from desktop.ui import strings_files as strings
from desktop.ui.context import Context
from desktop.ui.dialogs import Dialogs
from desktop.ui.kit.float import Toast

if TYPE_CHECKING:
    from desktop.ui.contacts.duplicates.presenter import Undo


class ContactDialogs(Dialogs):
    """What is done with many contacts."""

    def __init__(self, context: Context, window: QWidget) -> None:
        super().__init__(context, window)
        self._folder: Path | None = None
        self._merge: Undo | None = None
        self._toast: Toast | None = None

    def open_import(self) -> None:
        """Open the import, which asks for a file."""
        self.open_import_of(None)

    def open_import_of(self, file: Path | None) -> None:
        """Open the import with a file that was dropped on the contacts."""
        from desktop.ui.contacts.importing.wizard import ImportWizard  # noqa: PLC0415 - when it is asked for

        if self.dialog is None:
            wizard = ImportWizard(self._context, self._window, file)
            self.show(wizard, wizard.presenter)

    def open_export(self, ids: Sequence[str] = ()) -> None:
        """Export these contacts, or whichever are chosen in the dialog."""
        from desktop.ui.contacts.exporting.dialog import ExportDialog  # noqa: PLC0415 - when it is asked for

        if self.dialog is None:
            export = ExportDialog(self._context, self._window, ids)
            export.presenter.saved.connect(self._exported)
            self.show(export, export.presenter)

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
            duplicates.finished.connect(self._offer_undo)
            self.show(duplicates, duplicates.presenter)

    def _offer_undo(self) -> None:
        """Let the last merge be taken back for a moment still, after the dialog went."""
        from desktop.ui.contacts.duplicates.dialog import DuplicatesDialog  # noqa: PLC0415 - as above
        from desktop.ui.sentences_duplicates import merged  # noqa: PLC0415 - as above

        if isinstance(self.dialog, DuplicatesDialog):
            self._merge = self.dialog.presenter.hand_over()
        if self._merge is not None:
            toast = self._toast = Toast(self._window, merged(self._merge.name), strings.UNDO, counts=True)
            toast.acted.connect(self.undo_merge)
            toast.gone.connect(self._merge_settled)
            toast.pop()

    def undo_merge(self) -> None:
        """Take the last merge back, as long as that is offered."""
        undo, toast = self._merge, self._toast
        self._merge_settled()
        if toast is not None:
            toast.hide()
            toast.deleteLater()
        if undo is not None:
            self._scope.start("undo merge", self._take_back(undo))

    def _merge_settled(self) -> None:
        self._merge = self._toast = None

    async def _take_back(self, undo: "Undo") -> None:
        from desktop.ui.contacts.duplicates.presenter import take_back  # noqa: PLC0415 - as above

        try:
            await take_back(self._context, undo)
        except Trouble as trouble:
            Toast(self._window, trouble.sentence).pop()

    def open_trash(self) -> None:
        """Show the contacts that were deleted here."""
        from desktop.ui.contacts.trash.dialog import TrashDialog  # noqa: PLC0415 - when it is asked for

        if self.dialog is None:
            trash = TrashDialog(self._context, self._window)
            self.show(trash, trash.presenter)
