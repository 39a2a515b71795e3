"""Notices of what is no call: transcripts, uploads, accounts that must be signed in to; no widgets here."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal

from desktop.domain.accounts import Account, AccountState
from desktop.domain.errors import Trouble
from desktop.domain.notices import NoticeKind
from desktop.ui.context import Context
from desktop.ui.shell.presenter import ShellPresenter
from desktop.ui.tray.board import NoticeBoard
from desktop.ui.tray.wording import sign_in_id, sign_in_needed, transcript_id, transcript_ready, upload_over

if TYPE_CHECKING:
    from desktop.domain.uploads import Upload

_UNDECIDED = (AccountState.OFFLINE, AccountState.ERROR)

Watched = Callable[[NoticeKind, str], bool]


class EventNotices(QObject):
    """Puts them on the board.

    `call_wanted` carries the id of a call, `upload_wanted` those of a campaign and of the upload to it,
    `sign_in_wanted` the name of an account.
    """

    call_wanted = Signal(str)
    upload_wanted = Signal(str, str)
    sign_in_wanted = Signal(str)
    _made = Signal(str)
    _settled = Signal(str)

    def __init__(
        self,
        context: Context,
        board: NoticeBoard,
        shell: ShellPresenter,
        watched: Watched,
        parent: QObject | None = None,
    ) -> None:
        """Make them; `watched` tells whether a person is looking at what a notice would speak of."""
        super().__init__(parent)
        self._context = context
        self._board = board
        self._shell = shell
        self._watched = watched
        self._scope = context.scope()
        self._signed_out: dict[str, bool] = {}
        self._unsubscribe: list[Callable[[], None]] = []
        # Both come from the engine's thread.
        self._made.connect(self._transcript_made, Qt.ConnectionType.QueuedConnection)
        self._settled.connect(self._upload_settled, Qt.ConnectionType.QueuedConnection)
        shell.changed.connect(self._look_at_accounts)

    def start(self) -> None:
        """Begin to hear of them."""
        self._context.bridge.post(self._listen)
        self._look_at_accounts()

    def opened(self, call_id: str) -> None:
        """Take away the notice of a call's transcript: somebody looks at it."""
        self._board.withdraw(transcript_id(call_id))

    async def close(self) -> None:
        """End all tasks, and hear of nothing more."""
        await self._scope.close()
        for unsubscribe in self._unsubscribe:
            unsubscribe()

    def _listen(self) -> None:
        """Subscribe, on the engine's loop, where uploads are made."""
        services = self._context.services
        self._unsubscribe = [
            services.transcripts.on_made(self._made.emit),
            services.uploads.on_settled(self._settled.emit),
        ]

    # ---- transcripts

    def _transcript_made(self, call_id: str) -> None:
        call = self._context.rows.get(call_id)
        if call is None or self._watched(NoticeKind.TRANSCRIPT, call_id):
            return
        notice = transcript_ready(call, self._context.now())
        self._board.post(NoticeKind.TRANSCRIPT, notice, partial(self._open_call, call_id), fact="")

    def _open_call(self, call_id: str, _action: str) -> None:
        self.call_wanted.emit(call_id)

    # ---- uploads

    def _upload_settled(self, upload_id: str) -> None:
        self._scope.start(f"upload {upload_id}", self._tell_upload(upload_id))

    async def _tell_upload(self, upload_id: str) -> None:
        from desktop.domain.uploads import UploadState  # noqa: PLC0415 - no start needs to wait for it

        try:
            upload = await self._context.bridge.run(self._context.services.uploads.get(upload_id))
        except Trouble:
            return  # it was discarded, or its account removed
        over = upload.state in (UploadState.DONE, UploadState.STOPPED)
        if not over or self._watched(NoticeKind.UPLOAD, upload_id):
            return
        self._board.post(NoticeKind.UPLOAD, upload_over(upload), partial(self._open_upload, upload), fact="")

    def _open_upload(self, upload: "Upload", _action: str) -> None:
        self.upload_wanted.emit(upload.campaign_id, upload.id)

    # ---- accounts

    def _look_at_accounts(self) -> None:
        """Tell of accounts that must be signed in to, each time anew that it comes to that."""
        if not self._shell.known:
            return
        accounts = {account.id: account for account in self._shell.accounts}
        for gone in self._signed_out.keys() - accounts.keys():
            del self._signed_out[gone]
            self._board.withdraw(sign_in_id(gone), forget=True)
        for account_id, account in accounts.items():
            if account.state in _UNDECIDED and account_id in self._signed_out:
                continue  # nobody could ask the provider, so it needs signing in, or not, as before
            signed_out = account.state is AccountState.SIGN_IN
            if self._signed_out.get(account_id) is signed_out:
                continue
            self._signed_out[account_id] = signed_out
            if signed_out:
                self._tell_signed_out(account)
            else:
                self._board.withdraw(sign_in_id(account_id), forget=True)

    def _tell_signed_out(self, account: Account) -> None:
        self._board.post(NoticeKind.SIGN_IN, sign_in_needed(account), partial(self._sign_in, account.name))

    def _sign_in(self, name: str, _action: str) -> None:
        self.sign_in_wanted.emit(name)
