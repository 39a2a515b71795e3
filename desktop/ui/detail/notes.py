"""What is no passing message: that somebody must not be called, that a call is gone, a file not saved."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.ui import strings
from desktop.ui.kit.panes import Banner, Pane


class Notes(Pane):
    """Stands over the tabs while there is something to say. The signals are presses of its buttons."""

    elsewhere_wanted = Signal()
    unlist_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("window", margins=(24, 16, 24, 0), spacing=8, parent=parent)
        self.listed = Banner("missed", "", "", strings.REMOVE_FROM_LIST, icon="block", block=True)
        self.listed.acted.connect(self.unlist_wanted)
        self.gone = Banner("waiting", block=True)
        self.unsaved = Banner("missed", "", "", strings.SAVE_ELSEWHERE, block=True)
        self.unsaved.acted.connect(self.elsewhere_wanted)
        for banner in (self.listed, self.gone, self.unsaved):
            self.add(banner)
            self._say(banner, "")

    def show_listed(self, sentence: str) -> None:
        """Say that the number must not be called, since when and why; "" for not."""
        self._say(self.listed, sentence)

    def show_gone(self, sentence: str) -> None:
        """Say that the provider has the call no more; "" for not."""
        self._say(self.gone, sentence)

    def show_unsaved(self, sentence: str) -> None:
        """Say why a file was not written; "" once that is over."""
        self._say(self.unsaved, sentence)

    def _say(self, banner: Banner, sentence: str) -> None:
        banner.set_message("", sentence)
        banner.setVisible(bool(sentence))
        self.setVisible(not all(one.isHidden() for one in (self.listed, self.gone, self.unsaved)))
