"""Uploads that go on in the background: what the status line says of them, and how they ended."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.domain.changes import Change, Topic
from desktop.domain.errors import Trouble
from desktop.services.tasks import TaskScope
from desktop.ui.context import Context
from desktop.ui.rereading import Rereading

if TYPE_CHECKING:
    from desktop.domain.uploads import Upload


class UploadWatch(QObject):
    """`changed` says that another share is sent; `ended` carries an upload that is over or stopped."""

    changed = Signal()
    ended = Signal(object)

    def __init__(self, context: Context, scope: TaskScope, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._asked: set[str] = set()
        self._any = False
        self._sending: dict[str, Upload] = {}
        self._rereading = Rereading(scope, "uploads", self._read)
        context.bridge.changed.connect(self._heard)

    @property
    def running(self) -> "Upload | None":
        """Return the upload of several numbers that was begun first of those being sent; None for none."""
        return next((one for one in self._sending.values() if one.wanted > 1), None)

    def under_way(self, account_id: str) -> int:
        """Count the uploads of an account that are being sent."""
        return sum(one.account_id == account_id for one in self._sending.values())

    @contextmanager
    def posed(self, upload: "Upload") -> Iterator[None]:
        """Have an upload run for a picture."""
        self._sending[upload.id] = upload
        try:
            yield
        finally:
            self._sending.pop(upload.id, None)

    def _heard(self, change: Change) -> None:
        if Topic.UPLOADS in change.topics:
            self._asked |= change.ids
            self._any = self._any or not change.ids
            self._rereading.ask()

    async def _read(self) -> None:
        from desktop.domain.uploads import UploadState  # noqa: PLC0415 - no start needs to wait for it

        asked, self._asked = self._asked, set()
        if self._any:  # several notices in one, and of some it is not known what they are about
            self._any = False
            found = await self._context.bridge.run(self._context.services.uploads.unfinished())
            asked |= {one.id for one in found if one.state is UploadState.SENDING} | set(self._sending)
        for upload_id in asked:
            try:
                upload = await self._context.bridge.run(self._context.services.uploads.get(upload_id))
            except Trouble:
                self._sending.pop(upload_id, None)
                continue
            if upload.state is UploadState.SENDING:
                self._sending[upload_id] = upload
            elif self._sending.pop(upload_id, None) is not None:
                self.ended.emit(upload)
        self.changed.emit()
