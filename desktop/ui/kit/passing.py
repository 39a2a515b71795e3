"""What a part of the window says in passing: one message at a time, the newest in the place of the last."""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from desktop.ui.kit.float import Toast


class Passing(QObject):
    """Holds the message that stands; `toast` is None when there is none."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.toast: Toast | None = None

    def say(self, over: QWidget, sentence: str, action: str = "", *, counts: bool = False) -> Toast:
        """Show a message over the foot of a widget; `action` and `counts` are the toast's."""
        self.hush()
        toast = self.toast = Toast(over, sentence, action, counts=counts)
        toast.gone.connect(self._gone)
        toast.pop()
        return toast

    def hush(self) -> None:
        """Take away what stands."""
        toast, self.toast = self.toast, None
        if toast is not None:
            toast.hide()
            toast.deleteLater()

    def _gone(self) -> None:
        self.toast = None
