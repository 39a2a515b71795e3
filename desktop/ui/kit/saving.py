"""Asks where a file shall be saved, with the desktop's own dialog; what is written is the caller's."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

_PLACES = (
    QStandardPaths.StandardLocation.DownloadLocation,
    QStandardPaths.StandardLocation.DocumentsLocation,
    QStandardPaths.StandardLocation.HomeLocation,
)


class SaveDialog(QFileDialog):
    """The question where to save; `chosen` carries a `Path`. It asks by itself before it replaces a file.

    The first folder offered is the person's downloads; after that, as long as the program runs, the one
    that was chosen last. The suffix follows the chosen type of file.
    """

    chosen = Signal(object)

    _last_folder: Path | None = None

    def __init__(self, parent: QWidget, title: str, name: str, filters: Sequence[str]) -> None:
        super().__init__(parent, title, str(SaveDialog._last_folder or first_folder()))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        self.setFileMode(QFileDialog.FileMode.AnyFile)
        self.setNameFilters(list(filters))
        self._use_suffix(filters[0])
        self.selectFile(name)
        self.filterSelected.connect(self._filter_selected)
        self.fileSelected.connect(self._selected)

    def _selected(self, file: str) -> None:
        path = Path(file)
        SaveDialog._last_folder = path.parent
        self.chosen.emit(path)

    def _filter_selected(self, chosen: str) -> None:
        self._use_suffix(chosen)
        files = self.selectedFiles()
        if files:
            name = Path(files[0]).name
            kept = next((one for one in self._suffixes() if name.endswith(f".{one}")), "")
            self.selectFile(name.removesuffix(f".{kept}") + f".{self.defaultSuffix()}")

    def _use_suffix(self, chosen: str) -> None:
        self.setDefaultSuffix(_suffix(chosen))

    def _suffixes(self) -> list[str]:
        return [_suffix(one) for one in self.nameFilters()]


def ask_where(parent: QWidget, title: str, name: str, filters: Sequence[str]) -> SaveDialog:
    """Ask, without waiting: connect to `chosen`. Filters are Qt's, the suffix's first: `Text (*.txt)`."""
    dialog = SaveDialog(parent.window(), title, name, filters)
    dialog.open()
    return dialog


def _suffix(name_filter: str) -> str:
    """Return `srt` for `Subtitles (*.srt)`."""
    return name_filter.rpartition("*.")[2].rstrip(") ")


def first_folder() -> Path:
    """Return where a file dialog begins the first time: the person's downloads, where there are any."""
    for place in _PLACES:
        folder = QStandardPaths.writableLocation(place)
        if folder and Path(folder).is_dir():
            return Path(folder)
    return Path.home()
