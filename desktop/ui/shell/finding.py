"""What the window does with whom a person found, in the command bar or in quick dial."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt

from desktop.ui.calling.views import CardState, Stage
from desktop.ui.context import Context
from desktop.ui.search.command import CommandSearch

if TYPE_CHECKING:
    from desktop.ui.quickdial.window import QuickDial
    from desktop.ui.shell.window import MainWindow


class Finding(QObject):
    """Joins the two searches with the window: a call is opened, a text is looked for in the list."""

    def __init__(self, context: Context, window: "MainWindow") -> None:
        super().__init__(window)
        self._context = context
        self._window = window
        root = window.centralWidget()
        assert root is not None
        self.search = CommandSearch(window.bar.field, context, window.shell, window.calling, root)
        self.search.open_wanted.connect(window.open_call)
        self.search.contact_wanted.connect(window.open_contact)
        self.search.search_wanted.connect(self._look_for)
        self.search.left.connect(self._leave)
        self.quick: QuickDial | None = None
        window.calling.carded.connect(self._carded)

    def quick_dial(self) -> None:
        """Open quick dial on the screen with the pointer; it is made when it is first wanted."""
        if self.quick is None:
            from desktop.ui.quickdial.window import QuickDial  # noqa: PLC0415 - see above

            window = self._window
            self.quick = QuickDial(self._context, window.calling, window.shell)
            self.quick.open_call_wanted.connect(window.open_call)
            self.quick.contact_wanted.connect(window.open_contact)
            self.quick.search_wanted.connect(self._look_for)
            self.quick.forward_wanted.connect(window.come_forward)
        self.quick.open_at_pointer()

    async def close(self) -> None:
        """End all tasks."""
        await self.search.presenter.close()
        if self.quick is not None:
            await self.quick.close_presenter()

    def _look_for(self, text: str) -> None:
        window = self._window
        window.come_forward()
        window.show_recents()
        window.recents.page.search.setText(text)
        window.recents.page.focus_search()

    def _carded(self, state: CardState | None) -> None:
        """Let no line be tried again where neither the window nor quick dial shows the countdown."""
        seen = self._window.isVisible() or (self.quick is not None and self.quick.follows_call)
        if state is not None and state.stage is Stage.BUSY and not seen:
            self._window.calling.give_up()

    def _leave(self) -> None:
        """Escape in an empty field closes the card, if there is one, and then leads to the list."""
        if self._window.calling.card is not None:
            self._window.calling.dismiss()
        else:
            self._window.recents.list.setFocus(Qt.FocusReason.ShortcutFocusReason)
