"""What is done with numbers besides calling them, wherever they are shown: listed, put into campaigns."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.ui.context import Context
from desktop.ui.dialogs import Dialogs
from desktop.ui.kit.float import Toast
from desktop.ui.kit.passing import Passing

if TYPE_CHECKING:
    from desktop.ui.candidates import Candidate
    from desktop.ui.do_not_call.deeds import ListDeeds


class NumberDeeds(Dialogs):
    """Belongs to the window. What it opens is imported when it is first asked for.

    `campaign_wanted` carries the id of a campaign that somebody wants to see.
    """

    campaign_wanted = Signal(str)

    def __init__(self, context: Context, window: QWidget) -> None:
        super().__init__(context, window)
        self._deeds: ListDeeds | None = None
        self._source = ""
        self.passing = Passing(self)

    def open_list(self) -> None:
        """Show the do-not-call list."""
        from desktop.ui.do_not_call.dialog import DoNotCallDialog  # noqa: PLC0415 - when it is asked for

        if self.dialog is None:
            listed = DoNotCallDialog(self._context, self._window)
            self.show(listed, listed.closing)

    def ask_to_list(self, numbers: Sequence[str], name: str, source: str) -> None:
        """Ask whether and why a number shall be listed; of several, which. `source` is where they stood."""
        from desktop.ui.do_not_call.asking import AskToList  # noqa: PLC0415 - when it is asked for

        if self.dialog is None and numbers:
            asking = AskToList(self._context, self._window, numbers, name)
            asking.agreed.connect(self._agreed)
            asking.removed.connect(self._removed)
            self._source = source
            self.show(asking, asking.presenter)

    def unlist(self, numbers: Sequence[str]) -> None:
        """Take numbers off the list, which can be undone."""
        self._listing().remove(numbers)

    def add_to_campaign(self, people: "Sequence[Candidate]", source: str) -> None:
        """Ask into which campaign somebody's numbers shall be put. `source` is where they stood."""
        from desktop.ui.campaigns.adding.dialog import AddToCampaign  # noqa: PLC0415 - when it is asked for

        if self.dialog is None and people:
            adding = AddToCampaign(self._context, self._window, people, source)
            adding.open_wanted.connect(self.campaign_wanted)
            self.show(adding, adding.presenter)

    async def close(self) -> None:
        """Close what is open, and end all tasks."""
        await super().close()
        if self._deeds is not None:
            await self._deeds.close()

    def _removed(self, number: str) -> None:
        self.unlist([number])

    def _agreed(self, number: str, reason: str) -> None:
        self._listing().add(number, reason, self._source)

    def _listing(self) -> "ListDeeds":
        from desktop.ui.do_not_call.deeds import ListDeeds  # noqa: PLC0415 - when it is asked for

        if self._deeds is None:
            self._deeds = ListDeeds(self._context, self)
            self._deeds.done.connect(self._done)
            self._deeds.failed.connect(self._tell)
        return self._deeds

    def _done(self, sentence: str) -> None:
        from desktop.ui.strings_do_not_call import UNDO  # noqa: PLC0415 - as above

        self._tell(sentence, UNDO).acted.connect(self._listing().undo)

    def _tell(self, sentence: str, action: str = "") -> Toast:
        return self.passing.say(self._window, sentence, action, counts=bool(action))
