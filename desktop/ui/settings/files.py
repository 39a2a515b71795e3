"""The row that takes settings to another computer and from one, and why some do not hold."""

from pathlib import Path

from PySide6.QtWidgets import QWidget

from desktop.services.settings_files import SettingsImport
from desktop.ui import sentences_policy as sentences
from desktop.ui import strings as common
from desktop.ui import strings_policy as strings
from desktop.ui.kit.buttons import Button
from desktop.ui.kit.float import Dialog, Toast
from desktop.ui.kit.labels import Paragraph, Text
from desktop.ui.kit.opening import ask_which
from desktop.ui.kit.saving import ask_where
from desktop.ui.settings.catalogue import Entry
from desktop.ui.settings.presenter import SettingsPresenter
from desktop.ui.settings.rows import Row, side_by_side

_MOST = 8
"""Reasons that a dialog shows; a file with more of them is hardly one of ours."""


class FilesRow(Row):
    """Two buttons, and in passing what a file changed, with the way back."""

    def __init__(self, entry: Entry, presenter: SettingsPresenter) -> None:
        self.export = Button(strings.EXPORT, name=strings.EXPORT_TITLE)
        self.export.setText(strings.EXPORT)
        self.bring_in = Button(strings.IMPORT, name=strings.IMPORT_TITLE)
        self.bring_in.setText(strings.IMPORT)
        super().__init__(entry, side_by_side(self.export, self.bring_in))
        self._presenter = presenter
        self.toast: Toast | None = None
        self.dialog: RefusedDialog | None = None
        self.export.clicked.connect(self._ask_where)
        self.bring_in.clicked.connect(self._ask_which)
        presenter.imported.connect(self._show)

    def _ask_where(self) -> None:
        dialog = ask_where(self, strings.EXPORT_TITLE, strings.NAME, [strings.FILTER])
        dialog.chosen.connect(self._presenter.export)

    def _ask_which(self) -> None:
        dialog = ask_which(self, strings.IMPORT_TITLE, [strings.FILTER])
        dialog.chosen.connect(self._presenter.bring_in)

    def _show(self, file: Path, done: SettingsImport) -> None:
        changed = len(done.before)
        said = sentences.taken_over(changed, file.name)
        self.toast = Toast(self.window(), said, strings.UNDO if changed else "", counts=bool(changed))
        self.toast.acted.connect(self._presenter.undo_import)
        if done.refused:
            self.dialog = RefusedDialog(self.window(), done)
            self.dialog.finished.connect(self._read)
            self.dialog.open()
        else:
            self.toast.pop()

    def _read(self) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
            self.dialog = None
        if self.toast is not None:  # only now could anybody press its link
            self.toast.pop()


class RefusedDialog(Dialog):
    """Each setting that does not hold, and why."""

    def __init__(self, window: QWidget, done: SettingsImport) -> None:
        title = sentences.not_taken(len(done.refused))
        super().__init__(window, title=title)
        self.box.addWidget(Text(title, px=16, weight=600))
        self.box.addWidget(Paragraph(strings.REST_HOLDS, "dim"))
        self.reasons = [Paragraph(sentences.refused(row)) for row in done.refused[:_MOST]]
        for reason in self.reasons:
            self.box.addWidget(reason)
        if (more := len(done.refused) - _MOST) > 0:
            self.box.addWidget(Paragraph(sentences.and_more(more), "dim"))
        self.close_button = self.add_button(Button(common.CLOSE, kind="go"))
        self.close_button.clicked.connect(self.accept)
