"""Notices of credentials that end on a known day: some days before, and once it is over; no widgets here."""

from functools import partial

from PySide6.QtCore import QObject, Signal

from desktop.domain.changes import Change, Topic
from desktop.domain.notices import NoticeKind
from desktop.services.endings import Ending
from desktop.ui.context import Context
from desktop.ui.midnight import Midnight
from desktop.ui.tray.board import NoticeBoard
from desktop.ui.tray.wording import key_ends, key_ends_id


class EndingNotices(QObject):
    """Puts them on the board, each stage once; looks when a day begins, and when an account changed.

    `sign_in_wanted` carries the name of an account.
    """

    sign_in_wanted = Signal(str)

    def __init__(self, context: Context, board: NoticeBoard, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._board = board
        self._scope = context.scope()
        self._told: dict[str, Ending] = {}
        self._midnight = Midnight(context.now, self)
        self._midnight.passed.connect(self._look)
        context.bridge.changed.connect(self._heard)

    def start(self) -> None:
        """Begin to look."""
        self._midnight.start()
        self._look()

    async def close(self) -> None:
        """End all tasks."""
        self._midnight.stop()
        await self._scope.close()

    def _heard(self, change: Change) -> None:
        if Topic.CLOCK in change.topics:
            self._midnight.look()
        if Topic.ACCOUNTS in change.topics:
            self._look()

    def _look(self) -> None:
        self._scope.start("look", self._tell(), replace=True)

    async def _tell(self) -> None:
        due = {ending.account_id: ending for ending in await self._context.bridge.run(self._read())}
        for account_id in self._told.keys() - due.keys():  # another key, or no account any more
            del self._told[account_id]
            self._board.withdraw(key_ends_id(account_id))
        for account_id, ending in due.items():
            if self._told.get(account_id) != ending:
                self._told[account_id] = ending
                self._post(ending)

    async def _read(self) -> tuple[Ending, ...]:
        return await self._context.services.endings.due()

    def _post(self, ending: Ending) -> None:
        answered = partial(self._pressed, ending.account)
        self._board.post(NoticeKind.KEY_ENDS, key_ends(ending), answered, fact=ending.notice_id)

    def _pressed(self, account: str, _action: str) -> None:
        self.sign_in_wanted.emit(account)
