"""The first page: drop a file or choose one; what is wrong with one that cannot be read."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget

from desktop.ui import strings_files as strings
from desktop.ui.files.working import Working
from desktop.ui.kit.dropzone import DropZone
from desktop.ui.kit.panes import Banner, Pane


class ChoosePage(Pane):
    """`choose_wanted` asks for the desktop's dialog, `cancelled` for the end of looking at a file."""

    choose_wanted = Signal()
    cancelled = Signal()

    def __init__(self, title: str, text: str, *, note: str = "") -> None:
        super().__init__(margins=(24, 24, 24, 24), spacing=16)
        self.zone = DropZone("upload", title, text, strings.CHOOSE_FILE, note=note)
        self.zone.choose_wanted.connect(self.choose_wanted)
        self.trouble = Banner("missed", block=True)
        self.trouble.hide()
        self.working = Working(strings.LOOKING)
        self.working.cancelled.connect(self.cancelled)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.zone)
        self._stack.addWidget(self.working)
        self.add(self.trouble)
        self.add(self._stack, 1)

    def show_waiting(self, lead: str = "", trouble: str = "") -> None:
        """Wait for a file; `trouble` says why the last one is none."""
        self.trouble.set_message(lead, trouble)
        self.trouble.setVisible(bool(trouble))
        self._stack.setCurrentWidget(self.zone)

    def show_looking(self, name: str) -> None:
        """Show that a file is being looked at."""
        self.trouble.hide()
        self.working.show_text(name)
        self.working.show_share(None)
        self._stack.setCurrentWidget(self.working)
