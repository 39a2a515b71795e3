"""Puts the question before a call on the window, one at a time, and takes it away."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from desktop.domain.attempts import DialSource
from desktop.ui.calling.presenter import CallingPresenter
from desktop.ui.calling.views import Question
from desktop.ui.shell.presenter import ShellPresenter

if TYPE_CHECKING:
    from desktop.ui.calling.choice import CopiedChoice
    from desktop.ui.calling.question import QuestionDialog
    from desktop.ui.copied import CopiedNumber


class Asking(QObject):
    """Shows what the presenter asks over `window`, and tells it the answer."""

    def __init__(self, presenter: CallingPresenter, shell: ShellPresenter, window: QWidget) -> None:
        super().__init__(window)
        self._presenter = presenter
        self._shell = shell
        self._window = window
        self.dialog: QuestionDialog | None = None
        self.choice: CopiedChoice | None = None
        presenter.asked.connect(self._ask)
        presenter.answered.connect(self._answered)
        presenter.several.connect(self._choose)

    def close(self) -> None:
        """Answer an open question with no, and take an open choice away."""
        if self.choice is not None:
            self.choice.hide()
        if self.dialog is not None:
            self.dialog.reject()

    def _ask(self, question: Question) -> None:
        from desktop.ui.calling.question import QuestionDialog  # noqa: PLC0415 - when the first one comes

        if self.dialog is not None:
            self.dialog.show_question(question)
            return
        dialog = QuestionDialog(self._window, self._shell, question)
        dialog.accepted.connect(self._presenter.confirm)
        dialog.rejected.connect(self._presenter.decline)
        dialog.line_chosen.connect(self._presenter.choose_line)
        self.dialog = dialog
        dialog.open()

    def _choose(self, copied: Sequence["CopiedNumber"]) -> None:
        from desktop.ui.calling.choice import CopiedChoice  # noqa: PLC0415 - when there are several

        if self.choice is not None:
            self.choice.deleteLater()
        self.choice = CopiedChoice(self._window, copied)
        self.choice.chosen.connect(self._chosen)
        self.choice.open()

    def _chosen(self, copied: "CopiedNumber") -> None:
        self._presenter.wish(copied.dial, DialSource.CLIPBOARD)

    def _answered(self) -> None:
        dialog, self.dialog = self.dialog, None
        if dialog is None:
            return
        dialog.accepted.disconnect(self._presenter.confirm)
        dialog.rejected.disconnect(self._presenter.decline)
        if dialog.isVisible():
            dialog.reject()
        dialog.deleteLater()
