"""Asks which file shall be read, with the desktop's own dialog; what is read of it is the caller's."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.ui.kit.saving import first_folder


class OpenDialog(QFileDialog):
    """The question which file; `chosen` carries a `Path`. It begins where the last file was."""

    chosen = Signal(object)

    _last_folder: Path | None = None

    def __init__(self, parent: QWidget, title: str, filters: Sequence[str]) -> None:
        super().__init__(parent, title, str(OpenDialog._last_folder or first_folder()))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAcceptMode(QFileDialog.AcceptMode.AcceptOpen)
        self.setFileMode(QFileDialog.FileMode.ExistingFile)
        self.setNameFilters(list(filters))
        self.fileSelected.connect(self._selected)

    def _selected(self, file: str) -> None:
        path = Path(file)
        OpenDialog._last_folder = path.parent
        self.chosen.emit(path)


def ask_which(parent: QWidget, title: str, filters: Sequence[str]) -> OpenDialog:
    """Ask, without waiting: connect to `chosen`. Filters are Qt's: `Contacts (*.csv *.vcf)`."""
    dialog = OpenDialog(parent.window(), title, filters)
    dialog.open()
    return dialog
